import { compareText } from "../../../../shared/lib/compare-text.ts";
import type { QueryEngine } from "../../duckdb/query-engine.ts";
import { bridgesOf } from "./clusters.ts";
import type { ComparisonSet, LinkageRecord } from "./comparison-set.ts";
import { type LinkageModel, probabilityOf } from "./model.ts";
import { type Rivalled, rivalled } from "./mutual-best.ts";
import { type ScoredPair, scorePairs } from "./score.ts";
import { type Waterfall, type WeightPart, sentenceOf, waterfallOf } from "./waterfall.ts";

/** A statement that two records are about the same thing. */
export interface ProposedLink {
  /** Ids of the records, the lesser first. */
  readonly a: string;
  readonly b: string;
  readonly p: number;
  readonly weight: number;
  /** Bits to the best other candidate of either record; infinite when there is none. */
  readonly margin: number;
  /** `active` links by itself; `review` waits for a person. */
  readonly state: "active" | "review";
  /** Log odds, to base 2, before anything was compared. */
  readonly priorBits: number;
  readonly parts: readonly WeightPart[];
  /** Why, in sentences. */
  readonly text: string;
  /** Why a person is asked; empty for an active link. */
  readonly doubt: string;
}

export interface Proposal {
  readonly links: readonly ProposedLink[];
  /** Blocks too crowded to compare; their pairs were not looked at. */
  readonly skipped: readonly { readonly rule: number; readonly records: number }[];
}

/** The rule by which a link needs no person: probability, margin over the next best, and independent comparisons that agree. */
const auto = { probability: 0.99, marginBits: 3, agreeing: 2 };
const reviewProbability = 0.7;
const bitsOf = (probability: number): number => Math.log2(probability / (1 - probability));
/** Rivals below this are more than the margin away from anything that links by itself. */
const floorBits = bitsOf(auto.probability) - 2 * auto.marginBits;
/** Parts this large are not joined by one link alone. */
const largePart = 3;

export interface LinkOptions {
  /** Two records that may not be one, whatever they have in common: an exclusive identifier differs. */
  readonly isVetoed?: (a: string, b: string) => boolean;
  /** Pairs already known to be one, which make the parts that a link would join. */
  readonly known?: readonly { readonly a: string; readonly b: string }[];
  readonly signal?: AbortSignal;
}

/**
 * Links between records of different sources, each of which has at most one record for a thing: mutual best candidates with ties dropped. Those that are
 * almost certain are `active`, those of at least 0.70 and those that tie are for a person to decide. Order of the records does not matter.
 */
export async function proposeLinks(
  queries: QueryEngine,
  set: ComparisonSet,
  model: LinkageModel,
  records: readonly LinkageRecord[],
  options: LinkOptions = {},
): Promise<Proposal> {
  const scored = await scorePairs(queries, set, model, records, { floorBits, ...(options.signal && { signal: options.signal }) });
  const idOf = (record: number): string => scored.ids[record] ?? "";
  const allowed = scored.pairs.filter(({ a, b }) => options.isVetoed?.(idOf(a), idOf(b)) !== true);
  const drafts = rivalled(allowed, scored.sources).flatMap((found) => draftOf(model, found));
  const weak = joinsLargeParts(scored.ids, drafts, options.known ?? []);
  const links = drafts.map(({ pair, margin, waterfall, doubts }, i): ProposedLink => {
    const [a = "", b = ""] = [idOf(pair.a), idOf(pair.b)].toSorted(compareText);
    const { parts, weight, probability, priorBits } = waterfall;
    const doubt = [...doubts, ...(weak.has(i) ? ["it alone would join two groups of records"] : [])].join("; ");
    const state = doubt === "" ? "active" : "review";
    return { a, b, p: probability, weight, margin, state, priorBits, parts, text: sentenceOf(waterfall, margin), doubt };
  });
  return { links, skipped: scored.skipped };
}

interface Draft extends Rivalled<ScoredPair> {
  readonly waterfall: Waterfall;
  readonly doubts: readonly string[];
}

function draftOf(model: LinkageModel, { pair, margin }: Rivalled<ScoredPair>): Draft[] {
  const probability = probabilityOf(pair.weight);
  // A pair whose record has a much better partner is that partner's rival, not a question.
  if (probability < reviewProbability || margin <= -auto.marginBits) return [];
  const waterfall = waterfallOf(model, pair);
  const agreeing = waterfall.parts.filter(({ bits }) => bits > 0).length;
  const doubts = [
    ...(probability >= auto.probability ? [] : [`it is less than ${auto.probability} likely`]),
    ...(margin >= auto.marginBits
      ? []
      : [
          margin > 0
            ? "another candidate is nearly as likely"
            : margin === 0
              ? "another candidate is as likely"
              : "another candidate is likelier",
        ]),
    ...(agreeing >= auto.agreeing ? [] : ["fewer than two comparisons agree"]),
  ];
  return [{ pair, margin, waterfall, doubts }];
}

/** Which of the active drafts alone join two parts of several records. */
function joinsLargeParts(
  ids: readonly string[],
  drafts: readonly Draft[],
  known: readonly { readonly a: string; readonly b: string }[],
): ReadonlySet<number> {
  const numbers = new Map(ids.map((id, i) => [id, i]));
  // What is known may be about records that were not compared; they count as members of their parts.
  const numberOf = (id: string): number => {
    const number = numbers.get(id) ?? numbers.size;
    numbers.set(id, number);
    return number;
  };
  const active = drafts.flatMap(({ doubts, pair }, draft) => (doubts.length === 0 ? [{ a: pair.a, b: pair.b, draft }] : []));
  const firm = known.map(({ a, b }) => ({ a: numberOf(a), b: numberOf(b) }));
  const bridges = bridgesOf(numbers.size, [...active, ...firm], largePart);
  return new Set(bridges.flatMap((edge) => active[edge]?.draft ?? []));
}
