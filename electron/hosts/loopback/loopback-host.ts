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
import { serveSockets } from "./web-socket.ts";

/** The only address the host ever listens on; there is no option for another. */
const address = "127.0.0.1";
const maxConnections = 64;

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
}

export async function startLoopbackHost(options: LoopbackOptions): Promise<LoopbackHost> {
  const server = createServer({
    requireHostHeader: true,
    maxHeaderSize: 16_384,
    headersTimeout: 5000,
    requestTimeout: 30_000,
    keepAliveTimeout: 5000,
    connectionsCheckingInterval: 1000,
  });
  server.maxConnections = maxConnections;
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
    if (status === undefined) return void answer(request, response);
    log("refused", { status });
    request.resume();
    response.writeHead(status, { ...headers, "Cache-Control": "no-store", "Content-Length": "0", Connection: "close" }).end();
  });
  const idle = watchIdle(options, () => ended.resolve("idle"));
  const sockets = serveSockets({ server, connector: options.connector, sessions, authority, onCount: idle.count });
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
