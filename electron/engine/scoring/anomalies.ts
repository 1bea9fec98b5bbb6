import type { AnomalyEnvelope } from "../../../shared/contract/drift.ts";
import type { Comparisons, Contribution, EvidenceRef, Occlusion } from "../../../shared/contract/triage.ts";
import { invariant } from "../../../shared/lib/invariant.ts";
import type { FeatureMatrix } from "../features/feature-matrix.ts";
import type { LoadedPackage } from "../features/packages.ts";
import type { AnomalyBody } from "./anomaly-body.ts";
import { type Baselines, percentileOf } from "./baselines.ts";
import { formatQuantity, formatWindow } from "./quantity.ts";
import { type FeaturePart, isMaterial, toSentence, toWhyNotHigher } from "./sentences.ts";
import { subjectKeys } from "./split.ts";
import { subjectEntities, subjectType } from "./subject-entities.ts";
import { fillTemplate } from "./template.ts";

/** What is known of a surfaced row beside the matrix. */
export interface SurfacedRow {
  readonly row: number;
  readonly pValue: number;
  readonly base: number;
  readonly additiveScore: number;
  /** One per feature. */
  readonly parts: Float64Array;
  /** Of models whose parts need not add up to the score. */
  readonly occlusion?: Occlusion | undefined;
  readonly evidence: readonly EvidenceRef[];
  /** One per feature. */
  readonly comparisons: readonly Comparisons[];
  /** How it stands to training; undefined of versions that kept no envelope. */
  readonly envelope?: AnomalyEnvelope | undefined;
}

export interface BodyContext {
  readonly pkg: LoadedPackage;
  readonly matrix: FeatureMatrix;
  readonly baselines: Baselines;
  readonly calibrationRows: number;
}

const maxReasons = 3;

function featureParts({ pkg, matrix, baselines }: BodyContext, { row, parts }: SurfacedRow): FeaturePart[] {
  const raisingTotal = parts.reduce((sum, part) => sum + Math.max(0, part), 0);
  return pkg.spec.features.map((feature, f) => {
    const baseline = baselines.features[feature.name];
    invariant(baseline !== undefined, `the bundle has a baseline of ${feature.name}`);
    const contribution = parts[f] ?? 0;
    const value = matrix.observed[f * matrix.rowCount + row] ?? Number.NaN;
    return { feature, value, contribution, baseline, material: isMaterial(contribution, raisingTotal) };
  });
}

function toContribution(part: FeaturePart, comparisons: Comparisons | undefined): Contribution {
  const { feature, value, contribution, baseline } = part;
  const { grid: _, ...shown } = baseline;
  const missing = Number.isNaN(value);
  return {
    feature: feature.name,
    title: feature.title,
    unit: feature.unit,
    value: missing ? null : value,
    contribution,
    baseline: shown,
    percentile: missing || baseline.n === 0 ? null : percentileOf(baseline, value),
    ...(comparisons === undefined ? {} : { comparisons }),
    sentence: toSentence(part),
    attackerControlled: feature.attackerControlled,
  };
}

/** Everything a package's headline may name: subject, window, events, its keys, extras and features. */
function headlineValues({ pkg, matrix }: BodyContext, row: number, keys: Readonly<Record<string, string>>): Map<string, string> {
  const extras = [...matrix.extras].map(([name, values]): [string, string] => [name, values[row] ?? "unknown"]);
  const features = pkg.spec.features.map(({ name, unit }, f): [string, string] => {
    const value = matrix.observed[f * matrix.rowCount + row] ?? Number.NaN;
    return [name, Number.isNaN(value) ? "unknown" : formatQuantity(value, unit)];
  });
  return new Map([
    ["subject", matrix.labels[row] ?? ""],
    ["window", formatWindow(pkg.spec.grain.window, matrix.windowFromUs[row] ?? 0)],
    ["events", formatQuantity(matrix.events[row] ?? 0, "events")],
    ...Object.entries(keys),
    ...extras,
    ...features,
  ]);
}

/** A yes-or-no feature that says "never before" names what it says: `first_seen…` or `is_new…`. */
const isNewFeature = ({ feature, value }: FeaturePart): boolean => /^(first_seen|is_new)/.test(feature.name) && value === 1;

/** Strongest first; equal parts in the package's order. */
const byContribution = (parts: readonly FeaturePart[]): FeaturePart[] => parts.toSorted((a, b) => b.contribution - a.contribution);

export function toAnomalyBody(context: BodyContext, surfaced: SurfacedRow): AnomalyBody {
  const { pkg, matrix } = context;
  const { row, evidence } = surfaced;
  const keys = subjectKeys(matrix, row);
  const inOrder = featureParts(context, surfaced);
  const comparisons = new Map(inOrder.map(({ feature }, f) => [feature.name, surfaced.comparisons[f]]));
  const parts = byContribution(inOrder);
  return {
    subject: { type: subjectType(pkg.spec.grain.keys), keys, label: matrix.labels[row] ?? "" },
    headline: fillTemplate(pkg.spec.headline, headlineValues(context, row, keys), "the headline"),
    reasons: parts
      .filter((p) => p.material)
      .slice(0, maxReasons)
      .map(toSentence),
    features: Object.fromEntries(parts.map(({ feature, value }) => [feature.name, Number.isNaN(value) ? null : value])),
    base: surfaced.base,
    additiveScore: surfaced.additiveScore,
    contributions: parts.map((part) => toContribution(part, comparisons.get(part.feature.name))),
    ...(surfaced.occlusion === undefined ? {} : { occlusion: surfaced.occlusion }),
    whyNotHigher: toWhyNotHigher(parts, surfaced.pValue, context.calibrationRows),
    evidence: [...evidence],
    evidenceCount: Math.max(evidence.length, matrix.events[row] ?? 0),
    extras: Object.fromEntries([...matrix.extras].map(([name, values]) => [name, values[row] ?? null])),
    isNew: parts.some(isNewFeature),
    ...(surfaced.envelope === undefined ? {} : { envelope: surfaced.envelope }),
    entities: subjectEntities(pkg.spec.grain.keys, keys),
  };
}
