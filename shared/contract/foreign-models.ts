import { z } from "zod";
import { ModelVersion } from "./models.ts";
import { job } from "./request.ts";
import { TimeRange } from "./telemetry.ts";

const Name = z.string().min(1).max(200);
const Scalar = z.union([z.number(), z.string().max(1000), z.null()]);
const Rows = z.array(z.array(Scalar)).max(100_000);

export const ScoreDirection = z.enum(["higher_is_anomalous", "lower_is_anomalous"]);
export type ScoreDirection = z.infer<typeof ScoreDirection>;
/** How an output becomes one number per row: as it is, the error of a reconstruction, or one column of it. */
export const Reducer = z.enum(["none", "mse", "mae", "column"]);
export type Reducer = z.infer<typeof Reducer>;

/** A value the model reads: a feature, key, `x_…` column, `events` or `subject_label` of the package's features.sql, by name. */
export const ForeignFeature = z.object({
  name: Name,
  dtype: z.enum(["float32", "int64", "string", "bool"]).default("float32"),
  unit: z.string().max(100).default(""),
  /** What becomes of a missing value: the subject is not scored, or a constant stands in. */
  nullPolicy: z.union([z.literal("reject"), z.object({ constant: z.union([z.number(), z.string().max(1000)]) })]).default("reject"),
  key: z.boolean().default(false),
});
export type ForeignFeature = z.infer<typeof ForeignFeature>;

export const ForeignInput = z.object({ tensor: Name, layout: z.enum(["matrix", "column"]), features: z.array(Name).min(1).max(4096) });
export type ForeignInput = z.infer<typeof ForeignInput>;

export const ForeignOutputs = z.object({
  score: z.object({
    tensor: Name,
    reduce: Reducer.default("none"),
    column: z.number().int().nonnegative().optional(),
    direction: ScoreDirection,
  }),
  label: z.object({ tensor: Name, anomalousValue: z.union([z.number(), z.string()]) }).optional(),
});
export type ForeignOutputs = z.infer<typeof ForeignOutputs>;

export const Golden = z.object({
  /** One value per feature, in the features' order. */
  in: Rows.min(1),
  /** The score as the model gives it: reduced, its direction not yet turned. */
  out: z.array(z.number()).min(1),
  atol: z.number().nonnegative().default(1e-5),
  rtol: z.number().nonnegative().default(1e-4),
});
export type Golden = z.infer<typeof Golden>;

/** manifest.json beside model.onnx: what the file itself cannot say. */
export const ForeignManifest = z.object({
  contractVersion: z.literal(1),
  name: Name,
  version: z.string().max(100).default(""),
  task: z.literal("anomaly"),
  features: z.array(ForeignFeature).min(1).max(4096),
  inputs: z.array(ForeignInput).min(1).max(256),
  outputs: ForeignOutputs,
  /** Where the model's author would draw the line, in the model's own score; kept, and not used for ranking. */
  threshold: z.number().optional(),
  /** in_graph, none: the model takes values as observed. package: it takes them transformed as the package's own models do. */
  preprocessing: z.enum(["in_graph", "none", "package"]),
  golden: Golden.optional(),
  /** Rows known to be strange and known to be ordinary, for the test of the direction. */
  knownRows: z.object({ bad: Rows, good: Rows }).optional(),
  /** sha256 of the model file and of every file its tensors lie in. */
  digests: z.record(z.string(), z.string().regex(/^[0-9a-f]{64}$/)),
});
export type ForeignManifest = z.infer<typeof ForeignManifest>;

const TensorFacts = z.object({
  name: z.string(),
  dtype: z.string(),
  /** null is any number. */
  shape: z.array(z.number().int().nullable()),
});
export type TensorFacts = z.infer<typeof TensorFacts>;

/** What a model file says of itself, and what was noticed while it was checked. */
export const ForeignFacts = z.object({
  producer: z.string(),
  irVersion: z.number().int(),
  opsets: z.record(z.string(), z.number().int()),
  nodes: z.number().int(),
  operators: z.array(z.string()),
  inputs: z.array(TensorFacts),
  outputs: z.array(TensorFacts),
  metadata: z.record(z.string(), z.string()),
  /** Rows must be given one by one. */
  oneRowAtATime: z.boolean(),
  /** Files beside the model that its tensors were read from. */
  sidecars: z.array(z.string()),
  warnings: z.array(z.string()),
});
export type ForeignFacts = z.infer<typeof ForeignFacts>;

/** One .onnx file or one folder; a page, which cannot name a folder, hands over the files that would lie in it. */
const Files = { paths: z.array(z.string()).max(1).default([]), grants: z.array(z.string()).max(64).default([]) };

export const InspectModelInput = z.object({
  ...Files,
  package: Name,
  dataset: z.string().optional(),
  range: TimeRange.default({}),
});
/** A suggestion and nothing more: a person looks at the rows and says which way the score points. */
export const ModelSuggestion = z.object({
  file: z.string(),
  sha256: z.string(),
  facts: ForeignFacts,
  suggested: z
    .object({ tensor: z.string(), reduce: Reducer, column: z.number().int().nullable(), direction: ScoreDirection, because: z.string() })
    .nullable(),
  /** What the bundle's manifest says, which is not to be given otherwise; null for a bare file. */
  declared: z
    .object({
      name: z.string(),
      version: z.string(),
      tensor: z.string(),
      reduce: Reducer,
      column: z.number().int().nullable(),
      direction: ScoreDirection,
      preprocessing: z.enum(["in_graph", "none", "package"]),
      goldenRows: z.number().int(),
    })
    .nullable(),
  /** Why nothing could be suggested, or no rows shown. */
  missing: z.array(z.string()),
  /** Subjects from the lowest to the highest score, in fifths. */
  rows: z.array(z.object({ subject: z.string(), score: z.number(), values: z.record(z.string(), Scalar) })),
});
export type ModelSuggestion = z.infer<typeof ModelSuggestion>;

export const ImportModelInput = z.object({
  ...Files,
  package: Name,
  dataset: z.string().optional(),
  range: TimeRange.default({}),
  /** For a bare .onnx file; a bundle's manifest says these itself. */
  name: Name.optional(),
  score: Name.optional(),
  direction: ScoreDirection.optional(),
  reduce: Reducer.optional(),
  column: z.number().int().nonnegative().optional(),
  preprocessing: z.enum(["in_graph", "none", "package"]).optional(),
  /** Whether If, Loop and Scan may be in the graph beyond what a known exporter writes. */
  allowControlFlow: z.boolean().default(false),
});

const DirectionTest = z.object({
  state: z.enum(["pass", "uncertain", "insufficient"]),
  bad: z.number().int(),
  good: z.number().int(),
  auc: z.number().nullable(),
  low: z.number().nullable(),
  high: z.number().nullable(),
  because: z.string(),
});
export type DirectionTest = z.infer<typeof DirectionTest>;

export const ImportedModel = z.object({
  version: ModelVersion,
  file: z.string(),
  sha256: z.string(),
  facts: ForeignFacts,
  outputs: ForeignOutputs,
  golden: z.object({ state: z.enum(["pass", "none"]), rows: z.number().int(), largestDifference: z.number().nullable() }),
  direction: DirectionTest,
  calibration: z.object({ subjects: z.number().int(), scored: z.number().int(), unscored: z.array(z.string()) }),
  /**
   * Of what a desk exported: the version it was exported as. `same`: it is that version, which this workspace has, and nothing was added. `other`: it
   * came in as a version of its own, and why.
   */
  identity: z.object({ exported: z.string(), state: z.enum(["same", "other"]), because: z.string() }).optional(),
  warnings: z.array(z.string()),
});
export type ImportedModel = z.infer<typeof ImportedModel>;

export const foreignModelRequests = {
  "models.inspect": job(InspectModelInput, ModelSuggestion),
  "models.import": job(ImportModelInput, ImportedModel),
} as const;
