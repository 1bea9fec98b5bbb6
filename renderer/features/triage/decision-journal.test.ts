import { expect, test } from "vitest";
import fc from "fast-check";
import type { VerdictState } from "../../../shared/contract/triage.ts";
import { addPending, dropPending, effectiveState, foldJournal, type Journal } from "./decision-journal.ts";

const state = (verdict: string): VerdictState => ({ verdict, reason: "", note: "", analyst: "a", at: 0, decision: "" });

test("the latest unconfirmed verdict of a case counts", () => {
  const journal = addPending(addPending([], { key: 1, anomalyIds: ["a", "b"], state: state("benign") }), {
    key: 2,
    anomalyIds: ["a"],
    state: state("malicious"),
  });
  const overlay = foldJournal(journal);
  expect(overlay.get("a")?.verdict).toBe("malicious");
  expect(overlay.get("b")?.verdict).toBe("benign");
});

test("a refused verdict gives way to the one before it, and then to what the engine has", () => {
  let journal: Journal = addPending([], { key: 1, anomalyIds: ["a"], state: state("benign") });
  journal = addPending(journal, { key: 2, anomalyIds: ["a"], state: state("malicious") });
  journal = dropPending(journal, 2);
  expect(effectiveState(foldJournal(journal), "a", null)?.verdict).toBe("benign");
  journal = dropPending(journal, 1);
  expect(effectiveState(foldJournal(journal), "a", state("test"))?.verdict).toBe("test");
});

test("once every verdict is settled nothing is left, in whatever order they settle", () => {
  fc.assert(
    fc.property(fc.array(fc.array(fc.constantFrom("a", "b", "c"), { minLength: 1 })), fc.nat(), (sets, turn) => {
      let journal: Journal = [];
      for (const [key, anomalyIds] of sets.entries()) journal = addPending(journal, { key, anomalyIds, state: state("benign") });
      const keys = sets.map((_, key) => (key + turn) % Math.max(1, sets.length));
      for (const key of keys) journal = dropPending(journal, key);
      expect(foldJournal(journal).size).toBe(0);
    }),
  );
});
