import { type LinkageModel, levelBits, probabilityOf } from "./model.ts";
import type { ScoredPair } from "./score.ts";

/** What one comparison said of two records. */
export interface WeightPart {
  readonly name: string;
  /** "employee number is equal". */
  readonly text: string;
  /** Log2 of how much likelier this is among matches than among others, rarity included. */
  readonly bits: number;
  /** What the rarity of the value added or took. */
  readonly rarityBits: number;
}

export interface Waterfall {
  readonly priorBits: number;
  /** Comparisons that could say something, those that say most first. */
  readonly parts: readonly WeightPart[];
  /** The prior and all parts together. */
  readonly weight: number;
  readonly probability: number;
}

/** How a pair came by its weight: the prior and what each comparison added. The same sum that scoring makes in SQL. */
export function waterfallOf(model: LinkageModel, pair: Pick<ScoredPair, "levels" | "shares">): Waterfall {
  const parts = model.comparisons.flatMap(({ name, title, levels }, i) => {
    const level = levels.find((one) => one.level === pair.levels[i]);
    if (level === undefined) return [];
    const share = level.rarity ? pair.shares[i] : undefined;
    const rarityBits = share === undefined ? 0 : Math.log2(level.u / share);
    return [{ name, text: `${title} ${level.title}`, bits: levelBits(level) + rarityBits, rarityBits }];
  });
  const weight = parts.reduce((sum, { bits }) => sum + bits, model.priorBits);
  const sorted = parts.toSorted((one, other) => other.bits - one.bits);
  return { priorBits: model.priorBits, parts: sorted, weight, probability: probabilityOf(weight) };
}

const signed = (bits: number): string => `${bits < 0 ? "-" : "+"}${Math.abs(bits).toFixed(1)}`;

/** Below this, that a value is rare or common is not worth saying. */
const notableRarityBits = 0.5;

function partText({ text, bits, rarityBits }: WeightPart): string {
  const rarity = rarityBits >= notableRarityBits ? "; rare value" : "; common value";
  return `${text} (${signed(bits)}${Math.abs(rarityBits) >= notableRarityBits ? `${rarity} ${signed(rarityBits)}` : ""})`;
}

/** Never 1: no weight is certainty. */
const probabilityText = (probability: number): string => (probability > 0.9999 ? "above 0.9999" : probability.toFixed(4));

/** In sentences, with bits. `margin`: by how much the next best candidate weighs less; infinite when there is none. */
export function sentenceOf({ parts, priorBits, probability }: Waterfall, margin: number): string {
  const rival = !Number.isFinite(margin)
    ? "There is no other candidate."
    : margin <= 0
      ? `Another candidate is ${margin === 0 ? "as likely" : `${Math.abs(margin).toFixed(1)} bits higher`}.`
      : `Next best candidate is ${margin.toFixed(1)} bits lower.`;
  return `Because ${parts.map(partText).join(", ")}. Prior ${signed(priorBits)}. Probability ${probabilityText(probability)}. ${rival}`;
}
