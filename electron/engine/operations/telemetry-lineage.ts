import type { DatasetVersion, ImportedFile } from "../../../shared/contract/telemetry.ts";
import { datasetVersion, namedFile, ocsfTables, readTable, sourceFile } from "../lineage/datasets.ts";
import { facets, type Facets } from "../lineage/facet.ts";
import type { LineageLog } from "../lineage/lineage-log.ts";
import { nominalTime, recordRun } from "../lineage/record-run.ts";
import type { ImportOutcome } from "../telemetry/import-request.ts";

export interface Committed {
  readonly datasetVersion: DatasetVersion;
  readonly duplicate: boolean;
}

/** A snapshot's manifest names every file; an event need not name ten thousand. */
const listedFiles = 200;

/** Records an import: `ocsf.normalize` from files to class tables, and under it `dataset.snapshot` from those to the dataset version. */
export async function recordImport(
  lineage: LineageLog,
  given: { readonly files: readonly { readonly displayName: string }[]; readonly csvMapping: string | undefined },
  normalise: () => Promise<ImportOutcome>,
  commit: (outcome: ImportOutcome) => Committed,
): Promise<{ outcome: ImportOutcome; committed: Committed }> {
  const { namespace } = lineage;
  const tables = ({ snapshotId, manifest }: ImportOutcome) => ocsfTables(namespace, snapshotId, manifest, given.csvMapping);
  const inputs = given.files.slice(0, listedFiles).map(({ displayName }) => namedFile(namespace, displayName));
  return recordRun(
    lineage,
    { job: "ocsf.normalize", jobType: "IMPORT", inputs },
    async (parent) => {
      const outcome = await normalise();
      const plan = { job: "dataset.snapshot", jobType: "SNAPSHOT", inputs: tables(outcome).map(readTable), parent };
      const committed = await recordRun(
        lineage,
        plan,
        async () => commit(outcome),
        (made) => ({ outputs: [datasetVersion(made.datasetVersion)], runFacets: nominalTime(outcome.manifest.timeRange) }),
      );
      return { outcome, committed };
    },
    ({ outcome, committed }) => ({
      inputs: outcome.manifest.files.slice(0, listedFiles).map((file) => sourceFile(namespace, file)),
      outputs: tables(outcome),
      runFacets: { ...nominalTime(outcome.manifest.timeRange), ...counts(outcome.manifest.files, committed.duplicate) },
    }),
  );
}

function counts(files: readonly ImportedFile[], duplicate: boolean): Facets {
  const sum = (of: (file: ImportedFile) => number): number => files.reduce((total, file) => total + of(file), 0);
  return facets({
    quarry_import: {
      files: files.length,
      filesListed: Math.min(files.length, listedFiles),
      records: sum((f) => f.records),
      mapped: sum((f) => f.mapped),
      unmapped: sum((f) => Object.values(f.unmapped).reduce((a, b) => a + b, 0)),
      rejected: sum((f) => f.rejected),
      duplicate,
    },
  });
}
