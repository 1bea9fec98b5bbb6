import type { AsOfBasis } from "../../../shared/contract/inventories.ts";
import { readTimeUs } from "./read-time.ts";

export interface AsOf {
  readonly us: number;
  readonly basis: AsOfBasis;
}

const dated =
  /(?:^|[^0-9])(20\d\d)[-_.]?(0[1-9]|1[0-2])[-_.]?(0[1-9]|[12]\d|3[01])(?:[T_ .-]?([01]\d|2[0-3])[-_:.h]?([0-5]\d)(?:[-_:.]?([0-5]\d))?)?Z?(?!\d)/;
/** A day of the week in the name of one of a rotating set of files. */
const weekday = /[-_. ](?:mon|tue|wed|thu|fri|sat|sun)(?=$|[-_. ])/i;

/** The date a file's name carries, midnight UTC without a time; undefined when it has none. */
export function dateInName(name: string): number | undefined {
  const match = dated.exec(name);
  if (match === null) return undefined;
  const [, year = "", month = "", day = "", hour = "00", minute = "00", second = "00"] = match;
  return readTimeUs(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
}

/** What stays of a file's name from one export to the next: no folder, no date, no ending. */
export function sourceOf(name: string): string {
  const base = name.split(/[/\\]/).at(-1) ?? name;
  const stem = base.replace(/(?:\.(?:csv|tsv|txt|json|ndjson|jsonl|log|ldif|ldf|leases|gz))+$/i, "");
  const bare = stem
    .replace(dated, " ")
    .replace(weekday, " ")
    .replaceAll(/^[\s._-]+|[\s._-]+$/g, "");
  return (bare === "" ? stem : bare).slice(0, 120);
}

/**
 * When an export was true: as declared; else the date in its name, or the newest change it holds where that is later, since an export cannot be older
 * than its content; else when it came in. A file's own timestamp says when it was copied and is never asked.
 */
export function asOfOf(given: { declared: number | undefined; name: string; newestChange: number | undefined; importedAt: number }): AsOf {
  const { declared, newestChange, importedAt } = given;
  if (declared !== undefined) return { us: declared, basis: "declared" };
  const named = dateInName(given.name);
  if (named !== undefined && (newestChange === undefined || named >= newestChange)) return { us: named, basis: "file name" };
  if (newestChange !== undefined) return { us: newestChange, basis: "content" };
  return { us: importedAt, basis: "import" };
}
