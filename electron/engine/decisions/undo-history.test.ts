import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Made, UndoHistory } from "./undo-history.ts";

const facts = ["hunt", "stage", "place"];
const action = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({ do: fc.constant("make" as const), actor: fc.nat(2), alters: fc.subarray(facts), madeOn: fc.subarray(facts) }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constantFrom("undo" as const, "redo" as const), actor: fc.nat(2) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant("pick" as const), actor: fc.nat(2), which: fc.nat(60) }) },
);
type Action = typeof action extends fc.Arbitrary<infer A> ? A : never;

/** Plays actions as a book does, which changes nothing that another decision stands against. */
function play(actions: readonly Action[]) {
  const history = new UndoHistory();
  const made: Made[] = [];
  /** Found by looking through all of them. */
  const premisesOf = ({ seq, madeOn }: Made): string =>
    made
      .filter((other) => other.seq < seq && history.isInForce(other.id) === true && other.alters.some((fact) => madeOn.includes(fact)))
      .map((other) => other.id)
      .join(" ");
  const madeOn = new Map<string, string>();
  const flip = (id: string | undefined, by: string): void => {
    if (id === undefined || history.against(id).length > 0) return;
    if (history.isInForce(id) === true) history.takeBack(id, by);
    else history.doAgain(id, by);
  };
  for (const [seq, one] of actions.entries()) {
    const actor = `analyst ${one.actor}`;
    if (one.do === "make") {
      const next: Made = { id: `d${seq}`, seq, actor, kind: "any", alters: one.alters, madeOn: one.madeOn };
      madeOn.set(next.id, premisesOf(next));
      history.make(next);
      made.push(next);
    } else if (one.do === "undo") flip(history.nextUndo(actor), actor);
    else if (one.do === "redo") flip(history.nextRedo(actor), actor);
    else if (one.do === "pick") flip(made[one.which % Math.max(1, made.length)]?.id, actor);
    for (const decision of made)
      if (history.isInForce(decision.id) === true) expect(premisesOf(decision), `of ${decision.id}`).toBe(madeOn.get(decision.id));
  }
  return { history, made };
}

describe("decisions taken back and done again in any order", () => {
  it("keep, while they are in force, exactly what they were made on", () => {
    fc.assert(fc.property(fc.array(action, { maxLength: 60 }), (actions) => void play(actions)));
  });

  it("can all be taken back, newest first", () => {
    fc.assert(
      fc.property(fc.array(action, { maxLength: 60 }), (actions) => {
        const { history, made } = play(actions);
        for (const { id } of made.toReversed()) {
          if (history.isInForce(id) !== true) continue;
          expect(history.against(id)).toEqual([]);
          history.takeBack(id, "analyst 0");
        }
        expect(made.filter(({ id }) => history.isInForce(id) === true)).toEqual([]);
      }),
    );
  });
});

describe("an analyst's steps", () => {
  const alone = (id: string, seq: number, actor: string): Made => ({ id, seq, actor, kind: "any", alters: [], madeOn: [] });

  it("go back through their own decisions, and forth until they decide something new", () => {
    const history = new UndoHistory();
    history.make(alone("d1", 1, "ana"));
    history.make(alone("d2", 2, "ben"));
    history.make(alone("d3", 3, "ana"));
    expect([history.nextUndo("ana"), history.nextUndo("ben"), history.nextUndo("eve")]).toEqual(["d3", "d2", undefined]);
    history.takeBack("d3", "ana");
    expect([history.nextUndo("ana"), history.nextRedo("ana")]).toEqual(["d1", "d3"]);
    history.make(alone("d4", 4, "ben"));
    expect(history.nextRedo("ana"), "another's decision changes nothing").toBe("d3");
    history.make(alone("d5", 5, "ana"));
    expect(history.nextRedo("ana")).toBeUndefined();
    expect(history.isInForce("d3")).toBe(false);
  });

  it("leave out what another took back, who can do it again", () => {
    const history = new UndoHistory();
    history.make(alone("d1", 1, "ana"));
    history.takeBack("d1", "ben");
    expect([history.nextUndo("ana"), history.nextRedo("ana"), history.nextRedo("ben")]).toEqual([undefined, undefined, "d1"]);
    history.doAgain("d1", "ben");
    expect([history.nextUndo("ana"), history.nextUndo("ben")]).toEqual([undefined, "d1"]);
  });
});
