import { describe, expect, it } from "vitest";
import { criticalityText, inOrder, relationText, spanText, strengthText } from "./entity-words.ts";

describe("the words of an entity's page", () => {
  it("say a relation from the side that is looked at", () => {
    expect(relationText({ way: "out", relation: "CONNECTED", kind: "domain" })).toBe("connected to domains");
    expect(relationText({ way: "in", relation: "LOGGED_ON", kind: "account" })).toBe("logged on by accounts");
    expect(relationText({ way: "in", relation: "SOMETHING_NEW", kind: "process" })).toBe("something new by processes");
  });

  it("say since when and until when, and nothing of what always holds", () => {
    const day = (us: number): string => `day ${us}`;
    expect(spanText({ from: 1, to: 2 }, day)).toBe("from day 1 until day 2");
    expect(spanText({ from: null, to: null }, day)).toBe("");
  });

  it("say that a generic identifier identifies nobody, whatever its strength", () => {
    expect(strengthText({ strength: "strong", generic: "three hosts have it" })).toContain("three hosts have it");
  });

  it("put the owner before the groups", () => {
    const link = {
      direction: "out",
      other: null,
      text: "",
      span: { from: null, to: null },
      source: "",
      method: "",
      confidence: 1,
      isStale: false,
    } as const;
    expect(
      inOrder([
        { ...link, type: "MEMBER_OF" },
        { ...link, type: "OWNED_BY" },
      ]).map((one) => one.type),
    ).toEqual(["OWNED_BY", "MEMBER_OF"]);
  });

  it("tell unrated from unimportant", () => {
    expect(criticalityText(null)).not.toBe(criticalityText(0));
  });
});
