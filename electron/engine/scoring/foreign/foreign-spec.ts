import { z } from "zod";
import { ForeignManifest } from "../../../../shared/contract/foreign-models.ts";

/** foreign.json of a bundle: how a model made elsewhere is fed and read, and what was found when it came in. */
export const ForeignSpec = ForeignManifest.pick({
  name: true,
  version: true,
  features: true,
  inputs: true,
  outputs: true,
  threshold: true,
  preprocessing: true,
}).extend({
  schema: z.literal(1),
  allowControlFlow: z.boolean(),
  source: z.object({ file: z.string(), sha256: z.string(), sidecars: z.record(z.string(), z.string()) }),
  golden: ForeignManifest.shape.golden,
  /** Anomalies with a verdict when it came in: their subjects do not calibrate it. */
  judgedBefore: z.array(z.string()),
  warnings: z.array(z.string()),
});
export type ForeignSpec = z.infer<typeof ForeignSpec>;
