import type { EventName } from "./events.ts";
import type { WireError } from "./errors.ts";
import type { RequestName } from "./requests.ts";

/**
 * What the preload script puts on `window.quarry`, and all of it. Errors cross the context bridge as plain data, since it
 * would strip an Error to its message, and a call is cancelled by a function, since an AbortSignal cannot cross.
 */
export interface Bridge {
  call(name: RequestName, input: unknown): BridgeCall;
  /** Returns the function that ends the listening. */
  on(name: EventName, listener: (body: unknown) => void): () => void;
}

export interface BridgeCall {
  readonly reply: Promise<BridgeReply>;
  readonly cancel: () => void;
}

export type BridgeReply = { readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly error: WireError };
