import clsx from "clsx";
import type { HuntDetail } from "../../../shared/contract/hunts.ts";
import { useTime } from "../../state/use-format.ts";
import { Mark } from "../../ui/Mark.tsx";
import { Safe } from "../../ui/Safe.tsx";
import styles from "./Hunts.module.css";

const most = 40;

/** What happened, in order: each anomaly where it begins, and what was new around it. */
export function HuntTimeline({ timeline }: { readonly timeline: HuntDetail["timeline"] }) {
  const time = useTime();
  return (
    <section aria-labelledby="hunt-timeline">
      <div className={styles["section"]}>
        <h3 id="hunt-timeline">Timeline</h3>
        <span>{timeline.length > most ? `the first ${most} of ${timeline.length}` : ""}</span>
      </div>
      <ol className={styles["timeline"]}>
        {timeline.slice(0, most).map((entry) => (
          <li key={`${entry.at} ${entry.text}`} className={clsx(styles[entry.tone])}>
            <time title={time.iso(entry.at)}>{time.time(entry.at, "date-time")}</time>
            <i>{entry.tone === "evidence" ? <Mark tone="bad" /> : null}</i>
            <span>
              {entry.tone === "new" ? "new: " : ""}
              <Safe text={entry.text} />
            </span>
          </li>
        ))}
      </ol>
    </section>
  );
}
