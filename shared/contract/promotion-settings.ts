import { z } from "zod";

const share = z.number().gt(0).lt(1);
const count = z.number().int().positive();

/** What a version must show before it is promoted without an override; the part `promotion` of `model.json`, each with its default. */
export const PromotionSettings = z.object({
  /** Between the last event of training and the first of evaluation. */
  embargoHours: z.number().nonnegative().default(24),
  /** Least lower end of the interval of known-bad cases flagged. */
  recall: share.default(0.8),
  /** Of a technique with so many cases, how many fewer than the champion may be flagged. */
  technique: z.object({ cases: count.default(5), behind: z.number().int().nonnegative().default(1) }).prefault({}),
  /** Known-bad cases that must be flagged, each by its id. */
  critical: z.array(z.string()).default([]),
  /** Largest upper end of the interval of known-good cases flagged. */
  falsePositives: share.default(0.02),
  /** Subjects and whole days of replayed telemetry without which nothing is projected, and how far from the champion's alert rate it may be. */
  replay: z.object({ subjects: count.default(500), days: count.default(1), ratio: z.number().gt(1).default(2) }).prefault({}),
  /** Least lower end of the interval of malicious among blindly judged cases of the list, and of how many at least. */
  review: z.object({ precision: share.default(0.1), cases: count.default(50), level: share.default(0.05) }).prefault({}),
  /** Consecutive periods over which its precision and recall within the budget may not lie further below the champion's. */
  overTime: z.object({ periods: z.number().int().min(2).default(4), days: count.default(7), below: share.default(0.02) }).prefault({}),
  /** How long it must have scored beside the champion, and how many events on each day. */
  shadow: z.object({ days: count.default(7), events: count.default(500) }).prefault({}),
  /** Evaluations of different versions after which a suite no longer carries a promotion. */
  looks: count.default(5),
});
export type PromotionSettings = z.infer<typeof PromotionSettings>;
