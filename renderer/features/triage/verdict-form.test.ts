import { describe, expect, it } from "vitest";
import { type VerdictKey, verdictKind } from "../../../shared/domain/verdict.ts";
import { originalText, parseVerdictForm } from "./verdict-form.ts";

const read = (key: VerdictKey, fields: Readonly<Record<string, string>>) =>
  parseVerdictForm({ get: (name: string) => fields[name] ?? null }, verdictKind(key));

describe("the details of a verdict", () => {
  it("are read as they were written, techniques in one spelling and once", () => {
    const fields = { reason: "", note: " seen twice ", techniques: "t1071.004, T1048 T1048", confidence: "high", valid: "yes" };
    expect(read("malicious", fields)).toEqual({
      ok: true,
      value: { reason: "", note: "seen twice", techniques: ["T1071.004", "T1048"], confidence: "high", valid: "yes" },
    });
  });
  it("leave out what was not said, so that nothing is claimed for the analyst", () => {
    expect(read("benign", {})).toEqual({ ok: true, value: { reason: "", note: "", techniques: [] } });
  });
  it("take the original of a duplicate from a suggestion or as an id, and of a duplicate only", () => {
    const original = originalText({ anomalyId: "a1b2", label: "cmd.exe · ws-1" });
    expect(read("duplicate", { original })).toMatchObject({ value: { duplicateOf: "a1b2" } });
    expect(read("duplicate", { original: "a1b2" })).toMatchObject({ value: { duplicateOf: "a1b2" } });
    expect(read("benign", { original })).toEqual({ ok: true, value: { reason: "", note: "", techniques: [] } });
  });
  it("are refused with the word that is wrong", () => {
    expect(read("malicious", { techniques: "T1071, phishing" })).toEqual({
      ok: false,
      problem: "PHISHING is no technique of ATT&CK; they are written T1071 or T1071.004.",
    });
    expect(read("benign", { reason: "threshold" })).toMatchObject({ ok: false });
    expect(read("test", { reason: "purple team 2026-11" })).toMatchObject({ ok: true });
  });
});
