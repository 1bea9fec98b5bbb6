import { appendFileSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import type { Client } from "../../shared/contract/client.ts";
import { AppError } from "../../shared/contract/errors.ts";
import { createEngine } from "../../electron/engine/engine.ts";
import { createInProcessClient } from "../../electron/hosts/in-process/in-process-client.ts";
import { createEventCheck, facetsOf } from "../unit-support/openlineage-schema.ts";
import { noTestData, testData } from "../unit-support/test-data.ts";
import { zeekConnLog } from "../unit-support/zeek-conn.ts";

const dir = mkdtempSync(join(tmpdir(), "quarry-lineage-"));
const workspaceDir = join(dir, "workspace");
const lineageDir = join(workspaceDir, "lineage");
afterAll(() => rmSync(dir, { recursive: true, force: true }));

async function withEngine<T>(
  work: (client: Client) => Promise<T>,
  options: { dir?: string; readOnly?: boolean; notes?: string[] } = {},
): Promise<T> {
  const { dir: root = workspaceDir, readOnly = false, notes = [] } = options;
  const engine = await createEngine({ workspaceDir: root, create: !readOnly, readOnly, log: (line) => notes.push(line) });
  try {
    return await work(createInProcessClient(engine, { trust: "local", host: "test" }));
  } finally {
    await engine.close();
  }
}

const linesIn = (folder: string): string[] =>
  readdirSync(folder)
    .toSorted()
    .flatMap((file) => readFileSync(join(folder, file), "utf8").split("\n").slice(0, -1));

/** Recorded work that is refused is recorded too. */
function ignoreRefusal(error: unknown): void {
  if (!(error instanceof AppError)) throw error;
}

interface Facet {
  readonly [key: string]: unknown;
}
interface Dataset {
  readonly name: string;
  readonly namespace: string;
  readonly facets?: Readonly<Record<string, Facet>>;
  readonly inputFacets?: Readonly<Record<string, Facet>>;
  readonly outputFacets?: Readonly<Record<string, Facet>>;
}
interface ColumnLineage {
  readonly fields: Readonly<Record<string, { readonly inputFields: readonly { readonly name: string; readonly field: string }[] }>>;
}
interface Event {
  readonly eventType: string;
  readonly eventTime: string;
  readonly job: { readonly name: string; readonly facets?: Readonly<Record<string, Facet>> };
  readonly run: { readonly runId: string; readonly facets: Readonly<Record<string, Facet>> };
  readonly inputs: readonly Dataset[];
  readonly outputs: readonly Dataset[];
}
const parse = (line: string): Event => JSON.parse(line) as Event;
const eventsIn = (folder: string): Event[] => linesIn(folder).map(parse);
const shown = (event: Event): string => `${event.job.name} ${event.eventType}`;

/** Everything that is recorded, once: an import, a refused and a cancelled one, training, scoring with and without a version, promotion, export. */
async function work(client: Client, home: string): Promise<void> {
  mkdirSync(home, { recursive: true });
  const log = join(home, "conn.log");
  writeFileSync(log, zeekConnLog({ rows: 4000 }));
  await client.call("telemetry.import", { paths: [log], source: "sensor" });
  const nonsense = join(home, "nonsense.bin");
  writeFileSync(nonsense, "topsecret-host-name\n");
  await expect(client.call("telemetry.import", { paths: [nonsense] })).rejects.toMatchObject({ code: "unsupported-format" });
  const csv = join(home, "people of mallory.csv");
  writeFileSync(csv, "when,from,bytes\n2026-03-09T00:00:01Z,10.0.0.9,77\n");
  const mapping = { class: "network_activity", time: { column: "when", format: "iso" }, columns: { "src_endpoint.ip": { from: "from" } } };
  await client.call("telemetry.import", { paths: [csv], mapping: JSON.stringify(mapping) });
  await client.call("scoring.run", { models: ["beaconing"], budget: 20 });
  const version = await client.call("models.train", { model: "beaconing", seed: 41, range: { from: 1_773_014_400_000_000 } });
  await client.call("models.promote", {
    model: "beaconing",
    version: version.id,
    reason: "better",
    override: "a first version",
    analyst: "mallory",
  });
  await client.call("scoring.run", { models: ["beaconing"], budget: 20 });
  await client.call("review.share", { share: 0 });
  const { rows } = await client.call("triage.queue", { limit: 5 });
  for (const { anomalyId } of rows)
    await client.call("triage.judge", { anomalyIds: [anomalyId], verdict: "malicious", analyst: "mallory" });
  await client.call("labels.export", { format: "ndjson", out: join(home, "labels.ndjson"), analyst: "mallory" });
}

beforeAll(async () => {
  vi.stubEnv("AWS_SECRET_ACCESS_KEY", "hunter2");
  vi.stubEnv("TZ", "UTC");
  vi.stubEnv("SOURCE_DATE_EPOCH", "1767225600");
  await withEngine(async (client) => {
    await work(client, join(dir, "in"));
    const big = join(dir, "big.log");
    writeFileSync(big, zeekConnLog({ rows: 200_000 }));
    const abort = new AbortController();
    client.on("job.changed", ({ name, done }) => {
      if (name === "telemetry.import" && done > 0) abort.abort();
    });
    await expect(client.call("telemetry.import", { paths: [big] }, abort.signal)).rejects.toMatchObject({ name: "CancelledError" });
  });
}, 120_000);
afterAll(() => vi.unstubAllEnvs());

describe("the lineage of what was done", () => {
  it("has a start and one end for every run, in order", () => {
    const events = eventsIn(lineageDir);
    expect(events.map(shown)).toEqual([
      "ocsf.normalize START",
      "dataset.snapshot START",
      "dataset.snapshot COMPLETE",
      "ocsf.normalize COMPLETE",
      "ocsf.normalize START",
      "ocsf.normalize FAIL",
      "ocsf.normalize START",
      "dataset.snapshot START",
      "dataset.snapshot COMPLETE",
      "ocsf.normalize COMPLETE",
      "score.batch START",
      "model.train START",
      "model.train COMPLETE",
      "drift.check START",
      "drift.check COMPLETE",
      "score.batch COMPLETE",
      "model.train START",
      "model.train COMPLETE",
      "model.promote START",
      "model.promote COMPLETE",
      "score.batch START",
      "drift.check START",
      "drift.check COMPLETE",
      "score.batch COMPLETE",
      "labels.export START",
      "labels.export COMPLETE",
      "ocsf.normalize START",
      "ocsf.normalize ABORT",
    ]);
    const runs = Map.groupBy(events, (event) => event.run.runId);
    for (const [, [first, second, ...more]] of runs) {
      expect([first?.eventType, more]).toEqual(["START", []]);
      expect(second?.job.name).toBe(first?.job.name);
    }
  });

  it.skipIf(noTestData("schemas", "openlineage"))("is valid OpenLineage 2-0-2, line by line and facet by facet", () => {
    const check = createEventCheck();
    const names = new Set<string>();
    for (const line of linesIn(lineageDir)) {
      const event: unknown = JSON.parse(line);
      expect(check(event), line.slice(0, 300)).toEqual([]);
      for (const facet of facetsOf(event)) names.add(facet.name);
    }
    const all = `columnLineage dataSource datasetType environmentVariables errorMessage inputStatistics jobType nominalTime
      outputStatistics parent processing_engine quarry_chain quarry_dataset quarry_decision quarry_drift quarry_import quarry_model quarry_ocsf
      quarry_score schema sql subset version`;
    expect([...names].toSorted()).toEqual(all.split(/\s+/));
    const [line = ""] = linesIn(lineageDir);
    expect(check({ ...parse(line), eventTime: "yesterday" })).not.toEqual([]);
    expect(check({ ...parse(line), run: { runId: "7" } })).not.toEqual([]);
  });

  it("says which field of which file a column was taken from", () => {
    const [zeek, , csv] = eventsIn(lineageDir).filter((e) => e.job.name === "ocsf.normalize" && e.eventType !== "START");
    const sources = (event: Event | undefined, column: string): unknown => {
      const lineage = event?.outputs[0]?.facets?.["columnLineage"] as unknown as ColumnLineage | undefined;
      return lineage?.fields[column]?.inputFields.map(({ name, field }) => `${name} ${field}`);
    };
    expect(sources(zeek, "src_endpoint_ip")).toEqual(["sources/conn.log id.orig_h"]);
    expect(sources(zeek, "metadata_uid")).toEqual(["sources/conn.log uid"]);
    expect(sources(zeek, "traffic_bytes_out")).toEqual(["sources/conn.log orig_bytes"]);
    expect(sources(csv, "src_endpoint_ip")).toEqual(["sources/people of mallory.csv from"]);
    expect(zeek?.inputs[0]?.inputFacets?.["inputStatistics"]).toMatchObject({ fileCount: 1, rowCount: expect.any(Number) as number });
  });

  it("holds the version of everything: files, snapshots, dataset, model, run and export", async () => {
    await withEngine(async (client) => {
      const events = eventsIn(lineageDir);
      const versionsOf = (job: string, side: "inputs" | "outputs"): unknown[] =>
        events
          .findLast((e) => e.job.name === job && e.eventType === "COMPLETE")
          ?.[side].map((d) => [d.name, d.facets?.["version"]?.["datasetVersion"]]) ?? [];
      const [first] = await client.call("telemetry.snapshots", {});
      const dataset = (await client.call("telemetry.datasets", {})).at(-1);
      const [model] = (await client.call("models.list", {})).filter((m) => m.name === "beaconing");
      const [run] = await client.call("scoring.runs", {});
      expect(events[3]?.inputs.map((d) => d.facets?.["version"]?.["datasetVersion"])).toEqual([first?.manifest.files[0]?.sha256]);
      expect(events[3]?.outputs[0]?.facets?.["version"]?.["datasetVersion"]).toBe(first?.id);
      expect(versionsOf("model.train", "inputs")).toEqual([["dataset", dataset?.id]]);
      expect(versionsOf("model.promote", "outputs")).toEqual([["models/beaconing/champion", model?.champion]]);
      expect(versionsOf("score.batch", "inputs")).toEqual([
        ["dataset", dataset?.id],
        ["models/beaconing", run?.modelVersion],
      ]);
      expect(versionsOf("score.batch", "outputs")).toEqual([["anomalies/beaconing", run?.id]]);
      expect(versionsOf("labels.export", "inputs").map((d) => (d as string[])[0])).toEqual(["verdicts", "dataset", "models/beaconing"]);
      const parent = events.find((e) => e.job.name === "model.train")?.run.facets["parent"];
      expect(parent).toMatchObject({ run: { runId: events.find((e) => e.job.name === "score.batch")?.run.runId } });
    });
  });

  it("tells no path, no person, no secret, no event's value and no literal of a filter", () => {
    const text = linesIn(lineageDir).join("\n");
    for (const secret of [dir, 'mallory"', "hunter2", "topsecret", "203.0.113.66", "10.9.0.1", "1773014400"])
      expect(text).not.toContain(secret);
    const failed = eventsIn(lineageDir).find((e) => e.eventType === "FAIL");
    expect(failed?.run.facets["errorMessage"]?.["message"]).toBe("unsupported-format in nonsense.bin");
    const query = eventsIn(lineageDir).find((e) => e.job.name === "model.train")?.job.facets?.["sql"]?.["query"];
    expect(query).toContain("network_activity");
    expect(query).not.toMatch(/'|--|\b\d/);
  });

  it("is listed newest first, by job, dataset and page, and drawn from file to anomaly", async () => {
    await withEngine(async (client) => {
      const all = await client.call("lineage.events", {});
      expect(all.events.map((e) => e.seq)).toEqual(Array.from({ length: 28 }, (_, i) => 28 - i));
      const page = await client.call("lineage.events", { limit: 5 });
      expect(page.next).toBe(24);
      const rest = await client.call("lineage.events", { before: page.next ?? 0 });
      expect([...page.events, ...rest.events]).toEqual(all.events);
      const trained = await client.call("lineage.events", { job: "model.train", type: "COMPLETE", whole: true });
      expect(trained.events.map((e) => e.event?.["eventType"])).toEqual(["COMPLETE", "COMPLETE"]);
      const [snapshot] = await client.call("telemetry.snapshots", {});
      const touching = await client.call("lineage.events", { dataset: snapshot?.id.slice(0, 12) ?? "" });
      expect(new Set(touching.events.map((e) => e.job))).toEqual(new Set(["ocsf.normalize", "dataset.snapshot"]));

      const [row] = (await client.call("triage.queue", { limit: 1, show: "all" })).rows;
      const graph = await client.call("lineage.graph", { of: row?.anomalyId ?? "" });
      expect(graph.nodes.map((n) => `${n.side} ${n.kind}`)).toEqual([
        "upstream file",
        "upstream file",
        "upstream snapshot",
        "upstream snapshot",
        "upstream dataset",
        "upstream model",
        "upstream run",
        "focus anomaly",
        "downstream decision",
        "beside decision",
      ]);
      const down = await client.call("lineage.graph", { of: snapshot?.id.slice(0, 12) ?? "" });
      expect(down.nodes.filter((n) => n.side === "downstream").map((n) => n.kind)).toEqual([
        "dataset",
        "dataset",
        "model",
        "model",
        "run",
        "run",
        "anomaly",
        "anomaly",
        "decision",
      ]);
      expect((await client.call("lineage.graph", { of: "conn.log" })).focus).toBe(`file:${snapshot?.manifest.files[0]?.sha256}`);
      await expect(client.call("lineage.graph", { of: "nothing-like-it" })).rejects.toMatchObject({ code: "not-found" });
    });
  });

  it("is not touched by a workspace opened read-only", async () => {
    const before = linesIn(lineageDir);
    await withEngine(
      async (client) => {
        expect((await client.call("lineage.events", { limit: 1 })).events).toHaveLength(1);
        await expect(client.call("lineage.setSink", { url: "https://x.example/" })).rejects.toMatchObject({ code: "workspace-locked" });
      },
      { readOnly: true },
    );
    expect(linesIn(lineageDir)).toEqual(before);
  });
});

describe.skipIf(noTestData("telemetry", "zeek") || noTestData("schemas", "openlineage"))("lineage of real telemetry", () => {
  it("is valid for every source there is", async () => {
    const root = join(dir, "real");
    const check = createEventCheck();
    await withEngine(
      async (client) => {
        for (const source of ["cloudtrail", "suricata", "flows", "ocsf/mappings", "zeek/rita_format_fixtures", "zeek/apt29_day1"]) {
          const path = testData("telemetry", source);
          if (path !== undefined) await client.call("telemetry.import", { paths: [path] }).catch(ignoreRefusal);
        }
      },
      { dir: root },
    );
    const lines = linesIn(join(root, "lineage"));
    expect(lines.length).toBeGreaterThan(4);
    for (const line of lines) expect(check(JSON.parse(line)), line.slice(0, 300)).toEqual([]);
    for (const line of lines) expect(line).not.toContain(testData("telemetry") ?? "");
  }, 120_000);
});

describe("the chain", () => {
  const problems = async (): Promise<string[]> =>
    withEngine(async (client) => (await client.call("audit.verify", {})).problems.map((p) => p.problem));
  const file = (): string => join(lineageDir, readdirSync(lineageDir).toSorted()[0] ?? "");
  const restoring = async (change: (text: string) => string, then: () => Promise<void>): Promise<void> => {
    const text = readFileSync(file(), "utf8");
    writeFileSync(file(), change(text));
    try {
      await then();
    } finally {
      writeFileSync(file(), text);
    }
  };
  const withLines = (change: (lines: string[]) => string[]) => (text: string) => change(text.split("\n")).join("\n");

  it("is found whole", async () => {
    expect(await problems()).toEqual([]);
  });

  it("names file and line of an event that was changed", async () => {
    await restoring(
      withLines((lines) => lines.map((l, i) => (i === 2 ? l.replace("dataset.snapshot", "dataset.snapshop") : l))),
      async () => {
        expect(await problems()).toEqual([expect.stringMatching(/^lineage\/\d{4}-\d\d-\d\d\.ndjson line 3: was changed/)]);
      },
    );
  });

  it("names the line after an event that was removed, and the end when that was cut off", async () => {
    await restoring(
      withLines((lines) => lines.toSpliced(4, 1)),
      async () => {
        const [missing, moved, ...more] = await problems();
        expect([missing, moved]).toEqual([
          expect.stringContaining("line 5: event 5 is missing"),
          expect.stringContaining("line 5: does not follow"),
        ]);
        expect(more).toEqual([]);
      },
    );
    await restoring(
      withLines((lines) => lines.toSpliced(24, 4)),
      async () => {
        expect(await problems()).toEqual([expect.stringContaining("the chain ends at event 24")]);
      },
    );
  });

  it("runs on over days, also when the clock is set back", async () => {
    const root = join(dir, "days");
    const log = join(dir, "in", "conn.log");
    for (const epoch of ["1767225600", "1767312000", "1767225600"]) {
      vi.stubEnv("SOURCE_DATE_EPOCH", epoch);
      await withEngine((client) => client.call("telemetry.import", { paths: [log], source: epoch, duplicates: "allow" }), { dir: root });
    }
    vi.stubEnv("SOURCE_DATE_EPOCH", undefined);
    expect(readdirSync(join(root, "lineage")).toSorted()).toEqual(["2026-01-01.ndjson", "2026-01-02.ndjson"]);
    expect(
      eventsIn(join(root, "lineage"))
        .map((e) => e.eventTime.slice(0, 10))
        .slice(-1),
    ).toEqual(["2026-01-01"]);
    expect(await withEngine(async (client) => (await client.call("audit.verify", {})).problems, { dir: root })).toEqual([]);
    const seconds = join(root, "lineage", "2026-01-02.ndjson");
    const [, ...rest] = readFileSync(seconds, "utf8").split("\n");
    writeFileSync(seconds, rest.join("\n"));
    expect(
      await withEngine(async (client) => (await client.call("audit.verify", {})).problems.map((p) => p.problem), { dir: root }),
    ).toEqual([
      expect.stringContaining("lineage/2026-01-02.ndjson line 1: event 5 is missing"),
      expect.stringContaining("lineage/2026-01-02.ndjson line 1: does not follow"),
    ]);
  });

  it("cuts off a line that was torn, says so, and goes on", async () => {
    const before = linesIn(lineageDir);
    appendFileSync(file(), '{"eventTime":"2026-');
    const notes: string[] = [];
    await withEngine(async () => undefined, { notes });
    expect(notes).toEqual([expect.stringMatching(/half-written .* cut off \(19 bytes\)/)]);
    expect(linesIn(lineageDir)).toEqual(before);
    expect(await problems()).toEqual([]);
  });
});

describe("the same work at the same time", () => {
  it("gives the same events in another workspace, to the byte", async () => {
    vi.stubEnv("SOURCE_DATE_EPOCH", "1767225600");
    const home = join(dir, "another");
    await withEngine((client) => work(client, join(home, "in")), { dir: join(home, "workspace") });
    const events = linesIn(join(home, "workspace", "lineage"));
    expect(events.length).toBeGreaterThan(20);
    expect(linesIn(lineageDir).slice(0, events.length)).toEqual(events);
  }, 120_000);
});
