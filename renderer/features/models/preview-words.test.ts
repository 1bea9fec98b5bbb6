import { describe, expect, it } from "vitest";
import { continued, effectWords, rankWords, sharedWords } from "./preview-words.ts";

describe("the words of a queue under another version", () => {
  it("tell a rank from one list to the other, and of what vanished its rank among all subjects", () => {
    expect(rankWords({ change: "moved", from: 14, to: 1 }, 2417)).toBe("14 → 1");
    expect(rankWords({ change: "appeared", from: null, to: 9 }, 2417)).toBe("not listed → 9");
    expect(rankWords({ change: "vanished", from: 3, to: 61 }, 2417)).toBe("3 → 61 of 2,417");
    expect(rankWords({ change: "vanished", from: 3, to: null }, 2417)).toBe("3 → not scored");
  });

  it("give a share with its n and interval, and none of nothing", () => {
    expect(sharedWords({ k: 28, n: 29, low: 0.83, high: 0.9939 })).toBe("28 of 29 places are in both, 83 % to 99.39 % (95 %)");
    expect(sharedWords({ k: 0, n: 0, low: 0, high: 1 })).toMatch(/^insufficient/);
  });

  it("keep a digit of an effect that is too small for its decimals", () => {
    expect([0.514, -0.88, -0.001, 0.004].map(effectWords)).toEqual(["+0.51", "−0.88", "−0.001", "+0.004"]);
  });

  it("turn a reason into the end of a sentence", () => {
    expect(continued("No verdict taught this version.")).toBe("no verdict taught this version.");
  });
});
