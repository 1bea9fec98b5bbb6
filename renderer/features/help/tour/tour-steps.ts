import type { Answer, ContextGraph } from "../../../../shared/contract/context-graph.ts";
import type { CaseDetail } from "../../../../shared/contract/triage.ts";
import { isWithheld, withheldWords } from "../../../../shared/domain/blind.ts";
import { formatCount, formatProbability, plural } from "../../../ui/format/number.ts";

export interface TourStep {
  readonly title: string;
  readonly text: string;
  /** What it speaks of, on the screen. */
  readonly anchor: string;
}

/** What the tour tells of: the case on the screen and nothing else. What is not read yet is left out. */
export interface TourFacts {
  readonly detail: CaseDetail;
  readonly context: ContextGraph | undefined;
  /** Where the case is among hunts, in words; undefined when in none. */
  readonly place: string | undefined;
  /** Decisions in the log so far. */
  readonly decisions: number;
  /** The key of a command, as it is set. */
  readonly keyOf: (command: string) => string;
}

const answerText = (answers: readonly Answer[], id: string): string | undefined => {
  const answer = answers.find((one) => one.id === id);
  if (answer === undefined) return undefined;
  return answer.value ?? `unknown because ${answer.unknownBecause ?? "nothing was recorded"}`;
};

function reasons({ detail: { row, contributions } }: TourFacts): string {
  if (isWithheld(row.blind)) return `Score and reasons are ${withheldWords}. Judge it by its evidence.`;
  const [strongest] = contributions.toSorted((a, b) => b.contribution - a.contribution);
  const most = strongest === undefined ? "" : `Most of all: ${strongest.sentence.replace(/\.$/, "")}. `;
  return `${most}Beside each reason the band shows what is usual in training, the tick the middle, the dot this case, and the figure its part in the score.`;
}

function answers({ context }: TourFacts): string {
  if (context === undefined)
    return "Who and what is behind the case, and what to ask before judging. A blank is never shown: each answer is a value, or says why it is unknown.";
  const [who, trust] = [answerText(context.answers, "who"), answerText(context.answers, "trust")];
  return [
    who === undefined ? undefined : `Who and what: ${who}.`,
    trust === undefined ? undefined : `Can it be trusted: ${trust}.`,
    "Each answer is a value, or says why it is unknown.",
  ]
    .filter((part) => part !== undefined)
    .join(" ");
}

function graph({ context, keyOf }: TourFacts): string {
  const isNew = context?.nodes.filter((node) => node.isNew).length ?? 0;
  const counts =
    context === undefined
      ? ""
      : `${plural(context.nodes.length, "thing")}, ${plural(context.edges.length, "relation")}, ${formatCount(isNew)} new. `;
  return `${counts}From left to right: where it comes from, the subject, what it touched, what that could reach. New is dashed, evidence is thick. ${keyOf("triage.table")} shows the same as a table.`;
}

/** Seven steps over the case on the screen. */
export function toSteps(facts: TourFacts): readonly TourStep[] {
  const { detail, place, decisions, keyOf } = facts;
  const { row } = detail;
  const rarity =
    row.qValue === null
      ? ""
      : ` Its q is ${formatProbability(row.qValue)}: of everything that ${row.model} surfaced down to it, that share is expected to be ordinary.`;
  return [
    {
      title: "The queue, strangest first",
      text: `${row.subject.label} has place ${formatCount(row.rank)}, found by ${row.model} among ${plural(detail.subjectsScored, "subject")}.${rarity} ${keyOf("triage.next")} and ${keyOf("triage.previous")} go from case to case.`,
      anchor: '[role="listbox"][aria-label="Queue"] [role="option"][aria-current="true"]',
    },
    { title: "Why it is here", text: reasons(facts), anchor: '[data-pane="case"] [aria-label="Reasons"]' },
    { title: "What to know before judging", text: answers(facts), anchor: '[data-pane="context"]' },
    {
      title: "What it touched",
      text: graph(facts),
      anchor: '[data-pane="case"] [role="application"], [data-pane="case"] [role="tabpanel"]',
    },
    {
      title: "Your verdict",
      text: `One key judges and goes on: ${keyOf("triage.judge-malicious")} malicious, ${keyOf("triage.judge-benign")} benign, the others as their buttons say. No model gives a verdict.`,
      anchor: '[aria-label="Verdict"]',
    },
    {
      title: "Nothing is final",
      text: `${keyOf("app.undo")} takes the last decision back, as often as you like and on any later day. All of them stay in the log, which has ${formatCount(decisions)} now.`,
      anchor: '[data-tour="undo"]',
    },
    {
      title: "Hunts",
      text: `Cases that share entities and are near in time are gathered. This one is ${place ?? "in no hunt and shares nothing with another nearby"}. ${keyOf("app.go-hunts")} goes there. The tour is in Help, whenever you want it again.`,
      anchor: 'nav[aria-label="Screens"] a[href*="hunts"]',
    },
  ];
}
