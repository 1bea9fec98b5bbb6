import type { FeatureSpec } from "../../../shared/contract/models.ts";
import type { Baseline } from "./baselines.ts";
import { formatNumber, formatQuantity } from "./quantity.ts";
import { fillTemplate } from "./template.ts";

export interface FeaturePart {
  readonly feature: FeatureSpec;
  /** As observed; NaN when missing. */
  readonly value: number;
  /** Its part in the additive score; positive makes the subject stranger. */
  readonly contribution: number;
  readonly baseline: Baseline;
  /** Whether the part is large enough to be spoken of; see `isMaterial`. */
  readonly material: boolean;
}

/** Parts below this share of all that raise the score are noise of the sampled trees, not reasons. */
const materialShare = 0.01;

export const isMaterial = (contribution: number, raisingTotal: number): boolean =>
  contribution > 0 && contribution >= materialShare * raisingTotal;

type Side = "high" | "low" | "middle";

/** Where the value stands to the middle half of the training rows. */
export function sideOf(value: number, { p25, p75 }: Baseline): Side {
  return value > p75 ? "high" : value < p25 ? "low" : "middle";
}

/** Whether the template writes the unit itself, as in "{value} bytes". */
function spellsUnit(template: string, unit: string): boolean {
  const isUnitNext = (rest: string): boolean => rest.startsWith(unit) && !/^\w/.test(rest.slice(unit.length));
  const behindValues = template.split(/\{(?:value|median)\}/).slice(1);
  return unit !== "" && (template.includes("{unit}") || behindValues.some((rest) => isUnitNext(rest.trimStart())));
}

/** `{value}` carries its unit, except where the template writes the unit itself. */
function fillFeatureTemplate(template: string, { feature, value, baseline }: FeaturePart): string {
  const { unit, title, name } = feature;
  const bare = spellsUnit(template, unit);
  const show = (x: number): string => (bare ? formatNumber(x) : formatQuantity(x, unit));
  const values = new Map<string, string>([
    ["title", title],
    ["unit", unit],
    ["value", show(value)],
    ...(["p05", "p25", "median", "p75", "p95", "min", "max"] as const).map((q): [string, string] => [q, show(baseline[q])]),
  ]);
  return fillTemplate(template, values, `the sentence of "${name}"`);
}

function ordinary({ feature, value, baseline, material }: FeaturePart): string {
  const shown = formatQuantity(value, feature.unit);
  const usual = `usual: ${formatQuantity(baseline.p05, feature.unit)} to ${formatQuantity(baseline.p95, feature.unit)}`;
  return material
    ? `${feature.title}: ${shown}, ordinary by itself (${usual}), unusual together with the rest.`
    : `${feature.title}: ${shown}, as usual (median ${formatQuantity(baseline.median, feature.unit)}).`;
}

function oneSided(part: FeaturePart, side: "high" | "low"): string {
  const { feature, value, baseline, material } = part;
  const show = (x: number): string => formatQuantity(x, feature.unit);
  const bound = side === "high" ? `95 of 100 at most ${show(baseline.p95)}` : `95 of 100 at least ${show(baseline.p05)}`;
  if (!material) return `${feature.title}: ${show(value)} (median ${show(baseline.median)}); it does not raise the score.`;
  const template = side === "high" ? feature.whenHigh : feature.whenLow;
  return template === undefined
    ? `${feature.title} on the ${side} side: ${show(value)} (median ${show(baseline.median)}, ${bound}).`
    : fillFeatureTemplate(template, part);
}

/** Observed against expected, in one sentence that claims no more than the part it has in the score. */
export function toSentence(part: FeaturePart): string {
  const { feature, value, baseline } = part;
  if (Number.isNaN(value))
    return `${feature.title}: not recorded; the model assumes ${formatQuantity(feature.nullPolicy.impute, feature.unit)}.`;
  if (baseline.n === 0) return `${feature.title}: ${formatQuantity(value, feature.unit)}; training had no value to compare with.`;
  const side = sideOf(value, baseline);
  return side === "middle" ? ordinary(part) : oneSided(part, side);
}

function joinAnd(parts: readonly string[]): string {
  return parts.length <= 1 ? (parts[0] ?? "") : `${parts.slice(0, -1).join(", ")} and ${parts.at(-1)}`;
}

/** What pulled the score down, and what the calibration slice can resolve. */
export function toWhyNotHigher(parts: readonly FeaturePart[], pValue: number, calibrationRows: number): string {
  const lowering = parts.filter((p) => p.contribution < 0).toSorted((a, b) => a.contribution - b.contribution);
  const named = lowering
    .slice(0, 2)
    .map(({ feature, value }) => `${feature.title} (${Number.isNaN(value) ? "not recorded" : formatQuantity(value, feature.unit)})`);
  const held = named.length === 0 ? "No feature pulls the score down." : `Held down by ${joinAnd(named)}.`;
  if (calibrationRows === 0) return `${held} There were too few subjects to calibrate with, so the p-value says nothing.`;
  const smallest = 1 / (calibrationRows + 1);
  const limit = `With ${formatNumber(calibrationRows)} calibration subjects no p-value is below ${formatP(smallest)}`;
  return `${held} ${limit}${pValue <= smallest ? ", and this one is at that limit." : "."}`;
}

/** Two significant digits. */
export const formatP = (p: number): string => (p < 1e-4 ? p.toExponential(1) : String(Number(p.toPrecision(2))));
