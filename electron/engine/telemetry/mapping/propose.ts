import type { MappingFile, MappingProposal } from "../../../../shared/contract/mappings.ts";
import type { ClassName } from "../../../../shared/domain/ocsf.ts";
import { columnOf, commonNulls, type FoundTime, timeOfCells } from "./cell-kinds.ts";
import type { Layout } from "./layout.ts";
import { type SampledColumn, suggestClass, suggestColumns } from "./suggest.ts";

/** The beginning of a table, whatever it is written in. */
export interface SampledTable {
  readonly file: string;
  readonly kind: MappingProposal["kind"];
  readonly header: readonly string[];
  readonly rows: readonly (readonly string[])[];
  /** Of delimited text. */
  readonly layout: Layout | undefined;
  readonly layoutReason: string;
}

const timeNames =
  /^(?:@?time(?:stamp)?|ts|stime|starttime|date(?:time)?|eventtime|when|logtime|generatedtime|created(?:at|time)?|utctime|firstseen|.*time.*|.*date.*)$/i;

interface TimeColumn extends FoundTime {
  readonly column: string;
}

/** The first column that holds times, one that is called so before others. */
function findTime(columns: readonly SampledColumn[]): TimeColumn | undefined {
  const found = columns.flatMap(({ name, held }) => {
    const time = timeOfCells(held);
    return time === undefined ? [] : [{ ...time, column: name }];
  });
  const rank = ({ column }: TimeColumn): number =>
    /^(?:end|last|e)[_ ]?time|lastseen|expir/i.test(column) ? 2 : timeNames.test(column) ? 0 : 1;
  return found.toSorted((a, b) => rank(a) - rank(b))[0];
}

const formatNames = {
  iso: "ISO 8601",
  epoch_s: "seconds since 1970",
  epoch_ms: "milliseconds since 1970",
  epoch_us: "microseconds since 1970",
} as const;

function describeTime(found: TimeColumn | undefined): string {
  if (found === undefined) return "no column holds times that can be read: choose one and say how it is written";
  const { time, column, fitting, n, ambiguous } = found;
  const how = time.format === "pattern" ? (time.pattern ?? "") : formatNames[time.format];
  const doubt = ambiguous === undefined ? "" : `; ${ambiguous} fits as well, so make sure which it is`;
  return `${fitting} of ${n} values of "${column}" are ${how}${doubt}`;
}

/** How a table may be mapped, each choice with its reason. */
export function proposeMapping(table: SampledTable, wanted: ClassName | undefined): MappingProposal {
  const columns = table.header.map((name, i) =>
    columnOf(
      name,
      table.rows.map((row) => row[i] ?? ""),
    ),
  );
  const time = findTime(columns);
  const rest = columns.filter((c) => c.name !== time?.column);
  const best = suggestClass(rest);
  const name = wanted ?? best.name;
  const suggestions = suggestColumns(rest, name);
  return {
    file: table.file,
    kind: table.kind,
    columns: columns.map(({ held: _held, ...column }) => column),
    sampledRows: table.rows.length,
    layoutReason: table.layoutReason,
    timeReason: describeTime(time),
    classReason:
      wanted === undefined || wanted === best.name
        ? best.reason
        : `chosen; ${suggestions.length} of ${columns.length} columns fit it by their names`,
    suggestions,
    mapping: time === undefined ? null : toMapping(table, name, time, suggestions),
  };
}

function toMapping(table: SampledTable, name: ClassName, time: TimeColumn, suggestions: MappingProposal["suggestions"]): MappingFile {
  const { delimiter, quote, skipRows, header } = table.layout ?? { delimiter: ",", quote: '"', skipRows: 0, header: true };
  const nulls = [...commonNulls].filter((token) => table.rows.some((row) => row.includes(token)));
  return {
    class: name,
    delimiter,
    quote,
    ...(skipRows === 0 ? {} : { skipRows }),
    ...(header ? {} : { header }),
    ...(nulls.length === 0 ? {} : { nullTokens: nulls }),
    time: { column: time.column, ...time.time, zone: "UTC" },
    columns: Object.fromEntries(suggestions.map(({ column, mapped }) => [column, mapped])),
  };
}
