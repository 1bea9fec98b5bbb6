import type { FigureItem, FigureMedian, FigureRate, InsightReport, ModelFigures, PerAnalyst } from "../../shared/contract/insights.ts";
import type { Output, Parsed, RequestName } from "../../shared/contract/requests.ts";
import { wilson } from "../../shared/lib/wilson.ts";
import { nowUs, rowAt } from "./fake-cases.ts";
import { sampleAgreement } from "./fake-review.ts";

type Names = Extract<RequestName, `insights.${string}`>;
type InsightHandlers = { readonly [K in Names]: (input: Parsed<K>) => Output<K> };

const day = 86_400_000_000;
const floor = { rate: 30, median: 6 };

const rate = (k: number, n: number): FigureRate => {
  const { rate: share, low, high } = wilson(k, n);
  return { state: n < floor.rate ? "insufficient" : "measured", k, n, rate: share ?? null, low, high };
};
const median = (n: number, middle: number, unknown = 0): FigureMedian =>
  n < floor.median
    ? { state: "insufficient", n, unknown, median: n === 0 ? null : middle, low: null, high: null }
    : { state: "measured", n, unknown, median: middle, low: middle * 0.8, high: middle * 1.3 };

const figures = (model: string | null, title: string, cases: number): ModelFigures => ({
  model,
  title,
  cases,
  precision: rate(Math.round(cases * 0.3), Math.round(cases * 0.8)),
  exposure: {
    subjects: 41_208,
    surfaced: 560,
    perDay: 40,
    baseRate: { basis: "confirmed", ...wilson(3, 41_208), rate: 3 / 41_208 },
  },
  confirm: rate(Math.round(cases * 0.25), cases),
  activeSeconds: median(Math.round(cases * 0.9), 42, 3),
  secondsToView: median(cases, 5400, 2),
  secondsToVerdict: median(cases, 9000),
  audit:
    model === null
      ? null
      : {
          model,
          missed: rate(0, 12),
          precision: rate(5, 11),
          recall: null,
          surfaced: 532,
          notSurfaced: 40_676,
          undecided: 1,
          carried: 0,
          because:
            "insufficient: 12 audit items and 11 surfaced cases of the blind sample judged malicious or benign, 30 of each are needed",
        },
  foil:
    model === "beaconing"
      ? {
          foil: "Pairs with the most connections",
          budget: 5,
          n: 31,
          model: rate(27, 31),
          naive: rate(11, 31),
          modelOnly: 16,
          naiveOnly: 0,
          p: 3.05e-5,
          verdict: "beats",
        }
      : null,
});

const noPairs: InsightReport["agreement"]["label"] = {
  ...sampleAgreement.label,
  state: "insufficient",
  because: "insufficient: 0 pairs of verdicts given without sight of each other, 30 are needed",
  n: 0,
  agreed: 0,
  kappa: null,
  error: null,
  pairs: [],
};

const nothing: PerAnalyst = { on: false, by: null, at: null };

function sampleReport(
  isEmpty: boolean,
  perAnalyst: PerAnalyst,
  { period, model }: Pick<Parsed<"insights.report">, "period" | "model">,
): InsightReport {
  const n = isEmpty ? 0 : 1;
  const models = [figures("beaconing", "Beaconing", 96 * n), figures("process-rarity", "Process rarity", 22 * n)];
  const first = Math.floor(nowUs / day) * day - 20 * day;
  return {
    period,
    from: period === "all" ? null : nowUs - Number(period) * day,
    to: nowUs,
    model: model ?? null,
    log: { entries: 164 * n, head: "5e11ab03".repeat(8), standing: 118 * n, undone: 4 * n },
    floor,
    figures: model === undefined ? [figures(null, "All models", 118 * n), ...models] : models.filter((one) => one.model === model),
    reasons: isEmpty
      ? []
      : [
          {
            verdict: "false-positive-model",
            title: "False positive: the model is wrong",
            reason: "baseline stale",
            rate: rate(14, 31),
            part: "a",
          },
          { verdict: "false-positive-model", title: "False positive: the model is wrong", reason: "", rate: rate(9, 31), part: "b" },
          { verdict: "false-positive-data", title: "False positive: the data is bad", reason: "clock", rate: rate(4, 6), part: "c" },
        ],
    workload: {
      perDay: 40,
      days: isEmpty
        ? []
        : Array.from({ length: 21 }, (_, i) => ({
            from: first + i * day,
            part: String(first + i * day),
            cases: i % 7 > 4 ? 0 : ([12, 31, 22, 44, 18][i % 5] ?? 0),
            activeSeconds: i % 7 > 4 ? 0 : 1200 + 130 * i,
          })),
      within: rate(12 * n, 15 * n),
    },
    backlog: {
      open: 441 * n,
      age: median(441 * n, 190_000),
      oldestSeconds: isEmpty ? null : 2_000_000,
      ages: [
        { part: "day", title: "less than a day", upToSeconds: 86_400, n: 120 * n },
        { part: "3-days", title: "1 to 3 days", upToSeconds: 259_200, n: 201 * n },
        { part: "week", title: "3 to 7 days", upToSeconds: 604_800, n: 88 * n },
        { part: "month", title: "7 to 30 days", upToSeconds: 2_592_000, n: 32 * n },
        { part: "older", title: "30 days and more", upToSeconds: null, n: 0 },
      ],
    },
    suppressed: { active: 2 * n, made: n, hidden: rate(23 * n, 441 * n), audited: n },
    labelUse: {
      used: rate(60 * n, 118 * n),
      waiting: 31 * n,
      excluded: isEmpty ? [] : [{ because: "not resolved yet", n: 15, part: "not resolved yet" }],
    },
    agreement: isEmpty
      ? { label: noPairs, verdict: noPairs, analysts: [] }
      : { ...sampleAgreement, analysts: perAnalyst.on ? sampleAgreement.analysts : [] },
    perAnalyst,
    analysts: perAnalyst.on
      ? [
          { analyst: "ana", cases: 80 * n, confirm: rate(20 * n, 80 * n), activeSeconds: median(70 * n, 40) },
          { analyst: "root", cases: 38 * n, confirm: rate(9 * n, 38 * n), activeSeconds: median(36 * n, 51) },
        ]
      : null,
  };
}

const itemAt = (i: number): FigureItem => {
  const row = rowAt(i);
  return {
    anomalyId: row.anomalyId,
    model: row.model,
    label: row.subject.label,
    decision: `d000000000000000${i % 10}`,
    at: nowUs - i * 3_600_000_000,
    verdict: i % 3 === 0 ? "malicious" : "benign",
    reason: i % 3 === 0 ? "" : "known admin",
    isHit: i % 3 === 0,
    seconds: null,
    part: i % 3 === 0 ? "yes" : "no",
    analyst: null,
  };
};

/** Figures of an invented estate. */
export function createFakeInsights(isEmpty: boolean, changed: () => void): InsightHandlers {
  let perAnalyst = nothing;
  return {
    "insights.report": (input) => sampleReport(isEmpty, perAnalyst, input),
    "insights.behind": ({ part, offset, limit }) => {
      const items = isEmpty
        ? []
        : Array.from({ length: 118 }, (_, i) => itemAt(i)).filter((one) => part === undefined || one.part === part);
      return { items: items.slice(offset, offset + limit), total: items.length };
    },
    "insights.perAnalyst": ({ on }) => {
      perAnalyst = { on, by: "root", at: nowUs };
      changed();
      return perAnalyst;
    },
  };
}
