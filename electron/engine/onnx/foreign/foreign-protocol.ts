import type { WireError } from "../../../../shared/contract/errors.ts";
import type { ForeignFacts, ForeignFeature, ForeignInput, ForeignOutputs } from "../../../../shared/contract/foreign-models.ts";

/**
 * Messages between the engine and the process that holds one foreign model. The first request is `open`; requests are answered
 * one after the other, each with any number of `progress` and then one answer. The engine stops the process by ending it.
 */

/** One value per row; NaN and null are missing. */
export type ForeignColumn = Float64Array | readonly (string | null)[];

/** What is fed, and how one number per row is made of what comes out. */
export interface ForeignBinding {
  readonly features: readonly ForeignFeature[];
  readonly inputs: readonly ForeignInput[];
  readonly score: Omit<ForeignOutputs["score"], "direction">;
}

export interface OpenRequest {
  readonly kind: "open";
  readonly bytes: Uint8Array;
  readonly sidecars: ReadonlyMap<string, Uint8Array>;
  readonly allowControlFlow: boolean;
}
export interface ScoreRequest {
  readonly kind: "score";
  readonly binding: ForeignBinding;
  readonly rowCount: number;
  /** One per feature of the binding. */
  readonly columns: readonly ForeignColumn[];
}
export type ForeignRequest = OpenRequest | ScoreRequest;

export interface Opened {
  readonly kind: "opened";
  readonly bytes: Uint8Array;
  readonly facts: ForeignFacts;
}
/** Why a row has no score. */
export type Unscored = "missing" | "not-a-number" | "no-score";
export interface ForeignScored {
  readonly kind: "scored";
  /** The model's own score, reduced; NaN where a row has none. */
  readonly scores: Float64Array;
  readonly unscored: Readonly<Record<Unscored, number>>;
}
export type ForeignAnswer = Opened | ForeignScored;
export type FromForeign =
  | { readonly kind: "ready" }
  | { readonly kind: "progress"; readonly done: number; readonly total: number }
  | { readonly kind: "failed"; readonly error: WireError }
  | { readonly kind: "answer"; readonly answer: ForeignAnswer };
