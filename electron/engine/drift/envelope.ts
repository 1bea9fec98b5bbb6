import { z } from "zod";

/**
 * What a model version was trained on, as aggregates by time block: enough to judge later data by, and none of the training rows.
 * Part of the bundle, so that its digest is part of the version's id.
 */
const Profile = z.object({
  /** `discrete`: at most 20 distinct values in training, all whole. */
  kind: z.enum(["continuous", "discrete"]),
  /** Distances are taken on sign(x) log(1 + |x|): of a heavy tail the spread would say nothing. */
  signedLog: z.boolean(),
  /** Training rows with a value, and without. */
  n: z.number().int(),
  missing: z.number().int(),
  mean: z.number(),
  std: z.number(),
  min: z.number(),
  max: z.number(),
  /** The 0.1 and 99.9 percentiles. */
  low: z.number(),
  high: z.number(),
  /** Quantiles 0, 0.01, … 1. */
  grid: z.array(z.number()).length(101),
  /** Correlation of successive values in order of time. */
  lag1: z.number(),
  /** What a Wasserstein distance is divided by, on the scale it is taken on. */
  scale: z.number(),
  /** Ascending, on the scale of distances: every distinct value, or quantiles that values are rounded to. */
  support: z.array(z.number()),
  /** By time block: pairs of bin and count. Bins are below, one per support point, beyond, missing. */
  blocks: z.array(z.array(z.number().int())),
  /** By time block: values outside low to high by more than a tenth of the scale. */
  outside: z.array(z.number().int()),
  /** Effects of every run of `windowBlocks` time blocks of training against the rest of it. */
  nullDist: z.array(z.number()),
});
export type Profile = z.infer<typeof Profile>;

const SourceFacts = z.object({
  source: z.string(),
  events: z.number().int(),
  classes: z.record(z.string(), z.number().int()),
  mappings: z.array(z.string()),
  files: z.array(z.string()),
});

/** Of a column that the model's SQL reads: events of its class from one source, and how many of them filled it. */
const ColumnFill = z.object({
  source: z.string(),
  class: z.string(),
  column: z.string(),
  events: z.number().int(),
  filled: z.number().int(),
});

/** What the data came from, for saying why they moved. */
export const DataFacts = z.object({
  ocsfVersion: z.string(),
  sources: z.array(SourceFacts),
  columns: z.array(ColumnFill),
  /** Microseconds between the first and the last event. */
  spanUs: z.number(),
});
export type DataFacts = z.infer<typeof DataFacts>;
export type ColumnFill = z.infer<typeof ColumnFill>;

export const Envelope = z.object({
  schema: z.literal(1),
  blockUs: z.number().int(),
  /** Length of the windows that nullDist is about, in blocks. */
  windowBlocks: z.number().int(),
  /** Start of each time block that holds rows, and how many. */
  blocks: z.array(z.object({ fromUs: z.number(), rows: z.number().int() })),
  features: z.record(z.string(), Profile.extend({ importance: z.number() })),
  /** Of subjects held out from training; undefined when there are none. */
  score: Profile.optional(),
  /** Held-out subjects at or below the operating p-value, by time block of `score`. */
  alerts: z.object({ pValue: z.number(), flagged: z.number().int(), n: z.number().int() }),
  data: DataFacts,
});
export type Envelope = z.infer<typeof Envelope>;
