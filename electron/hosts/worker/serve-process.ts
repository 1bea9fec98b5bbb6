import { toWireError } from "../../../shared/contract/errors.ts";
import type { EngineFrame } from "../../../shared/contract/frames.ts";
import type { Engine } from "../../engine/engine-interface.ts";
import { serveConnection } from "../connection.ts";
import { logBug } from "../log.ts";
import { createChannel, type Channel } from "./channel.ts";
import { ToEngine, type EnginePipe } from "./messages.ts";

/**
 * Runs an engine at the end of a pipe. Messages that arrive while the engine opens wait for it. The process ends when the host
 * says `stop` or goes away, after the engine has closed; it ends with 1 when the engine could not be opened.
 */
export async function serveEngineProcess(openEngine: () => Promise<Engine>, pipe: EnginePipe): Promise<void> {
  const opening = openEngine();
  const channels = new Map<number, Channel>();
  let stopping = false;

  const stop = async (engine: Engine): Promise<void> => {
    if (stopping) return;
    stopping = true;
    for (const channel of channels.values()) channel.end("the engine is stopping");
    try {
      await engine.close();
      pipe.exit(0);
    } catch (error) {
      logBug("the engine did not close", error);
      pipe.exit(1);
    }
  };
  const receive = (engine: Engine, message: Exclude<ToEngine, { kind: "ping" }>): void => {
    if (message.kind === "stop") return void stop(engine);
    if (message.kind === "open") {
      const channel = openChannel(message.channel, pipe, () => channels.delete(message.channel));
      channels.set(message.channel, channel);
      return serveConnection(engine, channel.port, message.caller);
    }
    const channel = channels.get(message.channel);
    if (message.kind === "frame") channel?.deliver(message.frame);
    else channel?.end(message.reason);
  };
  const whenOpen = (then: (engine: Engine) => void): void =>
    void opening.then(then, () => {
      // Reported below, once.
    });

  pipe.onMessage((raw) => {
    const message = ToEngine.parse(raw);
    if (message.kind === "ping") return pipe.send({ kind: "pong" });
    whenOpen((engine) => receive(engine, message));
  });
  pipe.onClose(() => whenOpen((engine) => void stop(engine)));
  try {
    await opening;
    pipe.send({ kind: "ready" });
  } catch (error) {
    pipe.send({ kind: "failed", error: toWireError(error) });
    pipe.exit(1);
  }
}

function openChannel(id: number, pipe: EnginePipe, forget: () => void): Channel<EngineFrame> {
  const channel = createChannel<EngineFrame>({
    send: (frame) => pipe.send({ kind: "frame", channel: id, frame }),
    close: (reason) => pipe.send({ kind: "close", channel: id, reason }),
  });
  channel.port.onClose(forget);
  return channel;
}
