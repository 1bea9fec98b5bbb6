import styles from "./ActivityBars.module.css";

interface ActivityBarsProps {
  readonly values: readonly number[];
  readonly usualLow: number | null;
  readonly usualHigh: number | null;
  readonly label: string;
}

const height = 40;
const width = 140;
const widestStep = 16;

/** Counts per bucket, the last one being now; the dotted line is the upper end of usual. */
export function ActivityBars({ values, usualHigh, usualLow, label }: ActivityBarsProps) {
  const shown = values.slice(-48);
  const top = Math.max(1, ...shown, usualHigh ?? 0);
  const step = Math.min(widestStep, width / Math.max(1, shown.length));
  const y = (n: number): number => height - Math.max(n > 0 ? 2 : 0.75, (n / top) * (height - 2));
  const isOdd = (n: number): boolean => (usualHigh !== null && n > usualHigh) || (usualLow !== null && n < usualLow);
  return (
    <svg className={styles["bars"]} width={width} height={height} viewBox={`0 0 ${width} ${height}`} role="img" aria-label={label}>
      {shown.map((n, i) => {
        const isLast = i === shown.length - 1;
        const tone = isLast && isOdd(n) ? "odd" : isLast ? "now" : "usual";
        return (
          <rect
            key={`bar ${String(shown.length - i)}`}
            className={styles[tone]}
            x={i * step}
            y={y(n)}
            width={Math.max(1, step - 2)}
            height={height - y(n)}
          />
        );
      })}
      {usualHigh === null ? null : <line className={styles["line"]} x1={0} x2={width} y1={y(usualHigh)} y2={y(usualHigh)} />}
    </svg>
  );
}
