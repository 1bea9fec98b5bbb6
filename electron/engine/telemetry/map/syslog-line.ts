import type { ClockRule } from "../clock.ts";
import { fromWritten } from "../clock.ts";
import { parseTime } from "../time-text.ts";

/** One line of syslog, whoever wrote it. */
export interface SyslogLine {
  readonly stamp: string;
  readonly host: string;
  readonly program: string;
  readonly pid: number | undefined;
  readonly text: string;
}

const priority = "(?:<\\d{1,3}>)?";
const sender = "(\\S{1,255}) ([^\\s:[]{1,64})(?:\\[(\\d{1,10})\\])?: ?(.*)$";
const dated = new RegExp(`^${priority}(\\d{4}-\\d\\d-\\d\\d[T ]\\S{8,30}) ${sender}`, "s");
const yearless = new RegExp(`^${priority}([A-Z][a-z]{2} [ \\d]\\d \\d\\d:\\d\\d:\\d\\d(?:\\.\\d{1,9})?) ${sender}`, "s");
/** RFC 5424, its structured data left out. */
const structured =
  /^<\d{1,3}>1 (\S{1,40}) (\S{1,255}) (\S{1,64}) (\S{1,128}) \S{1,32} (?:-|(?:\[(?:[^\]\\"]|"(?:[^"\\]|\\.)*")*\])+)(?: (.*))?$/s;

export function parseSyslogLine(line: string): SyslogLine | undefined {
  const modern = structured.exec(line);
  if (modern !== null) {
    const [, stamp = "", host = "", program = "", pid = "", text = ""] = modern;
    return { stamp, host, program, pid: /^\d{1,10}$/.test(pid) ? Number(pid) : undefined, text: text.replace(/^\uFEFF/, "") };
  }
  const [, stamp, host, program, pid, text] = dated.exec(line) ?? yearless.exec(line) ?? [];
  if (stamp === undefined || host === undefined || program === undefined) return undefined;
  return { stamp, host, program, pid: pid === undefined ? undefined : Number(pid), text: text ?? "" };
}

const months = "JanFebMarAprMayJunJulAugSepOctNovDec";
const dayUs = 86_400_000_000;

/** `Dec  1 08:00:00`. */
export const isYearless = (stamp: string): boolean => /^[A-Z]/.test(stamp);

export const withoutYear = "time without a year";
export const howToSayYear = "syslog times name no year: the clock rule start:<ISO time> says when the log begins";

/**
 * Times of one file. The classic form names neither year nor zone: with a `start` rule it is the first such moment from
 * then on, and the year goes up where months go back; without one it stays undefined, since any year would be a guess.
 */
export class SyslogClock {
  readonly #rule: ClockRule;
  #lastUs: number | undefined;

  constructor(rule: ClockRule) {
    this.#rule = rule;
  }

  timeOf(stamp: string): number | undefined {
    const written = parseTime(stamp);
    if (written !== undefined) return fromWritten(written, this.#rule);
    return this.#rule.kind === "start" ? this.#yearlessTime(stamp, this.#rule.startUs) : undefined;
  }

  #yearlessTime(stamp: string, startUs: number): number | undefined {
    const month = months.indexOf(stamp.slice(0, 3)) / 3 + 1;
    if (!Number.isInteger(month) || month < 1) return undefined;
    const rest = `${String(month).padStart(2, "0")}-${stamp.slice(4, 6).replace(" ", "0")}T${stamp.slice(7)}`;
    const earliest = (this.#lastUs ?? startUs) - dayUs;
    const year = new Date(earliest / 1000).getUTCFullYear();
    const candidates = [year, year + 1, year + 2].flatMap((y) => parseTime(`${y}-${rest}`)?.us ?? []);
    const us = candidates.find((c) => c >= earliest);
    if (us !== undefined) this.#lastUs = Math.max(this.#lastUs ?? us, us);
    return us;
  }
}
