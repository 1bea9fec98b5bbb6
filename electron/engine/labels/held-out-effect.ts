import type { HeldOutEffect } from "../../../shared/contract/training.ts";
import { createRandom, type Random } from "../../../shared/lib/random.ts";
import type { ForestParameters } from "../forest/train-forest.ts";
import type { ModelRuntime, RuntimeControl } from "../onnx/model-runtime.ts";
import { averagePrecision } from "../scoring/average-precision.ts";
import { type LabelledRow, labelMatrix, toLessons } from "../scoring/labelled-rows.ts";
import { type PreparedTraining, selectRows, withoutJudged } from "../scoring/train-model.ts";

export const embargoHours = 24;
const hourUs = 3_600_000_000;
/** Lessons come from the earlier share of the judged time. */
const lessonShare = 0.7;
const minPerClass = 5;
const resamples = 1000;

interface EffectInput extends PreparedTraining {
  readonly labels: readonly LabelledRow[];
  readonly parameters: ForestParameters;
  readonly runtime: ModelRuntime;
  readonly control: RuntimeControl;
}

type Measured = Omit<HeldOutEffect, "state" | "because" | "embargoHours">;

/**
 * What the verdicts would have taught in time: a twin of the candidate learns from the earlier judged subjects, and subjects judged
 * at least a day later are ranked without and with the lessons. Windows split by time only (TESSERACT, Pendlebury et al. 2019).
 */
export async function heldOutEffect(input: EffectInput): Promise<HeldOutEffect> {
  const { labels } = input;
  const cut = cutOf(labels);
  const lessons = cut === null ? [] : labels.filter((l) => l.toUs <= cut);
  const held = cut === null ? [] : labels.filter((l) => l.fromUs >= cut + embargoHours * hourUs);
  const counts = { cut, lessons: classesOf(lessons), heldOut: classesOf(held) };
  const because = whyInsufficient(counts.lessons, counts.heldOut);
  if (cut === null || because !== undefined)
    return { ...nothingMeasured, ...counts, state: "insufficient", because: because ?? "nothing was judged" };
  const { matrix } = input;
  const { train } = withoutJudged(input, labels);
  const earlier = train.filter((row) => (matrix.windowToUs[row] ?? Infinity) <= cut);
  if (earlier.length < 2)
    return { ...nothingMeasured, ...counts, state: "insufficient", because: `only ${earlier.length} subjects were seen before the cut` };
  const scores = await scoreBoth(input, earlier, lessons, held);
  return {
    ...counts,
    ...measure(held, lessons, scores, input.parameters.seed),
    state: "measured",
    because: `average precision among the judged of a later time, of which ${counts.heldOut.positives} of ${held.length} are anomalies`,
    embargoHours,
  };
}

const nothingMeasured = { embargoHours, before: null, after: null, difference: null, disjoint: null } as const;

/** The end of the judged window at which the earlier share of labels is complete. */
function cutOf(labels: readonly LabelledRow[]): number | null {
  const ends = labels.map((l) => l.toUs).toSorted((a, b) => a - b);
  return ends[Math.floor((ends.length - 1) * lessonShare)] ?? null;
}

const classesOf = (rows: readonly LabelledRow[]): { positives: number; negatives: number } => {
  const positives = rows.filter((row) => row.isAnomaly).length;
  return { positives, negatives: rows.length - positives };
};

/** How many of each class, in words. */
export const classCounts = (anomalies: number, ordinary: number): string =>
  `${anomalies} ${anomalies === 1 ? "anomaly" : "anomalies"} and ${ordinary} ordinary ${ordinary === 1 ? "subject" : "subjects"}`;

function whyInsufficient(lessons: HeldOutEffect["lessons"], held: HeldOutEffect["heldOut"]): string | undefined {
  if (lessons.positives + lessons.negatives < minPerClass) return `fewer than ${minPerClass} judged subjects before the cut`;
  if (held.positives >= minPerClass && held.negatives >= minPerClass) return undefined;
  return `${classCounts(held.positives, held.negatives)} judged ${embargoHours} h after the lessons end; ${minPerClass} of each are needed`;
}

interface Scores {
  readonly before: Float32Array;
  readonly after: Float32Array;
}

async function scoreBoth(
  input: EffectInput,
  rows: readonly number[],
  lessons: readonly LabelledRow[],
  held: readonly LabelledRow[],
): Promise<Scores> {
  const { matrix, parameters, runtime, control } = input;
  const featureNames = matrix.featureNames;
  const width = featureNames.length;
  const info = { model: "held-out", featureNames, seed: parameters.seed };
  const pool = selectRows(matrix, rows);
  const test = labelMatrix(held, width);
  const plain = await runtime.train(pool, parameters, info, control);
  const taught = await runtime.train(pool, parameters, info, {
    ...control,
    lessons: { labelled: labelMatrix(lessons, width), lessons: toLessons(lessons) },
  });
  return { before: (await runtime.score(plain, test, control)).scores, after: (await runtime.score(taught, test, control)).scores };
}

function measure(
  held: readonly LabelledRow[],
  lessons: readonly LabelledRow[],
  { before, after }: Scores,
  seed: number,
): Pick<Measured, "before" | "after" | "difference" | "disjoint"> {
  const rows = [...held.keys()];
  const ap = (scores: Float32Array, of: readonly number[]): number =>
    averagePrecision(
      of.map((row) => scores[row] ?? 0),
      of.map((row) => held[row]?.isAnomaly === true),
    );
  const difference = (of: readonly number[]): number => ap(after, of) - ap(before, of);
  const known = new Set(lessons.map((l) => l.subjectKey));
  const unknown = rows.filter((row) => !known.has(held[row]?.subjectKey ?? ""));
  const classes = classesOf(unknown.flatMap((row) => held[row] ?? []));
  return {
    before: ap(before, rows),
    after: ap(after, rows),
    difference: { value: difference(rows), ...bootstrapInterval(held, difference, seed) },
    disjoint:
      classes.positives === 0 || classes.negatives === 0
        ? null
        : { heldOut: classes, before: ap(before, unknown), after: ap(after, unknown) },
  };
}

/** 95 % percentile interval (Efron 1979), resampled within each class so that every resample has both. */
function bootstrapInterval(
  held: readonly LabelledRow[],
  of: (rows: readonly number[]) => number,
  seed: number,
): { low: number; high: number } {
  const random = createRandom(seed);
  const rows = [...held.keys()];
  const classes = [rows.filter((row) => held[row]?.isAnomaly === true), rows.filter((row) => held[row]?.isAnomaly !== true)];
  const values = Array.from({ length: resamples }, () => of(classes.flatMap((members) => resample(members, random)))).toSorted(
    (a, b) => a - b,
  );
  return { low: values[Math.floor(resamples * 0.025)] ?? 0, high: values[Math.ceil(resamples * 0.975) - 1] ?? 0 };
}

const resample = (rows: readonly number[], random: Random): number[] => rows.map(() => rows[random.below(rows.length)] ?? 0);
