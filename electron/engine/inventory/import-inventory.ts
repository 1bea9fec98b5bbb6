import { readFileSync } from "node:fs";
import type { z } from "zod";
import { AppError } from "../../../shared/contract/errors.ts";
import type { Inventory, RejectSample } from "../../../shared/contract/telemetry.ts";
import { canonicalJson } from "../../../shared/lib/canonical-json.ts";
import { isAddress } from "../entities/address.ts";
import { isPlaceholder } from "../entities/identifier.ts";
import { contentId, sha256 } from "../hash.ts";
import { loadText, nowUs } from "../runtime.ts";
import type { Database } from "../sqlite/database.ts";
import { execute, inTransaction } from "../sqlite/statement.ts";
import { fieldsOf, isSecretColumn, knownNames, requiredFields, type Kind } from "./columns.ts";
import { bindLeases, leaseProblem } from "./leases.ts";
import { findInventory } from "./find-inventory.ts";
import { readTable, type Table, type TableRow } from "./read-table.ts";
import { identifiersOf } from "./record-identifiers.ts";
import type { InventoryRecord } from "./record.ts";

const inventorySql = loadText(import.meta.url, "inventory-insert.sql");
const recordSql = loadText(import.meta.url, "record-insert.sql");
const identifierSql = loadText(import.meta.url, "identifier-insert.sql");

interface ImportedInventory {
  readonly inventory: z.infer<typeof Inventory>;
  /** The first rejected rows, by line. */
  readonly rejects: readonly z.infer<typeof RejectSample>[];
  /** True when the same bytes were imported as the same kind before. */
  readonly duplicate: boolean;
}

interface Parsed {
  readonly columns: readonly string[];
  readonly droppedColumns: readonly string[];
  readonly records: readonly InventoryRecord[];
  readonly rejected: number;
  readonly rejects: readonly z.infer<typeof RejectSample>[];
}

const maxSamples = 100;

/** Reads an inventory without storing it. Throws AppError `bad-input`, `unsupported-format` or `limit-exceeded` naming the file. */
function parseInventory(kind: Kind, bytes: Uint8Array, file: string): Parsed {
  const table = readTable(bytes, file);
  const fields = fieldsOf(kind, table.columns);
  const present = new Set(fields.values());
  if (!requiredFields[kind].some((field) => present.has(field)))
    throw new AppError(
      "bad-input",
      `${file} does not look like a ${kind} inventory: it has none of the columns ${knownNames(kind)}. Its columns are ${table.columns.slice(0, 20).join(", ")}.`,
      { file, line: 1 },
    );
  const droppedColumns = table.columns.filter(isSecretColumn);
  const dropped = new Set(droppedColumns);
  const kept = table.columns.filter((column) => !dropped.has(column));
  return { columns: kept, droppedColumns, ...sortRows(kind, table, kept, fields, file) };
}

type Sorted = Pick<Parsed, "records" | "rejected" | "rejects">;

function sortRows(kind: Kind, table: Table, kept: readonly string[], fields: ReadonlyMap<string, string>, file: string): Sorted {
  const records: InventoryRecord[] = [];
  const bad = [...table.bad];
  for (const row of table.rows) {
    const record = { rowNo: records.length + 1, fields: recordFields(row, kept, fields) };
    const problem = problemOf(kind, record);
    if (problem === undefined) records.push(record);
    else
      bad.push({
        line: row.line,
        reason: problem,
        excerpt: kept
          .map((column) => row.cells.get(column) ?? "")
          .join(" ")
          .slice(0, 120),
      });
  }
  bad.sort((a, b) => a.line - b.line);
  return { records, rejected: bad.length, rejects: bad.slice(0, maxSamples).map((one) => ({ file, ...one })) };
}

function recordFields(row: TableRow, kept: readonly string[], fields: ReadonlyMap<string, string>): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const column of kept) {
    const text = row.cells.get(column)?.trim() ?? "";
    const field = fields.get(column) ?? column;
    // 0 is a value in a tier or status column, though never an identifier.
    if (text === "0" || !isPlaceholder(text)) found.set(field, text);
  }
  return found;
}

function problemOf(kind: Kind, record: InventoryRecord): string | undefined {
  if (record.fields.size === 0) return "empty row";
  if (kind === "dhcp") return leaseProblem(record, isAddress);
  const hasKey = requiredFields[kind].some((field) => record.fields.has(field));
  return hasKey ? undefined : `no ${requiredFields[kind].join(", ")}`;
}

/**
 * Imports a directory, CMDB, DHCP, identity-provider or network table. Its id depends on the file's bytes and the kind alone; importing the
 * same again changes nothing. Lease rows become bindings of address, MAC and name with [from, to) in microseconds UTC.
 */
export function importInventory(db: Database, kind: Kind, path: string, displayName: string): ImportedInventory {
  const bytes = readBytes(path, displayName);
  const id = contentId({ kind, sha256: sha256(bytes) });
  const parsed = parseInventory(kind, bytes, displayName);
  const known = findInventory(db, id);
  if (known !== undefined) return { inventory: known, rejects: parsed.rejects, duplicate: true };
  if (parsed.records.length === 0)
    throw new AppError(
      "bad-input",
      `No row of ${displayName} could be read as ${kind}: ${parsed.rejects[0]?.reason ?? "it has no rows"}.`,
      {
        file: displayName,
        ...(parsed.rejects[0] === undefined ? {} : { line: parsed.rejects[0].line }),
      },
    );
  const inventory = {
    id,
    kind,
    file: displayName,
    rows: parsed.records.length,
    rejected: parsed.rejected,
    columns: [...parsed.columns],
    droppedColumns: [...parsed.droppedColumns],
    importedAt: nowUs(),
  };
  inTransaction(db, () => store(db, inventory, parsed.records));
  return { inventory, rejects: parsed.rejects, duplicate: false };
}

function readBytes(path: string, displayName: string): Uint8Array {
  try {
    return readFileSync(path);
  } catch (error) {
    throw new AppError("io", `${displayName} cannot be read.`, { file: displayName }, { cause: error });
  }
}

function store(db: Database, inventory: z.infer<typeof Inventory>, records: readonly InventoryRecord[]): void {
  execute(db, inventorySql, {
    id: inventory.id,
    kind: inventory.kind,
    file: inventory.file,
    rows: inventory.rows,
    rejected: inventory.rejected,
    columns: JSON.stringify(inventory.columns),
    dropped: JSON.stringify(inventory.droppedColumns),
    now: inventory.importedAt,
  });
  const isLease = inventory.kind === "dhcp";
  const bindings = new Map((isLease ? bindLeases(records) : []).map((binding) => [binding.rowNo, binding]));
  for (const record of records) {
    const body = canonicalJson(Object.fromEntries(record.fields));
    execute(db, recordSql, { inventory: inventory.id, row: record.rowNo, body });
    const binding = bindings.get(record.rowNo);
    if (isLease && binding === undefined) continue;
    for (const identifier of identifiersOf(inventory.kind, record))
      execute(db, identifierSql, {
        identifier,
        inventory: inventory.id,
        row: record.rowNo,
        from: binding?.fromUs ?? null,
        to: binding?.toUs ?? null,
      });
  }
}
