import { create } from "zustand";
import type { PivotThing } from "../../../../shared/domain/pivot-things.ts";

export const spans = ["1m", "5m", "1h", "24h", "all"] as const;
export type PivotSpan = (typeof spans)[number];

/** Events that are looked at beside a case, without going away from it. */
export interface Pivot {
  readonly anomalyId: string;
  /** The time of the event it was opened from; undefined for the case's own window. Microseconds UTC. */
  readonly at: number | undefined;
  /** What it was opened from names these, beside what the case is about. */
  readonly things: readonly PivotThing[];
  /** Key of the choice made; undefined until one is: then the first. */
  readonly about: string | undefined;
  readonly span: PivotSpan;
}

export const usePivot = create<{ readonly pivot: Pivot | undefined }>()(() => ({ pivot: undefined }));

export const setPivot = (pivot: Pivot | undefined): void => usePivot.setState({ pivot });
export const changePivot = (change: Partial<Pick<Pivot, "about" | "span">>): void =>
  usePivot.setState(({ pivot }) => ({ pivot: pivot === undefined ? undefined : { ...pivot, ...change } }));
