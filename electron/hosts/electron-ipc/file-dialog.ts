import { toWireError } from "../../../shared/contract/errors.ts";
import { createFrameClient } from "../../../shared/contract/frame-client.ts";
import type { ClientFrame, EngineFrame } from "../../../shared/contract/frames.ts";
import type { Port } from "../../../shared/contract/port.ts";
import type { Connector } from "../connector.ts";

/**
 * Answers a page's `files.choose` with a dialog of the shell. The page never names or learns a path: the chosen ones go to the
 * engine over a connection of our own, and the page gets the grants.
 */
export function withFileDialog(connector: Connector, choosePaths: () => Promise<readonly string[]>): Connector {
  const own = createFrameClient(connector.connect({ trust: "local", host: "electron" }));
  const answer = async (id: number): Promise<EngineFrame> => {
    try {
      const paths = [...(await choosePaths())];
      const value = paths.length === 0 ? { grants: [] } : await own.call("files.choose", { paths });
      return { t: "reply", id, ok: true, value };
    } catch (error) {
      return { t: "reply", id, ok: false, error: toWireError(error) };
    }
  };
  return {
    connect: (caller) => {
      const port = connector.connect(caller);
      const listeners: ((frame: unknown) => void)[] = [];
      const withDialog: Port<ClientFrame> = {
        ...port,
        onMessage: (listener) => {
          listeners.push(listener);
          port.onMessage(listener);
        },
        send: (frame) => {
          if (caller.trust !== "page" || frame.t !== "call" || frame.name !== "files.choose") return port.send(frame);
          void answer(frame.id).then((reply) => {
            for (const listener of listeners) listener(reply);
          });
        },
      };
      return withDialog;
    },
  };
}
