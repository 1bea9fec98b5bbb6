import type { MappingFile, TableColumn } from "../../../../shared/contract/mappings.ts";
import { earliestUs, latestUs, parseTime } from "../time-text.ts";
import { isIpText } from "./ip-text.ts";
import { compilePattern } from "./time-pattern.ts";

/** Texts that exports write where there is nothing. */
export const commonNulls: ReadonlySet<string> = new Set(["-", "null", "NULL", "N/A", "n/a", "NA", "None", "nil", "(empty)", "\\N"]);

const shownSamples = 5;
const isBoolean = (cell: string): boolean => /^(?:true|false|yes|no|t|f|y|n)$/i.test(cell);
const isNumber = (cell: string): boolean => cell.length < 40 && !Number.isNaN(Number(cell));
const isInteger = (cell: string): boolean => /^[+-]?\d{1,19}$/.test(cell) || /^0x[0-9a-f]{1,13}$/i.test(cell);

/** Patterns tried on text that is no ISO time, the unambiguous first. */
const patterns = [
  "yyyy/MM/dd HH:mm:ss",
  "yyyy/MM/ddTHH:mm:ss",
  "yyyy-MM-dd HH:mm:ss Z",
  "yyyy.MM.dd HH:mm:ss",
  "dd/MMM/yyyy:HH:mm:ss Z",
  "dd-MMM-yyyy HH:mm:ss",
  "dd MMM yyyy HH:mm:ss",
  "MMM dd yyyy HH:mm:ss",
  "MMM d, yyyy hh:mm:ss a",
  "dd.MM.yyyy HH:mm:ss",
  "dd.MM.yyyy HH:mm",
  "dd/MM/yyyy HH:mm:ss",
  "MM/dd/yyyy HH:mm:ss",
  "M/d/yyyy h:mm:ss a",
  "M/d/yyyy h:mm a",
  "M/d/yyyy H:mm",
  "yyyyMMddHHmmss",
] as const;

export interface FoundTime {
  readonly time: Pick<MappingFile["time"], "format" | "pattern">;
  readonly fitting: number;
  readonly n: number;
  /** Other patterns fit just as well: whether the day or the month comes first cannot be told. */
  readonly ambiguous: string | undefined;
}

const isPlausible = (us: number): boolean => us >= earliestUs && us < latestUs;

const counts = [
  ["epoch_s", 1e6],
  ["epoch_ms", 1e3],
  ["epoch_us", 1],
] as const;

/** The way of writing times that most cells fit, if four in five do. */
export function timeOfCells(cells: readonly string[]): FoundTime | undefined {
  const n = cells.length;
  const enough = (fitting: number): boolean => n > 0 && fitting >= n * 0.8;
  const iso = cells.filter((cell) => parseTime(cell) !== undefined).length;
  if (enough(iso)) return { time: { format: "iso" }, fitting: iso, n, ambiguous: undefined };
  const fits = patterns
    .map((pattern) => {
      const read = compilePattern(pattern);
      return { pattern, fitting: typeof read === "string" ? 0 : cells.filter((cell) => read(cell) !== undefined).length };
    })
    .filter(({ fitting }) => enough(fitting))
    .toSorted((a, b) => b.fitting - a.fitting);
  const [best, second] = fits;
  if (best !== undefined)
    return {
      time: { format: "pattern", pattern: best.pattern },
      fitting: best.fitting,
      n,
      ambiguous: second?.fitting === best.fitting ? second.pattern : undefined,
    };
  for (const [format, toUs] of counts) {
    const fitting = cells.filter((cell) => isNumber(cell) && Number(cell) > 5e8 && isPlausible(Number(cell) * toUs)).length;
    if (enough(fitting)) return { time: { format }, fitting, n, ambiguous: undefined };
  }
  return undefined;
}

/** What all cells of a column are that hold anything. */
export function columnOf(name: string, all: readonly string[]): TableColumn & { readonly held: readonly string[] } {
  const held = all.filter((cell) => cell !== "" && !commonNulls.has(cell));
  const samples = [...new Set(held)].slice(0, shownSamples).map((cell) => cell.slice(0, 80));
  return { name, kind: kindOf(held), samples, held };
}

function kindOf(held: readonly string[]): TableColumn["kind"] {
  if (held.length === 0) return "empty";
  if (held.every((cell) => isIpText(cell))) return "ip";
  if (held.every(isBoolean)) return "boolean";
  if (timeOfCells(held)?.fitting === held.length) return "time";
  if (held.every(isInteger)) return "integer";
  return held.every(isNumber) ? "number" : "text";
}
