import type { Handlers } from "../../shared/contract/client.ts";
import packageJson from "../../package.json" with { type: "json" };
import { auditOperations } from "./operations/audit-operations.ts";
import type { BackupKeeper } from "./operations/backup-keeper.ts";
import { backupOperations } from "./operations/backup-operations.ts";
import { bulkOperations } from "./operations/bulk-operations.ts";
import { contextOperations } from "./operations/context-operations.ts";
import { decisionOperations } from "./operations/decision-operations.ts";
import { driftOperations } from "./operations/drift-operations.ts";
import { blindReviewOperations } from "./operations/blind-review-operations.ts";
import { previewOperations } from "./operations/preview-operations.ts";
import { reproduceOperations } from "./operations/reproduce-operations.ts";
import type { EngineParts } from "./operations/engine-parts.ts";
import { entityOperations } from "./operations/entity-operations.ts";
import { entityPageOperations } from "./operations/entity-page-operations.ts";
import { evaluationOperations } from "./operations/evaluation-operations.ts";
import { exportOperations } from "./operations/export-operations.ts";
import { foreignModelOperations } from "./operations/foreign-model-operations.ts";
import { guardBundles } from "./operations/guard-bundles.ts";
import { healthOperations } from "./operations/health-operations.ts";
import { huntOperations } from "./operations/hunt-operations.ts";
import { inventoryOperations } from "./operations/inventory-operations.ts";
import { icebergOperations } from "./operations/iceberg-operations.ts";
import { insightOperations } from "./operations/insight-operations.ts";
import { labelOperations } from "./operations/label-operations.ts";
import { lineageOperations } from "./operations/lineage-operations.ts";
import { mappingOperations } from "./operations/mapping-operations.ts";
import { mergeOperations } from "./operations/merge-operations.ts";
import { modelExportOperations } from "./operations/model-export-operations.ts";
import { modelOperations } from "./operations/model-operations.ts";
import { rejectOperations } from "./operations/reject-operations.ts";
import { reviewOperations } from "./operations/review-operations.ts";
import { sqlOperations } from "./operations/sql-operations.ts";
import { stageOperations } from "./operations/stage-operations.ts";
import { snapshotOperations } from "./operations/snapshot-operations.ts";
import { suiteOperations } from "./operations/suite-operations.ts";
import { suppressionOperations } from "./operations/suppression-operations.ts";
import { telemetryOperations } from "./operations/telemetry-operations.ts";
import { triageOperations } from "./operations/triage-operations.ts";
import { upkeepOperations } from "./operations/upkeep-operations.ts";
import { validationOperations } from "./operations/validation-operations.ts";
import { viewOperations } from "./operations/view-operations.ts";
import { workspaceOperations } from "./operations/workspace-operations.ts";

/** The one place that binds the contract's names; a missing or misspelt one does not compile. */
export function createHandlers(parts: EngineParts, keeper: BackupKeeper): Handlers {
  const entities = entityOperations(parts);
  return guardBundles(parts, {
    ...workspaceOperations(parts, packageJson.version),
    ...auditOperations(parts),
    ...backupOperations(parts, keeper),
    ...telemetryOperations(parts),
    ...inventoryOperations(parts),
    ...contextOperations(parts),
    ...healthOperations(parts),
    ...entities,
    ...entityPageOperations(parts, entities),
    ...snapshotOperations(parts),
    ...icebergOperations(parts),
    ...mappingOperations(parts),
    ...rejectOperations(parts),
    ...modelExportOperations(parts),
    ...modelOperations(parts),
    ...stageOperations(parts),
    ...upkeepOperations(parts),
    ...foreignModelOperations(parts),
    ...evaluationOperations(parts),
    ...suiteOperations(parts),
    ...driftOperations(parts),
    ...blindReviewOperations(parts),
    ...previewOperations(parts),
    ...reproduceOperations(parts),
    ...triageOperations(parts),
    ...reviewOperations(parts),
    ...mergeOperations(parts),
    ...bulkOperations(parts),
    ...suppressionOperations(parts),
    ...viewOperations(parts),
    ...decisionOperations(parts),
    ...huntOperations(parts),
    ...validationOperations(parts),
    ...labelOperations(parts),
    ...insightOperations(parts),
    ...exportOperations(parts),
    ...lineageOperations(parts),
    ...sqlOperations(parts),
  });
}
