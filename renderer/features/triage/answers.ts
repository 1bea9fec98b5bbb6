import type { Answer, ContextGraph } from "../../../shared/contract/context-graph.ts";

export interface PlannedAnswer {
  readonly answer: Answer;
  /** Label beside the value; undefined when the card's title says it. */
  readonly label: string | undefined;
  /** Names of the facts shown without asking for more. */
  readonly facts: readonly string[];
  /** Name of the fact that stands in the card's corner. */
  readonly aside: string | undefined;
}

/** What a card shows: answers as text, or one of the drawn ones. */
export interface ContextCard {
  readonly title: string;
  readonly kind: "answers" | "activity" | "around" | "judged";
  readonly answers: readonly PlannedAnswer[];
}

interface CardPlan {
  readonly title: string;
  readonly kind: ContextCard["kind"];
  readonly items: readonly { readonly id: string; readonly label?: string; readonly facts?: readonly string[]; readonly aside?: string }[];
}

/** The order of the column; what the case pane already says (what happened, why odd) is not repeated here. */
const plan: readonly CardPlan[] = [
  { title: "Who and what", kind: "answers", items: [{ id: "who", facts: ["address", "device", "account"], aside: "how sure" }] },
  {
    title: "Asset",
    kind: "answers",
    items: [
      { id: "asset", label: "What", facts: ["owner", "support group"] },
      { id: "importance", label: "Criticality" },
    ],
  },
  { title: "Activity", kind: "activity", items: [] },
  { title: "Just before and after", kind: "around", items: [{ id: "around" }] },
  { title: "Judged before", kind: "judged", items: [{ id: "prior" }] },
  {
    title: "Before you judge",
    kind: "answers",
    items: [
      { id: "new", label: "Is it new?" },
      { id: "affected", label: "Who else?" },
      { id: "benign", label: "Benign?" },
      { id: "reach", label: "How far?" },
    ],
  },
  { title: "Can I trust this?", kind: "answers", items: [{ id: "trust" }] },
  { title: "Next step", kind: "answers", items: [{ id: "next" }] },
];
const shownElsewhere: readonly string[] = ["what", "why"];

/** Sorts the answers into cards. An answer nobody planned for gets a card of its own: nothing is swallowed. */
export function cardsOf(answers: readonly Answer[]): readonly ContextCard[] {
  const byId = new Map(answers.map((answer) => [answer.id, answer]));
  const planned = new Set([...plan.flatMap((card) => card.items.map((item) => item.id)), ...shownElsewhere]);
  const cards = plan.map(({ title, kind, items }): ContextCard => ({
    title,
    kind,
    answers: items.flatMap(({ id, label, facts = [], aside }) => {
      const answer = byId.get(id);
      return answer === undefined ? [] : [{ answer, label, facts, aside }];
    }),
  }));
  const extra = answers
    .filter((answer) => !planned.has(answer.id))
    .map((answer): ContextCard => ({
      title: answer.question,
      kind: "answers",
      answers: [{ answer, label: undefined, facts: [], aside: undefined }],
    }));
  return [...cards.filter((card) => card.kind !== "answers" || card.answers.length > 0), ...extra];
}

/** The entries next to the first piece of evidence: what came just before, it, and what followed. */
export function entriesAround(timeline: ContextGraph["timeline"], before = 2, shown = 5): ContextGraph["timeline"] {
  const sorted = timeline.toSorted((a, b) => a.at - b.at);
  const anchor = sorted.findIndex((entry) => entry.tone === "evidence");
  const start = Math.max(0, Math.min(anchor < 0 ? 0 : anchor - before, sorted.length - shown));
  return sorted.slice(start, start + shown);
}
