import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { foldDecisions, type TriageDecision, UndoStacks } from "./decision-fold.ts";

type Action = { do: "judge"; anomaly: number; verdict: number } | { do: "undo" } | { do: "redo" };
const verdicts = ["malicious", "benign", "suspicious"] as const;

/** A brute-force model: a list of states, as a text editor keeps them. */
function play(actions: readonly Action[]): { log: TriageDecision[]; model: Map<string, string> } {
  const log: TriageDecision[] = [];
  const stacks = new UndoStacks();
  const done: { id: string; anomaly: string }[] = [];
  const redoable: { id: string; anomaly: string }[] = [];
  const write = (d: TriageDecision): void => {
    log.push(d);
    stacks.apply(d);
  };
  actions.forEach((action, seq) => {
    const id = `d${seq}`;
    if (action.do === "judge") {
      const anomaly = `a${action.anomaly}`;
      write({ id, seq, actor: "ana", kind: "verdict.record", anomalyIds: [anomaly], verdict: verdicts[action.verdict % 3] ?? "benign" });
      done.push({ id, anomaly });
      redoable.length = 0;
    } else if (action.do === "undo") {
      const undoes = stacks.nextUndo("ana");
      const expected = done.pop();
      expect(undoes).toBe(expected?.id);
      if (undoes === undefined || expected === undefined) return;
      redoable.push(expected);
      write({ id, seq, actor: "ana", kind: "decision.undo", undoes });
    } else {
      const redoes = stacks.nextRedo("ana");
      const expected = redoable.pop();
      expect(redoes).toBe(expected?.id);
      if (redoes === undefined || expected === undefined) return;
      done.push(expected);
      write({ id, seq, actor: "ana", kind: "decision.redo", redoes });
    }
  });
  const model = new Map<string, string>();
  for (const d of [...done].sort((x, y) => Number(x.id.slice(1)) - Number(y.id.slice(1)))) model.set(d.anomaly, d.id);
  return { log, model };
}

const action = fc.oneof(
  fc.record({ do: fc.constant("judge" as const), anomaly: fc.nat(5), verdict: fc.nat(2) }),
  fc.record({ do: fc.constant("undo" as const) }),
  fc.record({ do: fc.constant("redo" as const) }),
);

describe("the fold of decisions", () => {
  it("agrees with a brute-force undo history for any sequence of actions", () => {
    fc.assert(
      fc.property(fc.array(action, { maxLength: 200 }), (actions) => {
        const { log, model } = play(actions);
        expect(foldDecisions(log).current).toEqual(model);
      }),
    );
  });

  it("returns to the empty state when every decision is undone", () => {
    fc.assert(
      fc.property(fc.array(action, { maxLength: 100 }), (actions) => {
        const undoAll: Action[] = actions.map(() => ({ do: "undo" }));
        expect(foldDecisions(play([...actions, ...undoAll]).log).current.size).toBe(0);
      }),
    );
  });

  it("undoes only what the same analyst decided", () => {
    const stacks = new UndoStacks();
    stacks.apply({ id: "d1", seq: 1, actor: "ana", kind: "verdict.record", anomalyIds: ["a"], verdict: "benign" });
    expect(stacks.nextUndo("ben")).toBeUndefined();
  });
});
