import { baseLog } from "../detect/zeek-names.ts";
import { ClassTable } from "../columns/class-table.ts";
import { ocsfClass, type ClassName } from "../../../../shared/domain/ocsf.ts";
import { parseCsvMapping } from "../csv/csv-mapping.ts";
import { zeekMappings } from "./zeek.ts";

/** For each column of a class, the fields of the source record its value is taken from. */
export type ColumnSources = ReadonlyMap<string, readonly string[]>;

/** Values that between them every kind of setter takes: a number, a time, a flag, an address, a word. */
const probes = ["1", "1700000000.5", "T", "192.0.2.1", "word", "SF"];

/**
 * The columns that each field of a Zeek log fills, found by giving each field's setter a value and looking which columns took
 * it; what is worked out from several fields at the end of a row is not known here.
 */
export function zeekColumnSources(log: string): { class: ClassName; sources: ColumnSources } | undefined {
  const mapping = zeekMappings.find((m) => m.log === baseLog(log));
  if (mapping === undefined) return undefined;
  const sources = new Map<string, string[]>();
  const table = new ClassTable(mapping.class);
  for (const setter of mapping.bind(table).fields)
    for (const probe of probes) {
      setter.value(setter.isList ? [probe] : probe);
      for (const name of filled(table, mapping.class)) {
        const fields = sources.get(name) ?? [];
        if (!fields.includes(setter.field)) sources.set(name, [...fields, setter.field]);
      }
      table.clear();
    }
  return { class: mapping.class, sources };
}

const filled = (table: ClassTable, name: ClassName): string[] =>
  ocsfClass(name)
    .columns.map((c) => c.name)
    .filter((column) => {
      const held = table.column(column);
      return held !== undefined && held.length > held.nulls;
    });

/** As a CSV mapping file declares it. */
export function csvColumnSources(mappingText: string): { class: ClassName; sources: ColumnSources } {
  const mapping = parseCsvMapping(mappingText);
  const sources = new Map<string, readonly string[]>([["time", [mapping.time.column]]]);
  for (const [column, from] of Object.entries(mapping.columns)) if ("from" in from) sources.set(column, [from.from]);
  return { class: mapping.class, sources };
}

/** Events that are OCSF already: each column comes from the attribute of its path. */
export const ocsfColumnSources = (name: ClassName): ColumnSources =>
  new Map(
    ocsfClass(name).columns.flatMap(({ name: column, path, source }) => {
      const from = source === undefined ? path : source.kind === "none" ? undefined : source.path;
      return from === undefined ? [] : [[column, [from]] as const];
    }),
  );
