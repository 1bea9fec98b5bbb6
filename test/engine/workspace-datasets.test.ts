import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { contentId } from "../../electron/engine/hash.ts";
import { type Database, openDatabase } from "../../electron/engine/sqlite/database.ts";
import { inTransaction } from "../../electron/engine/sqlite/statement.ts";
import {
  commitSnapshot,
  ensureDatasetVersion,
  findDatasetVersion,
  getDatasetVersion,
  listDatasetVersions,
} from "../../electron/engine/workspace/dataset-versions.ts";
import { findSnapshot, listSnapshots } from "../../electron/engine/workspace/snapshots.ts";
import type { SnapshotManifest } from "../../shared/contract/telemetry.ts";
import { tempDir } from "./temp-dir.ts";

const openStore = (): Database => openDatabase(join(tempDir(), "quarry.sqlite"));

function snapshot(source: string, change: Partial<SnapshotManifest> = {}): { id: string; manifest: SnapshotManifest } {
  const manifest: SnapshotManifest = {
    schema: 1,
    source,
    ocsfVersion: "1.8.0",
    mappingDigest: "0".repeat(64),
    clock: "declared",
    files: [],
    segments: [],
    classes: { network_activity: 10, dns_activity: 5 },
    timeRange: { from: 100, to: 200 },
    parents: [],
    ...change,
  };
  return { id: contentId(manifest), manifest };
}

describe("dataset versions", () => {
  test("each new snapshot makes a version of the latest one's snapshots and itself", () => {
    const db = openStore();
    const [a, b] = [snapshot("a"), snapshot("b", { timeRange: { from: 50, to: 150 } })];
    expect(commitSnapshot(db, a)).toMatchObject({ duplicate: false, datasetVersion: { number: 1, snapshots: [a.id], events: 15 } });
    expect(commitSnapshot(db, b)).toMatchObject({
      duplicate: false,
      datasetVersion: { id: contentId([a.id, b.id]), number: 2, snapshots: [a.id, b.id], events: 30, timeRange: { from: 50, to: 200 } },
    });
    expect(listDatasetVersions(db).map((v) => v.number)).toEqual([1, 2]);
    expect(listSnapshots(db).map((s) => s.manifest)).toEqual([a.manifest, b.manifest]);
    expect(findSnapshot(db, b.id.slice(0, 16))?.id).toBe(b.id);
  });

  test("the same snapshot again makes no second copy and no new version", () => {
    const db = openStore();
    const first = commitSnapshot(db, snapshot("a"));
    expect(commitSnapshot(db, snapshot("a"))).toEqual({ datasetVersion: first.datasetVersion, duplicate: true });
    expect(listSnapshots(db)).toHaveLength(1);
    expect(listDatasetVersions(db)).toHaveLength(1);
  });

  test("the same list of snapshots is the same version, another order is another", () => {
    const db = openStore();
    const [a, b] = [snapshot("a"), snapshot("b")];
    commitSnapshot(db, a);
    const { datasetVersion } = commitSnapshot(db, b);
    expect(ensureDatasetVersion(db, [a.id, b.id])).toEqual(datasetVersion);
    expect(ensureDatasetVersion(db, [b.id, a.id]).number).toBe(3);
    expect(() => ensureDatasetVersion(db, ["missing"])).toThrow("There is no snapshot missing");
  });

  test("a failure after registering leaves neither snapshot nor version", () => {
    const db = openStore();
    expect(() =>
      inTransaction(db, () => {
        commitSnapshot(db, snapshot("a"));
        throw new Error("power cut");
      }),
    ).toThrow("power cut");
    expect(listSnapshots(db)).toEqual([]);
    expect(listDatasetVersions(db)).toEqual([]);
  });

  test("a snapshot without events has no time range", () => {
    const db = openStore();
    const { timeRange: _, ...manifest } = snapshot("empty", { classes: {} }).manifest;
    const { datasetVersion } = commitSnapshot(db, { id: contentId(manifest), manifest });
    expect(datasetVersion.events).toBe(0);
    expect(datasetVersion).not.toHaveProperty("timeRange");
    expect(findDatasetVersion(db)).toEqual(datasetVersion);
  });

  test("a version is chosen by number, id, unique prefix, or as the latest", () => {
    const db = openStore();
    expect(findDatasetVersion(db)).toBeUndefined();
    expect(() => getDatasetVersion(db)).toThrow("no telemetry yet");
    const first = commitSnapshot(db, snapshot("a")).datasetVersion;
    const second = commitSnapshot(db, snapshot("b")).datasetVersion;
    expect(findDatasetVersion(db)).toEqual(second);
    expect(findDatasetVersion(db, "v1")).toEqual(first);
    expect(findDatasetVersion(db, first.id)).toEqual(first);
    expect(findDatasetVersion(db, second.id.slice(0, 12))).toEqual(second);
    expect(findDatasetVersion(db, "v9")).toBeUndefined();
    expect(() => getDatasetVersion(db, "zz")).toThrow('no dataset version "zz"');
  });

  test("a prefix that fits several versions is refused with their names", () => {
    const db = openStore();
    for (let i = 0; i < 17; i += 1) commitSnapshot(db, snapshot(`s${i}`));
    const initials = listDatasetVersions(db).map((v) => v.id.charAt(0));
    const shared = initials.find((c, i) => initials.indexOf(c) !== i);
    expect(() => findDatasetVersion(db, shared)).toThrow(/fits v\d+, v\d+/);
  });
});
