import { toModelValue } from "../features/extract-features.ts";
import type { LoadedPackage } from "../features/packages.ts";
import type { LabelledRow } from "../scoring/labelled-rows.ts";
import type { Database } from "../sqlite/database.ts";
import { confidenceWeight } from "../../../shared/domain/verdict.ts";
import { capWeights } from "./label-weights.ts";
import { confidenceOf, featureSqlOf, labelWeight, type Judged, readJudged } from "./label-rows.ts";

/** Someone sanctioned half a year ago may have been taken over since. */
const benignDays = 180;
const dayUs = 86_400_000_000;

export interface SelectedLabels {
  /** In the order the verdicts were given. */
  readonly rows: readonly LabelledRow[];
  readonly leftOut: readonly { readonly anomalyId: string; readonly because: string }[];
  readonly capsReached: readonly string[];
  readonly judged: readonly Judged[];
}

/** The verdicts that may teach the next version of a package's model, and every other one with the reason why not. */
export function selectLabels(db: Database, pkg: LoadedPackage, nowUs: number): SelectedLabels {
  const judged = readJudged(db, pkg.spec.name).toSorted((a, b) => a.row.seq - b.row.seq || (a.row.anomaly < b.row.anomaly ? -1 : 1));
  const because = new Map(judged.map((one) => [one, whyLeftOut(one, pkg, nowUs)]));
  const used = judged.filter((one) => because.get(one) === undefined);
  const { weights, reached } = capWeights(
    used.map(({ row, ...rest }) => ({
      subjectKey: row.subject_key,
      analyst: row.analyst,
      atUs: row.at_us,
      // A case of a review stands for no more than any other that a version listed; only audit items stand for what nobody listed.
      propensity: row.stratum === "review" ? 1 : row.propensity,
      weight: labelWeight({ row, ...rest }) * confidenceWeight(confidenceOf(row)),
    })),
  );
  return {
    rows: used.map((one, i) => toRow(one, pkg, weights[i] ?? 0)),
    leftOut: [...new Map(judged.map((one) => [one.row.anomaly, because.get(one)]))].flatMap(([anomalyId, reason]) =>
      reason === undefined ? [] : [{ anomalyId, because: reason }],
    ),
    capsReached: reached,
    judged,
  };
}

function whyLeftOut(one: Judged, pkg: LoadedPackage, nowUs: number): string | undefined {
  const { row, kind, body, excludedBecause } = one;
  if (excludedBecause !== undefined) return excludedBecause;
  if (featureSqlOf(row) !== pkg.featureSqlDigest) return "its features were computed by other SQL than the package's present one";
  if (kind.trainingUse === "negative" && nowUs - row.at_us > benignDays * dayUs) return `a benign verdict holds for ${benignDays} days`;
  const missing = pkg.spec.features.find(({ name }) => !Object.hasOwn(body.features, name));
  return missing === undefined ? undefined : `it has no feature "${missing.name}"`;
}

const toRow = ({ row, kind, body }: Judged, { spec }: LoadedPackage, weight: number): LabelledRow => ({
  anomalyId: row.anomaly,
  subjectKey: row.subject_key,
  fromUs: row.from_us,
  toUs: row.to_us,
  isAnomaly: kind.trainingUse === "positive",
  weight,
  values: Float32Array.from(spec.features, (feature) => toModelValue(feature, body.features[feature.name] ?? Number.NaN)),
});
