import { describe, expect, it } from "vitest";
import { parseSettleForm } from "./settle-form.ts";

const form = (fields: Record<string, string>): FormData => {
  const data = new FormData();
  for (const [name, value] of Object.entries(fields)) data.set(name, value);
  return data;
};

describe("settling a disagreement", () => {
  it("adopts the verdict that is chosen, and leaves the one beside it alone", () => {
    expect(parseSettleForm(form({ choice: "d1", verdict: "test", reason: " seen " }), "a1")).toEqual({
      ok: true,
      value: { anomalyId: "a1", adopt: "d1", reason: "seen" },
    });
  });

  it("takes another verdict when none of them is chosen", () => {
    expect(parseSettleForm(form({ choice: "", verdict: "test", reason: "an exercise" }), "a1")).toEqual({
      ok: true,
      value: { anomalyId: "a1", verdict: "test", reason: "an exercise" },
    });
  });

  it("asks for a reason, and for a verdict there is", () => {
    expect(parseSettleForm(form({ choice: "d1", reason: "  " }), "a1")).toMatchObject({ ok: false });
    expect(parseSettleForm(form({ choice: "", verdict: "lovely", reason: "x" }), "a1")).toMatchObject({ ok: false });
  });
});
