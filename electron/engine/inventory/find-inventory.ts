import { z } from "zod";
import { AppError } from "../../../shared/contract/errors.ts";
import { AsOfBasis, type Inventory, InventoryDetails, InventoryKind } from "../../../shared/contract/inventories.ts";
import type { RejectSample } from "../../../shared/contract/telemetry.ts";
import { invariant } from "../../../shared/lib/invariant.ts";
import { loadText } from "../runtime.ts";
import type { Database } from "../sqlite/database.ts";
import { remembered } from "../sqlite/remembered.ts";
import { query } from "../sqlite/statement.ts";
import type { Kind } from "./columns.ts";
import { inventoryEpochs } from "./inventory-epochs.ts";

const allSql = loadText(import.meta.url, "inventory-all.sql");
const findSql = loadText(import.meta.url, "find-identifier.sql");
const prefixSql = loadText(import.meta.url, "inventory-by-prefix.sql");
const rejectsSql = loadText(import.meta.url, "inventory-rejects.sql");
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
  source: z.string(),
  as_of_us: z.number(),
  as_of_basis: AsOfBasis,
  valid_from_us: z.number().nullable(),
  valid_to_us: z.number().nullable(),
  zone: z.string(),
  details: z.string(),
  retired_by: z.string().nullable(),
  leases: z.number(),
  conflicts: z.number(),
});
const IdRow = z.object({ id: z.string() });
const RejectRow = z.object({ file: z.string(), line: z.number(), reason: z.string(), excerpt: z.string() });
export const HitRow = z.object({
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

/** Versions kept before their reading was recorded tell only their columns. */
function detailsOf(row: z.infer<typeof InventoryRow>, columns: readonly string[], dropped: readonly string[]): InventoryDetails {
  const told: unknown = JSON.parse(row.details);
  const details = InventoryDetails.safeParse(told);
  if (details.success) return details.data;
  invariant(row.details === "{}", "the details of an inventory have their shape");
  return {
    format: "table",
    formatReason: "kept by an earlier version of Quarry",
    parser: "inventory/1",
    mapping: columns.map((column) => ({ column, field: null, filled: row.rows })),
    dropped: dropped.map((column) => ({ column, reason: "its name says that it holds secrets", cells: null })),
    notes: [],
  };
}

function toInventory(row: z.infer<typeof InventoryRow>): Inventory {
  const columns = Names.parse(JSON.parse(row.columns));
  const droppedColumns = Names.parse(JSON.parse(row.dropped_columns));
  const superseded = row.valid_to_us !== null;
  return {
    ...detailsOf(row, columns, droppedColumns),
    id: row.id,
    kind: row.kind,
    file: row.file,
    source: row.source,
    asOf: row.as_of_us,
    asOfBasis: row.as_of_basis,
    zone: row.zone,
    rows: row.rows,
    rejected: row.rejected,
    columns,
    droppedColumns,
    importedAt: row.imported_at_us,
    state: row.retired_by !== null ? "retired" : superseded ? "superseded" : "current",
    validFrom: row.valid_from_us,
    validTo: row.valid_to_us,
    leases: row.kind === "dhcp" ? { n: row.leases, conflicts: row.conflicts } : null,
  };
}

export const toHit = (row: z.infer<typeof HitRow>): InventoryHit => ({
  inventory: row.inventory,
  kind: row.kind,
  file: row.file,
  rowNo: row.row_no,
  fields: new Map(Object.entries(Fields.parse(JSON.parse(row.body)))),
  fromUs: row.t_from_us ?? undefined,
  toUs: row.t_to_us ?? undefined,
});

/** Kinds of inventory that have a version in use. */
export const kindsInUse = (db: Database): ReadonlySet<Kind> =>
  new Set(listInventories(db).flatMap((inventory) => (inventory.state === "retired" ? [] : [inventory.kind])));

/** All versions by kind and source, newest first. */
export const listInventories = (db: Database): Inventory[] => query(db, allSql, InventoryRow).all({ id: null }).map(toInventory);

export function findInventory(db: Database, id: string): Inventory | undefined {
  const row = query(db, allSql, InventoryRow).get({ id });
  return row === undefined ? undefined : toInventory(row);
}

export function getInventory(db: Database, id: string): Inventory {
  const found = findInventory(db, id);
  invariant(found !== undefined, `inventory ${id} was just written`);
  return found;
}

/** The version an id, or the beginning of one, names. Throws `not-found`, or `bad-input` when more than one begins so. */
export function inventoryCalled(db: Database, id: string): Inventory {
  const known = /^[0-9a-f]+$/.test(id) ? query(db, prefixSql, IdRow).all({ prefix: id }) : [];
  const [found, other] = known;
  if (found === undefined) throw new AppError("not-found", `there is no inventory ${id}`);
  if (other !== undefined) throw new AppError("bad-input", `more than one inventory begins with ${id}`, { field: "id" });
  return getInventory(db, found.id);
}

/** The first rejected rows of a version, by line. */
export const readInventoryRejects = (db: Database, id: string): RejectSample[] => query(db, rejectsSql, RejectRow).all({ id });

/** Rows bearing a canonical identifier at `atUs`, newest inventory first. More than one of a kind means: show all, pick none. */
export const findByIdentifier = (db: Database, identifier: string, atUs: number): InventoryHit[] =>
  query(db, findSql, HitRow).all({ identifier, at: atUs }).map(toHit);

/** As `findByIdentifier` of what is true until the next export, which leaves out leases. */
export const findListed = remembered(
  (db, identifier: string, atUs: number) => `${inventoryEpochs(db)(atUs)} ${identifier}`,
  (db, identifier: string, atUs: number): readonly InventoryHit[] =>
    findByIdentifier(db, identifier, atUs).filter((hit) => hit.kind !== "dhcp"),
);

/** Who held an address last before `atUs`, when no lease covers that moment: a hint, never an identity. */
export function findLastBinding(db: Database, identifier: string, atUs: number): InventoryHit | undefined {
  const row = query(db, lastSql, HitRow).get({ identifier, at: atUs });
  return row === undefined ? undefined : toHit(row);
}
