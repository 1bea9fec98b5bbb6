import type { Facts } from "./decision-kind.ts";

/** What undo needs to know of a decision. */
export interface Made extends Facts {
  readonly id: string;
  readonly seq: number;
  readonly kind: string;
  readonly actor: string;
}

interface Entry extends Made {
  isInForce: boolean;
  /** The decisions in force, when it was made, that alter what it was made on. */
  readonly premises: ReadonlySet<string>;
}

/**
 * Which decisions are in force, and which may be taken back or done again. A decision keeps the premises it was made with: while it is in force, none
 * of the earlier ones that alter what it was made on may change. Each analyst steps back through what they themselves made or did again, newest first;
 * a new decision of theirs ends what they could do again.
 */
export class UndoHistory {
  readonly #entries = new Map<string, Entry>();
  readonly #alterers = new Map<string, Entry[]>();
  readonly #dependents = new Map<string, Entry[]>();
  readonly #done = new Map<string, string[]>();
  readonly #takenBack = new Map<string, string[]>();

  make(made: Made): void {
    const premises = new Set(this.#altering(made).map((entry) => entry.id));
    const entry: Entry = { ...made, isInForce: true, premises };
    this.#entries.set(made.id, entry);
    for (const fact of made.alters) listIn(this.#alterers, fact).push(entry);
    for (const fact of made.madeOn) listIn(this.#dependents, fact).push(entry);
    listIn(this.#done, made.actor).push(made.id);
    listIn(this.#takenBack, made.actor).length = 0;
  }

  takeBack(id: string, by: string): void {
    const entry = this.#entries.get(id);
    if (entry === undefined) return;
    entry.isInForce = false;
    for (const steps of this.#done.values()) remove(steps, id);
    listIn(this.#takenBack, by).push(id);
  }

  doAgain(id: string, by: string): void {
    const entry = this.#entries.get(id);
    if (entry === undefined) return;
    entry.isInForce = true;
    for (const steps of this.#takenBack.values()) remove(steps, id);
    listIn(this.#done, by).push(id);
  }

  nextUndo(actor: string): string | undefined {
    return this.#done.get(actor)?.at(-1);
  }

  nextRedo(actor: string): string | undefined {
    return this.#takenBack.get(actor)?.at(-1);
  }

  /** Undefined for what is no decision that can be taken back. */
  isInForce(id: string): boolean | undefined {
    return this.#entries.get(id)?.isInForce;
  }

  /** Oldest first. */
  all(): readonly (Made & { readonly isInForce: boolean })[] {
    return [...this.#entries.values()];
  }

  /** The decisions that stand against changing whether this one is in force, oldest first. */
  against(id: string): string[] {
    const entry = this.#entries.get(id);
    if (entry === undefined) return [];
    const later = [...new Set(entry.alters.flatMap((fact) => this.#dependents.get(fact) ?? []))].filter(
      (other) => other.isInForce && other.seq > entry.seq && other.premises.has(id) === entry.isInForce,
    );
    return [...(entry.isInForce ? [] : this.#changedPremises(entry)), ...later].toSorted((a, b) => a.seq - b.seq).map((other) => other.id);
  }

  /** Premises of a decision taken back that are otherwise now than when it was made. */
  #changedPremises(entry: Entry): Entry[] {
    const now = this.#altering(entry);
    const gone = [...entry.premises].flatMap((id) => this.#entries.get(id) ?? []).filter((premise) => !premise.isInForce);
    return [...gone, ...now.filter((premise) => !entry.premises.has(premise.id))];
  }

  /** Earlier decisions in force that alter what this one is made on. */
  #altering({ madeOn, seq }: Made): Entry[] {
    const found = madeOn.flatMap((fact) => this.#alterers.get(fact) ?? []);
    return [...new Set(found)].filter((entry) => entry.isInForce && entry.seq < seq);
  }
}

function listIn<T>(lists: Map<string, T[]>, key: string): T[] {
  let found = lists.get(key);
  if (found === undefined) lists.set(key, (found = []));
  return found;
}

function remove(items: string[], item: string): void {
  const at = items.lastIndexOf(item);
  if (at >= 0) items.splice(at, 1);
}
