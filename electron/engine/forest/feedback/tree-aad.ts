import type { JudgedRow } from "./feedback-guided.ts";
import type { LeafMap } from "./leaf-map.ts";
import { minimise } from "./rms-prop.ts";

/** Constants of the authors' released code; not tuned here. */
const tau = 0.03;
const sigma2 = 0.5;
const warmUps = 20;

/**
 * Tree-based Active Anomaly Discovery (Das et al. 2024, JAIR 80): every leaf is a member of an ensemble with value minus its depth,
 * rows are scaled to unit length, and a weight per leaf is fitted so that judged anomalies rank above the tau-quantile of the pool
 * and ordinary ones below it, held near equal weights by a prior that counts less the more verdicts there are.
 */
export interface TreeAad {
  /** Fits the weights to all verdicts so far, in their order; the last one is new. */
  readonly learn: (judged: readonly JudgedRow[]) => void;
  /** w . z(x); higher is stranger. One double per row of the pool. */
  readonly scores: () => Float64Array;
  /** Unit length; by leaf. */
  readonly weights: () => Float64Array;
}

/** A judged row or the row at the tau-quantile: its share of the loss is a few sparse products. */
interface Terms {
  readonly judged: readonly JudgedRow[];
  readonly tauRow: number;
  readonly quantile: number;
}

export function createTreeAad(map: LeafMap): TreeAad {
  const { rowCount, trees, leafOf, leafCount } = map;
  const value = Float64Array.from(map.depthOfLeaf, (depth) => -depth);
  const inverseLength = inverseLengths(map, value);
  const prior = 1 / Math.sqrt(leafCount);
  let weights = new Float64Array(leafCount).fill(prior);

  const score = (w: Float64Array, row: number): number => {
    let sum = 0;
    for (let at = row * trees; at < (row + 1) * trees; at++) {
      const leaf = leafOf[at] ?? 0;
      sum += (w[leaf] ?? 0) * (value[leaf] ?? 0);
    }
    return sum * (inverseLength[row] ?? 0);
  };
  const addRow = (gradient: Float64Array, row: number, factor: number): void => {
    const scaled = factor * (inverseLength[row] ?? 0);
    for (let at = row * trees; at < (row + 1) * trees; at++) {
      const leaf = leafOf[at] ?? 0;
      gradient[leaf] = (gradient[leaf] ?? 0) + scaled * (value[leaf] ?? 0);
    }
  };
  const scores = (): Float64Array => Float64Array.from({ length: rowCount }, (_, row) => score(weights, row));

  /** Hinge losses against the quantile and against the row that holds it, averaged by class; writes the gradient. */
  const evaluate = ({ judged, tauRow, quantile }: Terms, w: Float64Array, gradient: Float64Array): number => {
    const lambda = 1 / judged.length / sigma2;
    let loss = 0;
    for (let leaf = 0; leaf < leafCount; leaf++) {
      const away = (w[leaf] ?? 0) - prior;
      gradient[leaf] = lambda * away;
      loss += (lambda / 2) * away * away;
    }
    const odd = totalWeight(judged, true);
    const ordinary = totalWeight(judged, false);
    const atTau = score(w, tauRow);
    for (const { row, isAnomaly, weight = 1 } of judged) {
      const sign = isAnomaly ? -1 : 1;
      const share = weight / (isAnomaly ? odd : ordinary);
      const s = score(w, row);
      const overQuantile = sign * (s - quantile);
      if (overQuantile > 0) {
        loss += share * overQuantile;
        addRow(gradient, row, sign * share);
      }
      const overTau = sign * (s - atTau);
      if (overTau > 0) {
        loss += share * overTau;
        addRow(gradient, row, sign * share);
        addRow(gradient, tauRow, -sign * share);
      }
    }
    return loss;
  };
  const update = (judged: readonly JudgedRow[]): void => {
    const terms = { judged, ...atQuantile(scores()) };
    weights = unitLength(minimise(weights, (w, gradient) => evaluate(terms, w, gradient)));
  };
  let seen = 0;
  return {
    learn: (judged) => {
      if (judged.length === 0) return;
      // The quantile and the weights have to settle together before they can be trusted with many verdicts at once.
      const steps = judged.length - seen > 1 ? Math.min(warmUps, judged.length) : 1;
      for (let step = 0; step < steps; step++) update(judged);
      seen = judged.length;
    },
    scores,
    weights: () => weights.slice(),
  };
}

const totalWeight = (judged: readonly JudgedRow[], isAnomaly: boolean): number => {
  const total = judged.reduce((sum, j) => sum + (j.isAnomaly === isAnomaly ? (j.weight ?? 1) : 0), 0);
  return total === 0 ? 1 : total;
};

/** The (1 - K/n) quantile by linear interpolation, and the row ranked K from the top (from 0), K = round(tau n). */
export function atQuantile(scores: Float64Array): { quantile: number; tauRow: number } {
  const n = scores.length;
  const k = Math.min(n - 1, Math.round(tau * n));
  const order = Uint32Array.from(scores, (_, row) => row).sort((a, b) => (scores[b] ?? 0) - (scores[a] ?? 0) || a - b);
  const position = (n - 1) * (1 - k / n);
  const below = Math.floor(position);
  const ascending = (i: number): number => scores[order[n - 1 - Math.min(n - 1, i)] ?? 0] ?? 0;
  const quantile = ascending(below) + (position - below) * (ascending(below + 1) - ascending(below));
  return { quantile, tauRow: order[k] ?? 0 };
}

function inverseLengths({ rowCount, trees, leafOf }: LeafMap, value: Float64Array): Float64Array {
  return Float64Array.from({ length: rowCount }, (_, row) => {
    let squares = 0;
    for (let at = row * trees; at < (row + 1) * trees; at++) squares += (value[leafOf[at] ?? 0] ?? 0) ** 2;
    return squares === 0 ? 0 : 1 / Math.sqrt(squares);
  });
}

function unitLength(w: Float64Array): Float64Array<ArrayBuffer> {
  const length = Math.sqrt(w.reduce((sum, x) => sum + x * x, 0));
  return Float64Array.from(w, (x) => x / length);
}
