import { expect, it } from "vitest";
import { mutualBest, rivalled } from "./mutual-best.ts";

const pair = (a: number, b: number, weight: number) => ({ a, b, weight });
/** Records below 10 are of one source, those from 10 of another, those from 20 of a third. */
const sources = Array.from({ length: 30 }, (_, record) => `source ${Math.floor(record / 10)}`);

it("pairs whose records are each other's best are kept, and those that tie are dropped", () => {
  const pairs = [pair(0, 10, 9), pair(0, 11, 5), pair(1, 11, 8), pair(2, 12, 7), pair(2, 13, 7), pair(3, 14, 6), pair(4, 14, 6)];
  expect(mutualBest(pairs, sources)).toEqual([pair(0, 10, 9), pair(1, 11, 8)]);
});

it("a margin is to the best other candidate of either record, and infinite where there is none", () => {
  const pairs = [pair(0, 10, 9), pair(0, 11, 5), pair(1, 11, 8)];
  expect(rivalled(pairs, sources).map(({ margin }) => margin)).toEqual([4, -4, 3]);
  expect(rivalled([pair(5, 16, 1)], sources).map(({ margin }) => margin)).toEqual([Infinity]);
  expect(mutualBest(pairs, sources, 3.5)).toEqual([pair(0, 10, 9)]);
});

it("a record of a third source is no rival, since all three can be one thing", () => {
  const pairs = [pair(0, 10, 9), pair(0, 20, 9), pair(10, 20, 9), pair(0, 21, 4)];
  expect(rivalled(pairs, sources).map(({ margin }) => margin)).toEqual([Infinity, 5, Infinity, -5]);
});
