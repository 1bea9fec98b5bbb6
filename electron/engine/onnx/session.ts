import { InferenceSession, Tensor } from "onnxruntime-node";
import { AppError, CancelledError } from "../../../shared/contract/errors.ts";
import { requireFinite } from "../forest/finite.ts";
import type { ModelMatrix } from "../forest/forest.ts";
import { toMemoryError } from "../memory-failure.ts";
import type { LoopControl } from "../forest/train-forest.ts";
import type { CheckedModel } from "./model-guard.ts";

export const maxBatchRows = 8192;

export interface ForestScores {
  readonly pathLengthSums: Float32Array;
  /** In (0, 1); higher is stranger. */
  readonly scores: Float32Array;
}

export interface ForestSession {
  score(matrix: ModelMatrix, control: LoopControl): Promise<ForestScores>;
  close(): Promise<void>;
}

function outputOf(results: InferenceSession.ReturnType, name: string, rows: number): Float32Array {
  const data = results[name]?.data;
  if (!(data instanceof Float32Array) || data.length !== rows)
    throw new AppError("model-mismatch", `The model did not give "${name}" as one float per row.`);
  return data;
}

/** A macrotask, so that a stop request or another message can arrive between two batches. */
const breathe = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/**
 * One session, created from bytes (a path would let the runtime read files beside it), one thread (with two, sums differ
 * between runs), stopped only between batches (onnxruntime-node 1.30 aborts the process when its thread ends in a run).
 */
export async function openForestSession(checked: CheckedModel): Promise<ForestSession> {
  const session = await InferenceSession.create(checked.bytes, {
    intraOpNumThreads: 1,
    interOpNumThreads: 1,
    executionMode: "sequential",
    executionProviders: ["cpu"],
    logSeverityLevel: 4,
  }).catch((error: unknown) => {
    const told = toMemoryError(error);
    throw told instanceof AppError ? told : new AppError("model-mismatch", "ONNX Runtime does not accept the model.", {}, { cause: error });
  });
  for (const name of ["path_length_sum", "score"])
    if (!session.outputNames.includes(name)) throw new AppError("model-mismatch", `The model has no output "${name}".`);

  const score = async (matrix: ModelMatrix, control: LoopControl): Promise<ForestScores> => {
    const { rowCount, featureCount, data } = matrix;
    if (featureCount !== checked.featureCount)
      throw new AppError("model-mismatch", `The model takes ${checked.featureCount} features; the matrix has ${featureCount}.`);
    requireFinite(matrix);
    const pathLengthSums = new Float32Array(rowCount);
    const scores = new Float32Array(rowCount);
    for (let from = 0; from < rowCount; from += maxBatchRows) {
      if (control.isCancelled()) throw new CancelledError();
      const rows = Math.min(maxBatchRows, rowCount - from);
      const batch = data.slice(from * featureCount, (from + rows) * featureCount);
      const results = await session
        .run({ [checked.inputName]: new Tensor("float32", batch, [rows, featureCount]) })
        .catch((error: unknown) => Promise.reject(toMemoryError(error)));
      pathLengthSums.set(outputOf(results, "path_length_sum", rows), from);
      scores.set(outputOf(results, "score", rows), from);
      control.progress(from + rows, rowCount);
      await breathe();
    }
    return { pathLengthSums, scores };
  };
  return { score, close: () => session.release() };
}
