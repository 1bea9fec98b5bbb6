import { createPortal } from "react-dom";
import type { GroupedEntry } from "./glossary/entry.ts";
import styles from "./Help.module.css";

export const askedId = "asked-term";

interface AskedTermProps {
  readonly entry: GroupedEntry;
  readonly anchor: DOMRect;
}

const gap = 6;
const width = 360;
const roomNeeded = 240;

/** What a word means, beside the word. The word describes itself by it, so that it is read out when the word takes the focus. */
export function AskedTerm({ entry, anchor }: AskedTermProps) {
  const left = Math.max(8, Math.min(anchor.left, window.innerWidth - width - 8));
  const isBelow = anchor.bottom + roomNeeded < window.innerHeight || anchor.top < roomNeeded;
  const place = isBelow ? { top: anchor.bottom + gap } : { bottom: window.innerHeight - anchor.top + gap };
  return createPortal(
    <aside aria-label="What the word means" className={styles["asked"]} style={{ left, ...place }}>
      <div id={askedId} role="tooltip">
        <p className={styles["term"]}>{entry.term}</p>
        <p>{entry.meaning}</p>
        {entry.formula === undefined ? null : <p className={styles["formula"]}>{entry.formula}</p>}
        {entry.source === undefined ? null : <p className={styles["source"]}>{entry.source}</p>}
        <p className={styles["hint"]} aria-hidden="true">
          <kbd>←</kbd> <kbd>→</kbd> other words · <kbd>Enter</kbd> in the glossary · <kbd>Esc</kbd> back
        </p>
      </div>
    </aside>,
    document.body,
  );
}
