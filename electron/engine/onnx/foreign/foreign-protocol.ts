import { z } from "zod";
import { WireErrorSchema } from "../../../../shared/contract/frames.ts";
import { ForeignFacts, type ForeignFeature, type ForeignInput, type ForeignOutputs } from "../../../../shared/contract/foreign-models.ts";

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

const Opened = z.object({
  kind: z.literal("opened"),
  bytes: z.custom<Uint8Array>((value) => value instanceof Uint8Array),
  facts: ForeignFacts,
});
export type Opened = z.infer<typeof Opened>;

const count = z.number().int().nonnegative();
const ForeignScored = z.object({
  kind: z.literal("scored"),
  /** The model's own score, reduced; NaN where a row has none. */
  scores: z.custom<Float64Array>((value) => value instanceof Float64Array),
  /** Why rows have no score. */
  unscored: z.object({ missing: count, "not-a-number": count, "no-score": count }),
});
export type ForeignScored = z.infer<typeof ForeignScored>;
export type Unscored = keyof ForeignScored["unscored"];

const ForeignAnswer = z.discriminatedUnion("kind", [Opened, ForeignScored]);
export type ForeignAnswer = z.infer<typeof ForeignAnswer>;

/** The process has read somebody else's file, so that what it says is checked. */
export const FromForeign = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("ready") }),
  z.object({ kind: z.literal("progress"), done: count, total: count }),
  z.object({ kind: z.literal("failed"), error: WireErrorSchema }),
  z.object({ kind: z.literal("answer"), answer: ForeignAnswer }),
]);
export type FromForeign = z.infer<typeof FromForeign>;
