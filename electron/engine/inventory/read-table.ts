import { AppError } from "../../../shared/contract/errors.ts";
import { decode } from "./decode.ts";
import { readCsv } from "./read-csv.ts";
import { readIscLeases } from "./read-isc-leases.ts";
import { readJson } from "./read-json.ts";
import { readLdif } from "./read-ldif.ts";
import { excerptOf, type Table, type TableRow } from "./table.ts";

/**
 * Reads what inventories come as: CSV (comma, semicolon, tab), Zeek logs, JSON in any wrapping, LDIF, ISC lease files and the audit log of
 * Windows DHCP. Which it is shows in the text itself, never in the name. A bad row is set aside, never the file's end.
 */
export function readTable(bytes: Uint8Array, name: string): Table {
  const { text, notes } = decode(bytes, name);
  const table = readText(text, name);
  return { ...table, notes: [...notes, ...table.notes] };
}

function readText(text: string, name: string): Table {
  if (text.startsWith("#separator") || text.startsWith("#fields")) return readZeek(text);
  if (/^\s*[{[]/.test(text)) return readJson(text, name);
  if (/^(?:(?:#|version:)[^\n]*\n|[^\S\n]*\n)*dn::? /i.test(text)) return readLdif(text);
  if (/^[ \t]*lease[ \t]+[\da-f.:]+[ \t]*\{/m.test(text)) return readIscLeases(text);
  if (/^\s*Microsoft DHCP(?:v6)? Service Activity Log/i.test(text.slice(0, 200))) return readWindowsDhcp(text, name);
  // PowerShell's Export-Csv writes a type line first unless told not to.
  const skipped = /^#TYPE[^\n]*\n/.exec(text)?.[0] ?? "";
  return readCsv(text.slice(skipped.length), name, "csv", skipped === "" ? 0 : 1);
}

/** Explanations of the event ids come first; the table begins at the line `ID,Date,Time,…`. */
function readWindowsDhcp(text: string, name: string): Table {
  const at = text.search(/^ID,Date,Time,/m);
  if (at < 0) throw new AppError("bad-input", `${name} is a DHCP activity log without its line "ID,Date,Time,…".`, { file: name, line: 1 });
  return readCsv(text.slice(at), name, "windows-dhcp", text.slice(0, at).split("\n").length - 1);
}

function readZeek(text: string): Table {
  const columns = new Set<string>();
  const rows: TableRow[] = [];
  const bad: Table["bad"][number][] = [];
  let fields: string[] = [];
  for (const [i, raw] of text.split("\n").entries()) {
    const line = raw.replace(/\r$/, "");
    if (line.startsWith("#fields\t")) {
      fields = line.split("\t").slice(1);
      for (const field of fields) columns.add(field);
    }
    if (line === "" || line.startsWith("#")) continue;
    const cells = line.split("\t");
    if (cells.length !== fields.length)
      bad.push({ line: i + 1, reason: `${cells.length} columns instead of ${fields.length}`, excerpt: excerptOf(line) });
    else rows.push({ line: i + 1, cells: new Map(fields.map((field, j) => [field, unset(cells[j] ?? "")])) });
  }
  return { shape: "zeek", columns: [...columns], rows, bad, notes: [] };
}

const unset = (cell: string): string => (cell === "-" || cell === "(empty)" ? "" : cell);
