import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Client } from "../../shared/contract/client.ts";
import { createEngine } from "../../electron/engine/engine.ts";
import type { Engine } from "../../electron/engine/engine-interface.ts";
import { promoteVersion } from "../../electron/engine/lifecycle/promote.ts";
import { bundleDir } from "../../electron/engine/scoring/bundle.ts";
import { openDatabase } from "../../electron/engine/sqlite/database.ts";
import { createDecisionLog } from "../../electron/engine/sqlite/decision-log.ts";
import { createInProcessClient } from "../../electron/hosts/in-process/in-process-client.ts";
import { createEventCheck } from "../unit-support/openlineage-schema.ts";
import { noTestData } from "../unit-support/test-data.ts";
import { zeekConnLog } from "../unit-support/zeek-conn.ts";
import { flipped } from "./flipped.ts";

const dir = mkdtempSync(join(tmpdir(), "quarry-flipped-"));
const root = join(dir, "workspace");
const model = "beaconing";
let engine: Engine;
let client: Client;
let snapshot = "";
let versions: string[];

beforeAll(async () => {
  const log = join(dir, "conn.log");
  writeFileSync(log, zeekConnLog({ rows: 600 }));
  engine = await createEngine({ workspaceDir: root, create: true });
  client = createInProcessClient(engine, { trust: "local", host: "test" });
  await client.call("workspace.sign", { analyst: "ana" });
  snapshot = (await client.call("telemetry.import", { paths: [log], source: "test" })).snapshotId;
  versions = [];
  for (const seed of [1, 2]) versions.push((await client.call("models.train", { model, seed })).id);
  const db = openDatabase(join(root, "quarry.sqlite"));
  for (const version of versions) promoteVersion(db, createDecisionLog(db), { model, version, reason: "better", analyst: "ana" });
  db.close();
  await client.call("scoring.run", { models: [model], budget: 3, auditShare: 0 });
  const [row] = (await client.call("triage.queue", { limit: 1 })).rows;
  await client.call("triage.judge", { anomalyIds: [row?.anomalyId ?? ""], verdict: "benign" });
  await client.call("labels.export", { format: "ndjson", out: join(dir, "labels.ndjson") });
  await client.call("models.export", { model, version: "champion" });
  await client.call("models.import", {
    paths: [join(root, "exports", `mlflow-${model}-${(versions[1] ?? "").slice(0, 12)}`)],
    package: model,
  });
  await client.call("models.rollback", { model, reason: "too many updaters" });
}, 120_000);

afterAll(async () => {
  await engine.close();
  rmSync(dir, { recursive: true, force: true });
});

const problems = async (): Promise<{ seq: number; problem: string }[]> => (await client.call("audit.verify", {})).problems;

describe("one flipped byte is found, and what it is in is named", { timeout: 60_000 }, () => {
  it("nowhere, when there is none", async () => {
    expect(await problems()).toEqual([]);
  });

  it("in a segment of a snapshot", async () => {
    const folder = join(root, "snapshots", snapshot, "segments");
    for (const segment of readdirSync(folder)) {
      const found = await flipped(join(folder, segment), problems);
      expect(found.map(({ problem }) => problem)).toEqual([
        expect.stringContaining(`snapshot ${snapshot.slice(0, 12)}: segments/${segment} does not have the bytes it was written with`),
      ]);
    }
  });

  it("in the manifest of a snapshot", async () => {
    const [found, ...more] = await flipped(join(root, "snapshots", snapshot, "manifest.json"), problems);
    expect(found?.problem).toContain(`snapshot ${snapshot.slice(0, 12)}`);
    expect(more).toEqual([]);
  });

  it("in a line of the lineage", async () => {
    const [day = ""] = readdirSync(join(root, "lineage"));
    const path = join(root, "lineage", day);
    const line = readFileSync(path)
      .subarray(0, readFileSync(path).length >> 1)
      .toString("latin1")
      .split("\n").length;
    const found = await flipped(path, problems);
    expect(found[0]?.problem).toContain(`lineage/${day} line ${line}: `);
  });

  it("in an entry of the decision log", async () => {
    const db = openDatabase(join(root, "quarry.sqlite"));
    try {
      const triggers = db.prepare("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger' AND tbl_name = 'decision'").all() as {
        name: string;
        sql: string;
      }[];
      expect(triggers.length).toBeGreaterThan(0);
      for (const { name } of triggers) db.exec(`DROP TRIGGER ${name}`);
      const { seq } = db.prepare("SELECT min(seq) AS seq FROM decision WHERE body LIKE '%better%'").get() as { seq: number };
      db.exec(`UPDATE decision SET body = replace(body, 'better', 'bettes') WHERE seq = ${seq}`);
      const found = await problems();
      expect(found.map((one) => [one.seq, one.problem])).toContainEqual([seq, expect.stringContaining("was changed after it was written")]);
      db.exec(`UPDATE decision SET body = replace(body, 'bettes', 'better') WHERE seq = ${seq}`);
      for (const { sql } of triggers) db.exec(sql);
    } finally {
      db.close();
    }
    expect(await problems()).toEqual([]);
  });

  it("in any file of a model's bundle", async () => {
    const [id = ""] = versions;
    const folder = bundleDir(root, model, id);
    const files = readdirSync(folder);
    expect(files).toEqual(
      expect.arrayContaining(["bundle.json", "model.onnx", "features.sql", "calibration.json", "envelope.json", "golden.json"]),
    );
    for (const file of files) {
      const found = await flipped(join(folder, file), problems);
      expect(found.map(({ problem }) => problem).join("\n")).toContain(
        `${model}@${id.slice(0, 12)} was changed: ${file} does not have the content`,
      );
    }
  });
});

describe.skipIf(noTestData("schemas", "openlineage"))("the lineage of all that was done here", () => {
  it("is valid by the published schemas, whatever the job", () => {
    const check = createEventCheck();
    const lines = readdirSync(join(root, "lineage")).flatMap((day) =>
      readFileSync(join(root, "lineage", day), "utf8")
        .trim()
        .split("\n"),
    );
    for (const line of lines) expect(check(JSON.parse(line)), line.slice(0, 300)).toEqual([]);
    const jobs = new Set(lines.map((line) => (JSON.parse(line) as { job: { name: string } }).job.name));
    expect([...jobs].toSorted()).toEqual(
      [
        "ocsf.normalize",
        "dataset.snapshot",
        "model.train",
        "score.batch",
        "drift.check",
        "labels.export",
        "model.export",
        "model.import",
        "model.rollback",
        "model.quarantine",
      ].toSorted(),
    );
  });
});
