import type { Bridge } from "../../../shared/contract/bridge.ts";
import { CancelledError, fromWireError } from "../../../shared/contract/errors.ts";
import type { EventBody } from "../../../shared/contract/events.ts";
import type { Output, RequestName } from "../../../shared/contract/requests.ts";
import { type Connection, createStatusStore, hearState } from "./connection.ts";

/** The desk in Electron, over what the preload script exposes. The engine's own state events say whether it is there. */
export function connectElectron(bridge: Bridge): Connection {
  const status = createStatusStore("connected");
  bridge.on("engine.state", (body) => hearState(status, body as EventBody<"engine.state">));
  return {
    get status() {
      return status.current;
    },
    get reason() {
      return status.reason;
    },
    onStatus: status.on,
    call: async <K extends RequestName>(name: K, input: unknown, signal?: AbortSignal) => {
      if (signal?.aborted === true) throw new CancelledError();
      const { reply, cancel } = bridge.call(name, input);
      signal?.addEventListener("abort", cancel, { once: true });
      try {
        const answer = await reply;
        if (answer.ok) return answer.value as Output<K>;
        throw fromWireError(answer.error);
      } finally {
        signal?.removeEventListener("abort", cancel);
      }
    },
    on: (name, listener) => bridge.on(name, (body) => listener(body as never)),
  };
}
