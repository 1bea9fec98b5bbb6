import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import type { Client } from "../../shared/contract/client.ts";
import type { ContextGraph } from "../../shared/contract/context-graph.ts";
import type { CaseDetail, QueueRow } from "../../shared/contract/triage.ts";
import { blindKinds, withheldWords } from "../../shared/domain/blind.ts";
import { createEngine } from "../../electron/engine/engine.ts";
import type { Engine } from "../../electron/engine/engine-interface.ts";
import { AnomalyBody } from "../../electron/engine/scoring/anomaly-body.ts";
import { openDatabase } from "../../electron/engine/sqlite/database.ts";
import { query } from "../../electron/engine/sqlite/statement.ts";
import { createInProcessClient } from "../../electron/hosts/in-process/in-process-client.ts";
import { zeekConnLog } from "../unit-support/zeek-conn.ts";

const dir = mkdtempSync(join(tmpdir(), "quarry-blind-"));
const budgets = [40, 41, 42] as const;
let engine: Engine;
let client: Client;

const Stored = z.object({
  id: z.string(),
  kind: z.enum(blindKinds),
  pool: z.number(),
  sample: z.number(),
  propensity: z.number(),
  score: z.number(),
  p_value: z.number(),
  q_value: z.number(),
  body: z.string(),
});
type Stored = z.infer<typeof Stored>;
const storedSql =
  "SELECT b.anomaly_id AS id, b.kind, b.pool, b.sample, b.propensity, a.score, a.p_value, a.q_value, a.body FROM blind_item AS b JOIN anomaly AS a ON a.id = b.anomaly_id WHERE a.run_id = $run";

/** What only the engine knows of the blind sample of the run in the queue. */
async function storedSample(): Promise<ReadonlyMap<string, Stored>> {
  const [run] = await client.call("scoring.runs", {});
  const db = openDatabase(join(dir, "workspace", "quarry.sqlite"), { readOnly: true });
  const rows = query(db, storedSql, Stored).all({ run: run?.id ?? "" });
  db.close();
  return new Map(rows.map((row) => [row.id, row]));
}

const queue = (input: { show?: "open" | "all"; order?: "live" | "scored"; text?: string } = {}) =>
  client.call("triage.queue", { limit: 1000, show: "all", ...input });
const openBlind = async (): Promise<QueueRow[]> => (await queue()).rows.filter((row) => row.blind?.kind === null);
const score = (budget: number, auditShare?: number) =>
  client.call("scoring.run", { models: ["beaconing"], budget, ...(auditShare === undefined ? {} : { auditShare }) });

/** Every leaf of a value with its path; places in lists are one path. */
function leaves(value: unknown, path = ""): [string, unknown][] {
  if (Array.isArray(value)) return [[`${path}[]`, ""], ...value.flatMap((item: unknown) => leaves(item, `${path}[]`))];
  if (typeof value !== "object" || value === null) return [[path, value]];
  return Object.entries(value).flatMap(([key, inner]: [string, unknown]) => leaves(inner, `${path}.${key}`));
}
const shapeOf = (value: unknown): string[] => leaves(value).map(([path, leaf]) => `${path} ${leaf === null ? "null" : typeof leaf}`);

interface Seen {
  readonly row: QueueRow;
  readonly live: QueueRow | undefined;
  readonly detail: CaseDetail;
  readonly graph: ContextGraph;
}

async function lookAt(rows: readonly QueueRow[]): Promise<Seen[]> {
  const live = new Map((await queue({ order: "live" })).rows.map((row) => [row.anomalyId, row]));
  return Promise.all(
    rows.map(async (row) => ({
      row,
      live: live.get(row.anomalyId),
      detail: await client.call("triage.case", { anomalyId: row.anomalyId }),
      graph: await client.call("triage.context", { anomalyId: row.anomalyId }),
    })),
  );
}

/** Fields of a row that say what the telemetry says, or which row it is: they differ from case to case. */
const ofTelemetry: ReadonlySet<string> = new Set(["rank", "anomalyId", "subject", "window", "evidence", "evidenceCount", "health"]);
const besidesTelemetry = (row: QueueRow): unknown => Object.fromEntries(Object.entries(row).filter(([name]) => !ofTelemetry.has(name)));

/** Everything that a case says besides. */
function modelSide({ row, live, detail, graph }: Seen): unknown {
  const rest = Object.fromEntries(Object.entries(detail).filter(([name]) => !["headline", "prior", "row"].includes(name)));
  return {
    row: besidesTelemetry(row),
    live: live === undefined ? null : besidesTelemetry(live),
    case: { ...rest, row: besidesTelemetry(detail.row) },
    why: graph.answers.find((a) => a.id === "why"),
  };
}

beforeAll(async () => {
  const log = join(dir, "conn.log");
  writeFileSync(log, zeekConnLog({ rows: 4000 }));
  engine = await createEngine({ workspaceDir: join(dir, "workspace"), create: true });
  client = createInProcessClient(engine, { trust: "local", host: "test" });
  await client.call("telemetry.import", { paths: [log], source: "test" });
}, 120_000);

afterAll(async () => {
  await engine.close();
  rmSync(dir, { recursive: true, force: true });
});

describe("a case of the blind sample before its verdict", () => {
  it.each(budgets)("says the same of an audit item as of a surfaced one, in every answer (draw of budget %i)", async (budget) => {
    const { runs } = await score(budget, 0.3);
    expect(runs[0]).toMatchObject({ surfaced: budget, auditShare: 0.3 });
    const stored = await storedSample();
    const kinds = Map.groupBy(stored.values(), ({ kind }) => kind);
    expect(kinds.get("audit")?.length).toBeGreaterThan(3);
    expect(kinds.get("surfaced")?.length).toBeGreaterThan(3);
    const rows = await openBlind();
    expect(rows.map((row) => row.anomalyId).toSorted()).toEqual([...stored.keys()].toSorted());

    const seen = await lookAt(rows);
    const [first] = seen.map(modelSide);
    for (const one of seen) {
      expect(modelSide(one)).toEqual(first);
      expect(shapeOf(modelSide(one))).toEqual(shapeOf(first));
      expect(Object.keys(one.row)).toEqual(Object.keys(seen[0]?.row ?? {}));
      expect(Object.keys(one.detail)).toEqual(Object.keys(seen[0]?.detail ?? {}));
      expect(Object.keys(one.graph)).toEqual(Object.keys(seen[0]?.graph ?? {}));
      expect(one.row).toMatchObject({
        score: null,
        pValue: null,
        qValue: null,
        reasons: [],
        isNew: null,
        blind: { kind: null, propensity: null },
      });
      expect(one.detail).toMatchObject({ base: null, additiveScore: null, contributions: [], whyNotHigher: withheldWords });
      expect(one.detail.occlusion).toBeUndefined();
      expect(one.graph.answers.find(({ id }) => id === "why")).toMatchObject({ value: null, unknownBecause: withheldWords, detail: [] });
    }
  });

  it("holds no figure and no sentence that the model made of it, wherever one looks", async () => {
    const stored = await storedSample();
    for (const { row, ...rest } of await lookAt(await openBlind())) {
      const mine = stored.get(row.anomalyId);
      const body = AnomalyBody.parse(JSON.parse(mine?.body ?? "{}"));
      const values = new Set(leaves({ row, ...rest }).map(([, leaf]) => leaf));
      for (const figure of [mine?.score, body.additiveScore, body.base]) expect(values).not.toContain(figure);
      const text = JSON.stringify({ row, ...rest });
      for (const sentence of [...body.reasons, body.whyNotHigher, ...body.contributions.map((c) => c.sentence)])
        expect(text).not.toContain(JSON.stringify(sentence).slice(1, -1));
    }
  });

  it("is not found by the words of its reasons, and no total tells how many are which", async () => {
    const blind = new Set((await openBlind()).map((row) => row.anomalyId));
    const stored = await storedSample();
    const words = [...stored.values()].flatMap(({ body }) =>
      AnomalyBody.parse(JSON.parse(body)).reasons.map((reason) => reason.slice(0, 100)),
    );
    for (const text of new Set(words)) {
      const found = await queue({ text });
      expect(found.rows.filter((row) => blind.has(row.anomalyId))).toEqual([]);
      expect(found.total).toBe(found.rows.length);
    }
    const page = await queue();
    expect([page.total, page.open]).toEqual([budgets[2], budgets[2]]);
    const unsampled = page.rows.filter((row) => row.blind === null);
    const surfacedQ = [
      ...[...stored.values()].filter(({ kind }) => kind === "surfaced").map((s) => s.q_value),
      ...unsampled.map((row) => row.qValue ?? 1),
    ];
    const largest = Math.max(...surfacedQ);
    expect(page.expectedOrdinary.share).toBe(largest >= 1 ? null : largest);
  });

  it("keeps its place whatever is learnt from verdicts on others", async () => {
    const before = new Map((await queue()).rows.map((row) => [row.anomalyId, row]));
    const plain = [...before.values()].filter((row) => row.blind === null);
    for (const [i, row] of plain.slice(0, 6).entries())
      await client.call("triage.judge", { anomalyIds: [row.anomalyId], verdict: i % 2 === 0 ? "malicious" : "benign" });
    const live = await queue({ order: "live" });
    expect(live.rows.some((row) => row.blind === null && row.rank !== before.get(row.anomalyId)?.rank)).toBe(true);
    for (const row of live.rows.filter((r) => r.blind !== null)) expect(row.rank).toBe(before.get(row.anomalyId)?.rank);
    for (let i = 0; i < 6; i++) await client.call("decisions.undo", {});
  });
});

describe("a case of the blind sample after its verdict", () => {
  it("says what it was and all that was withheld, and goes on saying it when the verdict is taken back", async () => {
    const stored = await storedSample();
    for (const kind of blindKinds) {
      const mine = [...stored.values()].find((one) => one.kind === kind);
      const anomalyId = mine?.id ?? "";
      const body = AnomalyBody.parse(JSON.parse(mine?.body ?? "{}"));
      const told = {
        row: {
          score: mine?.score,
          pValue: mine?.p_value,
          qValue: mine?.q_value,
          reasons: body.reasons,
          isNew: body.isNew,
          blind: { kind, propensity: mine?.propensity },
        },
        base: body.base,
        whyNotHigher: body.whyNotHigher,
      };
      const [before] = await lookAt([await client.call("triage.row", { anomalyId })]);
      await client.call("triage.judge", { anomalyIds: [anomalyId], verdict: "benign" });
      const [after] = await lookAt([await client.call("triage.row", { anomalyId })]);
      expect(after?.detail).toMatchObject(told);
      expect(after?.row.rank).toBe(before?.row.rank);
      // What the telemetry says was there all along.
      expect(after?.detail.headline).toBe(before?.detail.headline);
      expect(after?.row.evidence).toEqual(before?.row.evidence);
      expect(after?.graph.nodes).toEqual(before?.graph.nodes);
      await client.call("decisions.undo", {});
      expect(await client.call("triage.case", { anomalyId })).toMatchObject({ ...told, row: { ...told.row, state: null } });
    }
  });

  it("is signed for as judged blind, with how it came to be shown", async () => {
    const { decisions } = await client.call("audit.page", { kind: "verdict.record", limit: 1 });
    const [last] = decisions;
    expect(last?.body).toMatchObject({ seen: [{ blind: { kind: "surfaced", propensity: 1 } }] });
    expect((await client.call("audit.verify", {})).problems).toEqual([]);
  });
});

describe("the draw of a run", () => {
  it("is the same when the same is scored again, and leaves a run without a share as it was", async () => {
    const before = await storedSample();
    const places = (await queue()).rows.map((row) => row.anomalyId);
    await score(budgets[2], 0.3);
    expect(await storedSample()).toEqual(before);
    expect((await queue()).rows.map((row) => row.anomalyId)).toEqual(places);
    const { runs } = await score(budgets[0], 0);
    expect(runs[0]).not.toHaveProperty("auditShare");
    expect((await storedSample()).size).toBe(0);
    expect((await queue()).rows.every((row) => row.blind === null && row.score !== null)).toBe(true);
  });

  it("takes audit items from what is not surfaced alone, and logs the pool, the sample and the chance of each", async () => {
    await score(budgets[1], 0.3);
    const stored = [...(await storedSample()).values()];
    const [run] = await client.call("scoring.runs", {});
    const audits = stored.filter(({ kind }) => kind === "audit");
    const lowestSurfaced = Math.min(
      ...stored.filter(({ kind }) => kind === "surfaced").map((s) => s.score),
      ...(await queue()).rows.flatMap((row) => (row.blind === null && row.score !== null ? [row.score] : [])),
    );
    for (const one of audits) {
      expect(one.score).toBeLessThanOrEqual(lowestSurfaced);
      expect(one.sample).toBe(audits.length);
      expect(one.pool).toBe((run?.subjects ?? 0) - (budgets[1] - audits.length));
      expect(one.propensity).toBeCloseTo((0.3 * budgets[1]) / ((run?.subjects ?? 0) - 0.7 * budgets[1]), 2);
    }
  });

  it("takes the workspace's share when none is given, and the share is signed for", async () => {
    expect((await client.call("workspace.info", {})).auditShare).toBe(0.05);
    await client.call("workspace.auditShare", { share: 0.5, analyst: "ana" });
    const { runs } = await score(43);
    expect(runs[0]?.auditShare).toBe(0.5);
    expect((await openBlind()).length).toBe(43);
    const { decisions } = await client.call("audit.page", { kind: "audit-share.set" });
    expect(decisions[0]).toMatchObject({ actor: "ana", body: { share: 0.5 } });
    await expect(client.call("workspace.auditShare", { share: 0.6 })).rejects.toMatchObject({ code: "bad-input" });
  });
});

describe("what the verdicts on a blind sample come to", () => {
  it("estimates what was missed from the audit items alone, and says so when there are too few", async () => {
    const stored = await storedSample();
    const audits = [...stored.values()].filter(({ kind }) => kind === "audit").map(({ id }) => id);
    const surfaced = [...stored.values()].filter(({ kind }) => kind === "surfaced").map(({ id }) => id);
    for (const id of [...audits.slice(0, 1), ...surfaced.slice(0, 2)])
      await client.call("triage.judge", { anomalyIds: [id], verdict: "malicious" });
    for (const id of [...audits.slice(1), ...surfaced.slice(2)]) await client.call("triage.judge", { anomalyIds: [id], verdict: "benign" });
    const [estimate] = await client.call("labels.audit", { model: "beaconing" });
    expect(estimate?.missed).toMatchObject({ state: "insufficient", k: 1, n: audits.length });
    expect(estimate?.missed.rate).toBeCloseTo(1 / audits.length, 9);
    expect(estimate?.precision).toMatchObject({ state: "insufficient", k: 2, n: surfaced.length });
    expect(estimate).toMatchObject({ recall: null, because: expect.stringMatching(/^insufficient/) as string });
  });

  it("enters labels with its stratum and chance, and training with a bounded weight", async () => {
    const receipts = await client.call("labels.receipts", { model: "beaconing" });
    const audit = receipts.find((one) => one.stratum === "audit");
    expect(audit?.propensity).toBeLessThan(0.5);
    expect(receipts.find((one) => one.stratum === "surfaced")?.propensity).toBe(1);
    const out = join(dir, "labels.ndjson");
    await client.call("labels.export", { format: "ndjson", out });
    const [line = "{}"] = readFileSync(out, "utf8")
      .split("\n")
      .filter((text) => text.includes(audit?.anomalyId ?? "none"));
    expect(JSON.parse(line)).toMatchObject({ stratum: "audit", propensity: audit?.propensity });
    const version = await client.call("models.train", { model: "beaconing", labels: "current" });
    const report = await client.call("models.trainingReport", { model: "beaconing", version: version.id });
    const weightOf = (id: string | undefined) => report?.used.find((used) => used.anomalyId === id)?.weight ?? 0;
    const plain = receipts.find((one) => one.stratum === "surfaced" && weightOf(one.anomalyId) > 0);
    expect(weightOf(audit?.anomalyId)).toBeCloseTo(2 * weightOf(plain?.anomalyId), 6);
    expect(report?.guards.find(({ id }) => id === "G9")?.text).toContain("audit items");
  });
});
