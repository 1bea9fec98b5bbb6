import { expect, test } from "vitest";
import { countOf, singularOf, unitWord } from "./unit-word.ts";

test("one of something is said in the singular, none and many in the plural", () => {
  expect(["events", "queries", "hosts"].map((unit) => countOf(1, unit))).toEqual(["1 event", "1 query", "1 host"]);
  expect(["addresses", "matches", "indexes", "names"].map(singularOf)).toEqual(["address", "match", "index", "name"]);
  expect([countOf(0, "events"), countOf(1204, "queries"), unitWord(1.5, "bits")]).toEqual(["0 events", "1,204 queries", "bits"]);
});

test("a unit that is no plural stays as it is", () => {
  expect(["MB", "loss", "ms", ""].map(singularOf)).toEqual(["MB", "loss", "ms", ""]);
});
