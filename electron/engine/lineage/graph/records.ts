import { modelVersions } from "../../scoring/versions.ts";
import { listRuns } from "../../scoring/runs.ts";
import { listDatasetVersions } from "../../workspace/dataset-versions.ts";
import { listRetired } from "../../workspace/retirements.ts";
import { listSnapshots } from "../../workspace/snapshots.ts";
import { allOfRun } from "./surfaced.ts";
import type { LineageSource, Whole } from "./whole.ts";

/** A snapshot may have ten thousand files. */
const listedFiles = 200;

/** Files, snapshots, dataset versions, model versions and runs. A file that `isWanted` is a node however many there are. */
export function addRecords(whole: Whole, { db }: LineageSource, isWanted: (name: string, sha256: string) => boolean): void {
  const retired = listRetired(db);
  for (const { id, importedAt, manifest } of listSnapshots(db)) {
    const note = retired.has(id) ? { note: "events let go" } : {};
    const snapshot = whole.add({ kind: "snapshot", version: id, title: manifest.source, at: importedAt, ...note });
    for (const parent of manifest.parents) whole.link(`snapshot:${parent}`, snapshot, "dataset.snapshot");
    const mapped = manifest.files.filter((file) => file.mapped > 0);
    const listed = mapped.filter(({ name, sha256 }, i) => i < listedFiles || isWanted(name, sha256));
    for (const { name, sha256 } of listed)
      whole.link(whole.add({ kind: "file", version: sha256, title: name }), snapshot, "ocsf.normalize");
    if (listed.length < mapped.length) whole.unlisted.set(snapshot, { kind: "file", n: mapped.length - listed.length });
  }
  for (const { id, number, snapshots, createdAt } of listDatasetVersions(db)) {
    const dataset = whole.add({ kind: "dataset", version: id, title: `v${number}`, at: createdAt });
    for (const snapshot of snapshots) whole.link(`snapshot:${snapshot}`, dataset, "dataset.snapshot");
  }
  for (const { id, model, createdAt, datasetVersion, stage, foreign } of modelVersions(db)) {
    const job = foreign === undefined ? "model.train" : "model.import";
    const version = whole.add({ kind: "model", version: id, title: model, at: createdAt, note: stage });
    whole.link(`dataset:${datasetVersion}`, version, job);
    if (foreign !== undefined)
      whole.link(whole.add({ kind: "file", version: foreign.sourceSha256, title: `model file of ${foreign.producer}` }), version, job);
  }
  for (const { id, model, modelVersion, datasetVersion, createdAt, surfaced } of listRuns(db)) {
    const run = whole.add({ kind: "run", version: id, title: model, at: createdAt });
    whole.link(`model:${modelVersion}`, run, "score.batch");
    whole.link(`dataset:${datasetVersion}`, run, "score.batch");
    if (surfaced === 0) continue;
    const group = { kind: "anomaly", key: `${allOfRun}/${id}`, version: id, title: model, count: surfaced, note: "surfaced" } as const;
    whole.link(run, whole.add(group), "score.batch");
  }
}
