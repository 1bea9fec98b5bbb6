import { expect, test } from "vitest";
import { draftOf, isSaying, patternOf, toScope } from "./suppression-form.ts";

const offer = {
  model: "beaconing",
  classes: ["network_activity"],
  entities: ["ip:10.0.0.1", "domain:far.example"],
  features: [{ feature: "regularity", title: "Regularity", unit: "ratio", value: 0.9 }],
};

test("a scope begins as narrow as the case: its model and all that it is about", () => {
  expect(toScope(offer, draftOf(offer))).toEqual({
    model: "beaconing",
    classes: [],
    entities: ["ip:10.0.0.1", "domain:far.example"],
    bounds: [],
  });
});

test("a name is followed downward as it is chosen, an address never", () => {
  expect(patternOf({ entity: "domain:far.example", reach: "under" })).toBe("domain:*.far.example");
  expect(patternOf({ entity: "host:fqdn:ws-1.corp", reach: "both" })).toBe("host:fqdn:.ws-1.corp");
  expect(patternOf({ entity: "ip:10.0.0.1", reach: "under" })).toBe("ip:10.0.0.1");
});

test("a scope of which everything was taken away says nothing", () => {
  const draft = draftOf(offer);
  const none = { ...draft, ofModel: false, entities: draft.entities.map((one) => ({ ...one, isNamed: false })) };
  expect(isSaying(toScope(offer, none))).toBe(false);
  const bound = { ...none, bounds: draft.bounds.map((one) => ({ ...one, kind: "at-most" as const })) };
  expect(toScope(offer, bound).bounds).toEqual([{ feature: "regularity", kind: "at-most", value: 0.9 }]);
});
