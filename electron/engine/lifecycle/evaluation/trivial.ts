import type { FeatureMatrix } from "../../features/feature-matrix.ts";
import type { LoadedPackage } from "../../features/packages.ts";
import { toModelValue } from "../../features/extract-features.ts";
import { createRandom } from "../../../../shared/lib/random.ts";
import type { Baselines } from "../../scoring/baselines.ts";

/** A method without a model, fitted on nothing but the quantiles of training. Higher is stranger. */
export interface Trivial {
  readonly kind: "random" | "rarity" | "single-feature";
  readonly title: string;
  score(matrix: FeatureMatrix): Float64Array;
}

const bins = 10;

interface Marginal {
  /** Ascending edges of tenths of the training rows, without repeats, and the share of the rows up to each and beyond the last. */
  readonly edges: readonly number[];
  readonly shares: readonly number[];
  readonly median: number;
  readonly spread: number;
}

/** The distribution of one feature in training as the model sees it, from its quantile grid. */
function marginalOf(pkg: LoadedPackage, baselines: Baselines, f: number): Marginal | undefined {
  const feature = pkg.spec.features[f];
  const baseline = feature === undefined ? undefined : baselines.features[feature.name];
  if (feature === undefined || baseline === undefined) return undefined;
  const grid = baseline.grid.map((value) => toModelValue(feature, value));
  const edges = [...new Set(Array.from({ length: bins - 1 }, (_, i) => grid[(i + 1) * 10] ?? 0))];
  const counts = Array.from({ length: edges.length + 1 }, () => 0);
  for (const value of grid) counts[binOf(edges, value)] = (counts[binOf(edges, value)] ?? 0) + 1;
  const at = (q: number): number => grid[q] ?? 0;
  // Where the middle half is one value the middle nine tenths speak, and where they are too any other value is as far off as can be.
  const spread = (at(75) - at(25)) / 1.349 || (at(95) - at(5)) / 3.29 || 1e-6;
  return { edges, shares: counts.map((n) => (n + 1) / (grid.length + counts.length)), median: at(50), spread };
}

const binOf = (edges: readonly number[], value: number): number => {
  const bin = edges.findIndex((edge) => value <= edge);
  return bin < 0 ? edges.length : bin;
};

const valueAt = ({ model, featureNames }: FeatureMatrix, row: number, f: number): number => model[row * featureNames.length + f] ?? 0;

/** The trivial methods to beat: chance, the rarity of each value by itself (HBOS, Goldstein and Dengel 2012), and the one oddest feature. */
export function trivialMethods(pkg: LoadedPackage, baselines: Baselines, seed: number): Trivial[] {
  const marginals = pkg.spec.features.map((_, f) => marginalOf(pkg, baselines, f));
  const overRows = (of: (matrix: FeatureMatrix, row: number) => number) => (matrix: FeatureMatrix) =>
    Float64Array.from({ length: matrix.rowCount }, (_, row) => of(matrix, row));
  const rarity = (matrix: FeatureMatrix, row: number): number =>
    marginals.reduce((sum, m, f) => sum - (m === undefined ? 0 : Math.log(m.shares[binOf(m.edges, valueAt(matrix, row, f))] ?? 1)), 0);
  const oddest = (matrix: FeatureMatrix, row: number): number =>
    Math.max(
      ...marginals.map((m, f) => {
        if (m === undefined) return 0;
        const z = (valueAt(matrix, row, f) - m.median) / m.spread;
        const direction = pkg.spec.features[f]?.direction;
        return direction === "high" ? z : direction === "low" ? -z : Math.abs(z);
      }),
    );
  return [
    {
      kind: "random",
      title: "Chance",
      score: (matrix) => {
        const random = createRandom(seed);
        return Float64Array.from({ length: matrix.rowCount }, () => random.float());
      },
    },
    { kind: "rarity", title: "Rarity of each value", score: overRows(rarity) },
    { kind: "single-feature", title: "The oddest single feature", score: overRows(oddest) },
  ];
}

/** Rows of the `most` highest scores, the highest first; of equal ones the first. */
export const topOrder = (scores: ArrayLike<number>, most: number): number[] =>
  Array.from(scores, (_, row) => row)
    .toSorted((a, b) => (scores[b] ?? 0) - (scores[a] ?? 0) || a - b)
    .slice(0, most);

/** Whether each row is among the `most` highest scores; of equal ones the first. */
export function topRows(scores: ArrayLike<number>, most: number): boolean[] {
  const top = new Set(topOrder(scores, most));
  return Array.from(scores, (_, row) => top.has(row));
}
