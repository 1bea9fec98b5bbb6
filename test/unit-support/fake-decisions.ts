import type { DecisionEntry, DecisionPlace, DecisionStep } from "../../shared/contract/decisions.ts";
import { AppError } from "../../shared/contract/errors.ts";
import type { Output, Parsed } from "../../shared/contract/requests.ts";
import { nowUs } from "./fake-cases.ts";

interface FakeDecision {
  readonly id: string;
  readonly kind: string;
  readonly what: string;
  readonly place: DecisionPlace;
  readonly anomalyIds: readonly string[];
  readonly apply: () => void;
  readonly revert: () => void;
}

type Names = "decisions.undo" | "decisions.redo" | "decisions.history" | "decisions.rebuild";
type DecisionHandlers = { readonly [K in Names]: (input: Parsed<K>) => Output<K> };

export interface FakeDecisions {
  /** Enters a decision, which is in force already. */
  readonly make: (decision: FakeDecision) => void;
  readonly handlers: DecisionHandlers;
}

/** One line of decisions in memory, taken back and done again as an engine does for one analyst. */
export function createFakeDecisions(): FakeDecisions {
  const made: FakeDecision[] = [];
  const takenBack = new Set<FakeDecision>();
  let undone: FakeDecision[] = [];
  const step = ({ id, kind, what, place, anomalyIds }: FakeDecision): DecisionStep => ({
    decision: `u-${id}`,
    kind,
    what,
    place,
    anomalyIds: [...anomalyIds],
  });
  const inForce = (): FakeDecision[] => made.filter((one) => !takenBack.has(one));
  return {
    make: (decision) => {
      made.push(decision);
      undone = [];
    },
    handlers: {
      "decisions.undo": ({ decision: id }) => {
        const target = id === undefined ? inForce().at(-1) : inForce().find((one) => one.id === id);
        if (target === undefined) throw new AppError("not-found", "there is nothing to undo");
        undone.push(target);
        takenBack.add(target);
        target.revert();
        return { undone: target.id, ...step(target) };
      },
      "decisions.redo": ({ decision: id }) => {
        const target = id === undefined ? undone.at(-1) : [...takenBack].find((one) => one.id === id);
        if (target === undefined) throw new AppError("not-found", "there is nothing to redo");
        undone = undone.filter((one) => one !== target);
        takenBack.delete(target);
        target.apply();
        return { redone: target.id, ...step(target) };
      },
      "decisions.history": ({ limit }) => ({
        total: made.length,
        decisions: made
          .map((one, i): DecisionEntry => {
            const later = inForce().find((other) => made.indexOf(other) > i && other.kind.startsWith("hunt.") && one.kind === "hunt.open");
            return {
              decision: one.id,
              seq: i + 1,
              at: nowUs + i * 1_000_000,
              analyst: "ana",
              kind: one.kind,
              what: one.what,
              place: one.place,
              isInForce: !takenBack.has(one),
              restingOnIt: later === undefined ? [] : [{ decision: later.id, analyst: "ana", what: later.what }],
            };
          })
          .toReversed()
          .slice(0, limit),
      }),
      "decisions.rebuild": () => ({ decisions: made.length, takenBack: takenBack.size }),
    },
  };
}
