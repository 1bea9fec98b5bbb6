import { mkdirSync, renameSync, rmSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { AppError } from "../../../shared/contract/errors.ts";
import type { Parsed } from "../../../shared/contract/requests.ts";
import type { SqlExport } from "../../../shared/contract/sql.ts";
import type { DatasetVersion } from "../../../shared/contract/telemetry.ts";
import { canonicalJson } from "../../../shared/lib/canonical-json.ts";
import { contentId } from "../hash.ts";
import type { JobProgress } from "../jobs/job-registry.ts";
import { writeAtomically } from "../labels/write-atomically.ts";
import { readDataset } from "../lineage/datasets.ts";
import { facets } from "../lineage/facet.ts";
import { recordRun } from "../lineage/record-run.ts";
import { redactSql } from "../lineage/redact-sql.ts";
import { syncFolder } from "../sync-folder.ts";
import type { EngineParts } from "./engine-parts.ts";
import { requirePlace } from "./label-operations.ts";
import { signer } from "./triage-operations.ts";

type Input = Parsed<"sql.export">;

interface Tools {
  readonly signal: AbortSignal;
  readonly progress: (progress: JobProgress) => void;
}

/**
 * Writes the whole result beside `<file>.manifest.json`. The statement is planned before a person signs for it, signed for before the first
 * byte is written, and the file is there whole or not at all. Throws AppError.
 */
export async function exportStatement(
  parts: EngineParts,
  input: Input,
  version: DatasetVersion | undefined,
  { signal, progress }: Tools,
): Promise<SqlExport> {
  const { sql, format, timeoutMs, out } = input;
  const snapshots = [...(version?.snapshots ?? [])];
  if (out !== undefined) requirePlace(out);
  await parts.queryEngine.statement({ snapshots, sql, want: { as: "plan", analyze: false }, timeoutMs }, () => undefined, signal);
  const path = out === undefined ? placeFor(parts, input, version) : resolve(out);
  parts.workspace.log.append({
    actor: signer(parts, input.analyst),
    kind: "sql.export",
    body: { sql, format, dataset: version?.id ?? null, file: basename(path) },
  });
  const write = async (): Promise<SqlExport> => {
    const partial = `${path}.${process.pid}.partial`;
    rmSync(partial, { force: true });
    const report = (rows: number): void => progress({ stage: "writing", done: rows, total: null, unit: "rows" });
    try {
      const want = { as: "file" as const, format, path: partial };
      const { columns, written } = await parts.queryEngine.statement({ snapshots, sql, want, timeoutMs }, report, signal);
      if (written === undefined) throw new Error("an export reports what it wrote");
      renameSync(partial, path);
      syncFolder(dirname(path));
      const manifest: SqlExport = {
        schema: 1,
        format,
        file: basename(path),
        ...written,
        columns: [...columns],
        sql,
        datasetVersion: version?.id ?? null,
        snapshots,
      };
      writeAtomically(`${path}.manifest.json`, Buffer.from(`${canonicalJson(manifest)}\n`));
      return manifest;
    } catch (error) {
      rmSync(partial, { force: true });
      throw error;
    }
  };
  return recorded(parts, input, version, write);
}

function placeFor(parts: EngineParts, { sql, format }: Input, version: DatasetVersion | undefined): string {
  const folder = join(parts.workspace.paths.root, "exports");
  try {
    mkdirSync(folder, { recursive: true });
  } catch (error) {
    throw new AppError("io", `${folder} cannot be made: ${error instanceof Error ? error.message : String(error)}`, {}, { cause: error });
  }
  return join(folder, `query-${contentId({ sql, dataset: version?.id ?? null }).slice(0, 12)}.${format}`);
}

/** The export in the lineage, from the dataset version to the file; literals of the statement stay out of it. */
const recorded = (parts: EngineParts, { sql }: Input, version: DatasetVersion | undefined, write: () => Promise<SqlExport>) =>
  recordRun(
    parts.lineage,
    {
      job: "sql.export",
      jobType: "EXPORT",
      inputs: version === undefined ? [] : [readDataset(version, {})],
      jobFacets: facets({ sql: { query: redactSql(sql), dialect: "duckdb" } }),
    },
    write,
    (manifest) => ({
      outputs: [
        {
          name: `exports/${manifest.file}`,
          facets: facets({ version: { datasetVersion: manifest.sha256 }, datasetType: { datasetType: "FILE" } }),
          use: facets({ outputStatistics: { rowCount: manifest.rows, fileCount: 1 } }),
        },
      ],
    }),
  );
