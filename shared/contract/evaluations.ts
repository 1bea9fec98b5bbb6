import { z } from "zod";
import { driftStates } from "../domain/drift.ts";
import { PromotionSettings } from "./promotion-settings.ts";
import { job, request } from "./request.ts";
import { TimeUs } from "./telemetry.ts";

/** k of n with a 95 % Wilson interval. */
export const Share = z.object({ k: z.number().int(), n: z.number().int(), low: z.number(), high: z.number() });
export type Share = z.infer<typeof Share>;

export const gateStates = ["pass", "fail", "insufficient"] as const;
export const GateState = z.enum(gateStates);
export type GateState = z.infer<typeof GateState>;

/** One line of the promotion gate. `insufficient` never counts as a pass. */
export const GateLine = z.object({
  line: z.number().int().min(1).max(10),
  title: z.string(),
  state: GateState,
  /** What the line rests on where it is a count, with its interval where it is a share. */
  k: z.number().int().nullable(),
  n: z.number().int().nullable(),
  low: z.number().nullable(),
  high: z.number().nullable(),
  /** What must hold, in words. */
  threshold: z.string(),
  /** What decided it, in one sentence. */
  text: z.string(),
  /** Further conditions of the line, a sentence each. */
  also: z.array(z.string()),
});
export type GateLine = z.infer<typeof GateLine>;

export const entrantKinds = ["candidate", "champion", "random", "rarity", "single-feature", "foil"] as const;

/** A version or a trivial method beside it, over the same cases. Null where it could not be run on them. */
export const Entrant = z.object({
  kind: z.enum(entrantKinds),
  title: z.string(),
  version: z.string().nullable(),
  /** Known-bad and known-good cases flagged. */
  bad: Share.nullable(),
  good: Share.nullable(),
  /** Subjects of the replay flagged. */
  replay: Share.nullable(),
  alertsPerDay: z.number().nullable(),
  /** Average precision over known-bad against known-good cases. */
  averagePrecision: z.number().nullable(),
  because: z.string(),
});
export type Entrant = z.infer<typeof Entrant>;

export const SuiteUse = z.object({
  id: z.string(),
  title: z.string(),
  origin: z.enum(["package", "workspace"]),
  bad: z.number().int(),
  good: z.number().int(),
  /** Versions evaluated by it so far, this one among them. */
  looks: z.number().int(),
  worn: z.boolean(),
  /** Cases that count for nothing, by the reason why. */
  leftOut: z.array(z.object({ because: z.string(), n: z.number().int() })),
});
export type SuiteUse = z.infer<typeof SuiteUse>;

const Judged = z.object({ pValue: z.number().nullable(), flagged: z.boolean() });
export const EvaluatedCase = z.object({
  /** The suite's id, or `incidents` for those confirmed by verdict. */
  suite: z.string(),
  id: z.string(),
  title: z.string(),
  expect: z.enum(["flag", "pass"]),
  technique: z.string().nullable(),
  variant: z.string().nullable(),
  /** Whether it counts for the shares; cases of a worn suite do not carry them. */
  isWorn: z.boolean(),
  candidate: Judged,
  champion: Judged.nullable(),
});
export type EvaluatedCase = z.infer<typeof EvaluatedCase>;

/** Average precision over subjects judged after training, by whom. */
const Compared = z.object({
  bad: z.number().int(),
  good: z.number().int(),
  candidate: z.number().nullable(),
  champion: z.number().nullable(),
  /** The best of the trivial methods. */
  baseline: z.number().nullable(),
});

export const TimeSplit = z.object({
  trainEnd: TimeUs.nullable(),
  embargoHours: z.number(),
  /** The first time of anything evaluated that has one; null when nothing is late enough. */
  evaluationStart: TimeUs.nullable(),
  /** Rows evaluated that have a time, and of them rows that training had too, by the hash of the whole row. */
  rows: z.number().int(),
  duplicates: z.number().int().nullable(),
  /** Subjects evaluated that training or its labels had too. */
  seenSubjects: z.number().int().nullable(),
  subjects: z.number().int(),
  later: Compared,
  /** The same over subjects that neither training nor its labels had. */
  disjoint: Compared,
});
export type TimeSplit = z.infer<typeof TimeSplit>;

export const Replay = z.object({
  from: TimeUs,
  to: TimeUs,
  days: z.number().int(),
  flagged: Share,
  alertsPerDay: z.number(),
  budgetPerDay: z.number(),
  champion: z.object({ flagged: Share, ratio: z.number().nullable(), shared: Share }).nullable(),
});
export type Replay = z.infer<typeof Replay>;

/** Within the budget of a period: malicious of the judged, and of the malicious how many. */
const Within = z.object({ precision: Share, recall: Share });
export const Period = z.object({ from: TimeUs, to: TimeUs, candidate: Within, champion: Within.nullable() });
export type Period = z.infer<typeof Period>;

/**
 * Cases of the version's list judged without sight of score and version, malicious of decided ones; pairs are malicious cases that one of the two lists
 * had alone. Reports from before there were reviews have neither `champion` nor `sample`.
 */
export const ReviewEvidence = z.object({
  cases: Share,
  candidateOnly: z.number().int(),
  championOnly: z.number().int(),
  /** The same of the champion's list; null where there is none to compare with. */
  champion: Share.nullable().optional(),
  /** Null where nothing was drawn. Until somebody has ended it nothing of it is counted. */
  sample: z
    .object({
      review: z.string(),
      by: z.array(z.string()),
      isEnded: z.boolean(),
      judged: z.number().int(),
      total: z.number().int(),
      undecided: z.number().int(),
      /** Cases that analysts differ about, left out until that is settled. */
      disputed: z.number().int(),
      /** How long either list is. */
      lists: z.object({ candidate: z.number().int(), champion: z.number().int().nullable() }),
    })
    .nullable()
    .optional(),
});
export type ReviewEvidence = z.infer<typeof ReviewEvidence>;

export const ShadowEvidence = z.object({
  days: z.number().int(),
  /** On the day with fewest; reports of before the gate asked for events have only subjects. */
  events: z.number().int().optional(),
  subjects: z.number().int(),
  drift: z.enum(driftStates).nullable(),
});
export type ShadowEvidence = z.infer<typeof ShadowEvidence>;

const Check = z.object({ what: z.string(), state: GateState, text: z.string() });
export const BundleChecks = z.object({
  checks: z.array(Check),
  /** Rows whose scores the bundle holds, scored again: how many agree. Null where there is nothing to compare with. */
  golden: z.object({ k: z.number().int(), n: z.number().int(), largest: z.number(), flips: z.number().int() }).nullable(),
});
export type BundleChecks = z.infer<typeof BundleChecks>;

/** What an evaluation found; kept under the sha256 of its canonical JSON and never changed. */
export const EvaluationReport = z.object({
  schema: z.literal(1),
  model: z.string(),
  version: z.string(),
  champion: z.string().nullable(),
  dataset: z.string(),
  operatingPValue: z.number(),
  calibrationRows: z.number().int(),
  settings: PromotionSettings,
  /** Settings of the package that are not as they come. */
  changed: z.array(z.string()),
  suites: z.array(SuiteUse),
  entrants: z.array(Entrant),
  techniques: z.array(z.object({ technique: z.string(), candidate: Share, champion: Share.nullable() })),
  variants: z.array(z.object({ variant: z.string(), candidate: Share, champion: Share.nullable() })),
  bad: Share,
  good: Share,
  /** Of suites that are not worn. */
  fresh: z.object({ bad: Share, good: Share }),
  critical: z.object({ k: z.number().int(), n: z.number().int(), missed: z.array(z.string()) }),
  /** Confirmed incidents, ever, and those among them that only the champion flags. */
  incidents: z.object({ flagged: Share, champion: Share.nullable(), lost: z.array(z.string()), leftOut: z.number().int() }),
  cases: z.array(EvaluatedCase),
  time: TimeSplit,
  replay: Replay.nullable(),
  periods: z.array(Period),
  review: ReviewEvidence,
  shadow: ShadowEvidence,
  bundle: BundleChecks,
  lineage: z.array(z.object({ what: z.string(), isKnown: z.boolean() })),
  /** Lines 1 to 9; who may approve is asked when somebody promotes. */
  gate: z.array(GateLine),
});
export type EvaluationReport = z.infer<typeof EvaluationReport>;

export const Evaluation = z.object({ id: z.string(), at: TimeUs, by: z.string(), report: EvaluationReport });
export type Evaluation = z.infer<typeof Evaluation>;

export const Override = z.object({
  version: z.string(),
  at: TimeUs,
  by: z.string(),
  reason: z.string(),
  evaluation: z.string().nullable(),
  /** Lines that did not pass. */
  lines: z.array(z.object({ line: z.number().int(), state: GateState })),
});
export type Override = z.infer<typeof Override>;

/** Where a version stands before the gate, for whoever would promote it. */
export const GateOutcome = z.object({
  evaluation: Evaluation.nullable(),
  /** Why the newest evaluation does not count, or null: it must be of this version beside the present champion. */
  stale: z.string().nullable(),
  lines: z.array(GateLine),
  passes: z.boolean(),
  trainers: z.array(z.string()),
  overrides: z.array(Override),
});
export type GateOutcome = z.infer<typeof GateOutcome>;

const Target = z.object({ model: z.string(), version: z.string().default("candidate") });

export const evaluationRequests = {
  /** Evaluates a version beside the champion and the trivial methods, on the suites and a replay of the dataset version after its training. */
  "models.evaluate": job(Target.extend({ dataset: z.string().optional(), analyst: z.string().max(120).optional() }), Evaluation),
  /** The gate of a version as `analyst`, or whoever signs, would find it. */
  "models.gate": request(Target.extend({ analyst: z.string().max(120).optional() }), GateOutcome),
  /** The card of a version, as Markdown and in the sections of Google's model card schema. */
  "models.card": request(Target, z.object({ markdown: z.string(), json: z.unknown() })),
} as const;
