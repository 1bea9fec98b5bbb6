import type { WireError } from "../../../shared/contract/errors.ts";
import type { Lesson } from "../forest/feedback/teach.ts";
import type { ModelMatrix } from "../forest/forest.ts";
import type { ForestParameters } from "../forest/train-forest.ts";
import type { ForestModelInfo } from "./forest-to-onnx.ts";

/** Verdicts to replay into a forest once it is grown: one row of `labelled` per lesson, in their order. */
export interface Lessons {
  readonly labelled: ModelMatrix;
  readonly lessons: readonly Lesson[];
}

/**
 * Messages between the engine and the model worker. The worker answers requests one after the other in the order they
 * came, each with any number of `progress` and then exactly one other answer. A request is stopped by setting its
 * `cancel` word: the worker looks at it between trees, batches and rows, and answers `failed` with a cancellation.
 * `close` is sent when nothing is under way; the worker then ends by itself.
 */
interface RequestBase {
  readonly id: number;
  /** One word over a SharedArrayBuffer; not 0 means stop. */
  readonly cancel: Int32Array;
  readonly matrix: ModelMatrix;
}
export interface TrainRequest extends RequestBase {
  readonly kind: "train";
  readonly parameters: ForestParameters;
  readonly info: ForestModelInfo;
  readonly lessons?: Lessons;
}
export interface ScoreRequest extends RequestBase {
  readonly kind: "score";
  readonly model: Uint8Array;
}
export interface ExplainRequest extends RequestBase {
  readonly kind: "explain";
  readonly model: Uint8Array;
}
export type ModelRequest = TrainRequest | ScoreRequest | ExplainRequest;
export type ToModelWorker = ModelRequest | { readonly kind: "close" };

export interface Trained {
  readonly kind: "trained";
  readonly model: Uint8Array;
}
export interface Scored {
  readonly kind: "scored";
  readonly pathLengthSums: Float32Array;
  readonly scores: Float32Array;
}
export interface Explained {
  readonly kind: "explained";
  readonly base: number;
  /** f(x) = -sum of path lengths, per row. */
  readonly additiveScores: Float64Array;
  /** Row-major, rows by features; a row's parts and `base` sum to its additive score. */
  readonly parts: Float64Array;
}
export type ModelAnswer = Trained | Scored | Explained;
export type FromModelWorker =
  | { readonly id: number; readonly kind: "progress"; readonly done: number; readonly total: number }
  | { readonly id: number; readonly kind: "failed"; readonly error: WireError }
  | { readonly id: number; readonly kind: "answer"; readonly answer: ModelAnswer };
