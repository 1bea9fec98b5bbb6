import type { EventBody, EventName } from "./events.ts";
import type { Input, Output, Parsed, RequestName } from "./requests.ts";

/** The one way to talk to the engine, whatever carries the bytes. */
export interface Client {
  /** Rejects with AppError, or CancelledError when `signal` aborts. */
  call<K extends RequestName>(name: K, input: Input<K>, signal?: AbortSignal): Promise<Output<K>>;
  /** Returns the function that ends the listening. */
  on<K extends EventName>(name: K, listener: (body: EventBody<K>) => void): () => void;
}

/** Who is calling: `local` callers (CLI, tests, in-process) may name file-system paths, `page` callers may only use grants. */
export interface Caller {
  readonly trust: "local" | "page";
  readonly host: string;
}

export interface Progress {
  readonly stage: string;
  readonly done: number;
  readonly total: number | null;
  readonly unit: string;
}

export interface Context {
  readonly signal: AbortSignal;
  readonly caller: Caller;
  /** Reports progress of a job request; a no-op for others. */
  progress(progress: Progress): void;
}

export type Handlers = { readonly [K in RequestName]: (input: Parsed<K>, context: Context) => Promise<Output<K>> };
