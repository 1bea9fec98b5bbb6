import type { Client } from "../../../shared/contract/client.ts";
import type { EventBody } from "../../../shared/contract/events.ts";

/**
 * `silent`: the engine is there and does not answer. `stopped`: the host is there, and starts no further engine by itself. `gone` is
 * final: the desk must be opened anew.
 */
export type ConnectionStatus = "connected" | "reconnecting" | "silent" | "stopped" | "gone";

/** A client that says how its connection fares. While not connected, calls are rejected with `engine-gone` at once. */
export interface Connection extends Client {
  readonly status: ConnectionStatus;
  /** What the host says of it; may be empty. */
  readonly reason: string;
  /** Returns the function that ends the listening. */
  onStatus(listener: (status: ConnectionStatus) => void): () => void;
}

export interface StatusStore {
  readonly current: ConnectionStatus;
  readonly reason: string;
  readonly set: (status: ConnectionStatus, reason?: string) => void;
  readonly on: (listener: (status: ConnectionStatus) => void) => () => void;
}

/** The engine may be away while the connection to its host stands. */
const statuses: Readonly<Record<EventBody<"engine.state">["state"], ConnectionStatus>> = {
  starting: "reconnecting",
  gone: "reconnecting",
  stopped: "stopped",
  silent: "silent",
  ready: "connected",
  restarted: "connected",
};

export const hearState = (store: StatusStore, { state, message }: EventBody<"engine.state">): void => store.set(statuses[state], message);

export function createStatusStore(initial: ConnectionStatus): StatusStore {
  let current = initial;
  let reason = "";
  const listeners = new Set<(status: ConnectionStatus) => void>();
  return {
    get current() {
      return current;
    },
    get reason() {
      return reason;
    },
    set: (status, why = "") => {
      if (status === current || current === "gone") return;
      current = status;
      reason = why;
      for (const listener of listeners) listener(status);
    },
    on: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
