import type { DriftSettings } from "../../../shared/contract/drift-settings.ts";
import type { DriftCheck, DriftWindow } from "../../../shared/contract/drift.ts";
import type { FeatureSpec } from "../../../shared/contract/models.ts";
import type { DriftState } from "../../../shared/domain/drift.ts";
import { benjaminiHochberg, benjaminiYekutieli } from "../../../shared/lib/false-discovery.ts";
import type { FeatureMatrix } from "../features/feature-matrix.ts";
import { checkDistribution } from "./check-distribution.ts";
import { checkMissing, checkRange, type WindowFeature } from "./check-feature.ts";
import { checkAlerts, checkVolume } from "./check-rates.ts";
import { checkUnit } from "./check-schema.ts";
import type { Envelope } from "./envelope.ts";
import { isRaised, type Step, stepsOf } from "./persistence.ts";
import { keyOf, rawCheck, type RawCheck } from "./raw-check.ts";
import { toBlocks } from "./time-blocks.ts";
import type { DataWindow } from "./windows.ts";

/** What a run scored, as far as drift asks. */
export interface Scored {
  readonly matrix: FeatureMatrix;
  /** One per row of the matrix. */
  readonly scores: Float32Array;
  /** Whether the row's subject was held out from training. */
  readonly isHeldOut: (row: number) => boolean;
  readonly isAlert: (score: number) => boolean;
}

export interface Judging {
  readonly envelope: Envelope;
  readonly settings: DriftSettings;
  readonly features: readonly FeatureSpec[];
  readonly scored: Scored;
  /** Asked once of the whole run, and true of every window of it. */
  readonly schema: readonly RawCheck[];
}

function windowFeatures({ envelope, settings, features, scored: { matrix } }: Judging, window: DataWindow): WindowFeature[] {
  const blocks = toBlocks(matrix.windowFromUs, window.rows, envelope.blockUs);
  return features.flatMap(({ name, title }) => {
    const profile = envelope.features[name];
    const f = matrix.featureNames.indexOf(name);
    if (profile === undefined || f < 0) return [];
    const values = Float64Array.from(window.rows, (row) => matrix.observed[f * matrix.rowCount + row] ?? Number.NaN);
    const isKey = settings.keyFeatures.includes(name);
    const { importance } = profile;
    return [{ feature: name, title, isKey, importance, profile, values, blocks, windowBlocks: envelope.windowBlocks }];
  });
}

function scoreChecks({ envelope, settings, scored }: Judging, window: DataWindow): RawCheck[] {
  const rows = window.rows.filter((row) => scored.isHeldOut(row));
  const values = Float64Array.from(rows, (row) => scored.scores[row] ?? Number.NaN);
  const flagged = values.map((score) => (scored.isAlert(score) ? 1 : 0));
  const alerts = checkAlerts(envelope, flagged, settings);
  if (envelope.score === undefined) {
    const asked = { layer: "score", feature: null, title: "Score", isKey: false, importance: null } as const;
    return [rawCheck(asked, { outcome: "insufficient", because: "No subjects were held out from training to compare with." }), alerts];
  }
  const score: WindowFeature = {
    feature: "",
    title: "Score",
    isKey: false,
    importance: 0,
    profile: envelope.score,
    values,
    blocks: toBlocks(scored.matrix.windowFromUs, rows, envelope.blockUs),
    windowBlocks: envelope.windowBlocks,
  };
  return [checkDistribution(score, settings, { layer: "score", alpha: settings.alone, cost: 1 }), alerts];
}

/** Adjusts the p-values of the features together; an effect that chance could give has not moved. The score is tested alone. */
function settle(checks: readonly RawCheck[], { falseDiscovery, dependence, alone }: DriftSettings): Omit<DriftCheck, "raised">[] {
  const family = checks.filter(({ layer, pValue }) => layer === "distribution" && pValue !== null);
  const pValues = Float64Array.from(family, ({ pValue }) => pValue ?? 1);
  const adjusted = dependence === "any" ? benjaminiYekutieli(pValues) : benjaminiHochberg(pValues);
  return checks.map((check) => {
    const at = family.indexOf(check);
    const p = at < 0 ? check.pValue : Math.min(1, adjusted[at] ?? 1);
    const byChance = p !== null && p > (at < 0 ? alone : falseDiscovery);
    return { ...check, adjusted: p, outcome: byChance && check.outcome !== "insufficient" ? "as-trained" : check.outcome };
  });
}

function ratioOf({ effect, threshold, measure }: Pick<DriftCheck, "effect" | "threshold" | "measure">): number | null {
  if (effect === null || threshold === null) return null;
  if (measure === "rate ratio" && effect < 1) return threshold < 1 ? threshold / effect : 1 / effect / threshold;
  return Math.abs(effect) / threshold;
}

const stepOf = (check: Omit<DriftCheck, "raised">): Step => ({ outcome: check.outcome, ratio: ratioOf(check) });

/** The state that raised checks come to, and why. */
export function stateOf(checks: readonly DriftCheck[], settings: DriftSettings): { state: DriftState; because: string } {
  const raised = checks.filter((check) => check.raised);
  const names = (of: readonly DriftCheck[]): string => [...new Set(of.map(({ title }) => title))].join(", ");
  const schema = raised.filter(({ layer }) => layer === "schema");
  if (schema.length > 0) return { state: "BROKEN", because: `The data no longer mean what they meant in training: ${names(schema)}.` };
  const score = raised.filter(({ layer }) => layer === "score" || layer === "alert-rate");
  if (score.length > 0) return { state: "OUTSIDE", because: `What the model makes of the data moved: ${names(score)}.` };
  const key = raised.filter(({ isKey }) => isKey);
  if (key.length > 0) return { state: "OUTSIDE", because: `Key features moved: ${names(key)}.` };
  const importance = [...new Map(raised.map(({ feature, importance: share }) => [feature, share ?? 0])).values()].reduce(
    (a, b) => a + b,
    0,
  );
  if (importance >= settings.importance)
    return { state: "OUTSIDE", because: `Features that carry ${Math.round(importance * 100)} % of the score moved: ${names(raised)}.` };
  const isScoreUnknown = checks.some(({ layer, outcome }) => layer === "score" && outcome === "insufficient");
  if (raised.length > 0)
    return {
      state: "WATCH",
      because: isScoreUnknown
        ? `Moved: ${names(raised)}. There are too few data to say whether the score bears it.`
        : `Moved, and the score bears it: ${names(raised)}.`,
    };
  const distributions = checks.filter(({ layer }) => layer === "distribution");
  const lacking = distributions.filter(({ outcome }) => outcome === "insufficient").length;
  if (isScoreUnknown || lacking * 2 > distributions.length)
    return {
      state: "INSUFFICIENT",
      because: `Too few data to say: ${lacking} of ${distributions.length} features${isScoreUnknown ? " and the score" : ""} could not be compared.`,
    };
  return { state: "IN_ENVELOPE", because: "Nothing that could be compared lies outside what training saw." };
}

export interface JudgedWindow {
  readonly window: DriftWindow;
  readonly checks: readonly DriftCheck[];
  readonly because: string;
}

/** Judges one window, in the light of those before it. */
export function judgeWindow(judging: Judging, window: DataWindow, before: readonly DriftWindow[]): JudgedWindow {
  const { settings, envelope, schema } = judging;
  const features = windowFeatures(judging, window);
  const cost = settings.dependence === "any" ? features.reduce((sum, _, i) => sum + 1 / (i + 1), 0) : 1;
  const distributions = features.map((f) =>
    checkDistribution(f, settings, { layer: "distribution", alpha: settings.falseDiscovery, cost }),
  );
  const units = features.flatMap((f, i) => {
    const found = distributions[i];
    return found?.outcome === "critical" ? (checkUnit(f, found.threshold ?? 0) ?? []) : [];
  });
  const settled = settle(
    [
      ...schema,
      ...units,
      ...features.map((f) => checkMissing(f, settings)),
      ...features.map((f) => checkRange(f, settings)),
      ...distributions,
      ...scoreChecks(judging, window),
      checkVolume(envelope, window.rows.length, window.isComplete, settings),
    ],
    settings,
  );
  const checks = settled.map((check) => ({
    ...check,
    raised: isRaised([...stepsOf(before, keyOf(check)), stepOf(check)], settings.persistence),
  }));
  const { state, because } = stateOf(checks, settings);
  const outcomes = Object.fromEntries(checks.map((check) => [keyOf(check), stepOf(check)]));
  return {
    window: { from: window.fromUs, to: window.toUs, rows: window.rows.length, isComplete: window.isComplete, state, outcomes },
    checks,
    because,
  };
}
