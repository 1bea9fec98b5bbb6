import type { DecisionPlace } from "../../../shared/contract/decisions.ts";
import type { Decision } from "../../../shared/contract/workspace.ts";

/** Reads what is decided at this moment, for what keeps only the outcome of several decisions. */
export interface DecisionsInForce {
  /** Of one kind, newest first. */
  ofKind(kind: string): IteratorObject<Decision>;
}

/** Names that all kinds share, such as `hunt h1`. A decision cannot be taken back while a later one was made on what it alters. */
export interface Facts {
  /** Facts that are other with it than without it. */
  readonly alters: readonly string[];
  /** Facts it was made on. */
  readonly madeOn: readonly string[];
}

/**
 * A kind of decision that can be taken back. Of several that alter the same thing the last one in force counts, in the order they were first made: so
 * `apply` and `revert` may come in any order and as often as one likes.
 */
export interface DecisionKind {
  /** As the log names it. */
  readonly kind: string;
  /** What it did, in a few words: "Benign on 3 anomalies". */
  describe(decision: Decision): string;
  /** As things are now: of a hunt that is not open, among the candidates. */
  place(decision: Decision): DecisionPlace;
  /** The anomalies it is about, where it judges or notes. */
  anomalyIds?(decision: Decision): readonly string[];
  /** What others rest on, and what it rests on itself; absent where decisions of its kind stand for themselves. */
  facts?(decision: Decision): Facts;
  /** Brings what is stored besides the log up to it, when made and when done again; in the transaction that appends to the log. */
  apply?(decision: Decision, now: DecisionsInForce): void;
  revert?(decision: Decision, now: DecisionsInForce): void;
  /** Empties what is stored besides the log; every decision is applied again after it. */
  clear?(): void;
  /** Once every decision was applied again: what is stored besides the log and follows from all of it together. */
  complete?(): void;
  /** Says to whoever listens what is other now; after the transaction. */
  tell(decision: Decision): void;
}
