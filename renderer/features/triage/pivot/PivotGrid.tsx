/* oxlint-disable jsx-a11y/no-noninteractive-element-to-interactive-role -- a data grid made of a table, as the ARIA practices have it */
import clsx from "clsx";
import { type KeyboardEvent, useEffect, useRef, useState } from "react";
import { useTime } from "../../../state/use-format.ts";
import { ellipsizeMiddle } from "../../../ui/format/text.ts";
import { Safe } from "../../../ui/Safe.tsx";
import { nearestTo, type PivotEvent } from "./pivot-choices.ts";
import styles from "./Pivot.module.css";

interface PivotGridProps {
  readonly names: readonly string[];
  readonly events: readonly PivotEvent[];
  readonly near: number;
  readonly opened: string | undefined;
  readonly onOpen: (eventId: string) => void;
}

const longestCell = 60;
const steps: Readonly<Record<string, number>> = { ArrowDown: 1, ArrowUp: -1, PageDown: 10, PageUp: -10, Home: -Infinity, End: Infinity };

/** Events in order of time; one begins at the one nearest to what was looked at. Arrows move, Enter opens the original record. */
export function PivotGrid({ names, events, near, opened, onOpen }: PivotGridProps) {
  const time = useTime();
  const [at, setAt] = useState(() => nearestTo(events, near));
  const body = useRef<HTMLTableSectionElement>(null);
  const current = Math.min(at, events.length - 1);
  useEffect(() => {
    body.current?.querySelector<HTMLElement>('tr[tabindex="0"]')?.focus();
  }, []);
  const move = (event: KeyboardEvent): void => {
    const step = steps[event.key];
    const row = events[current];
    if (event.key === "Enter" && row !== undefined) onOpen(row.eventId);
    else if (step !== undefined) {
      const next = Math.min(events.length - 1, Math.max(0, current + step));
      setAt(next);
      body.current?.querySelectorAll<HTMLElement>("tr")[next]?.focus();
    } else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <div className={styles["scroll"]}>
      <table className={styles["grid"]} role="grid" aria-label="Events around" aria-rowcount={events.length + 1} onKeyDown={move}>
        <thead>
          <tr aria-rowindex={1}>
            {["time", ...names].map((name) => (
              <th key={name} scope="col">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody ref={body}>
          {events.map((event, i) => (
            <tr
              key={event.eventId}
              aria-rowindex={i + 2}
              aria-selected={event.eventId === opened}
              className={clsx(event.eventId === opened && styles["open"])}
              tabIndex={i === current ? 0 : -1}
              onClick={() => {
                setAt(i);
                onOpen(event.eventId);
              }}
            >
              <td className="mono" title={time.iso(event.time)}>
                {time.time(event.time, "date-seconds")}
              </td>
              {event.cells.map((cell, k) => (
                <td key={names[k]} title={cell === null ? undefined : ellipsizeMiddle(cell, 400)}>
                  {cell === null ? null : (
                    <Safe text={ellipsizeMiddle(names[k] === "class" ? cell.replaceAll("_", " ") : cell, longestCell)} />
                  )}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
