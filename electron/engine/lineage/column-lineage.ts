import type { ImportedFile } from "../../../shared/contract/telemetry.ts";
import { type ClassName, classNames } from "../../../shared/domain/ocsf.ts";
import { type ColumnSources, csvColumnSources, ocsfColumnSources, zeekColumnSources } from "../telemetry/map/column-sources.ts";

/** Files bear the names the analyst gave them, never paths: where a file lay on somebody's disk is nobody's business. */
export const fileName = (name: string): string => `sources/${name}`;

/** Every column would name every file; so many of each kind say the same as all. */
const filesOfEachKind = 3;

/**
 * Which fields of which files the columns of a class were taken from, where the mapping can say it: Zeek logs, files with a CSV
 * mapping, and what was OCSF already. Undefined when none of the files is such.
 */
export function columnLineage(
  namespace: string,
  name: ClassName,
  files: readonly ImportedFile[],
  csvMapping: string | undefined,
): { fields: Record<string, unknown> } | undefined {
  const fields = new Map<string, { namespace: string; name: string; field: string; transformations: unknown }[]>();
  const seen = new Map<string, number>();
  for (const file of files) {
    const kind = `${file.format} ${file.logType ?? ""}`;
    const before = seen.get(kind) ?? 0;
    if (file.mapped === 0 || before >= filesOfEachKind) continue;
    const sources = sourcesOf(file, name, csvMapping);
    if (sources === undefined) continue;
    seen.set(kind, before + 1);
    for (const [column, from] of sources)
      fields.set(column, [
        ...(fields.get(column) ?? []),
        ...from.map((field) => ({ namespace, name: fileName(file.name), field, transformations })),
      ]);
  }
  if (fields.size === 0) return undefined;
  return { fields: Object.fromEntries([...fields].map(([column, inputFields]) => [column, { inputFields }])) };
}

const transformations = [{ type: "DIRECT", subtype: "TRANSFORMATION", masking: false }];

const isClassName = (name: string): name is ClassName => classNames.some((known) => known === name);

/** Formats that only a mapping makes events of. */
const mappedFormats: ReadonlySet<string> = new Set(["csv", "parquet", "iceberg"]);

function sourcesOf({ format, logType }: ImportedFile, name: ClassName, csvMapping: string | undefined): ColumnSources | undefined {
  if (mappedFormats.has(format) && csvMapping !== undefined) return only(csvColumnSources(csvMapping), name);
  if (logType === undefined) return undefined;
  if (isClassName(logType)) return logType === name ? ocsfColumnSources(name) : undefined;
  return only(zeekColumnSources(logType), name);
}

const only = (found: { class: ClassName; sources: ColumnSources } | undefined, name: ClassName): ColumnSources | undefined =>
  found?.class === name ? found.sources : undefined;
