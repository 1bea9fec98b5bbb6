import { expect, test } from "vitest";
import { filterWords } from "./queue-filter.ts";

test("a filter is said in words, each part that narrows it once", () => {
  const all = { show: "all", health: "any", order: "scored", text: "" } as const;
  expect(filterWords(all)).toBe("all cases · as scored");
  expect(
    filterWords({ ...all, show: "open", model: "beaconing", text: "certutil", order: "live", held: "show", health: "suppressed" }),
  ).toBe("open cases · not trustworthy · with what is hidden · beaconing · “certutil” · learning order");
});
