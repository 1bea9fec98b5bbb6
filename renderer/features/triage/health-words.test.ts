import { describe, expect, it } from "vitest";
import { healthTitle, healthWord } from "./health-words.ts";

describe("the health of an anomaly in words", () => {
  it("is a word in the queue, and the rest on asking", () => {
    const limited = { state: "context-limited", failing: ["owner_cov", "dir_age"], warnings: [], weight: 1 } as const;
    expect(healthWord({ ...limited, failing: [...limited.failing], warnings: [] })).toBe("limited");
    expect(healthTitle({ ...limited, failing: [...limited.failing], warnings: [] })).toBe("fails: owners named, directory age");
    expect(healthWord({ state: "suppressed", failing: ["skew"], warnings: [], weight: 1 })).toBe("not trustworthy");
    expect(healthWord({ state: "actionable", failing: [], warnings: ["gap"], weight: 0.8 })).toBe("1 warning");
  });

  it("says what a warning costs", () => {
    expect(healthTitle({ state: "actionable", failing: [], warnings: ["gap", "dup"], weight: 0.64 })).toBe(
      "warns: missing hours, duplicates; rank divided by 0.64",
    );
  });
});
