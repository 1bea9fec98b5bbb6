import { describe, expect, it } from "vitest";
import { bitsText, dueText, outcomeTag } from "./hunt-words.ts";

const day = 86_400_000_000;

describe("the words of the hunts screen", () => {
  it("says how much of the time is left, and when it is over", () => {
    expect(dueText(null, 0)).toBeUndefined();
    expect(dueText(2.5 * day, 0)).toEqual({ text: "3 days left", isLate: false });
    expect(dueText(day / 2, 0)).toEqual({ text: "1 day left", isLate: false });
    expect(dueText(0, 3 * day)).toEqual({ text: "3 days over", isLate: true });
  });

  it("signs the parts of a priority and colours no outcome that found nothing", () => {
    expect(bitsText(1.96)).toBe("+2.0");
    expect(bitsText(-1)).toBe("−1.0");
    expect(outcomeTag("hypothesis-not-confirmed")).toEqual({ text: "no finding", tone: "neutral" });
    expect(outcomeTag("hypothesis-confirmed-malicious")?.tone).toBe("bad");
    expect(outcomeTag(null)).toBeUndefined();
  });
});
