import type { Decision } from "../../../shared/contract/workspace.ts";
import type { DecisionKind } from "../decisions/decision-kind.ts";
import { describeHold, SnoozeBody, SuppressionChange } from "./hold-decisions.ts";

/** Decisions about what the queue leaves out. */
export type HoldKind = "suppression.create" | "suppression.change" | "case.snooze";

/** Nothing of them is stored besides the log. A change is of a suppression that has to be there; of several changes the last one holds, and of several snoozes of a case. */
export function holdKinds(tell: () => void): DecisionKind[] {
  const kind = (name: HoldKind, facts: DecisionKind["facts"]): DecisionKind => ({
    kind: name,
    describe: (decision) => describeHold(decision) ?? name,
    place: () => ({ screen: "settings" }),
    ...(facts === undefined ? {} : { facts }),
    tell,
  });
  const casesOf = ({ body }: Decision): readonly string[] => SnoozeBody.parse(body).anomalyIds;
  const factOf = (id: string): string => `suppression ${id}`;
  return [
    kind("suppression.create", ({ id }: Decision) => ({ alters: [factOf(id)], madeOn: [] })),
    {
      ...kind("case.snooze", undefined),
      place: (decision) => ({ screen: "triage", anomalyId: casesOf(decision)[0] ?? "" }),
      anomalyIds: casesOf,
    },
    kind("suppression.change", ({ body }: Decision) => ({ alters: [], madeOn: [factOf(SuppressionChange.parse(body).suppression)] })),
  ];
}
