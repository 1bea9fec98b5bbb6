import type { RejectGroup } from "../../../../shared/contract/rejects.ts";
import { Scrollable } from "../../../ui/Scrollable.tsx";
import { formatCount } from "../../../ui/format/number.ts";
import { Safe } from "../../../ui/Safe.tsx";
import styles from "./Rejects.module.css";
import type { RejectChoice } from "./use-rejects.ts";

interface RejectGroupsProps {
  readonly groups: readonly RejectGroup[];
  readonly choice: RejectChoice;
  readonly onChoose: (choice: Partial<RejectChoice>) => void;
}

interface Sum {
  readonly reason: string;
  readonly rejected: number;
}

function byReason(groups: readonly RejectGroup[]): Sum[] {
  const sums = new Map<string, number>();
  for (const { reason, rejected } of groups) sums.set(reason, (sums.get(reason) ?? 0) + rejected);
  return [...sums].map(([reason, rejected]) => ({ reason, rejected })).toSorted((a, b) => b.rejected - a.rejected);
}

/** Complete counts by reason, and by file and reason; each narrows the list. */
export function RejectGroups({ groups, choice, onChoose }: RejectGroupsProps) {
  const reasons = byReason(groups);
  return (
    <Scrollable as="aside" className={styles["groups"]} aria-label="Rejects by reason and file">
      <h2>By reason</h2>
      <ul>
        {reasons.map(({ reason, rejected }) => (
          <li key={reason}>
            <button
              type="button"
              aria-pressed={choice.reason === reason && choice.file === undefined}
              onClick={() => onChoose({ reason, file: undefined })}
            >
              <Safe text={reason} />
              <b>{formatCount(rejected)}</b>
            </button>
          </li>
        ))}
      </ul>
      <h2>By file</h2>
      <ul>
        {groups
          .toSorted((a, b) => b.rejected - a.rejected)
          .map(({ file, reason, rejected, kept }) => (
            <li key={`${file} ${reason}`}>
              <button
                type="button"
                aria-pressed={choice.reason === reason && choice.file === file}
                onClick={() => onChoose({ reason, file })}
              >
                <span>
                  <Safe text={file} />
                  <small>
                    <Safe text={reason} />
                    {kept === rejected ? "" : `, ${formatCount(kept)} kept`}
                  </small>
                </span>
                <b>{formatCount(rejected)}</b>
              </button>
            </li>
          ))}
      </ul>
    </Scrollable>
  );
}
