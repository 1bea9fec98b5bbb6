const learningRate = 0.001;
const decay = 0.9;
const delta = 1e-6;
const maxEpochs = 1000;
const flat = 1e-6;
const averaged = 20;

/**
 * RMSProp (Hinton) on the whole loss each epoch, from `start`; gives the weights of the smallest loss seen. Stops when the loss or
 * its change is below 1e-6, or when its mean over 20 epochs no longer moves. `evaluate` writes the gradient and returns the loss.
 */
export function minimise(start: Float64Array, evaluate: (w: Float64Array, gradient: Float64Array) => number): Float64Array {
  const w = start.slice();
  const gradient = new Float64Array(w.length);
  const squares = new Float64Array(w.length);
  const losses: number[] = [];
  const best = start.slice();
  let smallest = Infinity;
  for (let epoch = 0; epoch < maxEpochs; epoch++) {
    const loss = evaluate(w, gradient);
    if (loss < smallest) {
      smallest = loss;
      best.set(w);
    }
    losses.push(loss);
    if (loss < flat || isFlat(losses)) break;
    for (let i = 0; i < w.length; i++) {
      const g = gradient[i] ?? 0;
      const square = decay * (squares[i] ?? 0) + (1 - decay) * g * g;
      squares[i] = square;
      w[i] = (w[i] ?? 0) - (learningRate * g) / Math.sqrt(square + delta);
    }
  }
  return best;
}

function isFlat(losses: readonly number[]): boolean {
  const n = losses.length;
  if (n > 1 && Math.abs((losses[n - 1] ?? 0) - (losses[n - 2] ?? 0)) < flat) return true;
  if (n < 2 * averaged) return false;
  const mean = (from: number, to: number): number => losses.slice(from, to).reduce((a, b) => a + b, 0) / averaged;
  return Math.abs(mean(n - averaged, n) - mean(n - 2 * averaged, n - averaged)) < flat;
}
