import type { z } from "zod";
import { AppError } from "../../../shared/contract/errors.ts";
import type { InventoryDetails } from "../../../shared/contract/inventories.ts";
import type { RejectSample } from "../../../shared/contract/telemetry.ts";
import { countOf } from "../../../shared/lib/unit-word.ts";
import { isPlaceholder } from "../entities/identifier.ts";
import { knownNames, mapColumns, requiredFields, type Kind } from "./columns.ts";
import { detectFormat } from "./detect-format.ts";
import { leaseProblem, startOf, type LeaseReading } from "./lease-events.ts";
import { readTable } from "./read-table.ts";
import { scopeProblem } from "./scope.ts";
import { readTimeUs } from "./read-time.ts";
import type { InventoryRecord } from "./record.ts";
import { nowUs } from "../runtime.ts";
import { secretColumns, secretIn } from "./secrets.ts";
import { excerptOf, type Table, type TableRow } from "./table.ts";

/** Part of every id: the same file read by a parser that understands more of it is another version. */
export const parserVersion = "inventory/2";

export interface ParsedInventory {
  readonly kind: Kind;
  readonly columns: readonly string[];
  readonly records: readonly InventoryRecord[];
  readonly rejected: number;
  /** The first thousand, by line. */
  readonly rejects: readonly z.infer<typeof RejectSample>[];
  readonly details: InventoryDetails;
  /** Newest time a row says it was changed or logged at, microseconds UTC. */
  readonly newestChange: number | undefined;
}

const maxRejects = 1000;
const maxCellLength = 65_536;

interface Reading {
  readonly file: string;
  readonly kind: Kind;
  readonly table: Table;
  /** Field by column. */
  readonly known: ReadonlyMap<string, string>;
  readonly kept: readonly string[];
  readonly hasSecrets: boolean;
  readonly lease: LeaseReading;
}

interface Rows {
  readonly records: InventoryRecord[];
  readonly bad: z.infer<typeof RejectSample>[];
  readonly filled: Map<string, number>;
  readonly masked: Map<string, { n: number; what: string }>;
  formulas: number;
}

/** Reads an inventory without storing it. Throws AppError `bad-input`, `unsupported-format` or `limit-exceeded` naming the file. */
export function parseInventory(bytes: Uint8Array, file: string, wanted: Kind | "auto", lease: LeaseReading): ParsedInventory {
  const table = readTable(bytes, file);
  const { kind, format, reason } = recognise(table, file, wanted);
  const known = mapColumns(kind, table.columns);
  requireColumns(kind, known, table, file);
  requireClock(table, file, lease);
  const secret = secretColumns(table.columns, table.rows, known);
  const kept = table.columns.filter((column) => !secret.has(column));
  const reading = { file, kind, table, known, kept, hasSecrets: secret.size > 0, lease };
  const rows = sortRows(reading);
  const dropped = [
    ...[...secret].map(([column, why]) => ({ column, reason: why, cells: null })),
    ...[...rows.masked].map(([column, { n, what }]) => ({ column, reason: `cells that look like ${what}`, cells: n })),
  ];
  return {
    kind,
    columns: kept,
    records: rows.records,
    rejected: rows.bad.length,
    rejects: rows.bad.slice(0, maxRejects),
    details: {
      format,
      formatReason: reason,
      parser: parserVersion,
      mapping: kept.map((column) => ({ column, field: known.get(column) ?? null, filled: rows.filled.get(column) ?? 0 })),
      dropped,
      notes: [...table.notes, ...notesOf(rows)],
    },
    newestChange: newestChange(kind, rows.records, lease),
  };
}

function recognise(table: Table, file: string, wanted: Kind | "auto"): { kind: Kind; format: string; reason: string } {
  const found = detectFormat(table, wanted === "auto" ? undefined : wanted);
  if (found !== undefined) return found;
  if (wanted !== "auto") return { kind: wanted, format: "table", reason: "the analyst says what it lists" };
  throw new AppError(
    "unsupported-format",
    `${file} is not a known kind of inventory; say which it is. Its columns are ${table.columns.slice(0, 20).join(", ").slice(0, 400)}.`,
    { file, line: 1, field: "kind" },
  );
}

function requireColumns(kind: Kind, known: ReadonlyMap<string, string>, table: Table, file: string): void {
  const present = new Set(known.values());
  if (requiredFields[kind].some((field) => present.has(field))) return;
  throw new AppError(
    "bad-input",
    `${file} does not look like a ${kind} inventory: it has none of the columns ${knownNames(kind)}. Its columns are ${table.columns.slice(0, 20).join(", ").slice(0, 400)}.`,
    { file, line: 1 },
  );
}

/** The server's own time cannot be placed without its zone, and a guess would name the wrong holder of an address. */
function requireClock(table: Table, file: string, lease: LeaseReading): void {
  if (table.shape !== "windows-dhcp" || lease.clock.kind !== "declared") return;
  throw new AppError(
    "bad-input",
    `${file} has the server's local time without a zone. Say which it was, for example offset:+01:00, or utc.`,
    {
      file,
      field: "clock",
      hint: "utc, offset:+HH:MM",
    },
  );
}

function sortRows(reading: Reading): Rows {
  const { file, table, hasSecrets } = reading;
  // A torn row may have a secret in any place, so its text is not shown.
  const torn = table.bad.map((row) => ({ file, ...row, excerpt: hasSecrets ? "" : row.excerpt }));
  const rows: Rows = { records: [], bad: torn, filled: new Map(), masked: new Map(), formulas: 0 };
  for (const row of table.rows) keepRow(reading, row, rows);
  rows.bad.sort((a, b) => a.line - b.line);
  return rows;
}

function keepRow(reading: Reading, row: TableRow, rows: Rows): void {
  const { cells, hasLong, isFormula } = cellsOf(reading, row, rows);
  const record = { rowNo: rows.records.length + 1, fields: cells };
  const problem = hasLong === undefined ? problemOf(reading, record) : `${hasLong} is longer than ${maxCellLength} characters`;
  if (problem === undefined) {
    rows.records.push(record);
    if (isFormula) rows.formulas += 1;
    for (const column of reading.kept)
      if (cells.has(reading.known.get(column) ?? column)) rows.filled.set(column, (rows.filled.get(column) ?? 0) + 1);
  } else rows.bad.push({ file: reading.file, line: row.line, reason: problem, excerpt: excerptOf([...cells.values()].join(" ")) });
}

function cellsOf({ kept, known }: Reading, row: TableRow, rows: Rows) {
  const cells = new Map<string, string>();
  let hasLong: string | undefined;
  let isFormula = false;
  for (const column of kept) {
    const text = row.cells.get(column)?.trim() ?? "";
    // 0 is a value in a tier or status column, though never an identifier.
    if (text !== "0" && isPlaceholder(text)) continue;
    if (text.length > maxCellLength) hasLong ??= column.slice(0, 60);
    const what = secretIn(text);
    if (what !== undefined) {
      const masked = rows.masked.get(column) ?? { n: 0, what };
      rows.masked.set(column, { ...masked, n: masked.n + 1 });
      continue;
    }
    isFormula ||= /^[=@]|^[+-](?![\d\s().-]*$)/.test(text);
    cells.set(known.get(column) ?? column, text);
  }
  return { cells, hasLong, isFormula };
}

function problemOf({ kind, lease, known }: Reading, record: InventoryRecord): string | undefined {
  if (record.fields.size === 0) return "empty row";
  if (kind === "dhcp") return leaseProblem(record, lease);
  const present = new Set(known.values());
  const keys = requiredFields[kind].filter((field) => present.has(field));
  if (!keys.some((field) => record.fields.has(field))) return `no ${keys.join(", ")}`;
  return scopeProblem(kind, record);
}

function notesOf(rows: Rows): string[] {
  return rows.formulas === 0
    ? []
    : [`${countOf(rows.formulas, "rows")} with cells that a spreadsheet would run as a formula; they are kept as text`];
}

const dayUs = 86_400_000_000;

/** Rows dated in the future have a wrong clock and must not make an export look fresh for ever. */
function newestChange(kind: Kind, records: readonly InventoryRecord[], lease: LeaseReading): number | undefined {
  const latest = nowUs() + dayUs;
  let newest: number | undefined;
  for (const { fields } of records) {
    const us = kind === "dhcp" ? startOf({ rowNo: 0, fields }, lease.clock) : readTimeUs(fields.get("updated") ?? "");
    if (us !== undefined && us <= latest && (newest === undefined || us > newest)) newest = us;
  }
  return newest;
}
