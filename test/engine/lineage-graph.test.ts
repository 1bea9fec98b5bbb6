import { mkdirSync, mkdtempSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Client } from "../../shared/contract/client.ts";
import type { LineageGraph, LineageVerification } from "../../shared/contract/lineage.ts";
import { createEngine } from "../../electron/engine/engine.ts";
import type { Engine } from "../../electron/engine/engine-interface.ts";
import { bundleDir } from "../../electron/engine/scoring/bundle.ts";
import { openDatabase } from "../../electron/engine/sqlite/database.ts";
import { createInProcessClient } from "../../electron/hosts/in-process/in-process-client.ts";
import { createEventCheck } from "../unit-support/openlineage-schema.ts";
import { noTestData } from "../unit-support/test-data.ts";
import { zeekConnLog } from "../unit-support/zeek-conn.ts";
import { flipped } from "./flipped.ts";

const dir = mkdtempSync(join(tmpdir(), "quarry-lineage-graph-"));
const root = join(dir, "workspace");
const sources = join(dir, "sensor");
const model = "beaconing";
let engine: Engine;
let client: Client;
let snapshot = "";
let digest = "";
let first = "";
let taught = "";
let suite = "";
let judged: string[] = [];

beforeAll(async () => {
  mkdirSync(sources);
  writeFileSync(join(sources, "conn.log"), zeekConnLog({ rows: 3000 }));
  engine = await createEngine({ workspaceDir: root, create: true });
  client = createInProcessClient(engine, { trust: "local", host: "test" });
  await client.call("workspace.sign", { analyst: "ana" });
  // None is drawn by chance: what ben says would be withheld from ana.
  await client.call("review.share", { share: 0, analyst: "lead" });
  const imported = await client.call("telemetry.import", { paths: [join(sources, "conn.log")], source: "sensor" });
  snapshot = imported.snapshotId;
  digest = imported.files[0]?.sha256 ?? "";
  first = (await client.call("models.train", { model, seed: 1 })).id;
  const why = { reason: "first", override: "nothing to compare it with" };
  await client.call("models.promote", { model, version: first, ...why, analyst: "ben" });
  await client.call("scoring.run", { models: [model], budget: 30, auditShare: 0 });
  const { rows } = await client.call("triage.queue", { limit: 30 });
  judged = rows.map(({ anomalyId }) => anomalyId);
  const [one = "", two = "", ...others] = judged;
  await client.call("triage.judge", { anomalyIds: [one], verdict: "benign", reason: "known software", analyst: "ana" });
  await client.call("triage.judge", { anomalyIds: [one], verdict: "malicious", analyst: "ana" });
  await client.call("triage.judge", { anomalyIds: [two], verdict: "malicious", analyst: "ben" });
  for (const anomalyId of others.slice(0, 8))
    await client.call("triage.judge", { anomalyIds: [anomalyId], verdict: "benign", analyst: "ana" });
  taught = (await client.call("models.train", { model, seed: 2, labels: "current" })).id;
  const cases = [one, two].map((anomalyId) => ({ anomalyId, technique: "T1071" }));
  suite = (await client.call("suites.create", { model, title: "Spring", cases })).id;
  await client.call("models.evaluate", { model, version: taught });
  await client.call("models.promote", { model, version: taught, reason: "learned", override: "seen by two", analyst: "ben" });
  // Taken back since: what the version learned, it learned all the same.
  await client.call("triage.judge", { anomalyIds: [two], verdict: "benign", reason: "known admin", analyst: "ben" });
}, 120_000);

afterAll(async () => {
  await engine.close();
  rmSync(dir, { recursive: true, force: true });
});

const graph = (of: string): Promise<LineageGraph> => client.call("lineage.graph", { of });
const shown = ({ nodes }: LineageGraph): string[] =>
  nodes.map(({ side, kind, title, count }) => `${side} ${kind} ${count === undefined ? "" : `${count} × `}${title}`);

describe("a lineage graph", { timeout: 60_000 }, () => {
  it("reaches from an anomaly to the digests of the source files and back to it", async () => {
    const down = await graph(judged[0] ?? "");
    const file = down.nodes.find(({ kind }) => kind === "file");
    expect(file).toMatchObject({ side: "upstream", title: "conn.log", version: digest });
    const back = await graph(file?.id ?? "");
    const run = back.nodes.find(({ kind, count }) => kind === "anomaly" && count === 30);
    expect(run).toMatchObject({ side: "downstream", note: "surfaced" });
    const { members } = await client.call("lineage.node", { of: run?.id ?? "", limit: 3 });
    expect(members.total).toBe(30);
    expect(members.rows).toHaveLength(3);
    expect(members.rows[0]?.id).toBe(`anomaly:${judged[0] ?? ""}`);
    expect((await graph(members.rows[0]?.id ?? "")).focus).toBe(down.focus);
  });

  it("leads from an anomaly up to its verdicts, the labels they became and the version these taught", async () => {
    const all = await graph(judged[0] ?? "");
    const down = all.nodes.filter(({ side }) => side === "downstream");
    expect(down.map(({ kind, title, note }) => [kind, title, note])).toEqual([
      ["labels", model, undefined],
      ["model", model, "champion"],
      ["evaluation", model, undefined],
      ["decision", expect.stringMatching(/^Benign/), "not in force"],
      ["decision", "Confirmed malicious", "in force"],
      ["decision", "Promotion", "registered to champion"],
    ]);
    const [guess, verdict] = down.slice(-3).map(({ id }) => id);
    const labels = down.find(({ kind }) => kind === "labels")?.id;
    expect(all.edges.filter(({ job }) => job === "verdict.label")).toEqual([{ from: verdict, to: labels, job: "verdict.label" }]);
    expect(all.edges).toContainEqual({ from: all.focus, to: guess, job: "verdict.record" });
    expect(all.edges).toContainEqual({ from: labels, to: `model:${taught}`, job: "model.train" });
  });

  it("leads from a version down to the verdicts that taught it, as they were then, and to what they were given on", async () => {
    const all = await graph(`${model}@${taught.slice(0, 8)}`);
    expect(shown(all)).toEqual(
      expect.arrayContaining([
        "upstream file conn.log",
        "upstream dataset v1",
        "upstream labels 10 × beaconing",
        "upstream anomaly 10 × beaconing",
        "upstream decision 2 × Confirmed malicious",
        "focus model beaconing",
        "downstream evaluation beaconing",
        "beside suite Spring",
      ]),
    );
    const malicious = all.nodes.find(({ kind, title }) => kind === "decision" && title === "Confirmed malicious");
    const { members, facts } = await client.call("lineage.node", { of: malicious?.id ?? "" });
    expect(members.rows.map(({ id, note }) => [id, note])).toEqual(
      judged
        .slice(0, 2)
        .toSorted()
        .map((id) => [`anomaly:${id}`, `Confirmed malicious by ${id === judged[0] ? "ana" : "ben"}; unusual, weight 1.00`]),
    );
    expect(facts).toContainEqual({ term: "Stands for", n: 2 });
  });

  it("starts at a decision, a label set, an evaluation or a suite just as well", async () => {
    const { nodes } = await graph(judged[1] ?? "");
    const verdict = nodes.find(({ kind, note }) => kind === "decision" && note === "not in force");
    const of = await graph(verdict?.version ?? "");
    expect(shown(of)).toEqual(
      expect.arrayContaining(["upstream run beaconing", "focus decision Confirmed malicious", "downstream labels 10 × beaconing"]),
    );
    const labels = of.nodes.find(({ kind }) => kind === "labels");
    expect((await graph(labels?.version.slice(0, 10) ?? "")).focus).toBe(labels?.id);
    const bySuite = await graph(suite);
    expect(shown(bySuite)).toEqual(["focus suite Spring", "downstream evaluation beaconing"]);
    const evaluation = await client.call("lineage.node", { of: bySuite.nodes[1]?.id ?? "" });
    expect(evaluation.runs.map(({ job, type }) => `${job} ${type}`)).toEqual(["model.evaluate COMPLETE"]);
    await expect(graph("decision:d0123456789abcdef")).rejects.toMatchObject({ code: "not-found" });
  });

  it("is the same whenever it is asked for", async () => {
    for (const of of [judged[0] ?? "", taught, snapshot, "v1"]) expect(await graph(of)).toEqual(await graph(of));
  });

  it("tells digests, people and the recorded runs of a version", async () => {
    const { facts, runs } = await client.call("lineage.node", { of: `model:${taught}` });
    expect(facts).toEqual(
      expect.arrayContaining([
        { term: "Made by", text: "ana" },
        { term: "Seed", n: 2 },
      ]),
    );
    expect(runs.map(({ job }) => job)).toEqual(expect.arrayContaining(["model.train", "model.evaluate", "model.promote"]));
    const promoted = runs.find(({ job, type }) => job === "model.promote" && type === "COMPLETE");
    expect(promoted?.facets.find(({ name }) => name === "quarry_decision")?.entries).toContainEqual({
      term: "kind",
      text: "model.promote",
    });
  });
});

describe("a second look", () => {
  it("is given without the verdict that it is to be compared with", async () => {
    await client.call("review.share", { share: 1, analyst: "lead" });
    await client.call("workspace.sign", { analyst: "ben" });
    try {
      const all = await graph(judged[0] ?? "");
      expect(all.withheld).toBe(true);
      expect(shown(all).filter((text) => text.startsWith("downstream"))).toEqual([]);
      const { nodes } = await graph(taught);
      const held = nodes.find(({ title }) => title === "Withheld until you judge");
      expect(held?.count).toBeGreaterThan(0);
      const { members } = await client.call("lineage.node", { of: held?.id ?? "" });
      expect(new Set(members.rows.map(({ note }) => note))).toEqual(new Set(["Withheld until you judge"]));
    } finally {
      await client.call("workspace.sign", { analyst: "ana" });
      await client.call("review.share", { share: 0, analyst: "lead" });
    }
  });
});

const verify = (of: string, paths: string[] = []): Promise<LineageVerification> => client.call("lineage.verify", { of, paths });
const stateOf = ({ nodes }: LineageVerification, kind: string): string[] =>
  nodes.filter(({ id }) => id.startsWith(`${kind}:`)).map(({ state }) => state);

describe("verifying a lineage", { timeout: 60_000 }, () => {
  it("finds everything as it was recorded, and says what is not kept here", async () => {
    const found = await verify(judged[0] ?? "");
    expect(found.nodes.filter(({ state }) => state !== "verified")).toEqual([
      { id: `file:${digest}`, state: "not-kept", text: expect.stringContaining("No copy is kept here") as string, expected: digest },
    ]);
    expect(found).toMatchObject({ ok: true, counts: { changed: 0, missing: 0, "not-kept": 1 } });
    expect(found.logs.map(({ name, state }) => [name, state])).toEqual([
      ["decision log", "verified"],
      ["lineage files", "verified"],
    ]);
    const version = await verify(taught);
    expect(version.nodes.map(({ id }) => id)).toEqual((await graph(taught)).nodes.map(({ id }) => id));
    expect(version.nodes.filter(({ state }) => state !== "verified").map(({ id }) => id)).toEqual([`file:${digest}`]);
  });

  it("reads source files again where the analyst says they lie, whatever they are called now", async () => {
    expect(stateOf(await verify(snapshot, [sources]), "file")).toEqual(["verified"]);
    const path = join(sources, "conn.log");
    const changed = await flipped(path, () => verify(snapshot, [sources]));
    expect(changed.ok).toBe(false);
    expect(changed.nodes[0]).toMatchObject({
      state: "changed",
      expected: digest,
      found: expect.stringMatching(/^[0-9a-f]{64}$/) as string,
    });
    renameSync(path, join(sources, "moved.log"));
    expect((await verify(snapshot, [sources])).nodes[0]).toMatchObject({
      state: "verified",
      text: expect.stringContaining("moved.log") as string,
    });
    renameSync(join(sources, "moved.log"), path);
    const empty = join(dir, "empty");
    mkdirSync(empty);
    expect((await verify(snapshot, [empty])).nodes[0]).toMatchObject({ state: "missing", found: null });
    await expect(verify(snapshot, [join(dir, "nowhere")])).rejects.toMatchObject({ code: "not-found" });
  });

  it("reads an archive again for a member of it", async () => {
    const packed = join(dir, "packed");
    mkdirSync(packed);
    writeFileSync(join(packed, "night.tar"), tarOf("conn.log", zeekConnLog({ rows: 40, seed: 9 })));
    const { snapshotId } = await client.call("telemetry.import", { paths: [join(packed, "night.tar")], source: "night" });
    expect(stateOf(await verify(snapshotId, [packed]), "file")).toEqual(["verified"]);
    expect(stateOf(await flipped(join(packed, "night.tar"), () => verify(snapshotId, [packed])), "file")).toEqual(["changed"]);
  });

  it("names one flipped byte in a segment, and one that is missing", async () => {
    const folder = join(root, "snapshots", snapshot, "segments");
    const [segment = ""] = readdirSync(folder);
    const found = await flipped(join(folder, segment), () => verify(snapshot));
    expect(found.nodes.find(({ id }) => id === `snapshot:${snapshot}`)).toMatchObject({
      state: "changed",
      text: expect.stringContaining(segment) as string,
    });
    renameSync(join(folder, segment), join(dir, "aside"));
    const gone = await verify(snapshot);
    renameSync(join(dir, "aside"), join(folder, segment));
    expect(gone.nodes.find(({ id }) => id === `snapshot:${snapshot}`)).toMatchObject({ state: "missing", found: null });
  });

  it("names one flipped byte in a suite and in an evaluation", async () => {
    for (const [kind, folder] of [
      ["suite", "suites"],
      ["evaluation", "evaluations"],
    ] as const) {
      const [file = ""] = readdirSync(join(root, folder));
      const found = await flipped(join(root, folder, file), () => verify(taught));
      expect(found.nodes.filter(({ state }) => state === "changed").map(({ id }) => id)).toEqual([`${kind}:${file.replace(".json", "")}`]);
    }
  });

  it("names an anomaly and a run whose record was changed behind the log's back, and an entry of the log", async () => {
    const [anomaly = ""] = judged;
    const db = openDatabase(join(root, "quarry.sqlite"));
    try {
      db.prepare("UPDATE anomaly SET score = score + 1 WHERE id = ?").run(anomaly);
      expect(stateOf(await verify(anomaly), "anomaly")).toContain("changed");
      db.prepare("UPDATE anomaly SET score = score - 1 WHERE id = ?").run(anomaly);
      const { body } = db.prepare("SELECT body FROM run LIMIT 1").get() as { body: string };
      db.prepare("UPDATE run SET body = json_set(body, '$.modelVersion', 'other')").run();
      expect(
        stateOf(await verify(`dataset:${(await graph("v1")).nodes.find(({ side }) => side === "focus")?.version ?? ""}`), "run"),
      ).toEqual(["changed"]);
      db.prepare("UPDATE run SET body = ?").run(body);
      const triggers = db.prepare("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger' AND tbl_name = 'decision'").all() as {
        name: string;
        sql: string;
      }[];
      for (const { name } of triggers) db.exec(`DROP TRIGGER ${name}`);
      db.exec("UPDATE decision SET body = replace(body, 'learned', 'learnes')");
      const found = await verify(taught);
      expect(found.logs[0]).toMatchObject({ name: "decision log", state: "changed" });
      expect(found.nodes.filter(({ state }) => state === "changed").map(({ id }) => id.split(":")[0])).toEqual(["decision"]);
      db.exec("UPDATE decision SET body = replace(body, 'learnes', 'learned')");
      for (const { sql } of triggers) db.exec(sql);
    } finally {
      db.close();
    }
    expect((await verify(anomaly)).ok).toBe(true);
  });

  it("names a line of the lineage files", async () => {
    const [day = ""] = readdirSync(join(root, "lineage"));
    const found = await flipped(join(root, "lineage", day), () => verify("v1"));
    expect(found.logs[1]).toMatchObject({ name: "lineage files", state: "changed", text: expect.stringContaining(day) as string });
  });

  it("ends when it is cancelled, as a job", async () => {
    const abort = new AbortController();
    const off = client.on("job.changed", ({ name }) => void (name === "lineage.verify" && abort.abort()));
    await expect(client.call("lineage.verify", { of: taught, paths: [sources] }, abort.signal)).rejects.toMatchObject({
      name: "CancelledError",
    });
    off();
  });

  it("names one flipped byte in a bundle, whose version is quarantined as wherever that is found", async () => {
    const found = await flipped(join(bundleDir(root, model, first), "calibration.json"), () => verify(judged[0] ?? ""));
    expect(found.nodes.find(({ id }) => id === `model:${first}`)).toMatchObject({
      state: "changed",
      text: expect.stringContaining("calibration.json") as string,
      expected: expect.stringMatching(/^[0-9a-f]{64}$/) as string,
      found: expect.stringMatching(/^[0-9a-f]{64}$/) as string,
    });
    expect((await graph(first)).nodes.find(({ id }) => id === `model:${first}`)?.note).toBe("quarantined");
  });

  it("still draws the graph when the bundle that lists the labels is broken", async () => {
    const labels = async (): Promise<unknown> => (await graph(taught)).nodes.find(({ kind }) => kind === "labels");
    const path = join(bundleDir(root, model, taught), "training.json");
    expect(await flipped(path, labels)).toMatchObject({ count: 10, note: "its list cannot be read" });
    expect(stateOf(await flipped(path, () => verify(taught)), "labels")).toEqual(["changed"]);
  });
});

describe.skipIf(noTestData("schemas", "openlineage"))(
  "what was recorded of training, evaluation, promotion, demotion, rollback, drift, scoring and export",
  () => {
    it("is valid by the published schemas, event by event and facet by facet", async () => {
      await client.call("labels.export", { format: "ndjson", out: join(dir, "labels.ndjson") });
      const third = (await client.call("models.train", { model, seed: 3 })).id;
      await client.call("models.promote", { model, version: third, reason: "again", override: "to go back from", analyst: "ben" });
      const fourth = (await client.call("models.train", { model, seed: 4 })).id;
      await client.call("models.promote", { model, version: fourth, reason: "again", override: "to go back from", analyst: "ben" });
      await client.call("models.rollback", { model, reason: "too many updaters" });
      await client.call("models.demote", { model, reason: "rules will do" });
      const check = createEventCheck();
      const lines = readdirSync(join(root, "lineage")).flatMap((day) =>
        readFileSync(join(root, "lineage", day), "utf8")
          .trim()
          .split("\n"),
      );
      for (const line of lines) expect(check(JSON.parse(line)), line.slice(0, 300)).toEqual([]);
      const ended = new Set(
        lines
          .map((line) => JSON.parse(line) as { eventType: string; job: { name: string } })
          .filter((e) => e.eventType === "COMPLETE")
          .map((e) => e.job.name),
      );
      for (const job of [
        "model.train",
        "model.evaluate",
        "model.promote",
        "model.demote",
        "model.rollback",
        "drift.check",
        "score.batch",
        "labels.export",
      ])
        expect(ended, job).toContain(job);
      expect((await verify("v1")).logs[1]?.state).toBe("verified");
    }, 60_000);
  },
);

/** A tar archive of one file (ustar: a header of 512 bytes, the content filled up to 512, two empty blocks). */
function tarOf(name: string, text: string): Buffer {
  const content = Buffer.from(text);
  const header = Buffer.alloc(512);
  const put = (at: number, value: string): void => void header.write(value, at, "ascii");
  put(0, name);
  put(100, "0000644\0");
  put(108, "0000000\0");
  put(116, "0000000\0");
  put(124, `${content.length.toString(8).padStart(11, "0")}\0`);
  put(136, "00000000000\0");
  put(148, "        ");
  put(156, "0");
  put(257, "ustar\0" + "00");
  put(
    148,
    `${header
      .reduce((sum, byte) => sum + byte, 0)
      .toString(8)
      .padStart(6, "0")}\0 `,
  );
  return Buffer.concat([header, content, Buffer.alloc((512 - (content.length % 512)) % 512), Buffer.alloc(1024)]);
}
