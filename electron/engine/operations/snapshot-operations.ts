import type { Handlers } from "../../../shared/contract/client.ts";
import { AppError } from "../../../shared/contract/errors.ts";
import type { SnapshotCheck } from "../../../shared/contract/snapshots.ts";
import type { DatasetVersion, Snapshot } from "../../../shared/contract/telemetry.ts";
import { nowUs } from "../runtime.ts";
import { findSetting } from "../sqlite/settings.ts";
import { inTransaction } from "../sqlite/statement.ts";
import { layRetiredNote, removeEvents } from "../telemetry/retire-snapshot.ts";
import { verifySnapshot } from "../telemetry/verify-snapshot.ts";
import { compareVersions, readHistory } from "../workspace/dataset-history.ts";
import { ensureDatasetVersion, leaveOut, listDatasetVersions, pinCurrent } from "../workspace/dataset-versions.ts";
import { listRetired } from "../workspace/retirements.ts";
import { dependantsOf } from "../workspace/snapshot-dependants.ts";
import { getSnapshot, summariseSnapshots } from "../workspace/snapshot-summary.ts";
import { listSnapshots } from "../workspace/snapshots.ts";
import { type EngineParts, requireWritable } from "./engine-parts.ts";
import { readRetention } from "./retention.ts";
import { runJob } from "./run-job.ts";
import { signer } from "./triage-operations.ts";

type Names =
  | "snapshots.list"
  | "snapshots.show"
  | "snapshots.verify"
  | "snapshots.retire"
  | "snapshots.retention"
  | "snapshots.keep"
  | "datasets.history"
  | "datasets.compose"
  | "datasets.compare";

export function snapshotOperations(parts: EngineParts): Pick<Handlers, Names> {
  const { db } = parts.workspace;
  return {
    "snapshots.list": async () => summariseSnapshots(db),
    "snapshots.show": async ({ id }) => {
      const snapshot = getSnapshot(db, id);
      const summary = summariseSnapshots(db).find((each) => each.id === snapshot.id);
      if (summary === undefined) throw new Error(`snapshot ${snapshot.id} has no summary`);
      return { ...summary, manifest: snapshot.manifest, dependants: dependantsOf(db, snapshot.id) };
    },
    "snapshots.verify": ({ id }, context) => {
      const chosen = id === undefined || id === "" ? listSnapshots(db) : [getSnapshot(db, id)];
      return runJob(parts, "snapshots.verify", "Verify snapshots", context, async (signal, progress) => {
        const total = chosen.reduce((sum, snapshot) => sum + bytesOf(snapshot), 0);
        let done = 0;
        const checked: SnapshotCheck[] = [];
        for (const snapshot of chosen) {
          const read = (bytes: number): void => progress({ stage: snapshot.manifest.source, done: (done += bytes), total, unit: "bytes" });
          checked.push(await check(parts, snapshot, { signal, read }));
        }
        return { ok: checked.every((each) => each.state !== "damaged"), checked };
      });
    },
    "snapshots.retire": async ({ id, reason, despite, analyst }) => {
      requireWritable(parts);
      return retire(parts, getSnapshot(db, id), { reason, despite, actor: signer(parts, analyst) });
    },
    "snapshots.retention": async ({ keepDays }) => readRetention(db, keepDays),
    "snapshots.keep": async ({ keepDays, analyst }) => {
      requireWritable(parts);
      parts.decisions.record("retention.set", signer(parts, analyst), { keepDays, before: findSetting(db, "retention.days") ?? null });
      return readRetention(db, undefined);
    },
    "datasets.history": async () => readHistory(db),
    "datasets.compose": async (choice) => {
      requireWritable(parts);
      const chosen = choose(parts, choice);
      const version = compose(parts, chosen, signer(parts, choice.analyst), describeChoice(choice));
      parts.emit("dataset.changed", { datasetVersion: version.id });
      return version;
    },
    "datasets.compare": async ({ from, to }) => compareVersions(db, from, to),
  };
}

const bytesOf = ({ manifest }: Snapshot): number => manifest.segments.reduce((sum, segment) => sum + segment.bytes, 0);

/** Damage is a finding; anything that is no damage goes on as an error. */
async function check(
  { workspace }: EngineParts,
  snapshot: Snapshot,
  hooks: { signal: AbortSignal; read: (bytes: number) => void },
): Promise<SnapshotCheck> {
  const { id, manifest } = snapshot;
  const found = { id, source: manifest.source, bytes: bytesOf(snapshot) };
  if (listRetired(workspace.db).has(id)) return { ...found, state: "retired", problems: [] };
  const damaged = (problems: SnapshotCheck["problems"]): SnapshotCheck => ({
    ...found,
    state: "damaged",
    problems,
    hint: `Import ${manifest.files.length === 1 ? (manifest.files[0]?.name ?? "the file") : "the same files"} again as source "${manifest.source}": that mends it and keeps its id.`,
  });
  try {
    const problems = await verifySnapshot(workspace.paths.root, id, hooks);
    return problems.length === 0
      ? { ...found, state: "intact", problems: [] }
      : damaged(problems.map(({ file, problem }) => ({ file, problem })));
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return damaged([{ file: "manifest.json", problem: error.message }]);
  }
}

async function retire(
  parts: EngineParts,
  snapshot: Snapshot,
  { reason, despite, actor }: { reason: string; despite: boolean; actor: string },
): Promise<{ decision: string; freedBytes: number; datasetVersion: DatasetVersion | null }> {
  const { db, log, paths } = parts.workspace;
  const { id, manifest } = snapshot;
  const done = listRetired(db).get(id);
  if (done !== undefined) throw new AppError("conflict", `The events of snapshot ${id.slice(0, 12)} are gone already: ${done.reason}`);
  const { holds } = dependantsOf(db, id);
  if (holds.length > 0 && !despite)
    throw new AppError("conflict", `Snapshot ${id.slice(0, 12)} is not let go: ${holds.join("; ")}.`, {
      hint: "What rests on it keeps its record but can no longer show these events. Say so to let it go all the same (--despite).",
    });
  const note = { at: nowUs(), by: actor, reason, source: manifest.source, keepsEvents: false };
  const freedBytes = bytesOf(snapshot);
  layRetiredNote(paths.root, id, note);
  const { decision, version } = inTransaction(db, () => {
    const known = new Set(listDatasetVersions(db).map((v) => v.id));
    const made = leaveOut(db, [id]);
    const dataset = made === undefined || known.has(made.id) ? null : made.id;
    return { decision: log.append({ actor, kind: "snapshot.retire", body: { snapshot: id, reason, freedBytes, dataset } }), version: made };
  });
  removeEvents(paths.root, id);
  parts.queryEngine.discard([id]);
  parts.emit("dataset.changed", { datasetVersion: version?.id ?? "" });
  return { decision: decision.id, freedBytes, datasetVersion: version ?? null };
}

interface Choice {
  readonly snapshots: readonly string[];
  readonly sources: readonly string[];
  readonly range: { readonly from?: number | undefined; readonly to?: number | undefined };
}

/** In order of import, whatever order they are named in: the same choice is the same version. */
function choose({ workspace: { db } }: EngineParts, { snapshots, sources, range }: Choice): string[] {
  const named = new Set(snapshots.map((id) => getSnapshot(db, id).id));
  const isBounded = range.from !== undefined || range.to !== undefined;
  if (named.size === 0 && sources.length === 0 && !isBounded)
    throw new AppError("bad-input", "Name snapshots, sources or a time for the dataset version.", { field: "snapshots" });
  const unknown = sources.find((source) => !listSnapshots(db).some((s) => s.manifest.source === source));
  if (unknown !== undefined) throw new AppError("not-found", `No snapshot comes from "${unknown}".`, { field: "sources" });
  const retired = listRetired(db);
  const ids = listSnapshots(db).flatMap(({ id, manifest }) => {
    if (named.has(id)) return [id];
    if (sources.length === 0 && !isBounded) return [];
    if (retired.has(id) || (sources.length > 0 && !sources.includes(manifest.source))) return [];
    const held = manifest.timeRange;
    const overlaps = held !== undefined && held.to >= (range.from ?? -Infinity) && held.from < (range.to ?? Infinity);
    return !isBounded || overlaps ? [id] : [];
  });
  if (ids.length === 0) throw new AppError("not-found", "No snapshot has events of that source and time.", { field: "range" });
  return ids;
}

function describeChoice({ snapshots, sources, range }: Choice): string {
  const iso = (us: number): string => new Date(us / 1000).toISOString();
  return [
    ...(snapshots.length === 0 ? [] : [`${snapshots.length} chosen by id`]),
    ...(sources.length === 0 ? [] : [`source ${sources.join(", ")}`]),
    ...(range.from === undefined ? [] : [`from ${iso(range.from)}`]),
    ...(range.to === undefined ? [] : [`to ${iso(range.to)}`]),
  ].join("; ");
}

function compose({ workspace: { db, log } }: EngineParts, snapshots: readonly string[], actor: string, note: string): DatasetVersion {
  return inTransaction(db, () => {
    const before = listDatasetVersions(db).length;
    // Without a current version named, the newest would be taken for it, and imports would go on from what is composed here.
    pinCurrent(db);
    const version = ensureDatasetVersion(db, snapshots);
    if (listDatasetVersions(db).length > before)
      log.append({ actor, kind: "dataset.compose", body: { dataset: version.id, snapshots: [...snapshots], note } });
    return version;
  });
}
