import type { Client } from "../../../shared/contract/client.ts";
import type { EventBody } from "../../../shared/contract/events.ts";

/** `gone` is final: the desk must be opened anew. */
export type ConnectionStatus = "connected" | "reconnecting" | "gone";

/** A client that says how its connection fares. While not connected, calls are rejected with `engine-gone` at once. */
export interface Connection extends Client {
  readonly status: ConnectionStatus;
  /** Returns the function that ends the listening. */
  onStatus(listener: (status: ConnectionStatus) => void): () => void;
}

export interface StatusStore {
  readonly current: ConnectionStatus;
  readonly set: (status: ConnectionStatus) => void;
  readonly on: (listener: (status: ConnectionStatus) => void) => () => void;
}

/** The engine may be away while the connection to its host stands. */
export const statusOf = ({ state }: EventBody<"engine.state">): ConnectionStatus =>
  state === "gone" || state === "starting" ? "reconnecting" : "connected";

export function createStatusStore(initial: ConnectionStatus): StatusStore {
  let current = initial;
  const listeners = new Set<(status: ConnectionStatus) => void>();
  return {
    get current() {
      return current;
    },
    set: (status) => {
      if (status === current || current === "gone") return;
      current = status;
      for (const listener of listeners) listener(status);
    },
    on: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
