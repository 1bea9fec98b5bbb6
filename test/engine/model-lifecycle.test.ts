import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Client } from "../../shared/contract/client.ts";
import { automaticActor, type StageEvent } from "../../shared/contract/stages.ts";
import { createEngine } from "../../electron/engine/engine.ts";
import type { Engine } from "../../electron/engine/engine-interface.ts";
import { sha256 } from "../../electron/engine/hash.ts";
import { promoteVersion } from "../../electron/engine/lifecycle/promote.ts";
import { bundleDir, loadBundle, writeBundle } from "../../electron/engine/scoring/bundle.ts";
import { registerVersion } from "../../electron/engine/scoring/versions.ts";
import { type Database, openDatabase } from "../../electron/engine/sqlite/database.ts";
import { createDecisionLog } from "../../electron/engine/sqlite/decision-log.ts";
import { createInProcessClient } from "../../electron/hosts/in-process/in-process-client.ts";
import { until } from "../contract/contract-suite.ts";
import { zeekConnLog } from "../unit-support/zeek-conn.ts";

const dir = mkdtempSync(join(tmpdir(), "quarry-lifecycle-"));
const root = join(dir, "workspace");
const model = "beaconing";
let engine: Engine;
let client: Client;
let db: Database;
/** Trained with seeds 1, 2 and 3. */
let versions: string[];
const told: StageEvent[] = [];

const version = (seed: number): string => versions[seed - 1] ?? "";
const promote = (seed: number): void =>
  void promoteVersion(db, createDecisionLog(db), { model, version: version(seed), reason: `seed ${seed}`, analyst: "ana" });
const champion = async (): Promise<string | undefined> =>
  (await client.call("models.list", {})).find(({ name }) => name === model)?.champion;
const stageOf = async (id: string) =>
  (await client.call("models.list", {})).find(({ name }) => name === model)?.versions.find((one) => one.id === id)?.stage;
const newest = async (): Promise<StageEvent | undefined> => (await client.call("models.history", { model })).events[0];
const score = (wanted = "champion") => client.call("scoring.run", { models: [model], version: wanted, budget: 3, auditShare: 0 });
const flipByte = (id: string, file: string): { expected: string; found: string } => {
  const path = join(bundleDir(root, model, id), file);
  const bytes = readFileSync(path);
  const expected = sha256(bytes);
  bytes[bytes.length >> 1] = (bytes[bytes.length >> 1] ?? 0) ^ 1;
  writeFileSync(path, bytes);
  return { expected, found: sha256(bytes) };
};

beforeAll(async () => {
  const log = join(dir, "conn.log");
  writeFileSync(log, zeekConnLog({ rows: 600 }));
  engine = await createEngine({ workspaceDir: root, create: true });
  client = createInProcessClient(engine, { trust: "local", host: "test" });
  client.on("stage.changed", (event) => told.push(event));
  await client.call("workspace.sign", { analyst: "ana" });
  await client.call("telemetry.import", { paths: [log], source: "test" });
  versions = [];
  for (const seed of [1, 2, 3]) versions.push((await client.call("models.train", { model, seed })).id);
  db = openDatabase(join(root, "quarry.sqlite"));
}, 120_000);

afterAll(async () => {
  db.close();
  await engine.close();
  rmSync(dir, { recursive: true, force: true });
});

describe("rolling back", () => {
  it("has nowhere to go before there was a second champion", async () => {
    await expect(client.call("models.rollback", { model, reason: "r" })).rejects.toThrow("never had a champion");
    promote(1);
    await expect(client.call("models.rollback", { model, reason: "r" })).rejects.toThrow("no earlier champion");
    promote(2);
  });

  it("asks bundle, model file, golden rows and features first, and shows what it found", async () => {
    const plan = await client.call("models.rollbackPlan", { model });
    expect(plan).toMatchObject({ from: version(2), to: version(1), isPossible: true, earlier: [version(1)] });
    expect(plan.checks.map(({ id, state }) => [id, state])).toEqual([
      ["bundle", "pass"],
      ["session", "pass"],
      ["golden", "pass"],
      ["schema", "pass"],
    ]);
    expect(await champion()).toBe(version(2));
  });

  it("waits for nothing, and a run under way ends with the version it began with", async () => {
    const running = score();
    running.catch(() => undefined);
    const { champion: now, event } = await client.call("models.rollback", { model, reason: "too many updaters" });
    expect(now).toBe(version(1));
    expect(event).toMatchObject({ kind: "model.rollback", actor: "ana", reason: "too many updaters", evidence: { kind: "prechecks" } });
    expect((await running).runs[0]).toMatchObject({ modelVersion: version(2), stage: "champion" });
    expect((await score()).runs[0]).toMatchObject({ modelVersion: version(1), stage: "champion" });
    expect(told.at(-1)).toEqual(event);
  });

  it("changes nothing when asked again, and goes further only to a version that is named", async () => {
    const before = (await client.call("models.history", { model })).total;
    const again = await client.call("models.rollback", { model, reason: "again" });
    expect(again).toMatchObject({ champion: version(1), event: null });
    expect((await client.call("models.rollback", { model, to: version(1), reason: "again" })).event).toBeNull();
    expect((await client.call("models.history", { model })).total).toBe(before);
    await expect(client.call("models.rollback", { model, to: version(3), reason: "r" })).rejects.toThrow("never champion");
    expect((await client.call("models.rollback", { model, to: version(2), reason: "not so bad" })).champion).toBe(version(2));
  });

  it("is recorded as lineage, from the champion that was to the one that is", async () => {
    const { events } = await client.call("lineage.events", { job: "model.rollback" });
    expect(JSON.stringify(events)).toContain(version(1));
  });

  it("says who scored an anomaly and who was champion then", async () => {
    const [row] = (await client.call("triage.queue", { model, limit: 1 })).rows;
    const scored = await client.call("models.scoredBy", { anomalyId: row?.anomalyId ?? "" });
    expect(scored).toMatchObject({
      model,
      version: version(1),
      stageThen: "champion",
      stageNow: "retired",
      championThen: version(1),
      championNow: version(2),
    });
    expect(await client.call("models.championAt", { model, at: scored.scoredAt })).toMatchObject({ version: version(1) });
  });
});

describe("a bundle that is not what was registered", () => {
  it("is quarantined wherever it is met, naming file and digests, and the champion before takes over", async () => {
    promote(3);
    const digests = flipByte(version(3), "envelope.json");
    await expect(score()).rejects.toMatchObject({ code: "workspace-damaged" });
    expect(await newest()).toMatchObject({
      kind: "model.quarantine",
      actor: automaticActor,
      isAutomatic: true,
      version: version(3),
      evidence: { kind: "bundle", figures: { file: "envelope.json", ...digests } },
      also: [{ version: version(2), from: "retired", to: "champion" }],
    });
    expect(told.at(-1)?.version).toBe(version(3));
    expect((await score()).runs[0]?.modelVersion).toBe(version(2));
  });

  it("neither scores nor becomes champion again, and is released only when it is whole", async () => {
    await expect(score(version(3))).rejects.toThrow("quarantined");
    expect(() => promote(3)).toThrow("is quarantined");
    await expect(client.call("models.rollback", { model, to: version(3), reason: "r" })).rejects.toThrow("quarantined");
    const release = { model, version: version(3), to: "registered" as const, reason: "trained again" };
    await expect(client.call("models.stage", release)).rejects.toMatchObject({ code: "workspace-damaged" });
    expect((await client.call("models.train", { model, seed: 3 })).id).toBe(version(3));
    expect((await client.call("models.stage", release)).stage).toBe("registered");
  });

  it("is found by an audit, quarantined there, and not taken for the champion before", async () => {
    flipByte(version(1), "model.onnx");
    const { problems } = await client.call("audit.verify", {});
    expect(problems.map(({ problem }) => problem)).toEqual([expect.stringContaining(`${model}@${version(1).slice(0, 12)}`)]);
    expect(await stageOf(version(1))).toBe("quarantined");
    await client.call("models.train", { model, seed: 1 });
    expect((await client.call("audit.verify", {})).problems).toEqual([]);
  });

  it("is one, too, when its model answers its golden rows otherwise", async () => {
    const { manifest, pkg, onnx, calibration, baselines, readEnvelope, readGolden } = loadBundle(root, model, version(3));
    const [envelope, golden] = [readEnvelope(), readGolden()];
    if (envelope === undefined || golden === undefined) throw new Error("the bundle keeps both");
    const scores = golden.scores.map((s, i) => (i === 0 ? s + 0.01 : s));
    const content = { pkg, onnx, calibrationScores: calibration.scores, baselines, envelope, golden: { ...golden, scores } };
    const { files: _, schema: __, packageDigest: ___, featureSqlDigest: ____, ...facts } = manifest;
    const other = writeBundle(root, facts, content);
    registerVersion(db, other.id, other.manifest);
    await expect(score(other.id)).rejects.toThrow(`1 of its ${golden.scores.length} golden rows`);
    expect(await stageOf(other.id)).toBe("quarantined");
  });
});

describe("a demotion", () => {
  it("leaves rules only where no champion made room for this one, and scoring says so instead of taking another version", async () => {
    const step = await client.call("models.demote", { model, reason: "floods the queue", fallback: "rules-only" });
    expect(step).toMatchObject({ champion: null, event: { kind: "model.demote", version: version(2), actor: "ana" } });
    await expect(score()).rejects.toThrow("stands at rules only since");
    await expect(client.call("scoring.run", { budget: 3 })).rejects.toThrow(/beaconing: Beaconing stands at rules only.*floods the queue/);
    const summary = (await client.call("models.list", {})).find(({ name }) => name === model);
    expect(summary?.rulesOnly?.because).toBe("floods the queue");
    expect((await score(version(3))).runs[0]?.modelVersion).toBe(version(3));
    await expect(client.call("models.demote", { model, reason: "again" })).rejects.toThrow("no version champion");
  });

  it("hands over to the champion that made room, never to one that lost trust or was only trained", async () => {
    promote(2);
    promote(3);
    expect((await client.call("models.demote", { model, reason: "worse" })).champion).toBe(version(2));
    const again = await client.call("models.demote", { model, reason: "worse still" });
    expect(again).toMatchObject({ champion: null, tried: [] });
    expect((await client.call("audit.verify", {})).problems).toEqual([]);
  });
});

describe("the rules about a champion", () => {
  const surfacedNow = async (): Promise<string[]> => {
    await client.call("scoring.run", { models: [model], budget: 60, auditShare: 0 });
    return (await client.call("triage.queue", { model, limit: 60 })).rows.map(({ anomalyId }) => anomalyId);
  };

  it("demote it by themselves when nearly all it surfaced since was wrong, with the figures, and hand over", async () => {
    promote(3);
    promote(2);
    const ids = (await surfacedNow()).slice(0, 40);
    expect(ids).toHaveLength(40);
    await client.call("triage.judge", { anomalyIds: ids.slice(0, 30), verdict: "false-positive-model" });
    await until(
      () => client.call("models.upkeep", { model }),
      ({ findings }) => findings[0]?.state === "warn",
    );
    expect(await champion()).toBe(version(2));
    const before = told.length;
    await client.call("triage.judge", { anomalyIds: ids.slice(30), verdict: "false-positive-model" });
    await until(
      () => told.length,
      (n) => n > before,
    );
    expect(told.at(-1)).toMatchObject({
      kind: "model.demote",
      isAutomatic: true,
      version: version(2),
      reason: expect.stringContaining("0 of 40 settled cases were malicious") as string,
      evidence: { kind: "rule", figures: { k: 0, n: 40, floor: 0.2 } },
      also: [{ version: version(3), from: "retired", to: "champion" }],
    });
    expect((await client.call("audit.verify", {})).problems).toEqual([]);
  });

  it("count nothing that was judged before, and not what was odd and harmless", async () => {
    const upkeep = await client.call("models.upkeep", { model });
    expect(upkeep).toMatchObject({ champion: version(3), judged: { malicious: 0, wrong: 0 } });
    const ids = (await surfacedNow()).slice(0, 5);
    if (ids.length > 0) await client.call("triage.judge", { anomalyIds: ids, verdict: "benign", reason: "scheduled" });
    const { judged, findings } = await client.call("models.upkeep", { model });
    expect(judged).toMatchObject({ wrong: 0, benignTruePositive: ids.length });
    expect(findings[0]?.state).toBe("insufficient");
  });

  it("quarantine it by themselves when its newest run met data that no longer mean what they meant, and hand over", async () => {
    const [from, to] = [await champion(), 2];
    promote(to);
    await surfacedNow();
    const broken = JSON.stringify({ state: "BROKEN", because: "process_name is empty now" });
    db.prepare("UPDATE run SET body = json_set(body, '$.drift', json(?)) WHERE model_version = ?").run(broken, version(to));
    const before = told.length;
    await client.call("triage.judge", {
      anomalyIds: [(await client.call("triage.queue", { limit: 1 })).rows[0]?.anomalyId ?? ""],
      verdict: "benign",
    });
    await until(
      () => told.length,
      (n) => n > before,
    );
    expect(told.at(-1)).toMatchObject({
      kind: "model.quarantine",
      isAutomatic: true,
      version: version(to),
      reason: "Meaning of the data: process_name is empty now",
      also: [{ version: from, from: "retired", to: "champion" }],
    });
    expect((await client.call("audit.verify", {})).problems).toEqual([]);
  });

  it("propose another training for a reason, and take a person's no until there is another reason", async () => {
    expect((await client.call("models.upkeep", { model })).proposal).toBeNull();
    const made = Date.now() * 1000 - 31 * 86_400_000_000;
    db.prepare("UPDATE model_version SET created_at_us = ?").run(made);
    const { proposal } = await client.call("models.upkeep", { model });
    expect(proposal).toMatchObject({ triggers: [{ trigger: "age" }], dataset: { number: 1 } });
    expect(proposal?.labels.negatives).toBeGreaterThan(0);
    await expect(client.call("models.declineRetraining", { model, proposal: "other", reason: "r" })).rejects.toMatchObject({
      code: "conflict",
    });
    await client.call("models.declineRetraining", { model, proposal: proposal?.id ?? "", reason: "a new sensor comes on Monday" });
    expect((await client.call("models.upkeep", { model })).proposal).toBeNull();
    await client.call("decisions.undo", {});
    expect((await client.call("models.upkeep", { model })).proposal?.id).toBe(proposal?.id);
    expect((await client.call("models.expectedEffect", { model })).state).toBe("insufficient");
  });
});
