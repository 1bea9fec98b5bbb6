import { plural } from "../../ui/format/number.ts";
import styles from "./Queue.module.css";
import type { QueuePageData } from "./queue-source.ts";
import type { QueueFilter } from "./queue-view.ts";

interface ReviewLineProps {
  readonly first: QueuePageData | undefined;
  readonly filter: QueueFilter;
  readonly setFilter: (change: Partial<QueueFilter>) => void;
}

/** The second looks that wait for you, and the cases on which analysts differ: each shows these alone. Nothing when there is neither. */
export function ReviewLine({ first, filter, setFilter }: ReviewLineProps) {
  if (first === undefined) return null;
  const kinds = [
    {
      show: "second-look",
      n: first.secondLooks,
      text: plural(first.secondLooks, "second look"),
      title: "Cases another analyst has judged, to be judged again without knowing how",
    },
    {
      show: "disputed",
      n: first.disputed,
      text: plural(first.disputed, "disagreement"),
      title: "Cases on which analysts differ who did not see each other's verdicts; none counts until it is settled",
    },
  ] as const;
  const shown = kinds.filter(({ n, show }) => n > 0 || filter.show === show);
  if (shown.length === 0) return null;
  return (
    <p className={styles["held"]}>
      {shown.map(({ show, text, title }) => (
        <button
          key={show}
          type="button"
          className={styles["suppressed"]}
          aria-pressed={filter.show === show}
          title={title}
          onClick={() => setFilter({ show: filter.show === show ? "open" : show })}
        >
          {text}
        </button>
      ))}
    </p>
  );
}
