import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { createEngine } from "../../electron/engine/engine.ts";
import { sha256 } from "../../electron/engine/hash.ts";
import { createInProcessClient } from "../../electron/hosts/in-process/in-process-client.ts";
import { zeekConnLog } from "../unit-support/zeek-conn.ts";

const dir = mkdtempSync(join(tmpdir(), "quarry-determinism-"));
afterAll(() => rmSync(dir, { recursive: true, force: true }));

const formats = ["parquet", "csv", "ndjson"] as const;

/** The whole loop in a new workspace at its own path; returns what must not depend on where or when it ran. */
async function loop(name: string): Promise<Record<string, string>> {
  const home = join(dir, name);
  mkdirSync(home);
  const log = join(home, "conn.log");
  writeFileSync(log, zeekConnLog({ rows: 4000 }));
  const engine = await createEngine({ workspaceDir: join(home, "workspace"), create: true });
  try {
    const client = createInProcessClient(engine, { trust: "local", host: "test" });
    const imported = await client.call("telemetry.import", { paths: [log], source: "sensor" });
    const version = await client.call("models.train", { model: "beaconing", seed: 41 });
    await client.call("scoring.run", { models: ["beaconing"], version: "candidate", budget: 20 });
    const { rows } = await client.call("triage.queue", { limit: 100, evidence: 200, show: "all" });
    const graphs = [];
    for (const row of rows) graphs.push(await client.call("triage.context", { anomalyId: row.anomalyId }));
    for (const [i, row] of rows.slice(0, 6).entries())
      await client.call("triage.judge", { anomalyIds: [row.anomalyId], verdict: i % 2 === 0 ? "malicious" : "benign", analyst: "ana" });
    const results: Record<string, string> = {
      snapshot: imported.snapshotId,
      version: version.id,
      queue: sha256(JSON.stringify(rows)),
      contexts: sha256(JSON.stringify(graphs)),
    };
    for (const format of formats) {
      const out = join(home, `labels.${format}`);
      await client.call("labels.export", { format, out, analyst: "ana" });
      results[format] = sha256(readFileSync(out));
      results[`${format} manifest`] = sha256(readFileSync(`${out}.manifest.json`));
    }
    const bundle = join(home, "workspace", "models", "beaconing", version.id);
    for (const file of readdirSync(bundle).sort()) results[file] = sha256(readFileSync(join(bundle, file)));
    return results;
  } finally {
    await engine.close();
  }
}

describe("the same commands on the same input", () => {
  it("give the same ids, queue, contexts, ONNX file and exports, byte for byte, wherever and whenever they run", async () => {
    const first = await loop("first");
    expect(Object.keys(first)).toContain("model.onnx");
    expect(await loop("second")).toEqual(first);
  }, 180_000);
});
