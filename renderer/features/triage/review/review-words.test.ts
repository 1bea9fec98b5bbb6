import { describe, expect, it } from "vitest";
import { sampleBlindReview } from "../../../../test/unit-support/fake-blind-review.ts";
import { nextWords, progressWords } from "./review-words.ts";

const review = sampleBlindReview("beaconing", "c0ffee11");

describe("words about a blind review", () => {
  it("say how far it is, and that undecided cases bring others", () => {
    expect(progressWords({ ...review, judged: 12 })).toBe("12 of 61 judged");
    expect(nextWords({ ...review, judged: 60 })).toBe("1 case to go. Nothing is counted before you end it.");
    expect(progressWords({ ...review, judged: 12, undecided: 2 })).toBe("12 of 61 judged, 2 undecided");
    expect(nextWords({ ...review, judged: 12, undecided: 2 })).toContain(
      "each that stays undecided brings another, so that 50 of each list",
    );
  });

  it("ask to end it once all is judged, and say that it is over", () => {
    expect(nextWords({ ...review, state: "judged", judged: 61 })).toContain("When you end the review");
    expect(nextWords({ ...review, state: "ended", judged: 61 })).toBe("You have ended this review.");
  });
});
