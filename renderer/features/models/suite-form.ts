import type { Input } from "../../../shared/contract/requests.ts";
import type { SuiteChoice } from "../../../shared/contract/suites.ts";

type Parsed = { readonly ok: true; readonly input: Input<"suites.create"> } | { readonly ok: false; readonly problem: string };

const text = (form: FormData, name: string): string => {
  const value = form.get(name);
  return typeof value === "string" ? value.trim() : "";
};

/** What the form of a suite says: a title, the chosen cases, and of each known-bad one its technique. */
export function parseSuiteForm(model: string, choices: readonly SuiteChoice[], form: FormData): Parsed {
  const title = text(form, "title");
  if (title === "") return { ok: false, problem: "Give the suite a title." };
  const chosen = choices.filter(({ anomalyId }) => form.get(`case ${anomalyId}`) !== null);
  if (chosen.length === 0) return { ok: false, problem: "Choose at least one case." };
  const cases = chosen.map(({ anomalyId, expect }) => ({
    anomalyId,
    ...(expect === "flag" ? { technique: text(form, `technique ${anomalyId}`) } : {}),
  }));
  const wrong = cases.findIndex(({ technique }) => technique !== undefined && !/^T\d{4}(\.\d{3})?$/.test(technique));
  if (wrong >= 0)
    return { ok: false, problem: `${chosen[wrong]?.label ?? "A case"} is known to be bad: give its technique, such as T1071.` };
  return { ok: true, input: { model, title, cases } };
}
