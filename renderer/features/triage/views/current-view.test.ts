import { describe, expect, it } from "vitest";
import type { SavedView } from "../../../../shared/contract/views.ts";
import { toSearch } from "../../../state/saved-views.ts";
import type { QueueFilter } from "../queue-view.ts";
import { TriageSearch } from "../triage-search.ts";
import { currentView, fromViewFilter, toViewFilter } from "./current-view.ts";

const everything: QueueFilter = { show: "all", health: "any", order: "live", text: "" };
const narrowed: QueueFilter = { ...everything, show: "open", model: "beaconing", hunt: "h1", held: "show", text: "certutil" };
const saved = (name: string, filter: QueueFilter, isDefault = false): SavedView => ({
  name,
  filter: toViewFilter(filter),
  analyst: "ana",
  at: 1,
  isDefault,
});

describe("a saved view", () => {
  it("brings back exactly the filter it was saved from, in the queue and in the address", () => {
    for (const filter of [everything, narrowed]) {
      expect(toViewFilter(fromViewFilter(toViewFilter(filter)))).toEqual(toViewFilter(filter));
      const { q, ...rest } = TriageSearch.parse(toSearch(toViewFilter(filter)));
      expect(toViewFilter({ ...rest, text: q })).toEqual(toViewFilter(filter));
    }
  });

  it("is the current one as long as nothing is changed", () => {
    const views = [saved("all", everything), saved("beacons", narrowed)];
    expect(currentView(views, narrowed)?.name).toBe("beacons");
    expect(currentView(views, { ...narrowed, model: undefined })).toBeUndefined();
    expect(currentView(views, { ...everything, model: undefined, held: undefined })?.name).toBe("all");
  });

  it("goes by the default's name where two show the same", () => {
    expect(currentView([saved("a", narrowed), saved("b", narrowed, true)], narrowed)?.name).toBe("b");
  });
});
