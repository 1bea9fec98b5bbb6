import type { Port } from "../../../shared/contract/port.ts";

/**
 * Two ends of a channel inside one process. Frames pass as JSON text, so that what is lost over a wire is lost here too, and
 * are delivered in order in a later microtask.
 */
export function createMemoryPorts<A, B>(): [Port<A>, Port<B>] {
  const left = createEnd();
  const right = createEnd();
  return [toPort<A>(left, right), toPort<B>(right, left)];
}

interface End {
  messages: ((frame: unknown) => void)[];
  closes: ((reason: string) => void)[];
  open: boolean;
}

const createEnd = (): End => ({ messages: [], closes: [], open: true });

function toPort<Sent>(own: End, other: End): Port<Sent> {
  return {
    send: (frame) => {
      if (!own.open) return;
      const text = JSON.stringify(frame);
      queueMicrotask(() => {
        if (!other.open) return;
        const received: unknown = JSON.parse(text);
        for (const listener of other.messages) listener(received);
      });
    },
    onMessage: (listener) => void own.messages.push(listener),
    onClose: (listener) => void own.closes.push(listener),
    close: (reason) => {
      if (!own.open) return;
      own.open = false;
      other.open = false;
      queueMicrotask(() => {
        for (const listener of [...own.closes, ...other.closes]) listener(reason);
      });
    },
  };
}
