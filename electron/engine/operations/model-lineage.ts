import type { ModelVersion, Run } from "../../../shared/contract/models.ts";
import type { ExportManifest } from "../../../shared/contract/workspace.ts";
import type { StageStep } from "../../../shared/contract/stages.ts";
import type { z } from "zod";
import { anomaliesOf, datasetVersion, modelVersion, namedModel, readDataset } from "../lineage/datasets.ts";
import { facets, type Facets } from "../lineage/facet.ts";
import type { RunRef } from "../lineage/lineage-log.ts";
import { nominalTime, recordRun } from "../lineage/record-run.ts";
import { redactSql } from "../lineage/redact-sql.ts";
import type { Dataset } from "../lineage/run-event.ts";
import { type ModelWork, trainModel } from "../scoring/train-model.ts";
import { findVersion, modelVersions } from "../scoring/versions.ts";
import type { DecisionLog } from "../sqlite/decision-log.ts";
import { listDatasetVersions } from "../workspace/dataset-versions.ts";
import type { EngineParts } from "./engine-parts.ts";

type Training = ModelWork & { readonly seed: number };

const featureSql = ({ pkg }: Pick<ModelWork, "pkg">): Facets => facets({ sql: { query: redactSql(pkg.featuresSql), dialect: "duckdb" } });
const coveredTime = ({ range, dataset }: Pick<ModelWork, "range" | "dataset">): Facets =>
  nominalTime({ from: range.from ?? dataset.timeRange?.from, to: range.to ?? dataset.timeRange?.to });

/** Trains as `trainModel` does, recorded as `model.train`; under the scoring run that had no version to use, if that is why. */
export const recordTraining =
  ({ lineage }: EngineParts, parent?: RunRef) =>
  (work: Training, train: (work: Training) => Promise<ModelVersion> = trainModel): Promise<ModelVersion> =>
    recordRun(
      lineage,
      {
        job: "model.train",
        jobType: "TRAIN",
        inputs: [readDataset(work.dataset, work.range)],
        outputs: [namedModel(work.pkg.spec)],
        parent,
        runFacets: coveredTime(work),
        jobFacets: featureSql(work),
      },
      () => train(work),
      (version) => ({ outputs: [withSchema(modelVersion(version), namedModel(work.pkg.spec))] }),
    );

/** Records the import of a model file as `model.import`, from the file and the dataset that calibrated it. */
export const recordModelImport = <T extends { readonly version: ModelVersion }>(
  { lineage }: EngineParts,
  work: Omit<ModelWork, "runtime">,
  file: { readonly name: string; readonly sha256: string },
  take: () => Promise<T>,
): Promise<T> => {
  const source: Dataset = {
    name: `model-files/${file.name}`,
    facets: facets({ version: { datasetVersion: file.sha256 }, datasetType: { datasetType: "FILE" } }),
  };
  return recordRun(
    lineage,
    {
      job: "model.import",
      jobType: "IMPORT",
      inputs: [source, readDataset(work.dataset, work.range)],
      outputs: [namedModel(work.pkg.spec)],
      runFacets: coveredTime(work),
      jobFacets: featureSql(work),
    },
    take,
    ({ version }) => ({ outputs: [withSchema(modelVersion(version), namedModel(work.pkg.spec))] }),
  );
};

const withSchema = (to: Dataset, from: Dataset): Dataset => ({ ...to, facets: { ...from.facets, ...to.facets } });

/** Records a scoring run as `score.batch`. */
export function recordScoring(
  parts: EngineParts,
  work: ModelWork & { readonly version: string },
  score: (run: RunRef) => Promise<Run>,
): Promise<Run> {
  const { db } = parts.workspace;
  const known = findVersion(db, work.pkg.spec.name, work.version);
  const dataset = readDataset(work.dataset, work.range);
  return recordRun(
    parts.lineage,
    {
      job: "score.batch",
      jobType: "SCORE",
      inputs: [dataset, known === undefined ? namedModel(work.pkg.spec) : modelVersion(known)],
      runFacets: coveredTime(work),
      jobFacets: featureSql(work),
    },
    score,
    (run) => ({
      inputs: [dataset, ...versionsOf(parts, [run.modelVersion])],
      outputs: [anomaliesOf(run)],
      runFacets: facets({ quarry_score: { subjects: run.subjects, surfaced: run.surfaced, calibrationRows: run.calibrationRows } }),
    }),
  );
}

const versionsOf = (parts: EngineParts, ids: readonly string[]): Dataset[] =>
  modelVersions(parts.workspace.db)
    .filter(({ id }) => ids.includes(id))
    .map((version) => modelVersion(version));

function decisionFacet(log: DecisionLog, kind: string): Facets {
  const [last] = log.page({ limit: 1, kind }).decisions;
  return last === undefined ? {} : facets({ quarry_decision: { kind, id: last.id, hash: last.hash } });
}

/** Records a promotion as `model.promote`, from the version to its model's alias. */
export function recordPromotion(
  parts: EngineParts,
  input: { model: string; version: string },
  promote: () => ModelVersion,
): Promise<ModelVersion> {
  const { db, log } = parts.workspace;
  const version = findVersion(db, input.model, input.version);
  return recordRun(
    parts.lineage,
    { job: "model.promote", jobType: "PROMOTE", inputs: version === undefined ? [] : [modelVersion(version)] },
    async () => promote(),
    (promoted) => ({ outputs: [modelVersion(promoted, "champion")], runFacets: decisionFacet(log, "model.promote") }),
  );
}

const stepTypes = { "model.rollback": "ROLLBACK", "model.demote": "DEMOTE", "model.quarantine": "QUARANTINE" } as const;

/** Records a step that ends a champion or makes an earlier one, from the version that was to the alias as it is then; without a champion, from it to nothing. */
export function recordStageStep(
  parts: EngineParts,
  { job, model, version }: { job: keyof typeof stepTypes; model: string; version: string | null },
  step: () => Promise<StageStep>,
): Promise<StageStep> {
  const { db, log } = parts.workspace;
  const known = version === null ? undefined : findVersion(db, model, version);
  return recordRun(
    parts.lineage,
    { job, jobType: stepTypes[job], inputs: known === undefined ? [] : [modelVersion(known)] },
    step,
    ({ champion, event }) => {
      const now = champion === null ? undefined : findVersion(db, model, champion);
      return {
        outputs: now === undefined ? [] : [modelVersion(now, "champion")],
        runFacets: event === null ? {} : decisionFacet(log, job),
      };
    },
  );
}

type Manifest = z.infer<typeof ExportManifest>;

/** What every export has in common: where it went, and what it rests on. */
interface Exported {
  readonly file: string;
  readonly sha256: string;
  readonly rows: number;
  readonly modelVersions: readonly string[];
  readonly datasetVersions: readonly string[];
}

/** Records an export as `job`, from the models and dataset versions behind it, and the verdicts as of now. */
function recordExportAs<T extends Exported>(parts: EngineParts, job: string, decisionKind: string, work: () => Promise<T>): Promise<T> {
  const { db, log } = parts.workspace;
  const verdicts = (): Dataset => ({
    name: "verdicts",
    facets: facets({ version: { datasetVersion: log.head().hash }, datasetType: { datasetType: "TABLE" } }),
  });
  return recordRun(parts.lineage, { job, jobType: "EXPORT", inputs: [verdicts()] }, work, (manifest) => ({
    inputs: [
      verdicts(),
      ...listDatasetVersions(db)
        .filter(({ id }) => manifest.datasetVersions.includes(id))
        .map(datasetVersion),
      ...versionsOf(parts, manifest.modelVersions),
    ],
    outputs: [
      {
        name: `exports/${manifest.file}`,
        facets: facets({ version: { datasetVersion: manifest.sha256 }, datasetType: { datasetType: "FILE" } }),
        use: facets({ outputStatistics: { rowCount: manifest.rows, fileCount: 1 } }),
      },
    ],
    runFacets: decisionFacet(log, decisionKind),
  }));
}

export const recordExport = (parts: EngineParts, work: () => Manifest): Promise<Manifest> =>
  recordExportAs(parts, "labels.export", "labels.export", async () => work());

/** Findings, incidents and whatever else leaves the desk as a file, as `<what>.export`. */
export const recordFileExport = <T extends Exported>(parts: EngineParts, what: string, work: () => Promise<T>): Promise<T> =>
  recordExportAs(parts, `${what}.export`, "export.write", work);
