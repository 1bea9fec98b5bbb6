import { useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useEffect } from "react";
import { useHotkey } from "../../commands/commands.ts";
import { outdate } from "../../state/requests.ts";
import { formatCount } from "../../ui/format/number.ts";
import { Kbd } from "../../ui/Kbd.tsx";
import styles from "./Queue.module.css";
import type { QueuePageData } from "./queue-source.ts";
import type { QueueFilter } from "./queue-view.ts";

/** The longest time a browser's timer can wait for, in ms. */
const longestWait = 2 ** 31 - 1;

/** Asks for the queue again when the first of what is left out returns. */
function useReturn(at: number | null): void {
  const queries = useQueryClient();
  useEffect(() => {
    if (at === null) return;
    const wait = Math.max(1000, at / 1000 - Date.now() + 500);
    if (wait > longestWait) return;
    const timer = setTimeout(() => {
      void outdate(queries, "triage.queue");
      void outdate(queries, "suppressions.list");
    }, wait);
    return () => clearTimeout(timer);
  }, [queries, at]);
}

interface HeldLineProps {
  readonly first: QueuePageData | undefined;
  readonly filter: QueueFilter;
  readonly setFilter: (change: Partial<QueueFilter>) => void;
}

/** How much the queue leaves out, always; and the way to see it. */
export function HeldLine({ first, filter, setFilter }: HeldLineProps) {
  const key = useHotkey("triage.show-held");
  useReturn(first?.held.nextReturn ?? null);
  if (first === undefined) return null;
  const { suppressed, snoozed, audited } = first.held;
  const isShown = filter.held === "show";
  return (
    <p className={styles["held"]}>
      <button
        type="button"
        className={styles["suppressed"]}
        aria-pressed={isShown}
        title="Shows in their places the cases that suppressions hide or that are snoozed, marked, or hides them again"
        onClick={() => setFilter({ held: isShown ? undefined : "show" })}
      >
        {isShown ? "Shown:" : "Hidden:"} {formatCount(suppressed)} suppressed, {formatCount(snoozed)} snoozed
      </button>
      {key === undefined ? null : <Kbd hotkey={key} />}
      {audited === 0 ? null : (
        <span title="Drawn to stay in the queue, so that what suppressions hide goes on being judged">
          {formatCount(audited)} kept in sight
        </span>
      )}
      <Link to="/settings" hash="suppressions">
        manage
      </Link>
    </p>
  );
}
