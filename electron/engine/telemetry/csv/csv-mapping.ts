import { z } from "zod";
import { AppError } from "../../../../shared/contract/errors.ts";
import { baseColumns, classNames, ocsfClass } from "../../../../shared/domain/ocsf.ts";

/**
 * A CSV mapping file: which OCSF class the rows become, where the time stands and how it is written, and for each OCSF
 * column (dots or underscores) the header it comes from or a constant.
 */
const CsvMappingFile = z.strictObject({
  class: z.enum(classNames),
  delimiter: z.string().length(1).default(","),
  quote: z.string().length(1).default('"'),
  time: z.strictObject({
    column: z.string().min(1),
    format: z.enum(["iso", "epoch_s", "epoch_ms", "epoch_us"]),
    /** What text without a zone means; `UTC` or `+HH:MM`. */
    zone: z
      .string()
      .regex(/^(?:UTC|[+-]\d\d:\d\d)$/, "UTC or +HH:MM")
      .default("UTC"),
  }),
  columns: z.record(
    z.string(),
    z.union([z.strictObject({ from: z.string().min(1) }), z.strictObject({ value: z.union([z.string(), z.number(), z.boolean()]) })]),
  ),
});
export type CsvMapping = z.infer<typeof CsvMappingFile>;

/** Columns that the import itself fills. */
const reserved: ReadonlySet<string> = new Set(baseColumns.filter((c) => c.path === undefined || c.name === "time").map((c) => c.name));

const invalid = (message: string, field: string): AppError =>
  new AppError("bad-input", `the CSV mapping is not valid: ${message}`, { field });

/** The mapping in a mapping file's text. Throws `bad-input` naming the part that is wrong. */
export function parseCsvMapping(text: string): CsvMapping {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) throw invalid(`it is not JSON (${error.message})`, "mapping");
    throw error;
  }
  const parsed = CsvMappingFile.safeParse(json);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    throw invalid(
      issue === undefined ? "unknown" : `${issue.path.join(".") || "the file"}: ${issue.message}`,
      issue?.path.join(".") ?? "mapping",
    );
  }
  const mapping = parsed.data;
  const known = new Set(ocsfClass(mapping.class).columns.map((c) => c.name));
  const columns = Object.fromEntries(Object.entries(mapping.columns).map(([name, from]) => [name.replaceAll(".", "_"), from]));
  for (const name of Object.keys(columns)) {
    if (!known.has(name)) throw invalid(`columns.${name}: ${mapping.class} has no such column`, `columns.${name}`);
    if (reserved.has(name)) throw invalid(`columns.${name}: the import fills this column itself`, `columns.${name}`);
  }
  return { ...mapping, columns };
}
