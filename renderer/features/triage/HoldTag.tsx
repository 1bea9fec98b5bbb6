import type { QueueRow } from "../../../shared/contract/triage.ts";
import { useTime } from "../../state/use-format.ts";
import { Safe } from "../../ui/Safe.tsx";
import { Tag } from "../../ui/Tag.tsx";
import styles from "./Case.module.css";

/** Why a row that is in sight would not be, or stays in sight by lot. */
export function HoldTag({ hold }: Pick<QueueRow, "hold">) {
  if (hold === null) return null;
  if (hold.snooze !== null) return <Tag tone="neutral">snoozed</Tag>;
  if (hold.isHidden) return <Tag tone="neutral">suppressed</Tag>;
  return hold.isAudited ? <Tag tone="accent">kept in sight</Tag> : null;
}

/** The suppressions that match the case, with whose they are, why, and until when. */
export function HoldLine({ hold }: Pick<QueueRow, "hold">) {
  const time = useTime();
  if (hold === null) return null;
  const what = hold.isHidden ? "The queue leaves it out" : hold.isAudited ? "Kept in sight by lot" : "A suppression matches it";
  return (
    <>
      {hold.snooze === null ? null : (
        <p className={styles["meta"]}>
          <Tag tone="neutral">snoozed</Tag> until {time.time(hold.snooze.until, "date-time")} by <Safe text={hold.snooze.analyst} />
          {hold.snooze.note === "" ? null : (
            <>
              : “<Safe text={hold.snooze.note} />”
            </>
          )}
        </p>
      )}
      {hold.suppressions.map(({ id, owner, reason, until }) => (
        <p key={id} className={styles["meta"]}>
          {what}: “<Safe text={reason} />
          ”, <Safe text={owner} />, until {time.time(until, "date-time")}
        </p>
      ))}
    </>
  );
}
