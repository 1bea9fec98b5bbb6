import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Client } from "../../shared/contract/client.ts";
import type { ModelVersion } from "../../shared/contract/models.ts";
import { invariant } from "../../shared/lib/invariant.ts";
import { createEngine } from "../../electron/engine/engine.ts";
import type { Engine } from "../../electron/engine/engine-interface.ts";
import { type Bundle, bundleDir, loadBundle, writeBundle } from "../../electron/engine/scoring/bundle.ts";
import { registerVersion } from "../../electron/engine/scoring/versions.ts";
import { openWorkspace } from "../../electron/engine/workspace/workspace.ts";
import { createInProcessClient } from "../../electron/hosts/in-process/in-process-client.ts";
import { zeekConnLog } from "../unit-support/zeek-conn.ts";

const dir = mkdtempSync(join(tmpdir(), "quarry-reproduce-"));
const root = join(dir, "workspace");
const otherCode = "c0de".repeat(16);
let engine: Engine;
let client: Client;
let plain: ModelVersion;
let taught: ModelVersion;
/** Registered as another training code of then would have left them. */
let sameModel: string;
let otherModel: string;

/** Registers what a bundle holds, with some of it changed, as a version of its own. */
function register(of: ModelVersion, codeDigest: string, change: Partial<Pick<Bundle, "onnx" | "calibration">> = {}): string {
  const bundle = loadBundle(root, of.model, of.id);
  const { manifest, pkg, baselines, training } = bundle;
  const envelope = bundle.readEnvelope();
  invariant(envelope !== undefined, "what is trained here keeps its envelope");
  const { onnx, calibration } = { ...bundle, ...change };
  const { files: _, packageDigest: _package, featureSqlDigest: _sql, schema: _schema, ...facts } = manifest;
  const content = { pkg, onnx, calibrationScores: calibration.scores, baselines, envelope, training };
  const { id, manifest: changed } = writeBundle(root, { ...facts, codeDigest }, content);
  const workspace = openWorkspace(root);
  registerVersion(workspace.db, id, changed);
  workspace.close();
  return id;
}

const open = async (): Promise<void> => {
  engine = await createEngine({ workspaceDir: root, create: true });
  client = createInProcessClient(engine, { trust: "local", host: "test" });
};

beforeAll(async () => {
  const log = join(dir, "conn.log");
  writeFileSync(log, zeekConnLog({ rows: 1500 }));
  await open();
  await client.call("workspace.sign", { analyst: "ana" });
  await client.call("telemetry.import", { paths: [log], source: "test" });
  await client.call("scoring.run", { models: ["beaconing"], budget: 30, auditShare: 0 });
  const [first, second] = (await client.call("triage.queue", { limit: 2 })).rows;
  await client.call("triage.judge", { anomalyIds: [first?.anomalyId ?? ""], verdict: "malicious" });
  await client.call("triage.judge", { anomalyIds: [second?.anomalyId ?? ""], verdict: "benign", confidence: "low" });
  const train = (seed: number, labels: "none" | "current") => client.call("models.train", { model: "beaconing", seed, labels });
  plain = await train(1, "none");
  taught = await train(1, "current");
  const seeded = await train(2, "none");
  await engine.close();
  sameModel = register(plain, otherCode);
  const { onnx, calibration } = loadBundle(root, seeded.model, seeded.id);
  otherModel = register(plain, otherCode, { onnx, calibration });
  await open();
}, 120_000);

afterAll(async () => {
  await engine.close();
  rmSync(dir, { recursive: true, force: true });
});

const again = (version: string) => client.call("models.reproduce", { model: "beaconing", version });

describe("making a version again from what it was made of", () => {
  it("gives every file to the byte, and stores nothing", async () => {
    const before = await client.call("models.list", {});
    const found = await again(plain.id);
    expect(found).toMatchObject({ level: "BYTES", version: plain.id, rebuilt: plain.id, scores: null });
    expect(found.files.map(({ name, state }) => `${name} ${state}`)).toEqual([
      "bundle.json same",
      "baselines.json same",
      "calibration.json same",
      "envelope.json same",
      "evidence.sql given",
      "features.sql given",
      "golden.json same",
      "model.json given",
      "model.onnx same",
    ]);
    expect(found.files.every(({ recorded, rebuilt }) => recorded !== null && recorded === rebuilt)).toBe(true);
    expect(await client.call("models.list", {})).toEqual(before);
  });

  it("replays the verdicts that taught it as they were then, whatever they are now", async () => {
    expect(await again(taught.id)).toMatchObject({ level: "BYTES", rebuilt: taught.id, from: { labels: 2, seed: 1 } });
    await client.call("decisions.undo", {});
    await client.call("decisions.undo", {});
    expect(await again(taught.id)).toMatchObject({ level: "BYTES", rebuilt: taught.id });
  });

  it("tells files that differ from scores that differ, with how many", async () => {
    const files = await again(sameModel);
    expect(files).toMatchObject({ level: "VECTORS", rebuilt: plain.id, scores: null });
    expect(files.files.filter(({ state }) => state === "different").map(({ name }) => name)).toEqual(["bundle.json", "golden.json"]);
    expect(files.because).toContain("the training code is not that of then");

    const scores = await again(otherModel);
    expect(scores.level).toBe("DIFFERENT");
    expect(scores.scores?.n).toBe(plain.trainRows + plain.calibrationRows);
    expect(scores.scores?.same).toBeLessThan(scores.scores?.n ?? 0);
    expect(scores.scores?.flaggedByBoth).toBeLessThan(scores.scores?.flagged ?? 0);
  });

  it("says so when it cannot: a bundle that was changed, and telemetry that was let go", async () => {
    const file = join(bundleDir(root, "beaconing", sameModel), "model.onnx");
    const bytes = readFileSync(file);
    writeFileSync(file, bytes.subarray(1));
    const damaged = await again(sameModel);
    expect(damaged).toMatchObject({ level: "CANNOT", rebuilt: null, files: [] });
    expect(damaged.because).toContain("was changed");
    writeFileSync(file, bytes);

    const [snapshot] = await client.call("telemetry.snapshots", {});
    await client.call("snapshots.retire", { id: snapshot?.id ?? "", reason: "the year is over", despite: true });
    const gone = await again(plain.id);
    expect(gone.level).toBe("CANNOT");
    expect(gone.because).toContain("ana let them go");
    await expect(again("nosuch")).rejects.toMatchObject({ code: "not-found" });
  });
});
