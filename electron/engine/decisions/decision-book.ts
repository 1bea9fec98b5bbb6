import type { DecisionEntry, DecisionStep } from "../../../shared/contract/decisions.ts";
import { AppError } from "../../../shared/contract/errors.ts";
import type { Decision } from "../../../shared/contract/workspace.ts";
import type { Database } from "../sqlite/database.ts";
import type { DecisionLog } from "../sqlite/decision-log.ts";
import { inTransaction } from "../sqlite/statement.ts";
import type { DecisionKind, DecisionsInForce, Facts } from "./decision-kind.ts";
import { redoKind, stepOf, undoKind } from "./steps.ts";
import { type Made, UndoHistory } from "./undo-history.ts";

/** Where every decision that can be taken back is made, taken back and done again. Each is one entry of the log and one transaction with what derives from it. */
export class DecisionBook implements DecisionsInForce {
  readonly #db: Database;
  readonly #log: DecisionLog;
  readonly #kinds: ReadonlyMap<string, DecisionKind>;
  #history: UndoHistory;

  constructor(db: Database, log: DecisionLog, kinds: readonly DecisionKind[]) {
    this.#db = db;
    this.#log = log;
    this.#kinds = new Map(kinds.map((kind) => [kind.kind, kind]));
    this.#history = this.#readHistory();
  }

  record(kind: string, actor: string, body: unknown): Decision;
  /** Gives what `then` finds when the decision is made, in the same transaction. */
  record<T>(kind: string, actor: string, body: unknown, then: (decision: Decision) => T): T;
  record<T>(kind: string, actor: string, body: unknown, then?: (decision: Decision) => T): Decision | T {
    const known = this.#kind(kind);
    const { decision, found } = this.#write(() => {
      const made = this.#log.append({ actor, kind, body });
      this.#history.make(toMade(known, made));
      known.apply?.(made, this);
      return { decision: made, found: then === undefined ? made : then(made) };
    });
    known.tell(decision);
    return found;
  }

  /** Takes back `target`, or the analyst's newest. Throws `not-found`, or `conflict` when it was taken back already or another rests on it. */
  undo(actor: string, target?: string): DecisionStep & { readonly undone: string } {
    const id = target ?? this.#history.nextUndo(actor);
    if (id === undefined) throw new AppError("not-found", `${actor} has nothing to undo`);
    return { undone: id, ...this.#step("undo", actor, id) };
  }

  redo(actor: string, target?: string): DecisionStep & { readonly redone: string } {
    const id = target ?? this.#history.nextRedo(actor);
    if (id === undefined) throw new AppError("not-found", `${actor} has nothing to redo`);
    return { redone: id, ...this.#step("redo", actor, id) };
  }

  /** Newest first; `before` is an exclusive sequence number. */
  page({ analyst, limit, before }: { analyst?: string | undefined; limit: number; before?: number | undefined }): {
    decisions: DecisionEntry[];
    total: number;
  } {
    const all = this.#history.all().filter(({ actor }) => analyst === undefined || actor === analyst);
    const shown = all.filter(({ seq }) => before === undefined || seq < before).slice(-limit);
    return { total: all.length, decisions: shown.toReversed().map(({ id }) => this.#entry(this.#find(id))) };
  }

  *ofKind(kind: string): Generator<Decision> {
    for (const made of this.#history.all().toReversed()) if (made.isInForce && made.kind === kind) yield this.#find(made.id);
  }

  /** Reads decisions of another log as this book would once they were in its own. Throws what the forms of their kinds throw. */
  requireReadable(decisions: Iterable<Decision>): void {
    for (const decision of decisions) {
      const kind = this.#kinds.get(decision.kind);
      if (kind === undefined) continue;
      kind.describe(decision);
      kind.anomalyIds?.(decision);
      kind.facts?.(decision);
    }
  }

  /** Derives what is stored besides the log from it again. */
  rebuild(): { decisions: number; takenBack: number } {
    this.#history = this.#readHistory();
    const known = this.#history.all();
    const all = known.map(({ id }) => this.#find(id));
    const takenBack = known.filter(({ isInForce }) => !isInForce).map(({ id }) => this.#find(id));
    this.#write(() => {
      for (const kind of this.#kinds.values()) kind.clear?.();
      for (const decision of all) this.#kind(decision.kind).apply?.(decision, this);
      for (const decision of takenBack) this.#kind(decision.kind).revert?.(decision, this);
      for (const kind of this.#kinds.values()) kind.complete?.();
    });
    for (const decision of new Map(all.map((one) => [one.kind, one])).values()) this.#kind(decision.kind).tell(decision);
    return { decisions: all.length, takenBack: takenBack.length };
  }

  #step(step: "undo" | "redo", actor: string, id: string): DecisionStep {
    const isInForce = this.#history.isInForce(id);
    if (isInForce === undefined)
      throw new AppError("not-found", `there is no decision ${id} that can be taken back`, { field: "decision" });
    const target = this.#find(id);
    const kind = this.#kind(target.kind);
    if (isInForce !== (step === "undo"))
      throw new AppError(
        "conflict",
        isInForce ? `“${kind.describe(target)}” is in force` : `“${kind.describe(target)}” was taken back already`,
      );
    this.#refuseWhenRestedOn(target);
    const written = this.#write(() => {
      const isUndo = step === "undo";
      const made = this.#log.append({ actor, kind: isUndo ? undoKind : redoKind, body: isUndo ? { undoes: id } : { redoes: id } });
      if (isUndo) this.#history.takeBack(id, actor);
      else this.#history.doAgain(id, actor);
      if (isUndo) kind.revert?.(target, this);
      else kind.apply?.(target, this);
      return made;
    });
    kind.tell(target);
    const { what, place } = this.#entry(target);
    return { decision: written.id, kind: target.kind, what, place, anomalyIds: [...(kind.anomalyIds?.(target) ?? [])] };
  }

  #refuseWhenRestedOn(target: Decision): void {
    const [first, ...more] = this.#history.against(target.id).map((id) => this.#find(id));
    if (first === undefined) return;
    const isInForce = this.#history.isInForce(target.id) === true;
    const rest = more.length === 0 ? "" : `, with ${more.length} more`;
    const other = `“${this.#kind(first.kind).describe(first)}” by ${first.actor} (${first.id}${rest})`;
    const what = `“${this.#kind(target.kind).describe(target)}”`;
    throw new AppError(
      "conflict",
      isInForce
        ? `${what} cannot be taken back while ${other} rests on it; take that back first`
        : `${what} cannot be done again as things are: ${other} was ${this.#history.isInForce(first.id) === true ? "decided without it" : "taken back"} since`,
      { field: "decision", hint: first.id },
    );
  }

  #entry(decision: Decision): DecisionEntry {
    const { id, seq, at, actor, kind } = decision;
    const known = this.#kind(kind);
    const isInForce = this.#history.isInForce(id) === true;
    return {
      decision: id,
      seq,
      at,
      analyst: actor,
      kind,
      what: known.describe(decision),
      place: known.place(decision),
      isInForce,
      restingOnIt: this.#history.against(id).map((other) => {
        const found = this.#find(other);
        return { decision: other, analyst: found.actor, what: this.#kind(found.kind).describe(found) };
      }),
    };
  }

  /** What was done to the history is read again when the transaction fails. */
  #write<T>(work: () => T): T {
    try {
      return inTransaction(this.#db, work);
    } catch (error) {
      this.#history = this.#readHistory();
      throw error;
    }
  }

  #readHistory(): UndoHistory {
    const history = new UndoHistory();
    for (const decision of this.#log.entries()) {
      const step = stepOf(decision);
      const kind = this.#kinds.get(decision.kind);
      if (step?.step === "undo") history.takeBack(step.target, decision.actor);
      else if (step?.step === "redo") history.doAgain(step.target, decision.actor);
      else if (kind !== undefined) history.make(toMade(kind, decision));
    }
    return history;
  }

  #kind(name: string): DecisionKind {
    const kind = this.#kinds.get(name);
    if (kind === undefined) throw new Error(`${name} is no kind of decision that can be taken back`);
    return kind;
  }

  #find(id: string): Decision {
    const found = this.#log.find(id);
    if (found === undefined) throw new Error(`decision ${id} is not in the log`);
    return found;
  }
}

const standsAlone: Facts = { alters: [], madeOn: [] };
const toMade = (kind: DecisionKind, decision: Decision): Made => {
  const { id, seq, actor } = decision;
  return { id, seq, actor, kind: kind.kind, ...(kind.facts?.(decision) ?? standsAlone) };
};
