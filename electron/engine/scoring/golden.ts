import type { ModelMatrix } from "../forest/forest.ts";
import type { ModelRuntime, RuntimeControl } from "../onnx/model-runtime.ts";
import { type Bundle, BundleBreak, bundleDir, type Golden } from "./bundle.ts";
import { conformalPValue } from "./conformal.ts";

/** An answer may differ by so much and count as the same: float32 sums of another build add up in another order. */
const goldenTolerance = { absolute: 1e-5, relative: 1e-4 };
/** So close to the threshold a row may fall on either side. */
export const thresholdSlack = 1e-6;

/** Of `n` golden rows `k` score as they did when the version was made; `flips` of them fall on the other side of the operating point. */
export interface GoldenAnswer {
  readonly n: number;
  readonly k: number;
  readonly flips: number;
  readonly largestDifference: number;
}

interface Work {
  readonly runtime: ModelRuntime;
  readonly signal?: AbortSignal | undefined;
}

const controlOf = ({ signal }: Work): RuntimeControl => ({ signal });

/** The rows with what the model says of them now, to be kept in its bundle. */
export async function goldenOf(work: Work, onnx: Uint8Array, rows: ModelMatrix): Promise<Golden> {
  const { scores } = await work.runtime.score(onnx, rows, controlOf(work));
  const row = (i: number): number[] => [...rows.data.subarray(i * rows.featureCount, (i + 1) * rows.featureCount)];
  return { schema: 1, rows: Array.from({ length: rows.rowCount }, (_, i) => row(i)), scores: [...scores] };
}

const isSame = (score: number, expected: number): boolean =>
  Math.abs(score - expected) <= Math.max(goldenTolerance.absolute, goldenTolerance.relative * Math.abs(expected));

/** Scores the golden rows again. Undefined where the bundle has none. Throws as the runtime and `loadBundle` do. */
export async function answerGolden(work: Work, bundle: Bundle): Promise<GoldenAnswer | undefined> {
  const golden = bundle.readGolden();
  if (golden === undefined) return undefined;
  const featureCount = bundle.manifest.features.length;
  const matrix = { data: Float32Array.from(golden.rows.flat()), rowCount: golden.rows.length, featureCount };
  const { scores } = await work.runtime.score(bundle.onnx, matrix, controlOf(work));
  return compareGolden(golden.scores, [...scores], (score) => isFlagged(bundle, score));
}

const isFlagged = ({ calibration, pkg }: Bundle, score: number): boolean =>
  conformalPValue(calibration, score) <= pkg.spec.operatingPoint.pValue;

/** Pure comparison of scores with those expected. A score that is no number is no match. */
export function compareGolden(expected: readonly number[], scores: readonly number[], flagged: (score: number) => boolean): GoldenAnswer {
  const differences = expected.map((wanted, i) => Math.abs((scores[i] ?? Number.NaN) - wanted));
  const flipped = expected.filter((wanted, i) => {
    const score = scores[i] ?? Number.NaN;
    return flagged(score) !== flagged(wanted) && !(Math.abs(score - wanted) <= thresholdSlack);
  });
  return {
    n: expected.length,
    k: expected.filter((wanted, i) => isSame(scores[i] ?? Number.NaN, wanted)).length,
    flips: flipped.length,
    largestDifference: differences.reduce((most, d) => Math.max(most, Number.isNaN(d) ? Number.POSITIVE_INFINITY : d), 0),
  };
}

/** Throws BundleBreak where a version no longer answers its golden rows as it did. */
export function requireGolden(workspaceRoot: string, version: { id: string; model: string }, answer: GoldenAnswer | undefined): void {
  if (answer === undefined || (answer.k === answer.n && answer.flips === 0)) return;
  const { id, model } = version;
  throw new BundleBreak(
    { dir: bundleDir(workspaceRoot, model, id), model, version: id, file: "model.onnx" },
    "",
    null,
    `scores ${answer.n - answer.k} of its ${answer.n} golden rows other than when it was made, by up to ${answer.largestDifference.toPrecision(3)}`,
  );
}
