import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Client } from "../../shared/contract/client.ts";
import { ForeignManifest } from "../../shared/contract/foreign-models.ts";
import type { ModelVersion } from "../../shared/contract/models.ts";
import { createEngine } from "../../electron/engine/engine.ts";
import type { Engine } from "../../electron/engine/engine-interface.ts";
import { sha256 } from "../../electron/engine/hash.ts";
import { parseYaml } from "../../electron/engine/scoring/mlflow/block-yaml.ts";
import { createWorkspace } from "../../electron/engine/workspace/workspace.ts";
import { createInProcessClient } from "../../electron/hosts/in-process/in-process-client.ts";
import { linearOnnx } from "../unit-support/crafted-onnx.ts";
import { addSnapshot, pairEvents, writeTestPackage } from "./scoring-fixture.ts";

const dir = mkdtempSync(join(tmpdir(), "quarry-model-export-"));
const packagesDir = join(dir, "packages");
const engines: Engine[] = [];
let client: Client;
let version: ModelVersion;

/** A desk with events of its own. */
async function desk(name: string, seed: number): Promise<Client> {
  const workspaceDir = join(dir, name);
  const workspace = createWorkspace(workspaceDir);
  addSnapshot(workspace, pairEvents(120, seed), "conn.log");
  workspace.close();
  const engine = await createEngine({ workspaceDir, packagesDir });
  engines.push(engine);
  const opened = createInProcessClient(engine, { trust: "local", host: "test" });
  await opened.call("workspace.sign", { analyst: "ana" });
  return opened;
}

beforeAll(async () => {
  writeTestPackage(join(packagesDir, "odd-pairs"));
  client = await desk("workspace", 1);
  version = await client.call("models.train", { model: "odd-pairs", seed: 7 });
}, 120_000);

afterAll(async () => {
  for (const engine of engines) await engine.close();
  rmSync(dir, { recursive: true, force: true });
});

const write = (folder: string, of = version.id) =>
  client.call("models.export", { model: "odd-pairs", version: of, out: join(dir, folder) });
const take = (to: Client, folder: string, more: Record<string, unknown> = {}) =>
  to.call("models.import", { paths: [join(dir, folder)], package: "odd-pairs", ...more });
const textOf = (folder: string, file: string): string => readFileSync(join(dir, folder, file), "utf8");

describe("a model version as an MLflow model", { timeout: 120_000 }, () => {
  it("is a folder whose bytes depend on the version alone, each file listed with its digest, and signed for", async () => {
    const first = await write("first");
    const { decision: _, folder: __, ...same } = first;
    expect(await write("second")).toMatchObject(same);
    for (const { name, sha256: digest } of first.files) expect(sha256(readFileSync(join(dir, "second", name)))).toBe(digest);
    expect(readdirSync(join(dir, "first")).toSorted()).toEqual(
      [
        "MLmodel",
        "conda.yaml",
        "input_example.json",
        "manifest.json",
        "model.onnx",
        "python_env.yaml",
        "quarry",
        "requirements.txt",
      ].toSorted(),
    );
    expect(sha256(readFileSync(join(dir, "first", "quarry", "bundle.json")))).toBe(version.id);
    const [entry] = (await client.call("audit.page", { kind: "export.write", limit: 1 })).decisions;
    expect(entry).toMatchObject({
      actor: "ana",
      body: { model: "odd-pairs", wanted: { what: "model", format: "mlflow", version: version.id } },
    });
    const [event] = (await client.call("lineage.events", { job: "model.export", type: "COMPLETE", limit: 1 })).events;
    expect(event).toMatchObject({ inputs: [{ version: version.id }], outputs: [{ name: "exports/second", version: first.digest }] });
  });

  it("says its flavours, its signature by feature, and what it was made from", async () => {
    const { modelUuid } = await write("first");
    const about = parseYaml("MLmodel", textOf("first", "MLmodel"));
    expect(about).toMatchObject({
      flavors: { onnx: { data: "model.onnx" }, python_function: { loader_module: "mlflow.onnx", data: "model.onnx" } },
      model_uuid: modelUuid,
      metadata: {
        "quarry.version": version.id,
        "quarry.dataset_version": version.datasetVersion,
        "quarry.onnx_sha256": version.onnxSha256,
        "quarry.score_direction": "higher_is_anomalous",
      },
      signature: { inputs: expect.stringContaining('{"name":"bytes_sent","required":true,"type":"float"}') as string },
    });
    expect(sha256(readFileSync(join(dir, "first", "model.onnx")))).toBe(version.onnxSha256);
  });

  it("scores its golden rows as it says, and differently from row to row", async () => {
    const { goldenRows } = await write("first");
    const { golden } = ForeignManifest.parse(JSON.parse(textOf("first", "manifest.json")));
    expect(goldenRows).toBe(5);
    expect(new Set(golden?.out).size).toBeGreaterThan(1);
    const example = JSON.parse(textOf("first", "input_example.json")) as unknown;
    expect(example).toEqual({ columns: ["bytes_sent", "mean_seconds", "ports", "is_new_pair"], data: golden?.in });
  });

  it("comes back as the same version where it was exported, and nothing is added", async () => {
    await write("first");
    const before = (await client.call("models.list", {}))[0]?.versions.length;
    const back = await take(client, "first");
    expect(back.version.id).toBe(version.id);
    expect(back.identity).toMatchObject({ exported: version.id, state: "same" });
    expect(back.golden).toEqual({ state: "pass", rows: 5, largestDifference: 0 });
    expect((await client.call("models.list", {}))[0]?.versions.length).toBe(before);
  });

  it("comes in as another version where its events are not, says why, and from there comes back as itself", async () => {
    await write("first");
    const elsewhere = await desk("elsewhere", 2);
    const taken = await take(elsewhere, "first");
    expect(taken.version.id).not.toBe(version.id);
    expect(taken.identity).toMatchObject({
      exported: version.id,
      state: "other",
      because: expect.stringContaining("never in this workspace") as string,
    });
    expect(taken.warnings).toContain(taken.identity?.because);
    expect(taken.golden).toMatchObject({ state: "pass", rows: 5 });
    const out = join(dir, "onward");
    await elsewhere.call("models.export", { model: "odd-pairs", version: taken.version.id, out });
    expect((await take(elsewhere, "onward")).version.id).toBe(taken.version.id);
  });

  it("is refused when a byte of its model was flipped, and is not believed when its claim was", async () => {
    await write("first");
    cpSync(join(dir, "first"), join(dir, "flipped"), { recursive: true });
    const onnx = readFileSync(join(dir, "flipped", "model.onnx"));
    onnx[onnx.length >> 1] = (onnx[onnx.length >> 1] ?? 0) ^ 1;
    writeFileSync(join(dir, "flipped", "model.onnx"), onnx);
    await expect(take(client, "flipped")).rejects.toThrow(/model\.onnx is not the file/);
    cpSync(join(dir, "first"), join(dir, "claim"), { recursive: true });
    writeFileSync(join(dir, "claim", "MLmodel"), textOf("claim", "MLmodel").replace(version.id, "0".repeat(64)));
    expect((await take(client, "claim")).identity).toMatchObject({ state: "other" });
  });

  it("never writes over a folder that holds something else", async () => {
    mkdirSync(join(dir, "taken"));
    writeFileSync(join(dir, "taken", "thesis.txt"), "mine");
    await expect(write("taken")).rejects.toMatchObject({ code: "conflict" });
    expect(readdirSync(join(dir, "taken"))).toEqual(["thesis.txt"]);
  });

  it("is taken from a registry too: features by the columns of the signature, score and direction by who imports it", async () => {
    const folder = join(dir, "registry");
    mkdirSync(folder);
    writeFileSync(join(folder, "model.onnx"), linearOnnx({ weights: [1e-6, 0.01] }));
    writeFileSync(
      join(folder, "MLmodel"),
      `flavors:\n  onnx:\n    code: null\n    data: model.onnx\n  python_function:\n    data: model.onnx\n    loader_module: mlflow.onnx\nsignature:\n  inputs: '[{"type": "float", "name": "bytes_sent", "required": true}, {"type": "float",\n    "name": "mean_seconds", "required": true}]'\n  params: null\n`,
    );
    writeFileSync(join(folder, "conda.yaml"), "name: mlflow-env\n");
    await expect(take(client, "registry")).rejects.toMatchObject({ code: "bad-input" });
    const { version: taken, identity } = await take(client, "registry", { score: "anomaly_score", direction: "higher_is_anomalous" });
    expect([taken.stage, identity]).toEqual(["registered", undefined]);
    writeFileSync(join(folder, "MLmodel"), "flavors:\n  sklearn:\n    data: model.pkl\n");
    await expect(take(client, "registry")).rejects.toThrow(/flavours sklearn and not onnx/);
  });
});
