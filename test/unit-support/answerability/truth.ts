/** The thirteen questions of a case, in the order the context gives them. */
export const questionIds = [
  "what",
  "why",
  "who",
  "asset",
  "importance",
  "new",
  "around",
  "prior",
  "affected",
  "benign",
  "reach",
  "trust",
  "next",
] as const;
export type QuestionId = (typeof questionIds)[number];

/**
 * What a reviewer holds to be the right answer:
 * - `name`: a value that begins with exactly this name, before the first comma, colon or semicolon and after "probably" or "likely user";
 * - `says`: a value in which each of the phrases occurs, in any case;
 * - `details`: besides, rows of that label that hold the phrase;
 * - `unknown`: no value, and a reason in which the phrase occurs.
 */
export type Truth =
  | { readonly name: string; readonly says?: readonly string[]; readonly details?: Details }
  | { readonly says: readonly string[]; readonly details?: Details }
  | { readonly unknown: string };
type Details = Readonly<Record<string, string>>;

/** Who and what may be named at all; an empty list says that naming anybody there is a wrong name. */
export interface NamesTruth {
  readonly hosts: readonly string[];
  readonly people: readonly string[];
  readonly owners: readonly string[];
  /** Whom to call: a person or a group. */
  readonly contacts: readonly string[];
}

export interface FeatureGiven {
  readonly title: string;
  readonly value: number;
  readonly usually: number;
  readonly weight: number;
}

/** One anomaly with the truth about it. Times are microseconds UTC. */
export interface AnswerCase {
  readonly id: string;
  readonly model: string;
  /** In the order of the model's subject keys. */
  readonly keys: readonly string[];
  readonly fromUs: number;
  /** Exclusive. */
  readonly toUs: number;
  readonly features?: readonly FeatureGiven[];
  readonly truth: Readonly<Record<QuestionId, Truth>>;
  readonly names: NamesTruth;
  /** Labels or identifiers of what an analyst needs to see in the graph. */
  readonly relevant: readonly string[];
}

/** `22 Mar 09:42`, as the answers write an instant; written here anew so that the two hold each other to it. */
export function dayAndClock(us: number): string {
  const [, day = "", month = "", clock = ""] = /^\w+, (\d+) (\w+) \d+ (\d\d:\d\d)/.exec(new Date(us / 1000).toUTCString()) ?? [];
  return `${Number(day)} ${month} ${clock}`;
}

/** Three features in no order of weight, as packages list them. */
export const threeFeatures: readonly FeatureGiven[] = [
  { title: "Second reason", value: 12, usually: 3, weight: 0.4 },
  { title: "No reason at all", value: 1, usually: 1, weight: -0.1 },
  { title: "First reason", value: 97.5, usually: 1.25, weight: 1.9 },
  { title: "Third reason", value: 4, usually: 2, weight: 0.2 },
];
/** The two heaviest by name or the first and how many more, and each with what was seen against what is usual. */
export const threeReasons: Truth = {
  says: ["First reason"],
  details: { "First reason": "97.5, usually 1.25", "Second reason": "12, usually 3", "Third reason": "4, usually 2" },
};
