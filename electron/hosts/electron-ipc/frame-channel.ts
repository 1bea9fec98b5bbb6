import { z } from "zod";
import { ClientFrame } from "../../../shared/contract/frames.ts";
import type { Port } from "../../../shared/contract/port.ts";
import type { Connector } from "../connector.ts";
import { log } from "../log.ts";
import { isOwnFrame, type Sender, type SenderFrame } from "./sender-check.ts";

/** The only channel between page and main process; both directions carry one frame per message. */
export const frameChannel = "quarry:frame";

/** Each load of the page names its connection anew, so that a reload never meets the calls of the page before it. */
export const Envelope = z.object({ connection: z.uuid(), frame: ClientFrame });

export interface IpcEvent {
  readonly senderFrame: SenderFrame | null;
  readonly sender: Sender;
}

/** The part of Electron's ipcMain that is needed. */
export interface IpcMainLike {
  on(channel: string, listener: (event: IpcEvent, message: unknown) => void): void;
}

/**
 * Carries frames between pages and the engine. A message counts only when it comes from the top frame of our own page; all else
 * is logged and has no effect. A page has one connection; a new one, or the page's end, closes the old.
 */
export function serveFrames(ipcMain: IpcMainLike, connector: Connector): void {
  const pages = new Map<number, { connection: string; port: Port<ClientFrame> }>();

  const open = (sender: Sender, connection: string): Port<ClientFrame> => {
    const before = pages.get(sender.id);
    if (before === undefined) sender.once("destroyed", () => end(sender.id));
    before?.port.close("the page was loaded again");
    const port = connector.connect({ trust: "page", host: "electron" });
    port.onMessage((frame) => {
      if (!sender.isDestroyed() && pages.get(sender.id)?.connection === connection) sender.send(frameChannel, { connection, frame });
    });
    pages.set(sender.id, { connection, port });
    return port;
  };
  const end = (id: number): void => {
    pages.get(id)?.port.close("the page has gone");
    pages.delete(id);
  };

  ipcMain.on(frameChannel, (event, message) => {
    if (!isOwnFrame(event.senderFrame, event.sender)) return log("refused", { channel: frameChannel, because: "sender" });
    const envelope = Envelope.safeParse(message);
    if (!envelope.success) return log("refused", { channel: frameChannel, because: "malformed" });
    const { connection, frame } = envelope.data;
    const page = pages.get(event.sender.id);
    const port = page?.connection === connection ? page.port : open(event.sender, connection);
    port.send(frame);
  });
}
