import type { Exposure, FigureKey, FigureMedian, FigureRate, FoilFigure, InsightPeriod } from "../../../shared/contract/insights.ts";
import { formatCount, formatDuration, formatPercent, formatProbability } from "../../ui/format/number.ts";

/** A figure in words: what it is, and what it rests on. */
export interface FigureWords {
  readonly main: string;
  readonly detail: string;
  /** Nothing can be said by it yet. */
  readonly isUnsure?: boolean;
}

export const periodTitles: Readonly<Record<InsightPeriod, string>> = { "7": "7 days", "30": "30 days", "90": "90 days", all: "All" };

export const figureTitles: Readonly<Record<FigureKey, string>> = {
  precision: "Precision at budget",
  confirm: "Confirm rate",
  "active-time": "Active time",
  "time-to-view": "Time to view",
  "time-to-verdict": "Time to verdict",
  missed: "Missed, by the blind sample",
  "blind-precision": "Precision, by the blind sample",
  reasons: "False positives by reason",
  workload: "Cases judged in a day",
  backlog: "Open cases",
  "label-use": "What became of the labels",
  agreement: "Second looks",
  suppressed: "Hidden by suppressions",
};

/** 24–53 %, or 0.3–7.1 %. */
const span = (low: number, high: number): string => `${formatPercent(low).replace(" %", "")}–${formatPercent(high)}`;

export function rateWords({ state, k, n, rate, low, high }: FigureRate, floor: number): FigureWords {
  if (n === 0) return { main: "none yet", detail: `needs ${floor}`, isUnsure: true };
  const counts = `${formatCount(k)} of ${formatCount(n)}`;
  return state === "insufficient" || rate === null
    ? { main: "too few to say", detail: `${counts}, needs ${floor}`, isUnsure: true }
    : { main: formatPercent(rate), detail: `${counts} · ${span(low, high)}` };
}

export function medianWords({ state, n, unknown, median, low, high }: FigureMedian, floor: number): FigureWords {
  const rest = unknown === 0 ? "" : `, ${formatCount(unknown)} not recorded`;
  if (state === "insufficient" || median === null || low === null || high === null)
    return { main: n === 0 ? "none yet" : "too few to say", detail: `n ${formatCount(n)}${rest}, needs ${floor}`, isUnsure: true };
  return { main: formatDuration(median), detail: `n ${formatCount(n)}${rest} · ${formatDuration(low)} to ${formatDuration(high)}` };
}

export function baseRateWords({ baseRate, perDay }: Exposure): FigureWords {
  const { basis, rate, low, high, k, n } = baseRate;
  const detail = perDay === null ? "" : `${formatCount(Math.round(perDay))} surfaced a day`;
  if (rate === null) return { main: "unknown", detail };
  return basis === "confirmed"
    ? {
        main: `at least ${formatProbability(rate)}`,
        detail: [`${formatCount(k ?? 0)} of ${formatCount(n)} scored`, detail].filter((text) => text !== "").join(" · "),
      }
    : {
        main: formatProbability(rate),
        detail: `${formatProbability(low)} to ${formatProbability(high)}, n ${formatCount(n)} by lot · ${detail}`,
      };
}

const foilVerdicts: Readonly<Record<FoilFigure["verdict"], string>> = {
  beats: "beats it",
  "does not beat": "does not beat it",
  "not enough cases": "too few to say",
};

export const foilWords = ({ verdict, n, model, naive, p }: FoilFigure): FigureWords => ({
  main: foilVerdicts[verdict],
  isUnsure: verdict === "not enough cases",
  detail: `${formatCount(model.k)} against ${formatCount(naive.k)} of ${formatCount(n)} · p ${formatProbability(p)}`,
});

/** The parts one may look at alone, where a figure has the same ones always. */
export const fixedParts: Readonly<Partial<Record<FigureKey, readonly { readonly part: string; readonly title: string }[]>>> = {
  precision: [
    { part: "yes", title: "malicious" },
    { part: "no", title: "benign or model wrong" },
    { part: "neither", title: "counts neither way" },
  ],
  confirm: [
    { part: "yes", title: "malicious" },
    { part: "no", title: "everything else" },
  ],
  missed: [
    { part: "yes", title: "malicious" },
    { part: "no", title: "benign" },
    { part: "neither", title: "counts neither way" },
  ],
  "blind-precision": [
    { part: "yes", title: "malicious" },
    { part: "no", title: "benign" },
    { part: "neither", title: "counts neither way" },
  ],
  "active-time": [
    { part: "known", title: "measured" },
    { part: "unknown", title: "not recorded" },
  ],
  "time-to-view": [
    { part: "known", title: "measured" },
    { part: "unknown", title: "not recorded" },
  ],
  "time-to-verdict": [
    { part: "known", title: "measured" },
    { part: "unknown", title: "not recorded" },
  ],
  agreement: [
    { part: "yes", title: "agree" },
    { part: "no", title: "differ" },
  ],
};
