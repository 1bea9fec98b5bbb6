import type { Evaluation, GateLine } from "../../../shared/contract/evaluations.ts";
import type { ModelVersion, Run } from "../../../shared/contract/models.ts";
import type { ShadowRun } from "../../../shared/contract/preview.ts";
import type { DatasetVersion } from "../../../shared/contract/telemetry.ts";
import type { ExportManifest } from "../../../shared/contract/workspace.ts";
import type { StageStep } from "../../../shared/contract/stages.ts";
import packageJson from "../../../package.json" with { type: "json" };
import { canonicalJson } from "../../../shared/lib/canonical-json.ts";
import type { z } from "zod";
import type { ReviewWork } from "../lifecycle/review/draw-review.ts";
import { makingsOf } from "../lifecycle/model-log.ts";
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
import { signer } from "./triage-operations.ts";

type Training = ModelWork & { readonly seed: number };

const featureSql = ({ pkg }: Pick<ModelWork, "pkg">): Facets => facets({ sql: { query: redactSql(pkg.featuresSql), dialect: "duckdb" } });
const coveredTime = ({ range, dataset }: Pick<ModelWork, "range" | "dataset">): Facets =>
  nominalTime({ from: range.from ?? dataset.timeRange?.from, to: range.to ?? dataset.timeRange?.to });

/** Trains as `trainModel` does, recorded as `model.train`; under the scoring run that had no version to use, if that is why. */
export const recordTraining =
  (parts: EngineParts, parent?: RunRef) =>
  (work: Training, train: (work: Training) => Promise<ModelVersion> = trainModel): Promise<ModelVersion> =>
    recordRun(
      parts.lineage,
      {
        job: "model.train",
        jobType: "TRAIN",
        inputs: [readDataset(work.dataset, work.range)],
        outputs: [namedModel(work.pkg.spec)],
        parent,
        runFacets: coveredTime(work),
        jobFacets: featureSql(work),
      },
      async () => signMaking(parts, "model.train", await train(work)),
      (version) => ({ outputs: [withSchema(modelVersion(version), namedModel(work.pkg.spec))] }),
    );

/** Records the import of a model file as `model.import`, from the file and the dataset that calibrated it. */
export const recordModelImport = <T extends { readonly version: ModelVersion }>(
  parts: EngineParts,
  work: Omit<ModelWork, "runtime">,
  file: { readonly name: string; readonly sha256: string },
  take: () => Promise<T>,
): Promise<T> => {
  const source: Dataset = {
    name: `model-files/${file.name}`,
    facets: facets({ version: { datasetVersion: file.sha256 }, datasetType: { datasetType: "FILE" } }),
  };
  return recordRun(
    parts.lineage,
    {
      job: "model.import",
      jobType: "IMPORT",
      inputs: [source, readDataset(work.dataset, work.range)],
      outputs: [namedModel(work.pkg.spec)],
      runFacets: coveredTime(work),
      jobFacets: featureSql(work),
    },
    async () => {
      const taken = await take();
      signMaking(parts, "model.import", taken.version);
      return taken;
    },
    ({ version }) => ({ outputs: [withSchema(modelVersion(version), namedModel(work.pkg.spec))] }),
  );
};

/** Enters in the log who made a version and under what; entered already by the same person it is not entered again. */
function signMaking(parts: EngineParts, kind: "model.train" | "model.import", version: ModelVersion): ModelVersion {
  const { db, log } = parts.workspace;
  const by = signer(parts, undefined);
  const environment = makingEnvironment();
  const isKnown = makingsOf(db, version.model, version.id).some(
    (made) => made.by === by && canonicalJson(made.environment) === canonicalJson(environment),
  );
  if (!isKnown) log.append({ actor: by, kind, body: { model: version.model, version: version.id, environment } });
  return version;
}

/** What a version is made under, for its entry in the log. */
const makingEnvironment = (): Record<string, string> => ({
  quarry: packageJson.version,
  node: process.version,
  onnxruntime: packageJson.dependencies["onnxruntime-node"],
  platform: `${process.platform} ${process.arch}`,
});

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

/** Records a version's scoring beside a run as `score.shadow`. What it made is no anomaly, so that it names no output. */
export function recordShadow(
  parts: EngineParts,
  work: ModelWork,
  version: ModelVersion,
  score: () => Promise<ShadowRun>,
): Promise<ShadowRun> {
  const inputs = [readDataset(work.dataset, work.range), modelVersion(version)];
  return recordRun(parts.lineage, { job: "score.shadow", jobType: "SCORE", inputs, runFacets: coveredTime(work) }, score, () => ({
    outputs: [],
  }));
}

/** Records that the cases of a blind review were drawn as `model.review`, from both versions and the dataset. */
export function recordReview<T>(parts: EngineParts, work: ReviewWork, draw: () => Promise<T>): Promise<T> {
  const { candidate, champion, dataset } = work;
  const inputs = [
    modelVersion(candidate),
    ...(champion === undefined ? [] : [modelVersion(champion, "champion")]),
    datasetVersion(dataset),
  ];
  return recordRun(parts.lineage, { job: "model.review", jobType: "EVALUATE", inputs }, draw, () => ({ outputs: [] }));
}

const versionsOf = (parts: EngineParts, ids: readonly string[]): Dataset[] =>
  modelVersions(parts.workspace.db)
    .filter(({ id }) => ids.includes(id))
    .map((version) => modelVersion(version));

function decisionFacet(log: DecisionLog, kind: string): Facets {
  const [last] = log.page({ limit: 1, kind }).decisions;
  return last === undefined ? {} : facets({ quarry_decision: { kind, id: last.id, hash: last.hash } });
}

/** A line as a test that an evaluation ran; one that could not be decided was not run, and blocks all the same. */
const toTest = ({ line, title, state, threshold, text, k, n }: GateLine) => ({
  name: `gate.${line}`,
  status: state === "insufficient" ? "skip" : state,
  severity: "error",
  type: "promotion_gate",
  description: title,
  expected: threshold,
  actual: state === "insufficient" ? `insufficient: ${text}` : text,
  ...(n === null ? {} : { params: { k: k ?? 0, n } }),
});

/** Records an evaluation as `model.evaluate`, with the lines of the gate as its tests. */
export function recordEvaluation(
  { lineage }: EngineParts,
  { version, champion, dataset }: { version: ModelVersion; champion: ModelVersion | undefined; dataset: DatasetVersion },
  evaluate: () => Promise<Evaluation>,
): Promise<Evaluation> {
  const inputs = [modelVersion(version), ...(champion === undefined ? [] : [modelVersion(champion, "champion")]), datasetVersion(dataset)];
  return recordRun(lineage, { job: "model.evaluate", jobType: "EVALUATE", inputs }, evaluate, ({ id, report }) => ({
    outputs: [
      {
        name: `evaluations/${version.model}`,
        facets: facets({ version: { datasetVersion: id }, datasetType: { datasetType: "FILE" } }),
      },
    ],
    runFacets: facets({ test: { tests: report.gate.map(toTest) } }),
  }));
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

/** Records a version that left as a folder as `model.export`. */
export const recordModelExport = <
  T extends { readonly folder: string; readonly digest: string; readonly files: readonly { readonly bytes: number }[] },
>(
  { lineage, workspace: { log } }: EngineParts,
  version: ModelVersion,
  work: () => Promise<T>,
): Promise<T> =>
  recordRun(lineage, { job: "model.export", jobType: "EXPORT", inputs: [modelVersion(version)] }, work, ({ folder, digest, files }) => ({
    outputs: [
      {
        name: `exports/${folder}`,
        facets: facets({ version: { datasetVersion: digest }, datasetType: { datasetType: "MODEL" } }),
        use: facets({ outputStatistics: { size: files.reduce((sum, { bytes }) => sum + bytes, 0), fileCount: files.length } }),
      },
    ],
    runFacets: decisionFacet(log, "export.write"),
  }));

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
