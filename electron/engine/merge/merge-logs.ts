import type { DecisionRow } from "../sqlite/decision-chain.ts";
import { chainHash, decisionId, genesisHash } from "../sqlite/decision-chain.ts";
import { ancestry, headsOf, linearise, mergeKind, numberOf } from "../sqlite/decision-graph.ts";
import { canonicalJson } from "../../../shared/lib/canonical-json.ts";
import { compareText } from "../../../shared/lib/compare-text.ts";
import { contentId } from "../hash.ts";

export interface MergedLog {
  /** All entries in their order, those of both and the merge, with their places. */
  readonly rows: readonly DecisionRow[];
  /** Decisions of the other that this one lacks, merges not counted, and of this one that the other lacks. */
  readonly theirs: number;
  readonly ours: number;
  /** Entries they share. */
  readonly shared: number;
}

/** Who merges, and when in microseconds. */
export interface Signature {
  readonly actor: string;
  readonly at: number;
}

/**
 * Both logs as one; undefined when the other has no decision that this one lacks. Where neither contains the other, a merge entry signed by whoever
 * merges joins their ends. But for that entry the result is the same whichever of the two is merged into which.
 */
export function mergeLogs(ours: readonly DecisionRow[], theirs: readonly DecisionRow[], { actor, at }: Signature): MergedLog | undefined {
  const known = new Set(ours.map(({ hash }) => hash));
  const lacking = theirs.filter(({ hash }) => !known.has(hash));
  if (lacking.every(({ kind }) => kind === mergeKind)) return undefined;
  const all = [...ours, ...lacking];
  const count = (rows: readonly DecisionRow[]): number => rows.filter(({ kind }) => kind !== mergeKind).length;
  const theirHashes = new Set(theirs.map(({ hash }) => hash));
  const own = ours.filter(({ hash }) => !theirHashes.has(hash));
  const counts = { theirs: count(lacking), ours: count(own), shared: ours.length - own.length };
  const [first, second] = headsOf(all).toSorted((a, b) => compareText(a.hash, b.hash));
  const merge = first === undefined || second === undefined ? [] : [joining(first, second, all, { actor, at })];
  return { rows: placed([...linearise(all), ...merge]), ...counts };
}

function joining(first: DecisionRow, second: DecisionRow, all: readonly DecisionRow[], { actor, at }: Signature): DecisionRow {
  const comesBefore = ancestry(all);
  const isOf = (hash: string, head: DecisionRow): boolean => hash === head.hash || comesBefore(hash, head.hash);
  const base = linearise(all).findLast(({ hash }) => isOf(hash, first) && isOf(hash, second))?.hash ?? genesisHash;
  const body = { heads: [first.hash, second.hash], base };
  const number = Math.max(numberOf(first), numberOf(second)) + 1;
  const hash = chainHash(first.hash, { seq: number, at, actor, kind: mergeKind, body });
  const row = { id: decisionId(hash), at_us: at, actor, kind: mergeKind, body: canonicalJson(body), prev_hash: first.hash, hash };
  return { ...row, seq: number, number };
}

/** Each entry with its place, and its number where that is another. */
const placed = (rows: readonly DecisionRow[]): DecisionRow[] =>
  rows.map((row, i) => {
    const number = numberOf(row);
    return { ...row, seq: i + 1, number: number === i + 1 ? null : number };
  });

/** Identifies what was decided, by whomever it was merged: the hashes of all entries but merges, in their order. */
export const logContentId = (rows: readonly DecisionRow[]): string =>
  contentId(linearise(rows).flatMap(({ kind, hash }) => (kind === mergeKind ? [] : [hash])));
