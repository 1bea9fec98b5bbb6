import styles from "./PairBars.module.css";

interface PairBarsProps {
  /** Shares by bin, of the same bins. */
  readonly before: readonly number[];
  readonly now: readonly number[];
  readonly label: string;
}

const height = 30;
const width = 132;
const widestStep = 22;

/** Two distributions over the same bins: outlined bars for before, filled and narrower ones for now. */
export function PairBars({ before, now, label }: PairBarsProps) {
  const top = Math.max(...before, ...now, 0.01);
  const step = Math.min(widestStep, width / Math.max(1, before.length));
  const tall = (share: number): number => (share > 0 ? Math.max(1, share * ((height - 1) / top)) : 0);
  const wide = Math.max(2, step - 2);
  return (
    <svg className={styles["bars"]} width={width} height={height} viewBox={`0 0 ${width} ${height}`} role="img" aria-label={label}>
      {before.map((share, i) => (
        <g key={`bin ${String(i)}`}>
          <rect className={styles["before"]} x={i * step + 0.5} y={height - tall(share) + 0.5} width={wide - 1} height={tall(share)} />
          <rect
            className={styles["now"]}
            x={i * step + wide * 0.25}
            y={height - tall(now[i] ?? 0)}
            width={wide * 0.5}
            height={tall(now[i] ?? 0)}
          />
        </g>
      ))}
    </svg>
  );
}
