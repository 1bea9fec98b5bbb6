import type { Case } from "./case-facts.ts";
import type { EdgeEvidence } from "./edge-score.ts";
import type { Relative } from "./fact-rows.ts";

export const relatives = (one: Case): readonly Relative[] =>
  one.focus.process === undefined ? [] : (one.facts.lineage.get(one.focus.process) ?? []);

export const selfOf = (one: Case): Relative | undefined => relatives(one).find((row) => row.relation === "self");

/** Process starts in the telemetry: what a rare image is rare among. */
export const launches = (one: Case): number => one.facts.coverage.find((row) => row.class === "process_activity")?.n ?? 0;

export function weight(
  one: Case,
  prior: number,
  days: number,
  launchesAlike: number,
  distanceUs: number,
  isEvidence: boolean,
): EdgeEvidence {
  return {
    prior,
    days,
    coverageDays: one.baseline.coverageDays,
    peers: { having: launchesAlike, of: Math.max(launches(one), launchesAlike) },
    isFirstSeen: false,
    baselineDays: one.baseline.days,
    distanceUs,
    isEvidence,
    degree: 1,
    confidence: 1,
    criticality: 0,
  };
}
