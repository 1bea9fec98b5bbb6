import type { Bundle } from "./bundle.ts";
import { answerGolden } from "./golden.ts";
import { openForeignScorer } from "./foreign/foreign-scorer.ts";
import type { VersionScorer } from "./scorer.ts";
import { type ModelWork, selectRows, stageControl } from "./train-model.ts";

/** Throws as the runtime does, and as `openForeign`. */
export const openScorer = (work: ScorerWork, bundle: Bundle): Promise<VersionScorer> | VersionScorer =>
  bundle.foreign === undefined ? forestScorer(work, bundle) : openForeignScorer(work, bundle);

/** What opening a version needs. */
export type ScorerWork = Pick<ModelWork, "runtime" | "signal" | "progress">;

function forestScorer(work: ScorerWork, bundle: Bundle): VersionScorer {
  const { runtime } = work;
  const { onnx, pkg } = bundle;
  return {
    close: () => undefined,
    golden: () => answerGolden(work, bundle),
    score: async (matrix) => {
      const all = { data: matrix.model, rowCount: matrix.rowCount, featureCount: matrix.featureNames.length };
      return { scores: (await runtime.score(onnx, all, stageControl(work, "scoring", "subjects"))).scores, notices: [] };
    },
    explain: async (matrix, rows) => {
      const { base, additiveScores, parts } = await runtime.explain(
        onnx,
        selectRows(matrix, rows),
        stageControl(work, "explaining", "subjects"),
      );
      const width = matrix.featureNames.length;
      // Shown per tree: levels of mean path length are small numbers a person can compare.
      const { trees } = pkg.spec.algorithm;
      return rows.map((_, i) => ({
        base: base / trees,
        additiveScore: (additiveScores[i] ?? 0) / trees,
        parts: parts.subarray(i * width, (i + 1) * width).map((part) => part / trees),
      }));
    },
  };
}
