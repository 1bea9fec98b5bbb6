import { contentId } from "../hash.ts";
import { loadText } from "../runtime.ts";
import { cacheSchema, noRows, quoteIdentifier, quoteText, type ScopeBounds, type ScopeMember, timeConditions } from "./class-tables.ts";

export const relationDaysSql = loadText(import.meta.url, "relation-days.sql");
export const flowsSql = loadText(import.meta.url, "flows.sql");
export const sourceDaysSql = loadText(import.meta.url, "source-days.sql");

/** Raised when relations are derived otherwise without a change of statement or columns, such as when names are made canonical in another way. */
const relationFormat = 2;

const daysOfPair = [
  "src BIGINT",
  "dst BIGINT",
  "type VARCHAR",
  "src_kind VARCHAR",
  "dst_kind VARCHAR",
  "day INTEGER",
  "n BIGINT",
  "first_seen TIMESTAMP",
  "last_seen TIMESTAMP",
  "bytes BIGINT",
  "failures BIGINT",
];

/**
 * What a snapshot's relations are kept as. Things are numbered by the sha256 of their key, alike in every snapshot. `rel_day` is in order of `src`
 * and `rel_day_in`, the same rows, in order of `dst`, so that either side of a thing is a few row groups. `day` counts from 1970, UTC.
 */
const relationTables = {
  rel_day: daysOfPair,
  rel_day_in: daysOfPair,
  /** `key` is the canonical key; `label` is for people. */
  rel_node: ["id BIGINT", "key VARCHAR", "kind VARCHAR", "label VARCHAR"],
  /** How many things of a kind (`kind`) a thing has a relation with, by way ('out' or 'in') and type. */
  rel_degree: ["id BIGINT", "way VARCHAR", "type VARCHAR", "kind VARCHAR", "n BIGINT"],
  /** Who could act as or on whom: the pairs of the relations that give access, over all days. */
  rel_access: [
    "src BIGINT",
    "dst BIGINT",
    "type VARCHAR",
    "src_kind VARCHAR",
    "dst_kind VARCHAR",
    "first_day INTEGER",
    "last_day INTEGER",
    "n BIGINT",
  ],
  /** Records that could have told of a relation of that type from that kind of thing, by day. */
  rel_coverage: ["type VARCHAR", "kind VARCHAR", "day INTEGER", "n BIGINT"],
  /**
   * The flows of flows.sql, once for each thing they tell of, in order of `key`: DuckDB's hash of the text of `role`, which is the source, the device, the
   * destination (an address), the name or the process. Comparing texts is left to whoever asks. Records with the same `connection` are of one.
   */
  rel_flow: [
    "role VARCHAR",
    "key UBIGINT",
    "class VARCHAR",
    "time TIMESTAMP",
    "event_no BIGINT",
    "src_ip VARCHAR",
    "device VARCHAR",
    "dst_ip VARCHAR",
    "port INTEGER",
    "name VARCHAR",
    "connection UBIGINT",
    "process VARCHAR",
    "is_answered BOOLEAN",
    "is_ssl BOOLEAN",
  ],
  rel_source_day: [
    "class VARCHAR",
    "source VARCHAR",
    "product VARCHAR",
    "day INTEGER",
    "n BIGINT",
    "first_seen TIMESTAMP",
    "last_seen TIMESTAMP",
  ],
} as const;

export type RelationTable = keyof typeof relationTables;
export const relationTableNames: readonly RelationTable[] = [
  "rel_day",
  "rel_day_in",
  "rel_node",
  "rel_degree",
  "rel_access",
  "rel_coverage",
  "rel_flow",
  "rel_source_day",
];

/** What a file of relations must have been built for; a file of another schema is built again. */
export const relationSchema = contentId({ relationFormat, cacheSchema, relationDaysSql, flowsSql, sourceDaysSql, relationTables });

const dayUs = 86_400_000_000;
const hasDays: ReadonlySet<RelationTable> = new Set(["rel_day", "rel_day_in", "rel_coverage", "rel_source_day"]);

export const createRelationTableSql = (name: RelationTable): string => `CREATE TABLE ${name} (${relationTables[name].join(", ")})`;

const columnsOf = (name: RelationTable): { readonly name: string; readonly type: string }[] =>
  relationTables[name].map((column) => ({ name: column.split(" ")[0] ?? "", type: column.split(" ")[1] ?? "" }));

/** Texts of flows, which many a file tells none of. */
export const flowTexts: readonly string[] = columnsOf("rel_flow")
  .filter(({ type }) => type === "VARCHAR")
  .map(({ name }) => name);

/** The relation tables a statement names. */
export function relationTablesOf(sql: string): readonly RelationTable[] {
  const words = new Set(sql.toLowerCase().match(/\brel_[a-z_]+\b/g));
  return relationTableNames.filter((name) => words.has(name));
}

/** A view named as its table over the members' relations, on the days that [fromUs, toUs) touches and flows within it, with their `snapshot`. */
export function createRelationViewSql(name: RelationTable, members: readonly ScopeMember[], bounds: ScopeBounds): string {
  const days = [
    ...(bounds.fromUs === undefined ? [] : [`day >= ${Math.floor(bounds.fromUs / dayUs)}`]),
    ...(bounds.toUs === undefined ? [] : [`day <= ${Math.floor((bounds.toUs - 1) / dayUs)}`]),
  ];
  const conditions = name === "rel_flow" ? timeConditions(bounds) : hasDays.has(name) ? days : [];
  const where = conditions.length === 0 ? "" : ` WHERE ${conditions.join(" AND ")}`;
  const taken = ({ blank }: ScopeMember): string =>
    columnsOf(name)
      .map((column) => `${blank.has(column.name) ? `CAST(NULL AS ${column.type}) AS ` : ""}${column.name}, `)
      .join("");
  const parts = members.map(
    (m) => `SELECT ${taken(m)}${quoteText(m.prefix)} AS snapshot FROM ${quoteIdentifier(m.database)}.${name}${where}`,
  );
  const body = parts.length === 0 ? noRows(columnsOf(name)) : parts.join(" UNION ALL ");
  return `CREATE TEMP VIEW ${name} AS ${body}`;
}
