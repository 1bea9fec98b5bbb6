import type { EvaluationReport, Share } from "../../../shared/contract/evaluations.ts";

export interface BaseRateQuestion {
  /** Share of all subjects that are malicious. */
  readonly baseRate: number;
  readonly subjectsPerDay: number;
  readonly minutesPerAlert: number;
}

export interface Workload {
  readonly alerts: number;
  readonly malicious: number;
  readonly ordinary: number;
  readonly minutes: number;
  /** Malicious of the alerts; null without alerts. */
  readonly precision: number | null;
}

/** What a day brings at these rates: TPR·π / (TPR·π + FPR·(1 − π)), Axelsson 1999. */
export function workloadOf(
  flaggedBad: number,
  flaggedGood: number,
  { baseRate, subjectsPerDay, minutesPerAlert }: BaseRateQuestion,
): Workload {
  const malicious = subjectsPerDay * baseRate * flaggedBad;
  const ordinary = subjectsPerDay * (1 - baseRate) * flaggedGood;
  const alerts = malicious + ordinary;
  return { alerts, malicious, ordinary, minutes: alerts * minutesPerAlert, precision: alerts === 0 ? null : malicious / alerts };
}

const rate = ({ k, n }: Share): number => k / n;

export interface Rates {
  readonly bad: Share;
  readonly good: Share;
  readonly from: string;
}

/** Shares to reckon with: ordinary subjects are those of the replay, of which hardly any is malicious, else the known-good cases. */
export function ratesOf({ bad, good, replay }: Pick<EvaluationReport, "bad" | "good" | "replay">): Rates | undefined {
  if (bad.n === 0) return undefined;
  if (replay !== null && replay.flagged.n > 0) return { bad, good: replay.flagged, from: "of replayed subjects" };
  return good.n === 0 ? undefined : { bad, good, from: "of known-good cases" };
}

/** At the shares as counted, and at the worst ends of their intervals. */
export const expected = ({ bad, good }: Rates, question: BaseRateQuestion): { readonly likely: Workload; readonly worst: Workload } => ({
  likely: workloadOf(rate(bad), rate(good), question),
  worst: workloadOf(bad.low, good.high, question),
});
