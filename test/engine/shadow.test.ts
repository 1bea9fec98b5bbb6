import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import type { Client } from "../../shared/contract/client.ts";
import type { Run, Stage } from "../../shared/contract/models.ts";
import { createEngine } from "../../electron/engine/engine.ts";
import type { Engine } from "../../electron/engine/engine-interface.ts";
import { promoteVersion } from "../../electron/engine/lifecycle/promote.ts";
import { setStage } from "../../electron/engine/lifecycle/set-stage.ts";
import { bundleDir } from "../../electron/engine/scoring/bundle.ts";
import { shadowRecord } from "../../electron/engine/scoring/shadow/shadow-record.ts";
import { shadowPlaces, shadowRuns, storeShadowRun } from "../../electron/engine/scoring/shadow/shadow-runs.ts";
import { findVersion } from "../../electron/engine/scoring/versions.ts";
import { type Database, openDatabase } from "../../electron/engine/sqlite/database.ts";
import { createDecisionLog } from "../../electron/engine/sqlite/decision-log.ts";
import { query } from "../../electron/engine/sqlite/statement.ts";
import { createInProcessClient } from "../../electron/hosts/in-process/in-process-client.ts";
import { zeekConnLog } from "../unit-support/zeek-conn.ts";

const dir = mkdtempSync(join(tmpdir(), "quarry-shadow-"));
const root = join(dir, "workspace");
const model = "beaconing";
let engine: Engine;
let client: Client;
let db: Database;
/** Trained with seeds 1 and 2. */
let versions: string[];

const version = (seed: number): string => versions[seed - 1] ?? "";
const stage = (seed: number, to: Exclude<Stage, "champion" | "quarantined">): void =>
  void setStage(db, createDecisionLog(db), { model, version: version(seed), to, reason: "r", actor: "ana" });
const score = () => client.call("scoring.run", { models: [model], budget: 12, auditShare: 0.25 });
const count = (table: string): number => query(db, `SELECT count(*) AS n FROM ${table}`, z.object({ n: z.number() })).get()?.n ?? 0;
let champion: Run | undefined;

beforeAll(async () => {
  const log = join(dir, "conn.log");
  writeFileSync(log, zeekConnLog({ rows: 500 }));
  engine = await createEngine({ workspaceDir: root, create: true });
  client = createInProcessClient(engine, { trust: "local", host: "test" });
  await client.call("workspace.sign", { analyst: "ana" });
  await client.call("telemetry.import", { paths: [log], source: "test" });
  versions = [];
  for (const seed of [1, 2]) versions.push((await client.call("models.train", { model, seed })).id);
  db = openDatabase(join(root, "quarry.sqlite"));
}, 300_000);

afterAll(async () => {
  db.close();
  await engine.close();
  rmSync(dir, { recursive: true, force: true });
});

describe("a challenger", () => {
  it("scores nothing while there is no champion to stand beside", async () => {
    stage(2, "challenger");
    await score();
    expect(shadowRuns(db, version(2))).toEqual([]);
    promoteVersion(db, createDecisionLog(db), { model, version: version(1), reason: "r", analyst: "ana" });
  });

  it("is scored beside the champion over the same events and for as many places, and nothing of it is an anomaly", async () => {
    const before = await client.call("triage.queue", { limit: 1000 });
    const { runs, skipped } = await score();
    [champion] = runs;
    expect(skipped).toEqual([]);
    expect(champion).toMatchObject({ modelVersion: version(1), stage: "champion" });
    const [run] = shadowRuns(db, version(2));
    const audits = count(
      `blind_item AS b JOIN anomaly AS a ON a.id = b.anomaly_id WHERE b.kind = 'audit' AND a.run_id = '${champion?.id}'`,
    );
    expect(audits).toBeGreaterThan(0);
    expect(run).toMatchObject({
      modelVersion: version(2),
      stage: "challenger",
      beside: champion?.id,
      besideVersion: version(1),
      datasetVersion: champion?.datasetVersion,
      subjects: champion?.subjects,
      places: (champion?.surfaced ?? 0) - audits,
    });
    expect(run?.drift?.state).toBe("INSUFFICIENT");
    expect(count("anomaly")).toBe(before.total === 0 ? champion?.surfaced : 2 * before.total);
    // Without a champion the newest version had stood in.
    expect((await client.call("scoring.runs", {})).map((one) => one.modelVersion)).toEqual([version(1), version(2)]);
    expect((await client.call("triage.queue", { limit: 1000 })).total).toBe(champion?.surfaced);
  });

  it("keeps its own list and where it puts every subject of the champion's", () => {
    const [run] = shadowRuns(db, version(2));
    const places = shadowPlaces(db, run?.id ?? "");
    expect(places.slice(0, run?.places).map(({ rank }) => rank)).toEqual(Array.from({ length: run?.places ?? 0 }, (_, i) => i + 1));
    const listed = query(db, "SELECT subject_key FROM anomaly WHERE run_id = $run", z.object({ subject_key: z.string() }))
      .all({ run: champion?.id ?? "" })
      .map((row) => row.subject_key);
    expect(places.map(({ subjectKey }) => subjectKey)).toEqual(expect.arrayContaining(listed));
    expect(places.every((place, i) => i === 0 || place.score <= (places[i - 1]?.score ?? 0))).toBe(true);
    expect(places[0]?.headline).not.toBe("");
  });

  it("is scored again to the same places", async () => {
    const [before] = shadowRuns(db, version(2));
    const places = shadowPlaces(db, before?.id ?? "");
    await score();
    expect(shadowRuns(db, version(2))).toHaveLength(1);
    expect(shadowPlaces(db, before?.id ?? "")).toEqual(places);
  });

  it("counts days of telemetry once each, by the day with fewest, and only while it was challenger", async () => {
    const [run] = shadowRuns(db, version(2));
    const [first] = run?.days ?? [];
    if (run === undefined || first === undefined) expect.unreachable("the challenger was scored");
    expect(run.days.reduce((sum, { events }) => sum + events, 0)).toBeGreaterThan(500);
    expect(shadowRecord(db, version(2))).toEqual({
      runs: 1,
      days: 1,
      events: first.events,
      subjects: first.subjects,
      drift: "INSUFFICIENT",
    });
    const more = { day: first.day, subjects: first.subjects + 5, events: first.events + 9 };
    const next = { day: first.day + 86_400_000_000, subjects: 4, events: 40 };
    storeShadowRun(db, { ...run, id: "again", days: [more, next] }, []);
    storeShadowRun(db, { ...run, id: "preview", stage: "registered", days: [{ ...next, day: 0 }] }, []);
    expect(shadowRecord(db, version(2))).toMatchObject({ runs: 2, days: 2, events: 40, subjects: 4 });
    expect(shadowRecord(db, version(1))).toEqual({ runs: 0, days: 0, events: 0, subjects: 0, drift: null });
  });
});

describe("a preview", () => {
  const preview = (id: string) => client.call("models.preview", { model, version: id });

  it("says why there is no list: nothing scored, or the queue is the version's own", async () => {
    expect(await preview(version(1))).toMatchObject({ list: null, because: "This version made the queue as it is." });
    const taught = await client.call("models.train", { model, seed: 9 });
    expect(await preview(taught.id)).toMatchObject({ list: null, because: "This version has not scored what is in the queue." });
    await expect(client.call("models.scoreBeside", { model, version: version(1) })).rejects.toThrow("made the queue itself");
  });

  it("holds the champion's list against the version's, without what is to be judged blind", async () => {
    const { list } = await preview(version(2));
    if (list === null) expect.unreachable("the challenger was scored");
    const withheld = query(db, "SELECT count(*) AS n FROM withheld_item", z.object({ n: z.number() })).get()?.n ?? 0;
    const { appeared, vanished, moved, same } = list.counts;
    expect(list.withheld).toBeGreaterThan(0);
    expect(withheld).toBeGreaterThanOrEqual(list.withheld);
    expect(list.total).toBe(appeared + vanished + moved + same);
    expect(list.shared).toMatchObject({ k: moved + same, n: vanished + moved + same });
    expect(list.causes).toMatchObject({ state: "unknown", verdicts: 0 });
    const ids = query(db, "SELECT anomaly_id AS id FROM withheld_item", z.object({ id: z.string() })).all();
    expect(list.items.filter(({ anomalyId }) => ids.some(({ id }) => id === anomalyId))).toEqual([]);
    for (const { change, from } of list.items) expect(change === "appeared").toBe(from === null);
    expect(list.items.filter(({ change }) => change === "same").every(({ from, to }) => from === to)).toBe(true);
    expect(
      list.items.filter(({ change }) => change === "vanished").every(({ to }) => to === null || to > list.places - list.withheld),
    ).toBe(true);
  });

  it("names the verdicts behind a taught version's order, and the history of each case", async () => {
    await client.call("scoring.run", { models: [model], budget: 12, auditShare: 0 });
    const { rows } = await client.call("triage.queue", { limit: 6 });
    const [first, second] = rows.map(({ anomalyId }) => anomalyId);
    await client.call("triage.judge", { anomalyIds: [first ?? ""], verdict: "malicious" });
    await client.call("triage.judge", { anomalyIds: [second ?? ""], verdict: "benign" });
    const taught = await client.call("models.train", { model, seed: 1, labels: "current" });
    await client.call("models.scoreBeside", { model, version: taught.id });
    const { list, shadow } = await preview(taught.id);
    expect(shadow).toMatchObject({ runs: 0, days: 0 });
    if (list === null) expect.unreachable("the version was scored");
    expect(list.causes).toMatchObject({ state: "computed", verdicts: 2 });
    const confirmed = list.items.find(({ anomalyId }) => anomalyId === first);
    expect(confirmed?.verdicts).toMatchObject([{ anomalyId: first, verdict: "malicious", analyst: "ana", isSameWindow: true }]);
    expect(confirmed?.causes[0]).toMatchObject({ anomalyId: first, isAnomaly: true });
    expect(confirmed?.causes[0]?.effect).toBeGreaterThan(0);
    const dismissed = list.items.find(({ anomalyId }) => anomalyId === second);
    expect(dismissed?.causes.find(({ anomalyId }) => anomalyId === second)?.effect).toBeLessThan(0);
  });
});

describe("a broken challenger", () => {
  it("is told, quarantined, and does not stop the champion", async () => {
    const before = shadowRuns(db, version(2));
    const path = join(bundleDir(root, model, version(2)), "model.onnx");
    const bytes = readFileSync(path);
    bytes[bytes.length >> 1] = (bytes[bytes.length >> 1] ?? 0) ^ 1;
    writeFileSync(path, bytes);
    const { runs, skipped } = await score();
    expect(runs[0]).toMatchObject({ modelVersion: version(1), stage: "champion" });
    expect(skipped.map((one) => one.model)).toEqual([`${model}@${version(2).slice(0, 12)}`]);
    expect(skipped[0]?.because).toContain("model.onnx");
    expect(shadowRuns(db, version(2))).toEqual(before);
    expect(findVersion(db, model, version(2))?.stage).toBe("quarantined");
  });
});
