import { z } from "zod";

const Subject = z.record(z.string(), z.string());
const CaseFacts = {
  id: z.string().regex(/^[a-z0-9][a-z0-9-]*$/),
  /** What happens in the case, for a person. */
  title: z.string(),
  expect: z.enum(["flag", "pass"]),
  /** ATT&CK id; known-bad cases only. */
  technique: z
    .string()
    .regex(/^T\d{4}(\.\d{3})?$/)
    .optional(),
};

/** A case is a subject of the suite's events, or a row of feature values as observed (null where missing). */
export const SuiteCase = z.union([
  z.strictObject({
    ...CaseFacts,
    /** The grain's keys. */
    subject: Subject,
    /** A time inside the subject's window; without it the subject has but one. */
    at: z.iso.datetime().optional(),
  }),
  z.strictObject({ ...CaseFacts, row: z.record(z.string(), z.number().nullable()) }),
]);
export type SuiteCase = z.infer<typeof SuiteCase>;

/**
 * `suite/suite.json` of a model package. `ordinary` and `incidents` are OCSF events beside it, one JSON object per line, made for the suite: the first
 * an ordinary estate that features are relative to, the second what the known-bad cases did in it.
 */
export const Suite = z.strictObject({
  schema: z.literal(1),
  ordinary: z.string().optional(),
  incidents: z.string().optional(),
  cases: z.array(SuiteCase).min(1),
});
export type Suite = z.infer<typeof Suite>;

/** k of n with a 95 % Wilson interval. */
const Share = z.object({ k: z.number().int(), n: z.number().int(), low: z.number(), high: z.number() });

export const SuiteResult = z.object({
  model: z.string(),
  /** Content id of the suite's files. */
  suite: z.string(),
  /** A subject is flagged at or below this p-value. */
  operatingPValue: z.number(),
  calibrationRows: z.number().int(),
  /** The calibration slice is too small for any subject to be flagged, so that nothing below says anything. */
  insufficient: z.boolean(),
  /** Known-bad cases that were flagged, and by technique. */
  bad: Share,
  byTechnique: z.array(z.object({ technique: z.string(), flagged: Share })),
  /** Known-good cases that were flagged. */
  good: Share,
  /** Flagged among the suite's other subjects. */
  background: Share,
  cases: z.array(
    z.object({
      id: z.string(),
      title: z.string(),
      expect: z.enum(["flag", "pass"]),
      technique: z.string().optional(),
      score: z.number(),
      pValue: z.number(),
      flagged: z.boolean(),
    }),
  ),
});
export type SuiteResult = z.infer<typeof SuiteResult>;
