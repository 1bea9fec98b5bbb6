import { describe, expect, it } from "vitest";
import type { SuiteChoice } from "../../../shared/contract/suites.ts";
import { parseSuiteForm } from "./suite-form.ts";

const choice = (anomalyId: string, expected: SuiteChoice["expect"]): SuiteChoice => ({
  anomalyId,
  label: anomalyId,
  expect: expected,
  verdict: "benign",
  analyst: "ana",
  at: 0,
  from: 0,
  usedIn: null,
});
const choices = [choice("a", "flag"), choice("b", "pass")];

const parse = (fields: Readonly<Record<string, string>>) => {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.set(name, value);
  return parseSuiteForm("beaconing", choices, form);
};

describe("the form of a suite", () => {
  it("gives the chosen cases, known-bad ones with their technique", () => {
    expect(parse({ title: " Spring ", "case a": "on", "technique a": "T1071.001", "case b": "on" })).toEqual({
      ok: true,
      input: { model: "beaconing", title: "Spring", cases: [{ anomalyId: "a", technique: "T1071.001" }, { anomalyId: "b" }] },
    });
  });

  it.each([
    [{ "case b": "on" }, /title/],
    [{ title: "x" }, /at least one/],
    [{ title: "x", "case a": "on", "technique a": "phishing" }, /a is known to be bad/],
  ])("refuses %o", (fields, problem) => {
    expect(parse(fields)).toMatchObject({ ok: false, problem: expect.stringMatching(problem) as unknown });
  });
});
