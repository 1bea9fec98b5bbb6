import type { BlindReview } from "../../../../shared/contract/blind-reviews.ts";
import type { ReviewQueue } from "../../triage/queue.ts";
import type { Database } from "../../sqlite/database.ts";
import { dueCases } from "./draw.ts";
import { casesOf, endedBy, type ReviewCase, saidBy, type StoredReview } from "./review-store.ts";

/** The cases an analyst is to judge, judged or not, in their order. */
export const dueFor = ({ needed, champion }: StoredReview, cases: readonly ReviewCase[], analyst: string): ReviewCase[] =>
  dueCases(cases, { needed, hasChampion: champion !== null }, saidBy(analyst));

/** What of a review is in an analyst's queue. */
export function queueOf(db: Database, review: StoredReview, analyst: string): ReviewQueue {
  const due = dueFor(review, casesOf(db, review.id), analyst);
  const idOf = ({ anomaly }: ReviewCase): string => anomaly;
  return { run: review.id, due: due.map(idOf), open: due.filter(({ verdicts }) => !verdicts.has(analyst)).map(idOf) };
}

/** How far an analyst has come. */
export function progressOf(db: Database, review: StoredReview, analyst: string): BlindReview {
  const { id, model, candidate, champion, dataset, from, to, createdAt, needed } = review;
  const due = dueFor(review, casesOf(db, id), analyst);
  const judged = due.filter(({ verdicts }) => verdicts.has(analyst));
  const ends = endedBy(db, id);
  return {
    id,
    model,
    version: candidate,
    champion,
    dataset,
    from,
    to,
    createdAt,
    analyst,
    state: ends.includes(analyst) ? "ended" : judged.length === due.length ? "judged" : "open",
    needed,
    total: due.length,
    judged: judged.length,
    undecided: judged.filter((one) => saidBy(analyst)(one) === null).length,
    endedBy: ends,
  };
}
