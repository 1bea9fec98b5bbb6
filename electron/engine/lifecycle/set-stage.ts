import { AppError } from "../../../shared/contract/errors.ts";
import type { ModelVersion, Stage } from "../../../shared/contract/models.ts";
import type { StageEvent } from "../../../shared/contract/stages.ts";
import { findVersion } from "../scoring/versions.ts";
import type { Database } from "../sqlite/database.ts";
import type { DecisionLog } from "../sqlite/decision-log.ts";
import { changeStage } from "./stage-events.ts";

/** The version of a model that a person names. Throws AppError `not-found`. */
export function requireVersion(db: Database, model: string, selector: string): ModelVersion {
  const version = findVersion(db, model, selector);
  if (version === undefined) throw new AppError("not-found", `${model} has no version ${selector}`, { field: "version" });
  return version;
}

/** A person's step that makes no champion and ends none. Throws `not-found`, or `conflict` where there is no such step. */
export function setStage(
  db: Database,
  log: DecisionLog,
  request: { model: string; version: string; to: Stage; reason: string; actor: string },
): { version: ModelVersion; event: StageEvent } {
  const { model, to, reason, actor } = request;
  const version = requireVersion(db, model, request.version);
  const event = changeStage(db, log, {
    kind: "model.stage",
    actor,
    model,
    version: version.id,
    from: version.stage,
    to,
    reason,
    evidence: null,
    also: [],
  });
  return { version: { ...version, stage: to }, event };
}
