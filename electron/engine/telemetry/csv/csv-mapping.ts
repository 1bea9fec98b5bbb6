import { AppError } from "../../../../shared/contract/errors.ts";
import { MappingFile } from "../../../../shared/contract/mappings.ts";
import { baseColumns, ocsfClass } from "../../../../shared/domain/ocsf.ts";
import { compilePattern } from "../mapping/time-pattern.ts";
import { isKnownZone } from "../mapping/zone-offset.ts";

export type CsvMapping = MappingFile;

/** Columns that the import itself fills. */
export const reservedColumns: ReadonlySet<string> = new Set(
  baseColumns.filter((c) => c.path === undefined || c.name === "time").map((c) => c.name),
);

const invalid = (message: string, field: string): AppError => new AppError("bad-input", `the mapping is not valid: ${message}`, { field });

/** The mapping in a mapping file's text. Throws `bad-input` naming the part that is wrong. */
export function parseCsvMapping(text: string): CsvMapping {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) throw invalid(`it is not JSON (${error.message})`, "mapping");
    throw error;
  }
  const parsed = MappingFile.safeParse(json);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    throw invalid(
      issue === undefined ? "unknown" : `${issue.path.join(".") || "the file"}: ${issue.message}`,
      issue?.path.join(".") || "mapping",
    );
  }
  return checkColumns(checkTime(parsed.data));
}

function checkTime(mapping: MappingFile): MappingFile {
  const { format, pattern, zone } = mapping.time;
  if (!isKnownZone(zone)) throw invalid(`time.zone: ${zone} is neither UTC, +HH:MM nor a known IANA zone`, "time.zone");
  if (format === "pattern" && pattern === undefined) throw invalid("time.pattern: the format pattern needs one", "time.pattern");
  const problem = pattern === undefined ? undefined : compilePattern(pattern);
  if (typeof problem === "string") throw invalid(`time.pattern: ${problem}`, "time.pattern");
  return mapping;
}

function checkColumns(mapping: MappingFile): MappingFile {
  const known = new Set(ocsfClass(mapping.class).columns.map((c) => c.name));
  const columns = new Map<string, MappingFile["columns"][string]>();
  for (const [written, from] of Object.entries(mapping.columns)) {
    const name = written.replaceAll(".", "_");
    if (!known.has(name)) throw invalid(`columns.${name}: ${mapping.class} has no such column`, `columns.${name}`);
    if (reservedColumns.has(name)) throw invalid(`columns.${name}: the import fills this column itself`, `columns.${name}`);
    if (columns.has(name)) throw invalid(`columns.${name}: it is mapped twice`, `columns.${name}`);
    columns.set(name, from);
  }
  return { ...mapping, columns: Object.fromEntries(columns) };
}
