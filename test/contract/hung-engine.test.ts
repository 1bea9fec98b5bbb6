import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, describe, expect, it } from "vitest";
import { startLoopbackHost } from "../../electron/hosts/loopback/loopback-host.ts";
import { forkEngine } from "../../electron/hosts/worker/fork-engine.ts";
import type { EngineChild } from "../../electron/hosts/worker/messages.ts";
import { EngineSupervisor } from "../../electron/hosts/worker/supervisor.ts";
import { createFrameClient, type FrameClient } from "../../shared/contract/frame-client.ts";
import { invariant } from "../../shared/lib/invariant.ts";
import { childScript } from "../unit-support/child-scripts.ts";
import { until } from "./contract-suite.ts";
import { connectPage, openSession } from "./ws-client.ts";

const entry = childScript("test/contract/echo-process.ts");
const pulse = { everyMs: 50, silentAfterMs: 1000 };

interface Hung {
  readonly client: FrameClient;
  readonly states: readonly string[];
  readonly starts: () => number;
  /** Somebody who comes later. */
  readonly another: () => FrameClient;
  readonly signal: (name: "SIGSTOP" | "SIGCONT") => void;
}

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).toReversed()) await close();
});

async function open(): Promise<Hung> {
  let pid: number | undefined;
  let starts = 0;
  const start = (): EngineChild => {
    const child = forkEngine(entry, []);
    starts += 1;
    ({ pid } = child);
    return child;
  };
  const supervisor = new EngineSupervisor({ start, backOffMs: () => 10, pulse, stopWithinMs: 2000 });
  closing.push(() => supervisor.stop());
  await supervisor.ready;
  const host = await startLoopbackHost({ connector: supervisor, files: new Map() });
  closing.push(() => host.close());
  const { client } = await connectPage(await openSession(host.createLaunchUrl()));
  const states: string[] = [];
  client.on("engine.state", ({ state }) => states.push(state));
  return {
    client,
    states,
    starts: () => starts,
    another: () => createFrameClient(supervisor.connect({ trust: "page", host: "test" })),
    signal: (name) => {
      invariant(pid !== undefined, "the engine runs");
      process.kill(pid, name);
    },
  };
}

const hears = (states: readonly string[], state: string) =>
  until(
    () => states,
    (all) => all.includes(state),
    20_000,
  );

describe("an engine that hangs, behind the loopback host", () => {
  it("is said to be silent, refuses what is asked, and is started again when a page asks for it", { timeout: 60_000 }, async () => {
    const { client, states, starts, another, signal } = await open();
    expect(await client.call("engine.restart", {}), "one that answers is left alone").toEqual({ restarted: false });
    signal("SIGSTOP");
    const waiting = client.call("triage.row", { anomalyId: "slow" }).then(
      () => "answered",
      (error: unknown) => error,
    );
    await hears(states, "silent");
    await expect(client.call("jobs.list", {})).rejects.toMatchObject({ code: "engine-gone", message: /has not answered for 1 s/ });
    const later = another();
    const told: string[] = [];
    later.on("engine.state", ({ state }) => told.push(state));
    await hears(told, "silent");
    await sleep(10 * pulse.everyMs);
    expect(starts(), "nobody but a person ends it").toBe(1);

    expect(await later.call("engine.restart", {})).toEqual({ restarted: true });
    expect(await waiting).toMatchObject({ code: "engine-gone" });
    await hears(states, "restarted");
    await hears(told, "restarted");
    expect(states).toEqual(["silent", "gone", "restarted"]);
    expect(starts()).toBe(2);
    expect((await client.call("engine.info", {})).host).toBe("loopback/page");
  });

  it("that goes on by itself is ready again, and answers what it was asked before", { timeout: 60_000 }, async () => {
    const { client, states, starts, signal } = await open();
    signal("SIGSTOP");
    const early = client.call("engine.info", {});
    await hears(states, "silent");
    signal("SIGCONT");
    expect((await early).host).toBe("loopback/page");
    await hears(states, "ready");
    expect(states).toEqual(["silent", "ready"]);
    expect((await client.call("engine.info", {})).host).toBe("loopback/page");
    expect(starts()).toBe(1);
  });

  it("is not missed when it stands still for half of the bound", async () => {
    const { client, states, signal } = await open();
    signal("SIGSTOP");
    const early = client.call("engine.info", {});
    await sleep(pulse.silentAfterMs / 2);
    signal("SIGCONT");
    expect((await early).host).toBe("loopback/page");
    await sleep(10 * pulse.everyMs);
    expect(states).toEqual([]);
  });
});
