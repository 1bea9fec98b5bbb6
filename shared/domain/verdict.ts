/** Verdict taxonomy; ids are OCSF 1.8 `verdict_id` values. */
export type VerdictKey =
  | "malicious"
  | "suspicious"
  | "benign"
  | "security-risk"
  | "false-positive-model"
  | "false-positive-data"
  | "test"
  | "duplicate"
  | "insufficient-data"
  | "disregard"
  | "managed-externally";

/** What a verdict contributes to training; `none` is excluded with its reason, never treated as a negative. */
export type TrainingUse = "positive" | "negative" | "none";

/** Was the subject truly unusual? Apart from what it was: unusual and harmless teaches otherwise than a model that is wrong. */
export const validities = ["yes", "no", "unknown"] as const;
export type Validity = (typeof validities)[number];
export const confidences = ["low", "medium", "high"] as const;
export type Confidence = (typeof confidences)[number];

export interface VerdictKind {
  readonly key: VerdictKey;
  readonly hotkey: string;
  readonly title: string;
  readonly short: string;
  readonly ocsfVerdictId: number;
  readonly tone: "bad" | "warn" | "ok" | "neutral";
  /** Taken when the analyst does not say. */
  readonly anomalyValid: Validity;
  readonly trainingUse: TrainingUse;
  readonly weight: number;
  readonly excludedBecause?: string;
  readonly reasons: readonly string[];
  readonly reasonRequired: boolean;
}

const kind = (k: VerdictKind): VerdictKind => k;

export const verdictKinds: readonly VerdictKind[] = [
  kind({
    key: "malicious",
    hotkey: "1",
    title: "Confirmed malicious",
    short: "Malicious",
    ocsfVerdictId: 2,
    tone: "bad",
    anomalyValid: "yes",
    trainingUse: "positive",
    weight: 1,
    reasons: [],
    reasonRequired: false,
  }),
  kind({
    key: "suspicious",
    hotkey: "2",
    title: "Suspicious, continue",
    short: "Suspicious",
    ocsfVerdictId: 4,
    tone: "warn",
    anomalyValid: "yes",
    trainingUse: "none",
    weight: 0,
    excludedBecause: "not resolved yet",
    reasons: [],
    reasonRequired: false,
  }),
  kind({
    key: "benign",
    hotkey: "3",
    title: "Benign, expected",
    short: "Benign",
    ocsfVerdictId: 5,
    tone: "ok",
    anomalyValid: "yes",
    trainingUse: "negative",
    weight: 1,
    reasons: ["known admin", "scheduled", "business change", "known software", "other"],
    reasonRequired: false,
  }),
  kind({
    key: "security-risk",
    hotkey: "4",
    title: "Security risk: policy, misconfiguration, exposure",
    short: "Security risk",
    ocsfVerdictId: 8,
    tone: "warn",
    anomalyValid: "yes",
    trainingUse: "none",
    weight: 0,
    excludedBecause: "interesting, but neither malicious nor benign",
    reasons: ["policy", "misconfiguration", "exposure"],
    reasonRequired: false,
  }),
  kind({
    key: "false-positive-model",
    hotkey: "5",
    title: "False positive: the model is wrong",
    short: "Model wrong",
    ocsfVerdictId: 1,
    tone: "neutral",
    anomalyValid: "no",
    trainingUse: "negative",
    weight: 1,
    reasons: ["feature misleading", "baseline stale", "peer group wrong", "threshold"],
    reasonRequired: false,
  }),
  kind({
    key: "false-positive-data",
    hotkey: "6",
    title: "False positive: the data is bad",
    short: "Bad data",
    ocsfVerdictId: 1,
    tone: "neutral",
    anomalyValid: "no",
    trainingUse: "none",
    weight: 0,
    excludedBecause: "the data was wrong",
    reasons: ["parse", "clock", "duplicate", "missing source", "wrong entity merge"],
    reasonRequired: false,
  }),
  kind({
    key: "test",
    hotkey: "7",
    title: "Test or exercise",
    short: "Test",
    ocsfVerdictId: 6,
    tone: "neutral",
    anomalyValid: "yes",
    trainingUse: "none",
    weight: 0,
    excludedBecause: "kept as a recall probe",
    reasons: [],
    reasonRequired: false,
  }),
  kind({
    key: "duplicate",
    hotkey: "8",
    title: "Duplicate of another anomaly",
    short: "Duplicate",
    ocsfVerdictId: 10,
    tone: "neutral",
    anomalyValid: "unknown",
    trainingUse: "none",
    weight: 0,
    excludedBecause: "counted with its original",
    reasons: [],
    reasonRequired: false,
  }),
  kind({
    key: "insufficient-data",
    hotkey: "9",
    title: "Insufficient data",
    short: "No data",
    ocsfVerdictId: 7,
    tone: "neutral",
    anomalyValid: "unknown",
    trainingUse: "none",
    weight: 0,
    excludedBecause: "telemetry is missing",
    reasons: [],
    reasonRequired: false,
  }),
  kind({
    key: "disregard",
    hotkey: "0",
    title: "Disregard: unimportant or an error",
    short: "Disregard",
    ocsfVerdictId: 3,
    tone: "neutral",
    anomalyValid: "unknown",
    trainingUse: "none",
    weight: 0,
    excludedBecause: "disregarded",
    reasons: [],
    reasonRequired: false,
  }),
  kind({
    key: "managed-externally",
    hotkey: "-",
    title: "Managed externally",
    short: "External",
    ocsfVerdictId: 9,
    tone: "neutral",
    anomalyValid: "unknown",
    trainingUse: "none",
    weight: 0,
    excludedBecause: "the result is not imported yet",
    reasons: [],
    reasonRequired: false,
  }),
];

export const verdictKeys = verdictKinds.map((v) => v.key);

export function verdictKind(key: VerdictKey): VerdictKind {
  const found = verdictKinds.find((v) => v.key === key);
  if (found === undefined) throw new Error(`unknown verdict ${key}`);
  return found;
}

/** A kind that lists reasons takes one of them or none; the others take the analyst's own words. */
export const isReasonOf = (kind: VerdictKind, reason: string): boolean =>
  reason === "" || kind.reasons.length === 0 || kind.reasons.includes(reason);

/** Judging many at once is a weaker statement about each. */
export const bulkWeight = 0.5;

const confidenceWeights: Readonly<Record<string, number>> = { low: 0.5, medium: 0.8, high: 1 };
/** A doubtful verdict counts for less; one without a confidence counts in full. */
export const confidenceWeight = (confidence: string | undefined): number => confidenceWeights[confidence ?? "high"] ?? 1;
