import styles from "./History.module.css";
import { placeOf, type Span } from "./span.ts";

interface SpanBarProps {
  readonly spans: readonly { readonly key: string; readonly span: Span; readonly isGone: boolean }[];
  readonly whole: Span;
  readonly label: string;
}

const width = 160;
const height = 14;

/** When the events of some snapshots lie, one above the other where they overlap; those let go are outlined only. */
export function SpanBar({ spans, whole, label }: SpanBarProps) {
  return (
    <svg className={styles["span"]} viewBox={`0 0 ${width} ${height}`} width={width} height={height} role="img" aria-label={label}>
      <rect className={styles["rail"]} x={0} y={height / 2 - 1} width={width} height={2} />
      {spans.map(({ key, span, isGone }) => {
        const { x, length } = placeOf(span, whole, width);
        return (
          <rect
            key={key}
            className={isGone ? styles["gone"] : styles["held"]}
            x={x + 0.5}
            y={2.5}
            width={Math.max(2, length - 1)}
            height={9}
            rx={2}
          />
        );
      })}
    </svg>
  );
}
