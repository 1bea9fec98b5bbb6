import { setImmediate } from "node:timers/promises";
import type { Caller, Context } from "../../shared/contract/client.ts";
import { AppError, CancelledError, toWireError } from "../../shared/contract/errors.ts";
import { eventNames } from "../../shared/contract/events.ts";
import { ClientFrame, type EngineFrame } from "../../shared/contract/frames.ts";
import type { Port } from "../../shared/contract/port.ts";
import { isRequestName, requests } from "../../shared/contract/requests.ts";
import { dispatch } from "../engine/dispatch.ts";
import type { Engine } from "../engine/engine-interface.ts";
import { logBug } from "./log.ts";

/** Calls that one connection may have open at a time; a page that asks for more has gone wrong. */
export const maxOpenCalls = 64;

/**
 * The engine's end of a connection. Frames arrive in order; each call begins when what came together with it is read, so that one taken back in the
 * same breath never does, and replies when done, in any order. When the port closes, open calls are cancelled once they have begun (a verdict given just
 * before the page is loaded again counts), except jobs: those belong to the workspace and go on. A malformed frame or an id used twice closes the
 * connection, since its replies could no longer be matched.
 */
export function serveConnection(engine: Engine, port: Port<EngineFrame>, caller: Caller): void {
  const open = new Map<number, { abort: AbortController; isJob: boolean; isTakenBack: boolean }>();
  const stops = eventNames.map((name) => engine.on(name, (body) => port.send({ t: "event", name, body })));
  let closed = false;
  const reply = (frame: EngineFrame): void => {
    if (!closed) port.send(frame);
  };

  const run = async (frame: Extract<ClientFrame, { t: "call" }>): Promise<void> => {
    const abort = new AbortController();
    const isJob = isRequestName(frame.name) && requests[frame.name].job;
    const call = { abort, isJob, isTakenBack: false };
    open.set(frame.id, call);
    const context: Context = { signal: abort.signal, caller, progress: () => undefined };
    try {
      await setImmediate();
      if (call.isTakenBack) throw new CancelledError();
      reply({ t: "reply", id: frame.id, ok: true, value: await dispatch(engine.handlers, frame, context) });
    } catch (error) {
      if (!isExpected(error)) logBug(`request ${frame.name} failed`, error);
      reply({ t: "reply", id: frame.id, ok: false, error: toWireError(error) });
    } finally {
      open.delete(frame.id);
    }
  };

  port.onMessage((message) => {
    const parsed = ClientFrame.safeParse(message);
    if (!parsed.success) return port.close("malformed frame");
    const frame = parsed.data;
    if (frame.t === "cancel") {
      const call = open.get(frame.id);
      if (call === undefined) return;
      call.isTakenBack = true;
      return call.abort.abort(new CancelledError());
    }
    if (open.has(frame.id)) return port.close("call id used twice");
    if (open.size >= maxOpenCalls) return reply({ t: "reply", id: frame.id, ok: false, error: toWireError(tooMany) });
    void run(frame);
  });
  port.onClose(() => {
    closed = true;
    for (const stop of stops) stop();
    void setImmediate().then(() => {
      for (const call of open.values()) if (!call.isJob) call.abort.abort(new CancelledError());
    });
  });
}

const tooMany = new AppError("limit-exceeded", `more than ${maxOpenCalls} requests are open on this connection; wait for some to end`);

const isExpected = (error: unknown): boolean =>
  error instanceof AppError || error instanceof CancelledError || (error instanceof Error && error.name === "AbortError");
