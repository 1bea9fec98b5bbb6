import styles from "./Strip.module.css";
import { type Baseline, toStrip } from "./strip-geometry.ts";

interface StripProps {
  readonly baseline: Baseline;
  readonly value: number | null;
  readonly label: string;
}

const width = 200;
const inset = 6;
const x = (unit: number): number => inset + unit * (width - 2 * inset);
const span = (low: number, high: number, least: number): { x: number; width: number } => {
  const w = Math.max(x(high) - x(low), least);
  return { x: Math.min(width - w, (x(low) + x(high)) / 2 - w / 2), width: w };
};

/** One value against its training distribution: light band p05-p95, dark band p25-p75, tick at the median, dot for this one. */
export function Strip({ baseline, value, label }: StripProps) {
  const strip = toStrip(baseline, value);
  const outer = span(strip.outer[0], strip.outer[1], 4);
  const inner = span(strip.inner[0], strip.inner[1], 3);
  return (
    <svg className={styles["strip"]} viewBox={`0 0 ${width} 22`} width={width} height={22} role="img" aria-label={label}>
      <rect className={styles["rail"]} x={0} y={9.5} width={width} height={3} rx={1.5} />
      <rect className={styles["outer"]} x={outer.x} y={8} width={outer.width} height={6} rx={3} />
      <rect className={styles["inner"]} x={inner.x} y={7} width={inner.width} height={8} rx={3} />
      <line className={styles["median"]} x1={x(strip.median)} x2={x(strip.median)} y1={4} y2={18} />
      {strip.value === undefined ? null : <circle className={styles[strip.place]} cx={x(strip.value)} cy={11} r={4.5} />}
    </svg>
  );
}
