import { expect, test } from "vitest";
import { createAttention } from "./attention.ts";

test("only time with signs of life counts, and each case starts at nothing", () => {
  const attention = createAttention();
  attention.open("a", 0);
  attention.touch(10_000);
  expect(attention.seconds("a", 15_000)).toBe(15);
  expect(attention.seconds("a", 615_000)).toBe(45);
  attention.open("b", 620_000);
  expect(attention.seconds("b", 621_500)).toBe(1.5);
  expect(attention.seconds("a", 622_000)).toBe(0);
});

test("opening the case one is in already does not start it anew", () => {
  const attention = createAttention();
  attention.open("a", 0);
  attention.touch(4000);
  attention.open("a", 5000);
  expect(attention.seconds("a", 6000)).toBe(6);
});
