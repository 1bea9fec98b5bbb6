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
    }
  | { readonly id: string; readonly seq: number; readonly actor: string; readonly kind: "note.record"; readonly anomalyId: string }
  | { readonly id: string; readonly seq: number; readonly actor: string; readonly kind: HoldKind }
  | { readonly id: string; readonly seq: number; readonly actor: string; readonly kind: "decision.undo"; readonly undoes: string }
  | { readonly id: string; readonly seq: number; readonly actor: string; readonly kind: "decision.redo"; readonly redoes: string };

export interface TriageState {
  /** The decision in force for each judged anomaly. */
  readonly current: ReadonlyMap<string, string>;
  readonly undone: ReadonlySet<string>;
}

/** Derives the state from the whole log, oldest first: the last verdict that is not undone is in force. */
export function foldDecisions(decisions: readonly TriageDecision[]): TriageState {
  const undone = new Set<string>();
  for (const d of decisions) {
    if (d.kind === "decision.undo") undone.add(d.undoes);
    else if (d.kind === "decision.redo") undone.delete(d.redoes);
  }
  const current = new Map<string, string>();
  for (const d of decisions) {
    if (d.kind !== "verdict.record" || undone.has(d.id)) continue;
    for (const anomaly of d.anomalyIds) current.set(anomaly, d.id);
  }
  return { current, undone };
}

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
