import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { AppError, CancelledError } from "../../shared/contract/errors.ts";
import { ContextGraph } from "../../shared/contract/context-graph.ts";
import { canonicalJson } from "../../shared/lib/canonical-json.ts";
import { buildContexts, type BuildContextsInput, type Context } from "../../electron/engine/context/build-contexts.ts";
import type { ContextAnomaly, Grain } from "../../electron/engine/context/focus.ts";
import { readContext } from "../../electron/engine/context/read-context.ts";
import { edgeBudget, nodeBudget } from "../../electron/engine/context/select.ts";
import type { QueryEngine } from "../../electron/engine/duckdb/query-engine.ts";
import { importInventory } from "../../electron/engine/inventory/import-inventory.ts";
import { type Database, openDatabase } from "../../electron/engine/sqlite/database.ts";
import { execute } from "../../electron/engine/sqlite/statement.ts";
import * as estate from "./context-estate.ts";
import { openEngine } from "./duckdb-setup.ts";
import { anomalyBody, judge } from "./labels-fixture.ts";

const size: estate.EstateSize = { hosts: 30, days: 10, contactsPerDay: 30, launchesPerDay: 8 };
const pair: Grain = [
  { column: "src", entity: "ip", title: "Source" },
  { column: "dst", entity: "endpoint", title: "Destination" },
];
const process: Grain = [
  { column: "host", entity: "host", title: "Host" },
  { column: "process", entity: "process", title: "Process" },
];
const lastDay = estate.firstDay + (size.days - 1) * estate.day;
const source = estate.addressOf(estate.beaconHost, size.days - 1, size.hosts);
const host = estate.hostName(estate.beaconHost);

let root: string;
let engine: QueryEngine;
let world: estate.Estate;
let inventories: estate.Inventories;
let dir: string;
let db: Database;

/** Many statements of their own are compiled by the first of these. */
vi.setConfig({ testTimeout: 180_000 });

beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), "quarry-context-"));
  const opened = openEngine(root);
  engine = opened.engine;
  world = estate.writeEstate(opened.snapshotsDir, size);
  inventories = estate.writeInventories(join(root, "inventories"), size);
  await engine.prepare([world.snapshot], () => undefined);
}, 180_000);
afterAll(async () => {
  await engine.close();
  rmSync(root, { recursive: true, force: true });
});
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), "quarry-context-db-"));
  db = openDatabase(join(dir, "quarry.sqlite"));
});
afterEach(() => {
  db.close();
  rmSync(dir, { recursive: true, force: true });
});

const refOf = ({ eventId, time }: { eventId: string; time: number }, klass: string) => ({
  eventId,
  time,
  class: klass,
  file: "a.log",
  record: 1,
  ids: {},
});

function beacon(change: Partial<ContextAnomaly> & { keys?: Record<string, string> } = {}): ContextAnomaly {
  const { keys = { src: source, dst: estate.beaconName }, ...rest } = change;
  const evidence = world.beaconEvents.slice(0, 50).map((event) => refOf(event, "network_activity"));
  const body = anomalyBody({
    keys,
    evidence,
    evidenceCount: world.beaconEvents.length,
    headline: "ws-007 contacted cdn-metrics.net every 60 s.",
  });
  return { id: "beacon", model: "beaconing", fromUs: lastDay, toUs: lastDay + estate.day, body, ...rest };
}

function rundll(): ContextAnomaly {
  const launch = world.launchOf(world.uids.rundll);
  const body = anomalyBody({
    keys: { host, process: world.uids.rundll },
    evidence: [refOf(launch, "process_activity")],
    evidenceCount: 1,
    headline: "Odd child of Word",
  });
  return { id: "rundll", model: "process-rarity", fromUs: launch.time, toUs: launch.time + 1, body };
}

function importAll(): void {
  for (const kind of ["directory", "cmdb", "dhcp"] as const) importInventory(db, kind, inventories[kind], `${kind}.csv`);
}

function storeRows(anomalies: readonly ContextAnomaly[]): void {
  execute(db, "INSERT OR IGNORE INTO dataset_version (id, number, snapshots, events, created_at_us) VALUES ('d1', 1, '[]', 0, 0)");
  execute(db, "INSERT OR IGNORE INTO model_version VALUES ('v1', 'm', '{}', 'd1', 0)");
  execute(db, "INSERT OR IGNORE INTO run VALUES ('r1', 'm', 'v1', 'd1', '{}', 0)");
  for (const a of anomalies)
    execute(db, "INSERT INTO anomaly VALUES ($id, 'r1', 1, $model, $subject, $label, $from, $to, 0.5, 0.01, 0.02, '{}')", {
      id: a.id,
      model: a.model,
      subject: JSON.stringify(a.body.subject.keys),
      label: a.body.subject.label,
      from: a.fromUs,
      to: a.toUs,
    });
}

async function build(
  anomalies: readonly ContextAnomaly[],
  grain: Grain,
  change: Partial<BuildContextsInput> = {},
): Promise<readonly Context[]> {
  storeRows(anomalies);
  return buildContexts({
    db,
    queryEngine: engine,
    scope: { snapshots: [world.snapshot] },
    run: { datasetVersion: "d1" },
    grain,
    anomalies,
    ...change,
  });
}

async function buildOne(anomaly: ContextAnomaly, grain: Grain): Promise<Context> {
  const [context] = await build([anomaly], grain);
  if (context === undefined) throw new Error("no context");
  return context;
}

const node = (context: Context, label: string) => context.nodes.find((n) => n.label === label);
const answer = (context: Context, id: string) => context.answers.find((a) => a.id === id);
const edgesOf = (context: Context, label: string) =>
  context.edges.filter((e) => [e.src, e.dst].includes(node(context, label)?.id ?? "none"));

describe("the context of a pair", () => {
  it("leads from the address by the lease of that time to device, account and person", async () => {
    importAll();
    const context = await buildOne(beacon(), pair);
    expect(node(context, source)).toMatchObject({ role: "subject", layer: 1, type: "ip" });
    expect(node(context, source)).toMatchObject({ sublabel: "ws-007" });
    expect(node(context, "ws-007")).toMatchObject({
      role: "asset",
      layer: 0,
      id: `host:fqdn:${host}`,
      sublabel: "workstation · Windows 11",
      why: `${host}: DHCP lease 2026-03-11 07:00–19:00 UTC`,
    });
    expect(node(context, "Hanna Voss7")).toMatchObject({ type: "person", layer: 0, sublabel: "Analyst · Finance" });
    expect(
      edgesOf(context, "Hanna Voss7")
        .filter((e) => e.relation !== "member of")
        .map((e) => [e.relation, e.dst]),
    ).toEqual([["uses", `ip:${source}`]]);
    expect(edgesOf(context, "ws-007").filter((e) => e.relation === "held")).toMatchObject([{ dst: `ip:${source}` }]);
    expect(node(context, "Desktop North")).toMatchObject({ type: "group" });
    expect(answer(context, "who")).toMatchObject({ value: "Hanna Voss7, Analyst, Finance", unknownBecause: null });
    expect(answer(context, "asset")?.value).toBe("ws-007: workstation, Windows 11");
    expect(answer(context, "importance")?.value).toMatch(/^medium criticality/);
    expect(answer(context, "next")?.value).toContain("ext. 4407");
    expect(answer(context, "reach")?.value).toContain("Domain Admins");
  });

  it("shows the new destination with its address, says so with the baseline, and folds the usual ones", async () => {
    importAll();
    const context = await buildOne(beacon(), pair);
    expect(node(context, estate.beaconName)).toMatchObject({ role: "subject", layer: 2, isNew: true, badges: ["NEW"] });
    expect(node(context, estate.beaconAddress)).toMatchObject({ layer: 3, sublabel: "its address · 120 events" });
    const [evidence] = context.edges.filter((e) => e.state === "evidence");
    expect(evidence).toMatchObject({ relation: "contacted", n: 120 });
    expect(evidence?.events).toHaveLength(50);
    expect(evidence?.why).toMatch(/rare among peers \+\d/);
    const aggregate = context.nodes.find((n) => n.role === "aggregate");
    expect(aggregate).toMatchObject({ sublabel: "usual web sites", layer: 2 });
    expect(aggregate?.label).toBe(`+${aggregate?.count}`);
    expect(answer(context, "new")?.value).toBe("Yes, for everyone: since 11 Mar 09:42 (baseline 8.7 d)");
    expect(answer(context, "affected")?.value).toBe("Nobody else: none of 29 other sources");
    expect(context.activity).toMatchObject({
      title: `contacts with ${estate.beaconName}`,
      unit: "contacts",
      current: 120,
      usualLow: 0,
      usualHigh: 0,
      baselineDays: 8,
    });
    expect(context.activity?.buckets).toHaveLength(9);
  });

  it("weighs relations by their days, peers and way to what is critical, in terms that add up", async () => {
    importAll();
    const context = await buildOne(beacon(), pair);
    const [evidence] = context.edges.filter((e) => e.state === "evidence");
    expect(evidence?.baseline).toEqual({ days: 9, seenDays: 0, n: 0, peersPct: 0 });
    expect(evidence?.reasons.map(({ code }) => code)).toEqual(["kind", "rarity", "peer-rarity", "proximity"]);
    for (const { score, reasons } of context.edges)
      expect(score).toBeCloseTo(
        reasons.reduce((sum, { bits }) => sum + bits, 0),
        1,
      );
    expect(context.peers).toMatchObject({ by: "workstation, Windows 11", noneBecause: null, having: 0 });
    expect(context.peers?.members).toHaveLength(20);
    expect(context.crown).toMatchObject({ hops: 2, criticality: 4 });
    expect(context.crown?.steps.map(({ label, relation }) => [label, relation])).toEqual([
      ["CORP\\user007", "member of"],
      ["domain admins", "administers"],
      ["dc-1", ""],
    ]);
    expect(node(context, "dc-1")).toMatchObject({ criticality: 4, layer: 3, badges: ["critical: extreme"] });
    expect(answer(context, "importance")?.value).toBe("medium criticality, 2 steps from dc-1");
    expect(context.measures.map(({ name }) => name)).toEqual(["count", "counterparts", "bytes", "failures", "new-counterparts"]);
    expect(context.measures[0]).toMatchObject({ days: 9, low: null, percentile: null });
    expect(context.measures[0]?.today).toBeGreaterThan(120);
    expect(context.measures[0]?.median).toBeLessThan(60);
  });

  it("says who of the peers did the same", async () => {
    importAll();
    const context = await buildOne(beacon({ keys: { src: source, dst: "site-001.example" } }), pair);
    expect(context.peers?.having).toBeGreaterThan(5);
    const line = answer(context, "new")?.detail.find(({ label }) => label === "for its peers")?.value;
    expect(line).toBe(`${context.peers?.having} of 20 peers did this in 30 d (workstation, Windows 11)`);
    expect(node(context, `${context.peers?.having} of 20 peers`)).toMatchObject({ role: "aggregate", layer: 1 });
    const alone = await buildOne(beacon({ id: "alone", keys: { src: "192.0.2.200", dst: "site-001.example" } }), pair);
    expect(alone.peers).toMatchObject({ members: [], having: null, noneBecause: "its device is in no inventory" });
  });

  it("does not hang on a clock that runs backwards, nor on people who manage each other", async () => {
    importAll();
    const circle = join(dir, "circle.csv");
    writeFileSync(circle, "sAMAccountName,manager,memberOf\nuser007,user008,Domain Admins\nuser008,user007,Domain Admins\n");
    importInventory(db, "directory", circle, "circle.csv");
    const [backwards, ancient, future] = await build(
      [
        beacon({ id: "b1", fromUs: lastDay + estate.day, toUs: lastDay }),
        beacon({ id: "b2", fromUs: 0, toUs: 1 }),
        beacon({ id: "b3", fromUs: 250 * 365 * estate.day, toUs: 250 * 366 * estate.day }),
      ],
      pair,
    );
    for (const context of [backwards, ancient, future]) {
      expect(context?.nodes.length).toBeGreaterThan(1);
      expect(context?.answers).toHaveLength(13);
    }
  });

  it("keeps what telemetry and inventories name things bounded and inert", async () => {
    importAll();
    const hostile = `\u202Eevil\u200B<img src=x onerror=alert(1)>${"x".repeat(1_000_000)}`;
    const context = await buildOne(beacon({ keys: { src: source, dst: hostile } }), pair);
    expect(canonicalJson(context).length).toBeLessThan(100_000);
    for (const { id, label, sublabel, why } of context.nodes) {
      expect(Math.max(id.length, label.length, sublabel.length, why.length)).toBeLessThan(1000);
      expect(id + label + sublabel + why).not.toMatch(/[\u200B\u202E]/u);
    }
  });

  it("does not follow a server that everyone talks to", async () => {
    importAll();
    const context = await buildOne(beacon({ keys: { src: source, dst: "10.0.0.5" } }), pair);
    expect(context.nodes.filter((n) => n.role === "peer")).toEqual([]);
    expect(context.nodes.find((n) => n.sublabel === "other sources")).toMatchObject({ label: "+29", role: "aggregate" });
    expect(answer(context, "benign")?.value).toContain("30 of 30 sources reach 10.0.0.5");
  });

  it("tells the half hours around the first evidence in order, at most 40 lines", async () => {
    const { timeline } = await buildOne(beacon(), pair);
    const from = estate.storyStart(size.days);
    expect(timeline.length).toBeGreaterThan(1);
    expect(timeline.some((t) => t.text.includes(estate.beaconAddress))).toBe(false);
    expect(timeline.length).toBeLessThanOrEqual(40);
    expect(timeline.map((t) => t.at)).toEqual(timeline.map((t) => t.at).toSorted((a, b) => a - b));
    expect(timeline.every((t) => Math.abs(t.at - from) <= 30 * estate.minute)).toBe(true);
    const first = timeline.find((t) => t.tone === "evidence");
    expect(first?.at).toBe(from);
    expect(first?.text).toMatch(/cdn-metrics\.net:443.*\(30×\)/);
  });
});

describe("what is not known", () => {
  it("is said with what is missing when there is no inventory", async () => {
    const context = await buildOne(beacon(), pair);
    expect(answer(context, "who")?.unknownBecause).toBe(`no DHCP leases imported, and nothing else names ${source}`);
    expect(answer(context, "asset")?.unknownBecause).toBe("no CMDB imported");
    expect(answer(context, "importance")?.unknownBecause).toBe("no CMDB imported");
    expect(answer(context, "next")?.unknownBecause).toBe("no one to call: no CMDB imported");
    expect(node(context, host)).toBeUndefined();
  });

  it("is not guessed from the present holder when no lease covers that time", async () => {
    importAll();
    const night = lastDay + 3 * estate.hour;
    const context = await buildOne(
      { ...beacon(), body: { ...beacon().body, evidence: [refOf({ eventId: `${world.prefix}-0`, time: night }, "network_activity")] } },
      pair,
    );
    expect(answer(context, "who")?.unknownBecause).toMatch(
      new RegExp(`^no lease of ${source} covers 2026-03-11 03:00 UTC; ws-\\d+\\.corp\\.example held it until 2026-03-10 19:00 UTC$`),
    );
  });

  it("includes novelty while the telemetry has only begun", async () => {
    const first = { ...beacon(), fromUs: estate.firstDay, toUs: estate.firstDay + estate.day };
    expect(answer(await buildOne(first, pair), "new")?.unknownBecause).toBe("baseline is 0 days: everything is new to it");
  });

  it("is a value or a reason for each of the thirteen questions, whatever is missing", async () => {
    const contexts = await build(
      [
        beacon(),
        beacon({ id: "b2", keys: { src: "192.0.2.77", dst: "nowhere.example" } }),
        beacon({ id: "b3", keys: { src: "", dst: "" } }),
      ],
      pair,
    );
    for (const context of contexts) {
      expect(ContextGraph.parse(context)).toEqual(context);
      expect(context.answers.map((a) => a.id)).toEqual([
        "what",
        "why",
        "who",
        "asset",
        "importance",
        "new",
        "around",
        "prior",
        "affected",
        "benign",
        "reach",
        "trust",
        "next",
      ]);
      for (const a of context.answers)
        expect([a.id, (a.value ?? "") !== "", (a.unknownBecause ?? "") !== ""].filter((x) => x === true)).toHaveLength(1);
    }
  });
});

describe("the context of a process", () => {
  it("shows host, parent, what it opened, and who ran it", async () => {
    importAll();
    const context = await buildOne(rundll(), process);
    expect(node(context, "rundll32.exe")).toMatchObject({ role: "subject", layer: 1, isNew: true, sublabel: "1 of 30 hosts" });
    expect(node(context, "winword.exe")).toMatchObject({ layer: 0, type: "process" });
    expect(
      edgesOf(context, "winword.exe").find((e) => e.relation === "started" && e.dst === node(context, "rundll32.exe")?.id),
    ).toMatchObject({ state: "evidence" });
    expect(edgesOf(context, "lsass.exe")[0]).toMatchObject({ relation: "opened", state: "new" });
    expect(node(context, "lsass.exe")).toMatchObject({ role: "evidence" });
    expect(node(context, "ws-007")).toMatchObject({ role: "asset", layer: 0 });
    expect(context.nodes.filter((n) => n.label === "lsass.exe")).toHaveLength(1);
    expect(
      edgesOf(context, "Hanna Voss7")
        .filter((e) => e.relation !== "member of")
        .map((e) => e.dst),
    ).toEqual([node(context, "rundll32.exe")?.id]);
    expect(edgesOf(context, "ws-007").filter((e) => e.relation === "ran")).toMatchObject([{ dst: node(context, "rundll32.exe")?.id }]);
    expect(answer(context, "who")?.value).toBe("Hanna Voss7, Analyst, Finance");
    expect(answer(context, "affected")?.value).toBe("No other host of 30 ran rundll32.exe");
    expect(context.activity).toMatchObject({ title: "launches of rundll32.exe", unit: "launch", current: 1 });
  });
});

describe("building", () => {
  it("gives the same bytes again, in any order of the anomalies, together or alone, and keeps to the budget", async () => {
    importAll();
    const earlier = { fromUs: lastDay - 6 * estate.day, toUs: lastDay - 5 * estate.day };
    const many = [
      beacon(),
      ...Array.from({ length: 9 }, (_, i) =>
        beacon({
          id: `x${i}`,
          ...(i < 2 ? earlier : {}),
          keys: { src: estate.addressOf(i, size.days - 1, size.hosts), dst: `site-00${i}.example` },
        }),
      ),
    ];
    const first = await build(many, pair);
    const again = await buildContexts({
      db,
      queryEngine: engine,
      scope: { snapshots: [world.snapshot] },
      run: { datasetVersion: "d1" },
      grain: pair,
      anomalies: many.toReversed(),
    });
    expect(again.toReversed().map(canonicalJson)).toEqual(first.map(canonicalJson));
    const alone = await Promise.all(
      many.slice(0, 4).map((one) =>
        buildContexts({
          db,
          queryEngine: engine,
          scope: { snapshots: [world.snapshot] },
          run: { datasetVersion: "d1" },
          grain: pair,
          anomalies: [one],
        }),
      ),
    );
    expect(alone.flat().map(canonicalJson)).toEqual(first.slice(0, 4).map(canonicalJson));
    for (const context of first) {
      expect(context.nodes.length).toBeLessThanOrEqual(nodeBudget);
      expect(context.edges.length).toBeLessThanOrEqual(edgeBudget);
      const ids = new Set(context.nodes.map((n) => n.id));
      expect(context.edges.every((e) => ids.has(e.src) && ids.has(e.dst))).toBe(true);
      expect([...context.nodes, ...context.edges].every((x) => x.why !== "")).toBe(true);
      expect(context.nodes.filter((n) => n.label.length > 24 || n.sublabel.length > 32)).toEqual([]);
      expect(context.answers.filter((a) => (a.value ?? "").length > 60)).toEqual([]);
      expect((context.activity?.title ?? "").length).toBeLessThanOrEqual(34);
    }
  });

  it("stores what it built, with the entities for judging alike, and answers with today's verdicts", async () => {
    importAll();
    const other = beacon({ id: "earlier", keys: { src: source, dst: "site-001.example" } });
    const [built] = await build([beacon(), other], pair);
    expect(readContext(db, "beacon")).toEqual(built);
    const entities = db.prepare("SELECT entity FROM anomaly_entity WHERE anomaly_id = 'beacon' ORDER BY entity").pluck().all();
    expect(entities).toEqual([
      "account:nt:~corp\\user007",
      `domain:${estate.beaconName}`,
      ...[1, 2, 3].map((): unknown => expect.stringMatching(/^entity:[0-9a-f]{32}$/)),
      `host:fqdn:${host}`,
      `ip:${source}`,
      "person:account:upn:user007@corp.example",
    ]);
    judge(db, { earlier: { verdict: "malicious" } });
    expect(answer(readContext(db, "beacon"), "prior")?.value).toBe("1 verdict on the same entities: 1 malicious");
    expect(node(readContext(db, "beacon"), "ws-007")?.badges).toContain("judged 1 time");
    expect(node(readContext(db, "beacon"), "dc-1")?.badges).not.toContain("judged 1 time");
    expect(answer(readContext(db, "earlier"), "prior")?.value).toBe("Never judged before");
  });

  it("stores nothing when cancelled, and says when there is nothing stored", async () => {
    await expect(build([beacon()], pair, { signal: AbortSignal.abort() })).rejects.toThrow(CancelledError);
    expect(() => readContext(db, "beacon")).toThrow(AppError);
    expect(await build([], pair)).toEqual([]);
  });
});
