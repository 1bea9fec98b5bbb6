import { afterEach, describe, expect, it } from "vitest";
import { forkEngine } from "../../electron/hosts/worker/fork-engine.ts";
import { EngineSupervisor } from "../../electron/hosts/worker/supervisor.ts";
import type { EngineChild } from "../../electron/hosts/worker/messages.ts";
import { createFrameClient } from "../../shared/contract/frame-client.ts";
import { childScript } from "../unit-support/child-scripts.ts";
import { describeCarrier, until } from "./contract-suite.ts";

const entry = childScript("test/contract/echo-process.ts");
const local = { trust: "local", host: "test" } as const;

describeCarrier("an engine process", async () => {
  const supervisor = new EngineSupervisor({ start: () => forkEngine(entry, []) });
  await supervisor.ready;
  const client = createFrameClient(supervisor.connect(local));
  const observer = createFrameClient(supervisor.connect(local));
  return {
    client,
    caller: "test/local",
    cancelled: async () => JSON.parse((await observer.call("triage.record", { eventId: "0123456789abcdef-0" })).raw) as string[],
    drop: async () => client.close(),
    close: () => supervisor.stop(),
  };
});

describe("the supervisor of an engine process", () => {
  let supervisor: EngineSupervisor | undefined;
  afterEach(() => supervisor?.stop());

  it("rejects open calls when the engine is killed, restarts it and lets the same connection go on", async () => {
    supervisor = new EngineSupervisor({ start: () => forkEngine(entry, []), backOffMs: () => 20 });
    const client = createFrameClient(supervisor.connect({ trust: "page", host: "test" }));
    const states: string[] = [];
    client.on("engine.state", ({ state }) => states.push(state));
    const slow = client.call("triage.row", { anomalyId: "slow" });
    const crash = client.call("triage.row", { anomalyId: "crash" });
    await expect(crash).rejects.toMatchObject({ code: "engine-gone" });
    await expect(slow).rejects.toMatchObject({ code: "engine-gone" });
    // A process is started anew, which takes a machine with other work seconds.
    await until(
      () => states,
      (s) => s.includes("restarted"),
      20_000,
    );
    expect(states).toEqual(["gone", "restarted"]);
    expect((await client.call("engine.info", {})).host).toBe("test/page");
  });

  it("refuses calls at once while the engine is away", async () => {
    supervisor = new EngineSupervisor({ start: () => forkEngine(entry, []), backOffMs: () => 60_000 });
    const client = createFrameClient(supervisor.connect(local));
    await expect(client.call("triage.row", { anomalyId: "crash" })).rejects.toMatchObject({ code: "engine-gone" });
    await expect(client.call("jobs.list", {})).rejects.toMatchObject({ code: "engine-gone" });
  });

  it("passes on why the engine could not open its workspace and does not try again", async () => {
    let starts = 0;
    const start = (): EngineChild => {
      starts += 1;
      return forkEngine(entry, ["locked"]);
    };
    supervisor = new EngineSupervisor({ start, backOffMs: () => 1 });
    await expect(supervisor.ready).rejects.toMatchObject({ code: "workspace-locked", detail: { file: "lock" } });
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(starts).toBe(1);
  });

  it("gives up on an engine that dies over and over, says so, and tries once more for each page that is loaded", async () => {
    let starts = 0;
    const start = (): EngineChild => {
      starts += 1;
      let exit: (why: string) => void = () => undefined;
      return {
        pid: undefined,
        send: () => undefined,
        onMessage: (listener) =>
          void setTimeout(() => {
            listener({ kind: "ready" });
            exit("exit 1");
          }, 1),
        onExit: (listener) => {
          exit = listener;
        },
        kill: () => undefined,
      };
    };
    supervisor = new EngineSupervisor({ start, backOffMs: () => 1 });
    await supervisor.ready;
    const client = createFrameClient(supervisor.connect(local));
    const states: string[] = [];
    client.on("engine.state", ({ state, message }) => states.push(`${state}: ${message}`));
    await until(
      () => states.filter((state) => state.startsWith("stopped")),
      (stops) => stops.length > 0,
    );
    const stopped = "stopped: it ended 6 times in a row and is not started again by itself; the last time: the engine ended: exit 1";
    expect(states.at(-1)).toBe(stopped);
    await expect(client.call("jobs.list", {})).rejects.toThrow("6 times");
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(starts).toBe(6);

    const later = createFrameClient(supervisor.connect(local));
    const told: string[] = [];
    later.on("engine.state", ({ state }) => told.push(state));
    await until(
      () => told,
      (all) => all.length > 0,
    );
    expect(told, "who comes later is told").toEqual(["stopped"]);
    supervisor.connect({ trust: "page", host: "test" });
    await until(
      () => states.filter((state) => state.startsWith("stopped")),
      (stops) => stops.length > 1,
    );
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(starts, "a page loaded anew has one more tried").toBe(7);
    expect(states.at(-1)).toContain("ended 7 times in a row");
  });
});
