import type { Backup } from "../../../shared/contract/backups.ts";
import { AppError } from "../../../shared/contract/errors.ts";
import { nowUs } from "../runtime.ts";
import { listBackups } from "../sqlite/backup.ts";
import { backUp, dueCause } from "../workspace/back-up.ts";
import type { EngineParts } from "./engine-parts.ts";

/** After a failure it is tried again when so much more was decided. */
const patience = 20;
const closingPatienceMs = 2000;

/** Makes the copies that are due by themselves, one at a time, and those somebody asks for. */
export class BackupKeeper {
  readonly #parts: EngineParts;
  readonly #isOn: boolean;
  readonly #closing = new AbortController();
  #busy: Promise<void> = Promise.resolve();
  #notBefore = 0;
  #failure: string | null = null;

  constructor(parts: EngineParts, isOn: boolean) {
    this.#parts = parts;
    this.#isOn = isOn && !parts.workspace.readOnly;
  }

  /** Why the last try failed. */
  get failure(): string | null {
    return this.#failure;
  }

  /** Something may have been decided. */
  note(): void {
    if (this.#isOn) void this.#inTurn(() => this.#makeDue());
  }

  make(): Promise<Backup> {
    return this.#inTurn(() => this.#make("hand"));
  }

  /** Waits for a copy that is nearly done, and gives up one that would hold the workspace long after its window has gone. */
  async close(): Promise<void> {
    const timer = setTimeout(() => this.#closing.abort(), closingPatienceMs);
    await this.#busy;
    clearTimeout(timer);
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const done = this.#busy.then(work);
    this.#busy = done.then(
      () => undefined,
      () => undefined,
    );
    return done;
  }

  async #makeDue(): Promise<void> {
    const { log, paths } = this.#parts.workspace;
    const head = log.head();
    if (head.seq < this.#notBefore) return;
    const cause = dueCause(listBackups(paths.backups), head, nowUs());
    if (cause === undefined) return;
    try {
      await this.#make(cause);
    } catch (error) {
      this.#notBefore = head.seq + patience;
      this.#parts.log(`no backup was made: ${error instanceof Error ? error.message : String(error)}`);
    }
  }

  async #make(cause: "day" | "decisions" | "hand"): Promise<Backup> {
    try {
      const backup = await backUp(this.#parts.workspace.paths, cause, this.#closing.signal);
      this.#failure = null;
      return backup;
    } catch (error) {
      this.#failure = error instanceof AppError ? error.message : "The copy could not be made.";
      throw error;
    } finally {
      this.#parts.emit("workspace.changed", { what: "backup" });
    }
  }
}
