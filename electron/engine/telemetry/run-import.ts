import { join } from "node:path";
import { AppError } from "../../../shared/contract/errors.ts";
import type { ClockProposal } from "../../../shared/contract/clock.ts";
import type { IcebergOrigin } from "../../../shared/contract/iceberg.ts";
import type { ImportedFile, RejectSample, SnapshotManifest } from "../../../shared/contract/telemetry.ts";
import { ocsfVersion } from "../../../shared/domain/ocsf.ts";
import { type ClockRule, parseClockRule } from "./clock.ts";
import { writeDurably } from "./columns/encode-segment.ts";
import { EventSink } from "./columns/event-sink.ts";
import { type CsvMapping, parseCsvMapping } from "./csv/csv-mapping.ts";
import { contentId } from "../hash.ts";
import { workspacePaths } from "../workspace/layout.ts";
import { importIceberg, tableOf } from "./iceberg/iceberg-import.ts";
import { FilesImport } from "./import-files-run.ts";
import type { ImportOutcome, ImportProgress, ImportRequest, InspectionOutcome } from "./import-request.ts";
import type { Wanted } from "./detect/record-kind.ts";
import { mappingDigest } from "./map/versions.ts";
import { defaultLimits, UnpackBudget } from "./readers/limits.ts";
import type { InputPath } from "./readers/input-path.ts";
import { listFiles } from "./readers/walk.ts";
import { type FileReport, RejectLog } from "./records/file-report.ts";
import { createUnfinished, discard, publish, rejectsFile } from "./snapshot-store.ts";

const returnedRejects = 200;
const progressBytes = 2 * 1024 * 1024;

export interface RunHooks {
  readonly checkCancelled: () => void;
  readonly progress: (progress: ImportProgress) => void;
  /** Told the folder the snapshot grows in. */
  readonly building: (folder: string) => void;
}

/** Imports on the calling thread. Throws CancelledError from `checkCancelled`, AppError for what the analyst can mend; nothing half-made stays behind. */
export async function runImport(workspaceRoot: string, request: ImportRequest, hooks: RunHooks): Promise<ImportOutcome> {
  const understood = understand(request);
  const folder = createUnfinished(workspaceRoot);
  hooks.building(folder);
  try {
    const read = await readAll(request, understood, { folder, privateFolder: workspacePaths(workspaceRoot).incoming }, hooks);
    const { rejects } = read;
    if (read.sink.events === 0) throw nothingImported(read);
    hooks.checkCancelled();
    writeDurably(join(folder, rejectsFile), Buffer.from(rejects.samples.map((s) => `${JSON.stringify(s)}\n`).join("")));
    const manifest = toManifest(request.source, understood.mapping, read);
    hooks.checkCancelled();
    const { id, isNew } = publish(workspaceRoot, folder, manifest);
    return { snapshotId: id, manifest, duplicate: !isNew, rejects: rejects.samples.slice(0, returnedRejects) };
  } catch (error) {
    discard(folder);
    throw error;
  }
}

/** What an import would make of the files, without keeping anything: also of files of which nothing could be imported. */
export async function runInspection(request: ImportRequest, hooks: RunHooks): Promise<InspectionOutcome> {
  const read = await readAll(request, understand(request), { folder: undefined, privateFolder: undefined }, hooks);
  const { reports, sink, rejects, clock, clockProposals } = read;
  return {
    files: reports.map((r) => r.toImportedFile()),
    classes: Object.fromEntries(sink.rowsByClass),
    clock,
    clockProposals,
    ...(sink.events === 0 ? {} : { timeRange: { from: sink.fromUs, to: sink.toUs } }),
    rejects: rejects.samples.slice(0, returnedRejects),
  };
}

interface Understood {
  readonly rule: ClockRule;
  readonly mapping: CsvMapping | undefined;
}

const understand = (request: ImportRequest): Understood => ({
  rule: parseClockRule(request.clock),
  mapping: request.mapping === undefined ? undefined : parseCsvMapping(request.mapping),
});

interface ReadFiles {
  readonly reports: readonly FileReport[];
  readonly iceberg?: IcebergOrigin;
  readonly clockProposals: readonly ClockProposal[];
  readonly sink: EventSink;
  readonly rejects: RejectLog;
  /** The rule and what was found to correct. */
  readonly clock: string;
}

interface Folders {
  readonly folder: string | undefined;
  readonly privateFolder: string | undefined;
}

function readAll(request: ImportRequest, understood: Understood, folders: Folders, hooks: RunHooks): Promise<ReadFiles> {
  const { format, paths, icebergState } = request;
  const table = tableOf(paths, format);
  if (table !== undefined) return readTable(request, table, understood, folders, hooks);
  if (format === "iceberg" || icebergState !== undefined)
    throw new AppError("bad-input", "a snapshot or a time can be chosen of an Iceberg table only", { field: "iceberg" });
  return readFiles(request, format, understood, folders, hooks);
}

async function readTable(
  request: ImportRequest,
  table: InputPath,
  { rule, mapping }: Understood,
  { folder }: Folders,
  hooks: RunHooks,
): Promise<ReadFiles> {
  const sink = new EventSink(folder, hooks.checkCancelled);
  const rejects = new RejectLog();
  try {
    const { reports, origin, clockProposals } = await importIceberg(table, request.icebergState ?? {}, {
      sink,
      rejects,
      clock: rule,
      mapping,
      maxRecordBytes: { ...defaultLimits, ...request.limits }.maxRecordBytes,
      checkCancelled: hooks.checkCancelled,
      willRead: (total) => progressMeter(total, sink, hooks),
    });
    sink.finish();
    return { reports, iceberg: origin, sink, rejects, clock: rule.text, clockProposals };
  } finally {
    await sink.close();
  }
}

async function readFiles(
  request: ImportRequest,
  wanted: Wanted,
  { rule, mapping }: Understood,
  { folder, privateFolder }: Folders,
  hooks: RunHooks,
): Promise<ReadFiles> {
  const skip = new Set(request.skip);
  const files = listFiles(request.paths, privateFolder).filter((file) => !skip.has(file.path));
  const sink = new EventSink(folder, hooks.checkCancelled);
  const rejects = new RejectLog();
  const total = files.reduce((sum, f) => sum + f.bytes, 0);
  const run = new FilesImport({
    sink,
    rejects,
    clock: rule,
    content: { wanted, mapping },
    budget: new UnpackBudget({ ...defaultLimits, ...request.limits }),
    checkCancelled: hooks.checkCancelled,
    readPhysical: progressMeter(total, sink, hooks),
  });
  try {
    for (const file of files) await run.importFile(file);
    sink.finish();
  } finally {
    await sink.close();
  }
  const clock = [rule.text, ...run.corrections].join("; ");
  return { reports: run.reports, sink, rejects, clock, clockProposals: run.clockProposals() };
}

function progressMeter(total: number, sink: EventSink, hooks: RunHooks): (stage: string, bytes: number) => void {
  let done = 0;
  let told = 0;
  return (stage, bytes) => {
    hooks.checkCancelled();
    done += bytes;
    if (done - told < progressBytes && done < total) return;
    told = done;
    hooks.progress({ stage, done, total, unit: "bytes", events: sink.events });
  };
}

function toManifest(
  source: string,
  mapping: CsvMapping | undefined,
  { reports, sink, clock, clockProposals, iceberg }: ReadFiles,
): SnapshotManifest {
  return {
    schema: 1,
    source,
    ocsfVersion,
    mappingDigest: mappingDigest(mapping),
    clock,
    ...(clockProposals.length === 0 ? {} : { clockProposals: [...clockProposals] }),
    ...(mapping === undefined ? {} : { tableMapping: contentId(mapping) }),
    files: reports.map((r) => r.toImportedFile()),
    segments: sink.segments,
    classes: Object.fromEntries(sink.rowsByClass),
    timeRange: { from: sink.fromUs, to: sink.toUs },
    parents: [],
    ...(iceberg === undefined ? {} : { iceberg }),
  };
}

const namedFiles = 5;

function explain(file: ImportedFile, samples: readonly RejectSample[]): string {
  if (file.error !== undefined) return file.error;
  const first = samples.find((s) => s.file === file.name);
  const kinds = Object.keys(file.unmapped);
  if (first !== undefined) return `${file.name} has ${file.rejected} rejected records (line ${first.line}: ${first.reason})`;
  return kinds.length > 0
    ? `${file.name} holds only kinds that are not kept (${kinds.slice(0, 5).join(", ")})`
    : `${file.name} holds no events`;
}

function nothingImported({ reports: all, rejects: { samples }, clockProposals }: ReadFiles): AppError {
  const reports = all.filter((r) => r.error !== undefined || r.records > 0);
  const files = reports.map((r) => r.toImportedFile());
  const codes = new Set(reports.map((r) => r.errorCode));
  const [only] = codes;
  const code = codes.size === 1 && only !== undefined ? only : "unsupported-format";
  const reasons = files.slice(0, namedFiles).map((f) => explain(f, samples));
  const more = files.length > namedFiles ? `; and ${files.length - namedFiles} more files` : "";
  const mending = clockProposals.find((p) => p.rule !== null && !p.applied);
  const hint = mending === undefined ? "" : `; --clock ${String(mending.rule)} may mend it: ${mending.evidence}`;
  const first = files[0];
  const line = samples[0]?.line;
  return new AppError(code, `nothing could be imported: ${reasons.join("; ") || "there are no files"}${more}${hint}`, {
    ...(first === undefined ? {} : { file: first.name }),
    ...(line === undefined ? {} : { line }),
  });
}
