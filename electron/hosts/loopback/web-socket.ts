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
const maxSockets = 16;
const helloWithinMs = 2000;
const pingEveryMs = 30_000;
/** A page that does not read what it asked for is dropped before it fills our memory. */
const maxBufferedBytes = 64_000_000;

export const closeCodes = { unauthorised: 4401, badFrame: 1008, engineClosed: 1011 } as const;

const Hello = z.object({ t: z.literal("hello"), bearer: z.string().max(100) });

export interface SocketOptions {
  readonly server: Server;
  readonly connector: Connector;
  readonly sessions: Sessions;
  readonly authority: string;
  readonly onCount: (open: number) => void;
}

export function serveSockets(options: SocketOptions): { close(): void } {
  const sockets = new WebSocketServer({ noServer: true, maxPayload: maxMessageBytes, perMessageDeflate: false, clientTracking: true });
  const { sessions } = options;

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
      awaitHello(socket, (bearer) => sessions.isAllowed(cookie, bearer), options.connector);
    });
  });
  const ping = setInterval(() => {
    for (const socket of sockets.clients) socket.ping();
  }, pingEveryMs).unref();
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
  return open >= maxSockets ? 503 : undefined;
}

function awaitHello(socket: WebSocket, isAllowed: (bearer: string) => boolean, connector: Connector): void {
  socket.on("error", (error) => log("socket-error", { message: error.message }));
  const refuse = (): void => {
    log("refused", { path: socketPath });
    socket.close(closeCodes.unauthorised, "not authorised");
  };
  const timer = setTimeout(refuse, helloWithinMs);
  socket.once("close", () => clearTimeout(timer));
  socket.once("message", (data, isBinary) => {
    clearTimeout(timer);
    const hello = Hello.safeParse(readFrame(data, isBinary));
    if (!hello.success || !isAllowed(hello.data.bearer)) return refuse();
    socket.send(JSON.stringify({ t: "welcome" }));
    carryFrames(socket, connector);
  });
}

function carryFrames(socket: WebSocket, connector: Connector): void {
  const port = connector.connect({ trust: "page", host: "loopback" });
  port.onMessage((frame) => {
    if (socket.readyState !== socket.OPEN) return;
    if (socket.bufferedAmount > maxBufferedBytes) return socket.terminate();
    socket.send(JSON.stringify(frame));
  });
  port.onClose((reason) => socket.close(closeCodes.engineClosed, reason.slice(0, 100)));
  socket.on("message", (data, isBinary) => {
    const frame = ClientFrame.safeParse(readFrame(data, isBinary));
    if (frame.success) port.send(frame.data);
    else socket.close(closeCodes.badFrame, "malformed frame");
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
