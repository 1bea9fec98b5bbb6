import { compareText } from "../../../../shared/lib/compare-text.ts";
import type { InputTable } from "../../duckdb/query-engine.ts";
import { integers } from "../../duckdb/read-rows.ts";
import { sha256 } from "../../hash.ts";
import type { ComparisonSet } from "./comparison-set.ts";
import type { RecordTable } from "./record-table.ts";

/**
 * About `wanted` pairs as if taken at random, or all when there are no more: records laid in a ring in the order of the hashes of their ids, each with
 * those that follow it, of another source where records are linked across sources, but of its own where that rules out matches. Every record is in as many pairs as any other, and the same records give the same pairs.
 */
export function samplePairs(set: ComparisonSet, data: RecordTable, wanted: number): InputTable {
  const { ids, sources } = data;
  const count = ids.length;
  const hashes = ids.map((id) => sha256(id));
  const ring = ids.map((_, i) => i).toSorted((one, other) => compareText(hashes[one] ?? "", hashes[other] ?? ""));
  const all = (count * (count - 1)) / 2;
  const wantsAlike = set.isOnePerSource === true;
  const acceptable = wantsAlike ? all - data.eligiblePairs : data.eligiblePairs;
  const perStep = all === 0 ? 1 : count * (acceptable / all);
  const steps = Math.min(Math.ceil(wanted / Math.max(1, perStep)), Math.floor(count / 2));
  const a: number[] = [];
  const b: number[] = [];
  for (let step = 1; step <= steps; step += 1) {
    // Half-way round an even ring, every pair would be met from both of its ends.
    const starts = step * 2 === count ? step : count;
    for (let place = 0; place < starts; place += 1) {
      const one = ring[place] ?? 0;
      const other = ring[(place + step) % count] ?? 0;
      if (set.links === "across" && (sources[one] === sources[other]) !== wantsAlike) continue;
      a.push(one);
      b.push(other);
    }
  }
  return { name: "pairs", columns: [integers("a", a), integers("b", b)] };
}
