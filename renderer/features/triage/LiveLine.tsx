import { plural } from "../../ui/format/number.ts";
import styles from "./Queue.module.css";
import type { QueuePageData } from "./queue-source.ts";
import { sayReceipt } from "./live-words.ts";

/** The receipt of the newest verdicts: how many open cases they moved, and that nothing else was changed. */
export function LiveLine({ first }: { readonly first: QueuePageData | undefined }) {
  const live = first?.live;
  if (live === undefined || live === null || live.lessons === 0) return null;
  return (
    <p className={styles["live"]} aria-live="off">
      Order learnt from {plural(live.lessons, "verdict")}, a preview.{live.receipts.map((receipt) => ` ${sayReceipt(receipt)}`)}
    </p>
  );
}
