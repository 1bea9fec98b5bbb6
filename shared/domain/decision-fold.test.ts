import { expect, it } from "vitest";
import { foldDecisions, type TriageDecision } from "./decision-fold.ts";

const verdict = (id: string, seq: number, anomaly: string): TriageDecision => ({
  id,
  seq,
  actor: "ana",
  kind: "verdict.record",
  anomalyIds: [anomaly],
  verdict: "benign",
});
const head = (seq: number) => ({ id: `s${seq}`, seq, actor: "ana" });

it("holds of each anomaly the last verdict that is not taken back, in the order they were first given", () => {
  const log: TriageDecision[] = [
    verdict("d1", 1, "a"),
    verdict("d2", 2, "a"),
    verdict("d3", 3, "b"),
    { ...head(4), kind: "decision.undo", undoes: "d1" },
    { ...head(5), kind: "decision.undo", undoes: "d2" },
    { ...head(6), kind: "decision.redo", redoes: "d1" },
    { ...head(7), kind: "decision.undo", undoes: "d3" },
  ];
  expect([...foldDecisions(log).current]).toEqual([["a", "d1"]]);
  const again = [...log, { ...head(8), kind: "decision.redo" as const, redoes: "d2" }];
  expect([...foldDecisions(again).current]).toEqual([["a", "d2"]]);
  expect([...foldDecisions(again).undone]).toEqual(["d3"]);
});
