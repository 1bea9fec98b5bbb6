import { AppError } from "../../../shared/contract/errors.ts";
import type { LoadedPackage } from "../features/packages.ts";

/** OCSF attributes that say how an event was judged, or are known only afterwards: a model that reads them learns the answer. */
const outcome =
  /\b(severity(_id)?|disposition(_id)?|verdict(_id)?|is_alert|risk_(score|level|level_id|details)|confidence(_id|_score)?|finding_info\w*|impact(_id|_score)?|is_suspected_breach)\b/i;

/** @throws AppError `forbidden` when the package's features read how events were judged. */
export function refuseOutcomeColumns({ spec, featuresSql }: LoadedPackage): void {
  const code = featuresSql.replaceAll(/--[^\n]*|\/\*[\s\S]*?\*\/|'(?:[^']|'')*'/g, " ");
  const found = outcome.exec(code);
  if (found !== null)
    throw new AppError(
      "forbidden",
      `features.sql of ${spec.name} reads "${found[0]}", which says how an event was judged. A model may not learn from it.`,
      {
        file: "features.sql",
        field: found[0],
      },
    );
}
