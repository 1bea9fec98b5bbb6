import type { QueueRow } from "../../../shared/contract/triage.ts";
import { effectiveState, type Overlay } from "./decision-journal.ts";

export const pageSize = 100;

export interface QueueFilter {
  /** disputed: analysts differ; second-look: judged by another, to be judged again. */
  readonly show: "open" | "second-look" | "disputed" | "all";
  /** suppressed: only those whose score is not to be trusted. */
  readonly health: "any" | "suppressed";
  /** live: open cases ranked as the verdicts so far would rank them. */
  readonly order: "live" | "scored";
  readonly model?: string | undefined;
  /** A hunt or candidate whose anomalies alone are shown. */
  readonly hunt?: string | undefined;
  /** show: what suppressions hide stands in its place, marked; without it, it is left out. */
  readonly held?: "show" | undefined;
  /** A blind review whose cases alone are shown. */
  readonly review?: string | undefined;
  readonly text: string;
}

export interface LoadedPage {
  readonly offset: number;
  readonly rows: readonly QueueRow[];
}

/**
 * The queue as it is shown: the engine's list, less the rows judged since it was read when only open ones are wanted. A row
 * judged here leaves at once, so the next one comes to the place where the eye already is.
 */
export interface QueueView {
  readonly count: number;
  at(index: number): QueueRow | undefined;
  indexOf(anomalyId: string): number;
  /** The page of the engine's list that holds the shown index. */
  pageOf(index: number): number;
}

/** Index in the engine's list of the shown index, given the sorted engine indices that are not shown. */
export function toEngineIndex(index: number, hidden: readonly number[]): number {
  let at = index;
  for (const gone of hidden) {
    if (gone > at) break;
    at += 1;
  }
  return at;
}

export function createQueueView(total: number, pages: readonly LoadedPage[], filter: QueueFilter, overlay: Overlay): QueueView {
  const byOffset = new Map(pages.map((page) => [page.offset, page.rows]));
  const hidden: number[] = [];
  if (filter.show === "open")
    for (const { offset, rows } of pages)
      for (const [i, row] of rows.entries()) if (effectiveState(overlay, row.anomalyId, row.state) !== null) hidden.push(offset + i);
  hidden.sort((a, b) => a - b);

  const at = (index: number): QueueRow | undefined => {
    const engineIndex = toEngineIndex(index, hidden);
    const offset = Math.floor(engineIndex / pageSize) * pageSize;
    return byOffset.get(offset)?.[engineIndex - offset];
  };
  return {
    count: Math.max(0, total - hidden.length),
    at,
    pageOf: (index) => Math.floor(toEngineIndex(index, hidden) / pageSize),
    indexOf: (anomalyId) => {
      for (const { offset, rows } of pages) {
        const i = rows.findIndex((row) => row.anomalyId === anomalyId);
        if (i < 0 || hidden.includes(offset + i)) continue;
        return offset + i - hidden.filter((gone) => gone < offset + i).length;
      }
      return -1;
    },
  };
}

/** The next row without a verdict after `from`, not counting those in `judged`; undefined when the loaded part has none. */
export function findNextOpen(
  view: QueueView,
  from: number,
  overlay: Overlay,
  judged: ReadonlySet<string> = new Set(),
): { readonly index: number; readonly row: QueueRow } | undefined {
  for (let index = from + 1; index < view.count; index += 1) {
    const row = view.at(index);
    if (row === undefined) return undefined;
    if (!judged.has(row.anomalyId) && effectiveState(overlay, row.anomalyId, row.state) === null) return { index, row };
  }
  return undefined;
}
