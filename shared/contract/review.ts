import { z } from "zod";
import { confidences, verdictKeys, type VerdictKey } from "../domain/verdict.ts";
import { request } from "./request.ts";
import { TimeUs } from "./telemetry.ts";
import { JudgeInput } from "./triage.ts";

/** Cohen's kappa over pairs of verdicts, unweighted: categories have no order, so every disagreement counts the same. */
export const KappaFigure = z.object({
  /** insufficient: fewer pairs than say anything, or nothing but one category; the figures that can be computed are given still. */
  state: z.enum(["measured", "insufficient"]),
  because: z.string(),
  /** Pairs, and those whose two are the same, with the 95 % Wilson interval of their share. */
  n: z.number().int(),
  agreed: z.number().int(),
  agreement: z.object({ rate: z.number().nullable(), low: z.number(), high: z.number() }),
  /** Null when both only ever say one thing. 95 % interval by the large-sample error of Fleiss, Cohen and Everitt 1969. */
  kappa: z.number().nullable(),
  low: z.number(),
  high: z.number(),
  error: z.number().nullable(),
  /** How often which pair came, most frequent first. */
  pairs: z.array(z.object({ first: z.string(), second: z.string(), n: z.number().int() })),
});
export type KappaFigure = z.infer<typeof KappaFigure>;

/** One way of looking at agreement: what a verdict says for training, and the verdict itself. */
const Schemes = z.object({
  /** malicious, benign, or excluded from training. */
  label: KappaFigure,
  /** The whole taxonomy. */
  verdict: KappaFigure,
});

/** How far two analysts agree who judged the same anomaly and could not see each other's verdict. */
export const Agreement = Schemes.extend({
  /** By two analysts each, names sorted; only where asked for. */
  analysts: z.array(Schemes.extend({ names: z.tuple([z.string(), z.string()]) })),
});
export type Agreement = z.infer<typeof Agreement>;

export const AgreementInput = z.object({
  model: z.string().optional(),
  /** By the time of the second verdict: from inclusive, to exclusive. */
  from: TimeUs.optional(),
  to: TimeUs.optional(),
  /** Figures of single people are given only when asked for. */
  perAnalyst: z.boolean().default(false),
});

export const VerdictKeyOf = z.enum(verdictKeys as [VerdictKey, ...VerdictKey[]]);

/** One verdict of several, with all that its analyst said. */
const Side = z.object({
  decision: z.string(),
  analyst: z.string(),
  at: TimeUs,
  verdict: VerdictKeyOf,
  reason: z.string(),
  note: z.string(),
  confidence: z.enum(confidences).nullable(),
  techniques: z.array(z.string()),
  /** Given as a second look; else in another copy of the workspace, or first. */
  isSecondLook: z.boolean(),
});

/** An anomaly that analysts judged differently without sight of each other. */
export const Disagreement = z.object({
  anomalyId: z.string(),
  model: z.string(),
  label: z.string(),
  window: z.object({ from: TimeUs, to: TimeUs }),
  /** No verdict on it is in force, and training leaves it out. */
  isOpen: z.boolean(),
  /** Whether they differ in what the verdict would teach, not only in its word. */
  changesLabel: z.boolean(),
  /** Oldest first. */
  sides: z.array(Side),
  /** `adopts`: the decision it takes over, or null for a third verdict; `note` is its reason. */
  settled: Side.extend({ adopts: z.string().nullable() }).nullable(),
});
export type Disagreement = z.infer<typeof Disagreement>;

export const DisagreementsInput = z.object({
  state: z.enum(["open", "settled", "all"]).default("open"),
  anomalyId: z.string().optional(),
  model: z.string().optional(),
  limit: z.number().int().positive().max(10_000).default(200),
});

/** Either one of the verdicts, by its decision, or a third one. */
const SettleInput = z.object({
  anomalyId: z.string(),
  adopt: z.string().optional(),
  verdict: VerdictKeyOf.optional(),
  /** Why, for whoever reads it later. */
  reason: z.string().trim().min(1).max(20_000),
  analyst: z.string().max(120).optional(),
});

/** A case to be judged without knowing how it was judged; nothing here tells. */
const SecondLookRow = z.object({
  anomalyId: z.string(),
  model: z.string(),
  label: z.string(),
  window: z.object({ from: TimeUs, to: TimeUs }),
});

const ReviewShare = z.number().min(0).max(1);

const ReviewStatus = z.object({
  /** Share of verdicts that another analyst is to judge too. */
  share: ReviewShare,
  /** Second looks that wait for `analyst`. */
  analyst: z.string(),
  due: z.number().int(),
  /** Anomalies with verdicts of two analysts given without sight of each other, and those of them that are disputed still. */
  looked: z.number().int(),
  disputed: z.number().int(),
});
export type ReviewStatus = z.infer<typeof ReviewStatus>;

export const reviewRequests = {
  "review.status": request(z.object({ analyst: z.string().max(120).optional() }), ReviewStatus),
  /** For verdicts given already as for those to come; a higher share adds to what a lower one chose. */
  "review.share": request(z.object({ share: ReviewShare, analyst: z.string().max(120).optional() }), z.object({ share: ReviewShare })),
  "review.queue": request(
    z.object({ analyst: z.string().max(120).optional(), limit: z.number().int().positive().max(10_000).default(200) }),
    z.object({ rows: z.array(SecondLookRow), total: z.number().int() }),
  ),
  /** As `triage.judge`, by somebody who says that they have not seen the first verdict; at the desk `triage.judge` knows it by itself. */
  "review.judge": request(JudgeInput, z.object({ decision: z.string(), disputed: z.array(z.string()) })),
  "review.disagreements": request(DisagreementsInput, z.object({ items: z.array(Disagreement), total: z.number().int() })),
  /** One decision, taken back like any verdict. */
  "review.settle": request(SettleInput, z.object({ decision: z.string() })),
  "review.agreement": request(AgreementInput, Agreement),
} as const;
