import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { WebSocket } from "ws";
import { createInProcessConnector } from "../../electron/hosts/in-process/in-process-client.ts";
import { type LoopbackHost, loopbackLimits, startLoopbackHost } from "../../electron/hosts/loopback/loopback-host.ts";
import type { StaticFile } from "../../electron/hosts/static/static-files.ts";
import { until } from "./contract-suite.ts";
import { createEchoEngine, type EchoEngine } from "./echo-engine.ts";
import { hearStderr, type HeardStderr } from "./hear-stderr.ts";
import { converse, sendRaw } from "./raw-http.ts";
import { connectPage, openPageSocket, openSession, type PageSession } from "./ws-client.ts";

/** A host whose patience is short, so that what wears it out can be waited for. */
const limits = {
  connections: 12,
  headersMs: 400,
  requestMs: 900,
  stalledMs: 600,
  sockets: { sockets: 4, pingEveryMs: 400, bufferedBytes: 2_000_000 },
};
const file = (body: Uint8Array<ArrayBuffer>): StaticFile => ({ body, type: "text/plain", sha256: "0".repeat(64) });
const files = new Map([
  ["/", file(new Uint8Array(Buffer.from("desk")))],
  ["/assets/large.js", file(new Uint8Array(64_000_000))],
]);

/** Without pings and without a clock on what is not read: a page is to be let go for how much it leaves unread, and for nothing else. */
const patient = { ...limits, stalledMs: 600_000, sockets: { ...limits.sockets, pingEveryMs: 600_000 } };

let engine: EchoEngine;
let host: LoopbackHost;
let session: PageSession;
let patientHost: LoopbackHost;
let patientSession: PageSession;
let stderr: HeardStderr;
beforeAll(async () => {
  stderr = hearStderr();
  engine = createEchoEngine();
  const connector = createInProcessConnector(engine);
  host = await startLoopbackHost({ connector, files, limits });
  session = await openSession(host.createLaunchUrl());
  patientHost = await startLoopbackHost({ connector, files, limits: patient });
  patientSession = await openSession(patientHost.createLaunchUrl());
});
afterAll(async () => {
  await host.close();
  await patientHost.close();
  stderr.stop();
});

const own = (): string => `Host: 127.0.0.1:${host.port}\r\n`;
const page = (): string => `${own()}Origin: ${host.origin}\r\nCookie: ${session.cookie}\r\nx-quarry-token: ${session.bearer}\r\n`;
const jsonHead = "Content-Type: application/json\r\n";
const answers = async (): Promise<number> => (await sendRaw(host.port, `GET / HTTP/1.1\r\n${own()}Connection: close\r\n\r\n`)).status;
/** Settles however the connection ended. */
const closed = (socket: Socket | WebSocket): Promise<void> => {
  socket.on("error", () => undefined);
  return new Promise((resolve) => void socket.once("close", () => resolve()));
};

/** A page's socket that is open, once there is a place for it. */
async function placed(): Promise<WebSocket> {
  let found: WebSocket | undefined;
  await until(
    async () => {
      const socket = openPageSocket(patientSession);
      const isOpen = await Promise.race([
        once(socket, "open").then(
          () => true,
          () => false,
        ),
        closed(socket).then(() => false),
      ]);
      if (isOpen) found = socket;
      return isOpen;
    },
    (isOpen) => isOpen,
    30_000,
  );
  if (found === undefined) throw new Error("no place");
  return found;
}

describe("requests that contradict themselves", () => {
  const upgrade =
    "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n";
  const requests: readonly (readonly [string, () => string, readonly number[]])[] = [
    ["a Host of two cases", () => `GET / HTTP/1.1\r\nHost: 127.0.0.1:${host.port}\r\nhOST: evil.test\r\n\r\n`, [400, 421]],
    ["a Host folded over two lines", () => `GET / HTTP/1.1\r\nHost: 127.0.0.1:${host.port}\r\n evil.test\r\n\r\n`, [400, 421]],
    ["a Host behind a tab and a blank", () => `GET / HTTP/1.1\r\nHost : 127.0.0.1:${host.port}\r\n\r\n`, [400, 421]],
    [
      "a socket for another Host",
      () => `GET /ws HTTP/1.1\r\nHost: evil.test:${host.port}\r\nOrigin: ${host.origin}\r\nCookie: ${session.cookie}\r\n${upgrade}\r\n`,
      [421],
    ],
    [
      "a socket without a Host",
      () => `GET /ws HTTP/1.1\r\nOrigin: ${host.origin}\r\nCookie: ${session.cookie}\r\n${upgrade}\r\n`,
      [400, 421],
    ],
    ["a socket without an Origin", () => `GET /ws HTTP/1.1\r\n${own()}Cookie: ${session.cookie}\r\n${upgrade}\r\n`, [403]],
    ["a socket of HTTP/1.0", () => `GET /ws HTTP/1.0\r\n${page()}${upgrade}\r\n`, [400, 505]],
    ["a body of two lengths", () => `POST /call HTTP/1.1\r\n${page()}${jsonHead}Content-Length: 2\r\nContent-Length: 3\r\n\r\n{}`, [400]],
    [
      "a body both chunked and counted",
      () => `POST /call HTTP/1.1\r\n${page()}${jsonHead}Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`,
      [400],
    ],
    ["a line end in a header", () => `GET / HTTP/1.1\r\n${own()}X: a\rY: b\r\n\r\n`, [400]],
    ["headers without end", () => `GET / HTTP/1.1\r\n${own()}X: ${"x".repeat(20_000)}\r\n\r\n`, [431]],
    ["another protocol", () => "\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n", [400]],
  ];
  it.each(requests)("are refused: %s", async (_what, text, statuses) => {
    expect(statuses).toContain((await sendRaw(host.port, text())).status);
  });

  it("of another site's page are refused whatever its browser says of them", async () => {
    const matrix: readonly (readonly [string, string, number])[] = [
      ["GET /", "Sec-Fetch-Site: cross-site\r\nSec-Fetch-Mode: no-cors\r\n", 403],
      ["GET /", "Sec-Fetch-Site: cross-site\r\nSec-Fetch-Mode: navigate\r\nSec-Fetch-Dest: iframe\r\n", 403],
      ["GET /assets/large.js", "Sec-Fetch-Site: same-site\r\nSec-Fetch-Mode: no-cors\r\nSec-Fetch-Dest: script\r\n", 403],
      ["POST /call", "Origin: http://evil.test\r\n", 403],
      ["POST /call", "Origin: null\r\n", 403],
      ["POST /call", `Origin: http://127.0.0.1:1\r\n`, 403],
      ["POST /call", "", 403],
      ["POST /call", `Origin: ${host.origin}\r\nSec-Fetch-Site: same-site\r\n`, 403],
      ["POST /call", `Origin: ${host.origin}\r\nOrigin: ${host.origin}\r\n`, 403],
      ["POST /shutdown", "Origin: http://evil.test\r\n", 403],
      ["OPTIONS /call", "Origin: http://evil.test\r\nAccess-Control-Request-Method: POST\r\n", 403],
      ["GET /", "Sec-Fetch-Site: cross-site\r\nSec-Fetch-Mode: navigate\r\nSec-Fetch-Dest: document\r\n", 200],
    ];
    const secrets = `Cookie: ${session.cookie}\r\nx-quarry-token: ${session.bearer}\r\n`;
    for (const [line, headers, status] of matrix) {
      const text = `${line} HTTP/1.1\r\n${own()}${secrets}${jsonHead}Content-Length: 2\r\n${headers}\r\n{}`;
      expect((await sendRaw(host.port, text)).status, `${line} ${headers}`).toBe(status);
    }
  });
});

describe("a body", () => {
  it("over a megabyte is refused, whether its length is said or not", async () => {
    const large = "x".repeat(1_000_001);
    const counted = `POST /call HTTP/1.1\r\n${page()}${jsonHead}Content-Length: ${large.length}\r\n\r\n${large}`;
    expect((await sendRaw(host.port, counted)).status).toBe(413);
    const chunk = `10000\r\n${"x".repeat(0x10000)}\r\n`;
    const chunked = `POST /call HTTP/1.1\r\n${page()}${jsonHead}Transfer-Encoding: chunked\r\n\r\n${chunk.repeat(17)}0\r\n\r\n`;
    expect((await sendRaw(host.port, chunked)).status).toBe(413);
    expect(await answers()).toBe(200);
  });
});

describe("somebody slow", () => {
  it("who gives headers a byte at a time is cut off", async () => {
    const { status } = await converse(host.port, (socket) => drip(socket, `GET / HTTP/1.1\r\n${own()}X-Slow: ${"x".repeat(500)}`));
    expect(status).toBe(408);
  });

  it("who gives a body a byte at a time is cut off", async () => {
    const head = `POST /call HTTP/1.1\r\n${page()}${jsonHead}Content-Length: 500\r\n\r\n`;
    const { status } = await converse(host.port, (socket) => {
      socket.write(head);
      drip(socket, "x".repeat(500));
    });
    expect([0, 408]).toContain(status);
  });

  it("who says nothing at all is cut off", async () => {
    expect([0, 408]).toContain((await converse(host.port, () => undefined)).status);
  });

  it("who does not read an answer is cut off", async () => {
    const socket = connect({ host: "127.0.0.1", port: host.port });
    await once(socket, "connect");
    socket.pause();
    socket.write(`GET /assets/large.js HTTP/1.1\r\n${own()}\r\n`);
    await until(
      () => stderr.lines.join(""),
      (text) => text.includes("the answer is not read"),
      60_000,
    );
    socket.destroy();
    expect(await answers()).toBe(200);
  });

  it("gets no more connections than there are, and others are served once he is gone", async () => {
    const held = Array.from({ length: 40 }, () => connect({ host: "127.0.0.1", port: host.port }));
    // Who has a connection and says nothing is told that it took too long; who has none is told nothing.
    let told = 0;
    for (const socket of held) socket.once("data", () => (told += 1));
    await Promise.all(held.map((socket) => closed(socket)));
    expect(told).toBeGreaterThan(0);
    expect(told).toBeLessThanOrEqual(limits.connections);
    expect(await answers()).toBe(200);
  });
});

/** Of one request or body, a byte at a time. */
function drip(socket: Socket, text: string): void {
  let at = 0;
  const timer = setInterval(() => socket.write(text[at++] ?? ""), 20);
  socket.on("close", () => clearInterval(timer));
  socket.on("error", () => clearInterval(timer));
}

describe("a page that has gone wrong", () => {
  it("and answers no ping is let go, so that the host can end when nobody is there", async () => {
    const headers = { Origin: host.origin, Cookie: session.cookie };
    const socket = new WebSocket(`${host.origin.replace("http", "ws")}/ws`, { headers, autoPong: false });
    await once(socket, "open");
    socket.send(JSON.stringify({ t: "hello", bearer: session.bearer }));
    await closed(socket);
  });

  it("and answers pings stays", async () => {
    const { socket, client } = await connectPage(session);
    await new Promise((resolve) => setTimeout(resolve, 1500));
    expect(await client.call("engine.info", {})).toMatchObject({ ready: true });
    socket.terminate();
  });

  it("and one that answered stays when the host slept before it read that", async () => {
    const { socket, client } = await connectPage(session);
    let isGone = false;
    socket.once("close", () => (isGone = true));
    await once(socket, "ping");
    // The answer leaves as this is heard; the host sleeps over the time of the next ping, and finds it late.
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 3 * limits.sockets.pingEveryMs);
    await new Promise((resolve) => setTimeout(resolve, 2 * limits.sockets.pingEveryMs));
    expect(isGone).toBe(false);
    expect(await client.call("engine.info", {})).toMatchObject({ ready: true });
    socket.terminate();
  });

  it("and does not read what it asks for is dropped before it fills the memory", async () => {
    const { socket } = await connectPage(patientSession);
    socket.pause();
    let isGone = false;
    void closed(socket).then(() => (isGone = true));
    const what = randomBytes(300_000).toString("base64");
    let told = 0;
    for (; told < 200 && !isGone; told += 1) {
      engine.emit("workspace.changed", { what });
      // Paused, it hears of its end only when it writes; a ping would be answered, and who leaves answers unread is let go for that.
      socket.pong();
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    expect(isGone).toBe(true);
    // The machine's own buffers between the two hold some megabytes besides.
    expect(told * what.length).toBeLessThan(40_000_000);
    socket.terminate();
  });

  it("and is turned away without a bearer does not keep its place by not closing", async () => {
    const silent: WebSocket[] = [];
    for (let i = 0; i < limits.sockets.sockets; i += 1) silent.push(await placed());
    for (const socket of silent) {
      // Neither the library nor anybody else answers the close.
      socket.close = () => undefined;
      socket.send("{}");
      socket.pause();
    }
    (await placed()).terminate();
    for (const socket of silent) socket.terminate();
  });
});

describe("what the host allows", () => {
  it("is what it was made for, where nothing else is said", () => {
    expect(loopbackLimits).toMatchObject({
      connections: 64,
      headersMs: 5000,
      requestMs: 30_000,
      stalledMs: 30_000,
      sockets: { sockets: 16 },
    });
  });
});
