import { sampleExportedModel, sampleImportedModel, sampleSuggestion } from "./fake-foreign-models.ts";
import type { EventBody, EventName } from "../../shared/contract/events.ts";
import type { TrainingReport } from "../../shared/contract/training.ts";
import type { ModelSummary, ModelVersion, Run } from "../../shared/contract/models.ts";
import type { Output, Parsed, RequestName } from "../../shared/contract/requests.ts";
import { sampleBundleReport, sampleExported, samplePlan, sampleRerun } from "./fake-exports.ts";
import { sampleFixes, sampleHealth, sampleHealthRows } from "./fake-health.ts";
import { AppError } from "../../shared/contract/errors.ts";
import type { DatasetVersion, ImportedFile, Snapshot } from "../../shared/contract/telemetry.ts";
import type { Job } from "../../shared/contract/workspace.ts";
import { nowUs } from "./fake-cases.ts";
import { sampleDrift } from "./fake-drift.ts";
import { createFakeAudit } from "./fake-audit.ts";
import { fakeEntities } from "./fake-entities.ts";
import { fakeEntityPage } from "./fake-entity-page.ts";
import { sampleReproduction } from "./fake-reproduction.ts";
import { fakeInspection } from "./fake-inspection.ts";
import { createFakeMappings } from "./fake-mappings.ts";
import { createFakeEvaluations } from "./fake-evaluations.ts";
import { samplePreviewOf, sampleShadowRun } from "./fake-previews.ts";
import { createFakeStages } from "./fake-stages.ts";
import { createFakeRejects } from "./fake-rejects.ts";
import { createFakeBackups } from "./fake-backups.ts";
import { fakeLineage } from "./fake-lineage.ts";
import { fakeMerge } from "./fake-review.ts";
import { fakeSql } from "./fake-sql.ts";
import { sampleDiff, sampleInventories, samplePreview } from "./sample-inventories.ts";
import type { FakeDecisions } from "./fake-decisions.ts";
import { createFakeHunts } from "./fake-hunts.ts";
import { createFakeInsights } from "./fake-insights.ts";
import { createFakeViews } from "./fake-views.ts";
import { createFakeHistory } from "./fake-history.ts";

interface EstateOptions {
  readonly isEmpty: boolean;
  readonly isReadOnly: boolean;
  readonly emit: <K extends EventName>(name: K, body: EventBody<K>) => void;
  readonly used: () => number;
  readonly decisions: FakeDecisions;
}
type EstateNames = Exclude<
  RequestName,
  | `triage.${string}`
  | `decisions.${string}`
  | `review.${string}`
  | `blindReview.${string}`
  | `context.${string}`
  | `bulk.${string}`
  | `suppressions.${string}`
  | `snoozes.${string}`
>;
type EstateHandlers = { readonly [K in EstateNames]: (input: Parsed<K>) => Output<K> | Promise<Output<K>> };

const day = 86_400_000_000;
const range = { from: nowUs - 14 * day, to: nowUs };
const dataset: DatasetVersion = {
  id: "d9c4417b02",
  number: 14,
  snapshots: ["7f3a9c00aa", "11cc90dd"],
  createdAt: nowUs,
  events: 4_210_331,
  timeRange: range,
};

const file = (name: string, records: number, rejected: number): ImportedFile => ({
  name,
  sha256: "a1b2c3d4e5f60718",
  bytes: records * 180,
  format: "zeek",
  formatReason: "first line is #separator",
  logType: "conn",
  records,
  mapped: records - rejected,
  unmapped: {},
  rejected,
  rejectReasons: rejected === 0 ? {} : { "time is not a number": rejected },
});

const snapshot = (id: string, source: string, files: readonly ImportedFile[], classes: Record<string, number>): Snapshot => ({
  id,
  importedAt: nowUs - day,
  manifest: {
    schema: 1,
    source,
    ocsfVersion: "1.8.0",
    mappingDigest: "9c1e44aa",
    clock: "declared",
    files: [...files],
    segments: [],
    classes,
    timeRange: range,
    parents: [],
  },
});

const version = (model: string, id: string, stage: ModelVersion["stage"], daysAgo: number): ModelVersion => ({
  id,
  model,
  stage,
  createdAt: nowUs - daysAgo * day,
  datasetVersion: "d9c4417b02",
  timeRange: range,
  seed: 41,
  packageDigest: "aa11bb22",
  featureSqlDigest: "77ab10c4",
  onnxSha256: "4be210ff",
  codeDigest: "0c11d2e3",
  ocsfVersion: "1.8.0",
  mappingDigests: ["9c1e44aa"],
  trainRows: 31_868,
  calibrationRows: 9340,
});

const trainingReport: TrainingReport = {
  schema: 1,
  labelSet: "5e11ab03",
  used: Array.from({ length: 12 }, (_, i) => ({ anomalyId: `a${i}`, isAnomaly: i < 3, weight: 1 })),
  leftOut: [{ anomalyId: "a99", because: "kept as a recall probe" }],
  guards: [
    {
      id: "G1",
      title: "Lessons before what they are tested on",
      state: "pass",
      text: "Split by time with 24 h between; there is no other split.",
    },
    {
      id: "G3",
      title: "Not won by knowing the same entities",
      state: "insufficient",
      text: "No later judged subjects of both classes that no lesson was about.",
    },
    { id: "G9", title: "Judged subjects are a selection", state: "warn", text: "All 12 labels come from what the queue showed." },
  ],
  effect: {
    state: "insufficient",
    because: "too few",
    cut: null,
    embargoHours: 24,
    lessons: { positives: 3, negatives: 9 },
    heldOut: { positives: 0, negatives: 0 },
    before: null,
    after: null,
    difference: null,
    disjoint: null,
  },
};

const models: ModelSummary[] = [
  {
    name: "beaconing",
    title: "Beaconing",
    hypothesis: "A host that is under outside control calls home at regular intervals, to a destination few others contact.",
    attack: [{ technique: "T1071", name: "Application Layer Protocol" }],
    requires: ["network_activity"],
    champion: "7f3a9c51d20b44e8",
    versions: [
      { ...version("beaconing", "7f3a9c51d20b44e8", "champion", 49), labels: { set: "5e11ab03", positives: 3, negatives: 9 } },
      version("beaconing", "1c88d0aa33", "retired", 90),
    ],
  },
  {
    name: "process-rarity",
    title: "Process rarity",
    hypothesis: "An intruder's processes have parents, paths and access that this estate has rarely or never seen.",
    attack: [
      { technique: "T1059", name: "Command and Scripting Interpreter" },
      { technique: "T1003", name: "OS Credential Dumping" },
      { technique: "T1055", name: "Process Injection" },
    ],
    requires: ["process_activity", "module_activity"],
    versions: [version("process-rarity", "e91c02aa10c2f00d", "registered", 3)],
  },
];

const run = (model: string, modelVersion: string, stage: Run["stage"], notices: string[]): Run => ({
  id: `r-${model}`,
  model,
  modelVersion,
  stage,
  datasetVersion: "d9c4417b02",
  range,
  subjects: 41_208,
  surfaced: 560,
  calibrationRows: 9340,
  createdAt: nowUs - day / 2,
  notices,
});

/** Workspace, telemetry, models and jobs of the fake engine. */
export function createFakeEstate({ isEmpty, isReadOnly, emit, used, decisions }: EstateOptions): {
  readonly handlers: EstateHandlers;
  analyst(): string;
  membersOf(hunt: string): readonly string[];
} {
  let analyst = "root";
  let auditShare = 0.05;
  let signatures = 0;
  let entityDecisions = 0;
  let inventories = sampleInventories(nowUs);
  let verifiedAt: number | null = nowUs;
  const jobs: Job[] = [];
  const cancelled = new Set<string>();
  const scoredBeside = new Set<string>();
  const quarantined = new Set<string>();
  const stages = createFakeStages(version);
  const snapshots = isEmpty
    ? []
    : [
        snapshot(
          "7f3a9c00aa",
          "zeek-core",
          [file("zeek/conn.2026-03-22.log.gz", 3_900_120, 14), file("zeek/dns.2026-03-22.log.gz", 210_004, 0)],
          { network_activity: 3_900_106, dns_activity: 210_004 },
        ),
        snapshot("11cc90dd", "sysmon", [file("windows/sysmon-2026-03.json.zip!export.json", 100_207, 0)], { process_activity: 100_207 }),
      ];
  const granted = new Map<string, number>();

  const runJob = async (name: string, title: string, stages: readonly string[]): Promise<void> => {
    const id = `j${String(jobs.length + 1)}`;
    const job: Job = {
      id,
      name,
      title,
      state: "running",
      stage: stages[0] ?? "",
      done: 0,
      total: 100,
      unit: "rows",
      startedAt: Date.now() * 1000,
      endedAt: null,
    };
    jobs.unshift(job);
    for (let done = 0; done <= 100; done += 4) {
      if (cancelled.has(id)) {
        emit("job.changed", { ...job, state: "cancelled", endedAt: Date.now() * 1000 });
        throw new AppError("conflict", "the job was cancelled");
      }
      emit("job.changed", { ...job, done, stage: stages[Math.min(stages.length - 1, Math.floor((done / 101) * stages.length))] ?? "" });
      await new Promise((resolve) => setTimeout(resolve, 120));
    }
    emit("job.changed", { ...job, done: 100, state: "done", endedAt: Date.now() * 1000 });
  };

  const hunts = createFakeHunts(isEmpty, emit, decisions);
  const membersOf = (id: string): readonly string[] => {
    const { hunts: opened, candidates } = hunts["hunts.places"]({});
    return [...opened, ...candidates].find((one) => one.id === id)?.anomalyIds ?? [];
  };
  const handlers: EstateHandlers = {
    ...createFakeMappings(),
    ...createFakeBackups(emit),
    ...createFakeViews({ analyst: () => analyst, decisions, emit }),
    "engine.info": () => ({ version: "0.1.0", host: "fake", node: "24", ready: true }),
    "engine.restart": () => {
      emit("engine.state", { state: "restarted", message: "The engine was restarted." });
      return { restarted: true };
    },
    "workspace.info": () => ({
      name: "northwind-estate",
      analyst,
      dataset: isEmpty ? null : dataset,
      snapshots: snapshots.length,
      budget: { used: used(), perDay: 40 },
      auditShare,
      log: { entries: used() + signatures, verifiedAt, ok: true },
      readOnly: isReadOnly,
      ...(isReadOnly ? { readOnlyBecause: "held" as const } : {}),
    }),
    "workspace.auditShare": ({ share }) => {
      auditShare = share;
      emit("workspace.changed", { what: "audit share" });
      return { share };
    },
    "workspace.sign": (input) => {
      analyst = input.analyst;
      signatures += 1;
      emit("workspace.changed", { what: "analyst" });
      return { analyst };
    },
    "jobs.list": () => [...jobs],
    "jobs.cancel": ({ id }) => {
      cancelled.add(id);
      return { cancelled: true };
    },
    "files.choose": () => {
      throw new AppError("unsupported-format", "this host has no file dialog");
    },
    "files.begin": ({ name }) => {
      granted.set(name, 0);
      return { grant: name };
    },
    "files.release": ({ grants }) => {
      for (const grant of grants) granted.delete(grant);
      return {};
    },
    "files.append": ({ grant, base64 }) => {
      const received = (granted.get(grant) ?? 0) + Math.floor((base64.length * 3) / 4);
      granted.set(grant, received);
      return { received };
    },
    "telemetry.import": async ({ grants, source }) => {
      await runJob("telemetry.import", `Import of ${String(grants.length)} file`, ["reading", "mapping", "writing"]);
      const added = snapshot(
        `a0${String(snapshots.length)}bc`,
        source ?? "upload",
        grants.map((name) => file(name, 1204, 3)),
        { network_activity: 1201 },
      );
      snapshots.unshift({ ...added, importedAt: nowUs + snapshots.length });
      emit("dataset.changed", { datasetVersion: dataset.id });
      return {
        snapshotId: added.id,
        datasetVersion: dataset,
        duplicate: false,
        records: 1204,
        mapped: 1201,
        unmapped: 0,
        rejected: 3,
        files: added.manifest.files,
        clockProposals: [],
        skipped: [],
        readAgain: [],
        replaced: [],
        rejects: [{ file: grants[0] ?? "", line: 12, reason: "time is not a number", excerpt: "abc\t\u0007CHhAv\t10.0.0.1" }],
      };
    },
    "telemetry.inspect": ({ grants, clock, mapping }) => fakeInspection(grants, clock, mapping !== undefined),
    "telemetry.validate": ({ snapshotId, sample }) => ({
      snapshotId,
      ocsfVersion: "1.8.0",
      sample: sample ?? null,
      events: 0,
      checked: 0,
      sources: [],
    }),
    "telemetry.snapshots": () => [...snapshots],
    "telemetry.datasets": () => (isEmpty ? [] : [dataset]),
    "telemetry.icebergSnapshots": () => ({
      table: "events",
      tableUuid: "",
      formatVersion: 2,
      location: "s3://lake/events",
      metadataFile: "metadata/v1.metadata.json",
      currentSnapshotId: null,
      currentSchemaId: 0,
      snapshots: [],
      schemas: [],
      partitionSpecs: [],
      defaultSpecId: 0,
    }),
    ...createFakeRejects(snapshots),
    ...createFakeHistory(isEmpty, runJob, () => emit("dataset.changed", { datasetVersion: dataset.id })),
    "inventory.import": async () => {
      await runJob("inventory.import", "Import of an inventory", ["reading"]);
      return [];
    },
    "drift.reports": ({ model }) => (isEmpty ? [] : sampleDrift(nowUs).filter((report) => model === undefined || report.model === model)),
    "health.report": () => sampleHealth(nowUs, isEmpty),
    "health.fixes": () => (isEmpty ? [] : [...sampleFixes]),
    "health.anomaly": () => ({ state: "unknown", failing: [], warnings: [], weight: 1, gates: [] }),
    "health.rows": () => ({ rows: sampleHealthRows(nowUs), total: 3 }),
    ...fakeEntities,
    "entities.override": async ({ change }) => {
      entityDecisions += 1;
      const id = `e${entityDecisions}`;
      const tell = (): void => emit("entities.changed", { version: entityDecisions });
      decisions.make({
        id,
        kind: "entity.override",
        what: change.why,
        place: { screen: "entity", id: "e1" },
        anomalyIds: [],
        apply: tell,
        revert: tell,
      });
      return { ...(await fakeEntities["entities.override"]()), decision: id };
    },
    ...fakeEntityPage,
    "inventory.list": () => (isEmpty ? [] : inventories),
    "models.preview": ({ model, version: id }) => {
      if (isEmpty) return samplePreviewOf(model, id, "This model has not scored yet: there is no queue to compare with.");
      if (model === "process-rarity") return samplePreviewOf(model, id, "This version made the queue as it is.");
      return samplePreviewOf(model, id, scoredBeside.has(id) ? "" : "This version has not scored what is in the queue.");
    },
    "models.scoreBeside": async ({ model, version: id }) => {
      await runJob("models.scoreBeside", `Preview ${model}`, ["reading features", "scoring"]);
      scoredBeside.add(id);
      emit("models.changed", { model });
      return sampleShadowRun(model, id);
    },
    "models.reproduce": async ({ model, version: id }) => {
      await runJob("models.reproduce", `Make ${model} ${id.slice(0, 6)} again`, ["reading features", "growing trees", "calibrating"]);
      return sampleReproduction(model, id);
    },
    "models.trainingReport": () => trainingReport,
    "labels.receipts": () => [],
    "labels.audit": () => [],
    ...fakeMerge,
    "inventory.inspect": () => [samplePreview(nowUs)],
    "inventory.rejects": () => ({ total: 1, samples: [{ file: "cmdb.csv", line: 17, reason: "13 columns instead of 14", excerpt: "" }] }),
    "inventory.diff": () => sampleDiff,
    "inventory.retire": ({ id, restore }) => {
      inventories = inventories.map((one) =>
        one.id === id ? { ...one, state: restore ? ("current" as const) : ("retired" as const) } : one,
      );
      emit("inventory.changed", { ids: [id] });
      const found = inventories.find((one) => one.id === id);
      if (found === undefined) throw new AppError("not-found", `there is no inventory ${id}`);
      return found;
    },
    "models.list": () =>
      models.map((model) => ({
        ...model,
        versions: model.versions.map((one) => (quarantined.has(one.id) ? { ...one, stage: "quarantined" as const } : one)),
      })),
    "models.train": async ({ model }) => {
      await runJob("models.train", `Train ${model}`, ["features", "forest", "calibration", "export"]);
      return version(model, "c0ffee11", "registered", 0);
    },
    "models.inspect": () => sampleSuggestion,
    "models.import": ({ package: model }) => sampleImportedModel(version(model, "0ff1ce00", "registered", 0)),
    "models.export": async ({ model, version: id }) => {
      await runJob("models.export", `Export ${model} ${id.slice(0, 6)}`, ["writing"]);
      return sampleExportedModel(model, id);
    },
    "models.promote": ({ model, version: id }) => version(model, id, "champion", 0),
    ...stages,
    "models.quarantine": (input) => {
      quarantined.add(input.version);
      emit("models.changed", { model: input.model });
      return stages["models.quarantine"](input);
    },
    "models.stage": (input) => {
      quarantined.delete(input.version);
      emit("models.changed", { model: input.model });
      return stages["models.stage"](input);
    },
    ...createFakeEvaluations(runJob),
    "preferences.read": () => ({ text: null }),
    "preferences.write": () => ({}),
    "scoring.run": async () => {
      await runJob("scoring.run", "Score 2 models", ["features", "scoring", "context"]);
      return { runs: [], skipped: [] };
    },
    "scoring.runs": () =>
      isEmpty
        ? []
        : [
            run("beaconing", "7f3a9c51d20b44e8", "champion", []),
            run("process-rarity", "e91c02aa10c2f00d", "registered", ["no champion; scored with registered version e91c02"]),
          ],
    ...fakeSql({ dataset: isEmpty ? null : dataset, runJob, emit }),
    "exports.plan": ({ wanted }) => samplePlan(wanted),
    "exports.write": async ({ wanted }) => {
      await runJob("exports.write", `Export ${wanted.what}`, ["writing"]);
      return sampleExported(wanted);
    },
    "exports.verifyArchive": () => sampleBundleReport,
    "exports.rerun": () => sampleRerun,
    "labels.export": ({ format }) => ({
      schema: 1,
      format,
      file: `labels.${format}`,
      sha256: "ab",
      rows: used(),
      excluded: [],
      model: null,
      features: {},
      modelVersions: [],
      datasetVersions: [],
      provenanceFile: "labels.provenance.json",
    }),
    ...fakeLineage(emit, runJob),
    ...createFakeInsights(isEmpty, () => emit("workspace.changed", { what: "figures by person" })),
    ...hunts,
    ...createFakeAudit(isEmpty, () => {
      verifiedAt = nowUs;
      emit("workspace.changed", { what: "audit" });
    }),
  };
  return { handlers, membersOf, analyst: () => analyst };
}
