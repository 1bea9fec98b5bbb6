import type { Database } from "../sqlite/database.ts";
import { putSetting } from "../sqlite/settings.ts";
import { ensureDatasetVersion, findDatasetVersion } from "../workspace/dataset-versions.ts";
import { listSnapshots } from "../workspace/snapshots.ts";

/** What a copy works with: the snapshots of its current dataset version in their order, and all it knows of. */
export interface Holding {
  readonly current: readonly string[];
  readonly known: ReadonlySet<string>;
}

export const holdingOf = (db: Database, except: ReadonlySet<string> = new Set()): Holding => ({
  current: findDatasetVersion(db)?.snapshots ?? [],
  known: new Set(listSnapshots(db).flatMap(({ id }) => (except.has(id) ? [] : [id]))),
});

/**
 * What both work with afterwards, the same whichever is merged into which: what either works with, but for what the other knows of and has left out, having
 * replaced it or let it go.
 */
export function joinedCurrent(ours: Holding, theirs: Holding): readonly string[] {
  const isKept = (id: string, { current, known }: Holding): boolean => current.includes(id) || !known.has(id);
  const kept = new Set([...ours.current, ...theirs.current].filter((id) => isKept(id, ours) && isKept(id, theirs)));
  const [own] = [ours, theirs]
    .map(({ current }) => current)
    .filter((current) => current.length === kept.size && current.every((id) => kept.has(id)))
    .toSorted((a, b) => (a.join() < b.join() ? -1 : 1));
  return own ?? [...kept].toSorted();
}

/** Makes the joined version the current one; snapshots that could not be brought are not in it. In the caller's transaction. */
export function joinCurrent(db: Database, ours: Holding, theirs: Holding): void {
  const here = new Set(listSnapshots(db).map(({ id }) => id));
  const joined = joinedCurrent(ours, theirs).filter((id) => here.has(id));
  putSetting(db, "dataset.current", joined.length === 0 ? "" : ensureDatasetVersion(db, joined).id);
}
