import { AppError } from "../../../shared/contract/errors.ts";
import type { ModelPackage, Run } from "../../../shared/contract/models.ts";
import { loadBundle } from "../scoring/bundle.ts";
import type { z } from "zod";

type Package = z.infer<typeof ModelPackage>;

/** The package that a run's model version was made with; undefined when its bundle is gone. Read once per version. */
export type ModelFacts = (run: Pick<Run, "model" | "modelVersion">) => Package | undefined;

export function createModelFacts(root: string): ModelFacts {
  const known = new Map<string, Package | undefined>();
  return ({ model, modelVersion }) => {
    if (!known.has(modelVersion)) known.set(modelVersion, read(root, model, modelVersion));
    return known.get(modelVersion);
  };
}

function read(root: string, model: string, version: string): Package | undefined {
  try {
    return loadBundle(root, model, version).pkg.spec;
  } catch (error) {
    if (error instanceof AppError) return undefined;
    throw error;
  }
}
