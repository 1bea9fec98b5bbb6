import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { getRequestListener } from "@hono/node-server";
import type { Connector } from "../connector.ts";
import { log } from "../log.ts";
import { securityHeaders } from "../static/security-headers.ts";
import { createStaticHandler, type StaticFiles } from "../static/static-files.ts";
import { createApi } from "./api.ts";
import { refuseRequest } from "./request-guard.ts";
import { createSecret, createSessions } from "./sessions.ts";
import { serveSockets, type SocketLimits, socketLimits } from "./web-socket.ts";

/** The only address the host ever listens on; there is no option for another. */
const address = "127.0.0.1";

/** What somebody slow, or many at once, may cost. */
export interface LoopbackLimits {
  readonly connections: number;
  /** Until a request's headers have come, and until all of it has. */
  readonly headersMs: number;
  readonly requestMs: number;
  /** An answer of which nothing is taken for so long is not given to the end. */
  readonly stalledMs: number;
  readonly sockets: SocketLimits;
}

export const loopbackLimits: LoopbackLimits = {
  connections: 64,
  headersMs: 5000,
  requestMs: 30_000,
  stalledMs: 30_000,
  sockets: socketLimits,
};

export interface LoopbackHost {
  readonly port: number;
  readonly origin: string;
  /** Lets another process of the same user ask for a launch URL or an end, through a file only that user can read. */
  readonly adminSecret: string;
  /** A URL that opens the desk once, within a minute. Its fragment is a secret. */
  createLaunchUrl(): string;
  /** Settles when the host has been told to end or has been idle for too long. */
  readonly ended: Promise<string>;
  close(): Promise<void>;
}

export interface LoopbackOptions {
  readonly connector: Connector;
  readonly files: StaticFiles;
  readonly port?: number;
  /** Without a page for so long the host ends, unless `isBusy` says that work is going on. 0 means never. */
  readonly idleMs?: number;
  readonly isBusy?: () => Promise<boolean>;
  readonly limits?: Partial<LoopbackLimits>;
}

export async function startLoopbackHost(options: LoopbackOptions): Promise<LoopbackHost> {
  const limits = { ...loopbackLimits, ...options.limits };
  const server = createServer({
    requireHostHeader: true,
    maxHeaderSize: 16_384,
    headersTimeout: limits.headersMs,
    requestTimeout: limits.requestMs,
    keepAliveTimeout: 5000,
    connectionsCheckingInterval: Math.min(1000, limits.headersMs),
  });
  server.maxConnections = limits.connections;
  const port = await listen(server, options.port ?? 0);
  const authority = `${address}:${port}`;
  const origin = `http://${authority}`;
  const headers = securityHeaders([`ws://${authority}`]);
  const sessions = createSessions();
  const adminSecret = createSecret();
  const ended = Promise.withResolvers<string>();
  const createLaunchUrl = (): string => `${origin}/#launch=${sessions.createLaunchToken()}`;
  const app = createApi({
    connector: options.connector,
    sessions,
    adminSecret,
    headers,
    createLaunchUrl,
    shutDown: () => ended.resolve("shut down"),
    serveStatic: createStaticHandler(options.files, headers),
  });
  const answer = getRequestListener((request) => app.fetch(request), { overrideGlobalObjects: false });
  server.on("request", (request: IncomingMessage, response: ServerResponse) => {
    const { method = "", url: target = "", httpVersion, rawHeaders } = request;
    const status = refuseRequest({ method, target, httpVersion, rawHeaders }, authority);
    dropStalled(response, limits.stalledMs);
    if (status === undefined) return void answer(request, response);
    log("refused", { status });
    request.resume();
    response.writeHead(status, { ...headers, "Cache-Control": "no-store", "Content-Length": "0", Connection: "close" }).end();
  });
  const idle = watchIdle(options, () => ended.resolve("idle"));
  const sockets = serveSockets({ server, connector: options.connector, sessions, authority, onCount: idle.count, limits: limits.sockets });
  return {
    port,
    origin,
    adminSecret,
    createLaunchUrl,
    ended: ended.promise,
    close: async () => {
      idle.stop();
      sockets.close();
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
      ended.resolve("closed");
    },
  };
}

function listen(server: ReturnType<typeof createServer>, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen({ host: address, port }, () => resolve((server.address() as AddressInfo).port));
  });
}

/** A reader that takes nothing of its answer would hold its connection for ever, and with it one of the few there are. */
function dropStalled(response: ServerResponse, stalledMs: number): void {
  let left = -1;
  const look = setInterval(() => {
    const { socket, headersSent } = response;
    const waiting = headersSent ? (socket?.writableLength ?? 0) : 0;
    if (waiting > 0 && waiting === left) {
      log("refused", { because: "the answer is not read" });
      socket?.destroy();
    }
    left = waiting;
  }, stalledMs / 2).unref();
  response.once("close", () => clearInterval(look));
}

function watchIdle(options: LoopbackOptions, end: () => void): { readonly count: (open: number) => void; readonly stop: () => void } {
  const idleMs = options.idleMs ?? 0;
  let timer: NodeJS.Timeout | undefined;
  const check = async (): Promise<void> => {
    if ((await options.isBusy?.()) === true) arm();
    else end();
  };
  const arm = (): void => {
    clearTimeout(timer);
    if (idleMs > 0) timer = setTimeout(() => void check(), idleMs).unref();
  };
  arm();
  return {
    count: (open) => (open === 0 ? arm() : clearTimeout(timer)),
    stop: () => clearTimeout(timer),
  };
}
