import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from "vitest";
import { forkChild } from "../../electron/engine/onnx/foreign/fork-child.ts";
import { foreignProcessLimits } from "../../electron/engine/onnx/foreign/foreign-host.ts";
import type { StartChild } from "../../electron/engine/limited-child.ts";
import { brokerChildren } from "../../electron/hosts/worker/child-broker.ts";
import { forkEngine } from "../../electron/hosts/worker/fork-engine.ts";
import { EngineSupervisor } from "../../electron/hosts/worker/supervisor.ts";
import type { Client } from "../../shared/contract/client.ts";
import { createFrameClient, type FrameClient } from "../../shared/contract/frame-client.ts";
import { createRandom } from "../../shared/lib/random.ts";
import { engineEntry } from "../unit-support/child-scripts.ts";
import { linearOnnx } from "../unit-support/crafted-onnx.ts";
import { copyScored, withEngine } from "./scored-workspace.ts";

const dir = mkdtempSync(join(tmpdir(), "quarry-process-"));
const good = join(dir, "good");
const entry = engineEntry();
const local = { trust: "local", host: "test" } as const;
const random = createRandom(4);

let copies = 0;
function copyOf(): string {
  const copy = join(dir, `copy-${(copies += 1)}`);
  cpSync(good, copy, { recursive: true });
  return copy;
}

const idsOf = async (client: Client): Promise<string[]> =>
  (await client.call("triage.queue", { limit: 1000, show: "all" })).rows.map(({ anomalyId }) => anomalyId);

async function logOf(client: Client): Promise<string[]> {
  const all: string[] = [];
  for (let before: number | undefined; ;) {
    const { decisions } = await client.call("audit.page", { limit: 1000, before });
    all.push(...decisions.map(({ id }) => id));
    before = decisions.at(-1)?.seq;
    if (decisions.length < 1000) return all;
  }
}

interface Desk {
  readonly client: FrameClient;
  readonly states: readonly string[];
  /** Of the engine that has the workspace now. */
  pid(): number;
  close(): Promise<void>;
}

/** An engine in a process of its own, as the desk has it. */
async function openDesk(workspace: string, pulse = { everyMs: 2000, silentAfterMs: 30_000 }): Promise<Desk> {
  const supervisor = new EngineSupervisor({ start: () => forkEngine(entry, ["--workspace", workspace]), backOffMs: () => 10, pulse });
  onTestFinished(() => supervisor.stop());
  await supervisor.ready;
  const client = createFrameClient(supervisor.connect(local));
  const states: string[] = [];
  client.on("engine.state", ({ state }) => states.push(state));
  const pid = (): number => {
    const owner: unknown = JSON.parse(readFileSync(join(workspace, "lock.json"), "utf8"));
    return typeof owner === "object" && owner !== null && "pid" in owner ? Number(owner.pid) : 0;
  };
  return { client, states, pid, close: () => supervisor.stop() };
}

beforeAll(() => copyScored(good), 120_000);

afterAll(() => rmSync(dir, { recursive: true, force: true }));

describe("an engine behind a desk", () => {
  it("killed between verdicts is started again, and every verdict it acknowledged is there", { timeout: 120_000 }, async () => {
    const workspace = copyOf();
    const desk = await openDesk(workspace);
    const [first = "", ...rest] = await idsOf(desk.client);
    const acknowledged: string[] = [];
    for (let kill = 1; kill <= 3; kill += 1) {
      const after = random.below(150);
      const killed = sleep(after).then(() => process.kill(desk.pid(), "SIGKILL"));
      for (let i = 0; desk.states.length < 2 * kill; i += 1) {
        const anomalyIds = [i % 2 === 0 ? first : (rest[0] ?? first)];
        await desk.client.call("triage.judge", { anomalyIds, verdict: "benign" }).then(
          ({ decision }) => acknowledged.push(decision),
          async (error: unknown) => {
            expect(error).toMatchObject({ code: "engine-gone" });
            await sleep(20);
          },
        );
      }
      await killed;
      expect(desk.states.slice(-2)).toEqual(["gone", "restarted"]);
    }
    await desk.close();
    expect(acknowledged.length).toBeGreaterThan(0);
    await withEngine(workspace, async (client) => {
      const kept = new Set(await logOf(client));
      expect(acknowledged.filter((id) => !kept.has(id))).toEqual([]);
      expect((await client.call("audit.verify", {})).problems).toEqual([]);
    });
  });

  it("that sleeps and wakes answers what was asked meanwhile, once and in order", { timeout: 60_000 }, async () => {
    const workspace = copyOf();
    const desk = await openDesk(workspace);
    const ids = await idsOf(desk.client);
    const pid = desk.pid();
    process.kill(pid, "SIGSTOP");
    const answers: string[] = [];
    const asked = ids
      .slice(0, 5)
      .map((id) =>
        desk.client.call("triage.judge", { anomalyIds: [id], verdict: "malicious" }).then(({ decision }) => void answers.push(decision)),
      );
    await sleep(1500);
    expect(answers).toEqual([]);
    process.kill(pid, "SIGCONT");
    await Promise.all(asked);
    expect(desk.states, "nobody took it for dead").toEqual([]);
    expect((await logOf(desk.client)).slice(0, 5)).toEqual(answers.toReversed());
    await desk.close();
  });
});

describe("an engine that hangs behind a desk", () => {
  it("is started again by a person, and every verdict it acknowledged is there", { timeout: 60_000 }, async () => {
    const workspace = copyOf();
    const desk = await openDesk(workspace, { everyMs: 50, silentAfterMs: 1000 });
    const ids = await idsOf(desk.client);
    const judge = (id: string) => desk.client.call("triage.judge", { anomalyIds: [id], verdict: "malicious" });
    const acknowledged: string[] = [];
    for (const id of ids.slice(0, 5)) acknowledged.push((await judge(id)).decision);
    process.kill(desk.pid(), "SIGSTOP");
    const late = expect(judge(ids[5] ?? "")).rejects.toMatchObject({ code: "engine-gone" });
    while (!desk.states.includes("silent")) await sleep(20);
    expect(await desk.client.call("engine.restart", {})).toEqual({ restarted: true });
    await late;
    while (!desk.states.includes("restarted")) await sleep(20);
    expect(desk.states).toEqual(["silent", "gone", "restarted"]);
    expect((await logOf(desk.client)).slice(0, 5), "what was not acknowledged is not there").toEqual(acknowledged.toReversed());
    expect((await desk.client.call("audit.verify", {})).problems).toEqual([]);
    await desk.close();
  });
});

describe("an engine for looking only", () => {
  it(
    "shows what the one that has the workspace has recorded, says why it takes no verdict, and takes none",
    { timeout: 60_000 },
    async () => {
      const workspace = copyOf();
      const desk = await openDesk(workspace);
      const supervisor = new EngineSupervisor({ start: () => forkEngine(entry, ["--workspace", workspace, "--read-only"]) });
      onTestFinished(() => supervisor.stop());
      await supervisor.ready;
      const looking = createFrameClient(supervisor.connect({ trust: "page", host: "test" }));
      const [id = ""] = await idsOf(desk.client);
      expect(await idsOf(looking)).toContain(id);
      expect(await looking.call("workspace.info", {})).toMatchObject({ readOnly: true, readOnlyBecause: "held" });
      await expect(looking.call("triage.judge", { anomalyIds: [id], verdict: "benign" })).rejects.toThrow("open for looking only");
      const { decision } = await desk.client.call("triage.judge", { anomalyIds: [id], verdict: "malicious" });
      expect((await looking.call("triage.row", { anomalyId: id })).state?.verdict).toBe("malicious");
      expect((await logOf(looking))[0]).toBe(decision);
      await desk.close();
      expect(await looking.call("workspace.info", {})).toMatchObject({ readOnly: true, readOnlyBecause: "asked" });
    },
  );
});

describe("an engine that may not start processes", () => {
  it("has its host start those of models made elsewhere", { timeout: 60_000 }, async () => {
    const limits: object[] = [];
    const startChild: StartChild = (limit) => {
      limits.push(limit);
      return forkChild(limit);
    };
    const start = () => brokerChildren(forkEngine(entry, ["--workspace", copyOf(), "--asks-for-children"]), startChild);
    const supervisor = new EngineSupervisor({ start });
    onTestFinished(() => supervisor.stop());
    await supervisor.ready;
    const client = createFrameClient(supervisor.connect(local));
    const path = join(dir, "linear.onnx");
    writeFileSync(path, linearOnnx({ weights: [1, 2] }));
    expect((await client.call("models.inspect", { paths: [path], package: "beaconing" })).facts.operators).toEqual(["MatMul"]);
    expect(limits).toEqual([{ memoryBytes: foreignProcessLimits.memoryBytes }]);
  });
});

describe("a clock that jumps", () => {
  const at = async <T>(iso: string, work: () => Promise<T>): Promise<T> => {
    const before = process.env["SOURCE_DATE_EPOCH"];
    process.env["SOURCE_DATE_EPOCH"] = String(Date.parse(iso) / 1000);
    try {
      return await work();
    } finally {
      if (before === undefined) delete process.env["SOURCE_DATE_EPOCH"];
      else process.env["SOURCE_DATE_EPOCH"] = before;
    }
  };

  it("changes neither the order of decisions nor which of them is undone", async () => {
    const workspace = copyOf();
    await withEngine(workspace, async (client) => {
      const [anomaly = ""] = await idsOf(client);
      const judge = (verdict: "benign" | "malicious") => client.call("triage.judge", { anomalyIds: [anomaly], verdict });
      const stateNow = async () => (await client.call("triage.row", { anomalyId: anomaly })).state?.verdict ?? null;
      await at("2040-01-01T00:00:00Z", () => judge("benign"));
      const later = await at("2001-01-01T00:00:00Z", () => judge("malicious"));
      const again = await at("2001-01-01T00:00:00Z", () => judge("malicious"));
      expect(new Set([later.decision, again.decision]).size, "two alike of one moment are two").toBe(2);
      expect(await stateNow(), "the later one stands, whatever its clock said").toBe("malicious");
      expect((await at("1999-01-01T00:00:00Z", () => client.call("decisions.undo", {}))).undone).toBe(again.decision);
      expect((await at("2050-01-01T00:00:00Z", () => client.call("decisions.undo", {}))).undone).toBe(later.decision);
      expect(await stateNow()).toBe("benign");
      const { problems } = await client.call("audit.verify", {});
      expect(problems).toEqual([]);
    });
  });

  it("ends a snooze when its time has come, and only while it has", async () => {
    const workspace = copyOf();
    await withEngine(workspace, async (client) => {
      const [anomaly = ""] = await idsOf(client);
      const until = Date.parse("2030-06-01T12:00:00Z") * 1000;
      const isOut = async () => !(await client.call("triage.queue", { limit: 1000 })).rows.some(({ anomalyId }) => anomalyId === anomaly);
      await at("2030-06-01T11:00:00Z", () => client.call("snoozes.set", { anomalyIds: [anomaly], until }));
      expect(await at("2030-06-01T11:59:59Z", isOut)).toBe(true);
      expect(await at("2030-06-01T12:00:01Z", isOut)).toBe(false);
      expect(await at("2030-06-01T10:00:00Z", isOut), "set back, it is not yet due").toBe(true);
    });
  });

  it("set back while work runs keeps the lineage one chain", { timeout: 60_000 }, async () => {
    const workspace = copyOf();
    await withEngine(workspace, async (client) => {
      await at("2035-01-01T00:00:00Z", () => client.call("scoring.run", { models: ["beaconing"], budget: 10 }));
      await at("2005-01-01T00:00:00Z", () => client.call("scoring.run", { models: ["beaconing"], budget: 20 }));
      expect((await client.call("audit.verify", {})).problems).toEqual([]);
      const [newest] = (await client.call("lineage.events", { limit: 1 })).events;
      expect(newest?.at).toBe(Date.parse("2005-01-01T00:00:00Z") * 1000);
    });
  });
});
