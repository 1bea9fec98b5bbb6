import { z } from "zod";
import {
  type EntityDetail,
  type EntityHistoryEntry,
  type EntityIdentifier,
  type EntityRecord,
  type EntityRef,
  type EntityStatus,
  EntityType,
} from "../../../shared/contract/entities.ts";
import { loadText } from "../runtime.ts";
import type { Database } from "../sqlite/database.ts";
import { query } from "../sqlite/statement.ts";
import { listConflicts } from "./explain.ts";
import { entitySummary, rowIdsOf } from "./find-entity.ts";
import { comparedAt } from "./link-records.ts";
import { Links } from "./links.ts";
import type { Partition } from "./partition.ts";
import { type Override, readOverrides } from "./rulings.ts";
import { parseSpans } from "./stored-record.ts";
import { joinSpans, type TimeSpan, toBounds } from "./time-span.ts";

const recordsSql = loadText(import.meta.url, "records-of-entity.sql");
const identifiersSql = loadText(import.meta.url, "identifiers-of-entity.sql");
const redirectsSql = loadText(import.meta.url, "redirects-to.sql");
const historySql = loadText(import.meta.url, "history-of.sql");
const sinceSql = loadText(import.meta.url, "since.sql");
const recheckSql = loadText(import.meta.url, "recheck.sql");
const countsSql = loadText(import.meta.url, "counts.sql");
const genericsSql = loadText(import.meta.url, "generics.sql");
const sourcesSql = loadText(import.meta.url, "sources-counted.sql");

const RecordRow = z.object({
  id: z.string(),
  row_id: z.string(),
  type: EntityType,
  kind: z.string(),
  source: z.string(),
  record_key: z.string(),
  label: z.string(),
  spans: z.string(),
  inventory_id: z.string(),
  row_no: z.number(),
  file: z.string(),
  body: z.string(),
});
const Fields = z.record(z.string(), z.string());
const IdentifierRow = z.object({
  identifier: z.string(),
  family: z.string(),
  weight: z.enum(["strong", "medium", "weak"]),
  exclusive: z.enum(["ever", "at once", "no"]),
  record: z.string(),
  spans: z.string(),
  reason: z.string().nullable(),
});
const RedirectRow = z.object({ old_id: z.string(), cause: z.string(), made_at_us: z.number() });
const HistoryRow = z.object({
  number: z.number(),
  op: z.enum(["merged", "split", "redirected", "gone"]),
  old_id: z.string(),
  new_id: z.string().nullable(),
  label: z.string(),
  made_at_us: z.number(),
});
const SinceRow = z.object({ number: z.number(), made_at_us: z.number() });
const RecheckRow = z.object({ anomaly_id: z.string(), label: z.string(), made_at_us: z.number() });
const CountRow = z.object({ type: EntityType, entities: z.number(), records: z.number(), merged: z.number() });
const GenericRow = z.object({ identifier: z.string(), reason: z.string(), records: z.number(), total: z.number() });
const SourceRow = z.object({ id: z.string(), kind: z.string(), source: z.string(), records: z.number() });

const recordsOf = (db: Database, entity: string): EntityRecord[] =>
  query(db, recordsSql, RecordRow)
    .all({ entity })
    .map((row) => ({
      id: row.id,
      row: row.row_id,
      type: row.type,
      kind: row.kind,
      source: row.source,
      inventory: row.inventory_id,
      file: row.file,
      rowNo: row.row_no,
      key: row.record_key,
      label: row.label,
      spans: parseSpans(row.spans).map(toBounds),
      fields: Fields.parse(JSON.parse(row.body)),
    }));

function identifiersOf(db: Database, entity: string): EntityIdentifier[] {
  const byKey = Map.groupBy(query(db, identifiersSql, IdentifierRow).all({ entity }), (row) => row.identifier);
  const order = ["strong", "medium", "weak"];
  return [...byKey]
    .flatMap(([key, rows]) => {
      const [first] = rows.toSorted((a, b) => order.indexOf(a.weight) - order.indexOf(b.weight));
      if (first === undefined) return [];
      const spans: TimeSpan[] = joinSpans(rows.flatMap((row) => parseSpans(row.spans)));
      return [
        {
          key,
          family: first.family,
          strength: first.weight,
          exclusive: first.exclusive !== "no",
          generic: first.reason,
          spans: spans.map(toBounds),
          records: rows.map((row) => row.record),
        },
      ];
    })
    .toSorted((a, b) => order.indexOf(a.strength) - order.indexOf(b.strength) || (a.key < b.key ? -1 : 1));
}

const short = (id: string): string => id.slice(0, 12);

function historyText({ op, old_id, new_id, label }: z.infer<typeof HistoryRow>, id: string): string {
  const name = label === "" ? short(old_id) : `${label} (${short(old_id)})`;
  if (op === "split") return old_id === id ? `a part was cut off as ${short(new_id ?? "")}` : `cut off from ${name}`;
  if (op === "gone") return `no inventory in use describes ${name} any more`;
  return new_id === id ? `${name} was ${op === "merged" ? "merged into it" : "given this id"}` : `${op} into ${short(new_id ?? "")}`;
}

function historyOf(db: Database, entity: string, overrides: readonly Override[]): EntityHistoryEntry[] {
  const since = query(db, sinceSql, SinceRow).all({ id: entity });
  const created = since.map(({ number, made_at_us }): EntityHistoryEntry => ({
    at: made_at_us,
    version: number,
    op: "created",
    from: null,
    to: entity,
    text: "first described by the inventories in use",
    decision: null,
    actor: null,
  }));
  const changes = query(db, historySql, HistoryRow)
    .all({ id: entity })
    .map((row): EntityHistoryEntry => ({
      at: row.made_at_us,
      version: row.number,
      op: row.op,
      from: row.old_id,
      to: row.new_id,
      text: historyText(row, entity),
      decision: null,
      actor: null,
    }));
  const decided = overrides.map((one): EntityHistoryEntry => ({
    at: one.atUs,
    version: since[0]?.number ?? 0,
    op: "override",
    from: null,
    to: entity,
    text: `${one.body.text}: ${one.body.why}${one.isUndone ? " (taken back)" : ""}`,
    decision: one.decision,
    actor: one.actor,
  }));
  return [...created, ...changes, ...decided].toSorted((a, b) => a.at - b.at || a.version - b.version);
}

/** Everything known of an entity as of a moment. */
export function describeEntity(db: Database, entity: EntityRef, atUs: number): EntityDetail {
  const rows = new Set(rowIdsOf(db, entity.id));
  const identifiers = identifiersOf(db, entity.id);
  const keys = new Set(identifiers.map((one) => one.key));
  const own = readOverrides(db).filter(
    ({ body }) => [...body.a, ...body.b].some((row) => rows.has(row)) || (body.key !== null && keys.has(body.key)),
  );
  return {
    ...entitySummary(db, entity.id, atUs),
    identifiers,
    entityRecords: recordsOf(db, entity.id),
    links: new Links(db, atUs).of(entity),
    conflictList: listConflicts(db, { entity: entity.id, limit: 200, offset: 0 }).conflicts,
    redirects: query(db, redirectsSql, RedirectRow)
      .all({ id: entity.id })
      .map((row) => ({ from: row.old_id, at: row.made_at_us, cause: row.cause })),
    history: historyOf(db, entity.id, own),
    overrides: own
      .filter((one) => !one.isUndone)
      .map(({ decision, body, actor, atUs: at }) => ({ decision, op: body.op, text: body.text, why: body.why, actor, at })),
    recheck: query(db, recheckSql, RecheckRow)
      .all({ entity: entity.id })
      .map((row) => ({ anomalyId: row.anomaly_id, text: `judged before ${row.label} was cut in two` })),
  };
}

const genericsShown = 100;

export function resolutionStatus(db: Database, partition: Partition): EntityStatus {
  const counts = query(db, countsSql, CountRow).all();
  const generics = query(db, genericsSql, GenericRow).all({ limit: genericsShown });
  const total = (kind?: "review" | "generic"): number => listConflicts(db, { kind, limit: 1, offset: 0 }).total;
  return {
    version: partition.id,
    number: partition.number,
    at: partition.madeAtUs,
    byType: counts.map(({ type, entities, records }) => ({ type, entities, records })),
    merged: counts.reduce((sum, row) => sum + row.merged, 0),
    conflicts: total() - total("review") - total("generic"),
    review: total("review"),
    comparedAt: comparedAt(db) ?? null,
    generics: generics.map(({ identifier, records, reason }) => ({ key: identifier, records, why: reason })),
    genericsTotal: generics[0]?.total ?? 0,
    overrides: readOverrides(db).filter((one) => !one.isUndone).length,
    inventories: query(db, sourcesSql, SourceRow).all(),
  };
}
