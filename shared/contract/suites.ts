import { z } from "zod";
import { request } from "./request.ts";
import { TimeUs } from "./telemetry.ts";

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
  /** Cases that are variants of one another share it. */
  variant: z.string().max(100).optional(),
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

const caseLimit = 2000;

/** A case of a workspace's suite: a subject as it was scored, with the features it had then. */
export const WorkspaceCase = z.strictObject({
  ...CaseFacts,
  label: z.string().max(1000),
  keys: z.record(z.string(), z.string()),
  from: TimeUs,
  to: TimeUs,
  events: z.number().int().nonnegative(),
  features: z.record(z.string(), z.number().nullable()),
  extras: z.record(z.string(), z.string().nullable()),
  featureSql: z.string(),
  /** The anomaly and the verdict it was made from; null when it was imported. */
  anomaly: z.string().nullable(),
  decision: z.string().nullable(),
});
export type WorkspaceCase = z.infer<typeof WorkspaceCase>;

/** Kept under the sha256 of its canonical JSON and never changed. */
export const WorkspaceSuite = z.strictObject({
  schema: z.literal(1),
  model: z.string(),
  title: z.string().trim().min(1).max(200),
  cases: z.array(WorkspaceCase).min(1).max(caseLimit),
});
export type WorkspaceSuite = z.infer<typeof WorkspaceSuite>;

export const SuiteSummary = z.object({
  id: z.string(),
  model: z.string(),
  title: z.string(),
  origin: z.enum(["package", "workspace"]),
  bad: z.number().int(),
  good: z.number().int(),
  techniques: z.array(z.string()),
  /** Versions evaluated by it, and whether that is too many for it to carry a promotion. */
  looks: z.number().int(),
  worn: z.boolean(),
  madeAt: TimeUs.nullable(),
  by: z.string().nullable(),
});
export type SuiteSummary = z.infer<typeof SuiteSummary>;

/** A verdict in force that a case can be made of. */
export const SuiteChoice = z.object({
  anomalyId: z.string(),
  label: z.string(),
  expect: z.enum(["flag", "pass"]),
  verdict: z.string(),
  analyst: z.string(),
  at: TimeUs,
  from: TimeUs,
  /** The suite that has it already, by title. */
  usedIn: z.string().nullable(),
});
export type SuiteChoice = z.infer<typeof SuiteChoice>;

const Technique = z.string().regex(/^T\d{4}(\.\d{3})?$/);
const Authoring = { model: z.string(), title: z.string().trim().min(1).max(200), analyst: z.string().max(120).optional() };

export const suiteRequests = {
  "suites.list": request(z.object({ model: z.string().optional() }), z.array(SuiteSummary)),
  "suites.choices": request(z.object({ model: z.string() }), z.array(SuiteChoice)),
  /** Known-bad of what was confirmed, each with its technique; known-good of what was benign or the model's mistake. */
  "suites.create": request(
    z.object({
      ...Authoring,
      cases: z
        .array(z.object({ anomalyId: z.string(), technique: Technique.optional(), variant: z.string().max(100).optional() }))
        .min(1)
        .max(caseLimit),
    }),
    SuiteSummary,
  ),
  /** From a file of cases as `suites.create` writes them. */
  "suites.import": request(
    z.object({
      ...Authoring,
      title: Authoring.title.optional(),
      paths: z.array(z.string()).default([]),
      grants: z.array(z.string()).default([]),
    }),
    SuiteSummary,
  ),
} as const;
