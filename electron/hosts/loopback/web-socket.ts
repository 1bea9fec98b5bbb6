import type { IncomingMessage, Server } from "node:http";
import type { Duplex } from "node:stream";
import { WebSocketServer, type RawData, type WebSocket } from "ws";
import { z } from "zod";
import { ClientFrame } from "../../../shared/contract/frames.ts";
import type { Connector } from "../connector.ts";
import { log } from "../log.ts";
import { refuseUpgrade } from "./request-guard.ts";
import { readCookie, type Sessions } from "./sessions.ts";

/**
 * The socket at /ws. The handshake is checked for path, Host, Origin and cookie; then the first message must bring the bearer
 * within two seconds and is answered by a welcome; from then on each text message is one frame.
 */
export const socketPath = "/ws";
export const maxMessageBytes = 4_000_000;
const helloWithinMs = 2000;
/** How long a page that is turned away may take to close its end; until then it holds a place. */
const partWithinMs = 500;

export interface SocketLimits {
  readonly sockets: number;
  /** A page that has not answered one ping when the next is due is gone. */
  readonly pingEveryMs: number;
  /** A page that does not read what it asked for is dropped before it fills our memory. */
  readonly bufferedBytes: number;
}

export const socketLimits: SocketLimits = { sockets: 16, pingEveryMs: 30_000, bufferedBytes: 64_000_000 };

export const closeCodes = { unauthorised: 4401, badFrame: 1008, engineClosed: 1011 } as const;

const Hello = z.object({ t: z.literal("hello"), bearer: z.string().max(100) });

export interface SocketOptions {
  readonly server: Server;
  readonly connector: Connector;
  readonly sessions: Sessions;
  readonly authority: string;
  readonly onCount: (open: number) => void;
  readonly limits: SocketLimits;
}

export function serveSockets(options: SocketOptions): { close(): void } {
  const sockets = new WebSocketServer({ noServer: true, maxPayload: maxMessageBytes, perMessageDeflate: false, clientTracking: true });
  const { sessions, limits } = options;
  const answering = new WeakSet<WebSocket>();

  options.server.on("upgrade", (request: IncomingMessage, stream: Duplex, head: Buffer) => {
    const cookie = readCookie(request.headers.cookie, sessions.cookieName);
    const status = refuseHandshake(request, options, cookie, sockets.clients.size);
    if (status !== undefined) {
      log("refused", { path: socketPath, status });
      return void stream.end(`HTTP/1.1 ${status} Refused\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
    }
    sockets.handleUpgrade(request, stream, head, (socket) => {
      options.onCount(sockets.clients.size);
      socket.on("close", () => options.onCount(sockets.clients.size));
      answering.add(socket);
      socket.on("pong", () => answering.add(socket));
      awaitHello(socket, (bearer) => sessions.isAllowed(cookie, bearer), options);
    });
  });
  let lookedAt = performance.now();
  const ping = setInterval(() => {
    const now = performance.now();
    // After a sleep, or held up, what the pages have answered lies unread: this look tells nothing of them.
    const isLate = now - lookedAt > 1.5 * limits.pingEveryMs;
    lookedAt = now;
    for (const socket of sockets.clients) {
      if (!answering.delete(socket) && !isLate) socket.terminate();
      else socket.ping();
    }
  }, limits.pingEveryMs).unref();
  return {
    close: () => {
      clearInterval(ping);
      for (const socket of sockets.clients) socket.terminate();
      sockets.close();
    },
  };
}

function refuseHandshake(request: IncomingMessage, options: SocketOptions, cookie: string | undefined, open: number): number | undefined {
  const facts = {
    method: request.method ?? "",
    target: request.url ?? "",
    httpVersion: request.httpVersion,
    rawHeaders: request.rawHeaders,
  };
  const refused = refuseUpgrade(facts, options.authority);
  if (refused !== undefined) return refused;
  if (request.url !== socketPath) return 404;
  if (!options.sessions.hasCookie(cookie)) return 403;
  return open >= options.limits.sockets ? 503 : undefined;
}

/** Says why and lets go, whether the other end answers or not. */
function turnAway(socket: WebSocket, code: number, reason: string): void {
  socket.close(code, reason);
  const timer = setTimeout(() => socket.terminate(), partWithinMs);
  socket.once("close", () => clearTimeout(timer));
}

function awaitHello(socket: WebSocket, isAllowed: (bearer: string) => boolean, options: SocketOptions): void {
  socket.on("error", (error) => log("socket-error", { message: error.message }));
  const refuse = (): void => {
    log("refused", { path: socketPath });
    turnAway(socket, closeCodes.unauthorised, "not authorised");
  };
  const timer = setTimeout(refuse, helloWithinMs);
  socket.once("close", () => clearTimeout(timer));
  socket.once("message", (data, isBinary) => {
    clearTimeout(timer);
    const hello = Hello.safeParse(readFrame(data, isBinary));
    if (!hello.success || !isAllowed(hello.data.bearer)) return refuse();
    socket.send(JSON.stringify({ t: "welcome" }));
    carryFrames(socket, options);
  });
}

function carryFrames(socket: WebSocket, { connector, limits }: SocketOptions): void {
  const port = connector.connect({ trust: "page", host: "loopback" });
  port.onMessage((frame) => {
    if (socket.readyState !== socket.OPEN) return;
    if (socket.bufferedAmount > limits.bufferedBytes) return socket.terminate();
    socket.send(JSON.stringify(frame));
  });
  port.onClose((reason) => turnAway(socket, closeCodes.engineClosed, reason.slice(0, 100)));
  socket.on("message", (data, isBinary) => {
    const frame = ClientFrame.safeParse(readFrame(data, isBinary));
    if (frame.success) port.send(frame.data);
    else turnAway(socket, closeCodes.badFrame, "malformed frame");
  });
  socket.once("close", () => port.close("the page has gone"));
}

function readFrame(data: RawData, isBinary: boolean): unknown {
  if (isBinary || !Buffer.isBuffer(data)) return undefined;
  try {
    return JSON.parse(data.toString("utf8"));
  } catch {
    return undefined;
  }
}
