import { appendFileSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { createEngine } from "../../electron/engine/engine.ts";
import type { Engine } from "../../electron/engine/engine-interface.ts";
import { createInProcessClient } from "../../electron/hosts/in-process/in-process-client.ts";
import type { Client } from "../../shared/contract/client.ts";
import { zeekConnLog } from "../unit-support/zeek-conn.ts";
import { tempDir } from "./temp-dir.ts";

interface Desk {
  readonly client: Client;
  readonly dir: string;
  readonly workspace: string;
  readonly lines: string[];
  readonly close: () => Promise<void>;
  /** Writes a conn log and gives its path. */
  readonly log: (name: string, rows: number, seed?: number) => string;
}

const open: Engine[] = [];
afterEach(async () => {
  for (const engine of open.splice(0)) await engine.close();
});

async function openDesk(dir: string = tempDir()): Promise<Desk> {
  const workspace = join(dir, "workspace");
  const lines: string[] = [];
  const engine = await createEngine({ workspaceDir: workspace, create: true, log: (line) => void lines.push(line) });
  open.push(engine);
  const client = createInProcessClient(engine, { trust: "local", host: "test" });
  const close = async (): Promise<void> => {
    open.splice(open.indexOf(engine), 1);
    await engine.close();
  };
  const log = (name: string, rows: number, seed = 1): string => {
    const path = join(dir, name);
    writeFileSync(path, zeekConnLog({ rows, seed, beacon: false }));
    return path;
  };
  return { client, dir, workspace, lines, close, log };
}

const segmentsOf = (desk: Desk, id: string): string => join(desk.workspace, "snapshots", id, "segments");

function flipByte(path: string): void {
  const bytes = readFileSync(path);
  bytes[100] = (bytes[100] ?? 0) ^ 1;
  writeFileSync(path, bytes);
}

describe("snapshots", () => {
  it("are listed with sources, spans, counts, sizes and the dataset versions that hold them", async () => {
    const { client, log } = await openDesk();
    const first = await client.call("telemetry.import", { paths: [log("a.log", 300)], source: "a" });
    await client.call("telemetry.import", { paths: [log("b.log", 200, 2)], source: "b" });
    const list = await client.call("snapshots.list", {});
    expect(list.map(({ source, datasets, events, files }) => ({ source, datasets, events, files }))).toEqual([
      { source: "a", datasets: [1, 2], events: first.mapped, files: 1 },
      { source: "b", datasets: [2], events: 200, files: 1 },
    ]);
    expect(list[0]?.bytes).toBeGreaterThan(1000);
    const shown = await client.call("snapshots.show", { id: first.snapshotId.slice(0, 10) });
    expect(shown.manifest.files[0]?.name).toBe("a.log");
    expect(shown.dependants).toMatchObject({ runs: 0, holds: [], datasets: [{ number: 1 }, { number: 2 }] });
    await expect(client.call("snapshots.show", { id: "ffff0000" })).rejects.toMatchObject({ code: "not-found" });
  });

  it("are verified byte by byte; a flipped one names its segment, and importing the files again mends it", async () => {
    const desk = await openDesk();
    const { client, log } = desk;
    const path = log("a.log", 300);
    const { snapshotId } = await client.call("telemetry.import", { paths: [path], source: "a" });
    expect(await client.call("snapshots.verify", {})).toMatchObject({ ok: true, checked: [{ state: "intact" }] });
    const [segment = ""] = readdirSync(segmentsOf(desk, snapshotId));
    flipByte(join(segmentsOf(desk, snapshotId), segment));
    const damaged = await client.call("snapshots.verify", { id: snapshotId });
    expect(damaged).toMatchObject({ ok: false, checked: [{ state: "damaged", problems: [{ file: `segments/${segment}` }] }] });
    expect(damaged.checked[0]?.hint).toContain("a.log");
    const again = await client.call("telemetry.import", { paths: [path], source: "a" });
    expect(again).toMatchObject({ snapshotId, duplicate: true, skipped: [] });
    expect((await client.call("snapshots.verify", {})).ok).toBe(true);
  });
});

describe("a file that the dataset has already", () => {
  it("is skipped among new ones, named, and does not change the new snapshot's id", async () => {
    const { client, log } = await openDesk();
    const [a, b] = [log("a.log", 300), log("b.log", 200, 2)];
    const first = await client.call("telemetry.import", { paths: [a], source: "s" });
    const both = await client.call("telemetry.import", { paths: [a, b], source: "s" });
    expect(both).toMatchObject({ mapped: 200, skipped: [{ name: "a.log", snapshotId: first.snapshotId }] });
    expect(both.datasetVersion.events).toBe(500);
    const elsewhere = await openDesk();
    expect((await elsewhere.client.call("telemetry.import", { paths: [b], source: "s" })).snapshotId).toBe(both.snapshotId);
  });

  it("alone is refused with the ways out, unless duplicates are allowed", async () => {
    const { client, log } = await openDesk();
    const a = log("a.log", 300);
    await client.call("telemetry.import", { paths: [a], source: "s" });
    const other = { paths: [a], source: "other" };
    await expect(client.call("telemetry.import", other)).rejects.toMatchObject({ code: "conflict", detail: { file: "a.log" } });
    const twice = await client.call("telemetry.import", { ...other, duplicates: "allow" });
    expect(twice.datasetVersion.events).toBe(600);
  });

  it("takes the place of its earlier snapshot when it is read another way", async () => {
    const { client, log } = await openDesk();
    const a = log("a.log", 300);
    const first = await client.call("telemetry.import", { paths: [a], source: "s" });
    const second = await client.call("telemetry.import", { paths: [a], source: "s", clock: "offset:+02:00", duplicates: "replace" });
    expect(second.replaced).toEqual([first.snapshotId]);
    expect(second.datasetVersion).toMatchObject({ number: 2, events: 300, snapshots: [second.snapshotId] });
  });
});

describe("dataset versions", () => {
  it("are composed of chosen snapshots beside the current one, signed, and everything takes them", async () => {
    const { client, log } = await openDesk();
    const one = await client.call("telemetry.import", { paths: [log("a.log", 3000)], source: "a" });
    await client.call("telemetry.import", { paths: [log("b.log", 3000, 2)], source: "b" });
    await client.call("telemetry.import", { paths: [log("c.log", 100, 3)], source: "c" });
    const composed = await client.call("datasets.compose", { sources: ["b"], snapshots: [one.snapshotId.slice(0, 8)], analyst: "ana" });
    expect(composed).toMatchObject({ number: 2, events: 6000 });
    const beside = await client.call("datasets.compose", { sources: ["a", "c"], analyst: "ana" });
    expect(beside).toMatchObject({ number: 4, events: 3100 });
    expect((await client.call("audit.page", { kind: "dataset.compose" })).total).toBe(1);
    expect((await client.call("workspace.info", {})).dataset?.number).toBe(3);
    const history = await client.call("datasets.history", {});
    expect(history.map((v) => [v.number, v.origin, v.isCurrent])).toEqual([
      [4, "composed", false],
      [3, "import", true],
      [2, "import", false],
      [1, "import", false],
    ]);
    expect(await client.call("datasets.compare", { from: "v1", to: "v4" })).toMatchObject({
      kept: 1,
      added: [expect.any(String) as unknown],
      classes: [{ class: "network_activity", before: 3000, after: 3100 }],
    });
    const trained = await client.call("models.train", { model: "beaconing", dataset: "v1" });
    expect(trained.datasetVersion).toBe(one.datasetVersion.id);
    const { runs } = await client.call("scoring.run", { models: ["beaconing"], version: "candidate", dataset: "v4" });
    expect(runs[0]?.datasetVersion).toBe(beside.id);
    await client.call("scoring.run", { models: ["beaconing"], version: "candidate", dataset: "v1" });
    const queued = async (dataset?: string): Promise<string | undefined> =>
      (await client.call("triage.queue", dataset === undefined ? {} : { dataset })).rows[0]?.dataset;
    expect([await queued(), await queued("v4"), await queued("v1"), await queued("v2")]).toEqual([
      one.datasetVersion.id,
      beside.id,
      one.datasetVersion.id,
      undefined,
    ]);
    await expect(client.call("datasets.compose", {})).rejects.toMatchObject({ code: "bad-input" });
    await expect(client.call("datasets.compose", { sources: ["nobody"] })).rejects.toMatchObject({ code: "not-found" });
  }, 90_000);
});

describe("letting a snapshot go", () => {
  it("shows what depends on it first, removes its events, keeps its record and says what is gone", async () => {
    const desk = await openDesk();
    const { client, log } = desk;
    const path = log("a.log", 4000);
    const { snapshotId } = await client.call("telemetry.import", { paths: [path], source: "a" });
    const trained = await client.call("models.train", { model: "beaconing" });
    await client.call("scoring.run", { models: ["beaconing"], version: "candidate" });
    const [row] = (await client.call("triage.queue", { limit: 1 })).rows;
    const anomalyId = row?.anomalyId ?? "";
    await client.call("triage.judge", { anomalyIds: [anomalyId], verdict: "benign" });
    await client.call("models.promote", {
      model: "beaconing",
      version: trained.id,
      reason: "first",
      override: "a first version with little telemetry",
    });
    const { dependants } = await client.call("snapshots.show", { id: snapshotId });
    expect(dependants).toMatchObject({ models: [{ model: "beaconing", stage: "champion" }], runs: 1, verdicts: 1, labels: 1 });
    expect(dependants.anomalies).toBeGreaterThan(0);
    expect(dependants.holds).toEqual(["the champion of beaconing learned from it", "1 verdict rests on its events"]);
    const retire = { id: snapshotId, reason: "too old", analyst: "ana" };
    await expect(client.call("snapshots.retire", retire)).rejects.toMatchObject({ code: "conflict" });
    expect(readdirSync(segmentsOf(desk, snapshotId))).not.toEqual([]);

    const gone = await client.call("snapshots.retire", { ...retire, despite: true });
    expect(gone.datasetVersion).toBeNull();
    expect(gone.freedBytes).toBeGreaterThan(1000);
    expect(readdirSync(segmentsOf(desk, snapshotId))).toEqual([]);
    expect((await client.call("snapshots.list", {}))[0]?.retired).toMatchObject({ by: "ana", reason: "too old" });
    expect((await client.call("snapshots.verify", {})).checked).toMatchObject([{ state: "retired" }]);
    expect((await client.call("audit.verify", {})).ok).toBe(true);
    expect((await client.call("triage.case", { anomalyId })).headline).not.toBe("");
    const says = { code: "evidence-unreadable", message: expect.stringContaining("ana let them go") as unknown };
    await expect(client.call("triage.evidence", { anomalyId })).rejects.toMatchObject(says);
    await expect(client.call("triage.record", { eventId: row?.evidence[0]?.eventId ?? "" })).rejects.toMatchObject(says);
    await expect(client.call("scoring.run", { models: ["beaconing"], dataset: "v1" })).rejects.toMatchObject(says);

    const back = await client.call("telemetry.import", { paths: [path], source: "a" });
    expect(back).toMatchObject({ snapshotId, duplicate: true, datasetVersion: { number: 1 } });
    expect((await client.call("triage.evidence", { anomalyId })).rows.length).toBeGreaterThan(0);
    expect((await client.call("snapshots.list", {}))[0]?.retired).toBeUndefined();
  }, 90_000);

  it("is never done by a policy; the policy lists what is old and what holds it", async () => {
    const { client, log } = await openDesk();
    const { snapshotId } = await client.call("telemetry.import", { paths: [log("a.log", 300)], source: "a" });
    expect(await client.call("snapshots.retention", {})).toEqual({ keepDays: null, snapshots: [], freeableBytes: 0 });
    expect((await client.call("snapshots.retention", { keepDays: 36_500 })).snapshots).toEqual([]);
    const kept = await client.call("snapshots.keep", { keepDays: 1, analyst: "ana" });
    expect(kept).toMatchObject({ keepDays: 1, snapshots: [{ id: snapshotId, holds: [] }] });
    expect(kept.freeableBytes).toBe(kept.snapshots[0]?.bytes);
    expect((await client.call("snapshots.verify", {})).ok).toBe(true);
    expect((await client.call("audit.page", { kind: "retention.set" })).total).toBe(1);
  });
});

describe("a process that was killed between folder and database", () => {
  it("leaves a finished snapshot that the next one enters, or removes when it is not whole", async () => {
    const desk = await openDesk();
    const { snapshotId } = await desk.client.call("telemetry.import", { paths: [desk.log("a.log", 300)], source: "a" });
    await desk.close();
    const elsewhere = await openDesk();
    await elsewhere.close();
    const [from, to] = [desk, elsewhere].map((d) => join(d.workspace, "snapshots"));
    renameSync(join(from ?? "", snapshotId), join(to ?? "", snapshotId));
    const broken = "0".repeat(64);
    mkdirSync(join(to ?? "", broken));
    appendFileSync(join(to ?? "", broken, "manifest.json"), "{}");
    const next = await openDesk(elsewhere.dir);
    expect(next.lines).toEqual([expect.stringContaining("neither entered nor whole"), expect.stringContaining("finished but not entered")]);
    expect(existsSync(join(to ?? "", broken))).toBe(false);
    expect((await next.client.call("snapshots.list", {})).map((s) => s.id)).toEqual([snapshotId]);
    expect((await next.client.call("workspace.info", {})).dataset?.events).toBe(300);
  });

  it("finishes what a decision to let go had begun, and takes back a note nobody signed", async () => {
    const desk = await openDesk();
    const a = await desk.client.call("telemetry.import", { paths: [desk.log("a.log", 300)], source: "a" });
    const b = await desk.client.call("telemetry.import", { paths: [desk.log("b.log", 300, 2)], source: "b" });
    const segment = join(segmentsOf(desk, a.snapshotId), readdirSync(segmentsOf(desk, a.snapshotId))[0] ?? "");
    const bytes = readFileSync(segment);
    await desk.client.call("snapshots.retire", { id: a.snapshotId, reason: "old" });
    await desk.close();
    writeFileSync(segment, bytes);
    const note = join(desk.workspace, "snapshots", b.snapshotId, "retired.json");
    writeFileSync(note, JSON.stringify({ at: 1, by: "x", reason: "y", source: "b" }));
    const next = await openDesk(desk.dir);
    expect(existsSync(segment)).toBe(false);
    expect(existsSync(note)).toBe(false);
    expect(next.lines).toEqual([expect.stringContaining("the rest of the events")]);
    expect((await next.client.call("snapshots.verify", {})).checked.map((c) => c.state)).toEqual(["retired", "intact"]);
    rmSync(desk.dir, { recursive: true, force: true });
  });
});
