import type { LineageFact } from "../../../../shared/contract/lineage.ts";
import type { ModelVersion } from "../../../../shared/contract/models.ts";
import type { Snapshot } from "../../../../shared/contract/telemetry.ts";
import { makingsOf } from "../../lifecycle/model-log.ts";
import { listRuns } from "../../scoring/runs.ts";
import { modelVersions } from "../../scoring/versions.ts";
import { listDatasetVersions } from "../../workspace/dataset-versions.ts";
import { listRetired } from "../../workspace/retirements.ts";
import { findSnapshot, listSnapshots } from "../../workspace/snapshots.ts";
import { reasonOf } from "./decision-facts.ts";
import type { Found } from "./read-graph.ts";
import type { LineageSource, Node } from "./whole.ts";

const text = (term: string, value: string | number): LineageFact =>
  typeof value === "number" ? { term, n: value } : { term, text: value };
const digest = (term: string, value: string): LineageFact => ({ term, digest: value });

/** What is known of the node beside its title: digests, times, people and counts. */
export function factsOf(source: LineageSource, { focus, sets }: Pick<Found, "focus" | "sets">): LineageFact[] {
  const { db } = source;
  const { version } = focus;
  const own: LineageFact[] = [
    ...(focus.count === undefined ? [] : [text("Stands for", focus.count)]),
    ...(focus.at === undefined ? [] : [{ term: "Since", at: focus.at }]),
    ...(focus.by === undefined ? [] : [text("By", focus.by)]),
  ];
  switch (focus.kind) {
    case "file":
      return [digest("sha256", version), ...own, ...fileFacts(listSnapshots(db), focus)];
    case "snapshot": {
      const snapshot = findSnapshot(db, version);
      return [digest("Id", version), ...own, ...(snapshot === undefined ? [] : snapshotFacts(source, snapshot))];
    }
    case "dataset": {
      const dataset = listDatasetVersions(db).find(({ id }) => id === version);
      const facts =
        dataset === undefined
          ? []
          : [text("Snapshots", dataset.snapshots.length), text("Events", dataset.events), ...spanOf(dataset.timeRange)];
      return [digest("Id", version), ...own, ...facts];
    }
    case "labels": {
      const set = sets.find(({ id }) => id === version);
      const facts =
        set === undefined ? [] : [text("Unusual", set.positives), text("Usual", set.negatives), text("Taught", set.versions.length)];
      return [digest("Set", version), ...own, ...facts];
    }
    case "model": {
      const model = modelVersions(db).find(({ id }) => id === version);
      return [digest("Version", version), ...own, ...(model === undefined ? [] : modelFacts(db, model))];
    }
    case "run": {
      const run = listRuns(db).find(({ id }) => id === version);
      const facts =
        run === undefined
          ? []
          : [text("Scored subjects", run.subjects), text("Surfaced", run.surfaced), text("Stage then", run.stage), ...spanOf(run.range)];
      return [digest("Id", version), ...own, ...facts];
    }
    case "decision":
      return [digest(focus.count === undefined ? "Entry" : "Id", version), ...own, ...reasonOf(source, focus)];
    case "suite":
    case "evaluation":
      return [digest("sha256", version), ...own];
    case "anomaly":
      return [digest("Id", version), ...own];
  }
}

const spanOf = (range: { readonly from?: number | undefined; readonly to?: number | undefined } | undefined): LineageFact[] => [
  ...(range?.from === undefined ? [] : [{ term: "From", at: range.from }]),
  ...(range?.to === undefined ? [] : [{ term: "To", at: range.to }]),
];

function fileFacts(snapshots: readonly Snapshot[], { version }: Node): LineageFact[] {
  const file = snapshots.flatMap(({ manifest }) => manifest.files).find(({ sha256 }) => sha256 === version);
  if (file === undefined) return [];
  const rejected = file.rejected === 0 ? [] : [text("Rejected records", file.rejected)];
  return [text("Bytes", file.bytes), text("Format", file.format), text("Records", file.records), text("Mapped", file.mapped), ...rejected];
}

function snapshotFacts({ db }: LineageSource, { id, manifest }: Snapshot): LineageFact[] {
  const gone = listRetired(db).get(id);
  return [
    text("Files", manifest.files.length),
    text(
      "Events",
      Object.values(manifest.classes).reduce((n, rows) => n + rows, 0),
    ),
    text("OCSF", manifest.ocsfVersion),
    digest("Mapping", manifest.mappingDigest),
    text("Clock", manifest.clock),
    ...spanOf(manifest.timeRange),
    ...(gone === undefined ? [] : [text("Events let go by", gone.by), text("Because", gone.reason), { term: "Let go", at: gone.at }]),
  ];
}

function modelFacts(db: LineageSource["db"], model: ModelVersion): LineageFact[] {
  const makers = [...new Set(makingsOf(db, model.model, model.id).map(({ by }) => by))];
  return [
    text("Stage", model.stage),
    ...(makers.length === 0 ? [] : [text("Made by", makers.join(", "))]),
    text("Seed", model.seed),
    text("Trained on subjects", model.trainRows),
    text("Calibrated on subjects", model.calibrationRows),
    digest("ONNX", model.onnxSha256),
    digest("Feature SQL", model.featureSqlDigest),
    digest("Package", model.packageDigest),
    digest("Code", model.codeDigest),
    text("OCSF", model.ocsfVersion),
    ...model.mappingDigests.map((mapping) => digest("Mapping", mapping)),
    ...(model.labels === undefined ? [] : [digest("Labels", model.labels.set)]),
    ...spanOf(model.timeRange),
  ];
}
