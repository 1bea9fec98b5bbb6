import { expect, test } from "vitest";
import { createAttention } from "./attention.ts";

test("only time with signs of life counts, and each case has its own", () => {
  const attention = createAttention();
  attention.open("a", 0);
  attention.touch(10_000);
  attention.touch(15_000);
  attention.touch(615_000);
  attention.open("b", 620_000);
  expect(attention.take(["b"], 621_500)).toEqual({ activeSeconds: 1.5, openedMs: 620_000 });
  expect(attention.take(["a"], 622_000)).toEqual({ activeSeconds: 50, openedMs: 0 });
});

test("a case that is come back to goes on from where it was, and starts anew after its verdict", () => {
  const attention = createAttention();
  attention.open("a", 0);
  attention.touch(4000);
  attention.open("a", 5000);
  attention.open("b", 6000);
  attention.open("a", 10_000);
  expect(attention.take(["a"], 13_000)).toEqual({ activeSeconds: 9, openedMs: 0 });
  expect(attention.take(["a"], 15_000)).toEqual({ activeSeconds: 2, openedMs: 13_000 });
});

test("while the window is hidden nothing counts, however short", () => {
  const attention = createAttention();
  attention.open("a", 0);
  attention.leave(3000);
  attention.touch(8000);
  expect(attention.take(["a"], 9000)).toEqual({ activeSeconds: 4, openedMs: 0 });
});

test("several cases get what all of them got, and cases that nobody opened get no figure", () => {
  const attention = createAttention();
  attention.open("a", 1000);
  attention.open("b", 3000);
  expect(attention.take(["b", "a", "c"], 4000)).toEqual({ activeSeconds: 3, openedMs: 1000 });
  expect(attention.take(["c", "d"], 5000)).toEqual({});
});
