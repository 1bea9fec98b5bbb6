import { createHash } from "node:crypto";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Client } from "../../shared/contract/client.ts";
import { createEngine } from "../../electron/engine/engine.ts";
import type { Engine } from "../../electron/engine/engine-interface.ts";
import { createWorkspace } from "../../electron/engine/workspace/workspace.ts";
import { createInProcessClient } from "../../electron/hosts/in-process/in-process-client.ts";
import { linearOnnx } from "../unit-support/crafted-onnx.ts";
import { addSnapshot, pairEvents, writeTestPackage } from "./scoring-fixture.ts";

const dir = mkdtempSync(join(tmpdir(), "quarry-foreign-"));
let engine: Engine;
let client: Client;

beforeAll(async () => {
  const workspaceDir = join(dir, "workspace");
  writeTestPackage(join(dir, "packages", "odd-pairs"));
  const workspace = createWorkspace(workspaceDir);
  const silent = { ...pairEvents(1)[0], src_endpoint_ip: "10.7.7.7", duration: null };
  addSnapshot(workspace, [...pairEvents(120), silent], "conn.log");
  workspace.close();
  engine = await createEngine({ workspaceDir, packagesDir: join(dir, "packages") });
  client = createInProcessClient(engine, { trust: "local", host: "test" });
}, 120_000);

afterAll(async () => {
  await engine.close();
  rmSync(dir, { recursive: true, force: true });
});

const names = ["bytes_sent", "mean_seconds", "ports", "is_new_pair"];
const weights = [1e-6, 0.01, 0.1, 0];
const scoreOf = (row: readonly number[]): number => row.reduce((sum, x, f) => sum + x * (weights[f] ?? 0), 0);

interface Shape {
  readonly width?: number;
  readonly factor?: number;
  readonly metadata?: Readonly<Record<string, string>>;
}

/** score = x w, or its negative. */
const linearModel = ({ width = 4, factor = 1, metadata = {} }: Shape = {}): Uint8Array =>
  linearOnnx({ weights: Array.from({ length: width }, (_, f) => (weights[f] ?? 0) * factor), metadata });

let folders = 0;
function bareFile(shape?: Shape): string {
  const folder = join(dir, `bare${++folders}`);
  mkdirSync(folder);
  writeFileSync(join(folder, "linear.onnx"), linearModel(shape));
  return join(folder, "linear.onnx");
}

const golden = {
  in: [
    [1_000_000, 10, 3, 0],
    [0, 0, 1, 1],
  ],
  out: [1.4, 0.1],
};
function bundle(change: Record<string, unknown> = {}, shape?: Shape): string {
  const folder = join(dir, `bundle${++folders}`);
  mkdirSync(folder);
  const bytes = linearModel(shape);
  writeFileSync(join(folder, "model.onnx"), bytes);
  const manifest = {
    contractVersion: 1,
    name: "linear",
    version: "3",
    task: "anomaly",
    features: names.map((name) => ({ name, nullPolicy: { constant: 0 } })),
    inputs: [{ tensor: "x", layout: "matrix", features: names }],
    outputs: { score: { tensor: "anomaly_score", reduce: "none", direction: "higher_is_anomalous" } },
    preprocessing: "none",
    golden,
    digests: { "model.onnx": createHash("sha256").update(bytes).digest("hex") },
    ...change,
  };
  writeFileSync(join(folder, "manifest.json"), JSON.stringify(manifest));
  return folder;
}

const take = (path: string, more: Record<string, unknown> = {}) =>
  client.call("models.import", { paths: [path], package: "odd-pairs", ...more });
const versions = async () => (await client.call("models.list", {}))[0]?.versions ?? [];
const asked = { score: "anomaly_score", direction: "higher_is_anomalous" } as const;

describe("bringing a model that was made elsewhere", { timeout: 120_000 }, () => {
  it("shows what it may be with five scored subjects, and changes nothing", async () => {
    const { suggested, rows, missing } = await client.call("models.inspect", { paths: [bareFile()], package: "odd-pairs" });
    expect(suggested).toMatchObject({
      tensor: "anomaly_score",
      direction: "higher_is_anomalous",
      because: expect.stringContaining("guess") as string,
    });
    expect(missing).toEqual([]);
    expect(rows).toHaveLength(5);
    expect(rows.at(-1)?.subject).toBe("10.9.9.9 to files.example.net");
    expect(rows[0]?.score).toBeLessThan(rows[4]?.score ?? 0);
    expect(await versions()).toEqual([]);
  });

  it("takes a bundle that a page hands over file by file, shown as its manifest says", async () => {
    const folder = bundle();
    const hand = async (name: string): Promise<string> => {
      const bytes = readFileSync(join(folder, name));
      const { grant } = await client.call("files.begin", { name, size: bytes.length });
      await client.call("files.append", { grant, offset: 0, base64: bytes.toString("base64") });
      return grant;
    };
    const grants = [await hand("model.onnx"), await hand("manifest.json")];
    const seen = await client.call("models.inspect", { grants, package: "odd-pairs" });
    expect(seen).toMatchObject({ suggested: null, missing: [], declared: { name: "linear", tensor: "anomaly_score", goldenRows: 2 } });
    expect(seen.rows.at(-1)?.subject).toBe("10.9.9.9 to files.example.net");
    const wrong = client.call("models.import", { grants, package: "odd-pairs", direction: "lower_is_anomalous" });
    await expect(wrong).rejects.toThrow(/manifest\.json says direction is higher_is_anomalous/);
    await expect(client.call("models.inspect", { grants: [...grants, grants[0] ?? ""], package: "odd-pairs" })).rejects.toThrow(
      /there are 2 \.onnx files/,
    );
    expect(await versions()).toEqual([]);
  });

  it("takes nothing on a guess: score and direction must be said", async () => {
    await expect(take(bareFile())).rejects.toMatchObject({
      code: "bad-input",
      detail: { field: "score", hint: expect.stringContaining("guess") as string },
    });
    expect(await versions()).toEqual([]);
  });

  it.each<[string, () => string, RegExp]>([
    ["a manifest of another model file", () => bundle({ digests: { "model.onnx": "0".repeat(64) } }), /its sha256 differs/],
    ["no digest of the model", () => bundle({ digests: {} }), /gives no digest of model\.onnx/],
    ["golden rows that score otherwise", () => bundle({ golden: { ...golden, out: [1.4, 0.2] } }), /golden row 1 scores 0\.1/],
    ["another number of features", () => bundle({}, { width: 5 }), /takes 5 features, and 4 are declared/],
    [
      "a feature the package does not have",
      () =>
        bundle({
          features: [...names.slice(1), "entropy"].map((name) => ({ name })),
          inputs: [{ tensor: "x", layout: "matrix", features: [...names.slice(1), "entropy"] }],
          golden: undefined,
        }),
      /gives no "entropy"/,
    ],
    [
      "an output it does not have",
      () => bundle({ outputs: { score: { tensor: "scores", direction: "higher_is_anomalous" } } }),
      /no output "scores"/,
    ],
    [
      "metadata that says otherwise",
      () => bundle({}, { metadata: { "quarry.score.direction": "lower_is_anomalous" } }),
      /says score\.direction is "lower_is_anomalous"/,
    ],
    [
      "known strange rows that score low",
      () =>
        bundle({
          knownRows: {
            bad: Array.from({ length: 12 }, (_, i) => [i, 0, 0, 0]),
            good: Array.from({ length: 12 }, (_, i) => [1e9 + i * 1e6, 0, 0, 0]),
          },
        }),
      /ranks known strange rows below/,
    ],
    ["scores that are no numbers", () => bundle({ golden: undefined }, { factor: Number.NaN }), /could score none of/],
  ])("refuses %s", async (_, path, reason) => {
    await expect(take(path())).rejects.toMatchObject({ code: "model-mismatch", message: expect.stringMatching(reason) as string });
    expect(await versions()).toEqual([]);
  });

  it("registers a version that scores on request, explains by occlusion and is promoted by nobody", async () => {
    const known = {
      bad: Array.from({ length: 12 }, (_, i) => [1e9 + i, 0, 0, 0]),
      good: Array.from({ length: 12 }, (_, i) => [i, 0, 0, 0]),
    };
    const { version, golden: matched, direction, calibration, warnings } = await take(bundle({ knownRows: known }));
    expect(version).toMatchObject({ stage: "registered", foreign: { producer: "crafted" }, trainRows: 0 });
    expect(matched).toMatchObject({ state: "pass", rows: 2 });
    expect(direction).toMatchObject({ state: "pass", auc: 1, bad: 12, good: 12 });
    expect(calibration.scored).toBe(version.calibrationRows);
    expect(warnings).toEqual([]);

    const { runs } = await client.call("scoring.run", { models: ["odd-pairs"], version: version.id.slice(0, 12), auditShare: 0 });
    expect(runs[0]).toMatchObject({ modelVersion: version.id, stage: "registered" });
    expect(runs[0]?.notices.join(" ")).toMatch(/made elsewhere.*Verdicts do not teach/);
    const { rows } = await client.call("triage.queue", { order: "live" });
    expect(rows[0]?.subject.label).toBe("10.9.9.9 to files.example.net");
    const detail = await client.call("triage.case", { anomalyId: rows[0]?.anomalyId ?? "" });
    const { base, additiveScore } = detail;
    if (base === null || additiveScore === null) throw new Error("the case is blind");
    const observed = names.map((name) => detail.contributions.find((c) => c.feature === name)?.value ?? 0);
    expect(Math.abs(additiveScore / scoreOf(observed) - 1)).toBeLessThan(1e-5);
    expect(detail.contributions[0]?.feature).toBe("bytes_sent");
    const sum = detail.contributions.reduce((total, c) => total + c.contribution, base + (detail.occlusion?.residual ?? Number.NaN));
    expect(Math.abs(sum - additiveScore)).toBeLessThan(1e-6 * Math.abs(additiveScore));
    expect(detail.row.evidenceCount).toBe(300);

    const imported = await client.call("lineage.events", { job: "model.import" });
    expect(JSON.stringify(imported)).toContain(version.id);
  });

  it("turns a score that is lower for the strange, so that the same subject comes first", async () => {
    const { version } = await take(bareFile({ factor: -1 }), { ...asked, direction: "lower_is_anomalous" });
    await client.call("scoring.run", { models: ["odd-pairs"], version: version.id, budget: 3, auditShare: 0 });
    const { rows } = await client.call("triage.queue", {});
    expect(rows[0]?.subject.label).toBe("10.9.9.9 to files.example.net");
    expect(rows[0]?.score).toBeGreaterThan(1000);
  });

  it("says of a bare file what was not shown of it, and gives the same version a second time", async () => {
    const first = await take(bareFile(), asked);
    expect(first.direction.state).toBe("insufficient");
    expect(first.warnings.join(" ")).toMatch(/no golden rows.*could not be tested/);
    const second = await take(bareFile(), asked);
    expect(second.version.id).toBe(first.version.id);
  });

  it("leaves out subjects that lack a value the model needs, counts them, and calls none of them ordinary", async () => {
    const features = names.map((name) => ({ name, nullPolicy: name === "mean_seconds" ? "reject" : { constant: 0 } }));
    const { version } = await take(bundle({ features, golden: undefined }));
    const { runs } = await client.call("scoring.run", { models: ["odd-pairs"], version: version.id, budget: 1000, auditShare: 0 });
    expect(runs[0]?.subjects).toBe(241);
    expect(runs[0]?.notices).toContain("1 subject was not scored: no value for something the model needs.");
    const { rows } = await client.call("triage.queue", { limit: 1000 });
    expect(rows.map((row) => row.subject.label).filter((label) => label.startsWith("10.7.7.7"))).toEqual([]);
  });

  it("is not what a model without champion is scored with: one trained here is", async () => {
    const { runs } = await client.call("scoring.run", { models: ["odd-pairs"], auditShare: 0 });
    const used = (await versions()).find((v) => v.id === runs[0]?.modelVersion);
    expect(used?.foreign).toBeUndefined();
  });

  it("tests the direction with the verdicts on the dataset's subjects, and refuses the other one", async () => {
    const first = await take(bareFile(), asked);
    await client.call("scoring.run", { models: ["odd-pairs"], version: first.version.id, budget: 20, auditShare: 0 });
    const { rows } = await client.call("triage.queue", { limit: 40 });
    const ids = rows.map((row) => row.anomalyId);
    await client.call("triage.judge", { anomalyIds: ids.slice(0, 15), verdict: "malicious", analyst: "ada" });
    await client.call("triage.judge", { anomalyIds: ids.slice(15), verdict: "benign", analyst: "ada" });
    const { direction } = await take(bareFile(), asked);
    expect(direction).toMatchObject({ state: "pass", bad: 15, good: 25, auc: 1 });
    expect(direction.because).toMatch(/judged subjects of this dataset/);
    await expect(take(bareFile(), { ...asked, direction: "lower_is_anomalous" })).rejects.toThrow(
      /known strange rows below known ordinary/,
    );
  });
});
