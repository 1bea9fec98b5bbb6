import { z } from "zod";
import { contentId } from "../../hash.ts";
import type { ComparisonSet } from "./comparison-set.ts";

const probability = z.number().gt(0).lte(1);

const ModelLevel = z.strictObject({
  /** The number of levels for the best agreement, down to 0 for none. */
  level: z.int().min(0),
  title: z.string(),
  /** Share of this level among pairs that match, and among pairs that do not. */
  m: probability,
  u: probability,
  /** Whether the weight is raised or lowered by how rare the value is. */
  rarity: z.boolean(),
});
type ModelLevel = z.infer<typeof ModelLevel>;

const ModelComparison = z.strictObject({ name: z.string(), title: z.string(), levels: z.array(ModelLevel).min(2) });
export type ModelComparison = z.infer<typeof ModelComparison>;

/** What a comparison set learned from some records (Fellegi and Sunter, 1969): all that scoring needs besides the set. */
export const LinkageModel = z.strictObject({
  format: z.literal(1),
  /** sha256 of the rest. */
  id: z.string(),
  set: z.string(),
  /** sha256 of the comparison set it belongs to. */
  setId: z.string(),
  /** Log odds, to base 2, that two records taken at random match. */
  priorBits: z.number(),
  /** The least share of a value that is believed when rarity is weighed. */
  shareFloor: probability,
  comparisons: z.array(ModelComparison).min(1),
  learnedFrom: z.strictObject({ records: z.int(), sampledPairs: z.int(), surePairs: z.int(), candidatePairs: z.int() }),
});
export type LinkageModel = z.infer<typeof LinkageModel>;

/** The weight of a level in bits, before rarity. */
export const levelBits = ({ m, u }: { readonly m: number; readonly u: number }): number => Math.log2(m / u);

/** 1 / (1 + 2^-bits). */
export const probabilityOf = (bits: number): number => 1 / (1 + 2 ** -bits);

export const setIdOf = (set: ComparisonSet): string => contentId(set);

export const withId = (model: Omit<LinkageModel, "id">): LinkageModel => ({ ...model, id: contentId(model) });

/** Weights of neighbouring levels that few pairs reach, or that rarity still moves, differ by this much without meaning anything. */
const chanceBits = 1;

/** Why a model may not be used, or undefined: a better agreement must never weigh less than a worse one, beyond what chance explains. */
export function faultOf(model: LinkageModel): string | undefined {
  for (const { name, levels } of model.comparisons) {
    const sorted = levels.toSorted((x, y) => y.level - x.level);
    for (const [i, worse] of sorted.entries()) {
      const better = sorted[i - 1];
      if (better !== undefined && levelBits(better) < levelBits(worse) - chanceBits)
        return `in ${name}, "${better.title}" weighs ${levelBits(better).toFixed(2)} bits, less than "${worse.title}" with ${levelBits(worse).toFixed(2)}`;
    }
  }
  return undefined;
}
