import { AppError } from "../../../shared/contract/errors.ts";
import type { ModelVersion } from "../../../shared/contract/models.ts";
import type { StageEvidence } from "../../../shared/contract/stages.ts";
import { findVersion } from "../scoring/versions.ts";
import type { Database } from "../sqlite/database.ts";
import type { DecisionLog } from "../sqlite/decision-log.ts";
import { inTransaction } from "../sqlite/statement.ts";
import { championOf, changeStage } from "./stage-events.ts";

/**
 * A person makes a version the champion of its model; the one before it retires. One decision, one transaction.
 * Throws `not-found` for an unknown version and `conflict` when it is the champion already or is quarantined.
 */
export function promoteVersion(
  db: Database,
  log: DecisionLog,
  request: { model: string; version: string; reason: string; analyst: string; evidence?: StageEvidence | undefined },
): ModelVersion {
  const { model, reason, analyst, evidence = null } = request;
  const version = findVersion(db, model, request.version);
  if (version === undefined) throw new AppError("not-found", `${model} has no version ${request.version}`);
  if (version.stage === "champion" || version.stage === "quarantined")
    throw new AppError("conflict", `${model}@${version.id.slice(0, 12)} is ${version.stage}`);
  return inTransaction(db, () => {
    const before = championOf(db, model);
    changeStage(db, log, {
      kind: "model.promote",
      actor: analyst,
      model,
      version: version.id,
      from: version.stage,
      to: "champion",
      reason,
      evidence,
      also: before === undefined ? [] : [{ version: before, from: "champion", to: "retired" }],
    });
    return { ...version, stage: "champion" as const };
  });
}
