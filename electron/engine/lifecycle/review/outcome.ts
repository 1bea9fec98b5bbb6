import type { BlindReviewReceipt } from "../../../../shared/contract/blind-reviews.ts";
import type { ReviewEvidence } from "../../../../shared/contract/evaluations.ts";
import { signTest } from "../../../../shared/lib/sign-test.ts";
import type { Database } from "../../sqlite/database.ts";
import { shareOf } from "../gate/line.ts";
import { dueFor, progressOf } from "./progress.ts";
import { casesOf, endedBy, type ReviewCase, reviewsOf, saidBy, type StoredReview } from "./review-store.ts";

type Judged = Pick<ReviewCase, "candidateRank" | "championRank"> & { readonly isMalicious: boolean | null };

interface Counted {
  readonly ofCandidate: ReviewEvidence["cases"];
  readonly ofChampion: ReviewEvidence["cases"];
  readonly candidateOnly: number;
  readonly championOnly: number;
}

/** Malicious of the decided cases on each list; and of the malicious ones, how many only one of the lists had. */
export function count(cases: readonly Judged[]): Counted {
  const decided = cases.flatMap(({ isMalicious, ...one }) => (isMalicious === null ? [] : [{ ...one, isMalicious }]));
  const on = (side: "candidateRank" | "championRank") =>
    shareOf(decided.filter((one) => one[side] !== null).map(({ isMalicious }) => isMalicious));
  const malicious = decided.filter(({ isMalicious }) => isMalicious);
  return {
    ofCandidate: on("candidateRank"),
    ofChampion: on("championRank"),
    candidateOnly: malicious.filter(({ championRank }) => championRank === null).length,
    championOnly: malicious.filter(({ candidateRank }) => candidateRank === null).length,
  };
}

/** What those who ended it say of a case together: null while they differ or none of them can tell. */
function together({ verdicts, settled }: ReviewCase, analysts: readonly string[]): { isMalicious: boolean | null; isDisputed: boolean } {
  if (settled !== undefined) return { isMalicious: settled.said, isDisputed: false };
  const said = new Set(analysts.flatMap((analyst) => verdicts.get(analyst)?.said ?? []));
  const [only = null] = said;
  return said.size > 1 ? { isMalicious: null, isDisputed: true } : { isMalicious: only, isDisputed: false };
}

/**
 * What blind review says of a version beside a champion, or alone. Nothing is counted of a review that nobody has ended; of several the newest that
 * somebody has ended speaks.
 */
export function reviewEvidence(db: Database, candidate: string, champion: string | null): ReviewEvidence {
  const none = shareOf([]);
  const nothing = { cases: none, candidateOnly: 0, championOnly: 0, champion: champion === null ? null : none };
  const all = reviewsOf(db, candidate, champion);
  const review = all.find(({ id }) => endedBy(db, id).length > 0) ?? all[0];
  if (review === undefined) return { ...nothing, sample: null };
  const cases = casesOf(db, review.id);
  const ends = endedBy(db, review.id);
  const lists = { candidate: review.lists.candidate, champion: review.lists.champion };
  if (ends.length === 0) {
    const analysts = [...new Set(cases.flatMap(({ verdicts }) => [...verdicts.keys()]))].toSorted();
    const [furthest] = analysts.map((analyst) => progressOf(db, review, analyst)).toSorted((a, b) => b.judged - a.judged);
    const sample = { review: review.id, judged: furthest?.judged ?? 0, total: furthest?.total ?? dueFor(review, cases, "").length };
    return { ...nothing, sample: { ...sample, by: [], isEnded: false, undecided: 0, disputed: 0, lists } };
  }
  const due = cases.slice(0, Math.max(...ends.map((analyst) => dueFor(review, cases, analyst).length)));
  const said = due.map((one) => ({ ...one, ...together(one, ends) }));
  const { ofCandidate, ofChampion, candidateOnly, championOnly } = count(said);
  const disputed = said.filter(({ isDisputed }) => isDisputed).length;
  const undecided = said.filter(({ isMalicious, isDisputed }) => isMalicious === null && !isDisputed).length;
  return {
    cases: ofCandidate,
    candidateOnly,
    championOnly,
    champion: champion === null ? null : ofChampion,
    sample: { review: review.id, judged: due.length, total: due.length, by: ends, isEnded: true, undecided, disputed, lists },
  };
}

/** What an analyst's own review found; for who has ended it. */
export function receiptOf(db: Database, review: StoredReview, analyst: string): BlindReviewReceipt {
  const due = dueFor(review, casesOf(db, review.id), analyst).map((one) => ({ ...one, isMalicious: saidBy(analyst)(one) ?? null }));
  const { ofCandidate, ofChampion, candidateOnly, championOnly } = count(due);
  const hasChampion = review.champion !== null;
  return {
    review: progressOf(db, review, analyst),
    ofVersion: ofCandidate,
    ofChampion: hasChampion ? ofChampion : null,
    versionOnly: hasChampion ? candidateOnly : 0,
    championOnly: hasChampion ? championOnly : 0,
    pValue: hasChampion ? signTest(candidateOnly, candidateOnly + championOnly) : null,
    lists: { version: review.lists.candidate, champion: review.lists.champion, shared: review.lists.shared },
    cases: due.map(({ anomaly, label, from, to, verdicts, isMalicious, candidateRank, championRank }) => ({
      anomalyId: anomaly,
      subject: label,
      window: { from, to },
      verdict: verdicts.get(analyst)?.verdict ?? "",
      isMalicious,
      versionRank: candidateRank,
      championRank,
    })),
  };
}
