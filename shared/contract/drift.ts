import { z } from "zod";
import { driftLayers, driftOutcomes, driftStates } from "../domain/drift.ts";
import { request } from "./request.ts";
import { TimeUs } from "./telemetry.ts";

const Window = z.object({ from: TimeUs, to: TimeUs });

/** One question asked of a window of data, with what it was answered by. Figures are null where they could not be had. */
export const DriftCheck = z.object({
  layer: z.enum(driftLayers),
  /** Null for what is asked of the data as a whole. */
  feature: z.string().nullable(),
  title: z.string(),
  /** What `effect` is: a distance, a share, a ratio. */
  measure: z.enum([
    "wasserstein, ordinary spreads",
    "jensen-shannon distance",
    "change of missing share",
    "share out of range",
    "rate ratio",
    "",
  ]),
  effect: z.number().nullable(),
  /** 95 % interval of the effect: by resampled time blocks, Newcombe, Wilson or exact Poisson ratio, as the measure has it. */
  interval: z.object({ low: z.number(), high: z.number().nullable() }).nullable(),
  /** What an effect must reach to count: the larger of a fixed floor and what time blocks of training show by chance. */
  threshold: z.number().nullable(),
  /** By block permutation, and adjusted over the features of the window. */
  pValue: z.number().nullable(),
  adjusted: z.number().nullable(),
  /** Values in the window, what they are worth since successive ones are alike, and values in training. */
  n: z.number().int(),
  effective: z.number(),
  reference: z.number().int(),
  outcome: z.enum(driftOutcomes),
  /** Whether it has lasted long enough to count, or is critical. */
  raised: z.boolean(),
  isKey: z.boolean(),
  /** Share of what the features contribute to scores of held-out subjects; null where features are not asked about. */
  importance: z.number().nullable(),
  /** Further measures of the same difference, which decide nothing. */
  also: z.record(z.string(), z.number()),
  /** Shares of values in training and in the window, by bins of training: its values, or its tenths with what lies outside. Null where none was counted. */
  shape: z
    .object({ bins: z.array(z.string()), trained: z.array(z.number()), now: z.array(z.number()) })
    .nullable()
    .default(null),
  because: z.string(),
});
export type DriftCheck = z.infer<typeof DriftCheck>;

/** How a window came out, kept so that later ones know whether something lasts. */
export const DriftWindow = Window.extend({
  rows: z.number().int(),
  isComplete: z.boolean(),
  state: z.enum(driftStates),
  /** By `layer:feature`: the outcome, and the effect over its threshold. */
  outcomes: z.record(z.string(), z.object({ outcome: z.enum(driftOutcomes), ratio: z.number().nullable() })),
});
export type DriftWindow = z.infer<typeof DriftWindow>;

/** A difference between the data trained on and the data scored, by source or schema. */
export const DataChange = z.object({
  kind: z.enum(["source-new", "source-gone", "source-volume", "class-gone", "class-new", "column-fill", "mapping", "ocsf-version"]),
  source: z.string().nullable(),
  text: z.string(),
});
export type DataChange = z.infer<typeof DataChange>;

export const DriftReport = z.object({
  schema: z.literal(1),
  model: z.string(),
  version: z.string(),
  run: z.string(),
  /** Dataset versions of training and of the run. */
  trainedOn: z.string(),
  dataset: z.string(),
  state: z.enum(driftStates),
  because: z.string(),
  /** The sentence to put beside everything scored, when outside. */
  warning: z.string().nullable(),
  /** The newest window: every check of it. */
  window: Window.nullable(),
  checks: z.array(DriftCheck),
  /** Windows judged, oldest first, of this run and before it. */
  windows: z.array(DriftWindow),
  changes: z.array(DataChange),
  /** Settings of the package that are not as they come. */
  settings: z.array(z.string()),
  training: z.object({ rows: z.number().int(), blocks: z.number().int(), blockHours: z.number() }),
});
export type DriftReport = z.infer<typeof DriftReport>;

/** How an anomaly stood to its model's training when it was scored; kept with it, whatever becomes of the model. */
export const AnomalyEnvelope = z.object({
  state: z.enum(driftStates),
  window: Window.nullable(),
  /** Features with a value that training hardly or never saw, of so many. `isExtrapolating` is null while that is withheld. */
  strange: z.array(z.string()),
  of: z.number().int(),
  isExtrapolating: z.boolean().nullable(),
});
export type AnomalyEnvelope = z.infer<typeof AnomalyEnvelope>;

export const driftRequests = {
  /** Of the newest run of each model, or of one; models whose newest run kept none are left out. */
  "drift.reports": request(z.object({ model: z.string().optional() }), z.array(DriftReport)),
} as const;
