import { z } from "zod";
import { canonicalJson } from "../../../shared/lib/canonical-json.ts";
import { compareText } from "../../../shared/lib/compare-text.ts";
import { MinHeap } from "../../../shared/lib/min-heap.ts";
import { chainHash, decisionId, type DecisionRow, genesisHash } from "./decision-chain.ts";

/**
 * A log that was merged. Two copies of a workspace share the beginning of their logs and go on apart, so together they are a graph: an entry follows the
 * one whose hash is its `prev_hash`; a merge (`log.merge`) follows two, both named in its body and the smaller one in `prev_hash`. Entries stay
 * byte for byte what they were, with their ids and hashes; `number` is an entry's place in the chain that it was written in, which its hash covers, and
 * `seq` its place among all. That order is a function of the set of entries alone, so merging commutes, and the order of several merges is of no account.
 */
export const mergeKind = "log.merge";

export const MergeBody = z.object({
  /** Hashes of the last entries of both, sorted. */
  heads: z.tuple([z.string(), z.string()]),
  /** Hash of the last entry they share. */
  base: z.string(),
});

/** Its place in the chain it was written in; the same as `seq` until a merge moves it. */
export const numberOf = (row: Pick<DecisionRow, "seq" | "number">): number => row.number ?? row.seq;

type Placed = Pick<DecisionRow, "hash" | "prev_hash" | "kind" | "body" | "at_us">;

export function parentsOf({ kind, body, prev_hash }: Pick<Placed, "kind" | "body" | "prev_hash">): readonly string[] {
  if (kind !== mergeKind) return [prev_hash];
  const parsed = MergeBody.safeParse(parseJson(body));
  return parsed.success ? parsed.data.heads : [prev_hash];
}

/** Each entry after those it follows; of several that may come next the earliest, and of one time the one of the smallest hash. */
export function linearise<T extends Placed>(entries: readonly T[]): T[] {
  const byHash = new Map(entries.map((entry) => [entry.hash, entry]));
  const followers = new Map<string, T[]>();
  const waiting = new Map<string, number>();
  const ready = new MinHeap<T>((a, b) => a.at_us < b.at_us || (a.at_us === b.at_us && a.hash < b.hash));
  for (const entry of byHash.values()) {
    const known = parentsOf(entry).filter((hash) => byHash.has(hash));
    for (const hash of known) followers.set(hash, [...(followers.get(hash) ?? []), entry]);
    waiting.set(entry.hash, known.length);
    if (known.length === 0) ready.push(entry);
  }
  const order: T[] = [];
  for (let next = ready.pop(); next !== undefined; next = ready.pop()) {
    order.push(next);
    for (const follower of followers.get(next.hash) ?? []) {
      const left = (waiting.get(follower.hash) ?? 0) - 1;
      waiting.set(follower.hash, left);
      if (left === 0) ready.push(follower);
    }
  }
  return order;
}

/** Entries that nothing follows. */
export function headsOf<T extends Placed>(entries: readonly T[]): T[] {
  const followed = new Set(entries.flatMap(parentsOf));
  return entries.filter(({ hash }) => !followed.has(hash));
}

/** What is wrong with a merged log, entry by entry. */
export function graphProblems(rows: readonly DecisionRow[]): { seq: number; problem: string }[] {
  const byHash = new Map(rows.map((row) => [row.hash, row]));
  const problems = rows.flatMap((row) => rowProblems(row, byHash).map((problem) => ({ seq: row.seq, problem })));
  const order = linearise(rows);
  const moved = rows.findIndex((row, i) => row.seq !== i + 1 || order[i]?.hash !== row.hash);
  const first = rows[moved];
  if (first !== undefined) problems.push({ seq: first.seq, problem: "is not in the place that follows from the entries themselves" });
  const [head, ...others] = headsOf(rows);
  if (head !== undefined && others.length > 0)
    problems.push({ seq: head.seq, problem: "is an end that no merge joins with the others: what followed was removed" });
  return problems;
}

function rowProblems(row: DecisionRow, byHash: ReadonlyMap<string, DecisionRow>): string[] {
  const problems: string[] = [];
  const body = parseJson(row.body);
  if (body === undefined) return ["its content is not readable"];
  const number = numberOf(row);
  const { at_us: at, actor, kind } = row;
  if (chainHash(row.prev_hash, { seq: number, at, actor, kind, body }) !== row.hash || canonicalJson(body) !== row.body)
    problems.push("was changed after it was written");
  if (row.id !== decisionId(row.hash)) problems.push("its id does not belong to its content");
  if (kind === mergeKind && !isMerge(row, body)) problems.push("does not name the two ends that it joins");
  const parents = parentsOf(row);
  const found = parents.flatMap((hash) => byHash.get(hash) ?? []);
  const isFirst = row.prev_hash === genesisHash && kind !== mergeKind;
  if (!isFirst && found.length < parents.length)
    problems.push("does not follow the entry before it: that one was changed, removed or moved");
  const expected = 1 + Math.max(0, ...found.map(numberOf));
  if (number !== expected && (isFirst || found.length === parents.length)) problems.push("its number does not follow those before it");
  return problems;
}

function isMerge(row: DecisionRow, body: unknown): boolean {
  const parsed = MergeBody.safeParse(body);
  if (!parsed.success) return false;
  const [first, second] = parsed.data.heads;
  return compareText(first, second) < 0 && row.prev_hash === first;
}

/** Undefined where the text is no JSON. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/**
 * Tells whether an entry comes before another in the chains themselves, and not only in the order they are given in: whether whoever wrote the later
 * one could have seen the earlier. Runs of entries without a fork between them are one, so that the cost lies in the merges and not in the length.
 */
export function ancestry(entries: readonly Placed[]): (earlier: string, later: string) => boolean {
  const order = linearise(entries);
  const known = new Set(order.map(({ hash }) => hash));
  const children = new Map<string, number>();
  for (const entry of order) for (const hash of parentsOf(entry)) children.set(hash, (children.get(hash) ?? 0) + 1);
  const place = new Map<string, { readonly run: number; readonly at: number }>();
  const before: Set<number>[] = [];
  order.forEach((entry, at) => {
    const parents = parentsOf(entry).filter((hash) => known.has(hash));
    const [only] = parents;
    const goesOn = parents.length === 1 && only !== undefined && children.get(only) === 1 ? place.get(only) : undefined;
    if (goesOn !== undefined) return void place.set(entry.hash, { run: goesOn.run, at });
    const run = before.length;
    before.push(new Set(parents.flatMap((hash) => runsUpTo(place.get(hash)?.run, before))));
    place.set(entry.hash, { run, at });
  });
  return (earlier, later) => {
    const [a, b] = [place.get(earlier), place.get(later)];
    if (a === undefined || b === undefined) return false;
    return a.run === b.run ? a.at < b.at : before[b.run]?.has(a.run) === true;
  };
}

const runsUpTo = (run: number | undefined, before: readonly ReadonlySet<number>[]): number[] =>
  run === undefined ? [] : [run, ...(before[run] ?? [])];
