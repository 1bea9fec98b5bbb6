import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Input } from "../../shared/contract/requests.ts";
import type { Client } from "../../shared/contract/client.ts";
import { createEngine } from "../../electron/engine/engine.ts";
import type { Engine } from "../../electron/engine/engine-interface.ts";
import { openDatabase } from "../../electron/engine/sqlite/database.ts";
import { createInProcessClient } from "../../electron/hosts/in-process/in-process-client.ts";
import { createRandom } from "../../shared/lib/random.ts";
import { zeekConnLog } from "../unit-support/zeek-conn.ts";

const dir = mkdtempSync(join(tmpdir(), "quarry-triage-"));
let engine: Engine;
let client: Client;

beforeAll(async () => {
  const log = join(dir, "conn.log");
  writeFileSync(log, zeekConnLog({ rows: 4000 }));
  engine = await createEngine({ workspaceDir: join(dir, "workspace"), create: true });
  client = createInProcessClient(engine, { trust: "local", host: "test" });
  await client.call("telemetry.import", { paths: [log], source: "test" });
  await client.call("scoring.run", { models: ["beaconing"], budget: 30, auditShare: 0 });
}, 120_000);

afterAll(async () => {
  await engine.close();
  rmSync(dir, { recursive: true, force: true });
});

const verdictsNow = async (): Promise<Record<string, string>> => {
  const { rows } = await client.call("triage.queue", { show: "all", limit: 1000 });
  return Object.fromEntries(rows.flatMap((r) => (r.state === null ? [] : [[r.anomalyId, r.state.verdict]])));
};

describe("triage", () => {
  it("puts the planted beacon at the top of the queue", async () => {
    const { rows } = await client.call("triage.queue", { model: "beaconing", limit: 3 });
    expect(rows.map((r) => r.subject.keys)).toContainEqual(expect.objectContaining({ src: "10.9.0.1" }));
  });

  it("ranks a single row as the page does", async () => {
    const { rows } = await client.call("triage.queue", { show: "all", limit: 1000 });
    for (const row of [rows[0], rows.at(-1)]) {
      if (row === undefined) throw new Error("the queue is empty");
      expect((await client.call("triage.row", { anomalyId: row.anomalyId })).rank).toBe(row.rank);
    }
  });

  it("gives every anomaly a case whose parts sum to its score, a context and evidence with its original record", async () => {
    const { rows } = await client.call("triage.queue", { show: "all", limit: 5 });
    for (const row of rows) {
      const detail = await client.call("triage.case", { anomalyId: row.anomalyId });
      const sum = detail.contributions.reduce((total, c) => total + c.contribution, detail.base ?? Number.NaN);
      expect(Math.abs(sum - (detail.additiveScore ?? Number.NaN))).toBeLessThan(1e-6);
      const graph = await client.call("triage.context", { anomalyId: row.anomalyId });
      expect(graph.nodes.some((n) => n.role === "subject")).toBe(true);
      expect(graph.answers).toHaveLength(13);
      for (const answer of graph.answers) expect(answer.value ?? answer.unknownBecause, answer.question).toBeTruthy();
      const evidence = await client.call("triage.evidence", { anomalyId: row.anomalyId, limit: 1 });
      const [first] = evidence.rows;
      if (first === undefined) throw new Error("no evidence");
      const record = await client.call("triage.record", { eventId: first.ref.eventId });
      expect(record.raw).toContain(first.ref.ids["uid"]);
    }
  });

  it("pages through more evidence than is stored with the anomaly", async () => {
    const { rows } = await client.call("triage.queue", { model: "beaconing", limit: 30 });
    const beacon = rows.find((r) => r.subject.keys["src"] === "10.9.0.1");
    if (beacon === undefined) throw new Error("the beacon is not in the queue");
    expect(beacon.evidenceCount).toBeGreaterThan(200);
    const last = await client.call("triage.evidence", { anomalyId: beacon.anomalyId, offset: beacon.evidenceCount - 5, limit: 50 });
    expect(last.rows).toHaveLength(5);
    const all = await client.call("triage.evidence", { anomalyId: beacon.anomalyId, limit: 10_000 });
    expect(new Set(all.rows.map((r) => r.ref.eventId)).size).toBe(beacon.evidenceCount);
  });

  it("signs a verdict with when its case was surfaced and opened, and what attention it got", async () => {
    const { rows } = await client.call("triage.queue", { limit: 1 });
    const [run] = await client.call("scoring.runs", {});
    const viewedAt = (run?.createdAt ?? 0) + 5_000_000;
    await client.call("triage.judge", { anomalyIds: [rows[0]?.anomalyId ?? ""], verdict: "benign", activeSeconds: 12.5, viewedAt });
    const { decisions } = await client.call("audit.page", { kind: "verdict.record", limit: 1 });
    expect(decisions[0]?.body).toMatchObject({ activeSeconds: 12.5, viewedAt, seen: [{ surfacedAt: run?.createdAt }] });
    await client.call("decisions.undo", {});
  });

  it("comes back to the state before after any sequence of verdicts is undone", async () => {
    const random = createRandom(5);
    const { rows } = await client.call("triage.queue", { show: "all", limit: 1000 });
    const before = await verdictsNow();
    const kinds = ["malicious", "benign", "suspicious", "false-positive-model"] as const;
    let open = 0;
    for (let i = 0; i < 120; i++) {
      if (open > 0 && random.below(4) === 0) {
        await client.call("decisions.undo", {});
        open -= 1;
        continue;
      }
      const start = random.below(rows.length);
      const anomalyIds = rows.slice(start, start + 1 + random.below(4)).map((r) => r.anomalyId);
      await client.call("triage.judge", { anomalyIds, verdict: kinds[random.below(kinds.length)] ?? "benign" });
      open += 1;
    }
    while (open > 0) {
      await client.call("decisions.undo", {});
      open -= 1;
    }
    expect(await verdictsNow()).toEqual(before);
    expect((await client.call("audit.verify", {})).problems).toEqual([]);
  });

  it("undoes and redoes a bulk verdict as one", async () => {
    const { rows } = await client.call("triage.queue", { limit: 3 });
    const anomalyIds = rows.map((r) => r.anomalyId);
    await client.call("triage.judge", { anomalyIds, verdict: "benign", reason: "scheduled" });
    expect(Object.keys(await verdictsNow())).toHaveLength(3);
    expect((await client.call("decisions.undo", {})).anomalyIds).toHaveLength(3);
    expect(await verdictsNow()).toEqual({});
    expect((await client.call("decisions.redo", {})).what).toBe("Benign on 3 anomalies");
    expect(Object.keys(await verdictsNow())).toHaveLength(3);
    await client.call("decisions.undo", {});
  });

  it("refuses a verdict on an anomaly that does not exist and records nothing", async () => {
    const head = (await client.call("workspace.info", {})).log.entries;
    await expect(client.call("triage.judge", { anomalyIds: ["a0"], verdict: "benign" })).rejects.toThrow("there is no anomaly a0");
    expect((await client.call("workspace.info", {})).log.entries).toBe(head);
  });

  it("keeps what a verdict says beside its word, and refuses another kind's reason and originals that are none", async () => {
    const { rows } = await client.call("triage.queue", { limit: 3 });
    const [a, b, c] = rows.map((r) => r.anomalyId);
    if (a === undefined || b === undefined || c === undefined) throw new Error("three open anomalies are needed");
    const said: Pick<Input<"triage.judge">, "valid" | "confidence" | "techniques"> = {
      valid: "no",
      confidence: "low",
      techniques: ["T1071.001"],
    };
    await client.call("triage.judge", { anomalyIds: [a], verdict: "malicious", ...said });
    await client.call("triage.judge", { anomalyIds: [b], verdict: "duplicate", duplicateOf: a });
    const lastOf = async (anomalyId: string) => (await client.call("triage.case", { anomalyId })).history.at(-1);
    expect(await lastOf(a)).toMatchObject({ ...said, duplicateOf: null });
    expect(await lastOf(b)).toMatchObject({ valid: "unknown", confidence: null, duplicateOf: { anomalyId: a } });
    const judge = (change: Partial<Input<"triage.judge">>) =>
      client.call("triage.judge", { anomalyIds: [c], verdict: "benign", ...change });
    await expect(judge({ reason: "threshold" })).rejects.toMatchObject({ code: "bad-input", detail: { field: "reason" } });
    await expect(judge({ duplicateOf: a })).rejects.toThrow("only a duplicate has an original");
    await expect(judge({ verdict: "duplicate", duplicateOf: c })).rejects.toThrow("duplicate of itself");
    await expect(judge({ verdict: "duplicate", duplicateOf: b })).rejects.toThrow("name its original");
    await expect(judge({ verdict: "duplicate", duplicateOf: "nobody" })).rejects.toMatchObject({ code: "not-found" });
    await expect(judge({ techniques: ["phishing"] })).rejects.toThrow("a technique is written");
    for (let i = 0; i < 2; i += 1) await client.call("decisions.undo", {});
    expect(await verdictsNow()).toEqual({});
  });

  it("keeps notes with their author, and takes a note back", async () => {
    const [row] = (await client.call("triage.queue", { limit: 1 })).rows;
    if (row === undefined) throw new Error("the queue is empty");
    await client.call("triage.note", { anomalyId: row.anomalyId, text: "asked the owner", analyst: "ana" });
    const notes = async (): Promise<string[]> =>
      (await client.call("triage.case", { anomalyId: row.anomalyId })).notes.map((n) => `${n.analyst}: ${n.text}`);
    expect(await notes()).toEqual(["ana: asked the owner"]);
    await client.call("decisions.undo", { analyst: "ana" });
    expect(await notes()).toEqual([]);
  });

  it("shows a case that is due for a second look without what was said of it", async () => {
    const [row, other] = (await client.call("triage.queue", { limit: 2 })).rows;
    const anomalyId = row?.anomalyId ?? "";
    const said = { verdict: "malicious", note: "ana thinks so" };
    await client.call("review.share", { share: 0 });
    await client.call("triage.judge", { anomalyIds: [anomalyId], ...said, analyst: "ana" });
    await client.call("triage.note", { anomalyId, text: "a note by ana", analyst: "ana" });
    const told = await client.call("triage.case", { anomalyId });
    await client.call("review.share", { share: 1 });
    const detail = await client.call("triage.case", { anomalyId });
    expect(detail).toMatchObject({ history: [], notes: [], contributions: [], base: null, additiveScore: null });
    expect(JSON.stringify(detail)).not.toMatch(/malicious|by ana|ana thinks so/);
    expect(JSON.stringify(told)).toContain("ana thinks so");
    const beside = await client.call("triage.case", { anomalyId: other?.anomalyId ?? "" });
    expect(beside.prior.map((prior) => prior.anomalyId)).not.toContain(anomalyId);
    await client.call("review.share", { share: 0 });
    await client.call("decisions.undo", { analyst: "ana" });
    await client.call("decisions.undo", { analyst: "ana" });
  });

  it("finds a verdict, a signature or a score that was changed behind the log's back", async () => {
    const [row] = (await client.call("triage.queue", { limit: 1 })).rows;
    if (row === undefined) throw new Error("the queue is empty");
    await client.call("triage.judge", { anomalyIds: [row.anomalyId], verdict: "malicious", analyst: "ana" });
    const forged = openDatabase(join(dir, "workspace", "quarry.sqlite"));
    const forge = async (change: string, restore: string): Promise<string[]> => {
      forged.exec(change);
      const { problems } = await client.call("audit.verify", {});
      forged.exec(restore);
      return problems.map((p) => p.problem);
    };
    expect(await forge("UPDATE verdict_current SET analyst = 'mallory'", "UPDATE verdict_current SET analyst = 'ana'")).toHaveLength(1);
    expect(await forge("UPDATE decision_target SET undone = 1 - undone", "UPDATE decision_target SET undone = 1 - undone")).not.toEqual([]);
    expect(await forge("UPDATE stage_current SET stage = 'champion'", "UPDATE stage_current SET stage = 'registered'")).toHaveLength(1);
    const lied = await forge("UPDATE anomaly SET p_value = p_value + 1", "UPDATE anomaly SET p_value = p_value - 1");
    expect(lied.join()).toContain("is not what ana saw when judging it");
    forged.close();
    await client.call("decisions.undo", { analyst: "ana" });
  });

  it("shows a verdict again when the same evidence is scored in a later run", async () => {
    const [row] = (await client.call("triage.queue", { model: "beaconing", limit: 1 })).rows;
    if (row === undefined) throw new Error("the queue is empty");
    await client.call("triage.judge", { anomalyIds: [row.anomalyId], verdict: "malicious" });
    await client.call("models.train", { model: "beaconing", seed: 77 });
    await client.call("scoring.run", { models: ["beaconing"], version: "candidate", budget: 30, auditShare: 0 });
    const again = (await client.call("triage.queue", { show: "all", limit: 1000 })).rows.find((r) => r.subject.label === row.subject.label);
    expect(again?.anomalyId).not.toBe(row.anomalyId);
    expect(again?.state).toMatchObject({ verdict: "malicious", carriedFrom: row.anomalyId });
    const open = await client.call("triage.queue", { limit: 1000 });
    expect(open.rows.map((r) => r.anomalyId)).not.toContain(again?.anomalyId);
    expect(open.open).toBe(open.total);
    await client.call("decisions.undo", {});
    expect((await client.call("triage.queue", { limit: 1000 })).rows.map((r) => r.anomalyId)).toContain(again?.anomalyId);
  });

  it("keeps a page's preferences in the workspace", async () => {
    const page = createInProcessClient(engine, { trust: "page", host: "test" });
    expect(await page.call("preferences.read", {})).toEqual({ text: null });
    await page.call("preferences.write", { text: '{"theme":"light"}' });
    expect(await page.call("preferences.read", {})).toEqual({ text: '{"theme":"light"}' });
  });

  it("lets no page name a path", async () => {
    const page = createInProcessClient(engine, { trust: "page", host: "test" });
    await expect(page.call("telemetry.import", { paths: ["/etc/hosts"] })).rejects.toThrow("a page may not name paths");
    await expect(page.call("labels.export", { format: "csv", out: "/tmp/x.csv" })).rejects.toThrow("a page may not name paths");
  });

  it("imports a file a page hands over piece by piece", async () => {
    const page = createInProcessClient(engine, { trust: "page", host: "test" });
    const bytes = Buffer.from(zeekConnLog({ rows: 50, seed: 9, beacon: false }));
    const { grant } = await page.call("files.begin", { name: "conn.log", size: bytes.length });
    const half = Math.floor(bytes.length / 2);
    await page.call("files.append", { grant, offset: 0, base64: bytes.subarray(0, half).toString("base64") });
    await expect(page.call("telemetry.import", { grants: [grant] })).rejects.toThrow("bytes have arrived");
    await page.call("files.append", { grant, offset: half, base64: bytes.subarray(half).toString("base64") });
    expect((await page.call("telemetry.import", { grants: [grant], source: "page" })).mapped).toBe(50);
  });
});

describe("widening a case's graph", () => {
  const beaconCase = async () => {
    const { rows } = await client.call("triage.queue", { model: "beaconing", limit: 3 });
    const row = rows.find((r) => r.subject.keys["src"] === "10.9.0.1");
    if (row === undefined) throw new Error("the beacon is not in the queue");
    const graph = await client.call("triage.context", { anomalyId: row.anomalyId });
    const evidence = graph.edges.find((edge) => edge.state === "evidence");
    if (evidence === undefined) throw new Error("the graph has no evidence");
    return { anomalyId: row.anomalyId, graph, evidence };
  };

  it("counts neighbours by kind first, then brings them page by page without repeating one", async () => {
    const { anomalyId } = await beaconCase();
    const { rows } = await client.call("sql.run", {
      sql: "SELECT src_endpoint_ip, COUNT(DISTINCT dst_endpoint_ip) AS n FROM network_activity GROUP BY 1 ORDER BY n DESC, 1 LIMIT 1",
    });
    const ask = { anomalyId, node: `ip:${String(rows[0]?.[0])}` };
    const counted = await client.call("context.expand", ask);
    expect(counted.page).toBeNull();
    const kind = counted.kinds.find((one) => one.way === "out" && one.relation === "contacted" && one.type === "ip");
    const contacts = kind?.nodes ?? 0;
    expect(contacts).toBeGreaterThan(15);
    expect(contacts).toBeLessThanOrEqual(Number(rows[0]?.[1]));
    const seen: string[] = [];
    while (seen.length < contacts) {
      const { page } = await client.call("context.expand", { ...ask, kind: kind?.kind ?? "", offset: seen.length });
      expect(page?.total).toBe(contacts);
      expect(page?.nodes.length).toBe(Math.min(15, contacts - seen.length));
      expect(page?.edges.every((edge, i) => edge.src === ask.node && edge.dst === page.nodes[i]?.id)).toBe(true);
      seen.push(...(page?.nodes ?? []).map((node) => node.id));
    }
    expect(new Set(seen).size).toBe(contacts);
  });

  it("counts within a window only, and says why a thing without events has none", async () => {
    const { anomalyId, evidence } = await beaconCase();
    const before = await client.call("context.expand", { anomalyId, node: evidence.src, to: 0 });
    expect(before).toMatchObject({ kinds: [], unknownBecause: "No event of these days names it." });
    const nobody = await client.call("context.expand", { anomalyId, node: "account:nobody\u202e" });
    expect(nobody).toMatchObject({ kinds: [], page: null });
  });

  it("finds the way between two things of the telemetry, and says when there is none", async () => {
    const { anomalyId, evidence } = await beaconCase();
    const found = await client.call("context.paths", { anomalyId, a: evidence.src, b: evidence.dst });
    expect(found.paths[0]?.nodes).toEqual([evidence.src, evidence.dst]);
    expect(found.paths.flatMap((path) => path.edges).every((id) => found.edges.some((edge) => edge.id === id))).toBe(true);
    expect(found.paths.flatMap((path) => path.nodes).every((id) => found.nodes.some((node) => node.id === id))).toBe(true);
    expect(found.looked.relations).toBeGreaterThan(0);
    const none = await client.call("context.paths", { anomalyId, a: evidence.src, b: "ip:192.0.2.254" });
    expect(none).toMatchObject({ paths: [], unknownBecause: expect.stringContaining("ip:192.0.2.254") as string });
  });

  it("gives the events of a relation with their place in the source, in order, and leaves out what is none", async () => {
    const { anomalyId, evidence } = await beaconCase();
    const events = await client.call("context.events", { anomalyId, events: [...evidence.events.slice(0, 49), "0123456789abcdef-7"] });
    expect(new Set(events.map((row) => row.ref.eventId))).toEqual(new Set(evidence.events.slice(0, 49)));
    expect(events.map((row) => row.ref.time)).toEqual(events.map((row) => row.ref.time).toSorted((a, b) => a - b));
    expect(events[0]?.ref).toMatchObject({ class: "network_activity", file: "conn.log" });
    expect(await client.call("context.events", { anomalyId, events: ["x", "../../etc/passwd"] })).toEqual([]);
  });
});
