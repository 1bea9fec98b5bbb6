import clsx from "clsx";
import styles from "./Interval.module.css";

interface IntervalProps {
  readonly low: number | null;
  readonly high: number | null;
  /** Drawn as a dot; null while there is too little to say. */
  readonly value: number | null;
  /** What the right end stands for; the left end is 0. */
  readonly max: number;
  readonly tone?: "usual" | "model";
}

const width = 96;
const height = 14;
const inset = 4;

/** A figure with its interval on a line from nothing to `max`: band for the interval, dot for the figure. Its words stand beside it. */
export function Interval({ low, high, value, max, tone = "usual" }: IntervalProps) {
  const x = (v: number): number => inset + Math.min(1, Math.max(0, max > 0 ? v / max : 0)) * (width - 2 * inset);
  return (
    <svg className={styles["interval"]} viewBox={`0 0 ${width} ${height}`} width={width} height={height} aria-hidden="true">
      <rect className={styles["rail"]} x={0} y={height / 2 - 1} width={width} height={2} rx={1} />
      {low === null || high === null ? null : (
        <rect
          className={clsx(styles["band"], value === null && styles["unsure"])}
          x={x(low)}
          y={height / 2 - 3}
          width={Math.max(2, x(high) - x(low))}
          height={6}
          rx={3}
        />
      )}
      {value === null ? null : <circle className={styles[tone]} cx={x(value)} cy={height / 2} r={3.5} />}
    </svg>
  );
}
