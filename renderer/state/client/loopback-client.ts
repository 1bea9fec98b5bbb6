import { AppError } from "../../../shared/contract/errors.ts";
import { type EventBody, eventNames, type EventName } from "../../../shared/contract/events.ts";
import { createFrameClient, type FrameClient } from "../../../shared/contract/frame-client.ts";
import type { ClientFrame } from "../../../shared/contract/frames.ts";
import type { Port } from "../../../shared/contract/port.ts";
import { type Connection, createStatusStore, hearState } from "./connection.ts";

/**
 * The desk in a browser. The launch token in the address is exchanged once for a cookie and a bearer; the bearer is kept in
 * sessionStorage (this origin with its port, this tab), so a reload connects again. The socket is opened anew when it breaks;
 * listeners stay, and after a gap they hear `engine.state` restarted, since events may have been missed.
 */
const storageKey = "quarry.bearer";
const unauthorised = 4401;
const firstRetryMs = 200;
const lastRetryMs = 5000;
const giveUpAfterMs = 60_000;

type AnyListener = (body: never) => void;

export async function connectLoopback(): Promise<Connection> {
  const bearer = await obtainBearer();
  const status = createStatusStore("reconnecting");
  const listeners = new Map<EventName, Set<AnyListener>>(eventNames.map((name) => [name, new Set()]));
  let client: FrameClient | undefined;

  const announce = <K extends EventName>(name: K, body: EventBody<K>): void => {
    for (const listener of listeners.get(name) ?? []) (listener as (body: EventBody<K>) => void)(body);
  };
  const attach = (port: Port<ClientFrame>): void => {
    const fresh = createFrameClient(port);
    for (const name of eventNames) fresh.on(name, (body) => announce(name, body));
    fresh.on("engine.state", (body) => hearState(status, body));
    port.onClose(() => {
      client = undefined;
      void reconnect();
    });
    client = fresh;
    status.set("connected");
  };
  const reconnect = async (): Promise<void> => {
    status.set("reconnecting");
    const port = await retry(() => openSocket(bearer));
    if (port === undefined) {
      status.set("gone");
      return announce("engine.state", { state: "gone", message: "The desk has lost its engine. Start Quarry again." });
    }
    attach(port);
    announce("engine.state", { state: "restarted", message: "Connected again." });
  };

  attach(await openSocket(bearer));
  return {
    get status() {
      return status.current;
    },
    get reason() {
      return status.reason;
    },
    onStatus: status.on,
    call: (name, input, signal) =>
      client === undefined ? Promise.reject(new AppError("engine-gone", "not connected to the engine")) : client.call(name, input, signal),
    on: (name, listener) => {
      listeners.get(name)?.add(listener);
      return () => void listeners.get(name)?.delete(listener);
    },
  };
}

async function obtainBearer(): Promise<string> {
  const token = /^#launch=([\w-]+)$/.exec(location.hash)?.[1];
  if (token !== undefined) {
    history.replaceState(null, "", location.pathname);
    const response = await fetch("/session", {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ token }),
      credentials: "same-origin",
    });
    if (response.ok) {
      const { bearer } = (await response.json()) as { bearer: string };
      sessionStorage.setItem(storageKey, bearer);
      return bearer;
    }
  }
  const kept = sessionStorage.getItem(storageKey);
  if (kept === null) throw new SessionRefused();
  return kept;
}

/** The link was used before or is older than a minute, and this tab has no session of its own. */
class SessionRefused extends AppError {
  constructor() {
    super("forbidden", "This link has been used or has expired: each opens the desk once, within a minute.");
  }
}

/** Resolves once the host has welcomed us. Rejects with SessionRefused when it does not know us, with `engine-gone` when it is not there. */
function openSocket(bearer: string): Promise<Port<ClientFrame>> {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(`ws://${location.host}/ws`);
    const failed = (event: CloseEvent): void =>
      reject(event.code === unauthorised ? new SessionRefused() : new AppError("engine-gone", "Quarry does not answer."));
    socket.addEventListener("close", failed, { once: true });
    socket.addEventListener("open", () => socket.send(JSON.stringify({ t: "hello", bearer })), { once: true });
    socket.addEventListener(
      "message",
      () => {
        socket.removeEventListener("close", failed);
        resolve(toPort(socket));
      },
      { once: true },
    );
  });
}

const toPort = (socket: WebSocket): Port<ClientFrame> => ({
  send: (frame) => {
    if (socket.readyState === WebSocket.OPEN) socket.send(JSON.stringify(frame));
  },
  onMessage: (listener) => socket.addEventListener("message", (event: MessageEvent<string>) => listener(JSON.parse(event.data))),
  onClose: (listener) => socket.addEventListener("close", (event) => listener(event.reason === "" ? "connection lost" : event.reason)),
  close: (reason) => socket.close(1000, reason.slice(0, 100)),
});

async function retry(open: () => Promise<Port<ClientFrame>>): Promise<Port<ClientFrame> | undefined> {
  const until = performance.now() + giveUpAfterMs;
  for (let wait = firstRetryMs; performance.now() < until; wait = Math.min(lastRetryMs, wait * 2)) {
    await new Promise((resolve) => setTimeout(resolve, wait));
    try {
      return await open();
    } catch (error) {
      if (error instanceof SessionRefused) return undefined;
      if (!(error instanceof AppError)) throw error;
    }
  }
  return undefined;
}
