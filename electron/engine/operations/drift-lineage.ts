import type { DriftCheck, DriftReport } from "../../../shared/contract/drift.ts";
import { modelVersion, readDataset } from "../lineage/datasets.ts";
import { facets } from "../lineage/facet.ts";
import type { RunRef } from "../lineage/lineage-log.ts";
import { nominalTime, recordRun } from "../lineage/record-run.ts";
import { isoTime } from "../lineage/run-event.ts";
import type { CheckingDrift } from "../scoring/score-model.ts";
import type { ModelWork } from "../scoring/train-model.ts";
import type { EngineParts } from "./engine-parts.ts";

/** Figures and names of features only: sentences about a check quote counts and columns of the telemetry. */
const raisedCheck = ({ layer, feature, outcome, measure, effect, threshold, adjusted, n, effective }: DriftCheck) => ({
  layer,
  ...(feature === null ? {} : { feature }),
  outcome,
  ...(measure === "" ? {} : { measure }),
  ...(effect === null ? {} : { effect }),
  ...(threshold === null ? {} : { threshold }),
  ...(adjusted === null ? {} : { adjustedP: adjusted }),
  n,
  effectiveN: Math.round(effective),
});

const driftFacet = ({ run, state, checks, window, settings }: DriftReport) => ({
  scoringRun: run,
  state,
  ...(window === null ? {} : { windowStart: isoTime(window.from), windowEnd: isoTime(window.to) }),
  checks: checks.length,
  insufficient: checks.filter(({ outcome }) => outcome === "insufficient").length,
  raised: checks.filter(({ raised }) => raised).map(raisedCheck),
  settings,
});

/** Records the comparison of a scoring run with its version's training as `drift.check`, under that run. */
export const recordDriftCheck =
  ({ lineage }: EngineParts, work: Pick<ModelWork, "dataset" | "range">, parent: RunRef): CheckingDrift =>
  (version, measure) =>
    recordRun(
      lineage,
      {
        job: "drift.check",
        jobType: "CHECK",
        inputs: [readDataset(work.dataset, work.range), modelVersion(version)],
        parent,
        runFacets: nominalTime({
          from: work.range.from ?? work.dataset.timeRange?.from,
          to: work.range.to ?? work.dataset.timeRange?.to,
        }),
      },
      measure,
      ({ report }) => ({ outputs: [], runFacets: facets({ quarry_drift: driftFacet(report) }) }),
    );
