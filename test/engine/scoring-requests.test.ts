import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Client } from "../../shared/contract/client.ts";
import { createEngine } from "../../electron/engine/engine.ts";
import type { Engine } from "../../electron/engine/engine-interface.ts";
import { createInProcessClient } from "../../electron/hosts/in-process/in-process-client.ts";
import { zeekConnLog } from "../unit-support/zeek-conn.ts";

const dir = mkdtempSync(join(tmpdir(), "quarry-scoring-requests-"));
let engine: Engine;
let client: Client;

beforeAll(async () => {
  const log = join(dir, "conn.log");
  writeFileSync(log, zeekConnLog({ rows: 1000 }));
  engine = await createEngine({ workspaceDir: join(dir, "workspace"), create: true });
  client = createInProcessClient(engine, { trust: "local", host: "test" });
  await client.call("telemetry.import", { paths: [log], source: "test" });
}, 120_000);

afterAll(async () => {
  await engine.close();
  rmSync(dir, { recursive: true, force: true });
});

describe("asking for scores", () => {
  it("skips a model that nobody named and that finds no subjects, and says why", async () => {
    const { runs, skipped } = await client.call("scoring.run", { budget: 2 });
    expect(runs.map((run) => run.model)).toContain("beaconing");
    expect(skipped).toContainEqual({ model: "process-rarity", because: expect.stringContaining("nothing for") as string });
  });

  it("fails when every model was skipped, naming each with its reason", async () => {
    const asked = client.call("scoring.run", { range: { from: 0, to: 1 } });
    await expect(asked).rejects.toMatchObject({ code: "no-subjects" });
    await expect(asked).rejects.toThrowError(/beaconing: There is nothing.*process-rarity: There is nothing/s);
  });

  it("fails for a model that was named when it finds no subjects", async () => {
    await expect(client.call("scoring.run", { models: ["process-rarity"] })).rejects.toMatchObject({ code: "no-subjects" });
  });

  it("fails for a version that is none, whether or not a model is named", async () => {
    for (const models of [[], ["beaconing"]])
      await expect(client.call("scoring.run", { models, version: "zzz" })).rejects.toMatchObject({
        code: "not-found",
        detail: { field: "version" },
      });
  });

  it.each([
    ["ends before it begins", { from: 2, to: 1 }],
    ["is empty", { from: 1, to: 1 }],
  ])("refuses a time range that %s, in training too", async (_, range) => {
    const refusal = { code: "bad-input", detail: { field: "range" } };
    await expect(client.call("scoring.run", { range })).rejects.toMatchObject(refusal);
    await expect(client.call("models.train", { model: "beaconing", range })).rejects.toMatchObject(refusal);
  });
});

describe("asking for the queue of one model", () => {
  it("is empty for a model that has not run, and fails for one that is none", async () => {
    expect((await client.call("triage.queue", { model: "process-rarity" })).rows).toEqual([]);
    await expect(client.call("triage.queue", { model: "nosuch" })).rejects.toMatchObject({ code: "not-found", detail: { field: "model" } });
  });
});
