import { createHash } from "node:crypto";
import { networkInterfaces } from "node:os";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { WebSocket } from "ws";
import { createInProcessConnector } from "../../electron/hosts/in-process/in-process-client.ts";
import { startLoopbackHost, type LoopbackHost } from "../../electron/hosts/loopback/loopback-host.ts";
import type { StaticFile } from "../../electron/hosts/static/static-files.ts";
import { createEchoEngine, type EchoEngine } from "./echo-engine.ts";
import { hearStderr, type HeardStderr } from "./hear-stderr.ts";
import { until } from "./contract-suite.ts";
import { type RawAnswer, sendRaw } from "./raw-http.ts";
import { connectPage, openPageSocket, openSession, type PageSession } from "./ws-client.ts";

const file = (text: string, type: string): StaticFile => ({
  body: new Uint8Array(Buffer.from(text)),
  type,
  sha256: createHash("sha256").update(text).digest("hex"),
});
const files = new Map([
  ["/", file("<!doctype html><p>desk</p>", "text/html; charset=utf-8")],
  ["/assets/app-1.js", file("export {}", "text/javascript; charset=utf-8")],
]);

let engine: EchoEngine;
let host: LoopbackHost;
let session: PageSession;
let stderr: HeardStderr;

beforeAll(async () => {
  stderr = hearStderr();
  engine = createEchoEngine();
  host = await startLoopbackHost({ connector: createInProcessConnector(engine), files });
  session = await openSession(host.createLaunchUrl());
});
afterAll(async () => {
  await host.close();
  stderr.stop();
});

const post = (path: string, body: unknown, headers: Record<string, string> = {}): Promise<Response> =>
  fetch(host.origin + path, {
    method: "POST",
    headers: { "Content-Type": "application/json", Origin: host.origin, ...headers },
    body: typeof body === "string" ? body : JSON.stringify(body),
  });
const asPage = (): Record<string, string> => ({ Cookie: session.cookie, "x-quarry-token": session.bearer });

const raw = (text: string, address?: string): Promise<RawAnswer> => sendRaw(host.port, text, address);

const closeCode = (socket: WebSocket): Promise<number> =>
  new Promise((resolve) => {
    socket.once("close", (code: number) => resolve(code));
    socket.once("error", () => resolve(-1));
  });

describe("L1: the address", () => {
  it("is 127.0.0.1 with a free port, and no other of this machine", async () => {
    expect(host.origin).toBe(`http://127.0.0.1:${host.port}`);
    expect((await raw(`GET / HTTP/1.1\r\nHost: 127.0.0.1:${host.port}\r\n\r\n`)).status).toBe(200);
    const others = Object.values(networkInterfaces())
      .flat()
      .filter((address) => address?.internal === false)
      .map((address) => address?.address ?? "");
    for (const address of [...others, "::1"]) expect((await raw("GET / HTTP/1.1\r\n\r\n", address)).status, address).toBe(0);
  });
});

describe("L2: the Host header", () => {
  it.each([
    "evil.test:PORT",
    "127.0.0.1.nip.io:PORT",
    "127.0.0.1.:PORT",
    "127.0.0.1",
    "localhost:PORT",
    "LOCALHOST:PORT",
    "[::1]:PORT",
    "user@127.0.0.1:PORT",
    "0x7f000001:PORT",
    "127.1:PORT",
  ])("is refused as %s", async (name) => {
    const { status, head } = await raw(`GET / HTTP/1.1\r\nHost: ${name.replace("PORT", String(host.port))}\r\n\r\n`);
    expect(status).toBe(421);
    expect(head.split("\r\n\r\n")[1]).toBe("");
  });

  it("is refused when missing, doubled, in HTTP/1.0 or contradicted by an absolute target", async () => {
    const own = `Host: 127.0.0.1:${host.port}\r\n`;
    expect((await raw("GET / HTTP/1.1\r\n\r\n")).status).toBe(400);
    expect((await raw(`GET / HTTP/1.1\r\n${own}${own}\r\n`)).status).toBeGreaterThanOrEqual(400);
    expect((await raw(`GET / HTTP/1.0\r\n${own}\r\n`)).status).toBe(505);
    expect((await raw(`GET http://evil.test/ HTTP/1.1\r\n${own}\r\n`)).status).toBe(400);
    expect((await raw(`GET ${host.origin}/ HTTP/1.1\r\n${own}\r\n`)).status).toBe(400);
  });
});

describe("L4: the launch token", () => {
  it("opens a session once and is then refused like any other", async () => {
    const url = new URL(host.createLaunchUrl());
    expect(url.search).toBe("");
    const token = url.hash.slice("#launch=".length);
    expect((await post("/session", { token })).status).toBe(200);
    for (const again of [token, "x".repeat(43), ""]) {
      const response = await post("/session", { token: again });
      expect(response.status).toBe(401);
      expect(await response.text()).toBe("");
    }
    expect(stderr.lines.join("")).not.toContain(token);
    expect(stderr.lines.join("")).not.toContain(session.bearer);
    expect(stderr.lines.join("")).not.toContain(session.cookie.split("=")[1]);
  });

  it("is set as a strict cookie that scripts cannot read", async () => {
    const token = new URL(host.createLaunchUrl()).hash.slice("#launch=".length);
    const cookie = (await post("/session", { token })).headers.get("set-cookie") ?? "";
    expect(cookie).toMatch(/^quarry-[0-9a-f]{12}=[\w-]{43}; HttpOnly; SameSite=Strict; Path=\/$/);
  });
});

describe("L5: calls", () => {
  it("need the cookie and the bearer", async () => {
    const call = { name: "engine.info", input: {} };
    expect((await post("/call", call, { Cookie: session.cookie })).status).toBe(403);
    expect((await post("/call", call, { "x-quarry-token": session.bearer })).status).toBe(403);
    expect((await post("/call", call, { Cookie: session.cookie, "x-quarry-token": "x".repeat(43) })).status).toBe(403);
    const response = await post("/call", call, asPage());
    expect(response.status).toBe(200);
    expect(await response.json()).toMatchObject({ ok: true, value: { host: "loopback/page" } });
  });

  it("tell outcome from transport", async () => {
    const bad = await post("/call", { name: "triage.queue", input: { limit: 0 } }, asPage());
    expect(bad.status).toBe(200);
    expect(await bad.json()).toMatchObject({ ok: false, error: { code: "bad-input", detail: { field: "limit" } } });
    const unknown = await post("/call", { name: "nothing", input: {} }, asPage());
    expect(await unknown.json()).toMatchObject({ ok: false, error: { code: "not-found" } });
  });

  it("are cancelled when their asker goes away", async () => {
    const abort = new AbortController();
    const call = fetch(`${host.origin}/call`, {
      method: "POST",
      headers: { "Content-Type": "application/json", Origin: host.origin, ...asPage() },
      body: JSON.stringify({ name: "triage.row", input: { anomalyId: "slow" } }),
      signal: abort.signal,
    });
    await until(() => engine.running.has("triage.row"), Boolean);
    abort.abort();
    await expect(call).rejects.toThrow();
    await until(
      () => engine.running.has("triage.row"),
      (running) => !running,
    );
  });
});

describe("L6: other origins", () => {
  it("get no CORS header and no preflight", async () => {
    const preflight = await fetch(`${host.origin}/call`, {
      method: "OPTIONS",
      headers: { Origin: "http://evil.test", "Access-Control-Request-Method": "POST" },
    });
    expect(preflight.status).toBe(403);
    for (const response of [preflight, await fetch(`${host.origin}/`), await post("/call", {}, { Origin: "http://evil.test" })])
      expect([...response.headers.keys()].filter((name) => name.startsWith("access-control"))).toEqual([]);
  });
});

describe("L7: the socket", () => {
  it("is refused to other pages, other paths and whoever has no cookie", async () => {
    const refused = async (headers: Record<string, string>): Promise<number> => closeCode(openPageSocket(session, headers));
    expect(await refused({ Origin: "http://evil.test" })).toBe(-1);
    expect(await refused({ Origin: `http://127.0.0.1:${host.port + 1}` })).toBe(-1);
    expect(await refused({ Origin: "null" })).toBe(-1);
    expect(await refused({ Cookie: "" })).toBe(-1);
    expect(await refused({ "Sec-Fetch-Site": "same-site" })).toBe(-1);
    const other = await raw(
      `GET /other HTTP/1.1\r\nHost: 127.0.0.1:${host.port}\r\nOrigin: ${host.origin}\r\nCookie: ${session.cookie}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n`,
    );
    expect(other.status).toBe(404);
  });

  it("is closed when the first message is not the bearer, or comes too late", async () => {
    for (const first of ["{}", '{"t":"hello","bearer":"wrong"}', "no json", '{"t":"call","id":0,"name":"engine.info","input":{}}']) {
      const socket = openPageSocket(session);
      socket.once("open", () => socket.send(first));
      expect(await closeCode(socket), first).toBe(4401);
    }
    const silent = openPageSocket(session);
    expect(await closeCode(silent)).toBe(4401);
  });

  it("is closed at a malformed frame, a binary one, one too large and an id used twice", async () => {
    const slow = { t: "call", id: 1, name: "triage.row", input: { anomalyId: "slow" } };
    const wrong: [string, string | Buffer, number][] = [
      ["malformed", '{"t":"call"}', 1008],
      ["no JSON", "{", 1008],
      ["binary", Buffer.from("{}"), 1008],
      ["too large", JSON.stringify({ ...slow, input: "x".repeat(4_000_001) }), 1009],
    ];
    for (const [name, message, code] of wrong) {
      const { socket } = await connectPage(session);
      socket.send(message);
      expect(await closeCode(socket), name).toBe(code);
    }
    const { socket } = await connectPage(session);
    socket.send(JSON.stringify(slow));
    socket.send(JSON.stringify(slow));
    expect(await closeCode(socket)).toBe(1011);
  });

  it("is not given to more pages than a browser would open", async () => {
    const open: WebSocket[] = [];
    for (let i = 0; i < 16; i += 1) open.push((await connectPage(session)).socket);
    expect(await closeCode(openPageSocket(session))).toBe(-1);
    for (const socket of open) socket.terminate();
    await until(
      async () => {
        const socket = openPageSocket(session);
        return Promise.race([
          closeCode(socket),
          new Promise<number>((resolve) => socket.once("open", () => resolve(socket.terminate() ?? 1))),
        ]);
      },
      (code) => code === 1,
    );
  });
});

describe("L8: headers", () => {
  it("come with every answer", async () => {
    const answers = [
      await fetch(`${host.origin}/`),
      await fetch(`${host.origin}/nothing`),
      await post("/call", {}),
      await fetch(`${host.origin}/`, { headers: { Origin: "http://evil.test" } }),
    ];
    for (const { headers, status } of answers) {
      expect(headers.get("content-security-policy"), String(status)).toContain("default-src 'none'; script-src 'self'; style-src 'self'");
      expect(headers.get("content-security-policy")).toContain(`connect-src 'self' ws://127.0.0.1:${host.port};`);
      expect(headers.get("content-security-policy")).not.toMatch(/unsafe|http:|\*/);
      expect(headers.get("cross-origin-opener-policy")).toBe("same-origin");
      expect(headers.get("cross-origin-embedder-policy")).toBe("require-corp");
      expect(headers.get("cross-origin-resource-policy")).toBe("same-origin");
      expect(headers.get("x-content-type-options")).toBe("nosniff");
      expect(headers.get("x-frame-options")).toBe("DENY");
      expect(headers.get("referrer-policy")).toBe("no-referrer");
      expect(headers.get("permissions-policy")).toContain("camera=()");
    }
    expect(answers[2]?.headers.get("cache-control")).toBe("no-store");
  });
});

describe("L9: files", () => {
  it("are those of the build and no others, whatever path is asked for", async () => {
    const page = await fetch(`${host.origin}/`);
    expect(page.headers.get("content-type")).toBe("text/html; charset=utf-8");
    expect(await page.text()).toContain("desk");
    const asset = await fetch(`${host.origin}/assets/app-1.js`);
    expect(asset.headers.get("cache-control")).toContain("immutable");
    const tricks = [
      "/..",
      "/../etc/passwd",
      "/%2e%2e/etc/passwd",
      "//etc/passwd",
      "/assets/..%2f..%2fetc/passwd",
      "/assets/%5c..%5c",
      "/assets/app-1.js%00",
      "/ASSETS/app-1.js",
      "/assets/app-1.js::$DATA",
      "/C:/windows",
      "/assets",
      "/assets/",
      "/.vite/manifest.json",
      "/manifest.json",
    ];
    for (const target of tricks)
      expect((await raw(`GET ${target} HTTP/1.1\r\nHost: 127.0.0.1:${host.port}\r\n\r\n`)).head, target).not.toContain("root:");
    for (const target of tricks.slice(3))
      expect((await raw(`GET ${target} HTTP/1.1\r\nHost: 127.0.0.1:${host.port}\r\n\r\n`)).status, target).toBe(404);
    expect((await fetch(`${host.origin}/assets/app-1.js?raw`)).status).toBe(200);
    expect((await post("/", {})).status).toBe(405);
  });
});

describe("L10: bodies", () => {
  it("are JSON and below a megabyte", async () => {
    expect((await post("/call", "{}", { "Content-Type": "text/plain", ...asPage() })).status).toBe(415);
    expect((await post("/call", "{}", { "Content-Type": "application/x-www-form-urlencoded", ...asPage() })).status).toBe(415);
    expect((await post("/call", "{", asPage())).status).toBe(400);
    expect((await post("/call", [], asPage())).status).toBe(400);
    expect((await post("/call", { name: "x", input: "y".repeat(1_000_000) }, asPage())).status).toBe(413);
  });

  it("must arrive in time", async () => {
    const { status } = await raw(`POST /call HTTP/1.1\r\nHost: 127.0.0.1:${host.port}\r\nX-Slow: `);
    expect(status).toBe(408);
  }, 15_000);

  it("are not worked on all at once", async () => {
    const aborts = Array.from({ length: 16 }, () => new AbortController());
    const slow = aborts.map(({ signal }) =>
      fetch(`${host.origin}/call`, {
        method: "POST",
        headers: { "Content-Type": "application/json", Origin: host.origin, ...asPage() },
        body: JSON.stringify({ name: "triage.row", input: { anomalyId: "slow" } }),
        signal,
      }).catch(() => undefined),
    );
    await until(
      async () => (await post("/call", { name: "jobs.list", input: {} }, asPage())).status,
      (status) => status === 429,
    );
    for (const abort of aborts) abort.abort();
    await Promise.all(slow);
    await until(
      async () => (await post("/call", { name: "jobs.list", input: {} }, asPage())).status,
      (status) => status === 200,
    );
  });
});

describe("L12: failures", () => {
  it("become slower and look alike", async () => {
    const times: number[] = [];
    for (let i = 0; i < 5; i += 1) {
      const start = performance.now();
      expect((await post("/session", { token: "wrong" })).status).toBe(401);
      times.push(performance.now() - start);
    }
    expect(times[4] ?? 0).toBeGreaterThan(200);
    const token = new URL(host.createLaunchUrl()).hash.slice("#launch=".length);
    expect((await post("/session", { token })).status).toBe(200);
  });
});

describe("L13: the end", () => {
  it("is not for everybody", async () => {
    expect((await post("/shutdown", {})).status).toBe(401);
    expect((await post("/launch", {}, { "x-quarry-admin": "guess" })).status).toBe(401);
    expect((await fetch(`${host.origin}/shutdown`)).status).toBe(404);
  });

  it("comes when somebody entitled asks, and a launch link for who can read the state file", async () => {
    const other = await startLoopbackHost({ connector: createInProcessConnector(createEchoEngine()), files });
    const headers = { "Content-Type": "application/json", Origin: other.origin, "x-quarry-admin": other.adminSecret };
    const launch = await fetch(`${other.origin}/launch`, { method: "POST", headers, body: "{}" });
    const { url } = (await launch.json()) as { url: string };
    await openSession(url);
    expect((await fetch(`${other.origin}/shutdown`, { method: "POST", headers, body: "{}" })).status).toBe(200);
    expect(await other.ended).toBe("shut down");
    await other.close();
  });

  it("comes by itself when no page has been there for long, unless work goes on", async () => {
    let busy = true;
    const options = { connector: createInProcessConnector(createEchoEngine()), files, idleMs: 50, isBusy: async () => busy };
    const other = await startLoopbackHost(options);
    let ended = "";
    void other.ended.then((why) => (ended = why));
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect(ended).toBe("");
    busy = false;
    expect(await other.ended).toBe("idle");
    await other.close();
  });
});

describe("the whole host", () => {
  it("gives nothing to whoever has no session, whatever is asked", async () => {
    // One of its own: a connection kept from before may be closed by the host in the moment it is used again.
    const fresh = await startLoopbackHost({ connector: createInProcessConnector(createEchoEngine()), files });
    await fc.assert(
      fc.asyncProperty(fc.webPath(), fc.constantFrom("GET", "POST"), async (path, method) => {
        const response = await fetch(
          new Request(fresh.origin + path, {
            method,
            headers: { Origin: fresh.origin, "Content-Type": "application/json" },
            body: method === "POST" ? "{}" : null,
          }),
        );
        const text = await response.text();
        expect(text === "" || files.has(new URL(fresh.origin + path).pathname)).toBe(true);
      }),
      { numRuns: 60 },
    );
    await fresh.close();
  });
});
