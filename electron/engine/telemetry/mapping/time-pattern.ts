import { daysInMonth } from "../time-text.ts";

/** Read by a pattern: the wall clock in microseconds as if it were UTC, and how far ahead of UTC the text says that clock is. */
export interface PatternTime {
  readonly wallUs: number;
  readonly aheadUs: number | undefined;
}

type Part = "year" | "month" | "monthName" | "day" | "hour" | "minute" | "second" | "fraction" | "half" | "zone";

const months = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

/** Longest first, since each is matched at the pattern's next character. */
const tokens: readonly (readonly [string, Part, string])[] = [
  ["yyyy", "year", "(\\d{4})"],
  ["MMM", "monthName", "([A-Za-z]{3})"],
  ["MM", "month", "(\\d{2})"],
  ["M", "month", "(\\d{1,2})"],
  ["dd", "day", "(\\d{2})"],
  ["d", "day", "(\\d{1,2})"],
  ["HH", "hour", "(\\d{2})"],
  ["H", "hour", "(\\d{1,2})"],
  ["hh", "hour", "(\\d{2})"],
  ["h", "hour", "(\\d{1,2})"],
  ["mm", "minute", "(\\d{2})"],
  ["ss", "second", "(\\d{2})"],
  ["S", "fraction", "(\\d{1,9})"],
  ["a", "half", "([AaPp]\\.?[Mm]\\.?)"],
  ["Z", "zone", "(Z|UTC|GMT|[+-]\\d\\d:?\\d\\d)"],
];

const escaped = (text: string): string => text.replaceAll(/[.*+?^${}()|[\]\\/]/g, "\\$&");

interface Compiled {
  readonly expression: RegExp;
  readonly parts: readonly Part[];
}

/** A pattern as an expression of bounded repetitions; a sentence about what is wrong with it otherwise. A second may have a fraction. */
function compile(pattern: string): Compiled | string {
  const parts: Part[] = [];
  let expression = "";
  for (let at = 0; at < pattern.length;) {
    const found = tokens.find(([text]) => pattern.startsWith(text, at));
    const character = pattern[at] ?? "";
    if (found === undefined && /[A-Za-z]/.test(character) && character !== "T")
      return `"${character}" is no letter of a pattern; use yyyy MM MMM dd HH hh mm ss S a Z`;
    const [text, part, source] = found ?? [character, undefined, escaped(character)];
    if (part !== undefined && parts.includes(part)) return `it names the ${part} twice`;
    if (part !== undefined) parts.push(part);
    expression += source;
    at += text.length;
    if (part === "second" && pattern[at + 1] !== "S") {
      parts.push("fraction");
      expression += "(?:[.,](\\d{1,9}))?";
    }
  }
  const missing = [
    ["year", parts.includes("year")],
    ["month", parts.includes("month") || parts.includes("monthName")],
    ["day", parts.includes("day")],
    ["hour", parts.includes("hour")],
    ["minute", parts.includes("minute")],
  ] as const;
  const first = missing.find(([, has]) => !has);
  if (first !== undefined) return `it has no ${first[0]}`;
  if (parts.includes("half") !== /h/.test(pattern)) return "hh and a belong together; HH counts to 23";
  return { expression: new RegExp(`^${expression}$`), parts };
}

export type PatternReader = (text: string) => PatternTime | undefined;

/** Reads times of a pattern; what is wrong with the pattern when it is none. */
export function compilePattern(pattern: string): PatternReader | string {
  const compiled = compile(pattern);
  if (typeof compiled === "string") return compiled;
  const { expression, parts } = compiled;
  return (text) => {
    const match = text.length > 80 ? null : expression.exec(text);
    if (match === null) return undefined;
    const of = (part: Part): string | undefined => {
      const at = parts.indexOf(part);
      return at < 0 ? undefined : match[at + 1];
    };
    return assemble(of);
  };
}

function assemble(of: (part: Part) => string | undefined): PatternTime | undefined {
  const year = Number(of("year"));
  const name = of("monthName");
  const month = name === undefined ? Number(of("month")) : months.indexOf(name.toLowerCase()) + 1;
  const day = Number(of("day"));
  const hour = hourOf(Number(of("hour")), of("half"));
  const minute = Number(of("minute"));
  const second = Number(of("second") ?? 0);
  const isValid =
    year >= 1000 &&
    month >= 1 &&
    month <= 12 &&
    day >= 1 &&
    day <= (daysInMonth[month - 1] ?? 0) &&
    hour !== undefined &&
    hour <= 23 &&
    minute <= 59 &&
    second <= 60;
  if (!isValid) return undefined;
  const fraction = Number((of("fraction") ?? "").slice(0, 6).padEnd(6, "0"));
  return { wallUs: Date.UTC(year, month - 1, day, hour, minute, second) * 1000 + fraction, aheadUs: aheadOf(of("zone")) };
}

function hourOf(hour: number, half: string | undefined): number | undefined {
  if (half === undefined) return hour;
  if (hour < 1 || hour > 12) return undefined;
  return (hour % 12) + (half.toLowerCase().startsWith("p") ? 12 : 0);
}

function aheadOf(zone: string | undefined): number | undefined {
  if (zone === undefined) return undefined;
  const m = /^([+-])(\d\d):?(\d\d)$/.exec(zone);
  return m === null ? 0 : (m[1] === "-" ? -1 : 1) * (Number(m[2]) * 60 + Number(m[3])) * 60_000_000;
}
