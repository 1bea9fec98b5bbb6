import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import type { Client } from "../../shared/contract/client.ts";
import type { QueueRow } from "../../shared/contract/triage.ts";
import { createEngine } from "../../electron/engine/engine.ts";
import type { Engine } from "../../electron/engine/engine-interface.ts";
import { openDatabase } from "../../electron/engine/sqlite/database.ts";
import { query } from "../../electron/engine/sqlite/statement.ts";
import { lotOf } from "../../electron/engine/triage/second-looks.ts";
import { createInProcessClient } from "../../electron/hosts/in-process/in-process-client.ts";
import { surface } from "./hunts-fixture.ts";

const dir = mkdtempSync(join(tmpdir(), "quarry-looks-"));
const workspaceDir = join(dir, "workspace");
let engine: Engine;
let client: Client;
let ids: readonly string[];

beforeAll(async () => {
  surface(
    workspaceDir,
    1,
    Array.from({ length: 30 }, (_, i) => ({ name: `case-${i}`, model: "beaconing", entities: ["host:fqdn:ws-1.corp"], atHour: i })),
  );
  engine = await createEngine({ workspaceDir });
  client = createInProcessClient(engine, { trust: "local", host: "test" });
  await sign("ada");
  ids = (await rowsOf("all")).map((row) => row.anomalyId);
});

afterAll(async () => {
  await engine.close();
  rmSync(dir, { recursive: true, force: true });
});

const sign = (analyst: string) => client.call("workspace.sign", { analyst });
const shareIs = (share: number) => client.call("review.share", { share, analyst: "lead" });
const rowsOf = async (show: "open" | "second-look" | "disputed" | "all"): Promise<QueueRow[]> =>
  (await client.call("triage.queue", { show, limit: 1000 })).rows;
const rowOf = (anomalyId: string) => client.call("triage.row", { anomalyId });
const idAt = (i: number): string => ids[i] ?? "";
const judge = (anomalyIds: string[], verdict: string, more: object = {}) => client.call("triage.judge", { anomalyIds, verdict, ...more });
/** The model's bundle, which the audit asks for too, is none. */
const problems = async () => (await client.call("audit.verify", {})).problems.filter(({ problem }) => !problem.startsWith("beaconing@"));

/** Ada's verdict on a case, which is then ben's to look at again. */
async function firstByAda(anomaly: string, verdict: string): Promise<string> {
  await sign("ada");
  const { decision } = await judge([anomaly], verdict, { reason: verdict === "benign" ? "scheduled" : "", note: "ada thinks so" });
  await shareIs(1);
  await sign("ben");
  return decision;
}

describe("second looks", () => {
  it("draws a share of the verdicts by their ids alone, and a higher share adds to it", async () => {
    await sign("ada");
    const drawn: string[] = [];
    for (const id of ids.slice(0, 20)) {
      const { decision } = await judge([id], "benign");
      if (lotOf(decision, id) < 0.5) drawn.push(id);
    }
    const dueAt = async (share: number): Promise<string[]> => {
      await shareIs(share);
      return (await client.call("review.queue", { analyst: "ben" })).rows.map((row) => row.anomalyId);
    };
    expect((await dueAt(0.5)).toSorted()).toEqual(drawn.toSorted());
    expect(await dueAt(0)).toEqual([]);
    const some = await dueAt(0.3);
    const more = await dueAt(0.7);
    expect(more).toEqual(expect.arrayContaining(some));
    expect(await dueAt(1)).toHaveLength(20);
    expect((await client.call("review.queue", { analyst: "ada" })).total).toBe(0);
    for (let i = 0; i < 20; i += 1) await client.call("decisions.undo", {});
    expect((await client.call("review.status", { analyst: "ben" })).due).toBe(0);
  });

  it("takes a share that was set back as any decision", async () => {
    const { share } = await client.call("review.status", {});
    await shareIs(0.25);
    await client.call("decisions.undo", { analyst: "lead" });
    expect((await client.call("review.status", {})).share).toBe(share);
  });

  it("draws about the share it is told", () => {
    const lots = Array.from({ length: 20_000 }, (_, i) => lotOf(`d${i}`, "a"));
    const share = lots.filter((lot) => lot < 0.05).length / lots.length;
    // Four standard errors of 20,000 draws.
    expect(Math.abs(share - 0.05)).toBeLessThan(4 * Math.sqrt((0.05 * 0.95) / 20_000));
    expect(Math.min(...lots)).toBeGreaterThanOrEqual(0);
  });

  it("comes to another analyst as an open case that tells neither the verdict nor the score", async () => {
    const id = idAt(0);
    await firstByAda(id, "malicious");
    const row = await rowOf(id);
    expect(row).toMatchObject({
      review: "second-look",
      state: null,
      score: null,
      pValue: null,
      qValue: null,
      isNew: null,
      reasons: [],
      blind: { kind: null, propensity: null },
    });
    expect((await rowsOf("second-look")).map((one) => one.anomalyId)).toEqual([id]);
    expect((await rowsOf("open")).map((one) => one.anomalyId)).toContain(id);
    await sign("ada");
    expect(await rowOf(id)).toMatchObject({ review: null, state: { verdict: "malicious", analyst: "ada" } });
    await client.call("decisions.undo", {});
  });

  it("settles the case when both say the same, the first verdict staying in force", async () => {
    const id = idAt(2);
    const first = await firstByAda(id, "benign");
    await judge([id], "benign", { reason: "known admin" });
    expect(await rowOf(id)).toMatchObject({ review: null, state: { verdict: "benign", analyst: "ada", decision: first } });
    expect((await client.call("review.disagreements", {})).total).toBe(0);
    expect((await client.call("review.agreement", {})).verdict).toMatchObject({ n: 1, agreed: 1, state: "insufficient" });
    expect((await client.call("review.status", { analyst: "cai" })).due).toBe(0);
    expect(await problems()).toEqual([]);
    await client.call("decisions.undo", {});
    expect((await client.call("review.agreement", {})).verdict.n).toBe(0);
    await sign("ada");
    await client.call("decisions.undo", {});
  });

  it("puts no verdict in force while two differ, keeps both, and trains on neither", async () => {
    const id = idAt(3);
    const first = await firstByAda(id, "malicious");
    const { decision: second, states } = await judge([id], "benign", { reason: "scheduled", note: "a back-up" });
    expect(states).toEqual({});
    expect(await rowOf(id)).toMatchObject({ review: "disputed", state: null });
    expect((await rowsOf("open")).map((row) => row.anomalyId)).not.toContain(id);
    expect((await rowsOf("disputed")).map((row) => row.anomalyId)).toEqual([id]);
    const { items } = await client.call("review.disagreements", {});
    expect(items).toMatchObject([
      {
        anomalyId: id,
        isOpen: true,
        changesLabel: true,
        settled: null,
        sides: [
          { decision: first, analyst: "ada", verdict: "malicious", note: "ada thinks so", isSecondLook: false },
          { decision: second, analyst: "ben", verdict: "benign", reason: "scheduled", note: "a back-up", isSecondLook: true },
        ],
      },
    ]);
    const receipts = await client.call("labels.receipts", { anomalyId: id });
    expect(receipts.map(({ analyst, leftOutBecause }) => [analyst, leftOutBecause])).toEqual(
      expect.arrayContaining([
        ["ada", "analysts differ on it, and nobody has settled it yet"],
        ["ben", "analysts differ on it, and nobody has settled it yet"],
      ]),
    );
    await expect(judge([id], "test")).rejects.toThrow(/Analysts differ on .* Settle it with a reason/);
    expect(await problems()).toEqual([]);
  });

  it("is settled by a person who adopts one verdict or gives a third, with a reason, and can be taken back", async () => {
    const id = idAt(3);
    const [open] = (await client.call("review.disagreements", {})).items;
    const [ada] = open?.sides ?? [];
    await sign("cai");
    await expect(client.call("review.settle", { anomalyId: id, reason: "both", adopt: ada?.decision, verdict: "test" })).rejects.toThrow(
      "either the verdict to adopt or a third one",
    );
    await expect(client.call("review.settle", { anomalyId: id, reason: "x", adopt: "d0" })).rejects.toThrow("none of the verdicts");
    const { decision } = await client.call("review.settle", { anomalyId: id, adopt: ada?.decision, reason: "the beacon is real" });
    expect(await rowOf(id)).toMatchObject({ review: null, state: { verdict: "malicious", analyst: "cai", decision } });
    await expect(client.call("decisions.undo", { decision: ada?.decision })).rejects.toThrow(/rests on it/);
    const [settled] = (await client.call("review.disagreements", { state: "settled" })).items;
    expect(settled).toMatchObject({ isOpen: false, settled: { analyst: "cai", adopts: ada?.decision, note: "the beacon is real" } });
    expect((await client.call("labels.receipts", { anomalyId: id })).map((one) => one.leftOutBecause)).toEqual([null]);
    await client.call("decisions.undo", {});
    expect(await rowOf(id)).toMatchObject({ review: "disputed", state: null });
    await client.call("review.settle", { anomalyId: id, verdict: "test", reason: "an exercise" });
    expect(await rowOf(id)).toMatchObject({ review: null, state: { verdict: "test" } });
    expect((await client.call("review.status", { analyst: "dee" })).due).toBe(0);
    await expect(client.call("review.settle", { anomalyId: id, verdict: "test", reason: "again" })).rejects.toThrow("no open disagreement");
    expect(await problems()).toEqual([]);
  });

  it("is taken only from somebody it is for, and as many at once as there are", async () => {
    const chosen = [idAt(5), idAt(6)];
    await sign("ada");
    await judge(chosen, "benign");
    await shareIs(1);
    await expect(client.call("review.judge", { anomalyIds: chosen, verdict: "benign", analyst: "ada" })).rejects.toThrow(
      "not a second look",
    );
    const { disputed } = await client.call("review.judge", { anomalyIds: chosen, verdict: "malicious", analyst: "ben" });
    expect(disputed.toSorted()).toEqual(chosen.toSorted());
    await client.call("decisions.undo", { analyst: "ben" });
    expect((await client.call("review.disagreements", {})).total).toBe(0);
    await client.call("decisions.redo", { analyst: "ben" });
    expect((await client.call("review.disagreements", {})).total).toBe(2);
    expect(await problems()).toEqual([]);
  });

  it("leaves a verdict given in sight of the first a correction, as before", async () => {
    const id = idAt(8);
    await shareIs(0);
    await sign("ada");
    await judge([id], "benign");
    await sign("ben");
    await judge([id], "malicious");
    expect(await rowOf(id)).toMatchObject({ review: null, state: { verdict: "malicious", analyst: "ben" } });
    expect(await problems()).toEqual([]);
  });

  it("shows in the audit when what is derived was changed", async () => {
    const db = openDatabase(join(workspaceDir, "quarry.sqlite"));
    const kept = query(db, "SELECT anomaly_id FROM verdict_dispute ORDER BY anomaly_id", z.object({ anomaly_id: z.string() })).all();
    db.prepare("DELETE FROM verdict_dispute").run();
    const found = await problems();
    for (const { anomaly_id } of kept) db.prepare("INSERT INTO verdict_dispute VALUES (?)").run(anomaly_id);
    db.close();
    expect(kept).toHaveLength(2);
    expect(found.map(({ problem }) => problem)).toEqual(
      kept.map(({ anomaly_id }) => `disagreement on ${anomaly_id} is missing from its table`),
    );
    expect(await problems()).toEqual([]);
  });
});
