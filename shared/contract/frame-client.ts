import type { Client } from "./client.ts";
import { AppError, CancelledError, fromWireError } from "./errors.ts";
import { eventNames, events, type EventBody, type EventName } from "./events.ts";
import { EngineFrame, type ClientFrame } from "./frames.ts";
import type { Port } from "./port.ts";
import type { Output, RequestName } from "./requests.ts";

/**
 * The caller's end of a connection. Calls are matched to replies by id, in any order. A cancelled call settles when the engine
 * has acknowledged it, so that "cancelled" means nothing goes on; a closed port rejects every open call with `engine-gone`.
 */
export interface FrameClient extends Client {
  close(): void;
}

interface Pending {
  resolve(value: unknown): void;
  reject(error: Error): void;
}

type Listener = (body: unknown) => void;

export function createFrameClient(port: Port<ClientFrame>): FrameClient {
  const pending = new Map<number, Pending>();
  const listeners = new Map<EventName, Set<Listener>>(eventNames.map((name) => [name, new Set()]));
  let nextId = 0;
  let closed: string | undefined;

  const settle = (frame: Extract<EngineFrame, { t: "reply" }>): void => {
    const call = pending.get(frame.id);
    pending.delete(frame.id);
    if (frame.ok) call?.resolve(frame.value);
    else call?.reject(fromWireError(frame.error));
  };
  const announce = (name: string, body: unknown): void => {
    if (!isEventName(name)) return;
    const checked = events[name].parse(body);
    for (const listener of listeners.get(name) ?? []) listener(checked);
  };
  port.onMessage((message) => {
    const frame = EngineFrame.parse(message);
    if (frame.t === "reply") settle(frame);
    else announce(frame.name, frame.body);
  });
  port.onClose((reason) => {
    closed = reason;
    for (const call of pending.values()) call.reject(new AppError("engine-gone", `the engine is not reachable: ${reason}`));
    pending.clear();
  });

  const send = (name: RequestName, input: unknown, signal: AbortSignal | undefined): Promise<unknown> => {
    if (signal?.aborted === true) return Promise.reject(new CancelledError());
    if (closed !== undefined) return Promise.reject(new AppError("engine-gone", `the engine is not reachable: ${closed}`));
    const id = nextId++;
    const cancel = (): void => port.send({ t: "cancel", id });
    return new Promise<unknown>((resolve, reject) => {
      pending.set(id, { resolve, reject });
      signal?.addEventListener("abort", cancel, { once: true });
      port.send({ t: "call", id, name, input });
    }).finally(() => signal?.removeEventListener("abort", cancel));
  };

  return {
    // The engine checks its own output against the contract in tests and development; checking a large page again here would cost twice.
    call: async <K extends RequestName>(name: K, input: unknown, signal?: AbortSignal) => (await send(name, input, signal)) as Output<K>,
    on: <K extends EventName>(name: K, listener: (body: EventBody<K>) => void) => {
      const heard: Listener = (body) => listener(body as EventBody<K>);
      listeners.get(name)?.add(heard);
      return () => void listeners.get(name)?.delete(heard);
    },
    close: () => port.close("closed by the client"),
  };
}

const isEventName = (name: string): name is EventName => Object.hasOwn(events, name);
