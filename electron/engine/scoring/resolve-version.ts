import { AppError } from "../../../shared/contract/errors.ts";
import type { ModelVersion } from "../../../shared/contract/models.ts";
import type { ModelWork } from "./train-model.ts";
import { trainModel } from "./train-model.ts";
import { findVersion, modelVersions } from "./versions.ts";

export interface ResolvedVersion {
  readonly version: ModelVersion;
  /** What an analyst must know about how this version came to be used. */
  readonly notices: readonly string[];
}

const defaultSeed = 1;
export const shortId = (id: string): string => id.slice(0, 12);

/**
 * The version a run uses. Where a model has no champion the newest usable version stands in, and where it has none at all one
 * is trained on the given events; either is said in a notice, and neither changes a stage: promotion is a person's act.
 */
export async function resolveVersion(work: ModelWork, selector: string): Promise<ResolvedVersion> {
  const { db, pkg } = work;
  const { name } = pkg.spec;
  const wanted = findVersion(db, name, selector);
  if (wanted?.stage === "quarantined") throw new AppError("conflict", `${name}@${shortId(wanted.id)} is quarantined and may not score.`);
  if (wanted !== undefined) return { version: wanted, notices: [] };
  if (selector !== "champion" && selector !== "candidate")
    throw new AppError("not-found", `${name} has no version "${selector}".`, { field: "version" });
  const candidate = findVersion(db, name, "candidate");
  if (candidate !== undefined)
    return { version: candidate, notices: [`${name} has no champion; scored with ${candidate.stage} version ${shortId(candidate.id)}.`] };
  if (modelVersions(db, name).some(({ foreign }) => foreign === undefined))
    throw new AppError("conflict", `Every version of ${name} is retired or quarantined. Train a new one or promote an older one.`, {
      field: "version",
    });
  const version = await (work.train ?? trainModel)({ ...work, seed: defaultSeed });
  return {
    version,
    notices: [`${name} had no version; ${shortId(version.id)} was trained on these events and is registered, not promoted.`],
  };
}
