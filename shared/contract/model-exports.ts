import { z } from "zod";
import { job } from "./request.ts";

export const ModelFormat = z.enum(["mlflow"]);
export type ModelFormat = z.infer<typeof ModelFormat>;

/** A model version as a folder that another registry can hold. */
export const ExportedModel = z.object({
  model: z.string(),
  version: z.string(),
  format: ModelFormat,
  /** Name of the folder. */
  folder: z.string(),
  /** sha256 over the names and digests of all its files. */
  digest: z.string(),
  /** As MLflow knows it; made from the version's id. */
  modelUuid: z.string(),
  /** By name. `sha256` in hex, `bytes` the size. */
  files: z.array(z.object({ name: z.string(), sha256: z.string(), bytes: z.number().int() })),
  /** Rows with their scores, by which whoever loads it can see that it scores there as here; 0 where it takes values that no row can be made of. */
  goldenRows: z.number().int(),
  decision: z.string(),
});
export type ExportedModel = z.infer<typeof ExportedModel>;

export const modelExportRequests = {
  /**
   * Writes a version as an MLflow model folder into the workspace's `exports/`, or to `out` for hosts on the analyst's own side. Signed for in the
   * decision log before the first byte. The same version gives the same bytes.
   */
  "models.export": job(
    z.object({
      model: z.string().min(1).max(200),
      version: z.string().min(1).max(200),
      format: ModelFormat.default("mlflow"),
      out: z.string().optional(),
      analyst: z.string().max(120).optional(),
    }),
    ExportedModel,
  ),
} as const;
