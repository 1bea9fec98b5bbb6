import { type Column, type ColumnType, ocsfClasses } from "../../../../shared/domain/ocsf.ts";

export const sqlTypes: Readonly<Record<ColumnType, string>> = {
  string: "VARCHAR",
  int32: "INTEGER",
  int64: "BIGINT",
  double: "DOUBLE",
  boolean: "BOOLEAN",
  timestamp: "TIMESTAMP",
};

const own: Readonly<Record<string, string>> = {
  event_no: "Quarry: number of the event inside its snapshot; with snapshot it names the event",
  file_no: "Quarry: number of the file inside the snapshot",
  record_no: "Quarry: number of the record inside its file, from 1",
  snapshot: "Quarry: first 16 digits of the id of the snapshot the event came with",
};

/** What a column holds: the OCSF attribute, and how its value is taken where that is not plain. */
export function describeColumn({ name, path, source }: Pick<Column, "name" | "path" | "source">): string {
  if (path === undefined) return own[name] ?? "Quarry: bookkeeping";
  switch (source?.kind) {
    case undefined:
      return path;
    case "value":
      return source.path;
    case "first":
      return `the first of ${source.path}`;
    case "count":
      return `how many ${source.path} there are`;
    case "least":
      return `the smallest of ${source.path}`;
    case "present":
      return `whether ${source.path} is there`;
    case "hex":
      return `${source.path}, as 0x-hexadecimal`;
    case "hash":
      return `${source.path} with algorithm_id ${source.algorithm}`;
    case "none":
      return `${path}, which OCSF has no attribute for`;
  }
}

export interface ConsoleColumn {
  readonly name: string;
  readonly type: string;
  readonly description: string;
}

export interface ConsoleClass {
  readonly name: string;
  readonly title: string;
  readonly uid: number;
  readonly columns: readonly ConsoleColumn[];
}

/** The views a statement sees. */
export const consoleClasses: readonly ConsoleClass[] = ocsfClasses.map(({ name, title, uid, columns }) => ({
  name,
  title,
  uid,
  columns: [...columns, { name: "snapshot", type: "string" as const, path: undefined }].map((column) => ({
    name: column.name,
    type: sqlTypes[column.type],
    description: describeColumn(column),
  })),
}));
