import type { ChildEnd, LimitedChild, StartChild } from "../../engine/limited-child.ts";
import { FromBroker, isAboutChild } from "./child-messages.ts";
import type { EnginePipe } from "./messages.ts";

interface Asked {
  pid: number | undefined;
  readonly messages: ((message: unknown) => void)[];
  readonly ends: ((end: ChildEnd) => void)[];
}

/** How an engine has its host start processes: over the pipe they share, of which the rest is given back. */
export function askForChildren(pipe: EnginePipe): { readonly pipe: EnginePipe; readonly startChild: StartChild } {
  const asked = new Map<number, Asked>();
  let nextId = 0;
  const hear = (message: FromBroker): void => {
    const one = asked.get(message.child);
    if (one === undefined) return;
    if (message.kind === "child.says") {
      one.pid = message.pid;
      for (const listener of one.messages) listener(message.message);
    } else {
      asked.delete(message.child);
      for (const listener of one.ends) listener(message);
    }
  };
  pipe.onMessage((raw) => {
    if (isAboutChild(raw)) hear(FromBroker.parse(raw));
  });
  const startChild: StartChild = ({ memoryBytes }) => {
    const id = nextId++;
    const one: Asked = { pid: undefined, messages: [], ends: [] };
    asked.set(id, one);
    pipe.send({ kind: "child.start", child: id, memoryBytes });
    return {
      get pid() {
        return one.pid;
      },
      send: (message) => pipe.send({ kind: "child.send", child: id, message }),
      onMessage: (listener) => void one.messages.push(listener),
      onEnd: (listener) => void one.ends.push(listener),
      kill: () => pipe.send({ kind: "child.kill", child: id }),
    } satisfies LimitedChild;
  };
  const rest: EnginePipe = {
    ...pipe,
    onMessage: (listener) =>
      pipe.onMessage((raw) => {
        if (!isAboutChild(raw)) listener(raw);
      }),
  };
  return { pipe: rest, startChild };
}
