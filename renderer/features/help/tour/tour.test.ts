import { describe, expect, test } from "vitest";
import { detailOf, rowAt } from "../../../../test/unit-support/fake-cases.ts";
import { graphOf } from "../../../../test/unit-support/fake-widening.ts";
import { placeBeside } from "./place-beside.ts";
import { toSteps } from "./tour-steps.ts";

const row = rowAt(0);
const facts = { detail: detailOf(row), context: graphOf(row, "small"), place: undefined, decisions: 3, keyOf: (id: string) => `<${id}>` };

describe("the tour", () => {
  test("tells of the case on the screen with its own figures and the keys as they are set", () => {
    const [queue, why, answers, graph, verdict, undo, hunts] = toSteps(facts);
    expect(queue?.text).toContain(row.subject.label);
    expect(queue?.text).toContain("<triage.next>");
    const [strongest] = facts.detail.contributions.toSorted((a, b) => b.contribution - a.contribution);
    expect(why?.text).toContain(strongest?.sentence ?? "no contribution");
    expect(answers?.text).toContain(facts.context.answers.find(({ id }) => id === "who")?.value ?? "no answer");
    expect(graph?.text).toContain(`${String(facts.context.nodes.length)} things`);
    expect(verdict?.text).toContain("<triage.judge-malicious>");
    expect(undo?.text).toContain("has 3 now");
    expect(hunts?.text).toContain("in no hunt");
  });

  test("says nothing of score and reasons while they are withheld", () => {
    const blind = { ...facts.detail, contributions: [], row: { ...row, blind: { kind: null, propensity: null }, qValue: null } };
    const [queue, why] = toSteps({ ...facts, detail: blind });
    expect(queue?.text).not.toContain(" q ");
    expect(why?.text).toContain("withheld until your verdict");
  });
});

describe("the card", () => {
  const card = { width: 340, height: 200 };
  const window = { width: 1440, height: 900 };
  test("stands beside what it speaks of, and over it only where there is no room", () => {
    expect(placeBeside({ left: 50, top: 110, width: 370, height: 70 }, card, window)).toEqual({ left: 430, top: 110 });
    expect(placeBeside({ left: 1100, top: 50, width: 340, height: 800 }, card, window)).toEqual({ left: 750, top: 50 });
    expect(placeBeside({ left: 0, top: 40, width: 1440, height: 100 }, card, window)).toEqual({ left: 10, top: 150 });
    expect(placeBeside({ left: 0, top: 700, width: 1440, height: 150 }, card, window)).toEqual({ left: 10, top: 490 });
    expect(placeBeside({ left: 0, top: 0, width: 1440, height: 900 }, card, window)).toEqual({ left: 1090, top: 690 });
    expect(placeBeside(undefined, card, { width: 300, height: 150 })).toEqual({ left: 10, top: 10 });
  });
});
