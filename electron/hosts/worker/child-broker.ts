import type { LimitedChild, StartChild } from "../../engine/limited-child.ts";
import { log } from "../log.ts";
import { isAboutChild, ToBroker } from "./child-messages.ts";
import type { EngineChild } from "./messages.ts";

export { childEnvironment, childFlags, keptComplaint, type LimitedChild, type StartChild } from "../../engine/limited-child.ts";

/** An engine needs one or two at a time. */
const mostChildren = 8;

/**
 * Starts processes for an engine that cannot itself, and carries what it and they tell each other. Only the one program for
 * models is ever started, however the engine asks. They end with the engine.
 */
export function brokerChildren(engine: EngineChild, start: StartChild): EngineChild {
  const children = new Map<number, LimitedChild>();
  let isOver = false;
  const begin = (id: number, memoryBytes: number): void => {
    if (children.size >= mostChildren || children.has(id)) {
      log("refused", { because: "more processes for models than there may be" });
      return engine.send({ kind: "child.ended", child: id, how: "was not started, since too many run already", complaint: "" });
    }
    const child = start({ memoryBytes });
    children.set(id, child);
    child.onMessage((message) => engine.send({ kind: "child.says", child: id, pid: child.pid, message }));
    child.onEnd((end) => {
      children.delete(id);
      engine.send({ kind: "child.ended", child: id, ...end });
    });
  };
  engine.onMessage((raw) => {
    // What an engine said last may arrive after the news that it ended: nobody would end what is started then.
    if (isOver || !isAboutChild(raw)) return;
    const message = ToBroker.parse(raw);
    if (message.kind === "child.start") begin(message.child, message.memoryBytes);
    else if (message.kind === "child.send") children.get(message.child)?.send(message.message);
    else children.get(message.child)?.kill();
  });
  engine.onExit(() => {
    isOver = true;
    for (const child of children.values()) child.kill();
  });
  return {
    get pid() {
      return engine.pid;
    },
    send: (message) => engine.send(message),
    onMessage: (listener) =>
      engine.onMessage((raw) => {
        if (!isAboutChild(raw)) listener(raw);
      }),
    onExit: (listener) => engine.onExit(listener),
    kill: () => engine.kill(),
  };
}
