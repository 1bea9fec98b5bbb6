import { sha256 } from "../../hash.ts";

/** A subject and window by its identity, with its rank from 1 in either list; null where it is not on it. */
export interface Listed {
  readonly identity: string;
  readonly candidateRank: number | null;
  readonly championRank: number | null;
}

/** What either version would list, each by its own ranks. */
export interface Lists {
  readonly candidate: readonly string[];
  /** Undefined where there is no champion. */
  readonly champion: readonly string[] | undefined;
}

/** Both lists as one, in the order of a hash: each order as likely as any other, whatever the ranks and whichever list a subject is on. */
export function interleave({ candidate, champion = [] }: Lists, seed: string): Listed[] {
  const own = new Map(candidate.map((identity, i) => [identity, i + 1]));
  const theirs = new Map(champion.map((identity, i) => [identity, i + 1]));
  return [...new Set([...candidate, ...champion])]
    .map((identity) => ({
      at: sha256(`blind review\n${seed}\n${identity}`),
      listed: { identity, candidateRank: own.get(identity) ?? null, championRank: theirs.get(identity) ?? null },
    }))
    .toSorted((a, b) => (a.at < b.at ? -1 : 1))
    .map(({ listed }) => listed);
}

/** Malicious or benign; null where a verdict decides neither way, undefined without one. */
export type Said = boolean | null | undefined;

/**
 * The cases to be judged: from the head of the random order until each list has `needed` that are decided or may yet be, or there are no more. A head of
 * a random order is a random sample of either list, and where it ends does not depend on how any case was decided.
 */
export function dueCases<T extends Omit<Listed, "identity">>(
  order: readonly T[],
  { needed, hasChampion }: { readonly needed: number; readonly hasChampion: boolean },
  said: (one: T) => Said = () => undefined,
): T[] {
  const counted = { candidate: 0, champion: hasChampion ? 0 : needed };
  const due: T[] = [];
  for (const one of order) {
    if (counted.candidate >= needed && counted.champion >= needed) break;
    due.push(one);
    if (said(one) === null) continue;
    if (one.candidateRank !== null) counted.candidate += 1;
    if (one.championRank !== null) counted.champion += 1;
  }
  return due;
}
