import { z } from "zod";
import type { EntityType } from "../../../shared/contract/entities.ts";
import type { QueryEngine } from "../duckdb/query-engine.ts";
import type { ComparisonSet, LinkageRecord } from "../entities/linkage/comparison-set.ts";
import { hostSet } from "../entities/linkage/host-set.ts";
import { type InventoryRow, toHostRecord, toPersonRecord } from "../entities/linkage/inventory-records.ts";
import type { LinkageModel } from "../entities/linkage/model.ts";
import { personSet } from "../entities/linkage/person-set.ts";
import { type Proposal, proposeLinks } from "../entities/linkage/propose-links.ts";
import { trainModel } from "../entities/linkage/train.ts";
import { contentId } from "../hash.ts";
import { loadText, nowUs } from "../runtime.ts";
import type { Database } from "../sqlite/database.ts";
import { execute, inTransaction, query } from "../sqlite/statement.ts";
import { contradictionOf, mergeRecords } from "./merge-records.ts";
import { VersionRow } from "./read-versions.ts";
import { readOverrides, toRulings } from "./rulings.ts";
import { readRecord, type StoredRecord } from "./stored-record.ts";

const resolvedSql = loadText(import.meta.url, "sources-resolved.sql");
const genericsSql = loadText(import.meta.url, "generics.sql");
const recordsSql = loadText(import.meta.url, "records-of-type.sql");
const ofSql = loadText(import.meta.url, "linkage-of.sql");
const putSql = loadText(import.meta.url, "linkage-put.sql");
const unmadeSql = loadText(import.meta.url, "proposals-unmade.sql");
const proposalPutSql = loadText(import.meta.url, "proposal-put.sql");

const GenericRow = z.object({ type: z.string(), identifier: z.string() });
const RecordRow = z.object({ no: z.number(), body: z.string().nullable() });
const LinkageRow = z.object({
  type: z.string(),
  input_id: z.string(),
  records: z.number(),
  model: z.string().nullable(),
  made_at_us: z.number(),
});
const Fields = z.record(z.string(), z.string());

/** Raised when the same records would be linked otherwise. */
const linkageVersion = 1;

interface Kind {
  readonly type: EntityType;
  readonly set: ComparisonSet;
  readonly toRecord: (row: InventoryRow) => LinkageRecord;
}
const linked: readonly Kind[] = [
  { type: "person", set: personSet, toRecord: toPersonRecord },
  { type: "host", set: hostSet, toRecord: toHostRecord },
];

/** Digest of what is compared: the records and which identifiers are generic by decision. Decisions about pairs change no evidence. */
const inputId = (db: Database, { set }: Kind): string =>
  contentId({
    linkageVersion,
    set,
    used: query(db, resolvedSql, VersionRow).all(),
    generic: [...toRulings(readOverrides(db)).generic],
  });

/** When records that share no identifier were last compared. Undefined when they never were, or when inventories changed since. */
export function comparedAt(db: Database): number | undefined {
  const made = new Map(
    query(db, ofSql, LinkageRow)
      .all()
      .map((row) => [row.type, row]),
  );
  const current = linked.map((kind) => ({ input: inputId(db, kind), row: made.get(kind.type) }));
  if (current.some(({ input, row }) => row?.input_id !== input)) return undefined;
  return Math.max(...current.map(({ row }) => row?.made_at_us ?? 0));
}

interface Compared extends Proposal {
  readonly records: number;
  readonly model: LinkageModel | undefined;
}

/**
 * Compares the records of the inventories in use that identifiers alone do not join, people with people and hosts with hosts, and keeps what it proposes
 * for the next partition. Nothing is done where nothing changed since the last time. The partition must be the current one; what is proposed depends on
 * the records alone, not on what was proposed or decided before. Throws as a query does.
 */
export async function linkRecords(
  db: Database,
  queries: QueryEngine,
  options: { readonly signal: AbortSignal; readonly progress: (type: EntityType, done: number, total: number) => void },
): Promise<void> {
  if (comparedAt(db) !== undefined) return;
  const found: { readonly kind: Kind; readonly input: string; readonly compared: Compared }[] = [];
  for (const kind of linked) {
    options.progress(kind.type, found.length, linked.length);
    found.push({ kind, input: inputId(db, kind), compared: await compare(db, queries, kind, options.signal) });
  }
  inTransaction(db, () => {
    execute(db, unmadeSql);
    for (const { kind, input, compared } of found) keep(db, kind, input, compared);
  });
}

function keep(db: Database, { type }: Kind, input: string, { links, skipped, model, records }: Compared): void {
  for (const { a, b, p, state, parts, priorBits, margin, doubt } of links) {
    const evidence = JSON.stringify(parts.map(({ name, bits, text }) => ({ name, bits, text })));
    const finite = Number.isFinite(margin) ? margin : null;
    execute(db, proposalPutSql, { a, b, p, state, parts: evidence, prior: priorBits, margin: finite, doubt });
  }
  const text = model === undefined ? null : JSON.stringify(model);
  execute(db, putSql, { type, input, records, skipped: skipped.length, model: text, now: nowUs() });
}

async function compare(db: Database, queries: QueryEngine, kind: Kind, signal: AbortSignal): Promise<Compared> {
  const { set } = kind;
  const rows = query(db, recordsSql, RecordRow).all({ type: kind.type });
  const stored = rows.flatMap(({ no, body }) => {
    const record = readRecord(db, no);
    return record === undefined ? [] : [{ record, body }];
  });
  const generic = new Set(
    query(db, genericsSql, GenericRow)
      .all({ limit: -1 })
      .map((row) => `${row.type} ${row.identifier}`),
  );
  const merged = mergeRecords({
    records: stored.map(({ record }) => record),
    isGeneric: (type, key) => generic.has(`${type} ${key}`),
    rulings: { together: [], apart: [] },
    proposed: [],
  });
  const clusterOf = new Map(merged.clusters.flatMap((cluster) => cluster.map((record) => [record.id, cluster])));
  const records = representatives(kind, stored, (id) => clusterOf.get(id)?.[0]?.id ?? id);
  if (new Set(records.map((record) => record.source)).size < 2)
    return { links: [], skipped: [], records: records.length, model: undefined };
  const model = await trainModel(queries, set, records, { signal });
  const proposal = await proposeLinks(queries, set, model, records, {
    isVetoed: (a, b) => {
      const [one, other] = [clusterOf.get(a) ?? [], clusterOf.get(b) ?? []];
      return one !== other && contradictionOf(one, other) !== undefined;
    },
    known: merged.edges.filter(({ state }) => state === "joined").map(({ a, b }) => ({ a, b })),
    signal,
  });
  return { ...proposal, records: records.length, model };
}

/** One record of each source for each thing that identifiers make of the records: the one in use that says most. */
function representatives(
  { toRecord }: Kind,
  stored: readonly { readonly record: StoredRecord; readonly body: string | null }[],
  thingOf: (id: string) => string,
): LinkageRecord[] {
  const inUse = stored.flatMap(({ record, body }) => {
    if (body === null) return [];
    const fields = new Map(Object.entries(Fields.parse(JSON.parse(body))));
    const one = toRecord({ id: record.id, source: `${record.kind} ${record.source}`, fields });
    return [{ one, said: Object.values(one.fields).filter((text) => text !== undefined).length }];
  });
  const groups = Map.groupBy(inUse, ({ one }) => `${thingOf(one.id)} ${one.source}`);
  return [...groups.values()].flatMap((group) => group.toSorted((x, y) => y.said - x.said || (x.one.id < y.one.id ? -1 : 1))[0]?.one ?? []);
}
