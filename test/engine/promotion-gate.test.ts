import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import type { Client } from "../../shared/contract/client.ts";
import type { GateLine } from "../../shared/contract/evaluations.ts";
import { createRandom } from "../../shared/lib/random.ts";
import { createEngine } from "../../electron/engine/engine.ts";
import type { Engine } from "../../electron/engine/engine-interface.ts";
import { createWorkspace } from "../../electron/engine/workspace/workspace.ts";
import { createInProcessClient } from "../../electron/hosts/in-process/in-process-client.ts";
import { createEventCheck } from "../unit-support/openlineage-schema.ts";
import { testData } from "../unit-support/test-data.ts";
import { addSnapshot, day, start, writeTestPackage } from "./scoring-fixture.ts";
import type { Event } from "./snapshot-fixture.ts";

const EvaluateEvent = z.looseObject({
  eventType: z.string(),
  job: z.looseObject({ name: z.string() }),
  run: z.looseObject({
    facets: z.looseObject({ test: z.looseObject({ tests: z.array(z.looseObject({ status: z.string() })) }).optional() }),
  }),
});

const random = createRandom(5);

/** One pair on one day: so many connections of about so many bytes. */
const pair = (src: string, dst: string, onDay: number, kind: { n: number; bytes: number; seconds?: number; ports?: number }): Event[] =>
  Array.from({ length: kind.n }, (_, i) => ({
    time: start + onDay * day + Math.floor(random.float() * (day - 1_000_000)),
    src_endpoint_ip: src,
    dst_endpoint_ip: dst,
    dst_endpoint_port: kind.ports === undefined ? 443 : 1024 + (i % kind.ports),
    traffic_bytes_out: Math.floor(kind.bytes * (0.5 + random.float())),
    duration: (kind.seconds ?? 10) * 1000 * (0.5 + random.float()),
    app_name: "ssl",
    metadata_uid: `${src}-${dst}-${onDay}-${i}`,
  }));

const ordinary = (onDay: number, pairs: number): Event[] =>
  Array.from({ length: pairs }, (_, p) =>
    pair(`10.0.${Math.floor(p / 40)}.${p % 40}`, `192.0.2.${p % 17}`, onDay, { n: 4, bytes: 1000 * Math.exp(random.float() * 4) }),
  ).flat();
const theft = { n: 60, bytes: 80_000_000, seconds: 600, ports: 30 };
const thieves = (onDay: number, from: number, to: number): Event[] =>
  Array.from({ length: to - from }, (_, i) => pair(`10.9.9.${from + i}`, "files.example.net", onDay, theft)).flat();

/** Cases as rows: so many that must be flagged, so many that must pass. */
const suiteOf = (bad: number, good: number) => ({
  schema: 1,
  cases: [
    ...Array.from({ length: bad }, (_, i) => ({
      id: `theft-${i}`,
      title: "A host sends out far more than any other",
      expect: "flag",
      technique: i % 2 === 0 ? "T1048" : "T1041",
      variant: i < bad / 2 ? "fast" : "slow",
      row: { bytes_sent: 3e9 + i * 1e8, mean_seconds: 500 + i, ports: 25 + (i % 5), is_new_pair: 0 },
    })),
    ...Array.from({ length: good }, (_, i) => ({
      id: `ordinary-${i}`,
      title: "An ordinary pair",
      expect: "pass",
      row: { bytes_sent: 8000 * (1 + (i % 7)), mean_seconds: 9 + (i % 4), ports: 1, is_new_pair: 0 },
    })),
  ],
});

const dir = mkdtempSync(join(tmpdir(), "quarry-gate-"));
const workspaceDir = join(dir, "workspace");
const packagesDir = join(dir, "models");
/** Thefts from hardly noticeable to large, and ordinary pairs that send a lot too. */
const writeHardSuite = (): void => {
  const { schema, cases } = suiteOf(20, 200);
  const harder = cases.map((c, i) => ({
    ...c,
    row: {
      ...c.row,
      bytes_sent: c.expect === "flag" ? 60_000 * 1.6 ** i : 8000 * (1 + (i % 25)),
      mean_seconds: c.expect === "flag" ? 14 + 5 * i : 9 + (i % 9),
      ports: c.expect === "flag" ? 1 + (i % 4) : 1 + (i % 2),
    },
  }));
  writeFileSync(join(packagesDir, "odd-pairs", "suite", "suite.json"), JSON.stringify({ schema, cases: harder }));
};

let engine: Engine;
let client: Client;
let early = "";

/** The same in a seeded other order. */
function shuffled<T>(values: readonly T[]): T[] {
  const dice = createRandom(11);
  return values
    .map((value) => ({ value, at: dice.float() }))
    .toSorted((a, b) => a.at - b.at)
    .map(({ value }) => value);
}

const writeSuite = (bad: number, good: number): void => {
  mkdirSync(join(packagesDir, "odd-pairs", "suite"), { recursive: true });
  writeFileSync(join(packagesDir, "odd-pairs", "suite", "suite.json"), JSON.stringify(suiteOf(bad, good)));
};

beforeAll(async () => {
  writeTestPackage(join(packagesDir, "odd-pairs"), { operatingPoint: { pValue: 0.02 }, licence: "Apache-2.0", dailyBudget: 20 });
  writeSuite(20, 200);
  const workspace = createWorkspace(workspaceDir);
  early = addSnapshot(
    workspace,
    [0, 1].flatMap((d) => [...ordinary(d, 400), ...thieves(d, 0, 3)]),
    "early",
  ).id;
  addSnapshot(
    workspace,
    [4, 5].flatMap((d) => [...ordinary(d, 400), ...thieves(d, 0, 6)]),
    "late",
  );
  workspace.close();
  engine = await createEngine({ workspaceDir, packagesDir });
  client = createInProcessClient(engine, { trust: "local", host: "test" });
  await client.call("workspace.sign", { analyst: "ana" });
}, 300_000);
afterAll(async () => {
  await engine.close();
  rmSync(dir, { recursive: true, force: true });
});

const model = "odd-pairs";
const train = (seed: number, labels: "none" | "current" = "none") => client.call("models.train", { model, seed, labels, dataset: early });
const lineOf = (lines: readonly GateLine[], n: number): GateLine | undefined => lines.find(({ line }) => line === n);

describe("promotion", () => {
  it("is refused without an evaluation, and by the lines that are not passed; an override leads past and stays", async () => {
    const version = await train(1);
    const promote = (override?: string) =>
      client.call("models.promote", {
        model,
        version: version.id,
        reason: "first",
        analyst: "ben",
        ...(override === undefined ? {} : { override }),
      });
    await expect(promote()).rejects.toMatchObject({
      code: "conflict",
      message: expect.stringContaining("It has not been evaluated yet.") as unknown,
    });

    const { id, report } = await client.call("models.evaluate", { model, version: version.id });
    expect(report.gate.map(({ line, state }) => [line, state])).toEqual([
      [1, "pass"],
      [2, "pass"],
      [3, "pass"],
      [4, "pass"],
      [5, "pass"],
      [6, "pass"],
      [7, "insufficient"],
      [8, "insufficient"],
      [9, "insufficient"],
    ]);
    expect(report.bundle.golden).toMatchObject({ largest: 0, flips: 0 });
    expect(report.bundle.golden?.n).toBe(version.calibrationRows);
    expect(report.replay).toMatchObject({ days: 2 });
    expect(report.time).toMatchObject({ duplicates: 0, trainEnd: expect.any(Number) as unknown });
    expect(report.variants.map(({ variant }) => variant)).toEqual(["fast", "slow"]);
    expect(report.entrants.map(({ kind }) => kind)).toEqual(["candidate", "random", "rarity", "single-feature", "foil"]);

    const event = readdirSync(join(workspaceDir, "lineage"))
      .flatMap((file) =>
        readFileSync(join(workspaceDir, "lineage", file), "utf8")
          .trim()
          .split("\n"),
      )
      .map((text) => EvaluateEvent.parse(JSON.parse(text)))
      .find(({ job, eventType }) => job.name === "model.evaluate" && eventType === "COMPLETE");
    const statuses = event?.run.facets.test?.tests.map(({ status }) => status);
    expect(statuses).toEqual([...Array.from({ length: 6 }, () => "pass"), "skip", "skip", "skip"]);
    if (testData("schemas", "openlineage") !== undefined) expect(createEventCheck()(event)).toEqual([]);

    await expect(promote()).rejects.toMatchObject({ message: expect.stringContaining("7 worth an analyst's time") as unknown });
    const gate = await client.call("models.gate", { model, version: version.id, analyst: "ana" });
    expect(lineOf(gate.lines, 10)).toMatchObject({ state: "fail" });
    expect(gate.trainers).toEqual(["ana"]);
    expect((await promote("nobody can review yet")).stage).toBe("champion");
    const after = await client.call("models.gate", { model, version: version.id });
    expect(after.overrides).toMatchObject([
      { by: "ben", reason: "nobody can review yet", evaluation: id, lines: [{ line: 7 }, { line: 8 }, { line: 9 }] },
    ]);
    expect(after.stale).toBeNull();
    const card = await client.call("models.card", { model, version: version.id });
    expect(card.markdown).toContain("**Overridden** by ben");
    expect(card.markdown).toContain("20 of 20");
  }, 300_000);

  it("asks for an evaluation beside the present champion", async () => {
    const second = await train(2);
    const third = await train(3);
    await client.call("models.evaluate", { model, version: second.id });
    await client.call("models.promote", { model, version: third.id, reason: "third", override: "to change the champion" });
    const gate = await client.call("models.gate", { model, version: second.id });
    expect(gate).toMatchObject({
      passes: false,
      stale: expect.stringMatching(/^It was evaluated beside .* is champion now\.$/) as unknown,
    });
  }, 300_000);

  it("gives the same report for the same inputs", async () => {
    const version = await train(4);
    const first = await client.call("models.evaluate", { model, version: version.id });
    const again = await client.call("models.evaluate", { model, version: version.id });
    expect(again.id).toBe(first.id);
    expect(again.report).toEqual(first.report);
  }, 300_000);

  it("is refused for lack of samples", async () => {
    const version = await train(5);
    writeSuite(5, 20);
    const { report } = await client.call("models.evaluate", { model, version: version.id });
    writeSuite(20, 200);
    expect(lineOf(report.gate, 4)).toMatchObject({ state: "insufficient", k: 5, n: 5 });
    expect(lineOf(report.gate, 5)).toMatchObject({ state: "insufficient", k: 0, n: 20 });
    await expect(client.call("models.promote", { model, version: version.id, reason: "x", analyst: "ben" })).rejects.toMatchObject({
      message: expect.stringContaining("4 flags what is known to be bad (not enough to tell)") as unknown,
    });
  }, 300_000);
});

describe("suites of the workspace", () => {
  it("are made of verdicts, count what came after training, can be taken back, and a flipped byte is named", async () => {
    await client.call("scoring.run", { models: [model], budget: 12, auditShare: 0 });
    const { rows } = await client.call("triage.queue", { show: "all", limit: 100 });
    const stolen = rows.filter((row) => row.subject.label.includes("files.example.net"));
    const usual = rows.filter((row) => !row.subject.label.includes("files.example.net")).slice(0, 4);
    for (const row of stolen) await client.call("triage.judge", { anomalyIds: [row.anomalyId], verdict: "malicious" });
    for (const row of usual) await client.call("triage.judge", { anomalyIds: [row.anomalyId], verdict: "benign" });
    const choices = await client.call("suites.choices", { model });
    expect(choices).toHaveLength(stolen.length + usual.length);
    const cases = choices.map(({ anomalyId, expect: side }) => ({ anomalyId, ...(side === "flag" ? { technique: "T1048" } : {}) }));
    await expect(
      client.call("suites.create", { model, title: "Spring", cases: [{ anomalyId: stolen[0]?.anomalyId ?? "" }] }),
    ).rejects.toMatchObject({ message: expect.stringContaining("say by which technique") as unknown });
    const suite = await client.call("suites.create", { model, title: "Spring", cases });
    expect(suite).toMatchObject({ bad: stolen.length, good: usual.length, looks: 0, worn: false });

    const { report } = await client.call("models.evaluate", { model, version: (await train(6)).id });
    const use = report.suites.find(({ id }) => id === suite.id);
    const late = stolen.filter((row) => row.window.from >= start + 3 * day).length;
    expect(use).toMatchObject({ bad: late, looks: 1 });
    expect(use?.leftOut.reduce((sum, { n }) => sum + n, 0)).toBeGreaterThan(0);
    expect(report.time.later.bad).toBe(late);
    expect(report.incidents.flagged).toMatchObject({ k: stolen.length, n: stolen.length });

    await client.call("decisions.undo", {});
    expect((await client.call("suites.list", { model })).map(({ id }) => id)).not.toContain(suite.id);
    await client.call("decisions.redo", {});
    expect((await client.call("audit.verify", {})).problems).toEqual([]);

    const flip = (folder: string, name: string): (() => void) => {
      const file = join(workspaceDir, folder, name);
      const bytes = readFileSync(file);
      const spoilt = Buffer.from(bytes);
      spoilt[spoilt.length >> 1] = (spoilt[spoilt.length >> 1] ?? 0) ^ 1;
      writeFileSync(file, spoilt);
      return () => writeFileSync(file, bytes);
    };
    const [reportFile = ""] = readdirSync(join(workspaceDir, "evaluations"));
    const undo = [flip("evaluations", reportFile), flip("suites", `${suite.id}.json`)];
    const { ok, problems } = await client.call("audit.verify", {});
    expect(ok).toBe(false);
    expect(problems.map(({ problem }) => problem)).toEqual([
      expect.stringContaining(`evaluations/${reportFile}`),
      expect.stringContaining(`suites/${suite.id}.json`),
    ]);
    undo.forEach((restore) => restore());
    expect((await client.call("audit.verify", {})).ok).toBe(true);
  }, 300_000);
});

describe("a candidate taught by shuffled verdicts", () => {
  it("is refused, since its lessons gain nothing over the champion", async () => {
    const { rows } = await client.call("triage.queue", { show: "all", limit: 200 });
    const judged = rows.slice(0, 40);
    const truth = judged.map((row) => row.subject.label.includes("files.example.net"));
    const mixed = shuffled(truth);
    expect(mixed).not.toEqual(truth);
    for (const [i, row] of judged.entries())
      await client.call("triage.judge", {
        anomalyIds: [row.anomalyId],
        verdict: mixed[i] === true ? "malicious" : "benign",
        reason: "known admin",
      });
    writeHardSuite();
    const { report } = await client.call("models.evaluate", { model, version: (await train(7, "current")).id });
    writeSuite(20, 200);
    const [own, champion] = report.entrants;
    expect(champion?.kind).toBe("champion");
    expect(own?.averagePrecision ?? 1).toBeLessThanOrEqual(champion?.averagePrecision ?? 0);
    expect(lineOf(report.gate, 4)).toMatchObject({ state: "fail" });
    await expect(client.call("models.promote", { model, version: report.version, reason: "taught", analyst: "ben" })).rejects.toMatchObject(
      {
        message: expect.stringContaining("4 flags what is known to be bad (fails)") as unknown,
      },
    );
  }, 300_000);
});
