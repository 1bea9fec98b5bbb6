import { expect, test } from "vitest";
import { sampleSuggestion } from "../../../test/unit-support/fake-foreign-models.ts";
import { readAnswers } from "./import-model-answers.ts";

const form = (given: Record<string, string>): FormData => {
  const data = new FormData();
  for (const [name, value] of Object.entries(given)) data.set(name, value);
  return data;
};
const bare = { name: "forest", score: "scores", reduce: "none", column: "", preprocessing: "none" };

test("no direction is assumed, however sure the suggestion", () => {
  expect(readAnswers(sampleSuggestion, form(bare))).toMatchObject({ ok: false });
});

test("a bare file is taken as the person said", () => {
  expect(readAnswers(sampleSuggestion, form({ ...bare, direction: "lower_is_anomalous" }))).toEqual({
    ok: true,
    answers: {
      name: "forest",
      score: "scores",
      direction: "lower_is_anomalous",
      reduce: "none",
      preprocessing: "none",
      allowControlFlow: false,
    },
  });
  const column = { ...bare, direction: "higher_is_anomalous", reduce: "column" };
  expect(readAnswers(sampleSuggestion, form(column))).toMatchObject({ ok: false });
  expect(readAnswers(sampleSuggestion, form({ ...column, column: "1.5" }))).toMatchObject({ ok: false });
  expect(readAnswers(sampleSuggestion, form({ ...column, column: "1" }))).toMatchObject({ ok: true, answers: { column: 1 } });
});

test("of a bundle only the direction is asked, since its manifest says the rest", () => {
  const declared = {
    name: "linear",
    version: "3",
    tensor: "scores",
    reduce: "none",
    column: null,
    direction: "higher_is_anomalous",
    preprocessing: "none",
    goldenRows: 2,
  } as const;
  expect(readAnswers({ ...sampleSuggestion, declared }, form({ direction: "higher_is_anomalous", name: "other" }))).toEqual({
    ok: true,
    answers: { direction: "higher_is_anomalous", allowControlFlow: false },
  });
});
