/** One line of NDJSON on stderr per happening; the hosts' only log. Never give it tokens, cookies or record contents. */
export function log(event: string, fields: Readonly<Record<string, string | number | boolean>> = {}): void {
  process.stderr.write(`${JSON.stringify({ t: "log", event, ...fields })}\n`);
}

/** A broken invariant reached a host boundary: it is written with its stack and the caller gets `internal`. */
export function logBug(what: string, error: unknown): void {
  log("bug", { what, error: error instanceof Error ? (error.stack ?? error.message) : String(error) });
}
