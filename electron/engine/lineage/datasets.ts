import type { ModelPackage, ModelVersion, Run } from "../../../shared/contract/models.ts";
import type { DatasetVersion, ImportedFile, SnapshotManifest } from "../../../shared/contract/telemetry.ts";
import { type ClassName, ocsfClasses } from "../../../shared/domain/ocsf.ts";
import { columnLineage, fileName } from "./column-lineage.ts";
import { facets } from "./facet.ts";
import type { Dataset } from "./run-event.ts";

// A dataset's name says what it is and stays; its version says which.
const asUri = (namespace: string, path: string): string => `${namespace}/${path.split("/").map(encodeURIComponent).join("/")}`;

/** A file before it has been read. */
export const namedFile = (namespace: string, name: string): Dataset => ({
  name: fileName(name),
  facets: facets({ dataSource: { name: fileName(name), uri: asUri(namespace, fileName(name)) }, datasetType: { datasetType: "FILE" } }),
});

export function sourceFile(namespace: string, file: ImportedFile): Dataset {
  const named = namedFile(namespace, file.name);
  return {
    ...named,
    facets: { ...named.facets, ...(file.sha256 === "" ? {} : facets({ version: { datasetVersion: file.sha256 } })) },
    use: facets({ inputStatistics: { rowCount: file.records, size: file.bytes, fileCount: 1 } }),
  };
}

/** One dataset for each OCSF class of a snapshot. */
export function ocsfTables(namespace: string, snapshotId: string, manifest: SnapshotManifest, csvMapping: string | undefined): Dataset[] {
  return ocsfClasses
    .filter(({ name }) => Object.hasOwn(manifest.classes, name))
    .map((ocsf) => {
      const segments = manifest.segments.filter((s) => s.class === ocsf.name);
      const sum = (of: (s: (typeof segments)[number]) => number): number => segments.reduce((n, s) => n + of(s), 0);
      return {
        name: tableName(ocsf.name),
        facets: facets({
          version: { datasetVersion: snapshotId },
          datasetType: { datasetType: "TABLE" },
          dataSource: { name: "snapshots", uri: asUri(namespace, `snapshots/${snapshotId}`) },
          schema: { fields: schemaOf(ocsf.columns) },
          columnLineage: columnLineage(namespace, ocsf.name, manifest.files, csvMapping),
          quarry_ocsf: { version: manifest.ocsfVersion, classUid: ocsf.uid, mappingDigest: manifest.mappingDigest },
        }),
        use: facets({ outputStatistics: { rowCount: sum((s) => s.rows), size: sum((s) => s.bytes), fileCount: segments.length } }),
      };
    });
}

const tableName = (name: ClassName): string => `ocsf/${name}`;

const schemaOf = (columns: readonly { name: string; type: string; path: string | undefined }[]) =>
  columns.map(({ name, type, path }, i) => ({
    name,
    type,
    ordinal_position: i + 1,
    ...(path === undefined ? {} : { description: `OCSF ${path}` }),
  }));

/** A class table as another run reads it: name, version and size only. */
export const readTable = ({ name, facets: all, use }: Dataset): Dataset => ({
  name,
  ...(all?.version === undefined ? {} : { facets: { version: all.version } }),
  ...(use?.outputStatistics === undefined ? {} : { use: facets({ inputStatistics: { ...use.outputStatistics } }) }),
});

export const datasetVersion = (version: DatasetVersion): Dataset => ({
  name: "dataset",
  facets: facets({
    version: { datasetVersion: version.id },
    datasetType: { datasetType: "TABLE", subType: "UNION" },
    quarry_dataset: { number: version.number, snapshots: version.snapshots, events: version.events },
  }),
});

/** The dataset version a run reads; a chosen time range is a filter, and of a filter only its form is told. */
export function readDataset(
  version: DatasetVersion,
  range: { readonly from?: number | undefined; readonly to?: number | undefined },
): Dataset {
  const compare = (comparison: string) => ({
    type: "compare",
    left: { type: "field", field: "time" },
    right: { type: "literal", value: "?" },
    comparison,
  });
  const [first, second] = [
    ...(range.from === undefined ? [] : [compare("GREATER_EQUAL_THAN")]),
    ...(range.to === undefined ? [] : [compare("LESS_THAN")]),
  ];
  if (first === undefined) return datasetVersion(version);
  const inputCondition = second === undefined ? first : { type: "binary", left: first, right: second, operator: "AND" };
  return { ...datasetVersion(version), use: facets({ subset: { inputCondition } }) };
}

export const modelName = (model: string): string => `models/${model}`;

/** A model before it is trained. */
export const namedModel = (spec: ModelPackage): Dataset => ({
  name: modelName(spec.name),
  facets: facets({
    datasetType: { datasetType: "MODEL" },
    schema: {
      fields: spec.features.map(({ name, title }, i) => ({ name, type: "double", ordinal_position: i + 1, description: title })),
    },
  }),
});

export const modelVersion = (version: ModelVersion, alias?: "champion"): Dataset => ({
  name: alias === undefined ? modelName(version.model) : `${modelName(version.model)}/${alias}`,
  facets: facets({
    version: { datasetVersion: version.id },
    datasetType: { datasetType: "MODEL" },
    quarry_model: {
      stage: version.stage,
      scoreDirection: "higher_is_anomalous",
      seed: version.seed,
      packageDigest: version.packageDigest,
      featureSqlDigest: version.featureSqlDigest,
      codeDigest: version.codeDigest,
      onnxSha256: version.onnxSha256,
      ocsfVersion: version.ocsfVersion,
      mappingDigests: version.mappingDigests,
      trainRows: version.trainRows,
      calibrationRows: version.calibrationRows,
    },
  }),
});

export const anomaliesOf = (run: Run): Dataset => ({
  name: `anomalies/${run.model}`,
  facets: facets({ version: { datasetVersion: run.id }, datasetType: { datasetType: "TABLE" } }),
  use: facets({ outputStatistics: { rowCount: run.surfaced } }),
});
