import { z } from "zod";
import { AppError } from "../../../../shared/contract/errors.ts";
import type { DecisionKind } from "../../decisions/decision-kind.ts";
import { loadText } from "../../runtime.ts";
import type { Database } from "../../sqlite/database.ts";
import { execute } from "../../sqlite/statement.ts";
import { verdictFact } from "../../triage/triage-kinds.ts";
import { dueFor, progressOf } from "./progress.ts";
import { casesOf, type StoredReview } from "./review-store.ts";

const sql = {
  put: loadText(import.meta.url, "end-put.sql"),
  undone: loadText(import.meta.url, "end-undone.sql"),
  clear: loadText(import.meta.url, "ends-clear.sql"),
};

export const reviewEndKind = "blind-review.end";

const EndBody = z.object({ review: z.string(), model: z.string(), version: z.string(), verdicts: z.array(z.string()) });
type EndBody = z.infer<typeof EndBody>;

/** What ending it rests on: every verdict the analyst gave in it. Throws AppError `conflict` while a case is without one, or where it is ended already. */
export function toEnd(db: Database, review: StoredReview, analyst: string): EndBody {
  const { state, judged, total } = progressOf(db, review, analyst);
  if (state === "ended") throw new AppError("conflict", `${analyst} has ended this review already.`, { field: "review" });
  if (state === "open")
    throw new AppError("conflict", `${judged} of ${total} cases are judged; a review is ended when all are.`, { field: "review" });
  const due = dueFor(review, casesOf(db, review.id), analyst);
  const verdicts = [...new Set(due.flatMap((one) => one.verdicts.get(analyst)?.decision ?? []))];
  return { review: review.id, model: review.model, version: review.candidate, verdicts };
}

/** The end of an analyst's review. While it stands none of the verdicts it rests on can be taken back. */
export const reviewKinds = (db: Database, tell: (model: string) => void): DecisionKind[] => [
  {
    kind: reviewEndKind,
    describe: ({ body }) => `blind review of ${EndBody.parse(body).model} ended`,
    place: ({ body }) => ({ screen: "models", model: EndBody.parse(body).model }),
    facts: ({ id, body }) => ({ alters: [`blind review end ${id}`], madeOn: EndBody.parse(body).verdicts.map(verdictFact) }),
    apply: ({ id, actor, body }) => void execute(db, sql.put, { decision: id, review: EndBody.parse(body).review, analyst: actor }),
    revert: ({ id }) => void execute(db, sql.undone, { decision: id }),
    clear: () => void execute(db, sql.clear),
    tell: ({ body }) => tell(EndBody.parse(body).model),
  },
];
