import type { Answer } from "../../../shared/contract/triage.ts";

/** What a card shows: answers as text, or one of the drawn ones. */
export interface ContextCard {
  readonly title: string;
  readonly kind: "answers" | "activity" | "around" | "judged";
  readonly answers: readonly Answer[];
}

interface CardPlan {
  readonly title: string;
  readonly kind: ContextCard["kind"];
  readonly ids: readonly string[];
}

/** The order of the column; what the case pane already says (what happened, why odd) is not repeated here. */
const plan: readonly CardPlan[] = [
  { title: "Who and what", kind: "answers", ids: ["who"] },
  { title: "Asset", kind: "answers", ids: ["asset", "importance"] },
  { title: "Is it new?", kind: "answers", ids: ["new"] },
  { title: "Activity", kind: "activity", ids: [] },
  { title: "Just before and after", kind: "around", ids: ["around"] },
  { title: "Judged before", kind: "judged", ids: ["judged"] },
  { title: "Who else, and why it may be fine", kind: "answers", ids: ["others", "benign"] },
  { title: "How far could it go?", kind: "answers", ids: ["reach"] },
  { title: "Can I trust this?", kind: "answers", ids: ["trust"] },
  { title: "Next step", kind: "answers", ids: ["next"] },
];
const shownElsewhere: readonly string[] = ["what", "why"];

/** Sorts the answers into cards. An answer nobody planned for gets a card of its own: nothing is swallowed. */
export function cardsOf(answers: readonly Answer[]): {
  readonly cards: readonly ContextCard[];
  readonly byId: ReadonlyMap<string, Answer>;
} {
  const byId = new Map(answers.map((answer) => [answer.id, answer]));
  const planned = new Set([...plan.flatMap((card) => card.ids), ...shownElsewhere]);
  const cards = plan.map((card) => ({ ...card, answers: card.ids.flatMap((id) => byId.get(id) ?? []) }));
  const extra = answers
    .filter((answer) => !planned.has(answer.id))
    .map((answer): ContextCard => ({ title: answer.question, kind: "answers", answers: [answer] }));
  return { cards: [...cards.filter((card) => card.kind !== "answers" || card.answers.length > 0), ...extra], byId };
}
