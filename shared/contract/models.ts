import { z } from "zod";
import { maxAuditShare } from "../domain/blind.ts";
import { driftStates } from "../domain/drift.ts";
import { gateNames } from "../domain/health.ts";
import { classNames } from "../domain/ocsf.ts";
import { DriftSettings } from "./drift-settings.ts";
import { PromotionSettings } from "./promotion-settings.ts";
import { UpkeepSettings } from "./upkeep-settings.ts";
import { TimeRange, TimeUs } from "./telemetry.ts";

export const FeatureSpec = z.object({
  name: z.string().regex(/^[a-z][a-z0-9_]*$/),
  /** What an analyst would call it; used in sentences. */
  title: z.string(),
  description: z.string(),
  unit: z.string().default(""),
  /** Which side of the distribution is odd. */
  direction: z.enum(["high", "low", "both"]),
  transform: z.enum(["none", "log1p"]).default("none"),
  /** What a missing value means for the model: a constant to impute, after which a row still counts as scored. */
  nullPolicy: z.object({ impute: z.number() }),
  attackerControlled: z.boolean(),
  /** Sentence templates; {value} {median} {title} are filled in. */
  whenHigh: z.string().optional(),
  whenLow: z.string().optional(),
});
export type FeatureSpec = z.infer<typeof FeatureSpec>;

export const SubjectKey = z.object({
  column: z.string(),
  entity: z.enum(["host", "ip", "account", "process", "domain", "endpoint", "principal"]),
  title: z.string(),
});

/**
 * What a gate must be for it to count for nothing: `OK`, or `WARN` where a warning does no harm. `onFail: "limit"` says that the score does not
 * rest on it, so that a failure limits what can be done about an anomaly and does not put its score in doubt.
 */
const GateNeed = z.union([z.enum(["OK", "WARN"]), z.object({ needs: z.enum(["OK", "WARN"]), onFail: z.literal("limit") })]);
const Gates = z.partialRecord(z.enum(gateNames), GateNeed);
export type Gates = z.infer<typeof Gates>;

/** `model.json` of a model package. */
export const ModelPackage = z.object({
  name: z.string().regex(/^[a-z][a-z0-9-]*$/),
  title: z.string(),
  hypothesis: z.string(),
  attack: z.array(z.object({ technique: z.string(), name: z.string() })),
  requires: z.array(z.enum(classNames as [string, ...string[]])),
  /** Which parts of a subject must be known for sure before anybody acts on it. */
  fields: z.array(z.enum(["device", "actor"])).default(["device"]),
  /** The data health its anomalies rest on; without it what every score rests on. */
  gates: Gates.optional(),
  grain: z.object({ subject: z.string(), keys: z.array(SubjectKey).min(1), window: z.enum(["instance", "hour", "day"]) }),
  features: z.array(FeatureSpec).min(1),
  algorithm: z.object({
    kind: z.literal("isolation-forest"),
    trees: z.number().int().min(1).max(1000),
    sampleSize: z.number().int().min(2).max(4096),
  }),
  calibration: z.object({ kind: z.literal("split-conformal"), fraction: z.number().gt(0).lt(1) }),
  dailyBudget: z.number().int().positive(),
  /** At or below this p-value a subject counts as flagged when a version is judged by its suite. */
  operatingPoint: z.object({ pValue: z.number().gt(0).lt(1) }).default({ pValue: 0.05 }),
  /** By what it is judged that the data are no longer those of training. */
  drift: DriftSettings.prefault({}),
  /** What a version must show before it is promoted without an override. */
  promotion: PromotionSettings.prefault({}),
  /** When its champion is demoted and another training proposed. */
  upkeep: UpkeepSettings.prefault({}),
  owner: z.string(),
  licence: z.string().min(1).optional(),
  naiveFoil: z.object({ title: z.string(), sql: z.string() }),
  /** Headline template: {subject}, {window} and any feature name in braces. */
  headline: z.string(),
});
export type ModelPackage = z.infer<typeof ModelPackage>;

export const Stage = z.enum(["registered", "validated", "challenger", "champion", "retired", "quarantined"]);
export type Stage = z.infer<typeof Stage>;

export const ModelVersion = z.object({
  /** sha256 of the bundle manifest. */
  id: z.string(),
  model: z.string(),
  stage: Stage,
  createdAt: TimeUs,
  datasetVersion: z.string(),
  timeRange: TimeRange,
  seed: z.number().int(),
  packageDigest: z.string(),
  featureSqlDigest: z.string(),
  onnxSha256: z.string(),
  codeDigest: z.string(),
  ocsfVersion: z.string(),
  mappingDigests: z.array(z.string()),
  trainRows: z.number().int(),
  calibrationRows: z.number().int(),
  /** Verdicts it was taught by; absent when by none. */
  labels: z.object({ set: z.string(), positives: z.number().int(), negatives: z.number().int() }).optional(),
  /** Only of versions made elsewhere and imported: who wrote the file, and its sha256 as it came. */
  foreign: z.object({ producer: z.string(), sourceSha256: z.string() }).optional(),
});
export type ModelVersion = z.infer<typeof ModelVersion>;

export const ModelSummary = z.object({
  name: z.string(),
  title: z.string(),
  hypothesis: z.string(),
  attack: z.array(z.object({ technique: z.string(), name: z.string() })),
  requires: z.array(z.string()),
  champion: z.string().optional(),
  /** Where the last champion was lost and nobody took over: since when, why, and the naive query that is left to go by. */
  rulesOnly: z.object({ since: TimeUs, because: z.string(), rule: z.object({ title: z.string(), sql: z.string() }) }).optional(),
  versions: z.array(ModelVersion),
});
export type ModelSummary = z.infer<typeof ModelSummary>;

export const TrainInput = z.object({
  model: z.string(),
  dataset: z.string().optional(),
  range: TimeRange.default({}),
  seed: z.number().int().default(1),
  /** `current`: replay the verdicts in force into the forest. */
  labels: z.enum(["none", "current"]).default("none"),
});
export const AuditShare = z.number().min(0).max(maxAuditShare);
export const ScoreInput = z.object({
  models: z.array(z.string()).default([]),
  dataset: z.string().optional(),
  range: TimeRange.default({}),
  /** Most anomalies to surface per model and day that has subjects; without it the package's daily budget, at most 500 in all. */
  budget: z.number().int().positive().max(10_000).optional(),
  /** Expected share of the budget that goes to audit items; 0 for none, without it the workspace's. */
  auditShare: AuditShare.optional(),
  /** champion, candidate (newest version not retired or quarantined), or a version id or unique prefix. */
  version: z.string().default("champion"),
});
export const Run = z.object({
  id: z.string(),
  model: z.string(),
  modelVersion: z.string(),
  /** The stage the version had when the run was made. */
  stage: Stage,
  datasetVersion: z.string(),
  range: TimeRange,
  subjects: z.number().int(),
  /** What the run put in the queue, audit items among them. */
  surfaced: z.number().int(),
  /** The share of places that were left to chance; absent when no subject was left over to draw. */
  auditShare: AuditShare.optional(),
  calibrationRows: z.number().int(),
  createdAt: TimeUs,
  /** How the data stood to training, in short; absent when the version kept no envelope. See `drift.reports`. */
  drift: z.object({ state: z.enum(driftStates), because: z.string() }).optional(),
  /** Plain remarks an analyst must see, such as "no champion; scored with registered version …". */
  notices: z.array(z.string()),
});
export type Run = z.infer<typeof Run>;

/** `skipped` are models that were not named and that this dataset has no, or too few, subjects for, and challengers that could not score beside their champion. */
export const ScoreResult = z.object({ runs: z.array(Run), skipped: z.array(z.object({ model: z.string(), because: z.string() })) });
export type ScoreResult = z.infer<typeof ScoreResult>;
