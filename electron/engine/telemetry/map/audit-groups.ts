import type { AuditLine } from "./audit-fields.ts";

/** A line with what else the caller needs of it when its event is complete. */
export interface HeldLine<T> {
  readonly line: AuditLine;
  readonly held: T;
}

/** Record types that several lines of one event have; any other is an event by itself. */
const parts: ReadonlySet<string> = new Set(
  "SYSCALL EXECVE CWD PATH PROCTITLE SOCKADDR BPRM_FCAPS OBJ_PID IPC MMAP FD_PAIR CAPSET TTY EOE KERN_MODULE".split(" "),
);
/** What closes an event: the daemon's own mark, or the last line it writes of a call. */
const last: ReadonlySet<string> = new Set(["EOE", "PROCTITLE"]);
/** Events are interleaved only over a few lines. */
const openAtOnce = 64;
/** A call has a few lines; what has more was not written by an audit daemon. */
const longest = 1000;

/** Puts the lines of one audit event together again. */
export class AuditGroups<T> {
  readonly #open = new Map<string, HeldLine<T>[]>();
  readonly #take: (group: readonly HeldLine<T>[]) => void;

  constructor(take: (group: readonly HeldLine<T>[]) => void) {
    this.#take = take;
  }

  add(line: AuditLine, held: T): void {
    const key = `${line.node ?? ""} ${line.seconds}:${line.serial}`;
    const group = this.#open.get(key);
    if (!parts.has(line.type) || (group === undefined && last.has(line.type))) {
      this.#take([{ line, held }]);
      return;
    }
    if (group === undefined) this.#open.set(key, [{ line, held }]);
    else group.push({ line, held });
    if (last.has(line.type) || (group?.length ?? 0) >= longest) this.#close(key);
    else if (this.#open.size > openAtOnce) this.#close(this.#open.keys().next().value ?? "");
  }

  end(): void {
    for (const key of this.#open.keys()) this.#close(key);
  }

  #close(key: string): void {
    const group = this.#open.get(key);
    this.#open.delete(key);
    if (group !== undefined) this.#take(group);
  }
}
