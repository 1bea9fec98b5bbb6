import { z } from "zod";
import { request } from "./request.ts";
import { TimeUs } from "./telemetry.ts";

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

export const reviewRequests = {
  "review.agreement": request(AgreementInput, Agreement),
} as const;
