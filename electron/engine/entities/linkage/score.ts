import { AppError } from "../../../../shared/contract/errors.ts";
import type { QueryEngine } from "../../duckdb/query-engine.ts";
import type { ComparisonSet, LinkageRecord } from "./comparison-set.ts";
import { type LinkageModel, setIdOf } from "./model.ts";
import { toRecordTable } from "./record-table.ts";
import { blockedPairsSql, scoredPairsSql, skippedSql } from "./set-sql.ts";
import { blockCap, numbersOf } from "./train.ts";

/** Two records, by their position in the order of ids, and what comparing them gave. */
export interface ScoredPair {
  readonly a: number;
  readonly b: number;
  /** Which blocking rule proposed it first. */
  readonly rule: number;
  /** By comparison: -1 where nothing can be said. */
  readonly levels: readonly number[];
  /** By comparison: the share of the values agreed on, where their rarity counts. */
  readonly shares: readonly (number | undefined)[];
  /** Match weight in bits, the prior included. */
  readonly weight: number;
}

export interface Scored {
  /** In the order of `ScoredPair.a` and `b`. */
  readonly ids: readonly string[];
  readonly sources: readonly string[];
  readonly pairs: readonly ScoredPair[];
  /** Blocks with more records than may be compared, by rule; pairs that only they held were not looked at. */
  readonly skipped: readonly { readonly rule: number; readonly records: number }[];
}

/** Compares what the blocking rules propose and keeps pairs of at least `floorBits`. Throws `model-mismatch` for the model of another comparison set. */
export async function scorePairs(
  queries: QueryEngine,
  set: ComparisonSet,
  model: LinkageModel,
  records: readonly LinkageRecord[],
  options: { readonly floorBits: number; readonly cap?: number; readonly signal?: AbortSignal },
): Promise<Scored> {
  if (model.setId !== setIdOf(set)) throw new AppError("model-mismatch", `The linkage model ${model.id} is not one of "${set.name}".`);
  const data = toRecordTable(set, records);
  const cap = options.cap ?? blockCap;
  const run = (sql: string) => queries.columns({ scope: { snapshots: [] }, sql, tables: [data.table] }, options.signal);
  const result = await run(scoredPairsSql(set, model, blockedPairsSql(set, set.blocking, cap), options.floorBits));
  const column = (name: string): Float64Array => numbersOf(result, name);
  const [a, b, rule, weight] = [column("a"), column("b"), column("rule"), column("weight")];
  const levels = set.comparisons.map((_, i) => column(`c${i}`));
  const shares = set.comparisons.map((_, i) => column(`s${i}`));
  const pairs = Array.from({ length: result.rowCount }, (_, row) => ({
    a: a[row] ?? 0,
    b: b[row] ?? 0,
    rule: rule[row] ?? 0,
    levels: levels.map((values) => values[row] ?? -1),
    shares: shares.map((values) => ((share) => (share === undefined || Number.isNaN(share) ? undefined : share))(values[row])),
    weight: weight[row] ?? 0,
  }));
  const blocks = await run(skippedSql(set, cap));
  const [rules, sizes] = [numbersOf(blocks, "rule"), numbersOf(blocks, "records")];
  const skipped = Array.from({ length: blocks.rowCount }, (_, row) => ({ rule: rules[row] ?? 0, records: sizes[row] ?? 0 }));
  return { ids: data.ids, sources: data.sources, pairs, skipped };
}
