import { createServer, type IncomingHttpHeaders, type ServerResponse } from "node:http";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, onTestFinished, test, vi } from "vitest";
import { createEngine } from "../../electron/engine/engine.ts";
import { checkSinkUrl, HttpSink } from "../../electron/engine/lineage/http-sink.ts";
import { createInProcessClient } from "../../electron/hosts/in-process/in-process-client.ts";
import { until } from "../contract/contract-suite.ts";
import { zeekConnLog } from "../unit-support/zeek-conn.ts";
import { tempDir } from "./temp-dir.ts";

interface Received {
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** A collector on this machine that answers as told. */
async function collector(answer: (response: ServerResponse, n: number) => void): Promise<{ url: string; received: Received[] }> {
  const received: Received[] = [];
  const server = createServer((request, response) => {
    let body = "";
    request.on("data", (chunk: Buffer) => (body += chunk.toString()));
    request.on("end", () => {
      received.push({ path: request.url ?? "", headers: request.headers, body });
      answer(response, received.length);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("no port");
  return { url: `http://127.0.0.1:${address.port}/api/v1/lineage`, received };
}

const quick = { retryMs: [5, 10], timeoutMs: 200, closeMs: 300 };
const sinkTo = (url: string): HttpSink => {
  const sink = new HttpSink(quick);
  sink.setUrl(url);
  onTestFinished(() => sink.close());
  return sink;
};

test("nothing is sent until a person has signed for an address, and nothing after they took it back", async () => {
  const { url, received } = await collector((response) => response.writeHead(201).end());
  vi.stubEnv("QUARRY_LINEAGE_API_KEY", "k3y");
  onTestFinished(() => void vi.unstubAllEnvs());
  const dir = tempDir();
  const log = join(dir, "conn.log");
  const workspaceDir = join(dir, "workspace");
  const engine = await createEngine({ workspaceDir, create: true });
  const client = createInProcessClient(engine, { trust: "local", host: "test" });
  const importRows = async (rows: number): Promise<void> => {
    writeFileSync(log, zeekConnLog({ rows }));
    await client.call("telemetry.import", { paths: [log] });
  };
  await importRows(50);
  expect(await client.call("lineage.sink", {})).toMatchObject({ url: null, queued: 0, delivered: 0 });
  expect(received).toEqual([]);

  expect(await client.call("lineage.setSink", { url, analyst: "ana" })).toMatchObject({ url, actor: "ana" });
  const [decision] = (await client.call("audit.page", { kind: "lineage.sink" })).decisions;
  expect(decision).toMatchObject({ actor: "ana", body: { url } });
  await importRows(60);
  await until(
    () => client.call("lineage.sink", {}),
    (sink) => sink.delivered === 4 && sink.queued === 0,
  );
  expect(received.map((r) => (JSON.parse(r.body) as { eventType: string }).eventType)).toEqual(["START", "START", "COMPLETE", "COMPLETE"]);
  expect(received.every((r) => r.path === "/api/v1/lineage" && r.headers.authorization === "Bearer k3y")).toBe(true);
  expect(JSON.stringify(await client.call("audit.page", {}))).not.toContain("k3y");

  await client.call("lineage.setSink", { url: null, analyst: "ana" });
  await importRows(70);
  await engine.close();
  expect(received).toHaveLength(4);
});

test("a signed address holds for the next process, whose last events are sent before it ends", async () => {
  const { url, received } = await collector((response) => response.writeHead(200).end("{}"));
  const dir = tempDir();
  const workspaceDir = join(dir, "workspace");
  const log = join(dir, "conn.log");
  writeFileSync(log, zeekConnLog({ rows: 50 }));
  for (const step of ["sign", "import"]) {
    const engine = await createEngine({ workspaceDir, create: true });
    const client = createInProcessClient(engine, { trust: "local", host: "test" });
    if (step === "sign") await client.call("lineage.setSink", { url });
    else await client.call("telemetry.import", { paths: [log] });
    await engine.close();
  }
  expect(received).toHaveLength(4);
});

test("a collector that is down neither fails nor delays the work", async () => {
  const { url, received } = await collector((response) => response.writeHead(503).end());
  const dir = tempDir();
  const log = join(dir, "conn.log");
  writeFileSync(log, zeekConnLog({ rows: 50 }));
  const engine = await createEngine({ workspaceDir: join(dir, "workspace"), create: true });
  const client = createInProcessClient(engine, { trust: "local", host: "test" });
  await client.call("lineage.setSink", { url });
  await client.call("telemetry.import", { paths: [log] });
  await until(
    () => client.call("lineage.sink", {}),
    (sink) => sink.lastProblem === "it answered 503",
  );
  await engine.close();
  expect(received.length).toBeGreaterThan(0);
});

test("what fails for a moment is tried again, what is refused is not, and what stays down is given up", async () => {
  const passing = await collector((response, n) => response.writeHead(n < 3 ? 500 : 200).end());
  const sink = sinkTo(passing.url);
  sink.send("{}");
  await until(
    () => sink.counts(),
    ({ delivered }) => delivered === 1,
  );
  expect(passing.received).toHaveLength(3);
  expect(sink.counts().lastProblem).toBeUndefined();

  const refusing = await collector((response) => response.writeHead(400).end());
  sink.setUrl(refusing.url);
  sink.send("{}");
  await until(
    () => sink.counts(),
    ({ dropped }) => dropped === 1,
  );
  expect(refusing.received).toHaveLength(1);

  const down = await collector((response) => response.writeHead(500).end());
  sink.setUrl(down.url);
  sink.send("{}");
  await until(
    () => sink.counts(),
    ({ dropped, queued }) => dropped === 2 && queued === 0,
  );
  expect(down.received).toHaveLength(3);
});

test("a redirect is refused and a silent collector is left after a moment", async () => {
  const elsewhere = await collector((response) => response.writeHead(200).end());
  const moved = await collector((response) => response.writeHead(307, { location: elsewhere.url }).end());
  const sink = sinkTo(moved.url);
  sink.send("{}");
  await until(
    () => sink.counts(),
    ({ dropped }) => dropped === 1,
  );
  expect(sink.counts().lastProblem).toContain("redirects");
  expect(elsewhere.received).toEqual([]);

  const silent = await collector(() => undefined);
  sink.setUrl(silent.url);
  sink.send("{}");
  await until(
    () => sink.counts(),
    ({ dropped }) => dropped === 2,
  );
  expect(sink.counts().lastProblem).toMatch(/timeout/i);
});

test("the queue is bounded, and forgotten when sending is turned off", async () => {
  const silent = await collector(() => undefined);
  const sink = sinkTo(silent.url);
  for (let i = 0; i < 1200; i += 1) sink.send("{}");
  expect(sink.counts()).toMatchObject({ queued: 1000, dropped: 200 });
  sink.setUrl(undefined);
  expect(sink.counts().queued).toBe(0);
});

test("only https, or this machine, without a secret in the address", () => {
  expect(checkSinkUrl("https://collector.example/api/v1/lineage")).toBe("https://collector.example/api/v1/lineage");
  expect(checkSinkUrl("http://127.0.0.1:5000/")).toBe("http://127.0.0.1:5000/");
  for (const refused of [
    "collector.example",
    "http://collector.example/",
    "http://127.0.0.1.example/",
    "http://localhost/",
    "file:///etc/passwd",
    "https://ana:pw@collector.example/",
    "https://collector.example/?key=1",
  ])
    expect(() => checkSinkUrl(refused), refused).toThrow(/cannot be used/);
});
