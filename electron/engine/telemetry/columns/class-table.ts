import { Field, Schema } from "apache-arrow";
import { invariant } from "../../../../shared/lib/invariant.ts";
import { type ClassName, type ColumnType, ocsfClass } from "../../../../shared/domain/ocsf.ts";
import type { IpcWriter } from "./ipc-writer.ts";
import { BooleanColumn, DoubleColumn, Int32Column, Int64Column, type RowCount } from "./number-columns.ts";
import { TextColumn } from "./text-column.ts";

export type AnyColumn = TextColumn | Int32Column | Int64Column | DoubleColumn | BooleanColumn;

function createColumn(type: ColumnType, table: RowCount): AnyColumn {
  switch (type) {
    case "string":
      return new TextColumn(table);
    case "int32":
      return new Int32Column(table);
    case "int64":
      return new Int64Column(table, false);
    case "timestamp":
      return new Int64Column(table, true);
    case "double":
      return new DoubleColumn(table);
    case "boolean":
      return new BooleanColumn(table);
  }
}

export const rawColumnName = "raw_data";

/**
 * The rows of one OCSF class while they are gathered. A mapper takes its columns once by name, puts at most one value per
 * column and row; the rest is NULL. The last column is the original record.
 */
export class ClassTable {
  readonly name: ClassName;
  readonly raw = new TextColumn(this);
  readonly columnNames: readonly string[];
  rows = 0;
  readonly #columns: ReadonlyMap<string, AnyColumn>;
  readonly #all: readonly AnyColumn[];
  readonly #schema: Schema;

  constructor(name: ClassName) {
    this.name = name;
    this.#columns = new Map(ocsfClass(name).columns.map((c) => [c.name, createColumn(c.type, this)]));
    this.#all = [...this.#columns.values(), this.raw];
    this.columnNames = [...this.#columns.keys(), rawColumnName];
    this.#schema = new Schema(this.#all.map((column, i) => new Field(this.columnNames[i] ?? "", column.toBuffers().type, true)));
  }

  #column<C extends AnyColumn>(name: string, kind: new (...args: never[]) => C): C {
    const column = this.#columns.get(name);
    invariant(column instanceof kind, `${this.name} has no column ${name} of that type`);
    return column;
  }

  text(name: string): TextColumn {
    return this.#column(name, TextColumn);
  }
  int32(name: string): Int32Column {
    return this.#column(name, Int32Column);
  }
  int64(name: string): Int64Column {
    return this.#column(name, Int64Column);
  }
  double(name: string): DoubleColumn {
    return this.#column(name, DoubleColumn);
  }
  boolean(name: string): BooleanColumn {
    return this.#column(name, BooleanColumn);
  }
  column(name: string): AnyColumn | undefined {
    return this.#columns.get(name);
  }

  endRow(): void {
    this.rows += 1;
  }

  /** Arrow IPC stream of all rows in one batch. */
  toIpc(writer: IpcWriter): Uint8Array<ArrayBuffer> {
    return writer.write(
      this.#schema,
      this.#all.map((c) => c.toBuffers()),
      this.rows,
    );
  }

  clear(): void {
    this.rows = 0;
    for (const column of this.#all) column.clear();
  }
}
