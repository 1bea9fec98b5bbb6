import { invariant } from "../../../shared/lib/invariant.ts";
import type { ModelMatrix } from "../forest/forest.ts";
import type { ForestParameters } from "../forest/train-forest.ts";
import type { ForestModelInfo } from "./forest-to-onnx.ts";
import { type ForeignModel, openForeignModel } from "./foreign/foreign-host.ts";
import type { OpenRequest } from "./foreign/foreign-protocol.ts";
import { forkChild } from "./foreign/fork-child.ts";
import type { StartChild } from "../limited-child.ts";
import type { Explained, Lessons, ModelAnswer, Scored, Trained } from "./model-protocol.ts";
import { ModelWorkerChannel, type RuntimeControl } from "./model-worker-channel.ts";

export type { RuntimeControl };

export interface TrainOptions extends RuntimeControl {
  readonly lessons?: Lessons | undefined;
}

/** Training, scoring and explaining in the model worker, and models made elsewhere. The caller's arrays are copied, never taken away. */
export interface ModelRuntime {
  /** Trains a forest and gives it as ONNX bytes; the same input gives the same bytes. Progress counts trees. */
  train(matrix: ModelMatrix, parameters: ForestParameters, info: ForestModelInfo, options?: TrainOptions): Promise<Uint8Array>;
  /** Scores through ONNX Runtime. Progress counts rows. Throws AppError `model-mismatch`, or CancelledError. */
  score(model: Uint8Array, matrix: ModelMatrix, control?: RuntimeControl): Promise<Omit<Scored, "kind">>;
  /** TreeSHAP with the trees of the ONNX file. Progress counts rows. */
  explain(model: Uint8Array, matrix: ModelMatrix, control?: RuntimeControl): Promise<Omit<Explained, "kind">>;
  /** Checks a model made elsewhere and loads it in a process of its own. Throws as `openForeignModel`. */
  openForeign(file: Omit<OpenRequest, "kind">, control?: RuntimeControl): Promise<ForeignModel>;
  /** Stops what is under way between two units of work, then ends the worker. */
  close(): Promise<void>;
}

export function createModelRuntime(startChild: StartChild = forkChild): ModelRuntime {
  const channel = new ModelWorkerChannel();
  return {
    train: async (matrix, parameters, info, { lessons, ...control } = {}) =>
      trained(await channel.ask({ kind: "train", matrix, parameters, info, ...(lessons === undefined ? {} : { lessons }) }, control)).model,
    score: async (model, matrix, control) => scored(await channel.ask({ kind: "score", model, matrix }, control)),
    explain: async (model, matrix, control) => explained(await channel.ask({ kind: "explain", model, matrix }, control)),
    openForeign: (file, control) => openForeignModel(startChild, file, control),
    close: () => channel.close(),
  };
}

function trained(answer: ModelAnswer): Trained {
  invariant(answer.kind === "trained", `the model worker answered ${answer.kind} to a training`);
  return answer;
}
function scored(answer: ModelAnswer): Scored {
  invariant(answer.kind === "scored", `the model worker answered ${answer.kind} to a scoring`);
  return answer;
}
function explained(answer: ModelAnswer): Explained {
  invariant(answer.kind === "explained", `the model worker answered ${answer.kind} to an explanation`);
  return answer;
}
