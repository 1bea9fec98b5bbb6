/**
 * The blind sample: cases a run put before the analyst by lot, some that the model surfaced and some that it did not. What the model
 * said of them is shown after the verdict, so that it cannot steer the verdict.
 */
export const withheldWords = "withheld until your verdict: part of the blind sample";

const withheldInReview = "withheld until you end this review";

/** As above, by how the case comes before the analyst. */
export function withheldWordsOf(review: "second-look" | "disputed" | "blind-review" | null): string {
  if (review === "blind-review") return withheldInReview;
  return review === "second-look" ? "withheld until your verdict: a second look at another analyst's" : withheldWords;
}

/** Share of a run's queue that is audit items when nobody chose another. */
export const defaultAuditShare = 0.05;
/** Share of verdicts that another analyst judges too when nobody chose another */
export const defaultReviewShare = 0.05;
/** At most half: every place that an audit item takes needs one like it that the model surfaced, to hide among. */
export const maxAuditShare = 0.5;

/** `audit`: drawn at random from what the model did not surface. `surfaced`: surfaced as any other, and chosen by lot to be judged blind. */
export const blindKinds = ["audit", "surfaced"] as const;
export type BlindKind = (typeof blindKinds)[number];

/** `review`: of the sample that a version and its champion are compared on before it is promoted. */
export const blindSources = [...blindKinds, "review"] as const;
export type BlindSource = (typeof blindSources)[number];

/** What may be known of a case of the blind sample now: both null until a verdict. */
interface BlindFacts {
  readonly kind: BlindSource | null;
  readonly propensity: number | null;
}

/** Whether what comes from the score must not be shown yet. */
export const isWithheld = (blind: BlindFacts | null): boolean => blind !== null && blind.kind === null;

const percent = (share: number): string => `${Number((share * 100).toPrecision(2))} %`;

/** What a case of the blind sample turned out to be; undefined for others, and before the verdict. */
export function revealedWords(blind: BlindFacts | null): string | undefined {
  if (blind === null || blind.kind === null) return undefined;
  if (blind.kind === "review")
    return "case of a review before a promotion, drawn at random from the lists of two versions and judged blind";
  return blind.kind === "surfaced"
    ? "surfaced by the model, and judged blind so that audit items cannot be told from it"
    : `audit item: drawn at random from what the model did not surface, with a chance of ${percent(blind.propensity ?? 0)}`;
}
