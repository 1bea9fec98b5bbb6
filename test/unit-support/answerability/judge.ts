import type { Answer, ContextGraph } from "../../../shared/contract/context-graph.ts";
import { type AnswerCase, type QuestionId, questionIds, type Truth } from "./truth.ts";

/** `missed`: not known to the answer although the data tells; `wrong`: said, and not so, or unknown for another reason than it is. */
export type Outcome = "right" | "rightly unknown" | "missed" | "wrong";

export interface Judged {
  readonly question: QuestionId;
  readonly outcome: Outcome;
  readonly said: string;
}

export interface WrongName {
  readonly as: "host" | "person" | "owner" | "contact";
  readonly said: string;
}

export interface JudgedCase {
  readonly id: string;
  readonly answers: readonly Judged[];
  readonly wrongNames: readonly WrongName[];
  readonly relevantShown: number;
  readonly relevant: number;
  readonly missing: readonly string[];
  readonly firstTenRelevant: number;
  readonly firstTen: number;
  /** Ids of the things in the graph. */
  readonly drawn: readonly string[];
}

const holds = (text: string, phrase: string): boolean => text.toLowerCase().includes(phrase.toLowerCase());
export const nameIn = (value: string): string => (value.replace(/^(?:probably|likely user) /i, "").split(/[,:;]/)[0] ?? "").trim();

function outcomeOf(answer: Answer | undefined, truth: Truth): Outcome {
  if (answer === undefined || (answer.value ?? answer.unknownBecause ?? "") === "") return "wrong";
  const { value, unknownBecause, detail } = answer;
  if ("unknown" in truth) return value === null && holds(unknownBecause ?? "", truth.unknown) ? "rightly unknown" : "wrong";
  if (value === null) return "missed";
  const isNamed = !("name" in truth) || nameIn(value).toLowerCase() === truth.name.toLowerCase();
  const isSaid = (truth.says ?? []).every((phrase) => holds(value, phrase));
  const isTold = Object.entries(truth.details ?? {}).every(([label, phrase]) =>
    detail.some((row) => row.label === label && holds(row.value, phrase)),
  );
  return isNamed && isSaid && isTold ? "right" : "wrong";
}

function namesSaid(answers: ReadonlyMap<string, Answer>): WrongName[] {
  const rows = (id: string, label: string): string[] =>
    (answers.get(id)?.detail ?? []).filter((row) => row.label === label && !row.value.startsWith("unknown")).map((row) => row.value);
  const value = (id: string): string[] => {
    const text = answers.get(id)?.value ?? "";
    return text === "" ? [] : [nameIn(text)];
  };
  return [
    ...[...rows("who", "device"), ...value("asset")].map((said) => ({ as: "host" as const, said })),
    ...value("who").map((said) => ({ as: "person" as const, said })),
    ...[...rows("asset", "owner"), ...rows("who", "owner in the CMDB")].map((said) => ({ as: "owner" as const, said })),
    ...rows("next", "ask").map((said) => ({ as: "contact" as const, said })),
  ];
}

const shortName = (name: string): string => name.toLowerCase().replace(/\.(?=.*[a-z]).*$/, "");

function isAllowed({ as, said }: WrongName, { hosts, people, owners, contacts }: AnswerCase["names"]): boolean {
  const allowed = { host: hosts, person: people, owner: owners, contact: contacts }[as];
  return as === "host"
    ? allowed.some((name) => shortName(name) === shortName(said))
    : allowed.some((name) => name.toLowerCase() === said.toLowerCase());
}

const roleOrder = ["subject", "evidence", "asset", "owner", "threat", "peer", "context", "aggregate"];

/** Holds the context of a case against the truth about it. */
export function judgeCase(one: AnswerCase, context: ContextGraph): JudgedCase {
  const answers = new Map(context.answers.map((answer) => [answer.id, answer]));
  const named = (node: ContextGraph["nodes"][number], what: string): boolean =>
    node.label.toLowerCase() === what.toLowerCase() || node.id.toLowerCase().includes(what.toLowerCase());
  const missing = one.relevant.filter((what) => !context.nodes.some((node) => named(node, what)));
  // What a reader meets first: the subject and its evidence, who and whose, then what is new.
  const first = context.nodes
    .toSorted((a, b) => roleOrder.indexOf(a.role) - roleOrder.indexOf(b.role) || Number(b.isNew) - Number(a.isNew))
    .slice(0, 10);
  return {
    id: one.id,
    answers: questionIds.map((question) => {
      const answer = answers.get(question);
      return {
        question,
        outcome: outcomeOf(answer, one.truth[question]),
        said: answer?.value ?? `unknown because ${answer?.unknownBecause ?? "?"}`,
      };
    }),
    wrongNames: namesSaid(answers).filter((name) => !isAllowed(name, one.names)),
    relevant: one.relevant.length,
    relevantShown: one.relevant.length - missing.length,
    missing,
    firstTen: first.length,
    drawn: context.nodes.map(({ id }) => id),
    firstTenRelevant: first.filter((node) => one.relevant.some((what) => named(node, what))).length,
  };
}
