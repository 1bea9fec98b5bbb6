import { type ChildProcess, fork } from "node:child_process";
import type { ForeignFacts } from "../../../../shared/contract/foreign-models.ts";
import { AppError, CancelledError, fromWireError } from "../../../../shared/contract/errors.ts";
import { invariant } from "../../../../shared/lib/invariant.ts";
import { workerPath } from "../../runtime.ts";
import type { RuntimeControl } from "../model-worker-channel.ts";
import { runtimeSilence } from "../no-telemetry.ts";
import type { ForeignAnswer, ForeignRequest, ForeignScored, FromForeign, OpenRequest, ScoreRequest } from "./foreign-protocol.ts";

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
  readonly pid: number;
  score(request: Omit<ScoreRequest, "kind">, control?: RuntimeControl): Promise<ForeignScored>;
  close(): void;
}

/** No rights to write files or start programs where Node can withhold them, and no environment to read secrets from. */
function start(memoryBytes: number): ChildProcess {
  const canWithhold = process.versions["electron"] === undefined && process.allowedNodeEnvironmentFlags.has("--permission");
  const rights = canWithhold ? ["--permission", "--allow-fs-read=*", "--allow-addons", "--allow-worker"] : [];
  const environment = Object.fromEntries(
    ["SystemRoot", "TEMP"].flatMap((name) => (process.env[name] === undefined ? [] : [[name, process.env[name]]])),
  );
  return fork(workerPath("foreign-model-process"), [String(memoryBytes)], {
    serialization: "advanced",
    execArgv: ["--max-old-space-size=1024", "--disable-warning=SecurityWarning", "--disable-warning=ExperimentalWarning", ...rights],
    env: { ...environment, ...runtimeSilence, ELECTRON_RUN_AS_NODE: "1" },
    stdio: ["ignore", "ignore", "pipe", "ipc"],
  });
}

interface Waiting {
  readonly progress: (done: number, total: number) => void;
  readonly resolve: (answer: ForeignAnswer) => void;
  readonly reject: (error: Error) => void;
}

/** A process that may crash, hang or be killed at any time: then what was asked of it fails, and nothing else does. */
class ForeignProcess {
  readonly #child: ChildProcess;
  readonly #limits: ForeignLimits;
  #waiting: Waiting | undefined;
  #timer: NodeJS.Timeout | undefined;
  #lost: Error | undefined;
  #complaint = "";

  constructor(limits: ForeignLimits) {
    this.#limits = limits;
    this.#child = start(limits.memoryBytes);
    this.#child.stderr?.setEncoding("utf8").on("data", (text: string) => (this.#complaint = `${this.#complaint}${text}`.slice(-2000)));
    this.#child.on("message", (message: FromForeign) => this.#receive(message));
    this.#child.on("error", () => this.#lose(this.#gone("could not be started")));
    this.#child.on("close", (code, signal) => this.#lose(this.#gone(`was lost (${signal ?? `exit code ${code}`})`)));
  }

  get pid(): number {
    return this.#child.pid ?? -1;
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
    // A process that is gone fails the send too; "close" says how it went.
    this.#child.send(request, () => undefined);
    try {
      return await promise;
    } finally {
      signal?.removeEventListener("abort", stop);
      clearTimeout(this.#timer);
    }
  }

  end(because: Error): void {
    this.#lose(because);
    this.#child.kill("SIGKILL");
  }

  #watch(): void {
    clearTimeout(this.#timer);
    const { quietMs } = this.#limits;
    this.#timer = setTimeout(
      () => this.end(new AppError("limit-exceeded", `The model gave no sign of life for ${quietMs / 1000} s and was stopped.`)),
      quietMs,
    );
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

  #gone(how: string): AppError {
    if (this.#complaint.includes("memory-limit")) {
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
  file: Omit<OpenRequest, "kind">,
  control: RuntimeControl = {},
  limits: ForeignLimits = foreignProcessLimits,
): Promise<ForeignModel> {
  const child = new ForeignProcess(limits);
  const close = (): void => child.end(new AppError("engine-gone", "The model was closed."));
  try {
    const opened = await child.ask({ kind: "open", ...file }, control);
    invariant(opened.kind === "opened", `the process answered ${opened.kind} to an opening`);
    const score = async (request: Omit<ScoreRequest, "kind">, own: RuntimeControl = {}): Promise<ForeignScored> => {
      const answer = await child.ask({ kind: "score", ...request }, own);
      invariant(answer.kind === "scored", `the process answered ${answer.kind} to a scoring`);
      return answer;
    };
    return { bytes: opened.bytes, facts: opened.facts, pid: child.pid, score, close };
  } catch (error) {
    close();
    throw error;
  }
}
