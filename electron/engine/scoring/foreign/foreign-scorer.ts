import { invariant } from "../../../../shared/lib/invariant.ts";
import { toModelValue } from "../../features/extract-features.ts";
import type { FeatureMatrix } from "../../features/feature-matrix.ts";
import type { ForeignColumn } from "../../onnx/foreign/foreign-protocol.ts";
import type { Bundle } from "../bundle.ts";
import type { Explanation, VersionScorer } from "../scorer.ts";
import { type ModelWork, stageControl } from "../train-model.ts";
import { answerForeignGolden } from "./golden.ts";
import { signOf } from "./direction-test.ts";
import { foreignColumns, pickRows } from "./foreign-rows.ts";
import type { ForeignSpec } from "./foreign-spec.ts";
import { unscoredInWords } from "./unscored.ts";

/** Opens a version that was made elsewhere. Scores are turned so that higher is stranger. */
export async function openForeignScorer(work: Pick<ModelWork, "runtime" | "signal" | "progress">, bundle: Bundle): Promise<VersionScorer> {
  const { foreign, pkg } = bundle;
  invariant(foreign !== undefined, "the bundle says how its model is fed");
  const model = await work.runtime.openForeign(
    { bytes: bundle.onnx, sidecars: new Map(), allowControlFlow: foreign.allowControlFlow },
    { signal: work.signal },
  );
  const { direction, ...score } = foreign.outputs.score;
  const binding = { features: foreign.features, inputs: foreign.inputs, score };
  const sign = signOf(direction);
  const scored = async (columns: readonly ForeignColumn[], rowCount: number, stage: string) => {
    const answer = await model.score({ binding, rowCount, columns }, stageControl(work, stage, "subjects"));
    return { scores: answer.scores.map((s) => s * sign), unscored: answer.unscored };
  };
  return {
    close: () => model.close(),
    golden: async () =>
      foreign.golden === undefined
        ? undefined
        : answerForeignGolden(model, binding, foreign, stageControl(work, "checking golden rows", "rows")),
    score: async (matrix) => {
      const { scores, unscored } = await scored(foreignColumns(pkg, matrix, foreign), matrix.rowCount, "scoring");
      return { scores: Float32Array.from(scores), notices: unscoredInWords(unscored) };
    },
    explain: async (matrix, rows) => {
      const columns = occluded(bundle, foreign, matrix, rows);
      const { scores } = await scored(columns, rows.length * (pkg.spec.features.length + 2), "explaining");
      return rows.map((_, i) => toExplanation(scores, i, pkg.spec.features.length));
    },
  };
}

/**
 * Every row as it is, then with all of the package's features at their training median, then with one of them at a time: the rows
 * the model is asked for to see what each feature is worth. What is no feature of the package stays as it is.
 */
function occluded({ pkg, baselines }: Bundle, foreign: ForeignSpec, matrix: FeatureMatrix, rows: readonly number[]): ForeignColumn[] {
  const { features } = pkg.spec;
  const variants = features.length + 2;
  const repeated = rows.flatMap((row) => Array.from({ length: variants }, () => row));
  const columns = pickRows(foreignColumns(pkg, matrix, foreign), repeated);
  return columns.map((column, c) => {
    const f = features.findIndex(({ name }) => name === foreign.features[c]?.name);
    const feature = features[f];
    if (feature === undefined || !(column instanceof Float64Array)) return column;
    const usual = baselines.features[feature.name]?.median ?? feature.nullPolicy.impute;
    const value = foreign.preprocessing === "package" ? toModelValue(feature, usual) : usual;
    return column.map((own, i) => (i % variants === 1 || i % variants === f + 2 ? value : own));
  });
}

function toExplanation(scores: Float64Array, row: number, features: number): Explanation {
  const at = row * (features + 2);
  const additiveScore = scores[at] ?? 0;
  const finite = (score: number | undefined): number => (score === undefined || !Number.isFinite(score) ? additiveScore : score);
  const base = finite(scores[at + 1]);
  const parts = Float64Array.from({ length: features }, (_, f) => additiveScore - finite(scores[at + 2 + f]));
  const residual = parts.reduce((rest, part) => rest - part, additiveScore - base);
  return { base, additiveScore, parts, occlusion: { residual } };
}
