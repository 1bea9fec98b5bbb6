import { AppError } from "../../../../shared/contract/errors.ts";
import type { MappingFile } from "../../../../shared/contract/mappings.ts";
import type { ClassTable } from "../columns/class-table.ts";
import { bindCsvColumns, type RowFiller } from "../csv/csv-columns.ts";
import type { ReadContext } from "../records/record-reader.ts";
import { implausible } from "../time-text.ts";
import { type TimeReader, timeReader } from "./read-time.ts";

/** What a message calls the table, and where its header stands. */
export interface TableName {
  readonly name: string;
  readonly file: string;
  readonly line?: number;
}

/** Makes events of a mapping's class of the rows of a table, whatever the table is written in. */
export class MappedRows {
  readonly #context: ReadContext;
  readonly #table: ClassTable;
  readonly #width: number;
  readonly #timeAt: number;
  readonly #fill: RowFiller;
  readonly #readTime: TimeReader;
  #untilCheck = 1024;

  /** Throws `bad-input` when the table lacks columns that the mapping names. */
  constructor(mapping: MappingFile, header: readonly string[], context: ReadContext, table: TableName) {
    const { sink, clock, clocks } = context;
    this.#context = context;
    this.#table = sink.table(mapping.class);
    const bound = bindCsvColumns(mapping, this.#table, header);
    if (typeof bound !== "function")
      throw new AppError("bad-input", `${table.name} has no column ${bound.map((n) => `"${n}"`).join(", ")}, which the mapping names`, {
        file: table.file,
        ...(table.line === undefined ? {} : { line: table.line }),
      });
    this.#width = header.length;
    this.#timeAt = header.indexOf(mapping.time.column);
    this.#fill = bound;
    this.#readTime = timeReader(mapping.time, clock, clocks);
  }

  take(cells: readonly string[], raw: Buffer, line: number): void {
    const { report, sink, clocks, checkCancelled } = this.#context;
    this.#untilCheck -= 1;
    if (this.#untilCheck === 0) {
      this.#untilCheck = 1024;
      checkCancelled();
    }
    if (cells.length !== this.#width) {
      report.reject(line, "wrong number of columns", `${cells.length} columns where the header names ${this.#width}`, raw);
      return;
    }
    const timeUs = this.#readTime((cells[this.#timeAt] ?? "").trim());
    if (timeUs === undefined) {
      report.reject(line, "no readable time", undefined, raw);
      return;
    }
    const problem = implausible(timeUs);
    if (problem !== undefined) {
      report.reject(line, problem.category, problem.detail, raw);
      return;
    }
    clocks.event(timeUs);
    this.#fill(cells, (column, text) => report.misfit(line, column, text));
    report.mapped += 1;
    sink.commit(this.#table, line, timeUs, raw, 0, raw.length);
  }
}
