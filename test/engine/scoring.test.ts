import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { CancelledError } from "../../shared/contract/errors.ts";
import type { Run } from "../../shared/contract/models.ts";
import type { DatasetVersion } from "../../shared/contract/telemetry.ts";
import { AnomalyBody } from "../../electron/engine/scoring/anomaly-body.ts";
import { bundleDir, loadBundle } from "../../electron/engine/scoring/bundle.ts";
import { driftOfRun } from "../../electron/engine/scoring/run-drift.ts";
import { latestRuns, listRuns } from "../../electron/engine/scoring/runs.ts";
import { scoreModel } from "../../electron/engine/scoring/score-model.ts";
import { type ModelWork, trainModel } from "../../electron/engine/scoring/train-model.ts";
import { findVersion, modelVersions } from "../../electron/engine/scoring/versions.ts";
import { createDuckDbEngine } from "../../electron/engine/duckdb/duckdb-engine.ts";
import type { QueryEngine } from "../../electron/engine/duckdb/query-engine.ts";
import type { LoadedPackage } from "../../electron/engine/features/packages.ts";
import { createModelRuntime } from "../../electron/engine/onnx/model-runtime.ts";
import { query } from "../../electron/engine/sqlite/statement.ts";
import { ensureDatasetVersion } from "../../electron/engine/workspace/dataset-versions.ts";
import { createWorkspace, type Workspace } from "../../electron/engine/workspace/workspace.ts";
import { addSnapshot, day, pairEvents, start, writeTestPackage } from "./scoring-fixture.ts";

const root = mkdtempSync(join(tmpdir(), "quarry-scoring-"));
const runtime = createModelRuntime();
let workspace: Workspace;
let queryEngine: QueryEngine;
let pkg: LoadedPackage;
let dataset: DatasetVersion;

const engineOf = (of: Workspace): QueryEngine =>
  createDuckDbEngine({ snapshotsDir: of.paths.snapshots, cacheDir: of.paths.cache, log: () => undefined, workers: 1 });
const work = (more: Partial<ModelWork> = {}): ModelWork => ({
  db: workspace.db,
  workspaceRoot: workspace.paths.root,
  queryEngine,
  runtime,
  pkg,
  dataset,
  range: {},
  ...more,
});

beforeAll(() => {
  workspace = createWorkspace(join(root, "ws"));
  queryEngine = engineOf(workspace);
  pkg = writeTestPackage(join(root, "package"));
  dataset = addSnapshot(workspace, pairEvents(200), "conn.log");
});
afterAll(async () => {
  await runtime.close();
  await queryEngine.close();
  workspace.close();
  rmSync(root, { recursive: true, force: true });
});

const AnomalyRow = z.object({
  id: z.string(),
  rank: z.number(),
  subject_key: z.string(),
  label: z.string(),
  score: z.number(),
  p_value: z.number(),
  q_value: z.number(),
  body: z.string(),
});
const anomaliesOf = (run: Run) =>
  query(
    workspace.db,
    "SELECT id, rank, subject_key, label, score, p_value, q_value, body FROM anomaly WHERE run_id = $run ORDER BY rank",
    AnomalyRow,
  )
    .all({ run: run.id })
    .map((row) => ({ ...row, body: AnomalyBody.parse(JSON.parse(row.body)) }));

describe("training", () => {
  it("registers a version that names what it was made of", async () => {
    const stages: string[] = [];
    const version = await trainModel({ ...work({ progress: (p) => stages.push(p.stage) }), seed: 7 });
    expect(version).toMatchObject({
      model: "odd-pairs",
      stage: "registered",
      datasetVersion: dataset.id,
      seed: 7,
      packageDigest: pkg.digest,
    });
    expect(version.trainRows + version.calibrationRows).toBe(401);
    expect(version.calibrationRows).toBeGreaterThan(80);
    expect([...new Set(stages)]).toEqual(["reading features", "growing trees", "calibrating", "weighing features", "keeping the envelope"]);
    const bundle = loadBundle(workspace.paths.root, version.model, version.id);
    expect(bundle.calibration.scores.length).toBe(version.calibrationRows);
    expect(bundle.pkg.digest).toBe(pkg.digest);
    expect(Object.keys(bundle.baselines.features)).toEqual(expect.arrayContaining(["bytes_sent", "mean_seconds", "ports"]));
  });

  it("keeps the envelope of all its subjects, covered by the version's id, with what the data came from", async () => {
    const version = await trainModel({ ...work(), seed: 7 });
    const { manifest, ...bundle } = loadBundle(workspace.paths.root, version.model, version.id);
    const envelope = bundle.readEnvelope();
    expect(manifest.files["envelope.json"]).toMatch(/^[0-9a-f]{64}$/);
    expect(envelope?.blocks.map(({ rows }) => rows).reduce((a, b) => a + b, 0)).toBe(401);
    const features = Object.values(envelope?.features ?? {});
    expect(features.map(({ n, missing }) => n + missing)).toEqual([401, 401, 401, 401]);
    expect(features.reduce((sum, { importance }) => sum + importance, 0)).toBeCloseTo(1, 12);
    expect(envelope?.alerts.n).toBe(version.calibrationRows);
    expect(envelope?.data.sources[0]?.events).toBe(1900);
    expect(envelope?.data.columns.find(({ column }) => column === "app_name")).toMatchObject({ events: 1900, filled: 1600 });
  });

  it("gives the same id and the same bytes twice, in another workspace too, and another id for another seed", async () => {
    const first = await trainModel({ ...work(), seed: 7 });
    const other = createWorkspace(join(root, "other"));
    const otherEngine = engineOf(other);
    const otherDataset = addSnapshot(other, pairEvents(200), "conn.log");
    const second = await trainModel({
      ...work({ db: other.db, workspaceRoot: other.paths.root, queryEngine: otherEngine, dataset: otherDataset }),
      seed: 7,
    });
    expect(second.id).toBe(first.id);
    const [a, b] = [bundleDir(workspace.paths.root, "odd-pairs", first.id), bundleDir(other.paths.root, "odd-pairs", first.id)];
    expect(readdirSync(a).toSorted()).toEqual([
      "baselines.json",
      "bundle.json",
      "calibration.json",
      "envelope.json",
      "evidence.sql",
      "features.sql",
      "golden.json",
      "model.json",
      "model.onnx",
    ]);
    for (const name of readdirSync(a)) expect(readFileSync(join(a, name)).equals(readFileSync(join(b, name)))).toBe(true);
    const third = await trainModel({
      ...work({ db: other.db, workspaceRoot: other.paths.root, queryEngine: otherEngine, dataset: otherDataset }),
      seed: 8,
    });
    expect(third.id).not.toBe(first.id);
    await otherEngine.close();
    other.close();
  });

  it("leaves nothing but whole bundles behind and repairs one that was damaged", async () => {
    const version = await trainModel({ ...work(), seed: 7 });
    const file = join(bundleDir(workspace.paths.root, "odd-pairs", version.id), "baselines.json");
    writeFileSync(file, "{}");
    expect(() => loadBundle(workspace.paths.root, "odd-pairs", version.id)).toThrowError(/was changed: baselines.json/);
    await trainModel({ ...work(), seed: 7 });
    expect(loadBundle(workspace.paths.root, "odd-pairs", version.id).manifest.seed).toBe(7);
    expect(readdirSync(workspace.paths.models)).toEqual(["odd-pairs"]);
  });

  it("says so when there are too few subjects, or none", async () => {
    const times = pairEvents(200).map((event) => Number(event["time"]));
    const second = times.toSorted((a, b) => a - b)[1];
    const few = trainModel({ ...work({ range: { from: start, to: second } }), seed: 1 });
    await expect(few).rejects.toThrowError(/cannot be trained on 1 pairs of hosts per day/);
    await expect(few).rejects.toMatchObject({ code: "no-subjects" });
    await expect(trainModel({ ...work({ range: { from: 0, to: 1 } }), seed: 1 })).rejects.toMatchObject({ code: "no-subjects" });
  });

  it("stops on the caller's signal without a trace", async () => {
    const controller = new AbortController();
    const before = modelVersions(workspace.db).length;
    const slow = writeTestPackage(join(root, "slow"), { algorithm: { kind: "isolation-forest", trees: 1000, sampleSize: 256 } });
    const progress: ModelWork["progress"] = ({ stage }) => (stage === "growing trees" ? controller.abort() : undefined);
    await expect(trainModel({ ...work({ pkg: slow, signal: controller.signal, progress }), seed: 99 })).rejects.toThrowError(
      CancelledError,
    );
    expect(modelVersions(workspace.db).length).toBe(before);
  });
});

describe("scoring", () => {
  it("surfaces the planted pair first, with reasons, evidence and parts that sum to its score", async () => {
    const run = await scoreModel({ ...work(), version: "champion" });
    expect(run).toMatchObject({ model: "odd-pairs", stage: "registered", subjects: 401, surfaced: 12 });
    expect(run.notices[0]).toMatch(/has no champion; scored with registered version/);
    const [first, ...others] = anomaliesOf(run);
    expect(others.length).toBe(11);
    expect(first?.label).toBe("10.9.9.9 to files.example.net");
    expect(first?.body.headline).toBe("10.9.9.9 to files.example.net on 2026-01-06: 39.9 GB over unknown in 300 events");
    expect(first?.body.reasons.join(" ")).toContain("Sent 39.9 GB; half of all pairs send at most");
    expect(first?.body.evidenceCount).toBe(300);
    expect(first?.body.evidence.length).toBe(200);
    expect(first?.body.evidence[0]).toMatchObject({ class: "network_activity", file: "conn.log", ids: { uid: "Cexfil0" } });
    expect(first?.body.entities).toEqual(["ip:10.9.9.9", "host:fqdn:files.example.net"]);
    expect(first?.body.subject.type).toBe("ip+endpoint");
    expect(first?.body.isNew).toBe(false);
    for (const { body } of [first, ...others].filter((a) => a !== undefined)) {
      const total = body.contributions.reduce((sum, c) => sum + c.contribution, body.base);
      expect(Math.abs(total - body.additiveScore)).toBeLessThan(1e-6);
      expect(body.whyNotHigher).toMatch(/calibration subjects/);
    }
    const bytes = first?.body.contributions.find((c) => c.feature === "bytes_sent");
    expect(bytes?.percentile).toBeGreaterThanOrEqual(0.99);
    expect(bytes?.baseline.median).toBeLessThan(1e6);
  });

  it("keeps with the run and with each anomaly how the data stood to training, two days being too few to say", async () => {
    const run = await scoreModel({ ...work(), version: "champion" });
    expect(run.drift?.state).toBe("INSUFFICIENT");
    const report = driftOfRun(workspace.db, run.id);
    expect(report).toMatchObject({ state: "INSUFFICIENT", version: run.modelVersion, trainedOn: dataset.id, changes: [] });
    expect(report?.checks.length).toBeGreaterThan(12);
    const { body } = anomaliesOf(run)[0] ?? {};
    expect(body?.envelope).toMatchObject({
      state: "INSUFFICIENT",
      of: 4,
      strange: expect.arrayContaining(["bytes_sent", "mean_seconds"]) as unknown,
    });
    expect(body?.envelope?.isExtrapolating).toBe(true);
  });

  it("ranks by p-value, then score, and gives q-values that rise with them", async () => {
    const rows = anomaliesOf(await scoreModel({ ...work(), version: "champion", budget: 400 }));
    expect(rows.map((r) => r.rank)).toEqual(rows.map((_, i) => i + 1));
    for (const [i, row] of rows.entries()) {
      const previous = rows[i - 1];
      if (previous === undefined) continue;
      expect(row.p_value).toBeGreaterThanOrEqual(previous.p_value);
      expect(row.q_value).toBeGreaterThanOrEqual(previous.q_value);
      expect(row.score).toBeLessThanOrEqual(previous.score);
    }
  });

  it("gives the same run and anomalies again without duplicates, and makes that run the newest", async () => {
    const first = await scoreModel({ ...work(), version: "champion" });
    const before = anomaliesOf(first);
    const larger = await scoreModel({ ...work(), version: "champion", budget: 20 });
    expect(latestRuns(workspace.db, "odd-pairs").map((r) => r.id)).toEqual([larger.id]);
    const again = await scoreModel({ ...work(), version: "champion" });
    expect(again.id).toBe(first.id);
    expect(anomaliesOf(again)).toEqual(before);
    expect(latestRuns(workspace.db).map((r) => r.id)).toEqual([first.id]);
    expect(new Set(listRuns(workspace.db).map((r) => r.id)).size).toBe(listRuns(workspace.db).length);
  });

  it("ranks a handful of subjects too, and says how little that means", async () => {
    const few = writeTestPackage(join(root, "few"), { name: "few-pairs" });
    const run = await scoreModel({ ...work({ pkg: few, range: { from: start, to: start + day / 50 } }), version: "champion" });
    expect(run.subjects).toBeLessThan(30);
    expect(run.calibrationRows).toBe(0);
    expect(run.notices.at(-1)).toMatch(/its order is weak and its p-values say nothing/);
    expect(anomaliesOf(run).every((a) => a.p_value === 1 && a.q_value === 1)).toBe(true);
  });

  it("takes a version by prefix, and refuses unknown and ambiguous ones", async () => {
    const [newest] = modelVersions(workspace.db, "odd-pairs");
    const id = newest?.id ?? "";
    const run = await scoreModel({ ...work(), version: id.slice(0, 10) });
    expect(run.modelVersion).toBe(id);
    expect(run.notices.some((n) => n.includes("champion"))).toBe(false);
    await expect(scoreModel({ ...work(), version: "ffff" })).rejects.toMatchObject({ code: "not-found" });
    expect(findVersion(workspace.db, "odd-pairs", "")).toBeUndefined();
  });

  it("keeps to the time range", async () => {
    const [newest] = modelVersions(workspace.db, "odd-pairs");
    const run = await scoreModel({ ...work({ range: { from: start + day } }), version: newest?.id ?? "" });
    expect(run.subjects).toBe(201);
  });

  it("surfaces the given number for each of the two days, one of them alone, and no more than there are", async () => {
    const surfaced = async (more: Partial<ModelWork>, budget: number) =>
      (await scoreModel({ ...work(more), version: "champion", budget })).surfaced;
    expect(await surfaced({}, 9)).toBe(18);
    expect(await surfaced({ range: { from: start + day } }, 9)).toBe(9);
    expect(await surfaced({}, 300)).toBe(401);
  });

  it("trains a version by itself when a model has none, and promotes nothing", async () => {
    const fresh = writeTestPackage(join(root, "fresh"), { name: "new-pairs" });
    const run = await scoreModel({ ...work({ pkg: fresh }), version: "champion" });
    expect(run.notices[0]).toMatch(/registered, not promoted/);
    expect(modelVersions(workspace.db, "new-pairs").map((v) => v.stage)).toEqual(["registered"]);
  });
});

describe("scoring what was trained on", () => {
  const secondDay = start + day;
  const knowsThem = async (trained: Partial<ModelWork>, scored: Partial<ModelWork>): Promise<boolean> => {
    const { id } = await trainModel({ ...work(trained), seed: 3 });
    const { notices } = await scoreModel({ ...work(scored), version: id });
    return notices.some((n) => n.includes("scored the events it was trained on"));
  };

  it("is said when the dataset has grown since, and not of the new events alone", async () => {
    const later = pairEvents(60, 9).map((e) => ({ ...e, time: Number(e["time"]) + 5 * day }));
    const grown = addSnapshot(workspace, later, "later.log");
    expect(grown.id).not.toBe(dataset.id);
    expect(await knowsThem({}, { dataset: grown })).toBe(true);
    const alone = ensureDatasetVersion(workspace.db, grown.snapshots.slice(-1));
    expect(await knowsThem({}, { dataset: alone })).toBe(false);
    expect(await knowsThem({}, { dataset: grown, range: { from: start + 5 * day } })).toBe(false);
  });

  it("is said when the time ranges overlap, and not when one ends where the other begins", async () => {
    expect(await knowsThem({}, {})).toBe(true);
    expect(await knowsThem({ range: { to: secondDay } }, { range: { from: secondDay } })).toBe(false);
    expect(await knowsThem({ range: { from: secondDay } }, { range: { to: secondDay } })).toBe(false);
    expect(await knowsThem({ range: { to: secondDay } }, { range: { from: secondDay - day / 2 } })).toBe(true);
    expect(await knowsThem({ range: { to: secondDay } }, {})).toBe(true);
  });
});
