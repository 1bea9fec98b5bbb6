import type { FeatureMatrix } from "../../electron/engine/features/feature-matrix.ts";
import type { LoadedPackage } from "../../electron/engine/features/packages.ts";
import { pathLengthSums } from "../../electron/engine/forest/forest.ts";
import { trainForest } from "../../electron/engine/forest/train-forest.ts";
import { splitRows } from "../../electron/engine/scoring/split.ts";
import { selectRows } from "../../electron/engine/scoring/train-model.ts";

/** Rows of the matrix, strangest first, as the package's forest of that seed orders them. */
export function rankedByForest(matrix: FeatureMatrix, { spec }: LoadedPackage, seed: number): number[] {
  const { trees, sampleSize } = spec.algorithm;
  const split = splitRows(matrix, spec.calibration.fraction);
  const forest = trainForest(selectRows(matrix, split.train), { trees, sampleSize, seed });
  const all = { data: matrix.model, rowCount: matrix.rowCount, featureCount: matrix.featureNames.length };
  const lengths = pathLengthSums(forest, all);
  return Array.from(lengths, (_, row) => row).toSorted((a, b) => (lengths[a] ?? 0) - (lengths[b] ?? 0) || a - b);
}
