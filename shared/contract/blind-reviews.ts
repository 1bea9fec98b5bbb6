import { z } from "zod";
import { Share } from "./evaluations.ts";
import { job, request } from "./request.ts";
import { TimeUs } from "./telemetry.ts";

export const blindReviewStates = ["open", "judged", "ended"] as const;

/**
 * A review of a version as one analyst stands to it. Nothing here says of any case which version listed it. `judged`: every case has a verdict of the
 * analyst's; `ended`: the analyst has ended it and may see what it found.
 */
export const BlindReview = z.object({
  id: z.string(),
  model: z.string(),
  version: z.string(),
  /** Null where there was none to compare with: then only the version's own list is reviewed. */
  champion: z.string().nullable(),
  dataset: z.string(),
  from: TimeUs,
  to: TimeUs,
  createdAt: TimeUs,
  analyst: z.string(),
  state: z.enum(blindReviewStates),
  /** Cases of each list that must be decided malicious or benign. */
  needed: z.number().int(),
  /** Cases the analyst is to judge; more are added for those that stay undecided, while there are any. */
  total: z.number().int(),
  judged: z.number().int(),
  undecided: z.number().int(),
  /** Everybody who has ended it. */
  endedBy: z.array(z.string()),
});
export type BlindReview = z.infer<typeof BlindReview>;

/** A case as it turned out: where either version had it on its list, null where it had not, and what the analyst said. */
export const ReviewedCase = z.object({
  anomalyId: z.string(),
  subject: z.string(),
  window: z.object({ from: TimeUs, to: TimeUs }),
  verdict: z.string(),
  /** Null where the verdict decides neither way. */
  isMalicious: z.boolean().nullable(),
  versionRank: z.number().int().nullable(),
  championRank: z.number().int().nullable(),
});
export type ReviewedCase = z.infer<typeof ReviewedCase>;

export const BlindReviewReceipt = z.object({
  review: BlindReview,
  /** Malicious of the decided cases on either list. */
  ofVersion: Share,
  ofChampion: Share.nullable(),
  /** Malicious cases that only one of the lists had, and the exact McNemar p-value over them; null without a champion. */
  versionOnly: z.number().int(),
  championOnly: z.number().int(),
  pValue: z.number().nullable(),
  /** How long either list is, and how many cases are on both. */
  lists: z.object({ version: z.number().int(), champion: z.number().int().nullable(), shared: z.number().int() }),
  cases: z.array(ReviewedCase),
});
export type BlindReviewReceipt = z.infer<typeof BlindReviewReceipt>;

const Target = z.object({ model: z.string(), version: z.string().default("candidate") });
const Analyst = z.string().max(120).optional();

export const blindReviewRequests = {
  /** Draws the sample from what the version and the champion would list of telemetry after its training; drawn already, it is the same one. */
  "blindReview.start": job(Target.extend({ dataset: z.string().optional(), analyst: Analyst }), BlindReview),
  /** A review by its id, or the newest of a version beside the present champion; null where none was drawn. */
  "blindReview.status": request(
    z.union([z.object({ review: z.string(), analyst: Analyst }), Target.extend({ analyst: Analyst })]),
    BlindReview.nullable(),
  ),
  /** Ends the analyst's own review once every case has their verdict. What it found is told from then on, and verdicts no longer count as blind. */
  "blindReview.end": request(
    z.object({ review: z.string(), analyst: Analyst }),
    z.object({ decision: z.string(), receipt: BlindReviewReceipt }),
  ),
  /** Refused until the analyst has ended it. */
  "blindReview.receipt": request(z.object({ review: z.string(), analyst: Analyst }), BlindReviewReceipt),
};
