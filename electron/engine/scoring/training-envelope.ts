import type { DatasetScope, QueryEngine } from "../duckdb/query-engine.ts";
import { buildEnvelope } from "../drift/build-envelope.ts";
import { gatherFacts } from "../drift/data-facts.ts";
import type { Envelope } from "../drift/envelope.ts";
import type { FeatureMatrix } from "../features/feature-matrix.ts";
import type { LoadedPackage } from "../features/packages.ts";
import type { Database } from "../sqlite/database.ts";
import { conformalPValue, createCalibration } from "./conformal.ts";
import type { ReportProgress } from "./progress.ts";
import type { Split } from "./split.ts";

/** At or below this p-value a subject counts as an alert, by its score against a calibration slice. */
export function alertRule({ spec }: LoadedPackage, calibrationScores: Float32Array) {
  const calibration = createCalibration(calibrationScores);
  const { pValue } = spec.operatingPoint;
  return { pValue, isAlert: (score: number): boolean => conformalPValue(calibration, score) <= pValue };
}

/** Shares of all that is contributed to some scores, either way; equal ones where nothing is known of it. */
export function importanceOf(parts: readonly Float64Array[], featureCount: number): number[] {
  const sums = Array.from({ length: featureCount }, (_, f) => parts.reduce((sum, row) => sum + Math.abs(row[f] ?? 0), 0));
  const all = sums.reduce((a, b) => a + b, 0);
  return sums.map((sum) => (all > 0 ? sum / all : 1 / featureCount));
}

interface Work {
  readonly db: Database;
  readonly queryEngine: QueryEngine;
  readonly pkg: LoadedPackage;
  readonly signal?: AbortSignal | undefined;
  readonly progress?: ReportProgress | undefined;
}

interface Trained {
  readonly scope: DatasetScope;
  readonly split: Split;
  /** Subjects held out that have a score, with it. */
  readonly heldOut: { readonly rows: readonly number[]; readonly scores: Float32Array };
  readonly importance: readonly number[];
}

/** The envelope of what a version learnt from and was calibrated on. Throws as a query does. */
export async function trainingEnvelope(
  work: Work,
  { matrix }: { readonly matrix: FeatureMatrix },
  { scope, split, heldOut, importance }: Trained,
): Promise<Envelope> {
  const { db, queryEngine, pkg, signal } = work;
  work.progress?.({ stage: "keeping the envelope", done: 0, total: null, unit: "subjects" });
  return buildEnvelope({
    grain: pkg.spec.grain.window,
    matrix,
    rows: [...split.train, ...split.calibration].toSorted((a, b) => a - b),
    heldOut,
    operatingPoint: alertRule(pkg, heldOut.scores),
    importance,
    data: await gatherFacts({ db, queryEngine, scope, pkg, signal }),
  });
}
