import { Hono, type Context as HonoContext } from "hono";
import { bodyLimit } from "hono/body-limit";
import { z } from "zod";
import type { Connector } from "../connector.ts";
import { createFrameClient } from "../../../shared/contract/frame-client.ts";
import { toWireError } from "../../../shared/contract/errors.ts";
import type { RequestName } from "../../../shared/contract/requests.ts";
import { log } from "../log.ts";
import { isSameSecret, readCookie, type Sessions } from "./sessions.ts";

export const bearerHeader = "x-quarry-token";
export const adminHeader = "x-quarry-admin";
const maxBodyBytes = 1_000_000;
const maxOpenCalls = 16;

export interface ApiOptions {
  readonly connector: Connector;
  readonly sessions: Sessions;
  readonly adminSecret: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly createLaunchUrl: () => string;
  readonly shutDown: () => void;
  readonly serveStatic: (request: Request) => Response;
}

const SessionBody = z.object({ token: z.string().max(100) });
const CallBody = z.object({ name: z.string().max(100), input: z.unknown() });

/**
 * The HTTP side of the loopback host, behind the request guard: POST /session, /call, /launch and /shutdown, and the static
 * files. It answers JSON only to those who may have it; a refusal has no body and looks the same whatever was wrong.
 */
export function createApi(options: ApiOptions): Hono {
  const app = new Hono();
  const { sessions } = options;
  const backOff = createBackOff();
  const cookieOf = (c: HonoContext): string | undefined => readCookie(c.req.header("cookie"), sessions.cookieName);
  const refuse = async (c: HonoContext): Promise<Response> => {
    log("refused", { path: c.req.path });
    await backOff.wait();
    return c.body(null, 401);
  };
  const isAdmin = (c: HonoContext): boolean => isSameSecret(c.req.header(adminHeader) ?? "", options.adminSecret);
  const isPage = (c: HonoContext): boolean => sessions.isAllowed(cookieOf(c), c.req.header(bearerHeader));

  app.use(async (c, next) => {
    await next();
    for (const [name, value] of Object.entries(options.headers)) c.res.headers.set(name, value);
    if (!c.res.headers.has("Cache-Control")) c.res.headers.set("Cache-Control", "no-store");
  });
  app.post("*", bodyLimit({ maxSize: maxBodyBytes, onError: (c) => c.body(null, 413) }), async (c, next) => {
    if (c.req.header("content-type") !== "application/json") return c.body(null, 415);
    return next();
  });
  app.post("/session", async (c) => {
    const body = SessionBody.safeParse(await readJson(c));
    const opened = body.success ? sessions.redeem(body.data.token, cookieOf(c)) : undefined;
    if (opened === undefined) return refuse(c);
    backOff.reset();
    c.header("Set-Cookie", `${sessions.cookieName}=${opened.cookie}; HttpOnly; SameSite=Strict; Path=/`);
    return c.json({ bearer: opened.bearer });
  });
  app.post("/call", createCallRoute(options.connector, isPage));
  app.post("/launch", async (c) => (isAdmin(c) ? c.json({ url: options.createLaunchUrl() }) : refuse(c)));
  app.post("/shutdown", async (c) => {
    if (!isAdmin(c) && !isPage(c)) return refuse(c);
    options.shutDown();
    return c.json({ stopping: true });
  });
  app.all("*", (c) => options.serveStatic(c.req.raw));
  return app;
}

/** One call, one answer; the call is cancelled when its asker goes away. Statuses tell transport from outcome: 200 carries ok or error. */
function createCallRoute(connector: Connector, isPage: (c: HonoContext) => boolean): (c: HonoContext) => Promise<Response> {
  let open = 0;
  return async (c) => {
    if (!isPage(c)) return c.body(null, 403);
    const body = CallBody.safeParse(await readJson(c));
    if (!body.success) return c.body(null, 400);
    if (open >= maxOpenCalls) return c.body(null, 429);
    open += 1;
    const client = createFrameClient(connector.connect({ trust: "page", host: "loopback" }));
    try {
      // The engine answers `not-found` to a name that is none.
      const value = await client.call(body.data.name as RequestName, body.data.input as never, c.req.raw.signal);
      return c.json({ ok: true, value });
    } catch (error) {
      return c.json({ ok: false, error: toWireError(error) });
    } finally {
      open -= 1;
      client.close();
    }
  };
}

async function readJson(c: HonoContext): Promise<unknown> {
  try {
    return await c.req.json<unknown>();
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/** Every refusal in a row makes the next one slower, up to two seconds. */
function createBackOff(): { wait(): Promise<void>; reset(): void } {
  let failures = 0;
  return {
    wait: () => new Promise((resolve) => setTimeout(resolve, Math.min(2000, 25 * 2 ** Math.min(failures++, 7)))),
    reset: () => {
      failures = 0;
    },
  };
}
