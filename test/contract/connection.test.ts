import { setImmediate } from "node:timers/promises";
import { expect, it } from "vitest";
import type { ClientFrame, EngineFrame } from "../../shared/contract/frames.ts";
import { serveConnection } from "../../electron/hosts/connection.ts";
import { createMemoryPorts } from "../../electron/hosts/in-process/memory-port.ts";
import { createEchoEngine } from "./echo-engine.ts";

const slow: ClientFrame = { t: "call", id: 1, name: "triage.row", input: { anomalyId: "slow" } };

function connect() {
  const engine = createEchoEngine();
  const [page, host] = createMemoryPorts<ClientFrame, EngineFrame>();
  serveConnection(engine, host, { trust: "page", host: "test" });
  return { engine, page };
}

it("a call taken back in the same breath is never begun, and is told to be cancelled", async () => {
  const { engine, page } = connect();
  const replied = new Promise((resolve) => page.onMessage(resolve));
  page.send(slow);
  page.send({ t: "cancel", id: 1 });
  expect(await replied).toMatchObject({ t: "reply", id: 1, ok: false, error: { kind: "cancelled" } });
  expect([engine.cancelled, engine.running.size]).toEqual([[], 0]);
});

it("a call that arrived just before the connection broke is begun, and cancelled then", async () => {
  const { engine, page } = connect();
  page.send(slow);
  await Promise.resolve();
  page.close("the page is loaded again");
  await setImmediate();
  await setImmediate();
  expect([engine.cancelled, engine.running.size]).toEqual([["triage.row"], 0]);
});
