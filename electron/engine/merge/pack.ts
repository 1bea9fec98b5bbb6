import { existsSync, lstatSync } from "node:fs";
import { z } from "zod";
import { AppError } from "../../../shared/contract/errors.ts";
import type { DatasetVersion, Snapshot } from "../../../shared/contract/telemetry.ts";
import { readLineageHead } from "../lineage/lineage-log.ts";
import type { RetiredNote } from "../retired-snapshot.ts";
import { loadText } from "../runtime.ts";
import { bundleDir, loadBundle } from "../scoring/bundle.ts";
import type { Database } from "../sqlite/database.ts";
import { createDecisionLog } from "../sqlite/decision-log.ts";
import { lackingRunsOf as lackingIn } from "../sqlite/settings.ts";
import { query } from "../sqlite/statement.ts";
import { listMappings } from "../telemetry/mapping/mapping-store.ts";
import { snapshotFolder } from "../telemetry/snapshot-store.ts";
import { verifySnapshot } from "../telemetry/verify-snapshot.ts";
import { listDatasetVersions } from "../workspace/dataset-versions.ts";
import { workspacePaths } from "../workspace/layout.ts";
import { listRetired } from "../workspace/retirements.ts";
import { listSnapshots } from "../workspace/snapshots.ts";
import type { Workspace } from "../workspace/workspace.ts";
import type { OtherCopy } from "./other-copy.ts";

const sql = {
  versions: loadText(import.meta.url, "versions-of.sql"),
  runs: loadText(import.meta.url, "runs-of-copy.sql"),
  anomalies: loadText(import.meta.url, "anomalies-of-copy.sql"),
  inventories: loadText(import.meta.url, "inventories-of.sql"),
  statements: loadText(import.meta.url, "kept-statements.sql"),
};

const VersionRow = z.object({
  id: z.string(),
  model: z.string(),
  manifest: z.string(),
  dataset_version: z.string(),
  created_at_us: z.number(),
});
export type VersionRow = z.infer<typeof VersionRow>;
const RunRow = z.object({
  id: z.string(),
  model: z.string(),
  model_version: z.string(),
  dataset_version: z.string(),
  body: z.string(),
  created_at_us: z.number(),
});
export type RunRow = z.infer<typeof RunRow>;
const InventoryRow = z.object({ id: z.string(), kind: z.string(), file: z.string() });
const IdRow = z.object({ id: z.string() });

interface BroughtSnapshot {
  readonly snapshot: Snapshot;
  /** Let go there: its manifest comes, which says what there was, and no events. */
  readonly isRetired: boolean;
}

/** What the other copy has and this one lacks. */
export interface Luggage {
  readonly snapshots: readonly BroughtSnapshot[];
  readonly datasets: readonly DatasetVersion[];
  readonly versions: readonly VersionRow[];
  /** All of the other's that can be had here, those that both have among them. */
  readonly runs: readonly RunRow[];
  readonly newRuns: number;
  /** Runs that the other copy's verdicts may be about and that are not here, by id. */
  readonly lackingRuns: readonly string[];
  readonly anomalies: number;
  /** Snapshots of this copy that were let go there. Their events stay on this disk. */
  readonly retired: readonly { readonly id: string; readonly note: RetiredNote }[];
  /** What cannot be brought, each in a sentence. */
  readonly missing: readonly string[];
}

const isThere = (dir: string): boolean => existsSync(dir) && lstatSync(dir).isDirectory();
const short = (id: string): string => id.slice(0, 12);
const named = ({ id, manifest }: Snapshot): string => `snapshot ${short(id)} of ${manifest.source}`;
const idsOf = (rows: readonly { readonly id: string }[]): Set<string> => new Set(rows.map(({ id }) => id));

/** Looks through the other copy. What should be whole there and is not is a reason to refuse it: throws AppError `workspace-damaged`. */
export async function pack(workspace: Workspace, other: OtherCopy, signal?: AbortSignal): Promise<Luggage> {
  const { db } = workspace;
  const { snapshots, retired, missing: goneSnapshots } = await packSnapshots(workspace, other, signal);
  const has = idsOf([...listSnapshots(db), ...snapshots.map(({ snapshot }) => snapshot)]);
  const ownDatasets = idsOf(listDatasetVersions(db));
  const newDatasets = listDatasetVersions(other.db).filter(({ id }) => !ownDatasets.has(id));
  const datasets = newDatasets.filter(({ snapshots: members }) => members.every((id) => has.has(id)));
  const usable = new Set([...ownDatasets, ...idsOf(datasets)]);
  const { versions, missing: goneVersions } = packVersions(db, other, usable);
  const known = idsOf([...query(db, sql.versions, IdRow).all(), ...versions]);
  const allRuns = query(other.db, sql.runs, RunRow).all();
  const runs = allRuns.filter((run) => known.has(run.model_version) && usable.has(run.dataset_version));
  const ownRuns = idsOf(query(db, sql.runs, IdRow).all());
  const newRuns = runs.filter(({ id }) => !ownRuns.has(id));
  const anomalies = query(other.db, sql.anomalies, IdRow).all({ runs: JSON.stringify(newRuns.map(({ id }) => id)) });
  const lackingRuns = [...lackingIn(db), ...lackingIn(other.db), ...allRuns.map(({ id }) => id)].filter(
    (id) => !ownRuns.has(id) && !runs.some((run) => run.id === id),
  );
  const missing = [
    ...goneSnapshots,
    ...newDatasets.filter(({ id }) => !usable.has(id)).map(({ id }) => `dataset version ${short(id)}: a snapshot of it is missing`),
    ...goneVersions,
    ...allRuns
      .filter((run) => !runs.includes(run))
      .map(({ id, model }) => `run ${short(id)} of ${model}, with what it surfaced: its model or data is missing`),
    ...leftBehind(workspace, other),
  ];
  return { snapshots, datasets, versions, runs, newRuns: newRuns.length, lackingRuns, anomalies: anomalies.length, retired, missing };
}

async function packSnapshots(
  { db }: Workspace,
  other: OtherCopy,
  signal: AbortSignal | undefined,
): Promise<Pick<Luggage, "snapshots" | "retired" | "missing">> {
  const own = idsOf(listSnapshots(db));
  const theirLog = createDecisionLog(other.db);
  const [goneHere, goneThere] = [listRetired(db), listRetired(other.db)];
  const snapshots: BroughtSnapshot[] = [];
  const retired: { id: string; note: RetiredNote }[] = [];
  const missing: string[] = [];
  for (const snapshot of listSnapshots(other.db)) {
    const { id, manifest } = snapshot;
    const [here, there] = [goneHere.get(id), goneThere.get(id)];
    if (there !== undefined) {
      missing.push(
        `${named(snapshot)}: ${there.by} let it go there (${there.reason})${own.has(id) && here === undefined ? "; its events stay on this disk, out of use" : ""}`,
      );
      if (!own.has(id)) snapshots.push({ snapshot, isRetired: true });
      else if (here === undefined)
        retired.push({ id, note: { at: there.at, by: there.by, reason: there.reason, source: manifest.source, keepsEvents: true } });
      continue;
    }
    // Let go before the copies went apart, and imported again there since.
    const isBack = here !== undefined && theirLog.find(here.decision) !== undefined;
    if (own.has(id) && !isBack) continue;
    if (isThere(snapshotFolder(other.root, id))) {
      await checkSnapshot(other.root, id, signal);
      snapshots.push({ snapshot, isRetired: false });
    } else missing.push(`${named(snapshot)}: its folder is not there`);
  }
  return { snapshots, retired, missing };
}

function packVersions(db: Database, other: OtherCopy, datasets: ReadonlySet<string>): Pick<Luggage, "versions" | "missing"> {
  const own = idsOf(query(db, sql.versions, IdRow).all());
  const missing: string[] = [];
  const versions = query(other.db, sql.versions, VersionRow)
    .all()
    .filter((row) => {
      if (own.has(row.id)) return false;
      const { model, id } = row;
      // Both become names of folders here.
      if (![model, id].every((name) => /^[a-z0-9][a-z0-9._-]*$/i.test(name)))
        throw new AppError("workspace-damaged", "The other copy is not merged: a model version there has no proper name.", {
          file: other.root,
        });
      const why = !isThere(bundleDir(other.root, model, id))
        ? "its folder is not there"
        : datasets.has(row.dataset_version)
          ? undefined
          : "the data it was trained on is missing";
      if (why === undefined) loadBundle(other.root, model, id);
      else missing.push(`model ${model}@${short(id)}: ${why}`);
      return why === undefined;
    });
  return { versions, missing };
}

/** What is a machine's own or has a chain of its own, and is not joined. */
function leftBehind({ db, paths }: Workspace, other: OtherCopy): string[] {
  const inventories = idsOf(query(db, sql.inventories, InventoryRow).all());
  const statements = idsOf(query(db, sql.statements, IdRow).all());
  const mappings = new Set(listMappings(paths.mappings, () => undefined).map(({ name, version }) => `${name} v${version}`));
  const kept = query(other.db, sql.statements, IdRow)
    .all()
    .filter(({ id }) => !statements.has(id)).length;
  const [ours, theirs] = [readLineageHead(db), readLineageHead(other.db)];
  return [
    ...query(other.db, sql.inventories, InventoryRow)
      .all()
      .filter(({ id }) => !inventories.has(id))
      .map(({ kind, file }) => `inventory ${kind} of ${file}: import the same file here`),
    ...listMappings(workspacePaths(other.root).mappings, () => undefined)
      .map(({ name, version }) => `${name} v${version}`)
      .filter((name) => !mappings.has(name))
      .map((name) => `mapping ${name}: save it here too`),
    ...(kept === 0 ? [] : [`${kept} named or pinned SQL statements stay there`]),
    ...(theirs.seq === 0 || theirs.hash === ours.hash ? [] : [`its lineage events (${theirs.seq}) stay there, being a chain of their own`]),
  ];
}

/** Throws AppError `workspace-damaged` that names what is not as the manifest says. */
export async function checkSnapshot(root: string, id: string, signal: AbortSignal | undefined): Promise<void> {
  const [first] = await verifySnapshot(root, id, { signal });
  if (first !== undefined)
    throw new AppError("workspace-damaged", `The other copy is not merged: in snapshot ${short(id)}, ${first.file} ${first.problem}.`, {
      file: snapshotFolder(root, id),
    });
}
