import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { EvaluationReport } from "../../../../shared/contract/evaluations.ts";
import { PromotionSettings } from "../../../../shared/contract/promotion-settings.ts";
import { writeTestPackage } from "../../../../test/engine/scoring-fixture.ts";
import type { LoadedPackage } from "../../features/packages.ts";
import { createCalibration } from "../../scoring/conformal.ts";
import { subjectKeys, subjectKeyText } from "../../scoring/split.ts";
import { timeLine } from "../gate/soundness.ts";
import type { CaseRow } from "./case-rows.ts";
import { type LaterRow, splitByTime } from "./time-split.ts";
import type { TrainingSide } from "./training-side.ts";
import type { Judging } from "./version-judge.ts";

let dir = "";
let pkg: LoadedPackage;
beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), "quarry-split-"));
  pkg = writeTestPackage(join(dir, "odd-pairs"));
});
afterAll(() => rmSync(dir, { recursive: true, force: true }));

const hour = 3_600_000_000;
const settings = PromotionSettings.parse({});

const row = (src: string, bytes: number): CaseRow => ({
  keys: { src, dst: "d" },
  label: src,
  fromUs: 100 * hour,
  toUs: 101 * hour,
  events: 1,
  features: { bytes_sent: bytes, mean_seconds: 1, ports: 1, is_new_pair: 0 },
  extras: {},
});
const textOf = (src: string): string => subjectKeyText({ src, dst: "d" });

/** Scores a subject by what it has sent, or by what `known` says of it. */
const judging = (known: ReadonlyMap<string, number> = new Map()): Judging => ({
  bundle: { pkg, calibration: createCalibration(Float32Array.of(0, 1)) },
  scorer: {
    score: async (matrix) => ({
      scores: Float32Array.from({ length: matrix.rowCount }, (_, r) => {
        const own = matrix.observed[r] ?? 0;
        return known.get(subjectKeyText(subjectKeys(matrix, r))) ?? own;
      }),
      notices: [],
    }),
  },
});

const side = (subjects: readonly string[]): TrainingSide => ({
  endUs: 0,
  matrix: undefined,
  rowOf: new Map(),
  subjects: new Set(subjects.map(textOf)),
  lessons: new Set(),
});

/** Ten bad subjects that were in training and send less than others, ten that were not, and forty good ones. */
const later: readonly LaterRow[] = [
  ...Array.from({ length: 10 }, (_, i) => ({ isBad: true, row: row(`seen-${i}`, 10 + i) })),
  ...Array.from({ length: 10 }, (_, i) => ({ isBad: true, row: row(`new-${i}`, 55 + i) })),
  ...Array.from({ length: 40 }, (_, i) => ({ isBad: false, row: row(`good-${i}`, 20 + i) })),
];
const seen = later.flatMap((one) => (one.row.label.startsWith("seen") ? [one.row.label] : []));

const split = (candidate: Judging, subjects: readonly string[]): Promise<EvaluationReport["time"]> =>
  splitByTime({ candidate, champion: judging() }, side(subjects), undefined, later, { settings, methods: [] });

describe("what came after training", () => {
  it("catches a candidate that wins only by the subjects it was trained on", async () => {
    const memory = new Map(seen.map((src) => [textOf(src), 1000]));
    const time = { ...(await split(judging(memory), seen)), duplicates: 0, seenSubjects: seen.length };
    expect(time.later.candidate ?? 0).toBeGreaterThan((time.later.champion ?? 1) + 0.2);
    expect(time.disjoint).toMatchObject({ bad: 10, good: 40 });
    expect(time.disjoint.candidate).toBe(time.disjoint.champion);
    expect(timeLine({ time })).toMatchObject({ state: "fail", text: expect.stringMatching(/^It wins by knowing the subjects/) as unknown });
  });

  it("lets one pass that wins over subjects it never saw too", async () => {
    const better = new Map(later.map(({ isBad, row: one }) => [textOf(one.label), isBad ? 1000 : 0]));
    const time = { ...(await split(judging(better), seen)), duplicates: 0, seenSubjects: seen.length };
    expect(time.disjoint.candidate).toBe(1);
    expect(timeLine({ time })).toMatchObject({ state: "pass" });
  });

  it("cannot tell where training had every subject", async () => {
    const all = later.map(({ row: one }) => one.label);
    const better = new Map(later.map(({ isBad, row: one }) => [textOf(one.label), isBad ? 1000 : 0]));
    const time = { ...(await split(judging(better), all)), duplicates: 0, seenSubjects: all.length };
    expect(timeLine({ time })).toMatchObject({ state: "insufficient" });
  });

  it("does not claim to know what training had when its events are gone", async () => {
    expect(await split(judging(), seen)).toMatchObject({ duplicates: null, seenSubjects: null, subjects: 60, rows: 60 });
  });
});
