import type { FeatureMatrix } from "../../electron/engine/features/feature-matrix.ts";
import type { LoadedPackage } from "../../electron/engine/features/packages.ts";
import { pathLengthSums } from "../../electron/engine/forest/forest.ts";
import { trainForest } from "../../electron/engine/forest/train-forest.ts";
import { conformalPValue, createCalibration } from "../../electron/engine/scoring/conformal.ts";
import { splitRows } from "../../electron/engine/scoring/split.ts";
import { selectRows } from "../../electron/engine/scoring/train-model.ts";
import { benjaminiHochberg } from "../../shared/lib/false-discovery.ts";

/** Rows of the matrix, strangest first, as the package's forest of that seed orders them. */
export function rankedByForest(matrix: FeatureMatrix, pkg: LoadedPackage, seed: number): number[] {
  return ratedByForest(matrix, pkg, seed).order;
}

/** The order and, by row, the false-discovery rate at which the package's forest would flag it. */
export function ratedByForest(matrix: FeatureMatrix, { spec }: LoadedPackage, seed: number): { order: number[]; qValues: Float64Array } {
  const { trees, sampleSize } = spec.algorithm;
  const split = splitRows(matrix, spec.calibration.fraction);
  const forest = trainForest(selectRows(matrix, split.train), { trees, sampleSize, seed });
  const all = { data: matrix.model, rowCount: matrix.rowCount, featureCount: matrix.featureNames.length };
  const lengths = pathLengthSums(forest, all);
  const strangeness = Float32Array.from(lengths, (length) => -length);
  const calibration = createCalibration(Float32Array.from(split.calibration, (row) => strangeness[row] ?? 0));
  return {
    order: Array.from(lengths, (_, row) => row).toSorted((a, b) => (lengths[a] ?? 0) - (lengths[b] ?? 0) || a - b),
    qValues: benjaminiHochberg(Float64Array.from(strangeness, (score) => conformalPValue(calibration, score))),
  };
}
