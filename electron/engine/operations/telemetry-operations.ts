import type { Handlers } from "../../../shared/contract/client.ts";
import { AppError } from "../../../shared/contract/errors.ts";
import type { DatasetVersion, ImportedFile, RejectSample } from "../../../shared/contract/telemetry.ts";
import { parseEventId } from "../../../shared/domain/ids.ts";
import type { JobProgress } from "../jobs/job-registry.ts";
import { inTransaction } from "../sqlite/statement.ts";
import { importFiles, inspectFiles } from "../telemetry/import-files.ts";
import type { ImportOutcome } from "../telemetry/import-request.ts";
import { readRecord } from "../telemetry/read-record.ts";
import { commitSnapshot, listDatasetVersions } from "../workspace/dataset-versions.ts";
import { listRetired } from "../workspace/retirements.ts";
import { isMember } from "../workspace/snapshot-summary.ts";
import { findSnapshot, listSnapshots } from "../workspace/snapshots.ts";
import { type EngineParts, requireWritable, resolveFiles } from "./engine-parts.ts";
import { planImport } from "./import-plan.ts";
import { requireRoom } from "./room-for-import.ts";
import { runJob } from "./run-job.ts";
import { recordImport } from "./telemetry-lineage.ts";
import { signer } from "./triage-operations.ts";

type Names = "telemetry.import" | "telemetry.inspect" | "telemetry.snapshots" | "telemetry.datasets" | "triage.record";

function countsOf(files: readonly ImportedFile[], rejects: readonly RejectSample[]) {
  const sum = (of: (file: ImportedFile) => number): number => files.reduce((total, file) => total + of(file), 0);
  return {
    records: sum((f) => f.records),
    mapped: sum((f) => f.mapped),
    unmapped: sum((f) => Object.values(f.unmapped).reduce((a, b) => a + b, 0)),
    rejected: sum((f) => f.rejected),
    files: [...files],
    rejects: rejects.slice(0, 100),
  };
}

export function telemetryOperations(parts: EngineParts): Pick<Handlers, Names> {
  const { workspace } = parts;
  return {
    "telemetry.import": (input, context) => {
      requireWritable(parts);
      const files = resolveFiles(parts, context.caller, input);
      const source = input.source ?? files[0]?.displayName ?? "";
      return runJob(parts, "telemetry.import", `Import ${files[0]?.displayName ?? ""}`, context, async (signal, progress) => {
        const { clock, mapping, duplicates, format, iceberg } = input;
        const plan = await planImport(workspace, { files, source, clock, mapping, duplicates, format, iceberg }, signal);
        requireRoom(workspace.paths.root, plan.files);
        const request = { paths: files, skip: plan.skip, source, format, clock, mapping, icebergState: iceberg };
        const replaced = (id: string): string[] => plan.replaced.filter((each) => each !== id);
        const { outcome, committed } = await recordImport(
          parts.lineage,
          { files, csvMapping: mapping },
          () => importFiles(workspace.paths.root, request, { signal, progress }),
          (imported) => enterSnapshot(parts, imported, replaced(imported.snapshotId), signer(parts, undefined)),
        );
        const { datasetVersion, duplicate } = committed;
        for (const grant of input.grants) parts.grants.release(grant);
        parts.emit("dataset.changed", { datasetVersion: datasetVersion.id });
        await prepareQueries(parts, outcome.snapshotId, signal, progress);
        const readAgain = outcome.manifest.files.filter(isMember).flatMap(({ name, sha256 }) => {
          const snapshotId = plan.holderOf(sha256);
          return snapshotId === undefined || snapshotId === outcome.snapshotId ? [] : [{ name, snapshotId }];
        });
        const { snapshotId, manifest, rejects } = outcome;
        const { skipped } = plan;
        return {
          snapshotId,
          datasetVersion,
          duplicate,
          skipped,
          readAgain,
          replaced: replaced(snapshotId),
          clockProposals: manifest.clockProposals ?? [],
          ...countsOf(manifest.files, rejects),
        };
      });
    },
    "telemetry.inspect": (input, context) => {
      const paths = resolveFiles(parts, context.caller, input);
      const { format, clock, mapping, iceberg: icebergState } = input;
      return runJob(parts, "telemetry.inspect", `Look into ${paths[0]?.displayName ?? ""}`, context, async (signal, progress) => {
        const { files, rejects, clockProposals, ...rest } = await inspectFiles(
          { paths, source: "", format, clock, mapping, icebergState },
          { signal, progress },
        );
        return { ...rest, classes: { ...rest.classes }, clockProposals: [...clockProposals], ...countsOf(files, rejects) };
      });
    },
    "telemetry.snapshots": async () => listSnapshots(workspace.db),
    "telemetry.datasets": async () => listDatasetVersions(workspace.db),
    "triage.record": async ({ eventId }) => {
      const id = parseEventId(eventId);
      const snapshot = id === undefined ? undefined : findSnapshot(workspace.db, id.snapshot);
      if (id === undefined || snapshot === undefined) throw new AppError("not-found", `there is no event ${eventId}`);
      return { eventId, ...(await readRecord(workspace.paths.root, snapshot.id, snapshot.manifest, id.eventNo)) };
    },
  };
}

/** Enters what was imported. A snapshot known before was mended or brought back: its cache may be of the damaged one. */
function enterSnapshot(
  { workspace: { db, log }, queryEngine }: EngineParts,
  outcome: ImportOutcome,
  replaced: readonly string[],
  actor: string,
): { datasetVersion: DatasetVersion; duplicate: boolean } {
  const { snapshotId: id, manifest } = outcome;
  const entered = inTransaction(db, () => {
    const isBack = listRetired(db).has(id);
    const committed = commitSnapshot(db, { id, manifest }, replaced);
    if (isBack) log.append({ actor, kind: "snapshot.restore", body: { snapshot: id } });
    return committed;
  });
  if (entered.duplicate && !outcome.duplicate) queryEngine.discard([id]);
  return entered;
}

/** The import is done and kept by now: a cache that is not built here is built by the first query. */
async function prepareQueries(
  parts: EngineParts,
  snapshot: string,
  signal: AbortSignal,
  progress: (change: JobProgress) => void,
): Promise<void> {
  const report = (done: number, total: number | null): void => progress({ stage: "preparing queries", done, total, unit: "events" });
  report(0, null);
  try {
    await parts.queryEngine.prepare([snapshot], report, signal);
  } catch (error) {
    if (!signal.aborted) parts.log(`the cache of snapshot ${snapshot} was not built: ${String(error)}`);
  }
}
