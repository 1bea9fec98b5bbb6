import { z } from "zod";
import type { ModelVersion } from "../../../shared/contract/models.ts";
import type { DatasetVersion } from "../../../shared/contract/telemetry.ts";
import type { RetrainingProposal } from "../../../shared/contract/upkeep.ts";
import type { UpkeepSettings } from "../../../shared/contract/upkeep-settings.ts";
import { ocsfVersion } from "../../../shared/domain/ocsf.ts";
import { verdictKinds } from "../../../shared/domain/verdict.ts";
import type { LoadedPackage } from "../features/packages.ts";
import { contentId } from "../hash.ts";
import { selectLabels } from "../labels/training-labels.ts";
import { loadText, nowUs } from "../runtime.ts";
import { mappingDigestsOf } from "../scoring/train-model.ts";
import { modelVersions } from "../scoring/versions.ts";
import type { Database } from "../sqlite/database.ts";
import { query } from "../sqlite/statement.ts";
import { findDatasetVersion } from "../workspace/dataset-versions.ts";
import { isOutside } from "./upkeep.ts";

const verdictsSql = loadText(import.meta.url, "verdicts-since.sql");
const dayUs = 86_400_000_000;

/** What is known when it is asked whether to train again. */
export interface RetrainingFacts {
  readonly ageDays: number;
  readonly isOutside: boolean;
  readonly verdicts: number;
  /** What the data are now and were not when it was trained. */
  readonly schema: readonly string[];
}

/** Pure: the reasons to train again, in a fixed order. */
export function retrainingTriggers(
  { ageDays, isOutside: outside, verdicts, schema }: RetrainingFacts,
  { days, verdicts: enough }: UpkeepSettings["retrain"],
): RetrainingProposal["triggers"] {
  return [
    ...(ageDays >= days ? [{ trigger: "age" as const, text: `Trained ${Math.floor(ageDays)} days ago; due after ${days}.` }] : []),
    ...(outside ? [{ trigger: "drift" as const, text: "The newest run’s data are outside what it was trained on." }] : []),
    ...(verdicts >= enough ? [{ trigger: "verdicts" as const, text: `${verdicts} cases were judged since; due after ${enough}.` }] : []),
    ...(schema.length > 0 ? [{ trigger: "schema" as const, text: `Its events were read otherwise: ${schema.join(", ")}.` }] : []),
  ];
}

const teaching = JSON.stringify(verdictKinds.filter(({ trainingUse }) => trainingUse !== "none").map(({ key }) => key));

function schemaChanges(db: Database, version: ModelVersion, dataset: DatasetVersion): string[] {
  const known = new Set(version.mappingDigests);
  const other = mappingDigestsOf(db, dataset).filter((digest) => !known.has(digest));
  return [
    ...(version.ocsfVersion === ocsfVersion ? [] : [`OCSF ${ocsfVersion}, then ${version.ocsfVersion}`]),
    ...(other.length === 0 ? [] : [`mapping ${other.map((digest) => digest.slice(0, 12)).join(", ")}`]),
  ];
}

/** The training that is called for after the newest version trained here, or undefined: also where there is no such version yet. */
export function proposeRetraining(db: Database, pkg: LoadedPackage): RetrainingProposal | undefined {
  const model = pkg.spec.name;
  const after = modelVersions(db, model).find(({ stage, foreign }) => foreign === undefined && stage !== "quarantined");
  const dataset = findDatasetVersion(db, undefined);
  if (after === undefined || dataset === undefined) return undefined;
  const now = nowUs();
  const verdicts =
    query(db, verdictsSql, z.object({ n: z.number().int() })).get({ model, since: after.createdAt, verdicts: teaching })?.n ?? 0;
  const triggers = retrainingTriggers(
    {
      ageDays: (now - after.createdAt) / dayUs,
      isOutside: isOutside(db, model, after.id),
      verdicts,
      schema: schemaChanges(db, after, dataset),
    },
    pkg.spec.upkeep.retrain,
  );
  if (triggers.length === 0) return undefined;
  const { rows, leftOut } = selectLabels(db, pkg, now);
  const positives = rows.filter(({ isAnomaly }) => isAnomaly).length;
  return {
    id: contentId({ model, after: after.id, dataset: dataset.id, triggers: triggers.map(({ trigger }) => trigger) }),
    model,
    after: after.id,
    triggers,
    dataset: { id: dataset.id, number: dataset.number, events: dataset.events },
    labels: { positives, negatives: rows.length - positives, leftOut: leftOut.length },
  };
}
