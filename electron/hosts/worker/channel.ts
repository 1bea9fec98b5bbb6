import type { Port } from "../../../shared/contract/port.ts";

/** A port whose carrier is somebody else's pipe: what arrives there is delivered, what ends there is ended. */
export interface Channel<Sent = unknown> {
  readonly port: Port<Sent>;
  deliver(frame: unknown): void;
  end(reason: string): void;
}

interface Carrier<Sent> {
  readonly send: (frame: Sent) => void;
  readonly close: (reason: string) => void;
}

export function createChannel<Sent>(carrier: Carrier<Sent>): Channel<Sent> {
  const messages: ((frame: unknown) => void)[] = [];
  const closes: ((reason: string) => void)[] = [];
  const end = (reason: string): void => {
    messages.length = 0;
    for (const listener of closes.splice(0)) listener(reason);
  };
  return {
    port: {
      send: carrier.send,
      onMessage: (listener) => void messages.push(listener),
      onClose: (listener) => void closes.push(listener),
      close: (reason) => {
        carrier.close(reason);
        end(reason);
      },
    },
    deliver: (frame) => {
      for (const listener of messages) listener(frame);
    },
    end,
  };
}
