import { z } from "zod";
import { fitAnswers, fitCriteria, huntByproducts, huntHandOffs, huntOutcomes, huntStages, huntTriggers } from "../domain/hunt.ts";
import { request } from "./request.ts";
import { TimeUs } from "./telemetry.ts";
import { Verdict } from "./triage.ts";

const keys = <K extends string>(words: readonly { readonly key: K }[]): [K, ...K[]] => {
  const [first, ...rest] = words.map((word) => word.key);
  if (first === undefined) throw new Error("a vocabulary is empty");
  return [first, ...rest];
};

export const HuntStage = z.enum(huntStages);
const Window = z.object({ from: TimeUs, to: TimeUs });
const Signed = z.object({ analyst: z.string().max(120).optional() });

/** One part of a priority: what it adds, in bits (each bit doubles), and the figures it comes from, in words. */
export const PriorityPart = z.object({
  kind: z.enum(["evidence", "criticality", "tactics"]),
  title: z.string(),
  bits: z.number(),
  because: z.string(),
});
/** `bits` is the sum of the parts; higher comes first. Without a p-value to combine there is no evidence part. */
export const Priority = z.object({ bits: z.number(), parts: z.array(PriorityPart) });
export type Priority = z.infer<typeof Priority>;

/** An anomaly as a member of a candidate or a hunt. */
export const HuntAnomaly = z.object({
  anomalyId: z.string(),
  model: z.string(),
  label: z.string(),
  window: Window,
  headline: z.string(),
  /** Null while withheld. */
  pValue: z.number().nullable(),
  /** The verdict in force, of whichever run. */
  verdict: Verdict.nullable(),
  /** Its score rests on data that is not to be trusted. */
  isSuppressed: z.boolean(),
  /** Among what the newest run of its model surfaced: this one, or the same subject and window again. Null when in none. */
  currentId: z.string().nullable(),
});
export type HuntAnomaly = z.infer<typeof HuntAnomaly>;

/** Something that members have in common. `isFollowed` is false of what too many share for it to join anything. */
export const HuntEntity = z.object({
  key: z.string(),
  kind: z.string(),
  label: z.string(),
  /** Members that name it. */
  members: z.number().int(),
  /** Anomalies of the newest runs that name it. */
  anomalies: z.number().int(),
  isFollowed: z.boolean(),
  criticality: z.enum(["unknown", "low", "medium", "high", "extreme"]),
});
export type HuntEntity = z.infer<typeof HuntEntity>;

export const HuntSummary = z.object({
  id: z.string(),
  stage: HuntStage,
  topic: z.string(),
  owner: z.string(),
  anomalies: z.number().int(),
  judged: z.number().int(),
  priority: Priority,
  window: Window.nullable(),
  openedAt: TimeUs,
  startedAt: TimeUs.nullable(),
  closedAt: TimeUs.nullable(),
  /** When its time is up; null while it is not active. */
  dueAt: TimeUs.nullable(),
  outcome: z.enum(keys(huntOutcomes)).nullable(),
});
export type HuntSummary = z.infer<typeof HuntSummary>;

export const HuntCandidate = z.object({
  /** Derived from its members: the same members have the same id, in whatever order or run. */
  id: z.string(),
  /** Place by priority, from 1. */
  rank: z.number().int(),
  title: z.string(),
  priority: Priority,
  window: Window,
  anomalyIds: z.array(z.string()),
  models: z.array(z.string()),
  /** What most members share. */
  entities: z.array(z.string()),
  /** A person's decision had a part in who is in it. */
  isArranged: z.boolean(),
});
export type HuntCandidate = z.infer<typeof HuntCandidate>;

const Members = z.object({
  anomalies: z.array(HuntAnomaly),
  entities: z.array(HuntEntity),
  timeline: z.array(z.object({ at: TimeUs, text: z.string(), tone: z.enum(["evidence", "new", "usual"]), anomalyId: z.string() })),
});

export const HuntCandidateDetail = HuntCandidate.extend(Members.shape).extend({
  /** The id asked for, when that one has become this one. */
  redirectedFrom: z.string().nullable(),
});
export type HuntCandidateDetail = z.infer<typeof HuntCandidateDetail>;

const text = (max: number) => z.string().max(max);
const Shown = z.object({ what: text(500), because: text(2000) });

/** What people write down about a hunt (PEAK, model-assisted). Empty text is "not said". */
export const HuntRecord = z.object({
  topic: z.string().trim().min(1).max(200),
  owner: text(120),
  trigger: z.enum(keys(huntTriggers)),
  /** ABLE: who, doing what, where, and what would show it. */
  hypothesis: z.object({ actor: text(2000), behaviour: text(2000), location: text(2000), evidence: text(2000) }),
  fit: z.record(z.enum(keys(fitCriteria)), z.object({ answer: z.enum(fitAnswers), because: text(2000) })),
  /** Days it may take at most, from when it becomes active. */
  timeboxDays: z.number().int().min(1).max(365),
  datasets: z.array(text(100)).max(100),
  models: z.array(text(100)).max(50),
  /** The simple query the model must beat; `measured` are its hits that proved right among those looked at, null while nobody measured. */
  foil: z.object({
    title: text(500),
    sql: text(20_000),
    measured: z
      .object({ k: z.number().int().nonnegative(), n: z.number().int().positive() })
      .refine(({ k, n }) => k <= n, { path: ["k"], error: "more hits are right than were looked at" })
      .nullable(),
  }),
  techniques: z.array(text(20)).max(100),
  notes: text(20_000),
  findings: text(20_000),
  outcome: z.enum(keys(huntOutcomes)).nullable(),
  byproducts: z.array(z.object({ kind: z.enum(keys(huntByproducts)), what: text(2000) })).max(100),
  knownBenign: z.array(Shown).max(500),
  handOff: z.enum(keys(huntHandOffs)).nullable(),
});
export type HuntRecord = z.infer<typeof HuntRecord>;

export const HuntDetail = HuntSummary.extend(Members.shape).extend({
  record: HuntRecord,
  openedBy: z.string(),
  /** The candidate it came from; null when opened from chosen cases. */
  candidate: z.string().nullable(),
  /** The foil's precision as measured, with its 95 % Wilson interval; null while unknown. */
  foilPrecision: z.object({ share: z.number(), low: z.number(), high: z.number(), k: z.number().int(), n: z.number().int() }).nullable(),
  history: z.array(z.object({ at: TimeUs, analyst: z.string(), what: z.string(), decision: z.string() })),
});
export type HuntDetail = z.infer<typeof HuntDetail>;

const Changed = z.object({ decision: z.string(), hunt: HuntDetail });
const HuntId = z.object({ id: z.string().min(1).max(100) });
const AnomalyIds = z.array(z.string().max(100)).max(500);

/** Who stays together and who does not. Every arrangement holds against all later gathering until a person arranges anew or undoes it. */
export const HuntArrangement = z.discriminatedUnion("how", [
  z.object({ how: z.literal("merge"), candidates: z.array(z.string()).min(2).max(20) }),
  /** These members leave the candidate and make one of their own. */
  z.object({ how: z.literal("split"), candidate: z.string(), anomalyIds: AnomalyIds.min(1) }),
  z.object({ how: z.literal("add"), candidate: z.string(), anomalyIds: AnomalyIds.min(1) }),
  /** Out of every candidate. */
  z.object({ how: z.literal("drop"), anomalyIds: AnomalyIds.min(1) }),
]);
export type HuntArrangement = z.infer<typeof HuntArrangement>;

export const huntRequests = {
  /** Anomalies of the newest runs that share entities and are near in time, highest priority first. */
  "hunts.candidates": request(
    z.object({ limit: z.number().int().positive().max(1000).default(200), offset: z.number().int().nonnegative().default(0) }),
    z.object({
      candidates: z.array(HuntCandidate),
      total: z.number().int(),
      /** Anomalies that share nothing with another nearby. */
      alone: z.number().int(),
      /** Left out: not to be trusted, withheld, explained by a verdict, dropped by a person, in a hunt, or too far down its run to be looked at. */
      leftOut: z.object({
        suppressed: z.number().int(),
        withheld: z.number().int(),
        explained: z.number().int(),
        dropped: z.number().int(),
        inHunts: z.number().int(),
        beyond: z.number().int(),
      }),
      /** How near and how shared, in words. */
      rules: z.array(z.string()),
    }),
  ),
  "hunts.candidate": request(HuntId, HuntCandidateDetail),
  /** Which hunts and candidates anomalies are in; of the newest runs. */
  "hunts.places": request(
    z.object({}),
    z.object({
      hunts: z.array(z.object({ id: z.string(), topic: z.string(), stage: HuntStage, anomalyIds: z.array(z.string()) })),
      candidates: z.array(z.object({ id: z.string(), rank: z.number().int(), anomalyIds: z.array(z.string()) })),
    }),
  ),
  "hunts.arrange": request(
    HuntArrangement.and(Signed),
    /** The candidates that hold what was arranged, as they are now. */
    z.object({ decision: z.string(), candidates: z.array(z.string()) }),
  ),
  /** Active first by when their time is up, then backlog by priority, then closed, newest first. */
  "hunts.list": request(z.object({ stage: HuntStage.optional() }), z.array(HuntSummary)),
  "hunts.show": request(HuntId, HuntDetail),
  /** A person makes a hunt of a candidate, or of chosen anomalies. What is not said is filled in from the evidence. */
  "hunts.open": request(
    z
      .object({ candidate: z.string().optional(), anomalyIds: AnomalyIds.default([]), record: HuntRecord.partial().default({}) })
      .extend(Signed.shape)
      .refine((input) => input.candidate !== undefined || input.anomalyIds.length > 0, {
        path: ["anomalyIds"],
        error: "name a candidate or at least one anomaly",
      }),
    Changed,
  ),
  "hunts.edit": request(
    HuntId.extend({ changes: HuntRecord.omit({ outcome: true, handOff: true }).partial() }).extend(Signed.shape),
    Changed,
  ),
  "hunts.members": request(HuntId.extend({ add: AnomalyIds.default([]), remove: AnomalyIds.default([]) }).extend(Signed.shape), Changed),
  /** Into the backlog, or active; of a closed hunt it opens it again, and what it was closed with stays in its history. */
  "hunts.move": request(HuntId.extend({ stage: z.enum(["backlog", "active"]) }).extend(Signed.shape), Changed),
  /** Byproducts and known-benign are asked for even when there are none: an empty list says that somebody looked. */
  "hunts.close": request(
    HuntId.extend({
      outcome: z.enum(keys(huntOutcomes)),
      findings: text(20_000).optional(),
      byproducts: HuntRecord.shape.byproducts,
      knownBenign: HuntRecord.shape.knownBenign,
      handOff: z.enum(keys(huntHandOffs)),
    }).extend(Signed.shape),
    Changed,
  ),
  /** The same hunt gives the same bytes. */
  "hunts.report": request(
    HuntId.extend({ format: z.enum(["markdown", "html"]).default("markdown") }),
    z.object({ fileName: z.string(), mediaType: z.string(), text: z.string(), sha256: z.string() }),
  ),
} as const;
