import { z } from "zod";
import { loadText } from "../runtime.ts";
import type { Database } from "../sqlite/database.ts";
import { query } from "../sqlite/statement.ts";
import type { Kind } from "./columns.ts";

const rowsSql = loadText(import.meta.url, "rows-at.sql");
const heldSql = loadText(import.meta.url, "addresses-held.sql");

const Row = z.object({ inventory: z.string(), row_no: z.number(), body: z.string(), identifiers: z.string() });
const Fields = z.record(z.string(), z.string());
const Held = z.object({ identifier: z.string(), ip: z.string(), from_us: z.number(), to_us: z.number() });
export type HeldAddress = z.infer<typeof Held>;

export interface IdentifiedRow {
  readonly inventory: string;
  readonly rowNo: number;
  readonly fields: ReadonlyMap<string, string>;
  /** Sorted. */
  readonly identifiers: readonly string[];
}

/** All rows of a kind as known at a moment (microseconds UTC). Reads everything: for indexes made once, not for look-ups. */
export const readRowsAt = (db: Database, kind: Kind, atUs: number): IdentifiedRow[] =>
  query(db, rowsSql, Row)
    .all({ kind, at: atUs })
    .map((row) => ({
      inventory: row.inventory,
      rowNo: row.row_no,
      fields: new Map(Object.entries(Fields.parse(JSON.parse(row.body)))),
      identifiers: row.identifiers.split("\u001f").toSorted(),
    }));

/** The addresses that leases gave devices, by their identifiers, in [fromUs, toUs). */
export const readAddressesHeld = (db: Database, identifiers: readonly string[], fromUs: number, toUs: number): HeldAddress[] =>
  query(db, heldSql, Held).all({ identifiers: JSON.stringify(identifiers), from: fromUs, to: toUs });
