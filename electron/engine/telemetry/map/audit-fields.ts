/** One line of the audit daemon, or of those who write as it does. */
export interface AuditLine {
  readonly node: string | undefined;
  readonly type: string;
  /** Seconds since 1970, to the millisecond. */
  readonly seconds: number;
  readonly serial: string;
  readonly fields: ReadonlyMap<string, string>;
}

const head = /^(?:node=(\S{1,255}) )?type=([A-Z0-9_[\]]{1,40}) (?:msg=)?audit\((\d{1,11}\.\d{1,6}):(\d{1,20})\):\s?/;
const longestLine = 256 * 1024;
const keyAt = /[A-Za-z_][A-Za-z0-9_-]{0,63}=/y;
const noValue = new Set(["?", "(null)", "(none)", "unset"]);

export const isAuditText = (text: string): boolean => head.test(text.slice(0, 512));

/** Keys whose values the kernel writes in hexadecimal when they hold blanks or quotes; a0, a1 … only where they are arguments. */
const encoded: ReadonlySet<string> = new Set(["comm", "exe", "cwd", "name", "proctitle", "cmd", "acct", "cmdline"]);
const isArgument = /^a\d{1,5}$/;

function decode(value: string): string {
  if (value.length % 2 !== 0 || !/^[0-9A-F]{2,}$/.test(value)) return value;
  return Buffer.from(value, "hex").toString("utf8").replaceAll("\0", " ").trimEnd();
}

/** Where the next ` key=` begins at or after `from`; the text's end when there is none. */
function endOfBare(text: string, from: number): number {
  for (let at = text.indexOf(" ", from); at >= 0; at = text.indexOf(" ", at + 1)) {
    keyAt.lastIndex = at + 1;
    if (keyAt.test(text)) return at;
  }
  return text.length;
}

/** The quote that ends a value: one that the end or another key follows, since values hold quotes of their own. */
function endOfQuoted(text: string, quote: string, from: number): number {
  for (let at = text.indexOf(quote, from); at >= 0; at = text.indexOf(quote, at + 1)) {
    const next = text[at + 1];
    if (next === undefined) return at;
    keyAt.lastIndex = at + 2;
    if ((next === " " || next === "\u001d") && (at + 2 >= text.length || keyAt.test(text))) return at;
  }
  return text.length;
}

/** `key=value` pairs in order; the first of a name counts. Text in `msg='…'` is read as if it stood outside. */
export function auditFields(text: string, type: string): ReadonlyMap<string, string> {
  const flat = text.replace(/\bmsg='(.*)'/s, "$1").replaceAll("\u001d", " ");
  const fields = new Map<string, string>();
  const keepsArguments = type === "EXECVE";
  for (let at = 0; at < flat.length;) {
    keyAt.lastIndex = at;
    const key = keyAt.exec(flat)?.[0].slice(0, -1);
    if (key === undefined) {
      const space = flat.indexOf(" ", at);
      at = space < 0 ? flat.length : space + 1;
      continue;
    }
    const from = at + key.length + 1;
    const isQuoted = flat[from] === '"';
    const end = isQuoted ? endOfQuoted(flat, '"', from + 1) : endOfBare(flat, from);
    const value = flat.slice(isQuoted ? from + 1 : from, end);
    const isEncoded = !isQuoted && (encoded.has(key) || (keepsArguments && isArgument.test(key)));
    if (!fields.has(key) && value !== "" && !noValue.has(value)) fields.set(key, isEncoded ? decode(value) : value);
    at = end + (isQuoted ? 2 : 1);
  }
  return fields;
}

export function parseAuditLine(text: string): AuditLine | undefined {
  const match = head.exec(text.length > longestLine ? text.slice(0, longestLine) : text);
  const [whole, node, type, seconds, serial] = match ?? [];
  if (whole === undefined || type === undefined || seconds === undefined || serial === undefined) return undefined;
  return { node, type, seconds: Number(seconds), serial, fields: auditFields(text.slice(whole.length, longestLine), type) };
}
