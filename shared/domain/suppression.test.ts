import { describe, expect, it, test } from "vitest";
import { matchesEntity, matchesScope, reachOf, scopeWords, type SuppressibleFacts, type SuppressionScope } from "./suppression.ts";

describe("a domain in a scope", () => {
  const names = [
    "domain:example.com",
    "domain:a.example.com",
    "domain:a.b.example.com",
    "domain:notexample.com",
    "domain:example.com.evil.net",
  ];
  const reached = (pattern: string): string[] => names.filter((name) => matchesEntity(pattern, name));

  it("is that name alone, when it is written as it is", () => expect(reached("domain:example.com")).toEqual(["domain:example.com"]));

  it("with a star is every name under it, at any depth, and not itself", () =>
    expect(reached("domain:*.example.com")).toEqual(["domain:a.example.com", "domain:a.b.example.com"]));

  it("with a dot is itself and every name under it", () =>
    expect(reached("domain:.example.com")).toEqual(["domain:example.com", "domain:a.example.com", "domain:a.b.example.com"]));

  it("reaches only whole labels, and names of the same kind", () => {
    expect(matchesEntity("domain:.example.com", "domain:notexample.com")).toBe(false);
    expect(matchesEntity("domain:.example.com", "host:fqdn:example.com")).toBe(false);
    expect(matchesEntity("host:fqdn:*.corp.example", "host:fqdn:ws-1.corp.example")).toBe(true);
  });
});

test("a star is a pattern at the beginning of domains and hosts, and nowhere else", () => {
  expect(reachOf("domain:a.*.com")).toBeUndefined();
  expect(reachOf("ip:10.*")).toBeUndefined();
  expect(reachOf("example.com")).toBeUndefined();
  expect(reachOf("ip:10.0.0.1")).toBe("alone");
});

describe("a scope", () => {
  const facts: SuppressibleFacts = {
    model: "beaconing",
    classes: ["network_activity"],
    entities: ["host:fqdn:ws-1.corp", "domain:far.example"],
    features: { regularity: 0.9, size: null },
  };
  const scope = (given: Partial<SuppressionScope>): SuppressionScope => ({ classes: [], entities: [], bounds: [], ...given });
  const matches = (given: Partial<SuppressionScope>): boolean => matchesScope(scope(given), facts);

  it("holds only where everything that it names holds", () => {
    expect(matches({ model: "beaconing", entities: ["domain:far.example"], classes: ["network_activity"] })).toBe(true);
    expect(matches({ model: "dns-tunnel", entities: ["domain:far.example"] })).toBe(false);
    expect(matches({ entities: ["domain:far.example", "host:fqdn:ws-2.corp"] })).toBe(false);
  });

  it("by class needs all of the evidence to be of its classes, and some evidence", () => {
    const mixed = { ...facts, classes: ["network_activity", "dns_activity"] };
    expect(matchesScope(scope({ classes: ["network_activity"] }), mixed)).toBe(false);
    expect(matchesScope(scope({ classes: ["dns_activity", "network_activity"] }), mixed)).toBe(true);
    expect(matchesScope(scope({ classes: ["network_activity"] }), { ...facts, classes: [] })).toBe(false);
  });

  it("includes its bounds, and never holds for a feature without a value", () => {
    expect(matches({ bounds: [{ feature: "regularity", kind: "at-most", value: 0.9 }] })).toBe(true);
    expect(matches({ bounds: [{ feature: "regularity", kind: "at-least", value: 0.9 }] })).toBe(true);
    expect(matches({ bounds: [{ feature: "regularity", kind: "at-most", value: 0.89 }] })).toBe(false);
    expect(matches({ bounds: [{ feature: "size", kind: "at-most", value: 1 }] })).toBe(false);
    expect(matches({ bounds: [{ feature: "nosuch", kind: "at-least", value: 0 }] })).toBe(false);
  });

  it("is told in words", () => {
    const given = scope({
      model: "beaconing",
      entities: ["domain:.far.example"],
      bounds: [{ feature: "regularity", kind: "at-most", value: 0.9 }],
    });
    expect(scopeWords(given)).toBe("beaconing about domain:far.example and its subdomains, regularity at most 0.9");
  });
});
