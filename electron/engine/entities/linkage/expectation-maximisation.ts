/** How many pairs agree to which levels; -1 is no statement. */
export interface Pattern {
  readonly levels: readonly number[];
  readonly pairs: number;
}

/** Shares by level, from 0: none, to the number of levels: the best. */
export type Shares = readonly number[];

interface Problem {
  readonly patterns: readonly Pattern[];
  /** By comparison, as counted among random pairs; stays as it is. */
  readonly u: readonly Shares[];
  /** The comparisons from which and about which something is learned here. */
  readonly open: readonly number[];
  /** By comparison: pairs by level that are taken to have been seen already. */
  readonly seen?: readonly (readonly number[] | undefined)[];
}

interface Learned {
  /** By comparison; undefined for those that were not open. */
  readonly m: readonly (Shares | undefined)[];
  /** The share of matches among these pairs. */
  readonly matches: number;
  readonly rounds: number;
}

const maxRounds = 200;
/** Below this a round changes nothing that would show in a weight. */
const settled = 1e-7;
/** Pairs added to every level, so that none has a share of nought. */
const smoothing = 1e-6;
const startMatches = 0.3;

/** Matches are first thought to agree best nine times in ten, and to differ one time in twenty. */
function start(levels: number): number[] {
  const best = levels === 1 ? 0.95 : 0.95 * 0.9;
  const between = levels === 1 ? 0 : (0.95 * 0.1) / (levels - 1);
  return Array.from({ length: levels + 1 }, (_, level) => (level === 0 ? 0.05 : level === levels ? best : between));
}

const clamped = (value: number): number => Math.min(1 - 1e-6, Math.max(1e-6, value));

/**
 * Learns m and the share of matches by expectation maximisation over counts of patterns with u fixed. Patterns are few hundred whatever the
 * number of pairs, so this takes milliseconds. The order of the patterns does not matter beyond rounding; sort them for the same bytes.
 */
export function learn({ patterns, u, open, seen }: Problem): Learned {
  let m = new Map(open.map((i) => [i, start((u[i]?.length ?? 1) - 1)]));
  let matches = startMatches;
  let rounds = 0;
  for (; rounds < maxRounds; rounds += 1) {
    const counts = new Map(open.map((i) => [i, (u[i] ?? []).map((_, level) => smoothing + (seen?.[i]?.[level] ?? 0))]));
    let matched = 0;
    let all = 0;
    for (const { levels, pairs } of patterns) {
      let odds = Math.log(matches / (1 - matches));
      for (const i of open) {
        const level = levels[i] ?? -1;
        if (level >= 0) odds += Math.log((m.get(i)?.[level] ?? 1) / (u[i]?.[level] ?? 1));
      }
      const expected = pairs / (1 + Math.exp(-odds));
      matched += expected;
      all += pairs;
      for (const i of open) {
        const level = levels[i] ?? -1;
        const count = counts.get(i);
        if (level >= 0 && count !== undefined) count[level] = (count[level] ?? 0) + expected;
      }
    }
    const next = new Map([...counts].map(([i, count]) => [i, normalised(count)]));
    const share = clamped(matched / Math.max(1, all));
    const change = Math.max(Math.abs(share - matches), ...open.map((i) => difference(m.get(i), next.get(i))));
    [m, matches] = [next, share];
    if (change < settled) break;
  }
  return { m: u.map((_, i) => m.get(i)), matches, rounds };
}

function normalised(counts: readonly number[]): number[] {
  const sum = counts.reduce((total, count) => total + count, 0);
  return counts.map((count) => count / sum);
}

const difference = (one: Shares = [], other: Shares = []): number =>
  Math.max(0, ...one.map((value, i) => Math.abs(value - (other[i] ?? 0))));

/** Shares by level of one comparison among pairs; half a pair stands for none, so that nothing is impossible. */
export function sharesOf(patterns: readonly Pattern[], comparison: number, levels: number): number[] {
  const counts = Array.from({ length: levels + 1 }, () => 0);
  for (const pattern of patterns) {
    const level = pattern.levels[comparison] ?? -1;
    if (level >= 0) counts[level] = (counts[level] ?? 0) + pattern.pairs;
  }
  return normalised(counts.map((count) => Math.max(count, 0.5)));
}
