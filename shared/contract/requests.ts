import { z } from "zod";
import { auditRequests } from "./audit.ts";
import { backupRequests } from "./backups.ts";
import { blindReviewRequests } from "./blind-reviews.ts";
import { bulkRequests } from "./bulk.ts";
import { contextRequests } from "./context.ts";
import { decisionRequests } from "./decisions.ts";
import { driftRequests } from "./drift.ts";
import { entityRequests } from "./entities.ts";
import { entityPageRequests } from "./entity-pages.ts";
import { evaluationRequests } from "./evaluations.ts";
import { exportRequests } from "./exports.ts";
import { foreignModelRequests } from "./foreign-models.ts";
import { healthRequests } from "./health.ts";
import { huntRequests } from "./hunts.ts";
import { insightRequests } from "./insights.ts";
import { inventoryRequests } from "./inventories.ts";
import { mappingRequests } from "./mappings.ts";
import { modelExportRequests } from "./model-exports.ts";
import { AuditShare, ModelSummary, ModelVersion, Run, ScoreInput, ScoreResult, TrainInput } from "./models.ts";
import { icebergRequests } from "./iceberg.ts";
import { lineageRequests } from "./lineage.ts";
import { previewRequests } from "./preview.ts";
import { rejectRequests } from "./rejects.ts";
import { mergeRequests } from "./merge.ts";
import { job, request } from "./request.ts";
import { reproduceRequests } from "./reproduce.ts";
import { reviewRequests } from "./review.ts";
import { snapshotRequests } from "./snapshots.ts";
import { upkeepRequests } from "./upkeep.ts";
import { stageRequests } from "./stages.ts";
import { sqlRequests } from "./sql.ts";
import { DatasetVersion, ImportInput, ImportResult, Inspection, Snapshot } from "./telemetry.ts";
import { suiteRequests } from "./suites.ts";
import { suppressionRequests } from "./suppressions.ts";
import { trainingRequests } from "./training.ts";
import { ContextGraph } from "./context-graph.ts";
import { CaseDetail, EvidenceRow, JudgeInput, QueueInput, QueuePage, QueueRow, VerdictState } from "./triage.ts";
import { validationRequests } from "./validation.ts";
import { viewRequests } from "./views.ts";
import { ExportManifest, Job, WorkspaceInfo } from "./workspace.ts";

const Nothing = z.object({});
const AnomalyId = z.object({ anomalyId: z.string() });

/** The whole boundary between whoever shows and the engine. Names are `domain.verb`. */
export const requests = {
  "engine.info": request(Nothing, z.object({ version: z.string(), host: z.string(), node: z.string(), ready: z.boolean() })),
  /** Ends an engine that does not answer, so that its host starts another. One that does answer says itself that it was not. */
  "engine.restart": request(Nothing, z.object({ restarted: z.boolean() })),
  "workspace.info": request(Nothing, WorkspaceInfo),
  "workspace.sign": request(z.object({ analyst: z.string().trim().min(1).max(120) }), z.object({ analyst: z.string() })),
  /** For runs from now on; what is in the queue stays. */
  "workspace.auditShare": request(
    z.object({ share: AuditShare, analyst: z.string().max(120).optional() }),
    z.object({ share: AuditShare }),
  ),
  /** How the analyst likes the desk, as the page wrote it; kept in the workspace, since a browser forgets it with the port. */
  "preferences.read": request(Nothing, z.object({ text: z.string().nullable() })),
  "preferences.write": request(z.object({ text: z.string().max(20_000) }), Nothing),
  "jobs.list": request(Nothing, z.array(Job)),
  "jobs.cancel": request(z.object({ id: z.string() }), z.object({ cancelled: z.boolean() })),

  /**
   * Hands a file over in order, piece by piece; the grant is then named in an import. A shell with a file dialog shows it when a
   * page calls `files.choose` and passes the chosen paths on; only local callers may name paths.
   */
  "files.choose": request(
    z.object({ paths: z.array(z.string()).max(1000).optional() }),
    z.object({ grants: z.array(z.object({ grant: z.string(), name: z.string(), size: z.number() })) }),
  ),
  "files.begin": request(
    z.object({ name: z.string().min(1).max(255), size: z.number().int().nonnegative() }),
    z.object({ grant: z.string() }),
  ),
  "files.append": request(
    z.object({ grant: z.string(), offset: z.number().int().nonnegative(), base64: z.string().max(1_400_000) }),
    z.object({ received: z.number().int() }),
  ),
  /** Lets go of files that are not to be imported after all; what was uploaded is deleted. */
  "files.release": request(z.object({ grants: z.array(z.string()).max(100_000) }), Nothing),

  "telemetry.import": job(ImportInput, ImportResult),
  "telemetry.inspect": job(ImportInput, Inspection),
  ...mappingRequests,
  "telemetry.snapshots": request(Nothing, z.array(Snapshot)),
  "telemetry.datasets": request(Nothing, z.array(DatasetVersion)),
  ...rejectRequests,
  ...snapshotRequests,
  ...inventoryRequests,
  ...healthRequests,
  ...entityRequests,
  ...entityPageRequests,

  ...sqlRequests,

  "models.list": request(Nothing, z.array(ModelSummary)),
  "models.train": job(TrainInput, ModelVersion),
  "models.promote": request(
    z.object({
      model: z.string(),
      version: z.string(),
      reason: z.string().min(1).max(2000),
      /** Why it is promoted though the gate does not pass; kept with the model for good. */
      override: z.string().trim().min(1).max(2000).optional(),
      analyst: z.string().optional(),
    }),
    ModelVersion,
  ),
  ...stageRequests,
  ...evaluationRequests,
  ...suiteRequests,
  ...upkeepRequests,
  ...trainingRequests,
  ...foreignModelRequests,
  ...modelExportRequests,
  ...driftRequests,
  ...previewRequests,
  ...reproduceRequests,
  "scoring.run": job(ScoreInput, ScoreResult),
  "scoring.runs": request(Nothing, z.array(Run)),

  "triage.queue": request(QueueInput, QueuePage),
  "triage.row": request(AnomalyId, QueueRow),
  "triage.case": request(AnomalyId, CaseDetail),
  "triage.context": request(AnomalyId, ContextGraph),
  "triage.evidence": request(
    AnomalyId.extend({ limit: z.number().int().positive().max(10_000).default(200), offset: z.number().int().nonnegative().default(0) }),
    z.object({ rows: z.array(EvidenceRow), total: z.number().int() }),
  ),
  "triage.record": request(
    z.object({ eventId: z.string() }),
    z.object({ eventId: z.string(), file: z.string(), record: z.number().int(), raw: z.string() }),
  ),
  "triage.judge": request(JudgeInput, z.object({ decision: z.string(), states: z.record(z.string(), VerdictState) })),
  "triage.note": request(
    AnomalyId.extend({ text: z.string().max(20_000), analyst: z.string().optional() }),
    z.object({ decision: z.string() }),
  ),

  ...reviewRequests,
  ...blindReviewRequests,
  ...mergeRequests,
  ...bulkRequests,
  ...suppressionRequests,
  ...viewRequests,
  ...decisionRequests,
  ...huntRequests,

  /** Writes into the workspace's `exports/`, or to `out` for hosts on the analyst's own side. */
  "labels.export": job(
    z.object({
      format: z.enum(["parquet", "csv", "ndjson"]),
      out: z.string().optional(),
      model: z.string().optional(),
      analyst: z.string().optional(),
    }),
    ExportManifest,
  ),
  ...exportRequests,
  ...insightRequests,
  ...contextRequests,
  ...icebergRequests,
  ...lineageRequests,
  ...backupRequests,
  ...validationRequests,
  ...auditRequests,
} as const;

export type RequestName = keyof typeof requests;
export type Input<K extends RequestName> = z.input<(typeof requests)[K]["input"]>;
export type Parsed<K extends RequestName> = z.output<(typeof requests)[K]["input"]>;
export type Output<K extends RequestName> = z.output<(typeof requests)[K]["output"]>;
export const requestNames = Object.keys(requests) as readonly RequestName[];
export const isRequestName = (name: string): name is RequestName => Object.hasOwn(requests, name);
