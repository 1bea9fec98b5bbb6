import { expect, test } from "vitest";
import { InsightsSearch } from "../insights-search.ts";
import { isFiltered, toLogQuery } from "./log-filter.ts";

test("a period is taken as a number too, as a hand-written address holds it", () => {
  expect(["90", 90, "all", 91, undefined].map((period) => InsightsSearch.parse({ period }).period)).toEqual([
    "90",
    "90",
    "all",
    "30",
    "30",
  ]);
});

test("days are asked for whole, in UTC, both included", () => {
  const query = toLogQuery(InsightsSearch.parse({ view: "log", since: "2026-03-01", until: "2026-03-01" }));
  expect(query).toEqual({ from: Date.UTC(2026, 2, 1) * 1000, to: Date.UTC(2026, 2, 2) * 1000 });
});

test("what is about nothing named, or says nothing, is no filter", () => {
  expect(isFiltered(toLogQuery(InsightsSearch.parse({ view: "log", about: "hunt", text: "  ", since: "yesterday" })))).toBe(false);
  expect(toLogQuery(InsightsSearch.parse({ about: "model", id: "logon" }))).toEqual({ about: { type: "model", id: "logon" } });
});
