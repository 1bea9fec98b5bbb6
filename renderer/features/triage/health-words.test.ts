import { describe, expect, it } from "vitest";
import { healthTitle, healthWord } from "./health-words.ts";

describe("the health of an anomaly in words", () => {
  it("names what fails first, and how much more there is", () => {
    expect(healthWord({ state: "context-limited", failing: ["owner_cov", "dir_age"], warnings: [], weight: 1 })).toBe(
      "limited: owners named +1",
    );
    expect(healthWord({ state: "suppressed", failing: ["skew"], warnings: [], weight: 1 })).toBe("score not trustworthy");
    expect(healthWord({ state: "actionable", failing: [], warnings: ["gap"], weight: 0.8 })).toBe("warning: missing hours");
  });

  it("says what a warning costs", () => {
    expect(healthTitle({ state: "actionable", failing: [], warnings: ["gap", "dup"], weight: 0.64 })).toBe(
      "warns: missing hours, duplicates; rank divided by 0.64",
    );
  });
});
