import { parseTime } from "../time-text.ts";

const run = /(?:\\x[0-9a-fA-F]{2})+|\\\\/g;
const bytesOfRun = (escaped: string): Buffer => Buffer.from(escaped.replaceAll("\\x", ""), "hex");
/** Of ASCII. */
const control = /(?![\u0080-\u009f])\p{Cc}/gu;
const showControl = (char: string): string => `\\x${char.charCodeAt(0).toString(16).padStart(2, "0")}`;

/**
 * Undoes the escapes of Zeek's ASCII writer: bytes written one by one are put together as UTF-8 again. Control characters
 * and bytes that are no UTF-8 stay as `\xNN`, as Zeek's JSON writer leaves them.
 */
export function unescapeZeek(text: string): string {
  if (!text.includes("\\")) return text;
  return text.replace(run, (escaped) => {
    if (escaped === "\\\\") return "\\";
    const decoded = bytesOfRun(escaped).toString("utf8");
    return decoded.includes("\ufffd") ? escaped : decoded.replace(control, showControl);
  });
}

/** A directive's value: separators are control characters as a rule. */
const unescapeDirective = (text: string): string =>
  text.replace(run, (escaped) => (escaped === "\\\\" ? "\\" : bytesOfRun(escaped).toString("utf8")));

/** What follows the first separator of a header line. */
export function headerValue(line: string, separator: string): string | undefined {
  const at = line.indexOf(separator);
  return at < 0 ? undefined : line.slice(at + separator.length);
}

/** `2026-03-02-08-00-00`. */
const openedAt = (value: string): number | undefined => {
  const [, date, hour, minute, second] = /^(\d{4}-\d\d-\d\d)-(\d\d)-(\d\d)-(\d\d)$/.exec(value) ?? [];
  return date === undefined ? undefined : parseTime(`${date}T${String(hour)}:${String(minute)}:${String(second)}Z`)?.us;
};

/** The directives in force at some line of a Zeek ASCII log. */
export class ZeekHeader {
  separator = "\t";
  separatorByte = 9;
  setSeparator = ",";
  path: string | undefined;
  /** When Zeek began to write the log, by the clock of the machine it ran on, taken for UTC. */
  openedUs: number | undefined;
  #unset = Buffer.from("-");
  #empty = Buffer.from("(empty)");

  /** Takes any directive but #fields. Unknown ones are comments. */
  take(line: string): void {
    if (line.startsWith("#separator")) {
      const value = unescapeDirective(line.slice("#separator".length).trimStart());
      if (value.length > 0 && value.charCodeAt(0) < 128) {
        this.separator = value.slice(0, 1);
        this.separatorByte = value.charCodeAt(0);
      }
      return;
    }
    const value = headerValue(line, this.separator);
    if (value === undefined || value === "") return;
    if (line.startsWith("#set_separator")) this.setSeparator = unescapeDirective(value);
    else if (line.startsWith("#unset_field")) this.#unset = Buffer.from(unescapeDirective(value));
    else if (line.startsWith("#empty_field")) this.#empty = Buffer.from(unescapeDirective(value));
    else if (line.startsWith("#path")) this.path = value;
    else if (line.startsWith("#open")) this.openedUs = openedAt(value);
  }

  /** Unset and empty fields alike carry nothing. */
  isUnset(buffer: Buffer, start: number, end: number): boolean {
    return start === end || equals(this.#unset, buffer, start, end) || equals(this.#empty, buffer, start, end);
  }
}

function equals(expected: Buffer, buffer: Buffer, start: number, end: number): boolean {
  if (end - start !== expected.length || buffer[start] !== expected[0]) return false;
  for (let i = 1; i < expected.length; i++) if (buffer[start + i] !== expected[i]) return false;
  return true;
}
