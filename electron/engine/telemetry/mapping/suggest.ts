import type { ColumnSuggestion, MappedColumn, TableColumn } from "../../../../shared/contract/mappings.ts";
import { type ClassName, type Column, ocsfClass, ocsfClasses } from "../../../../shared/domain/ocsf.ts";
import { reservedColumns } from "../csv/csv-mapping.ts";
import { parseTime } from "../time-text.ts";
import { isIpText } from "./ip-text.ts";
import { aliases, protocolNumbers, tellingColumns } from "./aliases.ts";

export type SampledColumn = TableColumn & { readonly held: readonly string[] };

interface Match {
  readonly source: SampledColumn;
  readonly column: string;
  readonly score: number;
  readonly reason: string;
}

/** `SrcAddr`, `src_addr` and `src.addr` are one name. */
const bare = (name: string): string => name.toLowerCase().replaceAll(/[^a-z0-9]/g, "");

const isWhole = (cell: string): boolean => Number.isSafeInteger(Number(cell));

/** How many of a column's cells would fit an OCSF column. */
function fitting(target: Column, held: readonly string[]): number {
  const fits = (cell: string): boolean => {
    if (target.name.endsWith("_ip")) return isIpText(cell);
    if (target.name.endsWith("_port")) return isWhole(cell) && Number(cell) >= 0 && Number(cell) <= 65_535;
    switch (target.type) {
      case "string":
        return true;
      case "boolean":
        return /^(?:true|false|yes|no|t|f|y|n|0|1)$/i.test(cell);
      case "timestamp":
        return parseTime(cell) !== undefined;
      case "int32":
      case "int64":
        return isWhole(cell);
      case "double":
        return !Number.isNaN(Number(cell));
    }
  };
  return held.filter(fits).length;
}

const namedDirections = ({ held }: SampledColumn): number => held.filter((cell) => directions.has(cell.toLowerCase())).length;

const titleOf = (column: Column): string => column.path ?? column.name;

function matchOf(source: SampledColumn, target: Column): Match | undefined {
  const name = bare(source.name);
  const isOwnName = name === bare(target.name) || name === bare(titleOf(target));
  const at = isOwnName ? 0 : (aliases[target.name] ?? []).indexOf(name);
  if (at < 0) return undefined;
  const n = source.held.length;
  const k = target.name.endsWith("direction_id") && source.kind === "text" ? namedDirections(source) : fitting(target, source.held);
  if (n > 0 && k < n * 0.5) return undefined;
  const what = isOwnName ? `is named like ${titleOf(target)}` : `"${source.name}" is a usual name of ${titleOf(target)}`;
  const how = n === 0 ? "no value seen yet" : target.type === "string" && !target.name.endsWith("_ip") ? "" : `${k} of ${n} values fit`;
  const score = (isOwnName ? 2 : 1 - at / 1000) * (n === 0 ? 0.5 : k / n);
  return { source, column: target.name, score, reason: how === "" ? what : `${what}; ${how}` };
}

/** Each source column and each OCSF column is used once, the surest first. */
function chooseMatches(columns: readonly SampledColumn[], name: ClassName): Match[] {
  const targets = ocsfClass(name).columns.filter((c) => !reservedColumns.has(c.name));
  const found = columns
    .flatMap((source) => targets.flatMap((target) => matchOf(source, target) ?? []))
    .toSorted((a, b) => b.score - a.score);
  const used = new Set<string>();
  const taken = new Set<string>();
  return found.filter(({ source, column }) => {
    if (used.has(source.name) || taken.has(column)) return false;
    used.add(source.name);
    taken.add(column);
    return true;
  });
}

function mappedAs({ source, column }: Match): { mapped: MappedColumn; note: string } {
  if (column === "connection_info_protocol_name" && source.kind === "integer") {
    const values = Object.fromEntries(Object.entries(protocolNumbers).filter(([number]) => source.held.includes(number)));
    return { mapped: { from: source.name, values }, note: "; protocol numbers become names" };
  }
  if (column === "duration" && source.kind === "number" && !/ms|milli/i.test(source.name))
    return { mapped: { from: source.name, scale: 1000 }, note: "; decimals are taken for seconds, OCSF counts milliseconds" };
  if (column.endsWith("direction_id") && source.kind === "text")
    return { mapped: { from: source.name, values: directionValues(source) }, note: "" };
  return { mapped: { from: source.name }, note: "" };
}

/** OCSF direction_id: 1 inbound, 2 outbound, 3 lateral. */
const directions: ReadonlyMap<string, number> = new Map([
  ["in", 1],
  ["inbound", 1],
  ["incoming", 1],
  ["out", 2],
  ["outbound", 2],
  ["outgoing", 2],
  ["internal", 3],
  ["lateral", 3],
]);

const directionValues = ({ held }: SampledColumn): Record<string, number> =>
  Object.fromEntries(
    [...new Set(held)].flatMap((cell) => {
      const id = directions.get(cell.toLowerCase());
      return id === undefined ? [] : [[cell, id] as const];
    }),
  );

/** OCSF wants an activity of every event; which one a table of a class usually lists. */
const usualActivities: Readonly<Partial<Record<ClassName, readonly [id: number, caption: string]>>> = {
  network_activity: [6, "Traffic"],
  dns_activity: [6, "Traffic"],
  process_activity: [1, "Launch"],
  module_activity: [1, "Load"],
  authentication: [1, "Logon"],
  script_activity: [1, "Execute"],
  detection_finding: [1, "Create"],
};

function suggestActivity(name: ClassName, suggested: readonly ColumnSuggestion[]): ColumnSuggestion[] {
  if (suggested.some(({ column }) => column === "activity_id")) return [];
  const [value, caption] = usualActivities[name] ?? [0, "Unknown"];
  return [{ column: "activity_id", mapped: { value }, reason: `OCSF wants one; ${value} is ${caption}` }];
}

/** What each column of a table may be in a class, in the order of the table; then what OCSF wants and no column has. */
export function suggestColumns(columns: readonly SampledColumn[], name: ClassName): ColumnSuggestion[] {
  const found = suggestFromNames(columns, name);
  return [...found, ...suggestActivity(name, found)];
}

function suggestFromNames(columns: readonly SampledColumn[], name: ClassName): ColumnSuggestion[] {
  const order = new Map(columns.map((c, i) => [c.name, i]));
  return chooseMatches(columns, name)
    .toSorted((a, b) => (order.get(a.source.name) ?? 0) - (order.get(b.source.name) ?? 0))
    .flatMap((match) => {
      const { mapped, note } = mappedAs(match);
      return [{ column: match.column, mapped, reason: `${match.reason}${note}` }];
    });
}

/** The class that takes most columns, those that tell it from others counting three times. */
export function suggestClass(columns: readonly SampledColumn[]): { name: ClassName; reason: string } {
  const scored = ocsfClasses.map(({ name }) => {
    const matches = chooseMatches(columns, name);
    const telling = tellingColumns[name] ?? [];
    const score = matches.reduce((sum, { column }) => sum + (telling.includes(column) ? 3 : 1), 0);
    return { name, score, n: matches.length };
  });
  const [best] = scored.toSorted((a, b) => b.score - a.score);
  const name = best?.name ?? "network_activity";
  const n = best?.n ?? 0;
  return {
    name,
    reason: n === 0 ? "no column has a known name: choose the class" : `${n} of ${columns.length} columns fit it by their names`,
  };
}
