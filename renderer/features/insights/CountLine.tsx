import clsx from "clsx";
import { formatCount } from "../../ui/format/number.ts";
import { type Choosing, type ChosenFigure, isChosen } from "./chosen-figure.ts";
import styles from "./Insights.module.css";

interface CountLineProps extends Choosing {
  readonly target: ChosenFigure;
  readonly title: string;
  readonly n: number;
  /** What the longest bar stands for. */
  readonly most: number;
  readonly detail?: string;
}

const width = 96;

/** One count among others: its name, a bar, and the number. */
export function CountLine({ target, title, n, most, detail, chosen, onChoose }: CountLineProps) {
  const length = most === 0 ? 0 : Math.max(n > 0 ? 2 : 0, (n / most) * width);
  return (
    <button
      type="button"
      className={clsx(styles["count"], isChosen(chosen, target) && styles["chosen"])}
      aria-pressed={isChosen(chosen, target)}
      onClick={() => onChoose(target)}
    >
      <span className={styles["name"]}>{title}</span>
      <svg width={width} height={8} viewBox={`0 0 ${width} 8`} aria-hidden="true">
        <rect className={styles["rail"]} width={width} height={2} y={3} rx={1} />
        <rect className={styles["bar"]} width={length} height={8} rx={2} />
      </svg>
      <b>{formatCount(n)}</b>
      {detail === undefined ? null : <small>{detail}</small>}
    </button>
  );
}
