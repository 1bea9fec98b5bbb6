import { type BlockingRule, type Comparison, type ComparisonSet, touches } from "./comparison-set.ts";
import { learn, type Pattern, type Shares, sharesOf } from "./expectation-maximisation.ts";

/** m and the matches among random pairs depend on each other; taken in turn they settle well within this many rounds. */
const maxRounds = 4;
/** What is usual weighs as much as this many matches. */
const usualPairs = 100;

interface Evidence {
  /** Patterns of pairs taken at random. */
  readonly random: readonly Pattern[];
  /** By training rule of the set: patterns of the candidates it proposes. */
  readonly candidates: readonly (readonly Pattern[])[];
  /** How many pairs could match. */
  readonly eligiblePairs: number;
}

/** By comparison. */
interface Estimate {
  readonly m: readonly Shares[];
  readonly u: readonly Shares[];
}

export const countOf = (patterns: readonly Pattern[]): number => patterns.reduce((sum, { pairs }) => sum + pairs, 0);

/**
 * m by expectation maximisation among the candidates of each training rule, averaged over the rules that leave a comparison open; u as counted among
 * random pairs, less the matches among them. Those are taken to be as many as the most fruitful training rule found, which is no more than there are:
 * where things have several records each, u would else hold mostly matches, and agreement on what nearly identifies would say too little.
 */
export function estimateShares(set: ComparisonSet, { random, candidates, eligiblePairs }: Evidence): Estimate {
  const observed = set.comparisons.map((comparison, i) => sharesOf(random, i, comparison.levels.length));
  const seen = set.comparisons.map((comparison) => usualShares(comparison)?.map((share) => share * usualPairs));
  const sampled = countOf(random);
  let estimate: Estimate = { m: [], u: observed };
  for (let round = 0; round < maxRounds; round += 1) {
    const { u } = estimate;
    const learned = set.training.map((rule, i) => {
      const open = set.comparisons.flatMap((comparison, c) => (isOpen(rule, comparison) ? [c] : []));
      return learn({ patterns: candidates[i] ?? [], u, open, seen });
    });
    const m = set.comparisons.map((comparison, i) => {
      const shares = learned.map((found) => found.m[i]);
      return meanOf(comparison, shares);
    });
    // Two records of a source that has one record per thing are never a match.
    if (set.isOnePerSource === true) return { m, u };
    const matches = Math.max(0, ...learned.map((found, i) => found.matches * countOf(candidates[i] ?? []))) / Math.max(1, eligiblePairs);
    estimate = { m, u: observed.map((shares, i) => withoutMatches(shares, m[i] ?? [], { matches, pairs: sampled })) };
  }
  return estimate;
}

/** Shares among random pairs without the matches among them, never less than the standard error of what was counted. */
export function withoutMatches(
  observed: Shares,
  m: Shares,
  { matches, pairs }: { readonly matches: number; readonly pairs: number },
): number[] {
  const rest = observed.map((share, level) => {
    const chance = Math.sqrt(share / Math.max(1, pairs));
    return Math.min(share, Math.max(share - matches * (m[level] ?? 0), chance));
  });
  const sum = rest.reduce((total, share) => total + share, 0);
  return rest.map((share) => share / sum);
}

/** By level, from 0: none. */
export const usualShares = ({ usual }: Comparison): Shares | undefined => usual?.toReversed();

const isOpen = (rule: BlockingRule & { readonly besides?: readonly string[] }, comparison: Comparison): boolean =>
  !touches(rule, comparison) && rule.besides?.includes(comparison.name) !== true;

function meanOf({ name, levels }: Comparison, learned: readonly (Shares | undefined)[]): number[] {
  const known = learned.filter((shares) => shares !== undefined);
  if (known.length === 0) throw new Error(`no training rule leaves ${name} open`);
  return Array.from(
    { length: levels.length + 1 },
    (_, level) => known.reduce((sum, shares) => sum + (shares[level] ?? 0), 0) / known.length,
  );
}
