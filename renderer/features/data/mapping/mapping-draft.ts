import { type MappedColumn, type MappedScalar, MappingFile, type MappingProposal } from "../../../../shared/contract/mappings.ts";
import { type ClassName, type Column, type ColumnType, ocsfClass } from "../../../../shared/domain/ocsf.ts";

export interface Entry {
  /** OCSF column. */
  readonly column: string;
  readonly mapped: MappedColumn;
}

export type Layout = Readonly<Required<Pick<MappingFile, "delimiter" | "quote" | "skipRows" | "header">>>;

/** A mapping while it is built: every field may be half-written. */
export interface Draft {
  readonly class: ClassName;
  readonly layout: Layout;
  /** Separated by commas. */
  readonly nullTokens: string;
  readonly time: MappingFile["time"];
  readonly entries: readonly Entry[];
}

const plainLayout: Layout = { delimiter: ",", quote: '"', skipRows: 0, header: true };

export function draftOf(mapping: MappingFile): Draft {
  const { delimiter, quote, skipRows = 0, header = true, nullTokens = [], time } = mapping;
  return {
    class: mapping.class,
    layout: { delimiter, quote, skipRows, header },
    nullTokens: nullTokens.join(", "),
    time,
    entries: Object.entries(mapping.columns).map(([column, mapped]) => ({ column, mapped })),
  };
}

/** What the engine proposes; of a table without a time that can be read, everything but that. */
export function draftOfProposal(proposal: MappingProposal, wanted: ClassName | undefined): Draft {
  if (proposal.mapping !== null) return draftOf(proposal.mapping);
  return {
    class: wanted ?? "network_activity",
    layout: plainLayout,
    nullTokens: "",
    time: { column: "", format: "iso", zone: "UTC" },
    entries: proposal.suggestions.map(({ column, mapped }) => ({ column, mapped })),
  };
}

const tokensOf = (text: string): string[] => [...new Set(text.split(",").map((token) => token.trim()))].filter((token) => token !== "");

/** The mapping as it would be kept, or what is missing. */
export function mappingOf({ class: name, layout, nullTokens, time, entries }: Draft): MappingFile | string {
  if (time.column === "") return "Choose the column that holds the time.";
  if (time.format === "pattern" && (time.pattern ?? "") === "") return "Write the pattern of the times.";
  const tokens = tokensOf(nullTokens);
  const parsed = MappingFile.safeParse({
    class: name,
    delimiter: layout.delimiter,
    quote: layout.quote,
    ...(layout.skipRows === 0 ? {} : { skipRows: layout.skipRows }),
    ...(layout.header ? {} : { header: false }),
    ...(tokens.length === 0 ? {} : { nullTokens: tokens }),
    time: {
      column: time.column,
      format: time.format,
      ...(time.format === "pattern" ? { pattern: time.pattern } : {}),
      zone: time.zone,
    },
    columns: Object.fromEntries(entries.map(({ column, mapped }) => [column, mapped])),
  });
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  return `${issue?.path.join(".") ?? "the mapping"}: ${issue?.message ?? "is not valid"}`;
}

/** What may be mapped: the rest the import fills itself. */
export const attributesOf = (name: ClassName): readonly Column[] =>
  ocsfClass(name).columns.filter((c) => c.path !== undefined && c.name !== "time");

export const typeOf = (name: ClassName, column: string): ColumnType | undefined =>
  ocsfClass(name).columns.find((c) => c.name === column)?.type;

export const isNumeric = (type: ColumnType | undefined): boolean => type === "int32" || type === "int64" || type === "double";

export const sourceOf = ({ mapped }: Entry): string | undefined => ("from" in mapped ? mapped.from : undefined);

/** A source column becomes an OCSF column, or none. An OCSF column has one source. */
export function setAttribute(draft: Draft, source: string, old: string | undefined, column: string): Draft {
  const kept = draft.entries.filter((e) => e.column !== column && !(e.column === old && sourceOf(e) === source));
  return { ...draft, entries: column === "" ? kept : [...kept, { column, mapped: { from: source } }] };
}

export const changeEntry = (draft: Draft, column: string, mapped: MappedColumn): Draft => ({
  ...draft,
  entries: draft.entries.map((e) => (e.column === column ? { column, mapped } : e)),
});

export const removeEntry = (draft: Draft, column: string): Draft => ({
  ...draft,
  entries: draft.entries.filter((e) => e.column !== column),
});

/** Text of a constant or of what a value stands for, in the type of its column. */
export function toScalar(text: string, type: ColumnType | undefined): MappedScalar {
  const trimmed = text.trim();
  if (isNumeric(type) && trimmed !== "" && Number.isFinite(Number(trimmed))) return Number(trimmed);
  if (type === "boolean" && (trimmed === "true" || trimmed === "false")) return trimmed === "true";
  return trimmed;
}

const otherwiseMark = "*";

/** `6 = tcp` a line; `*` stands for every other text. */
export function valuesText(mapped: MappedColumn): string {
  if (!("from" in mapped)) return "";
  const lines = Object.entries(mapped.values ?? {}).map(([text, value]) => `${text} = ${String(value)}`);
  return [...lines, ...(mapped.otherwise === undefined ? [] : [`${otherwiseMark} = ${String(mapped.otherwise)}`])].join("\n");
}

export function withValues(mapped: MappedColumn, text: string, type: ColumnType | undefined): MappedColumn {
  if (!("from" in mapped)) return mapped;
  const pairs = text.split("\n").flatMap((line) => {
    const at = line.lastIndexOf("=");
    const from = line.slice(0, at).trim();
    return at <= 0 || from === "" ? [] : [[from, toScalar(line.slice(at + 1), type)] as const];
  });
  const values = pairs.filter(([from]) => from !== otherwiseMark);
  const otherwise = pairs.find(([from]) => from === otherwiseMark)?.[1];
  const { values: _values, otherwise: _otherwise, ...rest } = mapped;
  return {
    ...rest,
    ...(values.length === 0 ? {} : { values: Object.fromEntries(values) }),
    ...(otherwise === undefined ? {} : { otherwise }),
  };
}

export function withScale(mapped: MappedColumn, text: string): MappedColumn {
  if (!("from" in mapped)) return mapped;
  const { scale: _scale, ...rest } = mapped;
  const scale = Number(text);
  return text.trim() === "" || !Number.isFinite(scale) || scale === 1 ? rest : { ...rest, scale };
}

/** `Flows 2026.csv.gz` as `flows-2026`. */
export function nameFor(file: string): string {
  const base = file.split(/[/!]/).at(-1) ?? file;
  const bare = base.toLowerCase().replace(/\.(?:gz|zip|csv|tsv|txt|log|parquet|binetflow)\b.*$/, "");
  const name = bare.replaceAll(/[^a-z0-9]+/g, "-").replaceAll(/^-|-$/g, "");
  return name === "" ? "table" : name.slice(0, 60);
}
