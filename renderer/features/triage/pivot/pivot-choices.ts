import type { SqlResult } from "../../../../shared/contract/sql.ts";
import { toEventId } from "../../../../shared/domain/ids.ts";
import type { PivotThing } from "../../../../shared/domain/pivot-things.ts";
import type { PivotSpan } from "./pivot-store.ts";

/** What the events may have in common. */
export interface PivotChoice {
  readonly key: string;
  readonly title: string;
  /** All of these are mentioned; none: whatever happened. */
  readonly things: readonly PivotThing[];
}

const kinds: Readonly<Record<PivotThing["kind"], string>> = {
  ip: "address",
  host: "host",
  domain: "domain",
  account: "account",
  sid: "account",
  principal: "principal",
  process: "process",
  file: "file",
};
const keyOf = ({ kind, text }: PivotThing): string => `${kind} ${text.toLowerCase()}`;

/**
 * The subject as a whole first, or what a relation or an event names where it was opened from one; then each thing by itself, then everything. A choice
 * that needs several things is offered only where there are several.
 */
export function pivotChoices(chosen: readonly PivotThing[], subject: readonly PivotThing[]): readonly PivotChoice[] {
  const each = new Map([...chosen, ...subject].map((thing) => [keyOf(thing), thing]));
  const single = [...each].map(([key, thing]): PivotChoice => ({ key, title: `${kinds[thing.kind]} ${thing.text}`, things: [thing] }));
  const whole: PivotChoice[] = subject.length > 1 ? [{ key: "subject", title: "the subject", things: subject }] : [];
  return [...(chosen.length === 1 ? [...single, ...whole] : [...whole, ...single]), { key: "all", title: "everything", things: [] }];
}

const spanUs: Readonly<Record<Exclude<PivotSpan, "all">, number>> = { "1m": 60e6, "5m": 300e6, "1h": 3_600e6, "24h": 86_400e6 };

export const spanTitles: Readonly<Record<PivotSpan, string>> = {
  "1m": "± 1 min",
  "5m": "± 5 min",
  "1h": "± 1 h",
  "24h": "± 24 h",
  all: "all of the data",
};

/** Around an event, or around the whole window of the case. */
export function pivotRange(
  span: PivotSpan,
  around: { readonly from: number; readonly to: number },
): { from: number; to: number } | undefined {
  if (span === "all") return undefined;
  const wide = spanUs[span];
  return { from: Math.max(0, around.from - wide), to: around.to + wide + 1 };
}

export interface PivotEvent {
  readonly eventId: string;
  /** Microseconds UTC. */
  readonly time: number;
  readonly cells: readonly (string | null)[];
}

/** DuckDB's text of a TIMESTAMP as microseconds UTC. */
export function fromTimestamp(text: string): number {
  const [seconds = "", fraction = ""] = text.split(".");
  return Date.parse(`${seconds.replace(" ", "T")}Z`) * 1000 + Number(fraction.padEnd(6, "0").slice(0, 6));
}

const bookkeeping = new Set(["time", "snapshot", "event_no", "total"]);

/** The events of a result with the columns that say anything about any of them, and how many there are in all. */
export function pivotEvents({ columns, rows }: Pick<SqlResult, "columns" | "rows">): {
  readonly names: readonly string[];
  readonly events: readonly PivotEvent[];
  readonly total: number;
} {
  const at = (name: string): number => columns.findIndex((column) => column.name === name);
  const [time, snapshot, eventNo, total] = [at("time"), at("snapshot"), at("event_no"), at("total")];
  const told = columns.flatMap(({ name }, i) => (!bookkeeping.has(name) && rows.some((row) => row[i] !== null) ? [i] : []));
  return {
    names: told.map((i) => columns[i]?.name ?? ""),
    events: rows.map((row) => ({
      eventId: toEventId(row[snapshot] ?? "", Number(row[eventNo])),
      time: fromTimestamp(row[time] ?? ""),
      cells: told.map((i) => row[i] ?? null),
    })),
    total: Number(rows[0]?.[total] ?? 0),
  };
}

/** The row nearest to a time; the first of several. */
export const nearestTo = (events: readonly PivotEvent[], near: number): number =>
  events.reduce((best, event, i) => (Math.abs(event.time - near) < Math.abs((events[best]?.time ?? 0) - near) ? i : best), 0);
