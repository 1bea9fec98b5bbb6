import { z } from "zod";
import { AppError } from "../../../shared/contract/errors.ts";
import { type ModelVersion, Stage } from "../../../shared/contract/models.ts";
import { canonicalJson } from "../../../shared/lib/canonical-json.ts";
import { loadText, nowUs } from "../runtime.ts";
import type { Database } from "../sqlite/database.ts";
import { execute, inTransaction, query } from "../sqlite/statement.ts";
import { BundleManifest } from "./bundle.ts";

const insertVersionSql = loadText(import.meta.url, "insert-model-version.sql");
const insertStageSql = loadText(import.meta.url, "insert-registered-stage.sql");
const versionsSql = loadText(import.meta.url, "model-versions.sql");

const Row = z.object({ id: z.string(), model: z.string(), manifest: z.string(), created_at_us: z.number().int(), stage: Stage });

function toModelVersion(row: z.infer<typeof Row>): ModelVersion {
  const manifest = BundleManifest.parse(JSON.parse(row.manifest));
  return {
    id: row.id,
    model: row.model,
    stage: row.stage,
    createdAt: row.created_at_us,
    datasetVersion: manifest.datasetVersion,
    timeRange: manifest.timeRange,
    seed: manifest.seed,
    packageDigest: manifest.packageDigest,
    featureSqlDigest: manifest.featureSqlDigest,
    onnxSha256: manifest.files["model.onnx"] ?? "",
    codeDigest: manifest.codeDigest,
    ocsfVersion: manifest.ocsfVersion,
    mappingDigests: manifest.mappingDigests,
    trainRows: manifest.trainRows,
    calibrationRows: manifest.calibrationRows,
    ...(manifest.labels === undefined ? {} : { labels: manifest.labels }),
    ...foreignOf(manifest),
  };
}

function foreignOf({ algorithm }: BundleManifest): Pick<ModelVersion, "foreign"> {
  return algorithm.kind === "foreign-onnx" ? { foreign: { producer: algorithm.producer, sourceSha256: algorithm.sourceSha256 } } : {};
}

/** Newest first; of one model or of all. */
export const modelVersions = (db: Database, model?: string): ModelVersion[] =>
  query(db, versionsSql, Row)
    .all({ model: model ?? null })
    .map(toModelVersion);

/** Enters a written bundle as `registered`. One of the same content that is known already keeps its stage and date. */
export function registerVersion(db: Database, id: string, manifest: BundleManifest): ModelVersion {
  const { model, datasetVersion: dataset } = manifest;
  inTransaction(db, () => {
    execute(db, insertVersionSql, { id, model, manifest: canonicalJson(manifest), dataset, createdAt: nowUs() });
    execute(db, insertStageSql, { id, model });
  });
  const registered = modelVersions(db, model).find((v) => v.id === id);
  if (registered === undefined) throw new Error(`model version ${id} was not registered`);
  return registered;
}

/**
 * `champion`, `candidate` (the newest version trained here and not retired or quarantined), or a version's id or a prefix that fits one only.
 * Gives undefined when nothing fits; throws AppError `bad-input` when several do.
 */
export function findVersion(db: Database, model: string, selector: string): ModelVersion | undefined {
  const versions = modelVersions(db, model);
  if (selector === "champion") return versions.find((v) => v.stage === "champion");
  if (selector === "candidate") return versions.find((v) => v.stage !== "retired" && v.stage !== "quarantined" && v.foreign === undefined);
  const fitting = selector === "" ? [] : versions.filter((v) => v.id.startsWith(selector));
  if (fitting.length > 1)
    throw new AppError("bad-input", `"${selector}" fits ${fitting.length} versions of ${model}. Give more of the id.`, {
      field: "version",
    });
  return fitting[0];
}
