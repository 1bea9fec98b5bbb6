import { once } from "node:events";
import { Worker } from "node:worker_threads";
import { AppError, CancelledError, fromWireError } from "../../../shared/contract/errors.ts";
import { toMemoryError } from "../memory-failure.ts";
import { toNativeError } from "../native-failure.ts";
import { workerPath } from "../runtime.ts";
import type { FromModelWorker, ModelAnswer, ModelRequest, ToModelWorker } from "./model-protocol.ts";
import { silenceRuntime } from "./no-telemetry.ts";

export interface RuntimeControl {
  readonly signal?: AbortSignal | undefined;
  readonly progress?: ((done: number, total: number) => void) | undefined;
}

interface Pending {
  readonly cancel: Int32Array;
  readonly progress: (done: number, total: number) => void;
  readonly resolve: (answer: ModelAnswer) => void;
  readonly reject: (error: Error) => void;
}

export type UnsentRequest = ModelRequest extends infer R ? (R extends ModelRequest ? Omit<R, "id" | "cancel"> : never) : never;

/** Requests and answers of one model worker, which starts with the first request and does not keep an idle process alive. */
export class ModelWorkerChannel {
  readonly #pending = new Map<number, Pending>();
  #worker: Worker | undefined;
  #lastId = 0;
  #closed = false;

  async ask(request: UnsentRequest, { signal, progress }: RuntimeControl = {}): Promise<ModelAnswer> {
    if (this.#closed) throw new AppError("engine-gone", "The model runtime is closed.");
    if (signal?.aborted === true) throw new CancelledError();
    const id = ++this.#lastId;
    const cancel = new Int32Array(new SharedArrayBuffer(4));
    const stop = (): void => void Atomics.store(cancel, 0, 1);
    const data = copyOf(request.matrix.data);
    const message: ToModelWorker = { ...request, id, cancel, matrix: { ...request.matrix, data } };
    const worker = (this.#worker ??= this.#start());
    const { promise, resolve, reject } = Promise.withResolvers<ModelAnswer>();
    this.#pending.set(id, { cancel, progress: progress ?? (() => undefined), resolve, reject });
    worker.ref();
    signal?.addEventListener("abort", stop, { once: true });
    worker.postMessage(message, [data.buffer]);
    try {
      return await promise;
    } finally {
      signal?.removeEventListener("abort", stop);
    }
  }

  async close(): Promise<void> {
    this.#closed = true;
    const worker = this.#worker;
    if (worker === undefined) return;
    const ended = once(worker, "exit");
    worker.ref();
    for (const { cancel } of this.#pending.values()) Atomics.store(cancel, 0, 1);
    worker.postMessage({ kind: "close" } satisfies ToModelWorker);
    await ended;
  }

  #start(): Worker {
    silenceRuntime();
    const started = new Worker(workerPath("model-worker"), { name: "model-worker" });
    started.on("message", (message: FromModelWorker) => this.#receive(message));
    started.on("error", (error) => this.#lose(toLoss(error)));
    started.on("exit", () => {
      if (this.#worker === started) this.#lose(new AppError("engine-gone", "The model worker ended."));
    });
    return started;
  }

  #receive(message: FromModelWorker): void {
    const request = this.#pending.get(message.id);
    if (request === undefined) return;
    if (message.kind === "progress") return request.progress(message.done, message.total);
    this.#pending.delete(message.id);
    if (this.#pending.size === 0) this.#worker?.unref();
    if (message.kind === "failed") request.reject(fromWireError(message.error));
    else request.resolve(message.answer);
  }

  /** The next request starts another worker. */
  #lose(error: Error): void {
    this.#worker = undefined;
    const waiting = [...this.#pending.values()];
    this.#pending.clear();
    for (const { reject } of waiting) reject(error);
  }
}

function copyOf(data: Float32Array): Float32Array<ArrayBuffer> {
  try {
    return data.slice();
  } catch (error) {
    throw toMemoryError(error);
  }
}

/** Why a worker that failed has failed, as far as that can be told to a person. */
function toLoss(error: unknown): Error {
  const told = toMemoryError(toNativeError(error));
  if (told instanceof AppError) return told;
  return new AppError("internal", "The model worker failed.", {}, { cause: error });
}
