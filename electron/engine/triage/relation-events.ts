import { z } from "zod";
import type { EvidenceRef, EvidenceRow } from "../../../shared/contract/triage.ts";
import { parseEventId, snapshotPrefix, toEventId } from "../../../shared/domain/ids.ts";
import { type ClassName, classNames } from "../../../shared/domain/ocsf.ts";
import type { QueryEngine } from "../duckdb/query-engine.ts";
import { loadText } from "../runtime.ts";

const eventsSql = loadText(import.meta.url, "events-of-class.sql");
const bookkeeping = new Set(["snapshot", "event_no", "file_no", "record_no"]);
const Place = z.object({ snapshot: z.string(), event_no: z.number(), file_no: z.number(), record_no: z.number(), time: z.number() });

export interface RelationEvents {
  readonly queryEngine: QueryEngine;
  readonly snapshots: readonly string[];
  /** Name of file `fileNo` of the snapshot with that prefix. */
  readonly fileName: (snapshotPrefix: string, fileNo: number) => string;
}

/** The events of any class with these ids, in order of time; from and to, both ends included, keep the rest of the data unread. */
export async function readRelationEvents(
  { queryEngine, snapshots, fileName }: RelationEvents,
  wanted: { readonly events: readonly string[]; readonly from?: number | undefined; readonly to?: number | undefined },
  signal: AbortSignal,
): Promise<EvidenceRow[]> {
  const ids = wanted.events.flatMap((id) => parseEventId(id) ?? []);
  const prefixes = new Set(ids.map((id) => id.snapshot));
  const scope = {
    snapshots: snapshots.filter((id) => prefixes.has(snapshotPrefix(id))),
    ...(wanted.from === undefined ? {} : { fromUs: wanted.from }),
    ...(wanted.to === undefined ? {} : { toUs: wanted.to + 1 }),
  };
  if (scope.snapshots.length === 0) return [];
  const columns = [
    { name: "snapshot", type: "string" as const, values: ids.map((id) => id.snapshot) },
    { name: "event_no", type: "int64" as const, values: ids.map((id) => id.eventNo) },
  ];
  const found: EvidenceRow[] = [];
  for (const className of classNames) {
    const rows = await queryEngine.rows(
      { scope, sql: eventsSql.replaceAll("{{class}}", className), tables: [{ name: "wanted", columns }] },
      signal,
    );
    for (const row of rows) found.push({ ref: toRef(row, className, fileName), columns: valuesOf(row) });
  }
  return found.toSorted((a, b) => a.ref.time - b.ref.time || (a.ref.eventId < b.ref.eventId ? -1 : 1));
}

function toRef(row: object, className: ClassName, fileName: RelationEvents["fileName"]): EvidenceRef {
  const { snapshot, event_no: eventNo, file_no: fileNo, record_no: record, time } = Place.parse(row);
  return { eventId: toEventId(snapshot, eventNo), class: className, time, file: fileName(snapshot, fileNo), record, ids: {} };
}

const valuesOf = (row: Readonly<Record<string, string | number | boolean | null>>): EvidenceRow["columns"] =>
  Object.fromEntries(Object.entries(row).filter(([name, value]) => value !== null && !bookkeeping.has(name)));
