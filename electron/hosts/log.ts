import { displayText } from "../../shared/lib/display-text.ts";

type Fields = Readonly<Record<string, string | number | boolean>>;

/** What is only text needs no name beside it. */
const spoken = new Set(["line", "message"]);

const longestLine = 2000;

/** A person reads a terminal: plain words there. Whoever keeps stderr reads one JSON document a line. */
export function logLine(event: string, fields: Fields, isTerminal: boolean): string {
  if (!isTerminal) return JSON.stringify({ t: "log", event, ...fields });
  const words = Object.entries(fields).map(([name, value]) => (spoken.has(name) ? String(value) : `${name} ${value}`));
  const text = [event.replaceAll("-", " "), words.join(", ")].filter((part) => part !== "").join(": ");
  return text
    .split("\n")
    .map((line) => displayText(line, longestLine))
    .join("\n");
}

/** One line on stderr per happening; the hosts' only log. Never give it tokens, cookies or record contents. */
export function log(event: string, fields: Fields = {}): void {
  process.stderr.write(`${logLine(event, fields, process.stderr.isTTY)}\n`);
}

/** A broken invariant reached a host boundary: it is written with its stack and the caller gets `internal`. */
export function logBug(what: string, error: unknown): void {
  log("bug", { what, error: error instanceof Error ? (error.stack ?? error.message) : String(error) });
}
