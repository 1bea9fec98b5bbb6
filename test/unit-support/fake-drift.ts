import type { DriftCheck, DriftReport, DriftWindow } from "../../shared/contract/drift.ts";
import { outsideWords } from "../../shared/domain/drift.ts";

const day = 86_400_000_000;
const tenths = [0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1];

const check = (of: Partial<DriftCheck> & Pick<DriftCheck, "layer" | "title" | "because">): DriftCheck => ({
  feature: of.title.toLowerCase().replaceAll(" ", "_"),
  measure: "",
  effect: null,
  interval: null,
  threshold: null,
  pValue: null,
  adjusted: null,
  n: 41_208,
  effective: 41_208,
  reference: 127_400,
  outcome: "as-trained",
  raised: false,
  isKey: false,
  importance: 0.1,
  also: {},
  shape: null,
  ...of,
});

const distribution = (
  title: string,
  effect: number,
  now: readonly number[],
  more: Partial<DriftCheck> = {},
  bins: readonly string[] = ["4", "9", "16", "31", "60", "118", "240", "900", "3600", "86400"].map((edge) => `to ${edge}`),
): DriftCheck =>
  check({
    layer: "distribution",
    title,
    measure: "wasserstein, ordinary spreads",
    effect,
    interval: { low: effect * 0.8, high: effect * 1.25 },
    threshold: 0.14,
    pValue: effect > 0.14 ? 0.0005 : 0.31,
    adjusted: effect > 0.14 ? 0.0086 : 0.62,
    effective: 18_077,
    also: { "KS D": effect / 2, "JS of tenths": effect / 3, PSI: effect ** 2 },
    shape: { bins: [...bins], trained: tenths.slice(0, bins.length), now: [...now] },
    because: `Values lie ${effect} ordinary spreads apart; mean 212, in training 187.`,
    ...more,
  });

const steady = [0.1, 0.11, 0.09, 0.1, 0.1, 0.1, 0.11, 0.09, 0.1, 0.1];
const moved = [0.02, 0.03, 0.04, 0.06, 0.08, 0.1, 0.13, 0.16, 0.18, 0.2];

const outsideChecks = (): DriftCheck[] => [
  check({
    layer: "schema",
    title: "network_activity.traffic_bytes_out",
    feature: null,
    importance: null,
    because: "Filled in 98 % of 3,912,044 events in training, in 71 % of 1,204,880 now: fewer, and not gone.",
  }),
  check({
    layer: "missingness",
    title: "Bytes out",
    measure: "change of missing share",
    effect: 0.27,
    interval: { low: 0.264, high: 0.276 },
    threshold: 0.05,
    outcome: "moved",
    raised: true,
    importance: 0.21,
    because: "Missing in 29 % (11950 of 41208); in training in 2 % (2548 of 127400).",
  }),
  check({
    layer: "range",
    title: "Interval",
    measure: "share out of range",
    effect: 0.0021,
    interval: { low: 0.0015, high: 0.003 },
    threshold: 0.01,
    because: "0.21 % (87 of 41208) are outside the 0.1 to 99.9 percentiles of training.",
  }),
  distribution("Regularity", 0.31, moved, { outcome: "critical", raised: true, isKey: true, importance: 0.34 }),
  distribution("Interval", 0.04, steady),
  distribution("Bytes out", 0.19, moved, { outcome: "moved", importance: 0.21 }),
  distribution("Connections", 0.03, steady, { importance: 0.09 }),
  check({
    layer: "score",
    title: "Score",
    feature: null,
    importance: null,
    measure: "wasserstein, ordinary spreads",
    effect: 0.22,
    interval: { low: 0.17, high: 0.28 },
    threshold: 0.12,
    pValue: 0.0005,
    adjusted: 0.0005,
    n: 8240,
    effective: 5120,
    reference: 9340,
    outcome: "moved",
    raised: true,
    also: { "KS D": 0.13 },
    shape: {
      bins: ["0.38", "0.4", "0.42", "0.44", "0.5", "0.7"].map((edge) => `to ${edge}`),
      trained: tenths.slice(0, 6),
      now: moved.slice(4),
    },
    because: "Values lie 0.22 ordinary spreads apart; mean 0.46, in training 0.43.",
  }),
  check({
    layer: "alert-rate",
    title: "Alert rate",
    feature: null,
    importance: null,
    measure: "rate ratio",
    effect: 2.4,
    interval: { low: 2.1, high: 2.7 },
    threshold: 2,
    n: 8240,
    effective: 5120,
    reference: 9340,
    outcome: "moved",
    raised: true,
    because: "989 of 8240 held-out subjects are at or below p 0.05; 412 are expected.",
  }),
  check({
    layer: "volume",
    title: "Subjects per window",
    feature: null,
    importance: null,
    measure: "rate ratio",
    effect: 1.1,
    interval: { low: 1.08, high: 1.12 },
    threshold: 2,
    because: "41208 subjects; a window of training had 37200, from 29800 to 44100.",
  }),
];

const windows = (to: number, states: readonly DriftReport["state"][]): DriftWindow[] =>
  states.map((state, i) => ({
    from: to - (states.length - i) * day,
    to: to - (states.length - i - 1) * day,
    rows: 41_208 - 900 * i,
    isComplete: true,
    state,
    outcomes: {},
  }));

const lacking = (title: string, n: number): DriftCheck =>
  check({
    layer: "distribution",
    title,
    n,
    effective: Math.round(n * 0.8),
    reference: 2210,
    outcome: "insufficient",
    because: `${n} values, worth ${Math.round(n * 0.8)}; 500 are needed.`,
  });

/** One model outside its envelope with every layer asked, and one with too few data to say. */
export function sampleDrift(nowUs: number): DriftReport[] {
  const seen = windows(nowUs, ["IN_ENVELOPE", "IN_ENVELOPE", "WATCH", "WATCH", "OUTSIDE", "OUTSIDE"]);
  const few = windows(nowUs, ["INSUFFICIENT"]);
  const common = { schema: 1, trainedOn: "d9c4417b02", dataset: "d9c4417b02" } as const;
  return [
    {
      ...common,
      model: "beaconing",
      version: "7f3a9c51d20b44e8",
      run: "r-beaconing",
      state: "OUTSIDE",
      because: "What the model makes of the data moved: Score, Alert rate.",
      warning: outsideWords,
      window: { from: nowUs - day, to: nowUs },
      checks: outsideChecks(),
      windows: seen,
      changes: [
        {
          kind: "column-fill",
          source: "zeek-core",
          text: "zeek-core fills network_activity.traffic_bytes_out in 71 % of events (855464 of 1204880); in training in 98 % (3833803 of 3912044).",
        },
        { kind: "source-new", source: "zeek-branch", text: "zeek-branch is new: 349416 events that training had nothing of." },
      ],
      settings: ['keyFeatures ["regularity"]'],
      training: { rows: 127_400, blocks: 216, blockHours: 1 },
    },
    {
      ...common,
      model: "process-rarity",
      version: "e91c02aa10c2f00d",
      run: "r-process-rarity",
      state: "INSUFFICIENT",
      because: "Too few data to say: 3 of 3 features and the score could not be compared.",
      warning: null,
      window: { from: nowUs - day, to: nowUs },
      checks: [
        ...["Rare program", "Rare folder", "Rare command line"].map((title) => lacking(title, 240)),
        { ...lacking("Score", 61), layer: "score", feature: null, importance: null },
      ],
      windows: few,
      changes: [],
      settings: [],
      training: { rows: 2210, blocks: 9, blockHours: 1 },
    },
  ];
}
