import type { MappedColumn, MappingFile } from "../../../../shared/contract/mappings.ts";
import type { AnyColumn, ClassTable } from "../columns/class-table.ts";
import { BooleanColumn, Int32Column, Int64Column } from "../columns/number-columns.ts";
import { TextColumn } from "../columns/text-column.ts";
import { toNumber } from "../map/zeek-mapping.ts";
import { writtenReader } from "../mapping/read-time.ts";
import { isIpText } from "../mapping/ip-text.ts";
import { parseTime } from "../time-text.ts";

const highestPort = 65_535;
const trueWords: ReadonlySet<string> = new Set(["true", "t", "1", "yes", "y"]);
const falseWords: ReadonlySet<string> = new Set(["false", "f", "0", "no", "n"]);

/** Puts what a cell says into its column; false when the cell does not fit, and the column stays empty. */
type Put = (text: string) => boolean;

function putterOf(column: AnyColumn, name: string, scale: number | undefined, mapping: MappingFile): Put {
  if (column instanceof TextColumn) {
    const isAddress = name.endsWith("_ip");
    return (text) => {
      if (isAddress && !isIpText(text)) return false;
      column.put(text);
      return true;
    };
  }
  if (column instanceof BooleanColumn)
    return (text) => {
      const word = text.toLowerCase();
      if (!trueWords.has(word) && !falseWords.has(word)) return false;
      column.put(trueWords.has(word));
      return true;
    };
  if (column instanceof Int64Column && name.endsWith("_time")) {
    const written = writtenReader(mapping.time) ?? parseTime;
    return (text) => {
      const found = (written(text) ?? parseTime(text))?.us;
      if (found !== undefined) column.put(found);
      return found !== undefined;
    };
  }
  const isPort = name.endsWith("_port");
  const isWhole = column instanceof Int32Column || column instanceof Int64Column;
  return (text) => {
    const read = toNumber(text);
    if (read === undefined || !Number.isFinite(read)) return false;
    const scaled = scale === undefined ? read : isWhole ? Math.round(read * scale) : Number((read * scale).toPrecision(15));
    if (isWhole && !Number.isSafeInteger(scaled)) return false;
    if (column instanceof Int32Column && (scaled | 0) !== scaled) return false;
    if (isPort && (scaled < 0 || scaled > highestPort)) return false;
    column.put(scaled);
    return true;
  };
}

/** Told of a cell that does not fit its OCSF column. */
export type OnMisfit = (column: string, cell: string) => void;

/** Fills one row from its cells. */
export type RowFiller = (row: readonly string[], onMisfit: OnMisfit) => void;

/** What fills one row from the cells under `header`; a list of the mapping's headers that the file lacks when there are any. */
export function bindCsvColumns(mapping: MappingFile, table: ClassTable, header: readonly string[]): RowFiller | readonly string[] {
  const missing = new Set<string>();
  const place = (name: string): number => {
    const at = header.indexOf(name);
    if (at < 0) missing.add(name);
    return at;
  };
  place(mapping.time.column);
  const nulls = new Set(mapping.nullTokens);
  const steps = Object.entries(mapping.columns).map(([name, from]): RowFiller => {
    const column = table.column(name);
    if (column === undefined) return () => undefined;
    const put = putterOf(column, name, "from" in from ? from.scale : undefined, mapping);
    if ("value" in from) {
      const constant = String(from.value);
      return (_row, onMisfit) => {
        if (!put(constant)) onMisfit(name, constant);
      };
    }
    const at = place(from.from);
    const translate = translation(from);
    return (row, onMisfit) => {
      const cell = row[at]?.trim();
      if (cell === undefined || cell === "" || nulls.has(cell)) return;
      if (!put(translate(cell))) onMisfit(name, cell);
    };
  });
  if (missing.size > 0) return [...missing];
  return (row, onMisfit) => {
    for (const step of steps) step(row, onMisfit);
  };
}

function translation({ values, otherwise }: Extract<MappedColumn, { from: string }>): (cell: string) => string {
  if (values === undefined && otherwise === undefined) return (cell) => cell;
  const known = new Map(Object.entries(values ?? {}).map(([text, value]) => [text, String(value)]));
  const rest = otherwise === undefined ? undefined : String(otherwise);
  return (cell) => known.get(cell) ?? rest ?? cell;
}
