import { describe, expect, it } from "vitest";
import type { AnomalyEnvelope } from "../../../shared/contract/drift.ts";
import { envelopeTitle, envelopeWord } from "./envelope-words.ts";

const ordinary: AnomalyEnvelope = { state: "IN_ENVELOPE", window: null, strange: [], of: 8, isExtrapolating: false };

describe("the envelope badge", () => {
  it("says nothing of what lies within, is only watched, or was never compared", () => {
    expect(envelopeWord(null)).toBeUndefined();
    expect(envelopeWord(ordinary)).toBeUndefined();
    expect(envelopeWord({ ...ordinary, state: "WATCH", strange: ["a"] })).toBeUndefined();
    expect(envelopeWord({ ...ordinary, state: "INSUFFICIENT", isExtrapolating: null })).toBeUndefined();
  });

  it("says the sentence when the model was outside, and names the strange features of a row", () => {
    expect(envelopeWord({ ...ordinary, state: "OUTSIDE" })).toBe("outside envelope");
    expect(envelopeTitle({ ...ordinary, state: "OUTSIDE" })).toBe(
      "This model is operating outside its training envelope; treat its output with caution until retraining lands.",
    );
    const row = { ...ordinary, strange: ["ports", "bytes"], isExtrapolating: true };
    expect(envelopeWord(row)).toBe("extrapolating");
    expect(envelopeTitle(row)).toMatch(/^2 of 8 features .*: ports, bytes\./);
    expect(envelopeTitle(row, 1)).toMatch(/: ports and 1 more\./);
    expect(envelopeTitle(row, 3)).toMatch(/: ports, bytes\./);
  });
});
