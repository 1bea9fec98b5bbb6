import type { FigureItem, FigureMedian, FigureRate } from "../../../shared/contract/insights.ts";
import { medianInterval, minForMedian } from "../../../shared/lib/median-interval.ts";
import { minJudged } from "../labels/audit-estimate.ts";
import { wilson } from "../../../shared/lib/wilson.ts";
import type { JudgedCase } from "./judged-cases.ts";

/** What a figure is made of. A rate counts those with `isHit`, a median those with `seconds`. */
export interface Item {
  readonly judged: JudgedCase;
  readonly part: string;
  readonly isHit: boolean | null;
  readonly seconds: number | null;
}

const item = (judged: JudgedCase, given: Partial<Omit<Item, "judged">>): Item => ({
  judged,
  part: "",
  isHit: null,
  seconds: null,
  ...given,
});

/** Malicious, benign, or neither: only the first two tell how often a model is right. */
const decided = ({ kind }: JudgedCase): boolean | null => (kind.trainingUse === "none" ? null : kind.trainingUse === "positive");
const isConfirmed = ({ kind }: JudgedCase): boolean => kind.key === "malicious";
const isFalsePositive = ({ kind }: JudgedCase): boolean => kind.ocsfVerdictId === 1;

/** The part of a rate that an item is in. */
export const partOf = (isHit: boolean | null): string => (isHit === null ? "neither" : isHit ? "yes" : "no");

const rated = (cases: readonly JudgedCase[], hit: (judged: JudgedCase) => boolean | null): Item[] =>
  cases.map((judged) => {
    const isHit = hit(judged);
    return item(judged, { isHit, part: partOf(isHit) });
  });
const timed = (cases: readonly JudgedCase[], seconds: (judged: JudgedCase) => number | undefined): Item[] =>
  cases.map((judged) => {
    const taken = seconds(judged);
    return item(judged, { seconds: taken ?? null, part: taken === undefined ? "unknown" : "known" });
  });

/** The figures that are made of judged cases alone. */
export const caseFigures = {
  precision: (cases) =>
    rated(
      cases.filter(({ facts }) => facts.blind !== "audit"),
      decided,
    ),
  confirm: (cases) => rated(cases, isConfirmed),
  "active-time": (cases) =>
    timed(
      cases.filter(({ entry }) => entry.body.anomalyIds.length === 1),
      ({ activeSeconds }) => activeSeconds,
    ),
  "time-to-view": (cases) => timed(cases, ({ secondsToView }) => secondsToView),
  "time-to-verdict": (cases) => timed(cases, ({ secondsToVerdict }) => secondsToVerdict),
  reasons: (cases) => cases.filter(isFalsePositive).map((judged) => item(judged, { part: reasonPart(judged) })),
} as const satisfies Record<string, (cases: readonly JudgedCase[]) => Item[]>;

const reasonPart = ({ kind, entry }: JudgedCase): string => `${kind.key}: ${entry.body.reason}`;

export const toRate = (k: number, n: number): FigureRate => {
  const { rate, low, high } = wilson(k, n);
  return { state: n < minJudged ? "insufficient" : "measured", k, n, rate: rate ?? null, low, high };
};

/** Of the items that count either way. */
export function rateOf(items: readonly Pick<Item, "isHit">[]): FigureRate {
  const counted = items.filter(({ isHit }) => isHit !== null);
  return toRate(counted.filter(({ isHit }) => isHit === true).length, counted.length);
}

export function medianOf(items: readonly Pick<Item, "seconds">[]): FigureMedian {
  const known = items.flatMap(({ seconds }) => seconds ?? []).toSorted((a, b) => a - b);
  const { n, median, low, high } = medianInterval(known);
  const isEnough = n >= minForMedian;
  return {
    state: isEnough ? "measured" : "insufficient",
    n,
    unknown: items.length - n,
    median: median ?? null,
    low: low ?? null,
    high: high ?? null,
  };
}

/** How often each reason was given, of the verdicts of its kind; the most frequent first. */
export function reasonsOf(cases: readonly JudgedCase[]) {
  const byKind = Map.groupBy(cases.filter(isFalsePositive), ({ kind }) => kind);
  return [...byKind]
    .flatMap(([kind, ofKind]) =>
      [...Map.groupBy(ofKind, ({ entry }) => entry.body.reason)].map(([reason, same]) => ({
        verdict: kind.key,
        title: kind.title,
        reason,
        rate: toRate(same.length, ofKind.length),
        part: same.map(reasonPart)[0] ?? "",
      })),
    )
    .toSorted((a, b) => b.rate.k - a.rate.k || (`${a.verdict}${a.reason}` < `${b.verdict}${b.reason}` ? -1 : 1));
}

/** As the contract has it; who signed only where figures by person are on. */
export const toFigureItem = ({ judged, part, isHit, seconds }: Item, showsAnalyst: boolean): FigureItem => ({
  anomalyId: judged.facts.anomalyId,
  model: judged.facts.model,
  label: judged.facts.label,
  decision: judged.entry.id,
  at: judged.entry.at,
  verdict: judged.entry.body.verdict,
  reason: judged.entry.body.reason,
  isHit,
  seconds,
  part,
  analyst: showsAnalyst ? judged.entry.actor : null,
});
