import { type RefObject, useEffect, useState } from "react";
import styles from "./Queue.module.css";
import type { QueueFilter } from "./queue-view.ts";

interface QueueSearchProps {
  readonly filter: QueueFilter;
  readonly setFilter: (change: Partial<QueueFilter>) => void;
  readonly searchRef: RefObject<HTMLInputElement | null>;
  readonly onLeaveSearch: () => void;
}

const typingPauseMs = 120;

/** The text filter. It acts while one types; Enter goes to the queue, Escape clears first. */
export function QueueSearch({ filter, setFilter, searchRef, onLeaveSearch }: QueueSearchProps) {
  const [text, setText] = useState(filter.text);
  const [known, setKnown] = useState(filter.text);
  if (known !== filter.text) {
    setKnown(filter.text);
    setText(filter.text);
  }
  useEffect(() => {
    if (text === filter.text) return;
    const timer = setTimeout(() => setFilter({ text }), typingPauseMs);
    return () => clearTimeout(timer);
  }, [text, filter.text, setFilter]);
  return (
    <search className={styles["search"]}>
      <input
        ref={searchRef}
        type="search"
        value={text}
        placeholder="/ filter"
        aria-label="Filter the queue by text"
        maxLength={200}
        onChange={(event) => setText(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === "Escape" && text !== "") setText("");
          else if (event.key === "Enter" || event.key === "Escape") {
            if (text !== filter.text) setFilter({ text });
            onLeaveSearch();
          } else return;
          event.preventDefault();
          event.stopPropagation();
        }}
      />
    </search>
  );
}
