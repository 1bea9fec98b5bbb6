import type { VerdictKey } from "./verdict.ts";

/** Decisions about what the queue leaves out. */
export const holdKinds = ["suppression.create", "suppression.change"] as const;
export type HoldKind = (typeof holdKinds)[number];

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
  | { readonly id: string; readonly seq: number; readonly actor: string; readonly kind: HoldKind }
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
 * Derives the state from the whole log, oldest first. Of verdicts that are not undone a later one replaces those that its analyst gave or saw; of what
 * is left the first is in force when all say the same, and none when they differ. `concurrent`: apart though none was a second look.
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
      (one, i) =>
        !kept.slice(i + 1).some((later) => later.actor === one.actor || !isApart.has(keyOf({ anomaly, earlier: one.id, later: later.id }))),
    );
    const [first] = front;
    if (first === undefined) continue;
    if (front.every(({ verdict }) => verdict === first.verdict)) current.set(anomaly, first.id);
    else disputed.add(anomaly);
  }
  return { current, disputed, undone, apart: [...new Map(apart.map((one) => [keyOf(one), one])).values()] };
}

const keyOf = ({ anomaly, earlier, later }: Apart): string => `${anomaly} ${earlier} ${later}`;

/** One analyst's undo history: undo takes back their own newest decision; a new decision ends what could be redone. */
export class UndoStacks {
  readonly #undo = new Map<string, string[]>();
  readonly #redo = new Map<string, string[]>();

  apply(d: TriageDecision): void {
    const undo = stack(this.#undo, d.actor);
    const redo = stack(this.#redo, d.actor);
    switch (d.kind) {
      case "verdict.record":
      case "note.record":
      case "suppression.create":
      case "suppression.change":
        undo.push(d.id);
        redo.length = 0;
        break;
      case "decision.undo":
        remove(undo, d.undoes);
        redo.push(d.undoes);
        break;
      case "decision.redo":
        remove(redo, d.redoes);
        undo.push(d.redoes);
        break;
    }
  }

  nextUndo(actor: string): string | undefined {
    return this.#undo.get(actor)?.at(-1);
  }

  nextRedo(actor: string): string | undefined {
    return this.#redo.get(actor)?.at(-1);
  }
}

function stack(map: Map<string, string[]>, actor: string): string[] {
  let found = map.get(actor);
  if (found === undefined) map.set(actor, (found = []));
  return found;
}

function remove(items: string[], item: string): void {
  const at = items.lastIndexOf(item);
  if (at >= 0) items.splice(at, 1);
}
