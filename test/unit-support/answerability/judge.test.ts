import { describe, expect, test } from "vitest";
import type { Answer, ContextGraph } from "../../../shared/contract/context-graph.ts";
import { judgeCase } from "./judge.ts";
import { type AnswerCase, dayAndClock, type QuestionId, questionIds, type Truth } from "./truth.ts";

const all = (truth: Truth): Record<QuestionId, Truth> => ({
  what: truth,
  why: truth,
  who: truth,
  asset: truth,
  importance: truth,
  new: truth,
  around: truth,
  prior: truth,
  affected: truth,
  benign: truth,
  reach: truth,
  trust: truth,
  next: truth,
});
const caseWith = (truth: Partial<Record<QuestionId, Truth>>, names: Partial<AnswerCase["names"]> = {}): AnswerCase => ({
  id: "case",
  model: "m",
  keys: [],
  fromUs: 0,
  toUs: 1,
  truth: { ...all({ unknown: "" }), ...truth },
  names: { hosts: [], people: [], owners: [], contacts: [], ...names },
  relevant: ["ws-7", "gone"],
});
const unknown = (id: string, because: string): Answer => ({ id, question: id, value: null, unknownBecause: because, detail: [] });
const value = (id: string, text: string, detail: Answer["detail"] = []): Answer => ({
  id,
  question: id,
  value: text,
  unknownBecause: null,
  detail,
});
const contextWith = (...answers: Answer[]): ContextGraph => ({
  anomalyId: "a",
  dataset: "d",
  inventories: [],
  nodes: [
    {
      id: "host:ws-7",
      type: "host",
      label: "WS-7",
      sublabel: "",
      role: "asset",
      layer: 0,
      isNew: false,
      firstSeen: null,
      lastSeen: null,
      count: 1,
      badges: [],
      why: "x",
      criticality: 0,
      conf: 1,
      score: 0,
    },
  ],
  edges: [],
  omitted: { nodes: 0, edges: 0, byReason: {} },
  answers: questionIds.map((id) => answers.find((answer) => answer.id === id) ?? unknown(id, "x")),
  timeline: [],
  activity: null,
  measures: [],
  peers: null,
  crown: null,
});
const outcome = (one: AnswerCase, question: QuestionId, ...answers: Answer[]): string | undefined =>
  judgeCase(one, contextWith(...answers)).answers.find((a) => a.question === question)?.outcome;

describe("an answer against the truth", () => {
  test("is right with the whole name alone, however sure it is said to be", () => {
    const truth = caseWith({ who: { name: "Ann Ng" } });
    expect(outcome(truth, "who", value("who", "probably Ann Ng, Analyst"))).toBe("right");
    expect(outcome(truth, "who", value("who", "Ann Ngata, Analyst"))).toBe("wrong");
    expect(outcome(truth, "who", unknown("who", "no directory"))).toBe("missed");
  });

  test("is rightly unknown for the reason it is unknown for", () => {
    const truth = caseWith({ who: { unknown: "no directory" } });
    expect(outcome(truth, "who", unknown("who", "No directory imported"))).toBe("rightly unknown");
    expect(outcome(truth, "who", unknown("who", "no lease"))).toBe("wrong");
    expect(outcome(truth, "who", value("who", "Ann Ng"))).toBe("wrong");
  });

  test("says every phrase, and every detail under its label", () => {
    const truth = caseWith({ asset: { says: ["server"], details: { owner: "Ann Ng" } } });
    expect(outcome(truth, "asset", value("asset", "db-1: Server", [{ label: "owner", value: "Ann Ng" }]))).toBe("right");
    expect(outcome(truth, "asset", value("asset", "db-1: Server", [{ label: "contact", value: "Ann Ng" }]))).toBe("wrong");
  });
});

test("a name that is not in the truth is counted wherever it is said, one that is unknown is not", () => {
  const said = contextWith(
    value("who", "Ann Ng", [
      { label: "device", value: "ws-7.corp.example" },
      { label: "owner in the CMDB", value: "Bo Li" },
    ]),
    value("asset", "ws-8: laptop"),
    value("next", "Ask Bo Li", [{ label: "ask", value: "Bo Li" }]),
  );
  const none = judgeCase(caseWith({}, { hosts: ["WS-7"], people: ["Ann Ng"] }), said);
  expect(none.wrongNames).toEqual([
    { as: "host", said: "ws-8" },
    { as: "owner", said: "Bo Li" },
    { as: "contact", said: "Bo Li" },
  ]);
  const device = contextWith(value("who", "Ann Ng", [{ label: "device", value: "unknown: no lease" }]));
  expect(judgeCase(caseWith({}, { people: ["Ann Ng"] }), device).wrongNames).toEqual([]);
});

test("what matters is found by label or identifier, and what is missing is named", () => {
  expect(judgeCase(caseWith({}), contextWith())).toMatchObject({ relevantShown: 1, missing: ["gone"], firstTen: 1, firstTenRelevant: 1 });
});

test("an instant is written as the answers write it", () => {
  expect(dayAndClock(Date.UTC(2026, 2, 2, 9, 4) * 1000)).toBe("2 Mar 09:04");
});
