import { z } from "zod";
import { request } from "./request.ts";
import { Agreement } from "./review.ts";
import { TimeUs } from "./telemetry.ts";
import { AuditEstimate } from "./training.ts";
import { Verdict } from "./triage.ts";

/** Days before now whose decisions count, or all there are. */
export const insightPeriods = ["7", "30", "90", "all"] as const;
export type InsightPeriod = (typeof insightPeriods)[number];

/** Verdicts count by when the decision in force was made; undone ones do not count at all. */
const Scope = z.object({
  period: z.enum(insightPeriods).default("30"),
  model: z.string().max(100).optional(),
  /** The end of the period, exclusive; now when absent. */
  to: TimeUs.nonnegative().optional(),
});
export type InsightScope = z.output<typeof Scope>;

/** Each is a list of items: a rate says yes of some of them, a median is over a number that each has. */
export const figureKeys = [
  "precision",
  "confirm",
  "active-time",
  "time-to-view",
  "time-to-verdict",
  "missed",
  "blind-precision",
  "reasons",
  "workload",
  "backlog",
  "label-use",
  "agreement",
  "suppressed",
] as const;
export type FigureKey = (typeof figureKeys)[number];

const State = z.enum(["measured", "insufficient"]);

/** k of n with the 95 % Wilson interval; `insufficient` when n is below the floor. */
export const FigureRate = z.object({
  state: State,
  k: z.number().int(),
  n: z.number().int(),
  rate: z.number().nullable(),
  low: z.number(),
  high: z.number(),
});
export type FigureRate = z.infer<typeof FigureRate>;

/** Seconds, with the distribution-free interval of at least 95 % from order statistics; null where n is too small for it. */
export const FigureMedian = z.object({
  state: State,
  n: z.number().int(),
  /** Cases of the period for which it was not recorded. */
  unknown: z.number().int(),
  median: z.number().nullable(),
  low: z.number().nullable(),
  high: z.number().nullable(),
});
export type FigureMedian = z.infer<typeof FigureMedian>;

/** What a precision is to be read against. */
const Exposure = z.object({
  /** Subjects scored, and anomalies the model surfaced among them, in the runs that the verdicts are about. */
  subjects: z.number().int(),
  surfaced: z.number().int(),
  /** Surfaced on each day that has any; null without one. */
  perDay: z.number().nullable(),
  /**
   * The share of all subjects that is malicious. `blind-sample`: estimated from cases chosen by lot; `confirmed`: what was confirmed so far of
   * all that was scored, so at least that.
   */
  baseRate: z.object({
    basis: z.enum(["blind-sample", "confirmed"]),
    rate: z.number().nullable(),
    low: z.number(),
    high: z.number(),
    k: z.number().int().nullable(),
    n: z.number().int(),
  }),
});
export type Exposure = z.infer<typeof Exposure>;

/** A package beside the naive query it has to beat: known-bad cases in which either has a wanted subject within the same budget. */
const FoilFigure = z.object({
  foil: z.string(),
  budget: z.number().int(),
  n: z.number().int(),
  model: FigureRate,
  naive: FigureRate,
  modelOnly: z.number().int(),
  naiveOnly: z.number().int(),
  /** Two-sided exact sign test over the cases that only one of them found. */
  p: z.number(),
  verdict: z.enum(["beats", "does not beat", "not enough cases"]),
});
export type FoilFigure = z.infer<typeof FoilFigure>;

const ModelFigures = z.object({
  /** Null: all together. */
  model: z.string().nullable(),
  title: z.string(),
  /** Cases judged in the period, each subject and window once. */
  cases: z.number().int(),
  /** Confirmed malicious among what the model surfaced and people judged malicious or benign; audit items left out. */
  precision: FigureRate,
  exposure: Exposure,
  /** Confirmed malicious among all that was judged, whichever way. */
  confirm: FigureRate,
  /** Seconds of attention of cases judged one at a time, idle excluded. */
  activeSeconds: FigureMedian,
  /** From surfaced to first opened, and to the first verdict that stands. */
  secondsToView: FigureMedian,
  secondsToVerdict: FigureMedian,
  /** From the blind sample; null where none of it was judged in the period, and for all together. */
  audit: AuditEstimate.nullable(),
  /** Null where it was never measured, and for all together. */
  foil: FoilFigure.nullable(),
});
export type ModelFigures = z.infer<typeof ModelFigures>;

const Reason = z.object({
  verdict: Verdict,
  title: z.string(),
  /** Empty: not said. */
  reason: z.string(),
  /** Of the verdicts of this kind. */
  rate: FigureRate,
  part: z.string(),
});

const Workload = z.object({
  /** The daily budget of cases. */
  perDay: z.number().int(),
  /** Days UTC, oldest first, none left out between; the newest 120 at most. `from` is the day's first microsecond. */
  days: z.array(z.object({ from: TimeUs, cases: z.number().int(), activeSeconds: z.number(), part: z.string() })),
  /** Days with work on which it stayed within the budget. */
  within: FigureRate,
});

const Backlog = z.object({
  /** Anomalies of the newest runs without a verdict, at the end of the period. */
  open: z.number().int(),
  age: FigureMedian,
  oldestSeconds: z.number().nullable(),
  /** By age, youngest first; `upToSeconds` is exclusive, null for the rest. */
  ages: z.array(z.object({ part: z.string(), title: z.string(), upToSeconds: z.number().nullable(), n: z.number().int() })),
});

/** What the queue leaves out by decision. */
const Suppressed = z.object({
  /** Suppressions in force at the end of the period, and made in it; those undone are not counted. */
  active: z.number().int(),
  made: z.number().int(),
  /** Of the open cases, hidden now. */
  hidden: FigureRate,
  /** Matched, and kept in sight by lot. */
  audited: z.number().int(),
});

const LabelUse = z.object({
  /** In the training set of at least one version. */
  used: FigureRate,
  /** In none, since no version was trained with labels after it. */
  waiting: z.number().int(),
  excluded: z.array(z.object({ because: z.string(), n: z.number().int(), part: z.string() })),
});

/** Whether figures by person are shown: off unless somebody signed for it. */
const PerAnalyst = z.object({ on: z.boolean(), by: z.string().nullable(), at: TimeUs.nullable() });
export type PerAnalyst = z.infer<typeof PerAnalyst>;

export const InsightReport = z.object({
  period: z.enum(insightPeriods),
  /** Null: from the first decision. */
  from: TimeUs.nullable(),
  to: TimeUs,
  model: z.string().nullable(),
  /** The part of the decision log it was computed from. */
  log: z.object({
    entries: z.number().int(),
    head: z.string(),
    /** Verdict decisions of the period that stand, and that were taken back. */
    standing: z.number().int(),
    undone: z.number().int(),
  }),
  /** Below these a rate or a median says nothing. */
  floor: z.object({ rate: z.number().int(), median: z.number().int() }),
  /** All together first, then by model; of the one model alone where one is asked for. */
  figures: z.array(ModelFigures),
  reasons: z.array(Reason),
  workload: Workload,
  backlog: Backlog,
  suppressed: Suppressed,
  labelUse: LabelUse,
  /** Verdicts that two people gave on one case without sight of each other's. */
  agreement: Agreement,
  perAnalyst: PerAnalyst,
  /** Null unless figures by person are on. */
  analysts: z
    .array(z.object({ analyst: z.string(), cases: z.number().int(), confirm: FigureRate, activeSeconds: FigureMedian }))
    .nullable(),
});
export type InsightReport = z.infer<typeof InsightReport>;

/** One item of a figure: a case, and the decision that counts, where it was judged. */
export const FigureItem = z.object({
  anomalyId: z.string(),
  model: z.string(),
  label: z.string(),
  decision: z.string().nullable(),
  at: TimeUs.nullable(),
  verdict: Verdict.nullable(),
  reason: z.string(),
  /** How it counts for a rate; null where it counts neither way, and for medians. */
  isHit: z.boolean().nullable(),
  /** Of medians: its seconds; null where that was not recorded. */
  seconds: z.number().nullable(),
  /** What part of the figure it is in, such as a reason or a day. */
  part: z.string(),
  /** Who signed it; null unless figures by person are on. */
  analyst: z.string().nullable(),
});
export type FigureItem = z.infer<typeof FigureItem>;

export const insightRequests = {
  "insights.report": request(Scope, InsightReport),
  /** What a figure is made of, newest first. `part`: of one part alone. */
  "insights.behind": request(
    Scope.extend({
      figure: z.enum(figureKeys),
      part: z.string().max(300).optional(),
      limit: z.number().int().positive().max(1000).default(100),
      offset: z.number().int().nonnegative().default(0),
    }),
    z.object({ items: z.array(FigureItem), total: z.number().int() }),
  ),
  /** A decision of its own, in the log. */
  "insights.perAnalyst": request(z.object({ on: z.boolean(), analyst: z.string().max(120).optional() }), PerAnalyst),
} as const;
