import type { HuntDecision } from "./hunt-decisions.ts";

/** Each analyst's own steps back and forth: undo takes back their newest decision about hunts, a new one ends what could be done again. */
export class HuntSteps {
  readonly #undo = new Map<string, readonly string[]>();
  readonly #redo = new Map<string, readonly string[]>();

  apply(decision: HuntDecision): void {
    const { actor } = decision;
    const [done, undone] = [this.#undo.get(actor) ?? [], this.#redo.get(actor) ?? []];
    if (decision.kind === "hunt.undo") this.#put(actor, without(done, decision.body.undoes), [...undone, decision.body.undoes]);
    else if (decision.kind === "hunt.redo") this.#put(actor, [...done, decision.body.redoes], without(undone, decision.body.redoes));
    else this.#put(actor, [...done, decision.id], []);
  }

  nextUndo(actor: string): string | undefined {
    return this.#undo.get(actor)?.at(-1);
  }

  nextRedo(actor: string): string | undefined {
    return this.#redo.get(actor)?.at(-1);
  }

  #put(actor: string, undo: readonly string[], redo: readonly string[]): void {
    this.#undo.set(actor, undo);
    this.#redo.set(actor, redo);
  }
}

const without = (ids: readonly string[], id: string): readonly string[] => ids.filter((one) => one !== id);
