import { z } from "zod";
import { AppError } from "../../../shared/contract/errors.ts";
import type { InventoryDiff } from "../../../shared/contract/inventories.ts";
import { loadText } from "../runtime.ts";
import type { Database } from "../sqlite/database.ts";
import { query } from "../sqlite/statement.ts";
import { inventoryCalled } from "./find-inventory.ts";

const diffSql = loadText(import.meta.url, "inventory-diff.sql");

const DiffRow = z.object({ key: z.string(), before_body: z.string().nullable(), after_body: z.string().nullable() });
const CountRow = z.object({ n: z.number() });
const Fields = z.record(z.string(), z.string());
const rowsSql = loadText(import.meta.url, "inventory-row-count.sql");

type Row = InventoryDiff["rows"][number];
const ownerFields = new Set(["owner", "ownedBy", "managedBy", "supportedBy", "supportGroup"]);

function toRow(row: z.infer<typeof DiffRow>): Row {
  const before = row.before_body === null ? undefined : Fields.parse(JSON.parse(row.before_body));
  const after = row.after_body === null ? undefined : Fields.parse(JSON.parse(row.after_body));
  const names = [...new Set([...Object.keys(before ?? {}), ...Object.keys(after ?? {})])].toSorted();
  const value = (of: Record<string, string> | undefined, name: string): string | null =>
    of !== undefined && Object.hasOwn(of, name) ? (of[name] ?? null) : null;
  const fields = names
    .map((field) => ({ field, before: value(before, field), after: value(after, field) }))
    .filter((one) => one.before !== one.after);
  return { change: before === undefined ? "added" : after === undefined ? "removed" : "changed", key: row.key, fields };
}

/** What became of the rows of one version in another, matched by what makes a row the same. Throws `not-found` or `bad-input`. */
export function diffInventories(db: Database, request: { before: string; after: string; limit: number }): InventoryDiff {
  const before = inventoryCalled(db, request.before);
  const after = inventoryCalled(db, request.after);
  if (before.kind !== after.kind) throw new AppError("bad-input", `a ${before.kind} and a ${after.kind} inventory have no rows in common`);
  const count = { added: 0, removed: 0, changed: 0, ownersChanged: 0 };
  const rows: Row[] = [];
  for (const found of query(db, diffSql, DiffRow).iterate({ before: before.id, after: after.id })) {
    const row = toRow(found);
    count[row.change] += 1;
    if (row.change === "changed" && row.fields.some((one) => ownerFields.has(one.field))) count.ownersChanged += 1;
    if (rows.length < request.limit) rows.push(row);
  }
  const total = query(db, rowsSql, CountRow).get({ id: before.id })?.n ?? 0;
  return { kind: before.kind, before: before.id, after: after.id, ...count, same: total - count.removed - count.changed, rows };
}
