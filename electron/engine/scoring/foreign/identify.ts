import type { ImportedModel } from "../../../../shared/contract/foreign-models.ts";
import type { ModelVersion } from "../../../../shared/contract/models.ts";
import type { Database } from "../../sqlite/database.ts";
import type { MlModelFacts } from "../mlflow/mlmodel.ts";
import { modelVersions } from "../versions.ts";

export type Identity = NonNullable<ImportedModel["identity"]>;
type Claims = NonNullable<MlModelFacts["claims"]>;

const short = (id: string): string => id.slice(0, 12);

/**
 * Whether a model that says it was exported as a version is that version here. A claim is believed only where this workspace registered the version
 * itself, for this package, with a file of the same sha256; otherwise it comes in as anything made elsewhere does, and the reason is told.
 */
export function identify(
  db: Database,
  claims: Claims,
  onnxSha256: string,
  model: string,
): { readonly identity: Identity; readonly version?: ModelVersion } {
  const name = `${claims.model}@${short(claims.version)}`;
  const other = (because: string) => ({ identity: { exported: claims.version, state: "other" as const, because } });
  const version = modelVersions(db).find(({ id }) => id === claims.version);
  if (version === undefined)
    return other(
      `It was exported as ${name}, which was never in this workspace, nor were its events: it is registered as a version of its own, calibrated on those that are here.`,
    );
  if (version.model !== model || claims.model !== model)
    return other(`It was exported as ${name}, and is taken into ${model}: a version belongs to one model only.`);
  if (version.onnxSha256 !== onnxSha256)
    return other(`It says that it was exported as ${name}, whose file has another sha256 (${short(version.onnxSha256)}).`);
  return {
    identity: { exported: version.id, state: "same", because: `It is ${name}, which is here already: nothing was added.` },
    version,
  };
}
