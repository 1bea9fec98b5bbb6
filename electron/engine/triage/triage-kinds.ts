import type { EventBody, EventName } from "../../../shared/contract/events.ts";
import type { Decision } from "../../../shared/contract/workspace.ts";
import { verdictKind } from "../../../shared/domain/verdict.ts";
import type { DecisionKind } from "../decisions/decision-kind.ts";
import type { Database } from "../sqlite/database.ts";
import { concurrentIn } from "./concurrent-verdicts.ts";
import { readLabel } from "./check-verdict.ts";
import { clearTriage, keepApart, NoteBody, putInForce, takeBack, VerdictBody } from "./verdict-projection.ts";

type Emit = <K extends EventName>(name: K, body: EventBody<K>) => void;

/** Without what was seen, which of a large set is much to read. */
const Judged = VerdictBody.pick({ anomalyIds: true, verdict: true });
const Settlement = VerdictBody.pick({ settles: true });
/** The fact that a verdict is in force, by its decision. */
export const verdictFact = (verdict: string): string => `verdict ${verdict}`;

/**
 * Verdicts and notes: what is stored of them is which anomalies they are about, and of each anomaly the verdict in force. A verdict that settles others
 * rests on them.
 */
export function triageKinds(db: Database, emit: Emit): DecisionKind[] {
  const kind = (
    name: string,
    title: (decision: Decision) => string,
    anomalyIds: (decision: Decision) => readonly string[],
  ): DecisionKind => ({
    kind: name,
    describe: (decision) => {
      const ids = anomalyIds(decision);
      const [first = ""] = ids;
      return `${title(decision)} on ${ids.length === 1 ? (readLabel(db, first) ?? first) : `${ids.length} anomalies`}`;
    },
    place: (decision) => ({ screen: "triage", anomalyId: anomalyIds(decision)[0] ?? "" }),
    anomalyIds,
    apply: (decision) => putInForce(db, decision, anomalyIds(decision)),
    revert: (decision) => takeBack(db, decision, anomalyIds(decision)),
    clear: () => clearTriage(db),
    tell: (decision) => emit("verdict.changed", { anomalyIds: [...anomalyIds(decision)] }),
  });
  const judged = kind(
    "verdict.record",
    ({ body }) => verdictKind(Judged.parse(body).verdict).short,
    ({ body }) => Judged.parse(body).anomalyIds,
  );
  return [
    {
      ...judged,
      facts: ({ id, body }) => ({ alters: [verdictFact(id)], madeOn: (Settlement.parse(body).settles ?? []).map(verdictFact) }),
      complete: () => keepApart(db, concurrentIn(db)),
    },
    kind(
      "note.record",
      () => "Note",
      ({ body }) => [NoteBody.parse(body).anomalyId],
    ),
  ];
}
