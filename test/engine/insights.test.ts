import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import type { Client } from "../../shared/contract/client.ts";
import { type FigureKey, figureKeys, type InsightReport } from "../../shared/contract/insights.ts";
import type { Run } from "../../shared/contract/models.ts";
import { verdictKinds } from "../../shared/domain/verdict.ts";
import { createRandom } from "../../shared/lib/random.ts";
import { wilson } from "../../shared/lib/wilson.ts";
import { createEngine } from "../../electron/engine/engine.ts";
import type { Engine } from "../../electron/engine/engine-interface.ts";
import { storeRun } from "../../electron/engine/scoring/runs.ts";
import { type Database, openDatabase } from "../../electron/engine/sqlite/database.ts";
import { execute } from "../../electron/engine/sqlite/statement.ts";
import { createWorkspace } from "../../electron/engine/workspace/workspace.ts";
import { createInProcessClient } from "../../electron/hosts/in-process/in-process-client.ts";
import { anomalyBody, hour, start } from "./labels-fixture.ts";

const perModel = 150;
const auditEach = 5;
const surfacedAtUs = Date.now() * 1000 - 7200 * 1_000_000;
const models = ["beaconing", "logon"] as const;

let dir = "";
let engine: Engine;
let client: Client;
let db: Database;
/** Between the decisions of the first half and those of the second. */
let middleUs = 0;

/** Every fifth of the first fifty is of the blind sample: audit items and surfaced ones by turns. */
const blindKindOf = (i: number): "audit" | "surfaced" | undefined =>
  i < 50 && i % auditEach === 0 ? (i % 2 === 0 ? "audit" : "surfaced") : undefined;

function surfaceAll(workspaceDir: string): void {
  const workspace = createWorkspace(workspaceDir);
  execute(workspace.db, "INSERT INTO dataset_version (id, number, snapshots, events, created_at_us) VALUES ('d1', 1, '[]', 0, 0)");
  for (const model of models) {
    execute(workspace.db, "INSERT INTO model_version VALUES ($id, $model, '{}', 'd1', 0)", { id: `v-${model}`, model });
    // The second run finds some subjects of the first again, so that their verdicts are about the same evidence.
    for (const [no, from] of [0, perModel - 10].entries()) {
      const run: Run = {
        id: `r${no}-${model}`,
        model,
        modelVersion: `v-${model}`,
        stage: "champion",
        datasetVersion: "d1",
        range: { from: no },
        subjects: 5000,
        surfaced: perModel,
        auditShare: 0.1,
        calibrationRows: 500,
        createdAt: surfacedAtUs + no * 1_000_000,
        notices: [],
      };
      const anomalies = Array.from({ length: perModel }, (_, i) => {
        const subject = `s${from + i}`;
        const kind = no === 0 ? blindKindOf(i) : undefined;
        return {
          id: `a${no}-${model}-${i}`,
          rank: i + 1,
          place: i + 1,
          blind: kind === undefined ? undefined : { kind, pool: 100, sample: 5, propensity: kind === "audit" ? 0.05 : 0.5 },
          subjectKey: subject,
          windowFromUs: start + (i % 72) * hour,
          windowToUs: start + ((i % 72) + 1) * hour,
          score: 0.5,
          pValue: 0.01,
          qValue: 0.02,
          body: anomalyBody({ keys: { src: subject } }),
        };
      });
      storeRun(workspace.db, run, anomalies);
    }
  }
  workspace.close();
}

/** Verdicts of three people, alone and on many, taken back and given again, as the seed has it. */
async function decideMuch(seed: number, rounds: number): Promise<void> {
  const random = createRandom(seed);
  const pick = <T>(of: readonly T[]): T => {
    const one = of[random.below(of.length)];
    if (one === undefined) throw new Error("there is nothing to pick from");
    return one;
  };
  for (let round = 0; round < rounds; round++) {
    const analyst = pick(["ana", "ben", "eve"]);
    const turn = random.below(12);
    const id = (): string => `a${random.below(2)}-${pick(models)}-${random.below(perModel)}`;
    const kind = pick(verdictKinds.filter(({ key }) => key !== "duplicate"));
    const reason = kind.reasons.length > 0 && random.below(2) === 0 ? pick(kind.reasons) : "";
    if (turn < 2) await client.call("decisions.undo", { analyst }).catch(() => undefined);
    else if (turn === 2) await client.call("decisions.redo", { analyst }).catch(() => undefined);
    else {
      const many = turn === 3 ? Array.from({ length: 2 + random.below(6) }, id) : [id()];
      await client.call("triage.judge", {
        anomalyIds: [...new Set(many)],
        verdict: kind.key,
        reason,
        analyst,
        ...(random.below(4) === 0
          ? {}
          : { activeSeconds: random.below(900) / 10, viewedAt: surfacedAtUs + random.below(7000) * 1_000_000 }),
      });
    }
  }
}

beforeAll(async () => {
  dir = mkdtempSync(join(tmpdir(), "quarry-insights-"));
  const workspaceDir = join(dir, "workspace");
  surfaceAll(workspaceDir);
  engine = await createEngine({ workspaceDir });
  client = createInProcessClient(engine, { trust: "local", host: "test" });
  await decideMuch(11, 250);
  await new Promise((resolve) => setTimeout(resolve, 5));
  middleUs = Date.now() * 1000;
  await new Promise((resolve) => setTimeout(resolve, 5));
  await decideMuch(12, 250);
  db = openDatabase(join(workspaceDir, "quarry.sqlite"), { readOnly: true });
}, 120_000);
afterAll(async () => {
  db.close();
  await engine.close();
  rmSync(dir, { recursive: true, force: true });
});

const Body = z.looseObject({
  anomalyIds: z.array(z.string()).default([]),
  verdict: z.string().default(""),
  reason: z.string().default(""),
  activeSeconds: z.number().optional(),
  viewedAt: z.number().optional(),
  seen: z.array(z.object({ anomalyId: z.string(), surfacedAt: z.number() })).default([]),
  undoes: z.string().optional(),
  redoes: z.string().optional(),
});
interface Raw {
  readonly id: string;
  readonly at_us: number;
  readonly kind: string;
  readonly body: z.infer<typeof Body>;
}
const rawLog = (): Raw[] =>
  z
    .array(z.object({ id: z.string(), at_us: z.number(), kind: z.string(), body: z.string() }))
    .parse(db.prepare("SELECT id, at_us, kind, body FROM decision ORDER BY seq").all())
    .map((row) => ({ ...row, body: Body.parse(JSON.parse(row.body)) }));

/** The figures again, the slow way: for each case through the whole log, with no projection and none of the product's folding. */
function bruteForce(model: string | undefined, from: number, to: number) {
  const log = rawLog();
  const isUndone = (id: string): boolean => log.findLast(({ body }) => body.undoes === id || body.redoes === id)?.body.undoes === id;
  const standing = log.filter(({ kind, id }) => kind === "verdict.record" && !isUndone(id));
  const facts = z
    .array(z.object({ id: z.string(), model: z.string(), subject: z.string(), kind: z.string().nullable() }))
    .parse(
      db
        .prepare(
          "SELECT a.id, a.model, a.model || a.subject_key || a.from_us AS subject, b.kind FROM anomaly a LEFT JOIN blind_item b ON b.anomaly_id = a.id",
        )
        .all(),
    )
    .filter((one) => model === undefined || one.model === model);
  const of = (anomalyId: string): Raw[] => standing.filter(({ body }) => body.anomalyIds.includes(anomalyId));
  const judged = facts.flatMap((one) => {
    const inForce = of(one.id).at(-1);
    return inForce === undefined ? [] : [{ ...one, inForce, order: log.indexOf(inForce) }];
  });
  const cases = judged.filter(
    (one) =>
      !judged.some((other) => other.subject === one.subject && other.order > one.order) &&
      one.inForce.at_us >= from &&
      one.inForce.at_us < to,
  );
  const use = (one: (typeof cases)[number]) => verdictKinds.find(({ key }) => key === one.inForce.body.verdict)?.trainingUse;
  const decided = cases.filter((one) => one.kind !== "audit" && use(one) !== "none");
  const seconds = (value: (one: (typeof cases)[number]) => number | undefined): number[] =>
    cases.flatMap((one) => value(one) ?? []).toSorted((a, b) => a - b);
  const surfacedAt = (id: string): number =>
    Math.min(...of(id).flatMap(({ body }) => body.seen.flatMap((s) => (s.anomalyId === id ? s.surfacedAt : []))));
  const alone = (id: string): Raw[] => of(id).filter(({ body }) => body.anomalyIds.length === 1);
  const days = Map.groupBy(
    standing.filter(({ at_us }) => at_us >= from && at_us < to),
    ({ at_us }) => Math.floor(at_us / 86_400_000_000),
  );
  return {
    cases: cases.length,
    precision: [decided.filter((one) => use(one) === "positive").length, decided.length],
    confirm: [cases.filter((one) => one.inForce.body.verdict === "malicious").length, cases.length],
    active: seconds((one) => {
      const own = alone(one.id).flatMap(({ body }) => body.activeSeconds ?? []);
      return own.length === 0 || one.inForce.body.anomalyIds.length > 1 ? undefined : own.reduce((a, b) => a + b, 0);
    }),
    view: seconds((one) => {
      const viewed = alone(one.id).flatMap(({ body }) => body.viewedAt ?? []);
      return viewed.length === 0 ? undefined : (Math.min(...viewed) - surfacedAt(one.id)) / 1e6;
    }).filter((s) => s >= 0),
    verdict: seconds((one) => ((of(one.id)[0]?.at_us ?? 0) - surfacedAt(one.id)) / 1e6),
    reasons: cases.flatMap(({ inForce: { body } }) =>
      body.verdict.startsWith("false-positive") ? [`${body.verdict}: ${body.reason}`] : [],
    ),
    workload: [...days.values()].map(
      (of) => new Set(of.flatMap(({ body }) => body.anomalyIds).filter((id) => facts.some((one) => one.id === id))).size,
    ),
    open: facts.filter(({ id, subject }) => id.startsWith("a1-") && !judged.some((one) => one.subject === subject)).length,
  };
}

const medianOf = (sorted: readonly number[]): number | null => {
  const middle = (sorted.length - 1) / 2;
  return sorted.length === 0 ? null : ((sorted[Math.floor(middle)] ?? 0) + (sorted[Math.ceil(middle)] ?? 0)) / 2;
};

function compare(report: InsightReport, expected: ReturnType<typeof bruteForce>): void {
  const [all] = report.figures;
  expect(all).toMatchObject({ cases: expected.cases });
  for (const [figure, [k = 0, n = 0]] of [
    [all?.precision, expected.precision],
    [all?.confirm, expected.confirm],
  ] as const) {
    const { low, high } = wilson(k, n);
    expect(figure).toEqual({ state: n < 30 ? "insufficient" : "measured", k, n, rate: n === 0 ? null : k / n, low, high });
  }
  for (const [figure, values] of [
    [all?.activeSeconds, expected.active],
    [all?.secondsToView, expected.view],
    [all?.secondsToVerdict, expected.verdict],
  ] as const) {
    expect(figure?.n).toBe(values.length);
    expect(figure?.median ?? Number.NaN).toBeCloseTo(medianOf(values) ?? 0, 6);
  }
  expect(Object.fromEntries(report.reasons.map(({ part, rate }) => [part, rate.k]))).toEqual(
    Object.fromEntries([...Map.groupBy(expected.reasons, (part) => part)].map(([part, same]) => [part, same.length])),
  );
  expect(report.workload.days.filter(({ cases }) => cases > 0).map(({ cases }) => cases)).toEqual(expected.workload);
  expect(report.backlog.open).toBe(expected.open);
}

describe("insights", () => {
  it("are what the raw log says, counted the slow way: of everything, of one model, and of a part of the time", async () => {
    const everything = await client.call("insights.report", { period: "all" });
    expect(everything.log.undone).toBeGreaterThan(20);
    expect(everything.figures[0]?.precision.state).toBe("measured");
    compare(everything, bruteForce(undefined, 0, Number.MAX_SAFE_INTEGER));
    compare(await client.call("insights.report", { period: "all", model: "logon" }), bruteForce("logon", 0, Number.MAX_SAFE_INTEGER));
    const early = await client.call("insights.report", { period: "7", to: middleUs });
    expect(early.figures[0]?.cases).toBeLessThan(everything.figures[0]?.cases ?? 0);
    compare(early, bruteForce(undefined, 0, middleUs));
    const late = await client.call("insights.report", { period: "7", to: middleUs + 7 * 86_400_000_000 });
    compare(late, bruteForce(undefined, middleUs, Number.MAX_SAFE_INTEGER));
  });

  it("refuse a period that ends before times are counted", async () => {
    const long = client.call("insights.report", { period: "90", to: Number.MIN_SAFE_INTEGER });
    await expect(long).rejects.toMatchObject({ code: "bad-input" });
    expect((await client.call("insights.report", { period: "90", to: 0 })).from).toBe(-90 * 86_400_000_000);
  });

  it("open the decisions behind every figure, as many as its number says", async () => {
    const report = await client.call("insights.report", { period: "all" });
    const [all] = report.figures;
    const total = async (figure: FigureKey, part?: string): Promise<number> =>
      (await client.call("insights.behind", { period: "all", figure, part, limit: 5 })).total;
    expect([await total("precision", "yes"), await total("precision", "no")]).toEqual([
      all?.precision.k,
      (all?.precision.n ?? 0) - (all?.precision.k ?? 0),
    ]);
    expect(await total("confirm")).toBe(all?.confirm.n);
    expect(await total("active-time", "known")).toBe(all?.activeSeconds.n);
    expect(await total("active-time", "unknown")).toBe(all?.activeSeconds.unknown);
    expect(await total("time-to-view", "known")).toBe(all?.secondsToView.n);
    expect(await total("time-to-verdict", "known")).toBe(all?.secondsToVerdict.n);
    expect(await total("backlog")).toBe(report.backlog.open);
    expect(await total("label-use")).toBe(report.labelUse.used.n);
    for (const { part, rate } of report.reasons) expect(await total("reasons", part)).toBe(rate.k);
    for (const { part, cases } of report.workload.days) expect(await total("workload", part)).toBe(cases);
    for (const figure of figureKeys) expect(await total(figure), figure).toBeGreaterThanOrEqual(0);
    const audits = report.figures.flatMap(({ audit }) => audit ?? []);
    expect(audits).toHaveLength(2);
    for (const { model, missed, precision } of audits) {
      const one = async (figure: FigureKey): Promise<number> => {
        const { items } = await client.call("insights.behind", { period: "all", model, figure, limit: 1000 });
        return items.filter(({ isHit }) => isHit !== null).length;
      };
      expect([await one("missed"), await one("blind-precision")]).toEqual([missed.n, precision.n]);
    }
  });

  it("page through what is behind a figure, newest first and without a gap", async () => {
    const page = (offset: number, limit: number) => client.call("insights.behind", { period: "all", figure: "confirm", offset, limit });
    const { items, total } = await page(0, 1000);
    expect(items).toHaveLength(total);
    const pages = await Promise.all(Array.from({ length: Math.ceil(total / 40) }, (_, i) => page(i * 40, 40)));
    expect(pages.flatMap((one) => one.items)).toEqual(items);
    expect(items.map(({ at }) => at ?? 0)).toEqual(items.map(({ at }) => at ?? 0).toSorted((a, b) => b - a));
  });

  it("show nobody by name until somebody signs for it, and then say who did", async () => {
    const before = await client.call("insights.report", { period: "all" });
    expect(before).toMatchObject({ perAnalyst: { on: false, by: null }, analysts: null, agreement: { analysts: [] } });
    const behind = () => client.call("insights.behind", { period: "all", figure: "confirm", limit: 1000 });
    expect((await behind()).items.every(({ analyst }) => analyst === null)).toBe(true);
    await client.call("insights.perAnalyst", { on: true, analyst: "ana" });
    const { analysts, perAnalyst, figures } = await client.call("insights.report", { period: "all" });
    expect(perAnalyst).toMatchObject({ on: true, by: "ana" });
    expect(analysts?.map(({ analyst }) => analyst)).toEqual(["ana", "ben", "eve"]);
    expect(analysts?.reduce((total, { cases }) => total + cases, 0)).toBe(figures[0]?.cases);
    expect(new Set((await behind()).items.map(({ analyst }) => analyst))).toEqual(new Set(["ana", "ben", "eve"]));
    const { decisions } = await client.call("audit.page", { limit: 1 });
    expect(decisions[0]).toMatchObject({ actor: "ana", kind: "insights.per-analyst", body: { on: true } });
    await client.call("insights.perAnalyst", { on: false, analyst: "ana" });
    expect((await client.call("insights.report", {})).analysts).toBeNull();
  });

  it("count what suppressions hide of the open cases, and list it", async () => {
    const made = await client.call("suppressions.create", {
      scope: { model: "logon" },
      reason: "known",
      override: "a test",
      analyst: "ana",
    });
    const { backlog, suppressed } = await client.call("insights.report", { period: "all" });
    expect(suppressed).toMatchObject({ active: 1, made: 1, hidden: { k: made.suppression.hidden, n: backlog.open } });
    expect(suppressed.hidden.k).toBeGreaterThan(10);
    expect((await client.call("insights.behind", { period: "all", figure: "suppressed" })).total).toBe(suppressed.hidden.k);
    const { decisions } = await client.call("audit.page", { limit: 1 });
    expect(decisions[0]).toMatchObject({
      title: "Suppression",
      words: expect.stringMatching(/^Suppression of .*logon.*: known$/) as string,
    });
    await client.call("decisions.undo", { analyst: "ana" });
    expect((await client.call("insights.report", { period: "all" })).suppressed).toMatchObject({ active: 0, made: 0, hidden: { k: 0 } });
  });

  it("read a base rate with every precision, and say that it is a lower bound while the blind sample is too small", async () => {
    const { figures } = await client.call("insights.report", { period: "all" });
    const beaconing = figures.find(({ model }) => model === "beaconing");
    expect(beaconing?.exposure).toMatchObject({ subjects: 10_000, baseRate: { basis: "confirmed", n: 10_000 } });
    expect(beaconing?.exposure.baseRate.k).toBe(beaconing?.confirm.k);
    expect(beaconing?.exposure.surfaced).toBe(2 * perModel - [...Array(perModel).keys()].filter((i) => blindKindOf(i) === "audit").length);
    expect(beaconing?.foil).toMatchObject({ verdict: "beats", foil: expect.any(String) as string });
    expect(figures[0]?.foil).toBeNull();
  });
});
