import type { WeighedEdge } from "./candidate-edges.ts";
import type { MergeInput } from "./merge-input.ts";
import type { ResolutionRecord } from "./resolution-record.ts";
import { hull } from "./time-span.ts";

/** Names that pass from one thing to the next: a computer set up again, a login given to somebody else. */
const passed = new Set(["fqdn", "nt", "upn", "netbios"]);

/**
 * Where one thing took over the name of another: the same name in different clusters, one after the other. A name that several have at once passes
 * from nobody. `from` numbers the first of them among the edges. The earlier record comes first.
 */
export function replacements(
  clusters: readonly (readonly ResolutionRecord[])[],
  isGeneric: MergeInput["isGeneric"],
  from: number,
): WeighedEdge[] {
  const byName = new Map<string, { readonly record: ResolutionRecord; readonly cluster: number }[]>();
  for (const [cluster, records] of clusters.entries())
    for (const record of records)
      for (const { key, family } of record.identifiers) {
        if (!passed.has(family) || isGeneric(record.type, key)) continue;
        const name = `${record.type} ${key}`;
        byName.set(name, [...(byName.get(name) ?? []), { record, cluster }]);
      }
  const found = new Map<string, WeighedEdge>();
  for (const [name, bearers] of byName) {
    if (bearers.length < 2 || new Set(bearers.map((one) => one.cluster)).size < 2) continue;
    const inTime = bearers.toSorted((a, b) => startOf(a.record) - startOf(b.record) || (a.record.id < b.record.id ? -1 : 1));
    for (const [i, { record, cluster }] of inTime.entries()) {
      const next = inTime[i + 1];
      if (next === undefined || next.cluster === cluster || hull(record.spans).to > startOf(next.record)) continue;
      const pair = `${cluster} ${next.cluster}`;
      if (!found.has(pair)) found.set(pair, toEdge(record, next.record, name.slice(name.indexOf(" ") + 1), from + found.size));
    }
  }
  return [...found.values()];
}

const startOf = (record: ResolutionRecord): number => record.spans[0]?.from ?? Number.NEGATIVE_INFINITY;

const toEdge = (before: ResolutionRecord, after: ResolutionRecord, key: string, place: number): WeighedEdge => ({
  a: before.id,
  b: after.id,
  rule: "replaces",
  key,
  confidence: 0.99,
  span: { from: startOf(after), to: hull(after.spans).to },
  isReview: false,
  parts: [],
  decision: undefined,
  place,
  state: "vetoed",
  order: undefined,
  against: "it took the name over from the other",
});
