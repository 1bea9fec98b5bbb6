import { z } from "zod";
import { canonicalJson } from "../../../shared/lib/canonical-json.ts";
import { contentId } from "../hash.ts";
import { loadText, nowUs } from "../runtime.ts";
import type { Database } from "../sqlite/database.ts";
import { execute, inTransaction, query } from "../sqlite/statement.ts";
import { identifyClusters } from "./entity-ids.ts";
import { lastPartition } from "./last-partition.ts";
import type { ProposedEdge } from "./merge-input.ts";
import { mergeRecords } from "./merge-records.ts";
import { type Override, readOverrides, toRulings } from "./rulings.ts";
import { keepIdentifiers, readSource, type SourceChange, type UsedVersion, VersionRow } from "./read-versions.ts";
import { storeEdges, storeEntities, storeJudged } from "./store-entities.ts";
import { readRecord, type StoredRecord } from "./stored-record.ts";
import { judgedName, TouchedSet } from "./touched.ts";

const usedSql = loadText(import.meta.url, "sources-in-use.sql");
const resolvedSql = loadText(import.meta.url, "sources-resolved.sql");
const sourceClearSql = loadText(import.meta.url, "source-clear.sql");
const sourcePutSql = loadText(import.meta.url, "source-put.sql");
const rowsForgetSql = loadText(import.meta.url, "record-rows-forget.sql");
const recordForgetSql = loadText(import.meta.url, "record-forget.sql");
const identifiersForgetSql = loadText(import.meta.url, "record-identifiers-forget.sql");
const edgesForgetSql = loadText(import.meta.url, "edges-forget.sql");
const putSql = loadText(import.meta.url, "partition-put.sql");
const appliedSql = loadText(import.meta.url, "overrides-applied.sql");
const proposalsSql = loadText(import.meta.url, "proposals.sql");
const proposalsGoneSql = loadText(import.meta.url, "proposals-gone.sql");
const proposalsAppliedSql = loadText(import.meta.url, "proposals-applied.sql");
const clearing = [
  loadText(import.meta.url, "clear-sources.sql"),
  loadText(import.meta.url, "clear-edges.sql"),
  loadText(import.meta.url, "clear-identifiers.sql"),
  loadText(import.meta.url, "clear-rows.sql"),
  loadText(import.meta.url, "clear-records.sql"),
  loadText(import.meta.url, "clear-generics.sql"),
  loadText(import.meta.url, "clear-entities.sql"),
];

const ProposalRow = z.object({
  a_id: z.string(),
  b_id: z.string(),
  p: z.number(),
  state: z.enum(["active", "review"]),
  parts: z.string(),
  is_gone: z.number(),
  is_applied: z.number(),
});
const Parts = z.array(z.object({ name: z.string(), bits: z.number(), text: z.string() }));

/** Raised when the same records would resolve otherwise: everything is then resolved again. */
const rulesVersion = 1;

export interface Partition {
  /** Counts up from 1 with every change. */
  readonly number: number;
  /** Digest of what it was resolved from. */
  readonly id: string;
  readonly madeAtUs: number;
  /** Entities that are other than in the partition before; empty when nothing had to be done. */
  readonly changed: readonly string[];
}

interface Inputs {
  readonly id: string;
  readonly used: readonly UsedVersion[];
  readonly overrides: readonly Override[];
  readonly proposals: readonly (ProposedEdge & { readonly isGone: boolean; readonly isApplied: boolean })[];
}

function readInputs(db: Database): Inputs {
  const used = query(db, usedSql, VersionRow).all();
  const overrides = readOverrides(db);
  const proposals = query(db, proposalsSql, ProposalRow)
    .all()
    .map(({ a_id, b_id, p, state, parts, is_gone, is_applied }) => {
      const edge = { a: a_id, b: b_id, p, state, parts: Parts.parse(JSON.parse(parts)) };
      return { ...edge, isGone: is_gone === 1, isApplied: is_applied === 1 };
    });
  const digested = {
    rulesVersion,
    used,
    overrides: overrides.filter((one) => !one.isUndone).map((one) => one.decision),
    proposals: proposals.filter((one) => !one.isGone).map(({ a, b, p, state }) => [a, b, p, state]),
  };
  return { id: contentId(digested), used, overrides, proposals };
}

/**
 * The partition of the records of the inventories in use, resolved when inventories or decisions changed since: only the parts that they touch. A
 * workspace open read-only keeps the one it has; undefined when it has none.
 */
export function currentPartition(db: Database): Partition | undefined {
  const last = lastPartition(db);
  const told = last === undefined ? undefined : { number: last.number, id: last.id, madeAtUs: last.made_at_us, changed: [] };
  if (db.readonly) return told;
  const inputs = readInputs(db);
  if (told !== undefined && told.id === inputs.id) return told;
  return inTransaction(db, () => resolveAgain(db, inputs, last));
}

function resolveAgain(db: Database, inputs: Inputs, last: ReturnType<typeof lastPartition>): Partition {
  const number = (last?.number ?? 0) + 1;
  const isFirst = last === undefined || last.rules !== rulesVersion;
  const madeAtUs = nowUs();
  if (isFirst) for (const sql of clearing) execute(db, sql);
  execute(db, putSql, { number, id: inputs.id, rules: rulesVersion, now: madeAtUs });
  const changes = readChanges(db, inputs.used);
  keepIdentifiers(
    db,
    changes.flatMap((change) => [...change.added.values()]),
  );
  const gone = forget(
    db,
    changes.flatMap((change) => change.gone),
  );
  const { touched, turnedDecisions } = touch(db, inputs, { changes, gone, isFirst });
  const merged = mergeRecords({
    records: [...touched.records.values()],
    isGeneric: (type, key) => touched.judged.get(judgedName(type, key))?.reason !== undefined,
    rulings: toRulings(inputs.overrides),
    proposed: inputs.proposals.filter((one) => !one.isGone),
  });
  const byId = new Map([...touched.records.values()].map((record) => [record.id, record]));
  const clusters = identifyClusters(merged.clusters.map((records) => records.flatMap((record) => byId.get(record.id) ?? [])));
  storeJudged(db, touched.judged.values());
  storeEdges(db, touched.records, merged.edges, isFirst);
  const changed = storeEntities(db, clusters, gone, number, isFirst);
  if (turnedDecisions > 0) execute(db, appliedSql);
  execute(db, proposalsGoneSql);
  execute(db, proposalsAppliedSql);
  return { number, id: inputs.id, madeAtUs, changed };
}

interface Changes {
  readonly changes: readonly SourceChange[];
  readonly gone: readonly StoredRecord[];
  readonly isFirst: boolean;
}

function touch(
  db: Database,
  inputs: Inputs,
  { changes, gone, isFirst }: Changes,
): { readonly touched: TouchedSet; readonly turnedDecisions: number } {
  const rulings = toRulings(inputs.overrides);
  const turned = inputs.overrides.filter((one) => one.isApplied === one.isUndone).map((one) => one.body);
  const touched = new TouchedSet(db, {
    known: new Map(changes.flatMap((change) => [...change.added])),
    records: changes.flatMap((change) => [...change.added.keys(), ...change.moved]),
    keys: [
      ...gone.flatMap((record) => record.identifiers.filter((one) => one.weight !== "weak").map((one) => one.key)),
      ...turned.flatMap((body) => body.key ?? []),
    ],
    rows: [...gone.map((record) => record.row), ...turned.flatMap((body) => [...body.a, ...body.b])],
    ids: inputs.proposals.filter((one) => one.isApplied === one.isGone).flatMap(({ a, b }) => [a, b]),
    entities: gone.map((record) => record.entity),
    rowsBeside: besides([...rulings.together, ...rulings.apart]),
    idsBeside: besides(inputs.proposals),
    ruledGeneric: rulings.generic,
    isAll: isFirst,
  });
  return { touched, turnedDecisions: turned.length };
}

function besides(pairs: readonly { readonly a: string; readonly b: string }[]): (one: string) => readonly string[] {
  const known = new Map<string, string[]>();
  const add = (one: string, other: string): void => void known.set(one, [...(known.get(one) ?? []), other]);
  for (const { a, b } of pairs) {
    add(a, b);
    add(b, a);
  }
  return (one) => known.get(one) ?? [];
}

function forget(db: Database, numbers: readonly number[]): StoredRecord[] {
  const gone = numbers.flatMap((no) => readRecord(db, no) ?? []);
  for (const { no } of gone) for (const sql of [edgesForgetSql, identifiersForgetSql, recordForgetSql]) execute(db, sql, { no });
  return gone;
}

const nameOf = ({ kind, source }: UsedVersion): string => `${kind} ${source}`;
const factsOf = (versions: readonly UsedVersion[]): string =>
  canonicalJson(versions.map(({ id, from_us, to_us }) => `${id} ${from_us ?? ""} ${to_us ?? ""}`).toSorted());

/** Reads the sources of which other versions are in use than before, or at other times. */
function readChanges(db: Database, used: readonly UsedVersion[]): SourceChange[] {
  const before = Map.groupBy(query(db, resolvedSql, VersionRow).all(), nameOf);
  const now = Map.groupBy(used, nameOf);
  return [...new Set([...before.keys(), ...now.keys()])].toSorted().flatMap((name) => {
    const [old, fresh] = [before.get(name) ?? [], now.get(name) ?? []];
    if (factsOf(old) === factsOf(fresh)) return [];
    const inUse = new Set(fresh.map((version) => version.id));
    for (const { id } of old) if (!inUse.has(id)) execute(db, rowsForgetSql, { inventory: id });
    const [{ kind, source } = { kind: "directory" as const, source: "" }] = [...old, ...fresh];
    execute(db, sourceClearSql, { kind, source });
    for (const { id, from_us: from, to_us: to } of fresh) execute(db, sourcePutSql, { id, kind, source, from, to });
    return [readSource(db, { kind, source }, fresh)];
  });
}
