import type { Guard, HeldOutEffect } from "../../../shared/contract/training.ts";
import type { FeatureSpec } from "../../../shared/contract/models.ts";
import type { LabelledRow } from "../scoring/labelled-rows.ts";
import { classCounts, embargoHours } from "./held-out-effect.ts";
import type { SelectedLabels } from "./training-labels.ts";

const shortcut = 0.99;
const minPerClass = 10;

/** Chance that an anomaly's value exceeds an ordinary subject's, ties counted half. */
function aucOf(positive: readonly number[], negative: readonly number[]): number {
  let wins = 0;
  for (const p of positive) for (const n of negative) wins += p > n ? 1 : p === n ? 0.5 : 0;
  return wins / (positive.length * negative.length);
}

function shortcuts(rows: readonly LabelledRow[], features: readonly FeatureSpec[]): Guard {
  const guard = { id: "G2", title: "No single feature gives the verdict away" };
  const positive = rows.filter((r) => r.isAnomaly);
  const negative = rows.filter((r) => !r.isAnomaly);
  if (positive.length < minPerClass || negative.length < minPerClass)
    return {
      ...guard,
      state: "insufficient",
      text: `${classCounts(positive.length, negative.length)}; ${minPerClass} of each are needed. No feature reads how events were judged.`,
    };
  const found = features.filter((_, f) => {
    const auc = aucOf(
      positive.map((r) => r.values[f] ?? 0),
      negative.map((r) => r.values[f] ?? 0),
    );
    return Math.max(auc, 1 - auc) > shortcut;
  });
  return found.length === 0
    ? { ...guard, state: "pass", text: `No feature alone separates the ${rows.length} labels better than ${shortcut} of the time.` }
    : {
        ...guard,
        state: "warn",
        text: `Possible shortcut: ${found.map((f) => f.title).join(", ")} alone separate the ${rows.length} labels.`,
      };
}

function entities(effect: HeldOutEffect): Guard {
  const guard = { id: "G3", title: "Not won by knowing the same entities" };
  const { disjoint } = effect;
  if (disjoint === null)
    return { ...guard, state: "insufficient", text: "No later judged subjects of both classes that no lesson was about." };
  const { positives, negatives } = disjoint.heldOut;
  const helps = disjoint.after >= disjoint.before;
  return {
    ...guard,
    state: helps ? "pass" : "warn",
    text: `Over ${positives + negatives} later subjects that no lesson was about, average precision went from ${disjoint.before.toFixed(3)} to ${disjoint.after.toFixed(3)} (${positives === 1 ? "1 anomaly" : `${positives} anomalies`}).`,
  };
}

function effectSize(effect: HeldOutEffect): Guard {
  const guard = { id: "G5", title: "The lessons help in a later time" };
  const { difference, heldOut } = effect;
  if (difference === null) return { ...guard, state: "insufficient", text: effect.because };
  const interval = `${difference.value.toFixed(3)} (95 % ${difference.low.toFixed(3)} to ${difference.high.toFixed(3)})`;
  return {
    ...guard,
    state: difference.low > 0 ? "pass" : "warn",
    text: `Average precision changed by ${interval} over ${classCounts(heldOut.positives, heldOut.negatives)} judged later.`,
  };
}

function selection({ rows, judged }: SelectedLabels): Guard {
  const guard = { id: "G9", title: "Judged subjects are a selection" };
  const used = new Set(rows.map(({ anomalyId }) => anomalyId));
  const audits = judged.filter(({ row }) => row.stratum === "audit" && used.has(row.anomaly)).length;
  return {
    ...guard,
    state: "warn",
    text:
      audits === 0
        ? `All ${rows.length} labels come from what the queue showed; recall cannot be estimated from them.`
        : `${audits} of ${rows.length} labels are audit items, drawn at random from what was not surfaced and weighed by 1/propensity within bounds; the others come from what the queue showed.`,
  };
}

/** The rules of training that can be checked from the labels themselves, each with its figures. */
export function guardsOf(selected: SelectedLabels, features: readonly FeatureSpec[], effect: HeldOutEffect): Guard[] {
  const { rows, capsReached } = selected;
  const positives = rows.filter((r) => r.isAnomaly).length;
  return [
    {
      id: "G1",
      title: "Lessons before what they are tested on",
      state: effect.state === "measured" ? "pass" : "insufficient",
      text: effect.state === "measured" ? `Split by time with ${embargoHours} h between; there is no other split.` : effect.because,
    },
    shortcuts(rows, features),
    entities(effect),
    {
      id: "G4",
      title: "Base rate stated",
      state: "warn",
      text: `${positives} of ${rows.length} labels are anomalies: the share among what was shown and judged, not among all subjects.`,
    },
    effectSize(effect),
    {
      id: "G7",
      title: "Thresholds from calibration only",
      state: "pass",
      text: "No threshold or parameter was chosen on labels; p-values come from subjects that were neither trained on nor judged.",
    },
    selection(selected),
    {
      id: "G12",
      title: "No one steers the model alone",
      state: capsReached.length === 0 ? "pass" : "warn",
      text: capsReached.length === 0 ? "No subject and no analyst's day reached its bound of the weight." : `${capsReached.join("; ")}.`,
    },
  ];
}
