import { AppError } from "../../../../shared/contract/errors.ts";
import { unnamedColumns } from "../csv/csv-import.ts";
import { foreignFormat } from "../detect/foreign.ts";
import { openParquet, parquetRows } from "../parquet-file.ts";
import { peek } from "../readers/byte-streams.ts";
import { describeLayout, guessLayout, type Layout, linesOf, sampleRows } from "./layout.ts";
import type { OpenTable } from "./open-table.ts";
import { cellsOf, tableColumns, tableParsers } from "./parquet-cells.ts";
import type { SampledTable } from "./propose.ts";

const headBytes = 256 * 1024;
const sampledRows = 200;

/** The first rows of a table. `given` overrides what is guessed of the layout. Throws `unsupported-format` for what is no table. */
export async function sampleTable(table: OpenTable, given: Partial<Layout>, checkCancelled: () => void): Promise<SampledTable> {
  return table.kind === "parquet" ? sampleParquet(table, checkCancelled) : sampleText(table, given);
}

async function sampleParquet({ name, bytes, path }: OpenTable, checkCancelled: () => void): Promise<SampledTable> {
  const file = await openParquet(bytes, path, name, checkCancelled);
  const columns = tableColumns(file.metadata);
  const rows: string[][] = [];
  for await (const { row } of parquetRows(file, checkCancelled, { parsers: tableParsers, limit: sampledRows }))
    rows.push(cellsOf(row, columns).map((cell) => cell.trim()));
  return {
    file: name,
    kind: "parquet",
    header: columns.map((c) => c.name),
    rows,
    layout: undefined,
    layoutReason: `Parquet with ${columns.length} columns in ${file.metadata.row_groups.length} row groups`,
  };
}

async function sampleText({ name, bytes }: OpenTable, given: Partial<Layout>): Promise<SampledTable> {
  const { head, all } = await peek(bytes, headBytes);
  await all.return();
  const foreign = foreignFormat(head);
  if (foreign !== undefined) throw new AppError("unsupported-format", `${name} is ${foreign}`, { file: name });
  const lines = linesOf(head, head.length < headBytes);
  const guessed = guessLayout(lines);
  const isGiven = Object.keys(given).length > 0;
  if (guessed === undefined && !isGiven)
    throw new AppError("unsupported-format", `${name} is no table: neither commas, tabs, semicolons nor bars divide its lines alike`, {
      file: name,
    });
  const layout: Layout = { ...(guessed ?? { delimiter: ",", quote: '"', skipRows: 0, header: true }), ...given };
  const sampled = sampleRows(lines, layout);
  const first = sampled[0] ?? [];
  return {
    file: name,
    kind: "delimited",
    header: layout.header ? first : unnamedColumns(first.length),
    rows: (layout.header ? sampled.slice(1) : sampled).slice(0, sampledRows),
    layout: { delimiter: layout.delimiter, quote: layout.quote, skipRows: layout.skipRows, header: layout.header },
    layoutReason: guessed === undefined || isGiven ? "as given" : describeLayout(guessed),
  };
}
