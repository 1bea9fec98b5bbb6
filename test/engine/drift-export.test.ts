import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Client } from "../../shared/contract/client.ts";
import { DriftReport } from "../../shared/contract/drift.ts";
import type { Input } from "../../shared/contract/requests.ts";
import { invariant } from "../../shared/lib/invariant.ts";
import { createEngine } from "../../electron/engine/engine.ts";
import type { Engine } from "../../electron/engine/engine-interface.ts";
import { latestRuns, storeRun } from "../../electron/engine/scoring/runs.ts";
import { openWorkspace } from "../../electron/engine/workspace/workspace.ts";
import { createInProcessClient } from "../../electron/hosts/in-process/in-process-client.ts";
import { sampleDrift } from "../unit-support/fake-drift.ts";
import { estate, surface } from "./hunts-fixture.ts";

const dir = mkdtempSync(join(tmpdir(), "quarry-drift-export-"));
const root = join(dir, "workspace");
const hostile = "<img src=x onerror=alert(1)>\u202E";
let engine: Engine;
let client: Client;
let report: DriftReport;

beforeAll(async () => {
  surface(root, 1, estate);
  const workspace = openWorkspace(root);
  const run = latestRuns(workspace.db).find(({ model }) => model === "beaconing");
  const [sample] = sampleDrift(1_772_323_200_000_000);
  invariant(run !== undefined && sample !== undefined, "the estate has a run of beaconing");
  report = { ...sample, run: run.id, changes: [{ kind: "source-new", source: hostile, text: `${hostile} is new.` }] };
  storeRun(workspace.db, run, [], report);
  workspace.close();
  engine = await createEngine({ workspaceDir: root });
  client = createInProcessClient(engine, { trust: "local", host: "test" });
  await client.call("workspace.sign", { analyst: "ana" });
});
afterAll(async () => {
  await engine.close();
  rmSync(dir, { recursive: true, force: true });
});

async function write(format: "json" | "html") {
  const out = join(dir, `drift.${format}`);
  const wanted: Input<"exports.plan">["wanted"] = { what: "drift", model: "beaconing", format };
  const written = await client.call("exports.write", { wanted, out });
  return { written, text: readFileSync(out, "utf8") };
}

describe("a drift report that leaves the desk", () => {
  it("is counted before it is written, and says what it found", async () => {
    const plan = await client.call("exports.plan", { wanted: { what: "drift", model: "beaconing" } });
    expect(plan.rows).toBe(report.checks.length);
    expect(plan.parts.reduce((sum, { n }) => sum + n, 0)).toBe(plan.rows);
    expect(plan.remarks).toEqual([report.because, report.warning]);
  });

  it("holds every figure as JSON, and a person signed for it", async () => {
    const { written, text } = await write("json");
    expect(DriftReport.parse(JSON.parse(text))).toEqual(report);
    expect(written).toMatchObject({ rows: report.checks.length, mediaType: "application/json" });
    const { decisions } = await client.call("audit.page", { kind: "export.write" });
    expect(decisions[0]).toMatchObject({ id: written.decision, actor: "ana" });
    expect((await write("json")).text).toBe(text);
  });

  it("is one HTML page that loads nothing and in which telemetry is only text", async () => {
    const { text } = await write("html");
    expect(text).toContain("default-src 'none'");
    expect(text).not.toMatch(/<script|<img|<link|<a |onerror=alert\(1\)>/);
    expect(text).toContain("&lt;img src=x onerror=alert(1)&gt;·");
    expect(text).toContain("0.0086");
    for (const { title } of report.checks) expect(text).toContain(title);
  });

  it("is refused for a model of which no run was compared, before anybody signs", async () => {
    const before = (await client.call("audit.page", {})).total;
    const refused = client.call("exports.write", { wanted: { what: "drift", model: "logon" }, out: join(dir, "none") });
    await expect(refused).rejects.toMatchObject({ code: "not-found" });
    expect((await client.call("audit.page", {})).total).toBe(before);
  });
});
