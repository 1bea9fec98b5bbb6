import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Client } from "../../shared/contract/client.ts";
import type { Input } from "../../shared/contract/requests.ts";
import { bulkWeight } from "../../shared/domain/verdict.ts";
import { createEngine } from "../../electron/engine/engine.ts";
import type { Engine } from "../../electron/engine/engine-interface.ts";
import { labelWeight, readJudged } from "../../electron/engine/labels/label-rows.ts";
import { openDatabase } from "../../electron/engine/sqlite/database.ts";
import { createInProcessClient } from "../../electron/hosts/in-process/in-process-client.ts";
import { type QueuedAnomaly, surfaceQueue } from "./queue-fixture.ts";

const calls = { regularity: 0.9, peers: 0.5, size: 0.3 };
const downloads = { volume: 0.9, peers: 0.5 };
const beacon = (id: string, given: Partial<QueuedAnomaly> = {}): QueuedAnomaly => ({
  id,
  model: "beaconing",
  subject: "ws-1→far",
  entities: ["host:fqdn:ws-1.corp", "domain:far.example"],
  parts: calls,
  ...given,
});
const anomalies: readonly QueuedAnomaly[] = [
  beacon("a1"),
  beacon("a2", { parts: { regularity: 0.8, size: 0.4, peers: 0.3 } }),
  beacon("a3", { subject: "ws-2→far", entities: ["host:fqdn:ws-2.corp", "domain:far.example"], parts: { ...calls, regularity: 3 } }),
  beacon("a4", { subject: "ws-3→near", entities: ["host:fqdn:ws-3.corp", "domain:near.example"] }),
  beacon("a5", { parts: downloads }),
  beacon("a6", { isBlind: true }),
  { id: "b1", model: "dns-tunnel", subject: "ws-1→far", entities: ["host:fqdn:ws-1.corp"], parts: calls },
];

const dir = mkdtempSync(join(tmpdir(), "quarry-bulk-"));
const workspaceDir = join(dir, "workspace");
let engine: Engine;
let client: Client;
let decided = 0;

beforeAll(async () => {
  surfaceQueue(workspaceDir, 1, anomalies);
  engine = await createEngine({ workspaceDir });
  client = createInProcessClient(engine, { trust: "local", host: "test" });
});
afterAll(async () => {
  await engine.close();
  rmSync(dir, { recursive: true, force: true });
});
beforeEach(async () => {
  for (; decided > 0; decided -= 1) await client.call("decisions.undo", {});
});

const preview = (set: Partial<Input<"bulk.preview">> = {}) => client.call("bulk.preview", { like: "a1", ...set });
const bulkJudge = async (set: Partial<Input<"bulk.judge">> = {}) => {
  const { setId } = await preview({ verdict: "benign", ...set });
  const judged = await client.call("bulk.judge", { like: "a1", verdict: "benign", setId, ...set });
  decided += 1;
  return judged;
};
const judge = async (anomalyIds: string[], verdict: string) => {
  await client.call("triage.judge", { anomalyIds, verdict });
  decided += 1;
};
const verdictsNow = async (): Promise<Record<string, string>> => {
  const { rows } = await client.call("triage.queue", { show: "all" });
  return Object.fromEntries(rows.flatMap((row) => (row.state === null ? [] : [[row.anomalyId, row.state.verdict]])));
};

describe("a set of like anomalies", () => {
  it("is of one model and pattern, and is loosened and tightened by entity and subject", async () => {
    const counts = async (set: Partial<Input<"bulk.preview">>) => (await preview(set)).matching;
    expect(await counts({ same: "pattern" })).toBe(4);
    expect(await counts({ same: "entity" })).toBe(3);
    expect(await counts({ same: "pair" })).toBe(2);
    expect(await counts({ same: "pair", reasons: 1 })).toBe(2);
    expect(await counts({ like: "a5", same: "pattern", reasons: 2 })).toBe(1);
  });

  it("says in words what its members have in common, with the exact count and the nearest and farthest by distance", async () => {
    const { words, applies, among, nearest, farthest, distance } = await preview({ same: "pattern" });
    expect(words).toBe(
      "Anomalies of beaconing in the same run, with the same three leading reasons (Title of regularity, Title of peers, Title of size), about anything, in no other hunt.",
    );
    expect({ applies, among }).toEqual({ applies: 4, among: 6 });
    expect(nearest.map((one) => one.anomalyId)).toEqual(["a4", "a2", "a3"]);
    expect(nearest.map((one) => one.distance?.toFixed(3))).toEqual(["0.000", Math.hypot(0.1, 0.2, 0.1).toFixed(3), "2.100"]);
    expect(farthest).toEqual([]);
    expect(distance).toContain("Euclidean");
  });

  it("takes in nothing of the blind sample that is not judged, and finds nothing like one", async () => {
    expect(JSON.stringify(await preview({ same: "pair" }))).not.toContain("a6");
    await expect(preview({ like: "a6" })).rejects.toMatchObject({ code: "bad-input" });
  });

  it("lists what was judged otherwise and leaves it out until it is asked for", async () => {
    await judge(["a2"], "malicious");
    const left = await preview({ verdict: "benign" });
    expect(left.conflicts).toMatchObject({ total: 1, members: [{ anomalyId: "a2", verdict: "malicious" }] });
    expect(left.applies).toBe(2);
    expect((await preview({ verdict: "benign", includeJudged: true })).applies).toBe(3);
    expect(await preview({ verdict: "malicious" })).toMatchObject({ already: 1, applies: 2, conflicts: { total: 0 } });
  });

  it("crosses into another hunt only when it is told to, and keeps to its own hunt when asked", async () => {
    const { hunt } = await client.call("hunts.open", { anomalyIds: ["a3"], record: { topic: "Far calls" } });
    expect(await preview()).toMatchObject({ applies: 2, otherHunts: { total: 1, members: [{ anomalyId: "a3", hunt: "Far calls" }] } });
    expect((await preview({ acrossHunts: true })).applies).toBe(3);
    await client.call("hunts.members", { id: hunt.id, add: ["a1"] });
    expect((await preview({ sameHunt: true })).matching).toBe(2);
    expect((await preview({ sameHunt: true })).otherHunts.total).toBe(0);
    for (let i = 0; i < 2; i += 1) await client.call("decisions.undo", {});
  });

  it("leaves out what is snoozed or suppressed, says how much, and takes it in when it was chosen", async () => {
    const before = await preview({ same: "entity" });
    await client.call("snoozes.set", { anomalyIds: ["a2"], until: Date.now() * 1000 + 3_600_000_000, note: "" });
    decided += 1;
    expect(await preview({ same: "entity" })).toMatchObject({ matching: before.matching, applies: before.applies - 1, held: 1 });
    expect(await preview({ chosen: ["a1", "a2"] })).toMatchObject({ applies: 2, held: 0 });
  });

  it("may be a selection instead, whatever its members have in common", async () => {
    const { applies, nearest } = await preview({ chosen: ["a1", "a5", "b1"] });
    expect(applies).toBe(3);
    expect(nearest.map((one) => [one.anomalyId, one.distance === null])).toEqual([
      ["a5", false],
      ["b1", true],
    ]);
    await expect(preview({ chosen: ["a1", "nobody"] })).rejects.toMatchObject({ code: "not-found" });
  });
});

describe("a bulk verdict", () => {
  it("is one decision that says what it was given on, is taken back and brought again as one, and weighs less", async () => {
    expect((await bulkJudge({ reason: "scheduled" })).judged).toBe(3);
    expect(await verdictsNow()).toEqual({ a1: "benign", a2: "benign", a3: "benign" });
    const [last] = (await client.call("audit.page", { limit: 1 })).decisions;
    expect(last).toMatchObject({
      kind: "verdict.record",
      body: {
        bulkId: expect.stringMatching(/^b/) as string,
        set: { like: "a1", words: expect.stringContaining("three leading") as string },
      },
    });
    const db = openDatabase(join(workspaceDir, "quarry.sqlite"));
    expect(readJudged(db, "beaconing").map(labelWeight)).toEqual([bulkWeight, bulkWeight, bulkWeight]);
    db.close();
    expect((await client.call("decisions.undo", {})).what).toBe("Benign on 3 anomalies");
    expect(await verdictsNow()).toEqual({});
    await client.call("decisions.redo", {});
    expect(Object.keys(await verdictsNow())).toHaveLength(3);
    expect((await client.call("audit.verify", {})).problems).toEqual([]);
  });

  it("brings the verdicts it replaced back when it is taken back", async () => {
    await judge(["a2"], "malicious");
    await judge(["a3"], "suspicious");
    await bulkJudge({ includeJudged: true });
    expect(await verdictsNow()).toEqual({ a1: "benign", a2: "benign", a3: "benign" });
    await client.call("decisions.undo", {});
    decided -= 1;
    expect(await verdictsNow()).toEqual({ a2: "malicious", a3: "suspicious" });
  });

  it("is refused when the set is no longer the one that was shown, or is empty", async () => {
    const { setId } = await preview({ verdict: "benign" });
    await judge(["a2"], "malicious");
    const late = client.call("bulk.judge", { like: "a1", verdict: "benign", setId });
    await expect(late).rejects.toMatchObject({ code: "conflict" });
    const none = await preview({ chosen: ["a2"], verdict: "malicious" });
    const empty = client.call("bulk.judge", { like: "a1", chosen: ["a2"], verdict: "malicious", setId: none.setId });
    await expect(empty).rejects.toMatchObject({ code: "bad-input" });
    expect(await verdictsNow()).toEqual({ a2: "malicious" });
  });
});
