import { DoubleColumn, Int32Column, Int64Column } from "../columns/number-columns.ts";
import type { AnyColumn, ClassTable } from "../columns/class-table.ts";
import { TextColumn } from "../columns/text-column.ts";
import { toBoolean, toNumber } from "../map/zeek-mapping.ts";
import { parseTime } from "../time-text.ts";
import { type ClockRule, fromEpoch, fromWritten, shift } from "../clock.ts";
import type { ClockSurvey } from "../clocks/clock-survey.ts";
import type { CsvMapping } from "./csv-mapping.ts";

const highestPort = 65_535;

function putText(column: AnyColumn, name: string, text: string): void {
  if (column instanceof TextColumn) column.put(text);
  else if (column instanceof Int64Column) column.put(name.endsWith("_time") ? parseTime(text)?.us : toNumber(text));
  else if (name.endsWith("_port") && !((toNumber(text) ?? -1) >= 0 && (toNumber(text) ?? -1) <= highestPort)) return;
  else if (column instanceof Int32Column || column instanceof DoubleColumn) column.put(toNumber(text));
  else column.put(toBoolean(text.toLowerCase()) ?? { "1": true, "0": false, yes: true, no: false }[text.toLowerCase()]);
}

export type RowFiller = (row: readonly string[]) => void;

/** What fills one row from the cells under `header`; a list of the mapping's headers that the file lacks when there are any. */
export function bindCsvColumns(mapping: CsvMapping, table: ClassTable, header: readonly string[]): RowFiller | readonly string[] {
  const missing = new Set<string>();
  const place = (name: string): number => {
    const at = header.indexOf(name);
    if (at < 0) missing.add(name);
    return at;
  };
  place(mapping.time.column);
  const steps = Object.entries(mapping.columns).map(([name, from]): RowFiller => {
    const column = table.column(name);
    if (column === undefined) return () => undefined;
    if ("value" in from) {
      const constant = String(from.value);
      return () => putText(column, name, constant);
    }
    const at = place(from.from);
    return (row) => {
      const cell = row[at];
      if (cell !== undefined && cell !== "") putText(column, name, cell);
    };
  });
  if (missing.size > 0) return [...missing];
  return (row) => {
    for (const step of steps) step(row);
  };
}

/** Microseconds UTC in a time cell; undefined when it is no time of the mapping's format. */
export function csvTime(cell: string, time: CsvMapping["time"], clock: ClockRule): number | undefined {
  if (time.format === "iso") {
    const written = parseTime(cell) ?? undefined;
    if (written === undefined) return undefined;
    const zoned = written.zoned || time.zone === "UTC" ? written : parseTime(`${cell.trim()}${time.zone}`);
    return zoned === undefined ? undefined : fromWritten(zoned, clock);
  }
  const number = toNumber(cell);
  if (number === undefined) return undefined;
  if (time.format === "epoch_s" || clock.kind === "epoch") return fromEpoch(number, clock);
  return shift(Math.round(time.format === "epoch_ms" ? number * 1000 : number), clock);
}

const epochUnits = { epoch_s: "s", epoch_ms: "ms", epoch_us: "us" } as const;

/** Tells the survey of a file's clock what stands in a time cell. */
export function surveyCell(clocks: ClockSurvey, cell: string, time: CsvMapping["time"]): void {
  if (time.format === "iso") {
    clocks.wrote(cell, time.zone !== "UTC");
    return;
  }
  const count = toNumber(cell);
  if (count !== undefined) clocks.counted(count, epochUnits[time.format]);
}
