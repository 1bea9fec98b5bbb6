import { expect, it } from "vitest";
import { retrainingTriggers } from "./retraining.ts";

const thresholds = { days: 30, verdicts: 200 };
const quiet = { ageDays: 29.9, isOutside: false, verdicts: 199, schema: [] };

it.each([
  [quiet, []],
  [{ ...quiet, ageDays: 30 }, ["age"]],
  [{ ...quiet, isOutside: true }, ["drift"]],
  [{ ...quiet, verdicts: 200 }, ["verdicts"]],
  [{ ...quiet, schema: ["mapping 0123"] }, ["schema"]],
  [{ ageDays: 90, isOutside: true, verdicts: 500, schema: ["mapping 0123"] }, ["age", "drift", "verdicts", "schema"]],
])("training again is called for by what is due and by nothing else: %j", (facts, triggers) => {
  expect(retrainingTriggers(facts, thresholds).map(({ trigger }) => trigger)).toEqual(triggers);
});
