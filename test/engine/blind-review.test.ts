import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import type { BlindReview } from "../../shared/contract/blind-reviews.ts";
import type { Client } from "../../shared/contract/client.ts";
import type { ModelVersion } from "../../shared/contract/models.ts";
import type { QueueRow } from "../../shared/contract/triage.ts";
import { createRandom } from "../../shared/lib/random.ts";
import { createEngine } from "../../electron/engine/engine.ts";
import type { Engine } from "../../electron/engine/engine-interface.ts";
import { type Database, openDatabase } from "../../electron/engine/sqlite/database.ts";
import { query } from "../../electron/engine/sqlite/statement.ts";
import { createWorkspace } from "../../electron/engine/workspace/workspace.ts";
import { createInProcessClient } from "../../electron/hosts/in-process/in-process-client.ts";
import { addSnapshot, day, start, writeTestPackage } from "./scoring-fixture.ts";
import type { Event } from "./snapshot-fixture.ts";

const random = createRandom(5);
const needed = 12;

const pair = (src: string, dst: string, onDay: number, kind: { n: number; bytes: number; ports?: number }): Event[] =>
  Array.from({ length: kind.n }, (_, i) => ({
    time: start + onDay * day + Math.floor(random.float() * (day - 1_000_000)),
    src_endpoint_ip: src,
    dst_endpoint_ip: dst,
    dst_endpoint_port: kind.ports === undefined ? 443 : 1024 + (i % kind.ports),
    traffic_bytes_out: Math.floor(kind.bytes * (0.5 + random.float())),
    duration: 10_000 * (0.5 + random.float()),
    app_name: "ssl",
    metadata_uid: `${src}-${dst}-${onDay}-${i}`,
  }));
const ordinary = (onDay: number): Event[] =>
  Array.from({ length: 150 }, (_, p) =>
    pair(`10.0.${Math.floor(p / 40)}.${p % 40}`, `192.0.2.${p % 17}`, onDay, { n: 4, bytes: 1000 * Math.exp(random.float() * 4) }),
  ).flat();
const thieves = (onDay: number): Event[] =>
  Array.from({ length: 4 }, (_, i) => pair(`10.9.9.${i}`, "files.example.net", onDay, { n: 30, bytes: 80_000_000, ports: 30 })).flat();

const dir = mkdtempSync(join(tmpdir(), "quarry-review-"));
const workspaceDir = join(dir, "workspace");
const packagesDir = join(dir, "models");
const model = "odd-pairs";
let engine: Engine;
let client: Client;
let db: Database;
let champion: ModelVersion;
let candidate: ModelVersion;
let review: BlindReview;

const Item = z.object({
  anomaly_id: z.string(),
  turn: z.number(),
  candidate_rank: z.number().nullable(),
  champion_rank: z.number().nullable(),
});
const items = () =>
  query(db, "SELECT anomaly_id, turn, candidate_rank, champion_rank FROM blind_review_item WHERE run_id = $review ORDER BY turn", Item).all(
    {
      review: review.id,
    },
  );
const Scored = z.object({ score: z.number(), p_value: z.number() });
const scoredAs = (id: string) => query(db, "SELECT score, p_value FROM anomaly WHERE id = $id", Scored).get({ id });
const target = () => ({ model, version: candidate.id });
const cases = async (show: "open" | "all" = "all"): Promise<QueueRow[]> =>
  (await client.call("triage.queue", { review: review.id, show, limit: 1000 })).rows;
const truth = (row: Pick<QueueRow, "subject">): "malicious" | "benign" =>
  row.subject.label.includes("files.example.net") ? "malicious" : "benign";
const judge = (row: QueueRow, verdict: string = truth(row)) => client.call("triage.judge", { anomalyIds: [row.anomalyId], verdict });
const judgeAll = async (): Promise<void> => {
  for (const row of await cases("open")) await judge(row);
};
const status = () => client.call("blindReview.status", target());

beforeAll(async () => {
  writeTestPackage(join(packagesDir, model), { dailyBudget: 9, promotion: { review: { cases: needed } } });
  const workspace = createWorkspace(workspaceDir);
  const early = addSnapshot(
    workspace,
    [0, 1].flatMap((d) => [...ordinary(d), ...thieves(d)]),
    "early",
  );
  addSnapshot(
    workspace,
    [4, 5].flatMap((d) => [...ordinary(d), ...thieves(d)]),
    "late",
  );
  workspace.close();
  engine = await createEngine({ workspaceDir, packagesDir });
  client = createInProcessClient(engine, { trust: "local", host: "test" });
  await client.call("workspace.sign", { analyst: "ana" });
  champion = await client.call("models.train", { model, seed: 1, dataset: early.id });
  await client.call("models.promote", { model, version: champion.id, reason: "first", override: "the first one" });
  candidate = await client.call("models.train", { model, seed: 2, dataset: early.id });
  await client.call("scoring.run", { models: [model] });
  await engine.close();
  cpSync(workspaceDir, join(dir, "copy"), { recursive: true });
  engine = await createEngine({ workspaceDir, packagesDir });
  client = createInProcessClient(engine, { trust: "local", host: "test" });
  db = openDatabase(join(workspaceDir, "quarry.sqlite"));
}, 300_000);
afterAll(async () => {
  db.close();
  await engine.close();
  rmSync(dir, { recursive: true, force: true });
});

describe("drawing a blind review", () => {
  it("takes a random sample of what either version would list after its training, and none of it enters the queue", async () => {
    const before = await client.call("triage.queue", { show: "all", limit: 1000 });
    expect(await status()).toBeNull();
    review = await client.call("blindReview.start", target());
    expect(review).toMatchObject({
      version: candidate.id,
      champion: champion.id,
      state: "open",
      needed,
      judged: 0,
      analyst: "ana",
      endedBy: [],
    });
    expect(review.from).toBeGreaterThanOrEqual(start + 4 * day);
    expect(review.total).toBeGreaterThanOrEqual(needed);
    const drawn = items();
    const due = drawn.slice(0, review.total);
    expect(due.filter((one) => one.candidate_rank !== null).length).toBeGreaterThanOrEqual(needed);
    expect(due.filter((one) => one.champion_rank !== null).length).toBeGreaterThanOrEqual(needed);
    // Two days of nine places each.
    for (const { candidate_rank, champion_rank } of drawn)
      expect(Math.max(candidate_rank ?? 0, champion_rank ?? 0)).toBeLessThanOrEqual(18);
    expect(drawn.some((one) => one.candidate_rank === null)).toBe(true);
    expect(drawn.some((one) => one.champion_rank === null)).toBe(true);
    const ranks = drawn.flatMap(({ candidate_rank }) => candidate_rank ?? []);
    expect(ranks).not.toEqual(ranks.toSorted((a, b) => a - b));
    const after = await client.call("triage.queue", { show: "all", limit: 1000 });
    expect(after.rows.map(({ anomalyId }) => anomalyId)).toEqual(before.rows.map(({ anomalyId }) => anomalyId));
    expect(await client.call("scoring.runs", {})).toHaveLength(1);
  });

  it("draws the same cases again and goes on where it was", async () => {
    const before = items();
    const [first] = await cases();
    if (first === undefined) expect.unreachable("there are cases");
    await expect(client.call("lineage.graph", { of: first.anomalyId })).rejects.toMatchObject({ code: "conflict" });
    await judge(first);
    expect(await client.call("blindReview.start", target())).toMatchObject({ id: review.id, judged: 1 });
    expect(items()).toEqual(before);
    expect(await client.call("blindReview.status", { review: review.id })).toEqual(await status());
    expect(await client.call("blindReview.status", { review: "none" })).toBeNull();
    await client.call("decisions.undo", {});
    expect(await status()).toMatchObject({ judged: 0, state: "open" });
  });

  it("is refused for the champion itself", async () => {
    await expect(client.call("blindReview.start", { model, version: champion.id })).rejects.toMatchObject({ code: "conflict" });
  });
});

describe("a case of a review that is not ended", () => {
  it("tells nothing over the wire of score, rank or version, before its verdict and after it", async () => {
    const everything = async (row: QueueRow): Promise<string> => {
      const { anomalyId } = row;
      return JSON.stringify([
        row,
        await client.call("triage.row", { anomalyId }),
        await client.call("triage.case", { anomalyId }),
        await client.call("triage.context", { anomalyId }),
        await client.call("triage.evidence", { anomalyId }),
        await client.call("blindReview.status", target()).then((found) => ({ ...found, version: "", champion: "" })),
        (await client.call("audit.page", { limit: 1 })).decisions
          .filter(({ kind }) => kind === "verdict.record")
          .map(({ body, words }) => [body, words]),
      ]);
    };
    const [first] = await cases();
    if (first === undefined) expect.unreachable("there are cases");
    for (const isJudged of [false, true]) {
      if (isJudged) await judge(first);
      for (const row of (await cases()).slice(0, 6)) {
        expect(row).toMatchObject({
          score: null,
          pValue: null,
          qValue: null,
          reasons: [],
          isNew: null,
          version: "",
          review: "blind-review",
        });
        expect(row.blind).toEqual({ kind: null, propensity: null });
        const text = await everything(row);
        const known = scoredAs(row.anomalyId);
        expect(text).not.toContain(String(known?.score));
        expect(text).not.toContain(`"pValue":${known?.p_value}`);
        expect(text).not.toContain('contribution":');
        expect(text).not.toMatch(/candidate_?rank|champion_?rank|versionRank/iu);
        // The log names the maker of all cases alike; nothing else names a version.
        for (const { id } of [champion, candidate]) expect(text.replaceAll(`"modelVersion":"${candidate.id}"`, "")).not.toContain(id);
        await expect(client.call("models.scoredBy", { anomalyId: row.anomalyId })).rejects.toMatchObject({ code: "conflict" });
      }
    }
    await client.call("decisions.undo", {});
  });

  it("looks the same whichever list it is on", async () => {
    const rows = new Map((await cases()).map((row) => [row.anomalyId, row]));
    const shapes = items()
      .slice(0, review.total)
      .map(({ anomaly_id, candidate_rank }) => {
        const row = rows.get(anomaly_id);
        if (row === undefined) return expect.unreachable("every due case is in the queue of the review");
        const { run, version, stage, dataset, blind, review: kind, model: name } = row;
        return { isOwn: candidate_rank !== null, shape: JSON.stringify({ run, version, stage, dataset, blind, kind, name }) };
      });
    expect(new Set(shapes.map(({ isOwn }) => isOwn)).size).toBe(2);
    expect(new Set(shapes.map(({ shape }) => shape)).size).toBe(1);
  });

  it("hides a verdict that its subject has in the queue", async () => {
    const { rows } = await client.call("triage.queue", { show: "all", limit: 1000 });
    const shown = await cases();
    const both = shown.find((one) => rows.some((row) => row.subject.label === one.subject.label && row.window.from === one.window.from));
    const queued = rows.find((row) => row.subject.label === both?.subject.label && row.window.from === both.window.from);
    if (both === undefined || queued === undefined) expect.unreachable("the champion's queue has one of the cases");
    await judge(queued);
    const again = (await cases()).find(({ anomalyId }) => anomalyId === both.anomalyId);
    expect(again).toMatchObject({ state: null, priorVerdicts: both.priorVerdicts });
    const detail = await client.call("triage.case", { anomalyId: both.anomalyId });
    expect(detail.prior.map(({ anomalyId }) => anomalyId)).not.toContain(queued.anomalyId);
    expect(detail.lineage).toBeNull();
    expect(detail.history.filter(({ undone }) => !undone)).toEqual([]);
    await client.call("decisions.undo", {});
  });

  it("is not judged together with others", async () => {
    const [other] = (await client.call("triage.queue", { limit: 1 })).rows;
    const [own] = await cases();
    await expect(
      client.call("triage.judge", { anomalyIds: [own?.anomalyId ?? "", other?.anomalyId ?? ""], verdict: "benign" }),
    ).rejects.toMatchObject({ code: "bad-input" });
  });
});

const lineSeven = async () => {
  const { report } = await client.call("models.evaluate", target());
  return { line: report.gate.find(({ line }) => line === 7), review: report.review };
};

describe("a blind review that is judged", () => {
  it("takes another case for each that stays undecided, and cannot be ended or told of before all are judged", async () => {
    const [first, second] = await cases();
    if (first === undefined || second === undefined) expect.unreachable("there are cases");
    await judge(first, "insufficient-data");
    await judge(second);
    const now = await status();
    expect(now).toMatchObject({ judged: 2, undecided: 1, state: "open" });
    const sides = items().slice(0, now?.total);
    const rest = sides.filter(({ anomaly_id }) => anomaly_id !== first.anomalyId);
    expect(
      Math.min(rest.filter((one) => one.candidate_rank !== null).length, rest.filter((one) => one.champion_rank !== null).length),
    ).toBe(needed);
    await expect(client.call("blindReview.end", { review: review.id })).rejects.toMatchObject({ code: "conflict" });
    await expect(client.call("blindReview.receipt", { review: review.id })).rejects.toMatchObject({ code: "conflict" });
    const { line, review: evidence } = await lineSeven();
    expect(line).toMatchObject({
      state: "insufficient",
      k: 0,
      n: 0,
      text: `2 of ${now?.total} cases reviewed; nothing is counted before the review is ended.`,
    });
    expect(evidence).toMatchObject({ cases: { n: 0 }, sample: { isEnded: false, judged: 2 } });
  });

  it("is ended by the analyst, and then tells which list had what, counted as the decided cases are", async () => {
    await judgeAll();
    const done = await status();
    expect(done).toMatchObject({ state: "judged", judged: done?.total });
    expect((await lineSeven()).line).toMatchObject({ state: "insufficient", n: 0 });
    const { receipt } = await client.call("blindReview.end", { review: review.id });
    const own = receipt.cases.filter(({ versionRank, isMalicious }) => versionRank !== null && isMalicious !== null);
    const theirs = receipt.cases.filter(({ championRank, isMalicious }) => championRank !== null && isMalicious !== null);
    const hits = (some: typeof own) => some.filter(({ isMalicious }) => isMalicious === true).length;
    expect(receipt.ofVersion).toMatchObject({ k: hits(own), n: own.length });
    expect(receipt.ofChampion).toMatchObject({ k: hits(theirs), n: theirs.length });
    expect(Math.min(own.length, theirs.length)).toBe(needed);
    expect(receipt.versionOnly).toBe(receipt.cases.filter((one) => one.isMalicious === true && one.championRank === null).length);
    expect(receipt.championOnly).toBe(receipt.cases.filter((one) => one.isMalicious === true && one.versionRank === null).length);
    expect(receipt.review).toMatchObject({ state: "ended", endedBy: ["ana"] });
    expect(await client.call("blindReview.receipt", { review: review.id })).toEqual(receipt);
    const [row] = await cases();
    expect(row).toMatchObject({ version: candidate.id, review: null, blind: { kind: "review" } });
    expect(row?.score).not.toBeNull();
  });

  it("decides line 7 of the gate once the version is evaluated again, and the old evaluation says so", async () => {
    const before = await client.call("models.gate", target());
    expect(before.stale).toBe("Its blind review says something else now than when it was evaluated.");
    const { line, review: evidence } = await lineSeven();
    expect(evidence.sample).toMatchObject({ isEnded: true, by: ["ana"], undecided: 1, disputed: 0 });
    expect(line).toMatchObject({ k: evidence.cases.k, n: evidence.cases.n });
    expect(evidence.cases.n).toBeGreaterThanOrEqual(needed);
    // Of twelve or a few more at least four are malicious: the lower end of the interval is above a tenth.
    expect(evidence.cases.k).toBeGreaterThanOrEqual(4);
    expect(line?.state).toBe("pass");
    expect(line?.text).toContain("the champion's list");
    expect((await client.call("models.gate", target())).stale).toBeNull();
  });

  it("makes labels of its stratum, which weigh as any other, and leaves the figures of the queue alone", async () => {
    const taught = await client.call("models.train", { model, seed: 3, labels: "current" });
    const report = await client.call("models.trainingReport", { model, version: taught.id });
    const ids = new Set(items().map(({ anomaly_id }) => anomaly_id));
    const used = report?.used.filter(({ anomalyId }) => ids.has(anomalyId)) ?? [];
    expect(used.length).toBeGreaterThan(0);
    expect(Math.max(...used.map(({ weight }) => weight))).toBeLessThanOrEqual(1);
    // Nothing but review cases was judged, and no queue had those.
    const { figures } = await client.call("insights.report", {});
    expect(figures.map(({ cases: judged }) => judged)).toEqual(figures.map(() => 0));
    expect((await client.call("models.upkeep", { model })).judged).toMatchObject({ malicious: 0, wrong: 0, disputed: 0 });
    expect((await client.call("audit.verify", {})).problems).toEqual([]);
  });

  it("is taken back before any of its verdicts, and what is judged after it was seen does not count as blind", async () => {
    const [first] = items();
    const verdict = (await client.call("triage.case", { anomalyId: first?.anomaly_id ?? "" })).history.find(
      ({ undone }) => !undone,
    )?.decision;
    await expect(client.call("decisions.undo", { decision: verdict ?? "" })).rejects.toMatchObject({ code: "conflict" });
    await client.call("decisions.undo", {});
    expect(await status()).toMatchObject({ state: "judged", endedBy: [] });
    await client.call("decisions.undo", { decision: verdict ?? "" });
    expect(await status()).toMatchObject({ state: "open" });
    const open = await cases("open");
    expect(open[0]).toMatchObject({ anomalyId: first?.anomaly_id, score: null });
    if (open[0] !== undefined) await judge(open[0], "malicious");
    expect((await status())?.state).toBe("open");
    await client.call("decisions.undo", {});
    await client.call("decisions.redo", { decision: verdict ?? "" });
    expect((await status())?.state).toBe("judged");
  });

  it("is each analyst's own, who see nothing of another's verdicts, and where they differ the case is left out until it is settled", async () => {
    await client.call("blindReview.end", { review: review.id });
    await client.call("workspace.sign", { analyst: "ben" });
    expect(await status()).toMatchObject({ analyst: "ben", judged: 0, state: "open", endedBy: ["ana"] });
    const rows = await cases();
    expect(rows.every(({ state, score }) => state === null && score === null)).toBe(true);
    const ours = items().filter(({ candidate_rank }) => candidate_rank !== null);
    const odd = rows.filter((row) => ours.some(({ anomaly_id }) => anomaly_id === row.anomalyId)).find((row) => truth(row) === "malicious");
    for (const row of await cases("open")) await judge(row, row.anomalyId === odd?.anomalyId ? "benign" : truth(row));
    const { receipt } = await client.call("blindReview.end", { review: review.id });
    expect(receipt.cases.find(({ anomalyId }) => anomalyId === odd?.anomalyId)).toMatchObject({ isMalicious: false });
    const { review: evidence } = await lineSeven();
    expect(evidence.sample).toMatchObject({ by: ["ana", "ben"], disputed: 1 });
    await client.call("review.settle", { anomalyId: odd?.anomalyId ?? "", verdict: "malicious", reason: "seen in the evidence" });
    const { review: settled } = await lineSeven();
    expect(settled.sample).toMatchObject({ disputed: 0 });
    expect(settled.cases).toMatchObject({ k: evidence.cases.k + 1, n: evidence.cases.n + 1 });
  });
});

describe("reviews as a whole", () => {
  it("derive from the log alone, after any verdicts given, taken back and given again", async () => {
    await client.call("workspace.sign", { analyst: "cai" });
    const dice = createRandom(23);
    const verdicts = ["malicious", "benign", "insufficient-data"];
    const now = async () => [await status(), (await cases("open")).map(({ anomalyId }) => anomalyId), (await lineSeven()).review];
    const given: number[] = [];
    for (let step = 0; step < 30; step++) {
      const all = await cases();
      const row = all[dice.below(all.length)];
      const before = (await status())?.judged ?? 0;
      const choice = dice.float();
      if (choice < 0.6 && row !== undefined) {
        await judge(row, verdicts[dice.below(verdicts.length)] ?? "benign");
        given.push(before);
      } else if (given.length > 0) {
        await client.call("decisions.undo", {});
        // Back to what it was before that verdict.
        expect((await status())?.judged).toBe(given.pop());
        if (choice > 0.8) {
          given.push((await status())?.judged ?? 0);
          await client.call("decisions.redo", {});
        }
      }
    }
    const found = await now();
    await client.call("decisions.rebuild", {});
    expect(await now()).toEqual(found);
    expect((await client.call("audit.verify", {})).problems).toEqual([]);
  });

  it("come along when copies are merged, with who has ended them, and enter no queue there", async () => {
    await engine.close();
    const copy = await createEngine({ workspaceDir: join(dir, "copy"), packagesDir });
    const there = createInProcessClient(copy, { trust: "local", host: "test" });
    const queue = async () => (await there.call("triage.queue", { show: "all", limit: 1000 })).rows.map(({ anomalyId }) => anomalyId);
    const before = await queue();
    await there.call("merge.apply", { path: workspaceDir, analyst: "ana" });
    expect(await there.call("blindReview.status", { ...target(), analyst: "ben" })).toMatchObject({
      id: review.id,
      state: "ended",
      endedBy: ["ana", "ben"],
    });
    expect(await queue()).toEqual(before);
    expect(await there.call("scoring.runs", {})).toHaveLength(1);
    await copy.close();
    engine = await createEngine({ workspaceDir, packagesDir });
  });
});
