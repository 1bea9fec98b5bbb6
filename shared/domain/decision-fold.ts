import type { VerdictKey } from "./verdict.ts";

/** What the fold needs of a decision; the log holds more. */
export type TriageDecision =
  | {
      readonly id: string;
      readonly seq: number;
      readonly actor: string;
      readonly kind: "verdict.record";
      readonly anomalyIds: readonly string[];
      readonly verdict: VerdictKey;
      /** Those of the anomalies on which its analyst did not see what others had said. */
      readonly blindOn?: readonly string[];
      /** Decides between verdicts that differ. */
      readonly isSettlement?: boolean;
    }
  | { readonly id: string; readonly seq: number; readonly actor: string; readonly kind: "note.record"; readonly anomalyId: string }
  | { readonly id: string; readonly seq: number; readonly actor: string; readonly kind: "decision.undo"; readonly undoes: string }
  | { readonly id: string; readonly seq: number; readonly actor: string; readonly kind: "decision.redo"; readonly redoes: string };

/** Two verdicts on an anomaly of which the later was given without sight of the earlier. */
export interface Apart {
  readonly anomaly: string;
  readonly earlier: string;
  readonly later: string;
}

export interface TriageState {
  /** The decision in force for each judged anomaly; none while verdicts differ that were given without sight of each other. */
  readonly current: ReadonlyMap<string, string>;
  readonly disputed: ReadonlySet<string>;
  readonly undone: ReadonlySet<string>;
  readonly apart: readonly Apart[];
}

type Verdict = Extract<TriageDecision, { kind: "verdict.record" }>;

/**
 * Derives the state from the whole log, oldest first. Of verdicts that are not undone a later one replaces those that were not apart from it; of what
 * is left the first is in force when all say the same, and none when they differ. `concurrent`: given in copies of the workspace that were apart,
 * be it by one analyst, who need not remember; second looks are told by the decisions themselves.
 */
export function foldDecisions(decisions: readonly TriageDecision[], concurrent: readonly Apart[] = []): TriageState {
  const undone = new Set<string>();
  for (const d of decisions) {
    if (d.kind === "decision.undo") undone.add(d.undoes);
    else if (d.kind === "decision.redo") undone.delete(d.redoes);
  }
  const verdicts = new Map<string, Verdict[]>();
  const apart = [...concurrent];
  for (const d of decisions) {
    if (d.kind !== "verdict.record") continue;
    for (const anomaly of d.anomalyIds) {
      const earlier = verdicts.get(anomaly) ?? [];
      if (d.blindOn?.includes(anomaly) === true)
        for (const other of earlier) if (other.actor !== d.actor) apart.push({ anomaly, earlier: other.id, later: d.id });
      verdicts.set(anomaly, [...earlier, d]);
    }
  }
  const isApart = new Set(apart.map(keyOf));
  const current = new Map<string, string>();
  const disputed = new Set<string>();
  for (const [anomaly, all] of verdicts) {
    const kept = all.filter(({ id }) => !undone.has(id));
    const front = kept.filter(
      (one, i) => !kept.slice(i + 1).some((later) => !isApart.has(keyOf({ anomaly, earlier: one.id, later: later.id }))),
    );
    const [first] = front;
    if (first === undefined) continue;
    if (front.every(({ verdict }) => verdict === first.verdict)) current.set(anomaly, first.id);
    else disputed.add(anomaly);
  }
  return { current, disputed, undone, apart: [...new Map(apart.map((one) => [keyOf(one), one])).values()] };
}

const keyOf = ({ anomaly, earlier, later }: Apart): string => `${anomaly} ${earlier} ${later}`;
