import { Mark } from "../../ui/Mark.tsx";
import styles from "./Queue.module.css";
import type { QueuePageData } from "./queue-source.ts";

/** What the runs behind this queue ask to be known. */
export function QueueRemarks({ first }: { readonly first: QueuePageData | undefined }) {
  if (first === undefined) return null;
  const { share, because } = first.expectedOrdinary;
  const remarks = [...first.notices, ...(share === null && first.total > 0 ? [`Share of ordinary cases unknown: ${because}`] : [])];
  if (remarks.length === 0) return null;
  return (
    <details className={styles["remarks"]}>
      <summary>
        <Mark tone="warn" />
        {remarks.length === 1 ? remarks[0] : `${remarks.length} remarks: ${remarks[0] ?? ""}`}
      </summary>
      <ul>
        {remarks.map((remark) => (
          <li key={remark}>{remark}</li>
        ))}
      </ul>
    </details>
  );
}
