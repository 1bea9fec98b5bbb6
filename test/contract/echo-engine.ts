import { createFakeEvaluations } from "../unit-support/fake-evaluations.ts";
import { sampleExportedModel, sampleImportedModel, sampleSuggestion } from "../unit-support/fake-foreign-models.ts";
import { EventEmitter } from "node:events";
import type { BulkPreview } from "../../shared/contract/bulk.ts";
import type { Context, Handlers } from "../../shared/contract/client.ts";
import { AppError, CancelledError } from "../../shared/contract/errors.ts";
import type { EventBody, EventName } from "../../shared/contract/events.ts";
import type { SavedMapping } from "../../shared/contract/mappings.ts";
import type { ModelVersion } from "../../shared/contract/models.ts";
import type { SnapshotSummary } from "../../shared/contract/snapshots.ts";
import type { DatasetVersion, SnapshotManifest } from "../../shared/contract/telemetry.ts";
import type { DryRun, Suppression } from "../../shared/contract/suppressions.ts";
import type { CaseDetail, QueueRow } from "../../shared/contract/triage.ts";
import { scopeWords } from "../../shared/domain/suppression.ts";
import type { Job } from "../../shared/contract/workspace.ts";
import type { z } from "zod";
import { createFakeAudit } from "../unit-support/fake-audit.ts";
import { fakeEntities } from "../unit-support/fake-entities.ts";
import { createFakeInsights } from "../unit-support/fake-insights.ts";
import { createFakeDecisions } from "../unit-support/fake-decisions.ts";
import { createFakeHunts } from "../unit-support/fake-hunts.ts";
import { samplePreviewOf, sampleShadowRun } from "../unit-support/fake-previews.ts";
import { createFakeStages } from "../unit-support/fake-stages.ts";
import { fakeEntityPage } from "../unit-support/fake-entity-page.ts";
import { sampleBlindReview, sampleReceipt } from "../unit-support/fake-blind-review.ts";
import { createFakeReview, fakeMerge } from "../unit-support/fake-review.ts";
import { sampleReproduction } from "../unit-support/fake-reproduction.ts";
import { sampleDiff, sampleInventories, samplePreview } from "../unit-support/sample-inventories.ts";
import type { Engine } from "../../electron/engine/engine-interface.ts";

const audit = createFakeAudit(false, () => undefined);
const stages = createFakeStages((model, id, stage) => ({ ...sampleVersion, model, id, stage }));
const insights = createFakeInsights(false, () => undefined);
const [sampleInventory] = sampleInventories(0);
if (sampleInventory === undefined) throw new Error("there is a sample");

/**
 * An engine without a workspace, for testing what carries frames: every answer is made from its question. Some anomaly ids mean
 * something: `missing` fails as expected, `bug` breaks an invariant, `slow` waits until it is cancelled, `crooked` breaks the
 * contract, `crash` ends the process.
 */
export interface EchoEngine extends Engine {
  /** Names of the calls that were cancelled, and of the jobs that run. */
  readonly cancelled: string[];
  readonly running: Set<string>;
  emit<K extends EventName>(name: K, body: EventBody<K>): void;
}

export function createEchoEngine(): EchoEngine {
  const emitter = new EventEmitter().setMaxListeners(0);
  const cancelled: string[] = [];
  const running = new Set<string>();
  const emit = <K extends EventName>(name: K, body: EventBody<K>): void => void emitter.emit(name, body);
  const untilCancelled = (name: string, context: Context): Promise<never> => {
    running.add(name);
    return new Promise((_, reject) => {
      context.signal.addEventListener("abort", () => {
        running.delete(name);
        cancelled.push(name);
        reject(new CancelledError());
      });
    });
  };
  return {
    cancelled,
    running,
    emit,
    handlers: {
      ...echoHunts(emit),
      ...echoReview(emit),
      ...workspaceHandlers(emit),
      ...snapshotHandlers,
      ...dataHandlers(emit, untilCancelled),
      ...triageHandlers(untilCancelled),
    },
    on: (name, listener) => {
      emitter.on(name, listener);
      return () => emitter.off(name, listener);
    },
    close: async () => undefined,
  };
}

type Emit = EchoEngine["emit"];
type UntilCancelled = (name: string, context: Context) => Promise<never>;

/** The desk's hunts in memory, answered as an engine answers. */
function echoHunts(emit: Emit) {
  const hunts = createFakeHunts(false, emit, createFakeDecisions());
  return {
    "hunts.candidates": async (input) => hunts["hunts.candidates"](input),
    "hunts.candidate": async (input) => hunts["hunts.candidate"](input),
    "hunts.places": async (input) => hunts["hunts.places"](input),
    "hunts.arrange": async (input) => hunts["hunts.arrange"](input),
    "hunts.list": async (input) => hunts["hunts.list"](input),
    "hunts.show": async (input) => hunts["hunts.show"](input),
    "hunts.open": async (input) => hunts["hunts.open"](input),
    "hunts.edit": async (input) => hunts["hunts.edit"](input),
    "hunts.members": async (input) => hunts["hunts.members"](input),
    "hunts.move": async (input) => hunts["hunts.move"](input),
    "hunts.close": async (input) => hunts["hunts.close"](input),
    "hunts.report": async (input) => hunts["hunts.report"](input),
  } satisfies Partial<Handlers>;
}

function echoReview(emit: Emit) {
  const { handlers } = createFakeReview(undefined, emit);
  return {
    "merge.preview": async () => fakeMerge["merge.preview"](),
    "merge.apply": async () => fakeMerge["merge.apply"](),
    "blindReview.start": async ({ model, version }) => sampleBlindReview(model, version),
    "blindReview.status": async () => sampleBlindReview("beaconing", "c0ffee11"),
    "blindReview.end": async () => ({ decision: "db1", receipt: sampleReceipt(sampleBlindReview("beaconing", "c0ffee11")) }),
    "blindReview.receipt": async () => sampleReceipt(sampleBlindReview("beaconing", "c0ffee11")),
    "review.agreement": async (input) => handlers["review.agreement"](input),
    "review.status": async (input) => handlers["review.status"](input),
    "review.share": async (input) => handlers["review.share"](input),
    "review.queue": async (input) => handlers["review.queue"](input),
    "review.judge": async (input) => handlers["review.judge"](input),
    "review.disagreements": async (input) => handlers["review.disagreements"](input),
    "review.settle": async (input) => handlers["review.settle"](input),
  } satisfies Partial<Handlers>;
}

const workspaceHandlers = (emit: Emit) =>
  ({
    "engine.info": async (_input, { caller }) => ({ version: "echo", host: `${caller.host}/${caller.trust}`, node: "test", ready: true }),
    "engine.restart": async () => ({ restarted: false }),
    "workspace.info": async () => ({
      name: "echo",
      analyst: "ana",
      dataset: null,
      snapshots: 0,
      budget: { used: 0, perDay: 20 },
      auditShare: 0.05,
      log: { entries: 0, verifiedAt: null, ok: null },
      readOnly: false,
    }),
    "workspace.sign": async ({ analyst }) => {
      emit("workspace.changed", { what: `analyst ${analyst}` });
      return { analyst };
    },
    "workspace.auditShare": async ({ share }) => ({ share }),
    "jobs.list": async () => [],
    "jobs.cancel": async ({ id }) => ({ cancelled: id === "running" }),
    "files.choose": async (input) => ({ grants: (input.paths ?? []).map((path) => ({ grant: `g-${path.length}`, name: path, size: 1 })) }),
    "files.begin": async ({ name }) => ({ grant: `grant-of-${name}` }),
    "files.release": async () => ({}),
    "files.append": async ({ offset, base64 }) => ({ received: offset + Buffer.from(base64, "base64").length }),
    "context.expand": async () => ({ kinds: [], page: null, unknownBecause: "an echo knows nobody" }),
    "context.paths": async () => ({
      paths: [],
      nodes: [],
      edges: [],
      looked: { nodes: 0, relations: 0, sharedRefused: 0 },
      isCut: false,
      unknownBecause: null,
    }),
    "context.events": async () => [],
    "backups.list": async () => ({ backups: [sampleBackup], failure: null, unsaved: 3 }),
    "backups.make": async () => sampleBackup,
    "lineage.events": async () => ({ namespace: "quarry://echo", events: [], next: null }),
    "lineage.graph": async ({ of }) => ({ focus: of, nodes: [], edges: [], leftOut: [], withheld: false }),
    "lineage.node": async ({ of }) => ({
      node: { id: of, kind: "dataset", title: "v1", version: "5".repeat(64) },
      facts: [],
      members: { total: 0, rows: [] },
      runs: [],
    }),
    "lineage.verify": async ({ of }) => ({
      focus: of,
      at: 0,
      ok: true,
      counts: { verified: 1, changed: 0, missing: 0, "not-kept": 0 },
      nodes: [{ id: of, state: "verified", text: "an echo is what it was" }],
      logs: [],
    }),
    "lineage.sink": async () => ({ url: null, queued: 0, delivered: 0, dropped: 0 }),
    "lineage.setSink": async ({ url }) => ({ url, queued: 0, delivered: 0, dropped: 0 }),
    "audit.verify": async (input) => audit["audit.verify"](input),
    "audit.page": async (input) => audit["audit.page"](input),
    "audit.choices": async (input) => audit["audit.choices"](input),
  }) satisfies Partial<Handlers>;

const dataHandlers = (emit: Emit, untilCancelled: UntilCancelled) =>
  ({
    "telemetry.import": async ({ paths, source }, context) => {
      if (context.caller.trust !== "local" && paths.length > 0) throw new AppError("forbidden", "a page may not name paths");
      emit("job.changed", sampleJob);
      if (source === "slow") return untilCancelled("telemetry.import", context);
      const counts = { records: 3, mapped: 2, unmapped: 1, rejected: 0 };
      return {
        snapshotId: "5".repeat(64),
        datasetVersion: sampleDataset,
        duplicate: false,
        ...counts,
        files: [],
        rejects: [],
        clockProposals: [],
        ...nothingTwice,
      };
    },
    "telemetry.inspect": async () => ({
      records: 3,
      mapped: 2,
      unmapped: 1,
      rejected: 0,
      files: [],
      rejects: [],
      classes: { network_activity: 2 },
      clock: "declared",
      clockProposals: [],
    }),
    "telemetry.validate": async ({ snapshotId, sample }) => ({
      snapshotId,
      ocsfVersion: "1.8.0",
      sample: sample ?? null,
      events: 0,
      checked: 0,
      sources: [],
    }),
    "mappings.list": async () => [sampleMapping],
    "mappings.read": async ({ name, version = 1 }) => ({ ...sampleMapping, name, version, mapping: "{}" }),
    "mappings.save": async ({ name }) => ({ ...sampleMapping, name }),
    "mappings.propose": async ({ file = "flows.csv" }) => ({
      file,
      kind: "delimited" as const,
      columns: [],
      sampledRows: 0,
      mapping: null,
      layoutReason: "",
      timeReason: "",
      classReason: "",
      suggestions: [],
    }),
    "mappings.preview": async () => ({ rows: [], read: 0, mapped: 0, rejected: 0, misfits: {} }),
    "telemetry.snapshots": async () => [],
    "telemetry.datasets": async () => [sampleDataset],
    "telemetry.icebergSnapshots": async () => ({
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
    "telemetry.sources": async () => [],
    "telemetry.rejects": async () => ({ total: 0, kept: 0, matching: 0, samples: [], groups: [] }),
    "telemetry.exportRejects": async ({ format }) => ({ file: `rejects.${format}`, rows: 0, sha256: "0".repeat(64) }),
    "inventory.import": async () => [],
    "inventory.inspect": async () => [samplePreview(0)],
    "drift.reports": async () => [],
    "health.report": async ({ asOf }) => ({
      id: "0".repeat(64),
      dataset: sampleDataset.id,
      asOf: { at: asOf ?? 0, because: "echo" },
      inventories: [],
      sources: [],
      days: [],
      results: [],
    }),
    "health.rows": async () => ({ rows: [], total: 0 }),
    "health.fixes": async () => [],
    "health.anomaly": async () => ({ state: "unknown" as const, failing: [], warnings: [], weight: 1, gates: [] }),
    ...fakeEntities,
    ...fakeEntityPage,
    "inventory.list": async () => [],
    "models.preview": async ({ model, version }) => samplePreviewOf(model, version, ""),
    "models.scoreBeside": async ({ model, version }) => sampleShadowRun(model, version),
    "models.reproduce": async ({ model, version }) => sampleReproduction(model, version),
    "models.trainingReport": async () => null,
    "labels.receipts": async () => [],
    "labels.audit": async () => [],
    "inventory.rejects": async () => ({ total: 0, samples: [] }),
    "inventory.diff": async () => sampleDiff,
    "inventory.retire": async () => sampleInventory,
    "models.list": async () => [],
    "models.train": async ({ model, seed }) => ({ ...sampleVersion, model, seed }),
    "models.inspect": async () => sampleSuggestion,
    "models.import": async () => sampleImportedModel(sampleVersion),
    "models.export": async ({ model, version }) => sampleExportedModel(model, version),
    "models.promote": async ({ model, version }) => ({ ...sampleVersion, model, id: version, stage: "champion" as const }),
    "models.history": async (input) => stages["models.history"](input),
    "models.championAt": async (input) => stages["models.championAt"](input),
    "models.scoredBy": async (input) => stages["models.scoredBy"](input),
    "models.stage": async (input) => stages["models.stage"](input),
    "models.upkeep": async (input) => stages["models.upkeep"](input),
    "models.expectedEffect": async (input) => stages["models.expectedEffect"](input),
    "models.declineRetraining": async (input) => stages["models.declineRetraining"](input),
    "models.rollbackPlan": async (input) => stages["models.rollbackPlan"](input),
    "models.rollback": async (input) => stages["models.rollback"](input),
    "models.demote": async (input) => stages["models.demote"](input),
    "models.quarantine": async (input) => stages["models.quarantine"](input),
    ...createFakeEvaluations(async () => undefined),
    "preferences.read": async () => ({ text: null }),
    "preferences.write": async () => ({}),
    "scoring.run": async () => ({ runs: [], skipped: [] }),
    "scoring.runs": async () => [],
    "sql.run": async ({ sql }) => ({ ...noScope, columns: [{ name: "sql", type: "VARCHAR" }], rows: [[sql]], more: false }),
    "sql.explain": async () => ({ ...noScope, text: "plan" }),
    "sql.export": async ({ sql, format }) => ({
      schema: 1 as const,
      format,
      file: `query.${format}`,
      sha256: "0".repeat(64),
      bytes: 0,
      rows: 0,
      columns: [],
      sql,
      datasetVersion: null,
      snapshots: [],
    }),
    "sql.history": async () => [],
    "sql.keep": async () => ({}),
    "sql.forget": async () => ({ forgotten: true }),
    "insights.report": async (input) => insights["insights.report"](input),
    "insights.behind": async (input) => insights["insights.behind"](input),
    "insights.perAnalyst": async (input) => insights["insights.perAnalyst"](input),
    "exports.plan": async ({ wanted }) => samplePlan(wanted),
    "exports.write": async ({ wanted, out }) => sampleExported(wanted, out),
    "exports.verifyArchive": async () => sampleBundleReport,
    "exports.rerun": async () => sampleRerun,
    "labels.export": async ({ format }) => ({
      schema: 1 as const,
      format,
      file: `labels.${format}`,
      sha256: "0".repeat(64),
      rows: 0,
      excluded: [],
      model: null,
      features: {},
      modelVersions: [],
      datasetVersions: [],
      provenanceFile: "labels.provenance.json",
    }),
  }) satisfies Partial<Handlers>;

const noScope = { datasetVersion: null, snapshots: [], elapsedMs: 1 };
const nothingTwice = { skipped: [], readAgain: [], replaced: [] };

const snapshotHandlers = {
  "snapshots.list": async () => [sampleSnapshot],
  "snapshots.show": async () => ({ ...sampleSnapshot, manifest: sampleManifest, dependants: noDependants }),
  "snapshots.verify": async () => ({
    ok: true,
    checked: [{ id: sampleSnapshot.id, source: "sensor", state: "intact" as const, bytes: 1, problems: [] }],
  }),
  "snapshots.retire": async () => ({ decision: "d3", freedBytes: 1, datasetVersion: null }),
  "snapshots.retention": async ({ keepDays }) => ({ keepDays: keepDays ?? null, snapshots: [], freeableBytes: 0 }),
  "snapshots.keep": async ({ keepDays }) => ({ keepDays, snapshots: [], freeableBytes: 0 }),
  "datasets.history": async () => [
    { ...sampleDataset, isCurrent: true, origin: "import" as const, classes: {}, gone: [], models: 0, runs: 0, verdicts: 0 },
  ],
  "datasets.compose": async () => sampleDataset,
  "datasets.compare": async () => ({ from: 1, to: 2, added: [], removed: [], kept: 1, classes: [] }),
} satisfies Partial<Handlers>;

const triageHandlers = (untilCancelled: UntilCancelled) =>
  ({
    "triage.queue": async ({ limit, offset }) => ({
      rows: Array.from({ length: Math.min(limit, 500) }, (_, i) => sampleRow(`a${offset + i}`, offset + i + 1)),
      total: 500,
      place: null,
      suppressed: 0,
      secondLooks: 0,
      disputed: 0,
      open: 500,
      held: { suppressed: 0, snoozed: 0, audited: 0, nextReturn: null },
      expectedOrdinary: { share: null, because: "echo" },
      live: null,
      notices: [],
    }),
    "triage.row": async ({ anomalyId }, context) => {
      if (anomalyId === "missing")
        throw new AppError("not-found", "there is no anomaly missing", { file: "a.log", line: 7, hint: "look at the queue" });
      if (anomalyId === "bug") throw new TypeError("cannot read properties of undefined");
      if (anomalyId === "slow") return untilCancelled("triage.row", context);
      if (anomalyId === "crash") process.kill(process.pid, "SIGKILL");
      return sampleRow(anomalyId, anomalyId === "crooked" ? 0.5 : 1);
    },
    "triage.case": async ({ anomalyId }) => sampleCase(anomalyId),
    "triage.context": async ({ anomalyId }) => ({
      anomalyId,
      dataset: sampleDataset.id,
      nodes: [],
      edges: [],
      omitted: { nodes: 0, edges: 0, byReason: {} },
      answers: [],
      inventories: [],
      timeline: [],
      activity: null,
      measures: [],
      peers: null,
      crown: null,
    }),
    "triage.evidence": async () => ({ rows: [], total: 0 }),
    "triage.record": async ({ eventId }) => ({ eventId, file: "a.log", record: 1, raw: "{}" }),
    "triage.judge": async ({ anomalyIds, verdict, reason, note, analyst = "ana" }) => ({
      decision: "d1",
      states: Object.fromEntries(anomalyIds.map((id) => [id, { verdict, reason, note, analyst, at: 1, decision: "d1" }])),
    }),
    "decisions.undo": async ({ decision = "d1" }) => ({ undone: decision, ...sampleStep }),
    "decisions.redo": async ({ decision = "d1" }) => ({ redone: decision, ...sampleStep }),
    "decisions.history": async () => ({
      total: 1,
      decisions: [{ ...sampleStep, decision: "d1", seq: 1, at: 1, analyst: "ana", isInForce: true, restingOnIt: [] }],
    }),
    "decisions.rebuild": async () => ({ decisions: 1, takenBack: 0 }),
    "triage.note": async () => ({ decision: "d2" }),
    "bulk.preview": async () => emptySet,
    "snoozes.set": async ({ anomalyIds }) => ({ decision: "d6", anomalies: anomalyIds.length }),
    "views.list": async () => [],
    "views.save": async () => ({ decision: "d7" }),
    "views.remove": async () => ({ decision: "d8" }),
    "views.setDefault": async () => ({ decision: "d9" }),
    "suppressions.offer": async () => ({ model: "beaconing", classes: [], entities: [], features: [] }),
    "suppressions.preview": async ({ scope }) => emptyDryRun(scopeWords(scope)),
    "suppressions.create": async ({ scope }) => ({ decision: "d4", suppression: sampleSuppression(scope) }),
    "suppressions.list": async () => [sampleSuppression({ model: "beaconing", classes: [], entities: [], bounds: [] })],
    "suppressions.change": async () => ({
      decision: "d5",
      suppression: sampleSuppression({ model: "beaconing", classes: [], entities: [], bounds: [] }),
    }),
    "bulk.judge": async () => ({ decision: "d3", judged: 0 }),
  }) satisfies Partial<Handlers>;

const emptyDryRun = (scope: string): DryRun => ({
  scope,
  days: 30,
  surfaced: 0,
  matching: 0,
  audited: 0,
  examples: [],
  malicious: { total: 0, listed: [] },
});
const sampleSuppression = (scope: Suppression["scope"]): Suppression => ({
  id: "d4",
  scope,
  words: scopeWords(scope),
  owner: "ana",
  reason: "known",
  until: 2,
  createdAt: 1,
  createdBy: "ana",
  state: "active",
  dryRun: { days: 30, surfaced: 0, matching: 0, malicious: 0 },
  override: null,
  hidden: 0,
});

const nobody = { total: 0, members: [] };
const emptySet: BulkPreview = {
  words: "nothing",
  distance: "none",
  among: 0,
  matching: 0,
  applies: 0,
  setId: "s",
  nearest: [],
  farthest: [],
  conflicts: nobody,
  held: 0,
  already: 0,
  otherHunts: nobody,
  most: 10_000,
};

const sampleStep = {
  decision: "u1",
  kind: "verdict.record",
  what: "Benign on 10.0.0.1",
  anomalyIds: ["a1"],
  place: { screen: "triage" as const, anomalyId: "a1" },
};

const sampleJob: z.infer<typeof Job> = {
  id: "job-1",
  name: "telemetry.import",
  title: "Import",
  state: "running",
  stage: "reading",
  done: 1,
  total: 2,
  unit: "files",
  startedAt: 1,
  endedAt: null,
};

const sampleMapping: SavedMapping = {
  id: "6".repeat(64),
  name: "flows",
  version: 1,
  class: "network_activity",
  columns: 4,
  file: "mappings/flows/1.json",
  savedAt: 1,
};

const sampleDataset: DatasetVersion = { id: "d".repeat(64), number: 1, snapshots: ["5".repeat(64)], createdAt: 1, events: 3 };

const sampleManifest: SnapshotManifest = {
  schema: 1,
  source: "sensor",
  ocsfVersion: "1.8.0",
  mappingDigest: "m",
  clock: "declared",
  files: [],
  segments: [],
  classes: {},
  parents: [],
};

const sampleSnapshot: SnapshotSummary = {
  id: "5".repeat(64),
  source: "sensor",
  importedAt: 1,
  files: 0,
  unread: 0,
  records: 3,
  events: 2,
  rejected: 0,
  unmapped: 1,
  classes: {},
  bytes: 1,
  inputBytes: 2,
  parents: [],
  clock: "declared",
  ocsfVersion: "1.8.0",
  mappingDigest: "m",
  datasets: [1],
};

const noDependants = { datasets: [], models: [], runs: 0, anomalies: 0, verdicts: 0, labels: 0, children: [], holds: [] };

const sampleVersion: ModelVersion = {
  id: "v".repeat(64),
  model: "beaconing",
  stage: "validated",
  createdAt: 1,
  datasetVersion: sampleDataset.id,
  timeRange: {},
  seed: 1,
  packageDigest: "p",
  featureSqlDigest: "f",
  onnxSha256: "o",
  codeDigest: "c",
  ocsfVersion: "1.8.0",
  mappingDigests: [],
  trainRows: 10,
  calibrationRows: 5,
};

const sampleRow = (anomalyId: string, rank: number): QueueRow => ({
  rank,
  anomalyId,
  subject: { type: "pair", keys: { src: "10.0.0.1", dst: "example.test" }, label: "10.0.0.1 → example.test" },
  window: { from: 0, to: 86_400_000_000 },
  score: 0.75,
  pValue: 0.01,
  qValue: 0.2,
  reasons: ["called every 60 s"],
  evidence: [{ eventId: "0123456789abcdef-0", class: "network_activity", time: 1, file: "conn.log", record: 9, ids: { uid: "C1" } }],
  evidenceCount: 1,
  model: "beaconing",
  version: sampleVersion.id,
  stage: "champion",
  run: "r1",
  dataset: sampleDataset.id,
  isNew: true,
  priorVerdicts: 0,
  blind: null,
  review: null,
  health: { state: "unknown", failing: [], warnings: [], weight: 1 },
  envelope: null,
  hold: null,
  state: null,
});

const sampleCase = (anomalyId: string): z.infer<typeof CaseDetail> => ({
  row: sampleRow(anomalyId, 1),
  headline: "10.0.0.1 called example.test every 60 s",
  attack: [],
  base: -1,
  additiveScore: -2,
  contributions: [],
  whyNotHigher: "",
  subjectsScored: 10,
  calibrationRows: 5,
  grain: [],
  history: [],
  prior: [],
  notes: [],
  lineage: {
    run: "r1",
    modelVersion: sampleVersion.id,
    datasetVersion: sampleDataset.id,
    trainedOn: sampleDataset.id,
    featureSqlDigest: "f",
    onnxSha256: "o",
    codeDigest: "c",
    ocsfVersion: "1.8.0",
    mappingDigests: [],
    seed: 1,
    files: [],
  },
});
import { sampleBackup } from "../unit-support/fake-backups.ts";
import { sampleBundleReport, sampleExported, samplePlan, sampleRerun } from "../unit-support/fake-exports.ts";
