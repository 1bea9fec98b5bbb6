import type { HuntDetail } from "../../../shared/contract/hunts.ts";
import { useTime } from "../../state/use-format.ts";
import { Safe } from "../../ui/Safe.tsx";
import styles from "./Hunts.module.css";

/** Who decided what about this hunt, newest first. */
export function HuntHistory({ history }: { readonly history: HuntDetail["history"] }) {
  const time = useTime();
  return (
    <section aria-labelledby="hunt-history" className={styles["part"]}>
      <div className={styles["section"]}>
        <h3 id="hunt-history">Decisions</h3>
      </div>
      <ol className={styles["history"]}>
        {history.toReversed().map((entry) => (
          <li key={entry.decision}>
            <time title={time.iso(entry.at)}>{time.time(entry.at, "date-time")}</time>
            <span>
              <Safe text={`${entry.analyst} ${entry.what}`} />
            </span>
          </li>
        ))}
      </ol>
    </section>
  );
}
