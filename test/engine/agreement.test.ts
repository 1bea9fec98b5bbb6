import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { DecisionBook } from "../../electron/engine/decisions/decision-book.ts";
import { agreement } from "../../electron/engine/labels/agreement.ts";
import { type Database, openDatabase } from "../../electron/engine/sqlite/database.ts";
import { createDecisionLog, type DecisionLog } from "../../electron/engine/sqlite/decision-log.ts";
import { triageKinds } from "../../electron/engine/triage/triage-kinds.ts";
import { storeAnomalies } from "./labels-fixture.ts";

const dir = mkdtempSync(join(tmpdir(), "quarry-agreement-"));
let db: Database;
let log: DecisionLog;
let book: DecisionBook;

const judge = (actor: string, anomaly: string, verdict: string, blindTo?: string): string =>
  book.record("verdict.record", actor, {
    anomalyIds: [anomaly],
    verdict,
    reason: "",
    note: "",
    techniques: [],
    seen: [],
    ...(blindTo === undefined ? {} : { secondLooks: { [anomaly]: blindTo } }),
  }).id;

/** What ada, then ben said of 36 anomalies, as often as told. */
const said = [
  ["benign", "benign", 16],
  ["malicious", "malicious", 12],
  ["benign", "malicious", 3],
  ["malicious", "benign", 1],
  ["benign", "false-positive-model", 4],
] as const;
const pairs = said.flatMap(([first, second, n]) => Array.from({ length: n }, () => [first, second] as const));

beforeAll(() => {
  db = openDatabase(join(dir, "quarry.sqlite"));
  log = createDecisionLog(db);
  book = new DecisionBook(
    db,
    log,
    triageKinds(db, () => undefined),
  );
  storeAnomalies(
    db,
    Array.from({ length: 50 }, (_, i) => ({ id: `a${i}`, model: i < 40 ? "beaconing" : "logon", subject: `s${i}` })),
  );
  pairs.forEach(([first, second], i) => {
    const id = judge("ada", `a${i}`, first);
    judge("ben", `a${i}`, second, id);
  });
});
afterAll(() => {
  db.close();
  rmSync(dir, { recursive: true, force: true });
});

describe("agreement", () => {
  it("compares what verdicts mean for training, and the whole taxonomy, each with its n and interval", () => {
    const { label, verdict, analysts } = agreement(db);
    expect(label).toMatchObject({ state: "measured", n: 36, agreed: 32 });
    expect(verdict).toMatchObject({ state: "measured", n: 36, agreed: 28 });
    // By hand: observed 32/36; chance (23·21 + 13·15)/36² (benign, malicious by label).
    const chance = (23 * 21 + 13 * 15) / 36 ** 2;
    expect(label.kappa).toBeCloseTo((32 / 36 - chance) / (1 - chance), 12);
    expect(label.low).toBeLessThan(label.kappa ?? 0);
    expect(label.pairs[0]).toEqual({ first: "benign", second: "benign", n: 20 });
    expect(verdict.kappa).toBeLessThan(label.kappa ?? 0);
    expect(analysts).toEqual([]);
  });

  it("says too few instead of a figure, by model and by time", () => {
    expect(agreement(db, { model: "logon" }).label).toMatchObject({ state: "insufficient", n: 0, kappa: null, low: -1, high: 1 });
    const until = log.page({ limit: 1000 }).decisions.find(({ seq }) => seq === 20)?.at ?? 0;
    const early = agreement(db, { to: until + 1 }).label;
    expect(early.n).toBeLessThanOrEqual(36);
    expect(agreement(db, { from: until + 1 }).label.n + early.n).toBe(36);
    expect(agreement(db, { from: Number.MAX_SAFE_INTEGER }).label.because).toContain("0 pairs");
  });

  it("does not count a verdict given in sight of the first, nor one taken back", () => {
    judge("ada", "a45", "benign");
    judge("ben", "a45", "malicious");
    expect(agreement(db).label.n).toBe(36);
    const first = judge("ada", "a46", "benign");
    const second = judge("ben", "a46", "malicious", first);
    expect(agreement(db).label.n).toBe(37);
    book.undo("ben", second);
    expect(agreement(db).label.n).toBe(36);
  });

  it("keeps counting what was said blind after a third verdict settles it", () => {
    judge("cai", "a30", "benign");
    expect(agreement(db).label.n).toBe(36);
  });

  it("gives figures of two analysts only when asked, whoever judged first", () => {
    const first = judge("ben", "a47", "benign");
    judge("ada", "a47", "malicious", first);
    const [own] = agreement(db, { perAnalyst: true }).analysts;
    expect(own?.names).toEqual(["ada", "ben"]);
    expect(own?.label.pairs).toContainEqual({ first: "malicious", second: "benign", n: 2 });
    expect(agreement(db).label.pairs).toContainEqual({ first: "benign", second: "malicious", n: 4 });
  });
});
