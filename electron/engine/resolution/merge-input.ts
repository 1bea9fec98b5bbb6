import type { ResolutionRecord } from "./resolution-record.ts";

/** What probabilistic linkage says of two records. */
export interface ProposedEdge {
  readonly a: string;
  readonly b: string;
  readonly p: number;
  readonly state: "active" | "review";
  readonly parts: readonly { readonly name: string; readonly bits: number; readonly text: string }[];
}

/** What people decided, by row: a decision outlives the content of the rows it is about. */
export interface Rulings {
  readonly together: readonly { readonly decision: string; readonly a: string; readonly b: string }[];
  readonly apart: readonly { readonly decision: string; readonly a: string; readonly b: string }[];
}

export interface MergeInput {
  readonly records: readonly ResolutionRecord[];
  /** Whether a value of a type of entity tells nobody from others. */
  readonly isGeneric: (type: ResolutionRecord["type"], key: string) => boolean;
  readonly rulings: Rulings;
  readonly proposed: readonly ProposedEdge[];
}
