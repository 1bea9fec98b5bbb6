import { contentId } from "../hash.ts";
import type { ResolutionRecord } from "./resolution-record.ts";

export interface IdentifiedCluster<R extends ResolutionRecord> {
  readonly id: string;
  readonly anchor: R;
  readonly records: readonly R[];
}

const kindOrder = ["directory", "cmdb", "idp"];

const byAge = (a: ResolutionRecord, b: ResolutionRecord): number => {
  const [from, other] = [a.spans[0]?.from ?? 0, b.spans[0]?.from ?? 0];
  if (from !== other) return from < other ? -1 : 1;
  return kindOrder.indexOf(a.kind) - kindOrder.indexOf(b.kind) || (a.row < b.row ? -1 : a.row > b.row ? 1 : a.id < b.id ? -1 : 1);
};

/**
 * An entity's id is a digest of the row of its oldest record, its anchor: it does not depend on when or in which order things were imported, stays when
 * identifiers change, and after a split stays with the part that holds the anchor. Of two entities out of one row the older has the row's id.
 */
export function identifyClusters<R extends ResolutionRecord>(clusters: readonly (readonly R[])[]): IdentifiedCluster<R>[] {
  const anchored = clusters.flatMap((records) => {
    const sorted = records.toSorted(byAge);
    const [anchor] = sorted;
    return anchor === undefined ? [] : [{ anchor, records: sorted }];
  });
  const taken = new Set<string>();
  return anchored
    .toSorted((a, b) => byAge(a.anchor, b.anchor))
    .map(({ anchor, records }) => {
      const { type, row } = anchor;
      const whole = taken.has(row) ? { type, row, record: anchor.id } : { type, row };
      taken.add(row);
      return { id: contentId({ entity: whole }).slice(0, 32), anchor, records };
    });
}
