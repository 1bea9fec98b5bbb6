import { describe, expect, test } from "vitest";
import { rowAt } from "../../../test/unit-support/fake-cases.ts";
import { answersOf } from "../../../test/unit-support/fake-context.ts";
import { cardsOf, entriesAround } from "./answers.ts";

describe("the context cards", () => {
  const answers = answersOf(rowAt(0));

  test("each of the thirteen questions has its place on the desk", () => {
    const shown = cardsOf(answers).flatMap((card) => card.answers.map(({ answer }) => answer.id));
    expect(new Set([...shown, "what", "why"])).toEqual(new Set(answers.map((answer) => answer.id)));
    expect(answers).toHaveLength(13);
  });

  test("an answer to a question the desk does not know is shown all the same", () => {
    const extra = { id: "weather", question: "How is the weather?", value: "wet", unknownBecause: null, detail: [] };
    expect(cardsOf([...answers, extra]).at(-1)).toMatchObject({ title: "How is the weather?" });
  });

  test("a card without any answer is left out, drawn ones stay", () => {
    expect(cardsOf([]).map((card) => card.kind)).toEqual(["activity", "around", "judged"]);
  });
});

test("the short timeline stands around the first evidence", () => {
  const entry = (at: number, tone: "evidence" | "usual") => ({ at, text: String(at), tone });
  const timeline = [9, 1, 2, 3, 4, 5, 6, 7, 8].map((at) => entry(at, at >= 6 ? "evidence" : "usual"));
  expect(entriesAround(timeline).map((e) => e.at)).toEqual([4, 5, 6, 7, 8]);
  expect(entriesAround(timeline.slice(0, 3)).map((e) => e.at)).toEqual([1, 2, 9]);
  expect(entriesAround([entry(1, "usual"), entry(2, "usual")]).map((e) => e.at)).toEqual([1, 2]);
});
