import { describe, expect, it } from "vitest";
import { toHuntPlaces } from "./hunt-places.ts";

describe("where anomalies are", () => {
  it("names the hunt rather than a candidate, and says how many more there are", () => {
    const places = toHuntPlaces({
      hunts: [{ id: "h1", topic: "Relay", stage: "active", anomalyIds: ["a1"] }],
      candidates: [{ id: "c1", rank: 3, anomalyIds: ["a1", "a2", "a3"] }],
    });
    expect(places.get("a1")).toMatchObject({ kind: "hunt", tab: "active", title: "in the active hunt: Relay" });
    expect(places.get("a2")).toMatchObject({ kind: "candidate", text: "candidate 3", title: "in candidate hunt 3, with 2 more" });
    expect(places.get("a4")).toBeUndefined();
  });
});
