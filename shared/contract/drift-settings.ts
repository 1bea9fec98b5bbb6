import { z } from "zod";

const share = z.number().gt(0).lt(1);
const band = (warn: number, critical: number) =>
  z.object({ warn: z.number().positive().default(warn), critical: z.number().positive().default(critical) }).prefault({});

/** By what a model's data are judged to have drifted; the part `drift` of `model.json`, each with its default. */
export const DriftSettings = z.object({
  /** Features of which one alone takes the model outside its envelope, and makes a row an extrapolation. */
  keyFeatures: z.array(z.string()).default([]),
  /** False-discovery rate over the features of one window. */
  falseDiscovery: share.default(0.05),
  /** `any`: Benjamini-Yekutieli, for features computed from the same events; `positive`: Benjamini-Hochberg. */
  dependence: z.enum(["any", "positive"]).default("any"),
  /** Largest p-value of what is tested alone: score and volume. */
  alone: share.default(0.01),
  permutations: z.number().int().min(199).max(100_000).default(1999),
  /** Smallest effects that count: Wasserstein-1 in ordinary spreads, Jensen-Shannon distance base 2. */
  wasserstein: band(0.1, 0.25),
  jensenShannon: band(0.1, 0.2),
  /** Of the share of missing values: a change that counts, and a share that is critical where there was hardly any. */
  missing: z.object({ change: share.default(0.05), critical: share.default(0.5), ordinary: share.default(0.05) }).prefault({}),
  /** Share of values outside the 0.1 to 99.9 percentiles of training, and what the lower end of its interval must exceed. */
  range: z.object({ warn: share.default(0.01), above: share.default(0.005), critical: share.default(0.05) }).prefault({}),
  /** A rate ratio whose whole interval lies outside 1/x to x. */
  rate: z.object({ warn: z.number().gt(1).default(2), critical: z.number().gt(1).default(4) }).prefault({}),
  /** Fewer say nothing: effective values in the window and in training, alerts expected, and time blocks of training. */
  minimum: z
    .object({
      window: z.number().int().positive().default(500),
      reference: z.number().int().positive().default(1000),
      alerts: z.number().int().positive().default(30),
      blocks: z.number().int().min(5).default(20),
    })
    .prefault({}),
  /** `fire` of the last `of` windows to raise, `clear` windows in a row below `clearBelow` of the threshold to let go. */
  persistence: z
    .object({
      fire: z.number().int().positive().default(2),
      of: z.number().int().positive().default(3),
      clear: z.number().int().positive().default(3),
      clearBelow: share.default(0.8),
    })
    .prefault({}),
  /** Share of all importance that features outside must hold together to take the model outside. */
  importance: share.default(0.3),
  /** Share of features out of range from which a row is an extrapolation. */
  extrapolating: share.default(0.2),
});
export type DriftSettings = z.infer<typeof DriftSettings>;
