import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Client } from "../../shared/contract/client.ts";
import type { QueueRow } from "../../shared/contract/triage.ts";
import { createRandom } from "../../shared/lib/random.ts";
import { createEngine } from "../../electron/engine/engine.ts";
import type { Engine } from "../../electron/engine/engine-interface.ts";
import type { FeatureMatrix } from "../../electron/engine/features/feature-matrix.ts";
import { refuseOutcomeColumns } from "../../electron/engine/labels/outcome-columns.ts";
import { heldOutEffect } from "../../electron/engine/labels/held-out-effect.ts";
import { createModelRuntime } from "../../electron/engine/onnx/model-runtime.ts";
import type { LabelledRow } from "../../electron/engine/scoring/labelled-rows.ts";
import { createInProcessClient } from "../../electron/hosts/in-process/in-process-client.ts";
import { loadPackage } from "../../electron/engine/features/packages.ts";
import { packagesDir } from "../../electron/engine/runtime.ts";
import { zeekConnLog } from "../unit-support/zeek-conn.ts";

const dir = mkdtempSync(join(tmpdir(), "quarry-training-round-"));
let engine: Engine;
let client: Client;
let judged: QueueRow[];

beforeAll(async () => {
  const log = join(dir, "conn.log");
  writeFileSync(log, zeekConnLog({ rows: 3000 }));
  engine = await createEngine({ workspaceDir: join(dir, "workspace"), create: true });
  client = createInProcessClient(engine, { trust: "local", host: "test" });
  await client.call("workspace.sign", { analyst: "ana" });
  await client.call("telemetry.import", { paths: [log], source: "test" });
  await client.call("scoring.run", { models: ["beaconing"], budget: 30, auditShare: 0 });
  judged = (await client.call("triage.queue", { limit: 30 })).rows.slice(0, 6);
  const ids = judged.map((row) => row.anomalyId);
  for (const id of ids.slice(0, 2)) await client.call("triage.judge", { anomalyIds: [id], verdict: "malicious" });
  for (const id of ids.slice(2, 4)) await client.call("triage.judge", { anomalyIds: [id], verdict: "benign", confidence: "low" });
  await client.call("triage.judge", { anomalyIds: ids.slice(4, 5), verdict: "test" });
}, 120_000);

afterAll(async () => {
  await engine.close();
  rmSync(dir, { recursive: true, force: true });
});

const train = (labels: "none" | "current") => client.call("models.train", { model: "beaconing", labels });

describe("training with the verdicts in force", () => {
  it("makes another version than without, always the same one, that remembers what taught it", async () => {
    const plain = await train("none");
    const taught = await train("current");
    expect(taught.id).not.toBe(plain.id);
    expect(taught.labels).toMatchObject({ positives: 2, negatives: 2 });
    expect(plain.labels).toBeUndefined();
    expect((await train("current")).id).toBe(taught.id);
    // Judged subjects neither calibrate nor, when confirmed, stand for what is ordinary.
    expect(taught.trainRows + taught.calibrationRows).toBeLessThan(plain.trainRows + plain.calibrationRows);

    const report = await client.call("models.trainingReport", { model: "beaconing", version: taught.id });
    expect(report?.used.map((u) => [u.isAnomaly, u.weight])).toEqual([
      [true, 1],
      [true, 1],
      [false, 0.5],
      [false, 0.5],
    ]);
    expect(report?.leftOut).toEqual([{ anomalyId: judged[4]?.anomalyId, because: "kept as a recall probe" }]);
    expect(report?.effect).toMatchObject({ state: "insufficient", before: null });
    expect(report?.guards.map((g) => g.id)).toEqual(["G1", "G2", "G3", "G4", "G5", "G7", "G9", "G12"]);
    expect(report?.guards.filter((g) => ["G1", "G2", "G3", "G5"].includes(g.id)).every((g) => g.state === "insufficient")).toBe(true);
    expect(await client.call("models.trainingReport", { model: "beaconing", version: plain.id })).toBeNull();
  });

  it("gives every verdict a receipt", async () => {
    const taught = await train("current");
    const receipts = await client.call("labels.receipts", {});
    expect(receipts).toHaveLength(5);
    const first = receipts.find((r) => r.anomalyId === judged[0]?.anomalyId);
    expect(first).toMatchObject({
      verdict: "malicious",
      versions: [{ version: taught.id, isAnomaly: true, weight: 1 }],
      leftOutBecause: null,
    });
    const tested = await client.call("labels.receipts", { anomalyId: judged[4]?.anomalyId ?? "" });
    expect(tested).toMatchObject([{ versions: [], leftOutBecause: "kept as a recall probe" }]);
  });

  it("gives a version that scores, explains with parts that sum to the score, and verifies", async () => {
    const taught = await train("current");
    await client.call("scoring.run", { models: ["beaconing"], version: taught.id, budget: 30, auditShare: 0 });
    const { rows } = await client.call("triage.queue", { show: "all" });
    const confirmed = rows.find((row) => row.subject.label === judged[0]?.subject.label);
    expect(confirmed).toBeDefined();
    const detail = await client.call("triage.case", { anomalyId: rows[0]?.anomalyId ?? "" });
    const sum = detail.contributions.reduce((total, c) => total + c.contribution, detail.base ?? Number.NaN);
    expect(Math.abs(sum - (detail.additiveScore ?? Number.NaN))).toBeLessThan(1e-6);
    expect((await client.call("audit.verify", {})).ok).toBe(true);
  });
});

describe("the queue in the order the verdicts teach", () => {
  const queue = (order: "live" | "scored") => client.call("triage.queue", { model: "beaconing", show: "all", order, limit: 1000 });

  it("moves open anomalies among their own places, keeps judged ones where they are, and says what moved", async () => {
    const run = (await client.call("scoring.runs", {})).find((r) => r.model === "beaconing");
    const scored = await queue("scored");
    const live = await queue("live");
    expect(scored.live).toBeNull();
    expect(live.live?.lessons).toBeGreaterThanOrEqual(4);
    expect(live.rows.map((r) => r.anomalyId).toSorted()).toEqual(scored.rows.map((r) => r.anomalyId).toSorted());
    for (const [i, row] of scored.rows.entries()) if (row.state !== null) expect(live.rows[i]?.anomalyId).toBe(row.anomalyId);
    expect(live.rows.map((r) => r.anomalyId)).not.toEqual(scored.rows.map((r) => r.anomalyId));
    const scoreOf = new Map(scored.rows.map((r) => [r.anomalyId, r.score]));
    expect(live.rows.every((r) => r.score === scoreOf.get(r.anomalyId))).toBe(true);
    expect((await client.call("scoring.runs", {})).find((r) => r.model === "beaconing")).toEqual(run);
  });

  it("after one more verdict keeps what was passed over and the next case in place, counts what moved, and undo takes it back", async () => {
    const before = (await queue("live")).rows.filter((r) => r.state === null).map((r) => r.anomalyId);
    await client.call("triage.judge", { anomalyIds: [before[2] ?? ""], verdict: "malicious" });
    const page = await queue("live");
    const after = page.rows.filter((r) => r.state === null).map((r) => r.anomalyId);
    expect(after.slice(0, 3)).toEqual([before[0], before[1], before[3]]);
    const expected = before.filter((id) => id !== before[2]);
    const moved = after.filter((id, i) => expected[i] !== id).length;
    const [receipt] = page.live?.receipts ?? [];
    expect(receipt).toMatchObject({ model: "beaconing", anomalyId: before[2], open: after.length });
    expect((receipt?.up ?? 0) + (receipt?.down ?? 0)).toBe(moved);
    expect((await queue("live")).rows.map((r) => r.anomalyId)).toEqual(page.rows.map((r) => r.anomalyId));
    await client.call("decisions.undo", {});
    expect((await queue("live")).live?.lessons).toBe((page.live?.lessons ?? 0) - 1);
  });

  const open = async (order: "live" | "scored"): Promise<string[]> =>
    (await queue(order)).rows.filter((r) => r.state === null).map((r) => r.anomalyId);

  it("follows a verdict that is changed for its opposite", async () => {
    const [first = ""] = await open("live");
    await client.call("triage.judge", { anomalyIds: [first], verdict: "malicious" });
    const asMalicious = await open("live");
    await client.call("triage.judge", { anomalyIds: [first], verdict: "benign" });
    const asBenign = await open("live");
    expect(asBenign).not.toEqual(asMalicious);
    await client.call("decisions.undo", {});
    await client.call("decisions.undo", {});
  });

  it("has a case where it stood when a verdict on it that teaches nothing is undone", async () => {
    const [before, scored] = [await open("live"), await open("scored")];
    const moved = before.find((id, i) => scored[i] !== id) ?? "";
    await client.call("triage.judge", { anomalyIds: [moved], verdict: "test" });
    expect(await open("live")).toEqual(before.filter((id) => id !== moved));
    await client.call("decisions.undo", {});
    expect(await open("live")).toEqual(before);
  });

  it("is still what all verdicts taught when the desk is opened anew, and says what the last of them moved", async () => {
    const before = await open("live");
    await client.call("triage.judge", { anomalyIds: before.slice(-1), verdict: "malicious" });
    const scored = await open("scored");
    const here = await queue("live");
    await engine.close();
    engine = await createEngine({ workspaceDir: join(dir, "workspace") });
    client = createInProcessClient(engine, { trust: "local", host: "test" });
    const anew = await queue("live");
    expect(anew.live?.lessons).toBe(here.live?.lessons);
    expect(anew.rows.filter((r) => r.state === null).map((r) => r.anomalyId)).not.toEqual(scored);
    const [receipt] = anew.live?.receipts ?? [];
    expect(receipt).toMatchObject({ anomalyId: before.at(-1), open: scored.length });
  });
});

describe("the effect of lessons in a later time", () => {
  const width = 3;
  const day = 86_400_000_000;
  /** A cloud over twenty days; on each day one subject far off to the right that is malicious and one far off to the left that is not. */
  function estate(): { matrix: FeatureMatrix; labels: LabelledRow[] } {
    const random = createRandom(3);
    const rowCount = 2000;
    const kindOf = (row: number): "bad" | "odd" | "usual" => (row % 100 === 0 ? "bad" : row % 100 === 1 ? "odd" : "usual");
    const shift = { bad: 5, odd: -5.5, usual: 0 };
    const model = Float32Array.from({ length: rowCount * width }, (_, i) => random.float() * 3 + shift[kindOf(Math.floor(i / width))]);
    const from = Float64Array.from({ length: rowCount }, (_, row) => Math.floor(row / 100) * day);
    const name = (row: number): string => `subject-${row}`;
    const matrix: FeatureMatrix = {
      rowCount,
      keys: [{ column: "src", values: Array.from({ length: rowCount }, (_, row) => name(row)) }],
      labels: [],
      windowFromUs: from,
      windowToUs: from.map((us) => us + day),
      events: new Float64Array(rowCount),
      extras: new Map(),
      featureNames: ["a", "b", "c"],
      observed: new Float64Array(rowCount * width),
      model,
    };
    const labels = Array.from({ length: rowCount }, (_, row) => row)
      .filter((row) => kindOf(row) !== "usual")
      .map((row) => ({
        anomalyId: `a${row}`,
        subjectKey: JSON.stringify({ src: name(row) }),
        fromUs: from[row] ?? 0,
        toUs: (from[row] ?? 0) + day,
        isAnomaly: kindOf(row) === "bad",
        weight: 1,
        values: model.slice(row * width, (row + 1) * width),
      }));
    return { matrix, labels };
  }

  it("is measured on subjects judged at least a day after the lessons end, with its interval", async () => {
    const { matrix, labels } = estate();
    const runtime = createModelRuntime();
    const split = { train: [...matrix.events.keys()], calibration: [] };
    const input = { matrix, split, labels, runtime, parameters: { trees: 100, sampleSize: 256, seed: 1 }, control: {} };
    const effect = await heldOutEffect(input);
    expect(effect).toMatchObject({ state: "measured", embargoHours: 24 });
    expect(effect.lessons.positives).toBeGreaterThan(10);
    expect(effect.after ?? 0).toBeGreaterThan((effect.before ?? 1) + 0.2);
    expect(effect.difference?.low ?? 0).toBeGreaterThan(0);
    expect(effect.disjoint?.after).toBe(effect.after);
    expect(await heldOutEffect(input)).toEqual(effect);

    // Lessons with their meaning turned round must not be reported as help.
    const cut = effect.cut ?? 0;
    const wrong = labels.map((l) => (l.toUs <= cut ? { ...l, isAnomaly: !l.isAnomaly } : l));
    const misled = await heldOutEffect({ ...input, labels: wrong });
    expect(misled.difference?.high ?? 1).toBeLessThan(0);
    await runtime.close();
  });
});

describe("features that know the answer", () => {
  it("are refused, whatever a comment or a text says", () => {
    const pkg = loadPackage(join(packagesDir(), "beaconing"));
    expect(() => refuseOutcomeColumns(pkg)).not.toThrow();
    expect(() => refuseOutcomeColumns({ ...pkg, featuresSql: "SELECT 'verdict_id' -- severity\nFROM dns_activity" })).not.toThrow();
    for (const column of ["severity_id", "a.verdict", "disposition_id"])
      expect(() => refuseOutcomeColumns({ ...pkg, featuresSql: `SELECT ${column} FROM dns_activity a` })).toThrowError(
        /may not learn from it/,
      );
  });
});
