import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { amend, commit, emptyView, goBack, goForward, startHistory, type ViewHistory, withoutAddition } from "./history.ts";
import type { Addition } from "./parts.ts";

const addition = (id: string): Addition => ({ id, of: "host", what: id, nodes: [], edges: [] });
const opened = (...ids: readonly string[]): ViewHistory =>
  ids.reduce((history, id) => commit(history, { additions: [...history.now.additions, addition(id)] }), startHistory());

describe("going back and forward", () => {
  test("restores what was shown, chosen and where it stood", () => {
    const places = new Map([["host", { x: 1, y: 2 }]]);
    const chosen = { kind: "node" as const, id: "host", dims: true };
    const before = amend(commit(startHistory(), { chosen }), { places });
    const after = amend(commit(before, { shown: new Set(["a"]), chosen: undefined }), { places: new Map() });
    expect(goBack(after).now).toEqual({ ...emptyView, chosen, places });
    expect(goForward(goBack(after)).now).toEqual(after.now);
  });

  test("any number of steps back and as many forward end where they began", () => {
    fc.assert(
      fc.property(fc.nat(12), fc.nat(20), (steps, back) => {
        const history = opened(...Array.from({ length: steps }, (_, i) => String(i)));
        let moved = history;
        for (let i = 0; i < back; i += 1) moved = goBack(moved);
        expect(moved.now.additions).toHaveLength(Math.max(0, steps - back));
        for (let i = 0; i < back; i += 1) moved = goForward(moved);
        expect(moved.now).toEqual(history.now);
      }),
    );
  });

  test("a new step ends what lay ahead, and the moves of one handle are one step", () => {
    const back = goBack(opened("a", "b"));
    const narrowed = [1, 2, 3].reduce((history, from) => commit(history, { window: { from, to: 9 } }, "window"), back);
    expect(narrowed.future).toEqual([]);
    expect(goBack(narrowed).now.window).toBeUndefined();
    expect(goBack(narrowed).now.additions.map(({ id }) => id)).toEqual(["a"]);
  });
});

test("each expansion can be taken out by itself, and what was chosen in it is let go", () => {
  const { now } = opened("a", "b", "c");
  expect(withoutAddition(now, "b").additions.map(({ id }) => id)).toEqual(["a", "c"]);
  expect(withoutAddition(now).additions.map(({ id }) => id)).toEqual(["a", "b"]);
});
