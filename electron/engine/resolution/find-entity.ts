import { z } from "zod";
import { AppError } from "../../../shared/contract/errors.ts";
import { type EntityRef, type EntitySummary, EntityType } from "../../../shared/contract/entities.ts";
import { loadText } from "../runtime.ts";
import { criticalityOf } from "../inventory/lookup.ts";
import { toHit, HitRow, type InventoryHit } from "../inventory/find-inventory.ts";
import { type Criticality, readCriticality } from "../inventory/criticality.ts";
import { inventoryEpochs } from "../inventory/inventory-epochs.ts";
import type { Database } from "../sqlite/database.ts";
import { remembered } from "../sqlite/remembered.ts";
import { query } from "../sqlite/statement.ts";
import { canonicalHost } from "../entities/host.ts";
import { foldCase } from "../entities/identifier.ts";
import { BearerIndex } from "./bearers.ts";
import { readOverrides } from "./rulings.ts";

const searchSql = loadText(import.meta.url, "search.sql");
const byIdSql = loadText(import.meta.url, "entity-by-id.sql");
const byPrefixSql = loadText(import.meta.url, "entities-by-prefix.sql");
const redirectSql = loadText(import.meta.url, "redirect-of.sql");
const rowsSql = loadText(import.meta.url, "rows-of-entity.sql");
const besideSql = loadText(import.meta.url, "beside-entity.sql");
const entityOfRowSql = loadText(import.meta.url, "entity-of-row.sql");
const conflictCountSql = loadText(import.meta.url, "conflict-count.sql");
const rowIdsSql = loadText(import.meta.url, "row-ids-of-entity.sql");

const EntityRow = z.object({
  id: z.string(),
  type: EntityType,
  label: z.string(),
  detail: z.string(),
  records: z.number(),
  from_us: z.number().nullable(),
  to_us: z.number().nullable(),
});
const FoundRow = EntityRow.extend({ total: z.number(), matched: z.string().nullable() });
const BesideRow = z.object({ id: z.string(), label: z.string(), spans: z.string(), source: z.string() });
const IdRow = z.object({ id: z.string() });

/** Redirects can follow each other, but no further than partitions were made. */
const longestChain = 1000;

/** The id that an id leads to now: itself, unless it was merged away. */
export function followRedirects(db: Database, id: string): string {
  let at = id;
  for (let n = 0; n < longestChain; n += 1) {
    const next = query(db, redirectSql, z.object({ new_id: z.string() })).get({ id: at });
    if (next === undefined) return at;
    at = next.new_id;
  }
  return at;
}

const entityRow = (db: Database, id: string): z.infer<typeof EntityRow> | undefined => query(db, byIdSql, EntityRow).get({ id });

export function entityRef(db: Database, id: string): EntityRef | undefined {
  const row = entityRow(db, followRedirects(db, id));
  return row === undefined ? undefined : { id: row.id, type: row.type, label: row.label };
}

/** The entity that an id, the beginning of one, or a canonical identifier that only one has, means. Throws `not-found` or `bad-input`. */
export function entityCalled(db: Database, text: string, atUs: number): EntityRef {
  const exact = entityRef(db, text);
  if (exact !== undefined) return exact;
  const begun = /^[0-9a-f]{4,32}$/.test(text) ? query(db, byPrefixSql, IdRow).all({ prefix: text }) : [];
  const ids = [...new Set(begun.map((row) => followRedirects(db, row.id)))];
  if (ids.length > 1) throw new AppError("bad-input", `more than one entity begins with ${text}`, { field: "id" });
  const [id] = ids;
  const one = id === undefined ? undefined : entityRef(db, id);
  if (one !== undefined) return one;
  const bearers = new BearerIndex(db).of([text, foldCase(text)], EntityType.options, atUs);
  if (bearers.length > 1)
    throw new AppError("bad-input", `${bearers.length} entities have ${text}: ${bearers.map((bearer) => bearer.entity.label).join(", ")}`, {
      field: "id",
    });
  const [bearer] = bearers;
  if (bearer === undefined) throw new AppError("not-found", `there is no entity ${text}`);
  return bearer.entity;
}

const recordsByPrefixSql = loadText(import.meta.url, "records-by-prefix.sql");
const recordSql = loadText(import.meta.url, "record-called.sql");
const RecordRow = z.object({ id: z.string(), row_id: z.string(), label: z.string(), type: EntityType, entity_id: z.string() });

/** A record by its id or its row's, the newest of that row, or by the beginning of its id. Throws `bad-input` when several begin so. */
export function recordCalled(
  db: Database,
  id: string,
): { readonly id: string; readonly row: string; readonly label: string; readonly type: EntityType; readonly entity: string } | undefined {
  const [exact] = query(db, recordSql, RecordRow).all({ id });
  const begun = exact === undefined && /^[0-9a-f]{8,31}$/.test(id) ? query(db, recordsByPrefixSql, RecordRow).all({ prefix: id }) : [];
  if (begun.length > 1) throw new AppError("bad-input", `more than one record begins with ${id}`);
  const row = exact ?? begun[0];
  return row === undefined ? undefined : { id: row.id, row: row.row_id, label: row.label, type: row.type, entity: row.entity_id };
}

const inEpoch = (db: Database, entity: string, atUs: number): string => `${inventoryEpochs(db)(atUs)} ${entity}`;

/** Inventory rows of an entity in use at a moment, newest export first. */
export const rowsOfEntity = remembered(inEpoch, (db, entity: string, atUs: number): readonly InventoryHit[] =>
  query(db, rowsSql, HitRow).all({ entity, at: atUs }).map(toHit),
);

/** What a row of an inventory is about, of one type. */
export function entityOfRow(
  db: Database,
  { inventory, rowNo: row }: Pick<InventoryHit, "inventory" | "rowNo">,
  type: EntityType,
): EntityRef | undefined {
  const [found] = query(db, entityOfRowSql, z.object({ id: z.string(), label: z.string() })).all({ inventory, row, type });
  return found === undefined ? undefined : { ...found, type };
}

/** Entities of a type that the rows of an entity speak of as well: the person behind an account, the accounts of a person. */
export const besideEntity = (db: Database, entity: string, type: "account" | "person"): z.infer<typeof BesideRow>[] =>
  query(db, besideSql, BesideRow).all({ entity, type });

/** Rows of an entity, by row id. */
export const rowIdsOf = (db: Database, entity: string): string[] =>
  query(db, rowIdsSql, IdRow)
    .all({ entity })
    .map((row) => row.id);

const levels: readonly Criticality[] = [0, 1, 2, 3, 4];

/** What an analyst decided an entity's owner or criticality to be; the last decision holds. */
export function ruledFacts(db: Database, entity: string): { readonly owner: string | undefined; readonly level: Criticality | undefined } {
  const inForce = readOverrides(db).filter((one) => !one.isUndone && (one.body.owner !== null || one.body.level !== null));
  if (inForce.length === 0) return { owner: undefined, level: undefined };
  const rows = new Set(rowIdsOf(db, entity));
  const own = inForce.filter((one) => one.body.a.some((row) => rows.has(row)));
  const ruled = own.findLast((one) => one.body.level !== null)?.body.level;
  return {
    owner: own.findLast((one) => one.body.owner !== null)?.body.owner ?? undefined,
    level: levels.find((level) => level === ruled),
  };
}

/** 0 to 4 as decided, listed or read from the CMDB, in this order; undefined when nothing rates it or two entries differ. */
export const criticalityOfEntity = remembered(inEpoch, (db, entity: string, atUs: number): Criticality | undefined => {
  const ruled = ruledFacts(db, entity).level;
  if (ruled !== undefined) return ruled;
  const rows = rowsOfEntity(db, entity, atUs);
  for (const hit of rows) {
    const name = hit.fields.get("fqdn") ?? hit.fields.get("name") ?? hit.fields.get("sam");
    const listed = name === undefined || canonicalHost(name) === undefined ? undefined : criticalityOf(db, name, atUs);
    if (listed?.outcome === "resolved" && listed.value.hit.kind === "criticality") return listed.value.level;
  }
  const inCmdb = rows.filter((hit) => hit.kind === "cmdb");
  const newest = inCmdb.filter((hit) => hit.inventory === inCmdb[0]?.inventory);
  const levelOf = (hit: InventoryHit): Criticality | undefined => readCriticality({ rowNo: hit.rowNo, fields: hit.fields });
  const [level, ...others] = [
    ...new Set((newest.some((hit) => levelOf(hit) !== undefined) ? newest : inCmdb).flatMap((hit) => levelOf(hit) ?? [])),
  ];
  return others.length > 0 ? undefined : level;
});

function toSummary(db: Database, row: z.infer<typeof EntityRow>, matched: string | null, atUs: number): EntitySummary {
  const kinds = [...new Set(rowsOfEntity(db, row.id, atUs).map((hit) => hit.kind))].toSorted();
  return {
    id: row.id,
    type: row.type,
    label: row.label,
    detail: row.detail,
    criticality: criticalityOfEntity(db, row.id, atUs) ?? null,
    records: row.records,
    kinds,
    conflicts: query(db, conflictCountSql, z.object({ n: z.number() })).get({ entity: row.id })?.n ?? 0,
    span: { from: row.from_us, to: row.to_us },
    matched,
  };
}

export function entitySummary(db: Database, id: string, atUs: number): EntitySummary {
  const row = entityRow(db, id);
  if (row === undefined) throw new AppError("not-found", `there is no entity ${id}`);
  return toSummary(db, row, null, atUs);
}

export interface SearchInput {
  readonly text: string;
  readonly type?: EntityType | undefined;
  readonly limit: number;
  readonly offset: number;
}

/** Entities whose name, detail or identifiers contain a text, by type and name. */
export function searchEntities(db: Database, input: SearchInput, atUs: number): { entities: EntitySummary[]; total: number } {
  const rows = query(db, searchSql, FoundRow).all({
    text: foldCase(input.text),
    type: input.type ?? null,
    limit: input.limit,
    offset: input.offset,
  });
  return { entities: rows.map((row) => toSummary(db, row, row.matched, atUs)), total: rows[0]?.total ?? 0 };
}
