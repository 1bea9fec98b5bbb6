import { z } from "zod";
import { AppError } from "../../../../shared/contract/errors.ts";
import type { Run } from "../../../../shared/contract/models.ts";
import { verdictKinds } from "../../../../shared/domain/verdict.ts";
import { canonicalJson } from "../../../../shared/lib/canonical-json.ts";
import { loadText } from "../../runtime.ts";
import { type NewAnomaly, storeRun } from "../../scoring/runs.ts";
import type { Database } from "../../sqlite/database.ts";
import { execute, inTransaction, query } from "../../sqlite/statement.ts";
import type { Said } from "./draw.ts";

const sql = {
  put: loadText(import.meta.url, "review-put.sql"),
  itemPut: loadText(import.meta.url, "review-item-put.sql"),
  reviews: loadText(import.meta.url, "reviews.sql"),
  cases: loadText(import.meta.url, "review-cases.sql"),
  verdicts: loadText(import.meta.url, "review-verdicts.sql"),
  ends: loadText(import.meta.url, "review-ends.sql"),
};

/** What was drawn from, and how much of it must be decided. */
const ReviewBody = z.object({
  dataset: z.string(),
  /** Microseconds UTC, of the windows that were listed. */
  from: z.number(),
  to: z.number(),
  needed: z.number().int(),
  lists: z.object({ candidate: z.number().int(), champion: z.number().int().nullable(), shared: z.number().int() }),
});
type ReviewBody = z.infer<typeof ReviewBody>;

export interface StoredReview extends ReviewBody {
  /** Also of the run that holds its cases. */
  readonly id: string;
  readonly model: string;
  readonly candidate: string;
  readonly champion: string | null;
  readonly createdAt: number;
}

export interface DrawnCase {
  readonly anomaly: NewAnomaly;
  readonly candidateRank: number | null;
  readonly championRank: number | null;
  readonly propensity: number;
}

/** Stores a review with its cases, in their random order, in one transaction. */
export function storeReview(
  db: Database,
  { id, model, candidate, champion, createdAt, ...rest }: StoredReview,
  run: Run,
  cases: readonly DrawnCase[],
): void {
  inTransaction(db, () => {
    storeRun(
      db,
      run,
      cases.map(({ anomaly }) => anomaly),
    );
    execute(db, sql.put, { id, model, candidate, champion, body: canonicalJson(ReviewBody.parse(rest)), createdAt });
    for (const [i, { anomaly, candidateRank, championRank, propensity }] of cases.entries())
      execute(db, sql.itemPut, { anomaly: anomaly.id, review: id, turn: i + 1, candidateRank, championRank, propensity });
  });
}

const Row = z.object({
  run_id: z.string(),
  model: z.string(),
  candidate: z.string(),
  champion: z.string().nullable(),
  body: z.string(),
  created_at_us: z.number(),
});
const toReview = ({ run_id: id, model, candidate, champion, body, created_at_us: createdAt }: z.infer<typeof Row>): StoredReview => ({
  id,
  model,
  candidate,
  champion,
  createdAt,
  ...ReviewBody.parse(JSON.parse(body)),
});

/** Of a version beside a champion, or beside none, newest first. */
export const reviewsOf = (db: Database, candidate: string, champion: string | null): StoredReview[] =>
  query(db, sql.reviews, Row)
    .all({ id: null, candidate })
    .map(toReview)
    .filter((review) => review.champion === champion);

export function findReview(db: Database, id: string): StoredReview | undefined {
  const row = query(db, sql.reviews, Row).get({ id, candidate: null });
  return row === undefined ? undefined : toReview(row);
}

/** Throws AppError `not-found`. */
export function getReview(db: Database, id: string): StoredReview {
  const review = findReview(db, id);
  if (review === undefined) throw new AppError("not-found", `There is no blind review ${id.slice(0, 12)}.`, { field: "review" });
  return review;
}

/** Who has ended it, by name. */
export const endedBy = (db: Database, review: string): string[] =>
  query(db, sql.ends, z.object({ analyst: z.string() }))
    .all({ review })
    .map(({ analyst }) => analyst);

const CaseRow = z.object({
  anomaly_id: z.string(),
  candidate_rank: z.number().nullable(),
  champion_rank: z.number().nullable(),
  label: z.string(),
  from_us: z.number(),
  to_us: z.number(),
});
const VerdictRow = z.object({
  anomaly_id: z.string(),
  decision_id: z.string(),
  analyst: z.string(),
  verdict: z.string(),
  is_settlement: z.number(),
});

export interface GivenVerdict {
  readonly decision: string;
  readonly verdict: string;
  /** Whether that is malicious or benign; null where it decides neither way. */
  readonly said: boolean | null;
}

export interface ReviewCase {
  readonly anomaly: string;
  readonly label: string;
  readonly from: number;
  readonly to: number;
  readonly candidateRank: number | null;
  readonly championRank: number | null;
  /** The last verdict each analyst gave in the review. */
  readonly verdicts: ReadonlyMap<string, GivenVerdict>;
  /** What settled it, where analysts differed. */
  readonly settled: GivenVerdict | undefined;
}

/** The cases of a review in their random order, with the verdicts given in it. */
export function casesOf(db: Database, review: string): ReviewCase[] {
  const given = Map.groupBy(query(db, sql.verdicts, VerdictRow).all({ review }), ({ anomaly_id }) => anomaly_id);
  return query(db, sql.cases, CaseRow)
    .all({ review })
    .map((row) => {
      const own = given.get(row.anomaly_id) ?? [];
      const last = own.findLast(({ is_settlement }) => is_settlement === 1);
      return {
        anomaly: row.anomaly_id,
        label: row.label,
        from: row.from_us,
        to: row.to_us,
        candidateRank: row.candidate_rank,
        championRank: row.champion_rank,
        verdicts: new Map(own.filter(({ is_settlement }) => is_settlement === 0).map((one) => [one.analyst, toGiven(one)])),
        settled: last === undefined ? undefined : toGiven(last),
      };
    });
}

function toGiven({ decision_id: decision, verdict }: z.infer<typeof VerdictRow>): GivenVerdict {
  const use = verdictKinds.find(({ key }) => key === verdict)?.trainingUse ?? "none";
  return { decision, verdict, said: use === "none" ? null : use === "positive" };
}

export const saidBy =
  (analyst: string) =>
  ({ verdicts }: Pick<ReviewCase, "verdicts">): Said =>
    verdicts.get(analyst)?.said;
