import { type Column, ocsfClasses, type OcsfClass } from "../../../../shared/domain/ocsf.ts";
import { type ClockRule, fromEpoch, fromWritten, shift } from "../clock.ts";
import type { AnyColumn, ClassTable } from "../columns/class-table.ts";
import { BooleanColumn, DoubleColumn, Int32Column, Int64Column } from "../columns/number-columns.ts";
import { parseTime } from "../time-text.ts";
import { type Fields, isFields } from "./windows-event.ts";
import { toBoolean, toNumber } from "./zeek-mapping.ts";

const classes: ReadonlyMap<number, OcsfClass> = new Map(ocsfClasses.map((c) => [c.uid, c]));

export const isOcsfEvent = (record: Fields): boolean =>
  Number.isInteger(toNumber(record["class_uid"])) && (isFields(record["metadata"]) || record["category_uid"] !== undefined);

export const classOfEvent = (event: Fields): OcsfClass | undefined => classes.get(toNumber(event["class_uid"]) ?? -1);

export function kindOfEvent(event: Fields): string {
  const name = typeof event["class_name"] === "string" ? ` ${event["class_name"]}` : "";
  return `OCSF ${String(toNumber(event["class_uid"]))}${name}`.slice(0, 100).toWellFormed();
}

/** OCSF counts milliseconds; seconds, micro- and nanoseconds are told by their size, text is ISO 8601. */
function timeOf(value: unknown, clock: ClockRule): number | undefined {
  const n = toNumber(value);
  if (n !== undefined) return n >= 1e17 ? shift(Math.round(n / 1000), clock) : n >= 1e14 ? shift(n, clock) : fromEpoch(n, clock);
  const written = typeof value === "string" ? parseTime(value) : undefined;
  return written === undefined ? undefined : fromWritten(written, clock);
}

/** When the event happened: `time`, or its textual twin. */
export const timeOfEvent = (event: Fields, clock: ClockRule): number | undefined =>
  timeOf(event["time"], clock) ?? timeOf(event["time_dt"], clock);

/** All values at a path; lists on the way give the values of their elements. */
function collect(value: unknown, parts: readonly string[], at: number, into: unknown[]): void {
  if (value === undefined || value === null) return;
  if (Array.isArray(value)) for (const element of value) collect(element, parts, at, into);
  else if (at === parts.length) into.push(value);
  else if (isFields(value)) collect(value[parts[at] ?? ""], parts, at + 1, into);
}

function valuesAt(event: Fields, parts: readonly string[]): readonly unknown[] {
  const found: unknown[] = [];
  collect(event, parts, 0, found);
  return found;
}

const showText = (value: unknown): string => (typeof value === "string" ? value : JSON.stringify(value));

type Read = (event: Fields) => readonly unknown[];

/** What a column holds of an event. */
function readerOf(column: Column): Read | undefined {
  const source = column.source ?? (column.path === undefined ? undefined : { kind: "value" as const, path: column.path });
  if (source === undefined || source.kind === "none") return undefined;
  const parts = source.path.split(".");
  switch (source.kind) {
    case "value":
      return (event) => valuesAt(event, parts);
    case "first":
      return (event) => valuesAt(event, parts).slice(0, 1);
    case "count":
      return (event) => [valuesAt(event, parts).length];
    case "present":
      return (event) => [valuesAt(event, parts).length > 0];
    case "least":
      return (event) =>
        valuesAt(event, parts)
          .flatMap((v) => toNumber(v) ?? [])
          .toSorted((a, b) => a - b);
    case "hex":
      return (event) => valuesAt(event, parts).map((v) => (Number.isInteger(v) ? `0x${Number(v).toString(16)}` : v));
    case "hash": {
      const { algorithm } = source;
      return (event) => valuesAt(event, parts).flatMap((f) => (isFields(f) && f["algorithm_id"] === algorithm ? [f["value"]] : []));
    }
  }
}

function put(column: AnyColumn, isTime: boolean, values: readonly unknown[], clock: ClockRule): void {
  const [first] = values;
  if (first === undefined) return;
  if (column instanceof Int64Column) column.put(isTime ? timeOf(first, clock) : toNumber(first));
  else if (column instanceof Int32Column || column instanceof DoubleColumn) column.put(toNumber(first));
  else if (column instanceof BooleanColumn) column.put(toBoolean(first));
  else column.put(values.length === 1 ? showText(first) : values.map(showText).join(";"));
}

/** Takes every column from its path in an event that is OCSF already. What has no column stays in the original record. */
export function bindOcsfClass(ocsfClass: OcsfClass, table: ClassTable, clock: ClockRule): (event: Fields) => void {
  const steps = ocsfClass.columns.flatMap((c) => {
    const read = readerOf(c);
    const column = table.column(c.name);
    return read === undefined || column === undefined || c.name === "time" ? [] : [{ read, column, isTime: c.type === "timestamp" }];
  });
  return (event) => {
    for (const { read, column, isTime } of steps) put(column, isTime, read(event), clock);
  };
}
