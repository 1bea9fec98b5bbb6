import type { DecisionPlace } from "../../../shared/contract/decisions.ts";
import type { EventBody, EventName } from "../../../shared/contract/events.ts";
import type { Decision } from "../../../shared/contract/workspace.ts";
import type { DecisionKind, Facts } from "../decisions/decision-kind.ts";
import type { Database } from "../sqlite/database.ts";
import type { HuntBoard } from "./board.ts";
import { findingKeys } from "./finding.ts";
import { describeDecision } from "./fold-hunts.ts";
import { type HuntDecision, type HuntKind, toHuntDecision } from "./hunt-decisions.ts";

type Emit = <K extends EventName>(name: K, body: EventBody<K>) => void;

/**
 * What a decision about hunts changes, and what it was made on. That a hunt is there, its stage, and which hunt an anomaly is in are facts that later
 * decisions count on; a record's fields are not, since the last word on each holds. Anomalies go by their finding, which every run surfaces anew.
 */
function factsOf(decision: HuntDecision, placeOf: (anomalyIds: readonly string[]) => string[]): Facts {
  switch (decision.kind) {
    case "hunt.open": {
      const { hunt, candidate, anomalyIds } = decision.body;
      const places = placeOf(anomalyIds);
      const gathered = candidate === null ? [] : places.map((place) => `gathered ${place}`);
      return { alters: [`hunt ${hunt}`, ...places], madeOn: [...places, ...gathered] };
    }
    case "hunt.edit":
      return { alters: [], madeOn: [`hunt ${decision.body.hunt}`] };
    case "hunt.members": {
      const places = placeOf([...decision.body.add, ...decision.body.remove]);
      return { alters: places, madeOn: [`hunt ${decision.body.hunt}`, ...places] };
    }
    case "hunt.move": {
      const stage = `stage ${decision.body.hunt}`;
      return { alters: [stage], madeOn: [`hunt ${decision.body.hunt}`, stage] };
    }
    case "hunt.arrange": {
      const { together, apart, dropped } = decision.body;
      return { alters: placeOf([...together.flat(), ...apart.flat(2), ...dropped]).map((place) => `gathered ${place}`), madeOn: [] };
    }
    case "decision.undo":
    case "decision.redo":
      return { alters: [], madeOn: [] };
  }
}

/** Decisions about hunts and candidates. Nothing of them is stored besides the log: the board reads it. */
export function huntKinds(db: Database, board: HuntBoard, emit: Emit): DecisionKind[] {
  const placeOf = (anomalyIds: readonly string[]): string[] => {
    const keys = findingKeys(db, anomalyIds);
    return [...new Set(anomalyIds.map((id) => `place ${keys.get(id) ?? id}`))];
  };
  const huntOf = (decision: Decision) => {
    const { body } = toHuntDecision(decision);
    return "hunt" in body ? body.hunt : undefined;
  };
  const openOne = (decision: Decision) => board.read().hunts.hunts.get(huntOf(decision) ?? "");
  const kind = (name: Exclude<HuntKind, "decision.undo" | "decision.redo">): DecisionKind => ({
    kind: name,
    describe: (decision) => {
      const told = toHuntDecision(decision);
      const topic = told.kind === "hunt.open" ? told.body.record.topic : openOne(decision)?.record.topic;
      return topic === undefined || topic === "" ? describeDecision(told) : `${topic}: ${describeDecision(told)}`;
    },
    place: (decision): DecisionPlace => {
      const hunt = openOne(decision);
      return { screen: "hunts", hunt: hunt === undefined ? null : { id: hunt.id, stage: hunt.stage } };
    },
    facts: (decision) => factsOf(toHuntDecision(decision), placeOf),
    tell: (decision) => {
      const hunt = huntOf(decision);
      emit("hunts.changed", { hunts: hunt === undefined ? [] : [hunt] });
    },
  });
  return [kind("hunt.open"), kind("hunt.edit"), kind("hunt.members"), kind("hunt.move"), kind("hunt.arrange")];
}
