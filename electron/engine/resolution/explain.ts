import { z } from "zod";
import type { EntityConflict, EntityEdge, EntityRef, EntityWhy } from "../../../shared/contract/entities.ts";
import { entityConflictKinds, EntityType } from "../../../shared/contract/entities.ts";
import { contentId } from "../hash.ts";
import { loadText } from "../runtime.ts";
import type { Database } from "../sqlite/database.ts";
import { query } from "../sqlite/statement.ts";
import { entityRef } from "./find-entity.ts";

const edgesSql = loadText(import.meta.url, "edges-of-entity.sql");
const conflictsSql = loadText(import.meta.url, "conflicts.sql");
const genericEntitiesSql = loadText(import.meta.url, "generic-entities.sql");

const EdgeRow = z.object({
  rule: z.string(),
  identifier: z.string().nullable(),
  state: z.enum(["joined", "support", "vetoed", "review", "blocked"]),
  join_order: z.number().nullable(),
  confidence: z.number(),
  from_us: z.number().nullable(),
  to_us: z.number().nullable(),
  against: z.string().nullable(),
  parts: z.string(),
  a_id: z.string(),
  a_label: z.string(),
  a_source: z.string(),
  a_entity: z.string(),
  b_id: z.string(),
  b_label: z.string(),
  b_source: z.string(),
  b_entity: z.string(),
});
const Parts = z.array(z.object({ name: z.string(), bits: z.number(), text: z.string() }));
const ConflictRow = z.object({
  kind: z.enum(entityConflictKinds),
  identifier: z.string().nullable(),
  against: z.string().nullable(),
  rule: z.string(),
  a_id: z.string(),
  b_id: z.string(),
  a_entity: z.string(),
  b_entity: z.string(),
  total: z.number(),
});

type Row = z.infer<typeof EdgeRow>;

/** What speaks for an edge, in words. */
function ground({ rule, identifier, confidence }: Row): string {
  if (rule === "must-link") return "an analyst decided so";
  if (rule === "same-row") return "it is one row of the source, before and after a change";
  if (rule === "linkage") return `what they say of it agrees so far that the probability is ${confidence.toFixed(3)}`;
  if (rule === "replaces") return `${identifier ?? ""} passed from one to the other`;
  return `both have ${identifier ?? "the same identifier"}`;
}

const toEdge = (row: Row): EntityEdge => ({
  order: row.join_order,
  state: row.state,
  rule: row.rule,
  key: row.identifier,
  a: { record: row.a_id, label: row.a_label, source: row.a_source },
  b: { record: row.b_id, label: row.b_label, source: row.b_source },
  span: { from: row.from_us, to: row.to_us },
  confidence: row.confidence,
  text: row.against === null ? ground(row) : `${ground(row)}, but ${row.against}`,
  parts: Parts.parse(JSON.parse(row.parts)),
});

const edgesOf = (db: Database, entity: string): Row[] => query(db, edgesSql, EdgeRow).all({ entity });

/** The joins that lead from one record to another of the same entity, shortest way; empty when there is none. */
function pathBetween(edges: readonly EntityEdge[], from: ReadonlySet<string>, to: ReadonlySet<string>): EntityEdge[] {
  const seen = new Map<string, EntityEdge | undefined>([...from].map((record) => [record, undefined]));
  const queue = [...from];
  for (let at = queue.shift(); at !== undefined; at = queue.shift()) {
    if (to.has(at)) return unwind(seen, at);
    for (const edge of edges) {
      const next = edge.a.record === at ? edge.b.record : edge.b.record === at ? edge.a.record : undefined;
      if (next === undefined || seen.has(next)) continue;
      seen.set(next, edge);
      queue.push(next);
    }
  }
  return [];
}

function unwind(seen: ReadonlyMap<string, EntityEdge | undefined>, end: string): EntityEdge[] {
  const path: EntityEdge[] = [];
  let at = end;
  for (let edge = seen.get(at); edge !== undefined; edge = seen.get(at)) {
    path.unshift(edge);
    at = edge.a.record === at ? edge.b.record : edge.a.record;
  }
  return path;
}

/** A thing asked about: an entity, or one record of it. */
export interface Asked {
  readonly entity: EntityRef;
  readonly records: ReadonlySet<string>;
}

/** Why two things are one, or what was weighed between them and refused; "never compared" when nothing was. */
export function explainPair(db: Database, a: Asked, b: Asked): EntityWhy {
  const rows = edgesOf(db, a.entity.id);
  const tree = rows.filter((row) => row.state === "joined" && row.a_entity === a.entity.id).map(toEdge);
  if (a.entity.id === b.entity.id) {
    const support = rows.filter((row) => row.state === "support").map(toEdge);
    const path = pathBetween([...tree, ...support], a.records, b.records);
    const confidence = path.reduce((least, edge) => Math.min(least, edge.confidence), 1);
    const how = path.length === 0 ? "it is one record" : path.map((edge) => edge.text).join("; ");
    const text = `Both are ${a.entity.label}: ${how}.`;
    return { outcome: "one", text, a: a.entity, b: b.entity, confidence, path, tree, against: [] };
  }
  const against = rows
    .filter(
      (row) =>
        (row.a_entity === a.entity.id && row.b_entity === b.entity.id) || (row.a_entity === b.entity.id && row.b_entity === a.entity.id),
    )
    .map(toEdge);
  const shared = genericsShared(db, a.entity, b.entity);
  const [first] = against;
  const because =
    first !== undefined
      ? first.text
      : shared !== undefined
        ? `both have ${shared.identifier}, which tells nobody from others: ${shared.reason}`
        : a.entity.type !== b.entity.type
          ? `one is a ${a.entity.type}, the other a ${b.entity.type}; those are linked, never merged`
          : "they share no identifier that could join them, so they were never compared";
  const text = `${a.entity.label} and ${b.entity.label} are kept apart: ${because}.`;
  return { outcome: "apart", text, a: a.entity, b: b.entity, confidence: null, path: [], tree, against };
}

const sharedSql = loadText(import.meta.url, "generics-shared.sql");

const genericsShared = (db: Database, a: EntityRef, b: EntityRef): { readonly identifier: string; readonly reason: string } | undefined =>
  query(db, sharedSql, z.object({ identifier: z.string(), reason: z.string() })).get({ a: a.id, b: b.id });

export interface ConflictsInput {
  readonly kind?: EntityConflict["kind"] | undefined;
  readonly entity?: string | undefined;
  readonly limit: number;
  readonly offset: number;
}

/** What speaks against merges, and what was not merged for it, by kind and identifier. */
export function listConflicts(db: Database, input: ConflictsInput): { conflicts: EntityConflict[]; total: number } {
  const { kind, entity, limit, offset } = input;
  const rows = query(db, conflictsSql, ConflictRow).all({ kind: kind ?? null, entity: entity ?? null, limit, offset });
  return { conflicts: rows.map((row) => toConflict(db, row)), total: rows[0]?.total ?? 0 };
}

function toConflict(db: Database, row: z.infer<typeof ConflictRow>): EntityConflict {
  const isGeneric = row.kind === "generic";
  const entities = isGeneric
    ? query(db, genericEntitiesSql, z.object({ id: z.string(), type: EntityType, label: z.string() })).all({
        type: row.a_entity,
        identifier: row.identifier,
      })
    : [...new Set([row.a_entity, row.b_entity])].flatMap((id) => entityRef(db, id) ?? []);
  const name = row.identifier ?? "";
  const text = isGeneric
    ? `${name} tells nobody from others: ${row.against ?? ""}`
    : `${name === "" ? "" : `both have ${name}, but `}${row.against ?? ""}`;
  return {
    id: contentId([row.kind, row.identifier, row.a_id, row.b_id, row.a_entity]).slice(0, 16),
    kind: row.kind,
    key: row.identifier,
    entities,
    records: [row.a_id, row.b_id].filter((id) => id !== ""),
    text,
  };
}
