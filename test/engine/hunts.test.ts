import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Client } from "../../shared/contract/client.ts";
import type { Input } from "../../shared/contract/requests.ts";
import { createRandom } from "../../shared/lib/random.ts";
import { createEngine } from "../../electron/engine/engine.ts";
import type { Engine } from "../../electron/engine/engine-interface.ts";
import { createInProcessClient } from "../../electron/hosts/in-process/in-process-client.ts";
import { estate, type HuntAnomalySpec, idIn, surface } from "./hunts-fixture.ts";

let dir = "";
let engine: Engine;
let client: Client;

const workspace = (): string => join(dir, "workspace");
async function reopen(): Promise<void> {
  engine = await createEngine({ workspaceDir: workspace() });
  client = createInProcessClient(engine, { trust: "local", host: "test" });
}
/** Another scoring, while nobody else has the workspace open. */
async function rescore(no: number, anomalies: readonly HuntAnomalySpec[]): Promise<void> {
  await engine.close();
  surface(workspace(), no, anomalies);
  await reopen();
}

beforeEach(async () => {
  dir = mkdtempSync(join(tmpdir(), "quarry-hunts-"));
  surface(workspace(), 1, estate);
  await reopen();
});
afterEach(async () => {
  await engine.close();
  rmSync(dir, { recursive: true, force: true });
});

const candidates = async () => (await client.call("hunts.candidates", {})).candidates;
/** Members by name, each group and all groups in order. */
const groups = async (): Promise<string[][]> =>
  (await candidates())
    .map(({ anomalyIds }) => anomalyIds.map((id) => id.slice(3)).toSorted())
    .toSorted((a, b) => (a.join() < b.join() ? -1 : 1));
async function holding(name: string) {
  const found = (await candidates()).find(({ anomalyIds }) => anomalyIds.some((id) => id.slice(3) === name));
  if (found === undefined) throw new Error(`${name} is in no candidate`);
  return found;
}

const gathered = [
  ["beacon-1", "beacon-2", "implant"],
  ["service-on-app-1", "service-on-fs-1", "service-on-fs-2"],
];
const noFinding: Omit<Input<"hunts.close">, "id"> = {
  outcome: "hypothesis-not-confirmed",
  byproducts: [],
  knownBenign: [],
  handOff: "none",
};

describe("candidate hunts", () => {
  it("gather what shares an entity and is near in time, and nothing through what many share", async () => {
    expect(await groups()).toEqual(gathered);
    const { alone, leftOut, rules } = await client.call("hunts.candidates", {});
    expect(alone).toBe(estate.length - 6);
    expect(Object.values(leftOut).every((n) => n === 0)).toBe(true);
    expect(rules.join(" ")).toContain("12 hours");
    const detail = await client.call("hunts.candidate", { id: (await holding("beacon-1")).id });
    expect(detail.entities.find((one) => one.key === "host:fqdn:ws-1.corp")).toMatchObject({ members: 3, anomalies: 4, isFollowed: true });
    expect(detail.timeline.map((entry) => entry.anomalyId.slice(3))).toEqual(["beacon-1", "implant", "beacon-2"]);
  });

  it("come by one number that is the sum of its parts", async () => {
    for (const { priority } of await candidates())
      expect(priority.parts.reduce((sum, part) => sum + part.bits, 0)).toBeCloseTo(priority.bits, 12);
    const { priority } = await holding("beacon-1");
    expect(priority.parts[0]?.because).toContain("of 3 anomalies");
    const ranked = await candidates();
    expect(ranked.map((one) => one.priority.bits)).toEqual(ranked.map((one) => one.priority.bits).toSorted((a, b) => b - a));
    expect(ranked.map((one) => one.rank)).toEqual([1, 2]);
  });

  it("keep their id when another run finds the same or adds to it, and an old id leads to the new one", async () => {
    const before = await holding("beacon-1");
    await rescore(2, estate);
    expect(await holding("beacon-1")).toMatchObject({ id: before.id, anomalyIds: before.anomalyIds.map((id) => id.replace("a1", "a2")) });
    await rescore(3, [...estate, { name: "beacon-3", model: "beaconing", entities: ["person:ana"], atHour: 20 }]);
    expect(await holding("beacon-3")).toMatchObject({ id: before.id });
    await rescore(4, [...estate, { name: "beacon-0", model: "beaconing", entities: ["person:ana"], atHour: -5 }]);
    const now = await holding("beacon-0");
    expect(now.id).not.toBe(before.id);
    expect(await client.call("hunts.candidate", { id: before.id })).toMatchObject({ id: now.id, redirectedFrom: before.id });
    await expect(client.call("hunts.candidate", { id: "c0" })).rejects.toMatchObject({ code: "not-found" });
  });

  it("lose what a verdict explains, and get it back when the verdict is undone", async () => {
    await client.call("triage.judge", { anomalyIds: [idIn(1, "beacon-2")], verdict: "benign" });
    expect(await groups()).toEqual([["beacon-1", "implant"], gathered[1]]);
    await client.call("decisions.undo", {});
    await client.call("triage.judge", { anomalyIds: [idIn(1, "beacon-2")], verdict: "malicious" });
    expect(await groups()).toEqual(gathered);
  });

  it("stay as a person arranged them, whatever is scored later, until that is undone", async () => {
    const intrusion = await holding("beacon-1");
    await client.call("hunts.arrange", { how: "split", candidate: intrusion.id, anomalyIds: [idIn(1, "implant")] });
    const split = [["beacon-1", "beacon-2"], gathered[1]];
    expect(await groups()).toEqual(split);
    await rescore(2, estate);
    expect(await groups()).toEqual(split);
    await client.call("hunts.arrange", { how: "add", candidate: (await holding("service-on-fs-1")).id, anomalyIds: [idIn(2, "implant")] });
    expect(await groups()).toEqual([
      ["beacon-1", "beacon-2"],
      ["implant", ...(gathered[1] ?? [])],
    ]);
    await client.call("hunts.arrange", { how: "drop", anomalyIds: [idIn(2, "implant")] });
    expect(await groups()).toEqual(split);
    const both = (await candidates()).map((one) => one.id);
    await client.call("hunts.arrange", { how: "merge", candidates: both });
    const [, others = []] = split;
    expect(await groups()).toEqual([["beacon-1", "beacon-2", ...others].toSorted()]);
    for (let i = 0; i < 4; i += 1) await client.call("decisions.undo", {});
    expect(await groups()).toEqual(gathered);
    await client.call("decisions.redo", {});
    expect(await groups()).toEqual(split);
    await expect(client.call("hunts.arrange", { how: "split", candidate: intrusion.id, anomalyIds: ["a1-none"] })).rejects.toMatchObject({
      code: "bad-input",
    });
  });
});

describe("hunts", () => {
  it("go from a candidate through backlog and active to closed, with no finding counted as an outcome", async () => {
    const { hunt } = await client.call("hunts.open", { candidate: (await holding("beacon-1")).id, analyst: "ana" });
    expect(hunt).toMatchObject({ stage: "backlog", owner: "ana", judged: 0, record: { models: ["beaconing", "process-rarity"] } });
    expect(hunt.record.hypothesis.location).toContain("ws-1");
    expect(await groups()).toEqual([gathered[1]]);
    expect((await client.call("hunts.candidates", {})).leftOut.inHunts).toBe(3);
    await client.call("triage.judge", { anomalyIds: [idIn(1, "implant")], verdict: "malicious" });
    const active = await client.call("hunts.move", { id: hunt.id, stage: "active" });
    expect(active.hunt).toMatchObject({ stage: "active", judged: 1 });
    expect((active.hunt.dueAt ?? 0) - (active.hunt.startedAt ?? 0)).toBe(5 * 86_400_000_000);
    const closed = await client.call("hunts.close", {
      id: hunt.id,
      ...noFinding,
      knownBenign: [{ what: "far.example", because: "backup" }],
    });
    expect(closed.hunt).toMatchObject({ stage: "closed", outcome: "hypothesis-not-confirmed", record: { handOff: "none" } });
    expect(await client.call("hunts.list", { stage: "closed" })).toHaveLength(1);
    expect(closed.hunt.history.map((entry) => entry.what)).toEqual(["opened with 3 anomalies", "made active", "closed: no finding"]);
    await expect(client.call("hunts.close", { id: hunt.id, ...noFinding })).rejects.toMatchObject({ code: "conflict" });
    const again = await client.call("hunts.move", { id: hunt.id, stage: "active" });
    expect(again.hunt).toMatchObject({ outcome: null, record: { knownBenign: [{ what: "far.example", because: "backup" }] } });
    expect((await client.call("audit.verify", {})).problems).toEqual([]);
  });

  it("cannot be closed without an outcome, a look for byproducts and a list of what is benign", async () => {
    const { hunt } = await client.call("hunts.open", { anomalyIds: [idIn(1, "later")] });
    for (const missing of ["outcome", "byproducts", "knownBenign", "handOff"]) {
      const input = Object.fromEntries(Object.entries({ id: hunt.id, ...noFinding }).filter(([field]) => field !== missing));
      await expect(client.call("hunts.close", input as never), missing).rejects.toMatchObject({
        code: "bad-input",
        detail: { field: missing },
      });
    }
  });

  it("keep their anomalies when these are scored again, and the queue can be filtered to them", async () => {
    const { hunt } = await client.call("hunts.open", { candidate: (await holding("beacon-1")).id });
    await rescore(2, estate);
    const shown = await client.call("hunts.show", { id: hunt.id });
    expect(shown.anomalies.map((one) => [one.anomalyId, one.currentId])).toEqual([
      ["a1-beacon-1", "a2-beacon-1"],
      ["a1-implant", "a2-implant"],
      ["a1-beacon-2", "a2-beacon-2"],
    ]);
    const queue = await client.call("triage.queue", { hunt: hunt.id, show: "all" });
    expect(queue.rows.map((row) => row.anomalyId).toSorted()).toEqual(["a2-beacon-1", "a2-beacon-2", "a2-implant"]);
    expect(queue.total).toBe(3);
    const candidate = await holding("service-on-fs-1");
    expect((await client.call("triage.queue", { hunt: candidate.id })).total).toBe(3);
    expect((await client.call("hunts.places", {})).hunts).toMatchObject([
      { id: hunt.id, anomalyIds: ["a2-beacon-1", "a2-implant", "a2-beacon-2"].toSorted() },
    ]);
    await expect(client.call("hunts.open", { anomalyIds: ["a2-implant"] })).rejects.toMatchObject({ code: "conflict" });
    await expect(client.call("triage.queue", { hunt: "h0" })).rejects.toMatchObject({ code: "not-found" });
  });

  it("come back to the state before when every decision is undone, one by one and each analyst their own", async () => {
    const state = async () => JSON.stringify([await client.call("hunts.list", {}), await groups(), await client.call("hunts.places", {})]);
    const before = await state();
    const random = createRandom(9);
    const done: string[] = [];
    const alone = Array.from({ length: 8 }, (_, i) => idIn(1, `scan-${i}`));
    for (let i = 0; i < 24; i += 1) {
      const analyst = ["ana", "bo"][random.below(2)] ?? "ana";
      const hunts = await client.call("hunts.list", {});
      const found = await candidates();
      const hunt = hunts[random.below(Math.max(1, hunts.length))];
      const candidate = found[random.below(Math.max(1, found.length))];
      const anomaly = candidate?.anomalyIds[0] ?? "";
      const steps = [
        candidate === undefined
          ? undefined
          : () => client.call("hunts.arrange", { how: "split", candidate: candidate.id, anomalyIds: [anomaly], analyst }),
        candidate === undefined ? undefined : () => client.call("hunts.arrange", { how: "drop", anomalyIds: [anomaly], analyst }),
        candidate === undefined ? undefined : () => client.call("hunts.open", { candidate: candidate.id, analyst }),
        alone.length === 0 ? undefined : () => client.call("hunts.open", { anomalyIds: alone.splice(0, 1), analyst }),
        hunt === undefined ? undefined : () => client.call("hunts.edit", { id: hunt.id, changes: { notes: `note ${i}` }, analyst }),
        hunt === undefined || hunt.stage === "closed"
          ? undefined
          : () => client.call("hunts.close", { id: hunt.id, ...noFinding, analyst }),
        hunt === undefined || hunt.stage !== "closed"
          ? undefined
          : () => client.call("hunts.move", { id: hunt.id, stage: "backlog", analyst }),
      ].filter((step) => step !== undefined);
      const step = steps[random.below(Math.max(1, steps.length))];
      if (step === undefined) continue;
      await step();
      done.push(analyst);
    }
    expect(done.length).toBeGreaterThan(10);
    for (const analyst of done.toReversed()) await client.call("decisions.undo", { analyst });
    expect(await state()).toBe(before);
    await expect(client.call("decisions.undo", { analyst: "ana" })).rejects.toMatchObject({ code: "not-found" });
    expect((await client.call("audit.verify", {})).problems).toEqual([]);
  });

  it("are told in the same bytes each time, with what came out of the telemetry made inert", async () => {
    const hostile = "<img src=x onerror=alert(1)> [click](https://evil.example) `x` | \u202eexe";
    await rescore(2, [...estate, { name: "hostile", model: "beaconing", entities: ["person:mallory"], atHour: 300, label: hostile }]);
    const { hunt } = await client.call("hunts.open", {
      anomalyIds: [idIn(2, "hostile")],
      record: { notes: "<script>x</script>\n# not a title" },
    });
    for (const format of ["markdown", "html"] as const) {
      const report = await client.call("hunts.report", { id: hunt.id, format });
      expect(await client.call("hunts.report", { id: hunt.id, format })).toEqual(report);
      expect(report.text).not.toMatch(/<img|<script|\u202e/);
      expect(report.text).not.toMatch(/(?:src|href)\s*=\s*["'h]/);
      expect(report.text).toContain("mallory");
    }
    const { text } = await client.call("hunts.report", { id: hunt.id });
    expect(text).not.toContain("[click](");
    expect(text).not.toMatch(/^# not a title/m);
    expect(text).not.toContain("https://");
    expect(text.split("\n").filter((line) => line.startsWith("# "))).toHaveLength(1);
  });
});
