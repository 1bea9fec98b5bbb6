import { AppError } from "../../../../shared/contract/errors.ts";
import type { ColumnarResult, InputTable, QueryEngine } from "../../duckdb/query-engine.ts";
import type { BlockingRule, Comparison, ComparisonSet, LinkageRecord } from "./comparison-set.ts";
import { countOf, estimateShares, usualShares } from "./estimate-shares.ts";
import type { Pattern, Shares } from "./expectation-maximisation.ts";
import { faultOf, type LinkageModel, type ModelComparison, setIdOf, withId } from "./model.ts";
import { toRecordTable } from "./record-table.ts";
import { samplePairs } from "./sample-pairs.ts";
import { blockedPairsSql, givenPairsSql, patternsSql } from "./set-sql.ts";

/** Random pairs from which u is counted. */
const sampledPairs = 1_000_000;
/** With fewer candidates than this, what matches usually look like is believed instead of learned. */
const leastCandidates = 2000;
/** Rows of a block beyond which it is divided or left out. */
export const blockCap = 2000;

/**
 * Learns a model from records without labels: u from pairs sampled by the hash of their ids (of one source where that rules out matches), the prior from
 * the rules that are almost surely right, m from the candidates of the training rules. The same records in any order give the same model. Where they are
 * too few, or teach that worse agreement weighs more, what is usual of each comparison stands instead.
 * Throws AppError `no-subjects` when the set has nothing usual, and as a query does.
 */
export async function trainModel(
  queries: QueryEngine,
  set: ComparisonSet,
  records: readonly LinkageRecord[],
  options: { readonly signal?: AbortSignal } = {},
): Promise<LinkageModel> {
  const { signal } = options;
  const data = toRecordTable(set, records);
  const patternsOf = (pairs: string, ...more: InputTable[]): Promise<Pattern[]> =>
    readPatterns(queries, set, { sql: patternsSql(set, pairs), tables: [data.table, ...more] }, signal);
  const blocked = (rules: readonly BlockingRule[]): string => blockedPairsSql(set, rules, blockCap);
  const random = await patternsOf(givenPairsSql, samplePairs(set, data, sampledPairs));
  const surePairs = countOf(await patternsOf(blocked(set.sure.rules)));
  const prior = Math.min(0.5, Math.max(1, surePairs) / set.sure.assumedRecall / Math.max(1, data.eligiblePairs));
  const candidates: Pattern[][] = [];
  for (const rule of set.training) candidates.push(await patternsOf(blocked([rule])));
  const candidatePairs = candidates.reduce((sum, patterns) => sum + countOf(patterns), 0);
  const { m: learned, u } = estimateShares(set, { random, candidates, eligiblePairs: data.eligiblePairs });
  const modelOf = (m: readonly Shares[]): LinkageModel =>
    withId({
      format: 1,
      set: set.name,
      setId: setIdOf(set),
      priorBits: Math.log2(prior / (1 - prior)),
      shareFloor: 1 / Math.max(1, records.length),
      comparisons: set.comparisons.map((comparison, i) => toModelComparison(comparison, m[i] ?? [], u[i] ?? [])),
      learnedFrom: { records: records.length, sampledPairs: countOf(random), surePairs, candidatePairs },
    });
  const usual = set.comparisons.map((comparison, i) => pooled(usualShares(comparison), u[i] ?? []));
  const believed = usual.every((shares) => shares !== undefined) ? modelOf(usual) : undefined;
  const trained = modelOf(learned);
  const fault = candidatePairs < leastCandidates && believed !== undefined ? "too few candidates" : faultOf(trained);
  const model = fault === undefined ? trained : (believed ?? trained);
  const remains = faultOf(model);
  if (remains !== undefined) throw new AppError("no-subjects", `These records do not teach how to link "${set.name}": ${remains}.`);
  return model;
}

/** By level, from 0: none, m with neighbouring levels drawn together until better agreement never weighs less (pool adjacent violators). */
function pooled(m: Shares | undefined, u: Shares): Shares | undefined {
  const pools: { m: number; u: number; size: number }[] = [];
  for (const [level, share] of m?.entries() ?? []) {
    let pool = { m: share, u: u[level] ?? 1, size: 1 };
    for (let last = pools.at(-1); last !== undefined && last.m / last.u > pool.m / pool.u; last = pools.at(-1)) {
      pools.pop();
      pool = { m: pool.m + last.m, u: pool.u + last.u, size: pool.size + last.size };
    }
    pools.push(pool);
  }
  const ratios = pools.flatMap((pool) => Array.from({ length: pool.size }, () => pool.m / pool.u));
  return m?.map((_, level) => (u[level] ?? 1) * (ratios[level] ?? 1));
}

function toModelComparison(comparison: Comparison, m: Shares, u: Shares): ModelComparison {
  const best = comparison.levels.length;
  const levels = comparison.levels.map(({ title, rarityOf }, i) => ({ level: best - i, title, rarity: rarityOf !== undefined }));
  return {
    name: comparison.name,
    title: comparison.title,
    levels: [...levels, { level: 0, title: "differs", rarity: false }].map((level) => ({
      ...level,
      m: Math.max(m[level.level] ?? 0, 1e-9),
      u: u[level.level] ?? 1,
    })),
  };
}

async function readPatterns(
  queries: QueryEngine,
  set: ComparisonSet,
  query: { readonly sql: string; readonly tables: readonly InputTable[] },
  signal: AbortSignal | undefined,
): Promise<Pattern[]> {
  const result = await queries.columns({ scope: { snapshots: [] }, ...query }, signal);
  const levels = set.comparisons.map((_, i) => numbersOf(result, `c${i}`));
  const counts = numbersOf(result, "pairs");
  return Array.from({ length: result.rowCount }, (_, row) => ({
    levels: levels.map((values) => values[row] ?? -1),
    pairs: counts[row] ?? 0,
  }));
}

/** A column of numbers of a result of ours. */
export function numbersOf(result: ColumnarResult, name: string): Float64Array {
  const column = result.columns[result.names.indexOf(name)];
  if (column instanceof Float64Array) return column;
  throw new Error(`${name} is not a column of numbers`);
}
