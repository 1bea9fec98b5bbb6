export type Cell = string | number | null;

/** The export by columns, whatever format it is written in. */
export interface LabelTable {
  readonly rowCount: number;
  readonly columns: readonly {
    readonly name: string;
    readonly type: "string" | "int32" | "int64" | "double";
    readonly values: readonly Cell[];
  }[];
}
