import type { Priority } from "../../../shared/contract/hunts.ts";
import { Safe } from "../../ui/Safe.tsx";
import { bitsText, priorityText } from "./hunt-words.ts";
import styles from "./Hunts.module.css";

/** What the number is made of: every part with its bits and the figures behind it. */
export function PriorityCard({ priority }: { readonly priority: Priority }) {
  return (
    <section aria-labelledby="hunt-priority" className={styles["part"]}>
      <div className={styles["section"]}>
        <h3 id="hunt-priority">Priority</h3>
        <span>{priorityText(priority)} bits; one more is twice the priority</span>
      </div>
      <dl className={styles["priority"]}>
        {priority.parts.map((part) => (
          <div key={part.kind}>
            <dt>{part.title}</dt>
            <dd className={styles["figure"]}>{bitsText(part.bits)}</dd>
            <dd className={styles["because"]}>
              <Safe text={part.because} />
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
