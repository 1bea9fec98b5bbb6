import { existsSync, mkdirSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { z } from "zod";
import { AppError } from "../../../shared/contract/errors.ts";
import type { ExportManifest } from "../../../shared/contract/workspace.ts";
import { canonicalJson } from "../../../shared/lib/canonical-json.ts";
import { sha256 } from "../hash.ts";
import { loadText, nowUs } from "../runtime.ts";
import type { Database } from "../sqlite/database.ts";
import { query } from "../sqlite/statement.ts";
import { encodeLabels, type LabelFormat } from "./encode-labels.ts";
import { featureColumns, readJudged, toLabelTable, type Judged } from "./label-rows.ts";
import { writeAtomically } from "./write-atomically.ts";

const headSql = loadText(import.meta.url, "log-head.sql");
const HeadRow = z.object({ seq: z.number(), hash: z.string() });

interface ExportLabelsInput {
  readonly db: Database;
  readonly workspaceRoot: string;
  readonly format: LabelFormat;
  /** Where to write; without it a file named by its content in the workspace's `exports/`. */
  readonly out?: string | undefined;
  /** Only labels of this model. */
  readonly model?: string | undefined;
}

type Manifest = z.infer<typeof ExportManifest>;

const distinct = (values: readonly string[]): string[] => [...new Set(values)].toSorted();

function excludedCounts(judged: readonly Judged[]): Manifest["excluded"] {
  const counts = new Map<string, number>();
  for (const { excludedBecause } of judged)
    if (excludedBecause !== undefined) counts.set(excludedBecause, (counts.get(excludedBecause) ?? 0) + 1);
  return [...counts].map(([because, n]) => ({ because, n })).toSorted((a, b) => (a.because < b.because ? -1 : 1));
}

/** What depends on when and by which decisions: one line for the log's head, then one for each verdict looked at. */
function provenance(db: Database, judged: readonly Judged[], dataSha256: string): Uint8Array {
  const head = query(db, headSql, HeadRow).get();
  const lines = [
    { kind: "export", data_sha256: dataSha256, exported_at_us: nowUs(), log_entries: head?.seq ?? 0, log_head: head?.hash ?? "" },
    ...judged.map(({ row, excludedBecause }) => ({
      kind: "verdict",
      anomaly_id: row.anomaly,
      decision_id: row.decision_id,
      decided_at_us: row.at_us,
      bulk_id: row.bulk_id,
      used: excludedBecause === undefined,
      excluded_because: excludedBecause ?? null,
    })),
  ];
  return Buffer.from(lines.map((line) => `${canonicalJson(line)}\n`).join(""));
}

function place(input: ExportLabelsInput, dataSha256: string): string {
  if (input.out !== undefined) {
    const path = resolve(input.out);
    if (existsSync(dirname(path))) return path;
    throw new AppError("bad-input", `The folder ${dirname(path)} does not exist.`, { file: path, field: "out" });
  }
  const folder = join(input.workspaceRoot, "exports");
  mkdirSync(folder, { recursive: true });
  return join(folder, `labels-${dataSha256.slice(0, 12)}.${input.format}`);
}

/**
 * Writes the labels that verdicts give, with every feature as the model saw it, beside `<file>.manifest.json` and `<file>.provenance.ndjson`.
 * Data and manifest depend on what was decided alone: the same decisions give the same bytes whenever they are exported. Verdicts without a
 * training use and contradictory ones are left out and counted. The manifest is written last, so a manifest vouches for a whole export.
 * Throws AppError `bad-input` or `io`.
 */
export function exportLabels(input: ExportLabelsInput): Manifest {
  const judged = readJudged(input.db, input.model);
  const used = judged.filter((one) => one.excludedBecause === undefined);
  const table = toLabelTable(used);
  const bytes = encodeLabels(input.format, table);
  const dataSha256 = sha256(bytes);
  const path = place(input, dataSha256);
  const manifest: Manifest = {
    schema: 1,
    format: input.format,
    file: basename(path),
    sha256: dataSha256,
    rows: table.rowCount,
    excluded: excludedCounts(judged),
    model: input.model ?? null,
    features: featureColumns(used),
    modelVersions: distinct(used.map(({ row }) => row.model_version)),
    datasetVersions: distinct(used.map(({ row }) => row.dataset_version)),
    provenanceFile: `${basename(path)}.provenance.ndjson`,
  };
  writeAtomically(path, bytes);
  writeAtomically(`${path}.provenance.ndjson`, provenance(input.db, judged, dataSha256));
  writeAtomically(`${path}.manifest.json`, Buffer.from(`${canonicalJson(manifest)}\n`));
  return manifest;
}
