import type { Bridge } from "../../../shared/contract/bridge.ts";
import type { Connection } from "./connection.ts";
import { connectElectron } from "./electron-client.ts";
import { connectLoopback } from "./loopback-client.ts";

export type { Connection, ConnectionStatus } from "./connection.ts";

declare global {
  interface Window {
    /** Present in Electron only. */
    readonly quarry?: Bridge;
  }
}

/** Connects to whichever host opened the desk. Rejects with SessionRefused when a browser tab has no session. */
export async function connect(): Promise<Connection> {
  return window.quarry === undefined ? connectLoopback() : connectElectron(window.quarry);
}
