import type { ForeignFacts } from "../../../../shared/contract/foreign-models.ts";
import { AppError, CancelledError, fromWireError } from "../../../../shared/contract/errors.ts";
import { invariant } from "../../../../shared/lib/invariant.ts";
import type { RuntimeControl } from "../model-worker-channel.ts";
import {
  type ForeignAnswer,
  type ForeignRequest,
  type ForeignScored,
  FromForeign,
  type OpenRequest,
  type ScoreRequest,
} from "./foreign-protocol.ts";
import type { ChildEnd, LimitedChild, StartChild } from "../../limited-child.ts";

export interface ForeignLimits {
  /** Resident memory of the process. */
  readonly memoryBytes: number;
  /** Longest time without a sign of progress. */
  readonly quietMs: number;
}
export const foreignProcessLimits: ForeignLimits = { memoryBytes: 1536 * 1024 * 1024, quietMs: 120_000 };

/** One foreign model, open in a process of its own. */
export interface ForeignModel {
  /** As it was checked and encoded again; what is kept and loaded later. */
  readonly bytes: Uint8Array;
  readonly facts: ForeignFacts;
  readonly pid: number | undefined;
  score(request: Omit<ScoreRequest, "kind">, control?: RuntimeControl): Promise<ForeignScored>;
  close(): void;
}

interface Waiting {
  readonly progress: (done: number, total: number) => void;
  readonly resolve: (answer: ForeignAnswer) => void;
  readonly reject: (error: Error) => void;
}

/** A process that may crash, hang or be killed at any time: then what was asked of it fails, and nothing else does. */
class ForeignProcess {
  readonly #child: LimitedChild;
  readonly #limits: ForeignLimits;
  #waiting: Waiting | undefined;
  #timer: NodeJS.Timeout | undefined;
  #lost: Error | undefined;

  constructor(start: StartChild, limits: ForeignLimits) {
    this.#limits = limits;
    this.#child = start(limits);
    this.#child.onMessage((message) => this.#hear(message));
    this.#child.onEnd((end) => this.#lose(this.#gone(end)));
  }

  get pid(): number | undefined {
    return this.#child.pid;
  }

  async ask(request: ForeignRequest, { signal, progress }: RuntimeControl = {}): Promise<ForeignAnswer> {
    if (signal?.aborted === true) throw new CancelledError();
    if (this.#lost !== undefined) throw this.#lost;
    invariant(this.#waiting === undefined, "a foreign model is asked one thing at a time");
    const { promise, resolve, reject } = Promise.withResolvers<ForeignAnswer>();
    this.#waiting = { progress: progress ?? (() => undefined), resolve, reject };
    const stop = (): void => this.end(new CancelledError());
    signal?.addEventListener("abort", stop, { once: true });
    this.#watch();
    this.#child.send(request);
    try {
      return await promise;
    } finally {
      signal?.removeEventListener("abort", stop);
      clearTimeout(this.#timer);
    }
  }

  end(because: Error): void {
    this.#lose(because);
    this.#child.kill();
  }

  #watch(): void {
    clearTimeout(this.#timer);
    const { quietMs } = this.#limits;
    this.#timer = setTimeout(
      () => this.end(new AppError("limit-exceeded", `The model gave no sign of life for ${quietMs / 1000} s and was stopped.`)),
      quietMs,
    );
  }

  #hear(raw: unknown): void {
    const { data } = FromForeign.safeParse(raw);
    if (data !== undefined) this.#receive(data);
    else this.end(new AppError("engine-gone", "The process that ran the model said what none of ours says, and was stopped."));
  }

  #receive(message: FromForeign): void {
    const waiting = this.#waiting;
    if (waiting === undefined || message.kind === "ready") return;
    if (message.kind === "progress") {
      this.#watch();
      return waiting.progress(message.done, message.total);
    }
    this.#waiting = undefined;
    if (message.kind === "failed") waiting.reject(fromWireError(message.error));
    else waiting.resolve(message.answer);
  }

  #gone({ how, complaint }: ChildEnd): AppError {
    if (/memory-limit|heap out of memory|bad_alloc/.test(complaint)) {
      const megabytes = Math.round(this.#limits.memoryBytes / 1024 / 1024);
      return new AppError("limit-exceeded", `The model needed more than ${megabytes} MB of memory and was stopped.`);
    }
    return new AppError("engine-gone", `The process that ran the model ${how}. Nothing else was affected.`, {
      hint: "The model crashed or was stopped from outside; if it does so again, it cannot be used.",
    });
  }

  #lose(error: Error): void {
    this.#lost ??= error;
    clearTimeout(this.#timer);
    this.#waiting?.reject(this.#lost);
    this.#waiting = undefined;
  }
}

/**
 * Starts a process, checks the file in it and loads it there. Throws AppError `model-mismatch` with the reason of a refusal,
 * `limit-exceeded` or `engine-gone` when the process is lost; CancelledError.
 */
export async function openForeignModel(
  start: StartChild,
  file: Omit<OpenRequest, "kind">,
  control: RuntimeControl = {},
  limits: ForeignLimits = foreignProcessLimits,
): Promise<ForeignModel> {
  const child = new ForeignProcess(start, limits);
  const close = (): void => child.end(new AppError("engine-gone", "The model was closed."));
  try {
    const opened = await child.ask({ kind: "open", ...file }, control);
    invariant(opened.kind === "opened", `the process answered ${opened.kind} to an opening`);
    const score = async (request: Omit<ScoreRequest, "kind">, own: RuntimeControl = {}): Promise<ForeignScored> => {
      const answer = await child.ask({ kind: "score", ...request }, own);
      invariant(answer.kind === "scored", `the process answered ${answer.kind} to a scoring`);
      return answer;
    };
    return {
      bytes: opened.bytes,
      facts: opened.facts,
      get pid() {
        return child.pid;
      },
      score,
      close,
    };
  } catch (error) {
    close();
    throw error;
  }
}
