import { z } from "zod";
import { type Snapshot, SnapshotManifest } from "../../../shared/contract/telemetry.ts";
import { snapshotPrefix } from "../../../shared/domain/ids.ts";
import { canonicalJson } from "../../../shared/lib/canonical-json.ts";
import { loadText, nowUs } from "../runtime.ts";
import type { Database } from "../sqlite/database.ts";
import { execute, query } from "../sqlite/statement.ts";

const putSql = loadText(import.meta.url, "snapshot-put.sql");
const allSql = loadText(import.meta.url, "snapshot-all.sql");
const byIdSql = loadText(import.meta.url, "snapshot-by-id.sql");

const Row = z.object({ id: z.string(), manifest: z.string(), imported_at_us: z.number().int() });

const toSnapshot = (row: z.infer<typeof Row>): Snapshot => ({
  id: row.id,
  importedAt: row.imported_at_us,
  manifest: SnapshotManifest.parse(JSON.parse(row.manifest)),
});

/** Oldest first. */
export const listSnapshots = (db: Database): Snapshot[] => query(db, allSql, Row).all().map(toSnapshot);

/** By id or by its 16-digit prefix. */
export function findSnapshot(db: Database, id: string): Snapshot | undefined {
  const row = query(db, byIdSql, Row).get({ id });
  return row === undefined ? undefined : toSnapshot(row);
}

export function putSnapshot(db: Database, snapshot: { id: string; manifest: SnapshotManifest }): void {
  execute(db, putSql, {
    id: snapshot.id,
    prefix: snapshotPrefix(snapshot.id),
    manifest: canonicalJson(snapshot.manifest),
    importedAt: nowUs(),
  });
}
