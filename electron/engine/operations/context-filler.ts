import { setImmediate, setTimeout as sleep } from "node:timers/promises";
import type { Handlers } from "../../../shared/contract/client.ts";
import { AppError, CancelledError } from "../../../shared/contract/errors.ts";
import type { Run } from "../../../shared/contract/models.ts";
import { hasContext, lackingContext } from "../context/read-context.ts";
import type { JobProgress } from "../jobs/job-registry.ts";
import { listRuns } from "../scoring/runs.ts";
import { readAnomaly } from "../triage/case.ts";
import type { EngineParts } from "./engine-parts.ts";
import { buildContextsOf } from "./run-contexts.ts";

/** Of a run so many by rank, more than are judged in some days; each takes some 50 kB. The others have theirs built when they are opened. */
const best = 500;
const jobName = "contexts.prepare";

interface Lacking {
  readonly run: Run;
  readonly ids: readonly string[];
}

/**
 * Builds contexts that are lacking, as after a scoring that was interrupted or a copy that was merged, in order of rank, newest run first. Only while
 * nothing is asked: a request ends what is being built, which is begun again when there was none for a while. It is a job; when that is cancelled
 * nothing more is built until runs change.
 */
export class ContextFiller {
  readonly #parts: EngineParts;
  readonly #quietMs: number;
  readonly #closing = new AbortController();
  #building = new AbortController();
  #asking = 0;
  #answeredAtMs = performance.now();
  #isDue = false;
  #filling: Promise<void> | undefined;

  /** `quietMs`: for how long nobody may have asked for anything. */
  constructor(parts: EngineParts, quietMs: number) {
    this.#parts = parts;
    this.#quietMs = quietMs;
  }

  /** Runs may have come. */
  note(): void {
    if (this.#parts.workspace.readOnly || this.#closing.signal.aborted) return;
    this.#isDue = true;
    this.#filling ??= this.#fillWhileDue().finally(() => {
      this.#filling = undefined;
    });
  }

  /** The same handlers; while any of them is at work, and for a while after, nothing is built. */
  heed(handlers: Handlers): Handlers {
    return new Proxy(handlers, {
      get: (target, name, receiver) => {
        const handler: unknown = Reflect.get(target, name, receiver);
        if (typeof handler !== "function") return handler;
        return async (...given: unknown[]): Promise<unknown> => {
          this.#asking += 1;
          this.#building.abort(new CancelledError());
          try {
            const answer: unknown = await Reflect.apply(handler, target, given);
            return answer;
          } finally {
            this.#asking -= 1;
            this.#answeredAtMs = performance.now();
          }
        };
      },
    });
  }

  /** Ends what is under way and begins nothing more. */
  async close(): Promise<void> {
    this.#closing.abort(new CancelledError());
    await this.#filling;
  }

  async #fillWhileDue(): Promise<void> {
    try {
      while (this.#isDue) {
        await this.#untilQuiet(this.#closing.signal);
        this.#isDue = false;
        await this.#fill();
      }
    } catch (error) {
      if (!(error instanceof CancelledError))
        this.#parts.log(`contexts: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
    }
  }

  async #fill(): Promise<void> {
    const { db } = this.#parts.workspace;
    const lacking: Lacking[] = [];
    for (const run of listRuns(db)) {
      const ids = lackingContext(db, run.id, best);
      if (ids.length > 0) lacking.push({ run, ids });
      // A request may come between two of many runs.
      await setImmediate();
      await this.#untilQuiet(this.#closing.signal);
    }
    if (lacking.length === 0) return;
    const work = (signal: AbortSignal, progress: (change: JobProgress) => void) => this.#prepare(lacking, signal, progress);
    await this.#parts.jobs.start(jobName, "Prepare cases", work, this.#closing.signal).result;
  }

  async #prepare(lacking: readonly Lacking[], signal: AbortSignal, progress: (change: JobProgress) => void): Promise<void> {
    const total = lacking.reduce((sum, { ids }) => sum + ids.length, 0);
    let done = 0;
    for (const { run, ids } of lacking) {
      const before = done;
      try {
        for (const id of ids) {
          await this.#build(run, id, signal);
          progress({ stage: "building context", done: (done += 1), total, unit: "cases" });
        }
      } catch (error) {
        // What one run rests on may be gone; opening its cases says so.
        if (!(error instanceof AppError)) throw error;
        this.#parts.log(`contexts of run ${run.id} are not built: ${error.message}`);
        done = before + ids.length;
      }
    }
  }

  /** One at a time, so that it is what opening the case would build, and no request waits for long. */
  async #build(run: Run, id: string, signal: AbortSignal): Promise<void> {
    const { db } = this.#parts.workspace;
    while (!hasContext(db, id)) {
      await this.#untilQuiet(signal);
      this.#building = new AbortController();
      const { signal: disturbed } = this.#building;
      try {
        await buildContextsOf(this.#parts, run, [readAnomaly(db, id)], AbortSignal.any([signal, disturbed]));
      } catch (error) {
        if (signal.aborted || !disturbed.aborted || !(error instanceof CancelledError)) throw error;
      }
    }
  }

  async #untilQuiet(signal: AbortSignal): Promise<void> {
    for (;;) {
      if (signal.aborted) throw new CancelledError();
      const leftMs = this.#answeredAtMs + this.#quietMs - performance.now();
      if (this.#asking === 0 && leftMs <= 0) return;
      // When the signal ends the wait, the loop says so in our words.
      await sleep(Math.max(leftMs, this.#quietMs / 4), undefined, { signal, ref: false }).catch(() => undefined);
    }
  }
}
