import { z } from "zod";
import { type Inventory, InventoryKind } from "../../../shared/contract/telemetry.ts";
import { loadText } from "../runtime.ts";
import type { Database } from "../sqlite/database.ts";
import { query } from "../sqlite/statement.ts";
import type { Kind } from "./columns.ts";

const allSql = loadText(import.meta.url, "inventory-all.sql");
const findSql = loadText(import.meta.url, "find-identifier.sql");
const lastSql = loadText(import.meta.url, "find-last-binding.sql");

const InventoryRow = z.object({
  id: z.string(),
  kind: InventoryKind,
  file: z.string(),
  rows: z.number(),
  rejected: z.number(),
  columns: z.string(),
  dropped_columns: z.string(),
  imported_at_us: z.number(),
});
const HitRow = z.object({
  inventory: z.string(),
  kind: InventoryKind,
  file: z.string(),
  row_no: z.number(),
  body: z.string(),
  t_from_us: z.number().nullable(),
  t_to_us: z.number().nullable(),
  imported_at_us: z.number(),
});
const Names = z.array(z.string());
const Fields = z.record(z.string(), z.string());

/** One inventory row found by an identifier. */
export interface InventoryHit {
  readonly inventory: string;
  readonly kind: Kind;
  readonly file: string;
  readonly rowNo: number;
  readonly fields: ReadonlyMap<string, string>;
  /** Bounds of a lease, microseconds UTC, end exclusive; undefined for rows that hold always. */
  readonly fromUs: number | undefined;
  readonly toUs: number | undefined;
}

const toInventory = (row: z.infer<typeof InventoryRow>): z.infer<typeof Inventory> => ({
  id: row.id,
  kind: row.kind,
  file: row.file,
  rows: row.rows,
  rejected: row.rejected,
  columns: Names.parse(JSON.parse(row.columns)),
  droppedColumns: Names.parse(JSON.parse(row.dropped_columns)),
  importedAt: row.imported_at_us,
});

const toHit = (row: z.infer<typeof HitRow>): InventoryHit => ({
  inventory: row.inventory,
  kind: row.kind,
  file: row.file,
  rowNo: row.row_no,
  fields: new Map(Object.entries(Fields.parse(JSON.parse(row.body)))),
  fromUs: row.t_from_us ?? undefined,
  toUs: row.t_to_us ?? undefined,
});

/** All inventories, oldest first. */
export const listInventories = (db: Database): z.infer<typeof Inventory>[] =>
  query(db, allSql, InventoryRow).all({ id: null }).map(toInventory);

export function findInventory(db: Database, id: string): z.infer<typeof Inventory> | undefined {
  const row = query(db, allSql, InventoryRow).get({ id });
  return row === undefined ? undefined : toInventory(row);
}

/** Rows bearing a canonical identifier at `atUs`, newest inventory first. More than one of a kind means: show all, pick none. */
export const findByIdentifier = (db: Database, identifier: string, atUs: number): InventoryHit[] =>
  query(db, findSql, HitRow).all({ identifier, at: atUs }).map(toHit);

/** Who held an address last before `atUs`, when no lease covers that moment: a hint, never an identity. */
export function findLastBinding(db: Database, identifier: string, atUs: number): InventoryHit | undefined {
  const row = query(db, lastSql, HitRow).get({ identifier, at: atUs });
  return row === undefined ? undefined : toHit(row);
}
