import type { Bridge } from "../../shared/contract/bridge.ts";
import { toWireError } from "../../shared/contract/errors.ts";
import type { ClientFrame } from "../../shared/contract/frames.ts";
import { createFrameClient } from "../../shared/contract/frame-client.ts";
import type { Port } from "../../shared/contract/port.ts";

/** The part of Electron's ipcRenderer that is needed. */
export interface IpcRendererLike {
  send(channel: string, message: unknown): void;
  on(channel: string, listener: (event: unknown, message: unknown) => void): void;
}

const frameChannel = "quarry:frame";

/** `{ call, on }` over one private channel; the page can name requests and events, never a channel. */
export function createBridge(ipc: IpcRendererLike, connection: string): Bridge {
  const client = createFrameClient(openPort(ipc, connection));
  return Object.freeze({
    call: (name, input) => {
      const abort = new AbortController();
      const reply = client.call(name, input as never, abort.signal).then(
        (value) => ({ ok: true as const, value }),
        (error: unknown) => ({ ok: false as const, error: toWireError(error) }),
      );
      return Object.freeze({ reply, cancel: () => abort.abort() });
    },
    on: (name, listener) => client.on(name, listener),
  } satisfies Bridge);
}

function openPort(ipc: IpcRendererLike, connection: string): Port<ClientFrame> {
  return {
    send: (frame) => ipc.send(frameChannel, { connection, frame }),
    onMessage: (listener) =>
      ipc.on(frameChannel, (_event, message) => {
        if (isOurs(message, connection)) listener(message.frame);
      }),
    onClose: () => {
      // The channel lives as long as the page.
    },
    close: () => undefined,
  };
}

const isOurs = (message: unknown, connection: string): message is { frame: unknown } =>
  typeof message === "object" && message !== null && "connection" in message && message.connection === connection && "frame" in message;
