import type { z } from "zod";
import type { Answer as AnswerShape } from "../../../shared/contract/context-graph.ts";
import { cutAtWord, displayText } from "./words.ts";

export type Answer = z.infer<typeof AnswerShape>;
type Detail = Answer["detail"];

export const questions = {
  what: "What happened, and when?",
  why: "Why is it odd?",
  who: "Who is behind it?",
  asset: "What asset is it?",
  importance: "How important is it?",
  new: "Is it new?",
  around: "What happened just before and after?",
  prior: "Have we judged this before?",
  affected: "Who else is affected?",
  benign: "Is there a benign explanation?",
  reach: "How far could it go?",
  trust: "Can I trust this?",
  next: "What is the next step, and whom do I call?",
} as const;
type QuestionId = keyof typeof questions;

const maxText = 400;
/** What is read at a glance; a longer value is cut and given in full among the details. */
export const maxValue = 60;

const rows = (detail: readonly (readonly [string, string | undefined])[]): Detail =>
  detail.flatMap(([label, value]) => (value === undefined || value === "" ? [] : [{ label, value: displayText(value, maxText) }]));

type DetailRows = readonly (readonly [string, string | undefined])[];

export const answered = (id: QuestionId, value: string, detail: DetailRows = []): Answer => ({
  id,
  question: questions[id],
  value: cutAtWord(displayText(value, maxText), maxValue),
  unknownBecause: null,
  detail: rows(value.length > maxValue ? [...detail, ["in full", value]] : detail),
});

export const unanswered = (id: QuestionId, because: string, detail: DetailRows = []): Answer => ({
  id,
  question: questions[id],
  value: null,
  unknownBecause: displayText(because, maxText),
  detail: rows(detail),
});
