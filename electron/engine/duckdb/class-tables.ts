import { type ClassName, classNames, type ColumnType, type OcsfClass, ocsfClass, ocsfClasses } from "../../../shared/domain/ocsf.ts";
import { contentId } from "../hash.ts";

const sqlTypes: Record<ColumnType, string> = {
  string: "VARCHAR",
  int32: "INTEGER",
  int64: "BIGINT",
  double: "DOUBLE",
  boolean: "BOOLEAN",
  timestamp: "TIMESTAMP",
};

/** Raised when the way the cache is built changes without a change of columns. */
const cacheFormat = 1;

/** What a cache file must have been built for; a file of another schema is built again. */
export const cacheSchema = contentId({
  cacheFormat,
  classes: ocsfClasses.map(({ name, columns }) => ({ name, columns: columns.map((c) => ({ name: c.name, type: c.type })) })),
});

export const quoteIdentifier = (name: string): string => `"${name.replaceAll('"', '""')}"`;
export const quoteText = (text: string): string => `'${text.replaceAll("'", "''")}'`;

export function createTableSql(each: OcsfClass): string {
  const columns = each.columns.map((column) => `${column.name} ${sqlTypes[column.type]}`);
  return `CREATE TABLE ${each.name} (${columns.join(", ")})`;
}

export const sqlTypeOf = (type: ColumnType): string => sqlTypes[type];

export interface ScopeMember {
  /** The name its cache file is attached under. */
  readonly database: string;
  readonly prefix: string;
  /** Columns of the table without a value in this file. */
  readonly blank: ReadonlySet<string>;
}

export interface ScopeBounds {
  readonly fromUs?: number | undefined;
  readonly toUs?: number | undefined;
}

/** Where a record lies in its file: what is looked up by it is read of the few vectors that hold it. Only where a statement names it. */
export const rowNumber = "row_no";

/**
 * A view named as its class over the members' events in [fromUs, toUs), with their `snapshot`; of `columns` alone where these are given. What a member has
 * none of is then NULL to the planner: reading a column of NULLs takes DuckDB as long as reading any other.
 */
export function createViewSql(
  name: ClassName,
  members: readonly ScopeMember[],
  bounds: ScopeBounds,
  columns: readonly string[] | undefined,
): string {
  const conditions = timeConditions(bounds);
  const where = conditions.length === 0 ? "" : ` WHERE ${conditions.join(" AND ")}`;
  const { columns: all } = ocsfClass(name);
  const taken = ({ blank }: ScopeMember): string =>
    columns === undefined
      ? "*, "
      : all
          .filter((column) => columns.includes(column.name))
          .map((column) => `${blank.has(column.name) ? `CAST(NULL AS ${sqlTypes[column.type]}) AS ` : ""}${column.name}, `)
          .join("") + (columns.includes(rowNumber) ? `rowid AS ${rowNumber}, ` : "");
  const parts = members.map(
    (m) => `SELECT ${taken(m)}${quoteText(m.prefix)} AS snapshot FROM ${quoteIdentifier(m.database)}.${name}${where}`,
  );
  const body =
    parts.length === 0
      ? noRows([
          ...all
            .filter((column) => columns === undefined || columns.includes(column.name))
            .map((column) => ({ name: column.name, type: sqlTypes[column.type] })),
          ...(columns?.includes(rowNumber) === true ? [{ name: rowNumber, type: "BIGINT" }] : []),
        ])
      : parts.join(" UNION ALL ");
  return `CREATE TEMP VIEW ${name} AS ${body}`;
}

export const timeConditions = ({ fromUs, toUs }: ScopeBounds): string[] => [
  ...(fromUs === undefined ? [] : [`time >= make_timestamp(${microseconds(fromUs)})`]),
  ...(toUs === undefined ? [] : [`time < make_timestamp(${microseconds(toUs)})`]),
];

/** The classes a statement names. */
export function namedClasses(sql: string): readonly ClassName[] {
  const text = sql.toLowerCase();
  return classNames.filter((name) => text.includes(name));
}

/** What stands behind the view of a scope without snapshots. */
export const noRows = (columns: readonly { readonly name: string; readonly type: string }[]): string =>
  `SELECT ${columns.map(({ name, type }) => `CAST(NULL AS ${type}) AS ${name}, `).join("")}'' AS snapshot WHERE FALSE`;

function microseconds(value: number): string {
  if (!Number.isSafeInteger(value)) throw new RangeError(`${value} is not a time in whole microseconds`);
  return `${value}::BIGINT`;
}
