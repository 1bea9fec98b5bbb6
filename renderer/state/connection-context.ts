import { createContext, useCallback, useContext, useSyncExternalStore } from "react";
import { invariant } from "../../shared/lib/invariant.ts";
import type { Connection, ConnectionStatus } from "./client/connect.ts";

const ConnectionContext = createContext<Connection | undefined>(undefined);
export const ConnectionProvider = ConnectionContext.Provider;

/** What the host said when the line to the engine last changed. */
export function useConnectionReason(): string {
  const connection = useContext(ConnectionContext);
  invariant(connection !== undefined, "useConnectionReason outside ConnectionProvider");
  const subscribe = useCallback((changed: () => void) => connection.onStatus(changed), [connection]);
  return useSyncExternalStore(subscribe, () => connection.reason);
}

/** How the line to the engine fares. */
export function useConnectionStatus(): ConnectionStatus {
  const connection = useContext(ConnectionContext);
  invariant(connection !== undefined, "useConnectionStatus outside ConnectionProvider");
  const subscribe = useCallback((changed: () => void) => connection.onStatus(changed), [connection]);
  return useSyncExternalStore(subscribe, () => connection.status);
}
