import { z } from "zod";
import { AppError } from "../../../shared/contract/errors.ts";
import type { ModelVersion } from "../../../shared/contract/models.ts";
import { loadText } from "../runtime.ts";
import { findVersion } from "../scoring/versions.ts";
import type { Database } from "../sqlite/database.ts";
import type { DecisionLog } from "../sqlite/decision-log.ts";
import { execute, inTransaction, query } from "../sqlite/statement.ts";

const championSql = loadText(import.meta.url, "champion-of.sql");
const stageSql = loadText(import.meta.url, "stage-set.sql");

/**
 * A person makes a version the champion of its model; the one before it retires. One decision, one transaction.
 * Throws `not-found` for an unknown version and `conflict` when it is the champion already or is quarantined.
 */
export function promoteVersion(
  db: Database,
  log: DecisionLog,
  request: { model: string; version: string; reason: string; analyst: string },
): ModelVersion {
  const version = findVersion(db, request.model, request.version);
  if (version === undefined) throw new AppError("not-found", `${request.model} has no version ${request.version}`);
  if (version.stage === "champion" || version.stage === "quarantined")
    throw new AppError("conflict", `${request.model}@${version.id.slice(0, 12)} is ${version.stage}`);
  return inTransaction(db, () => {
    const before = query(db, championSql, z.object({ model_version: z.string() })).get({ model: request.model });
    const body = {
      model: request.model,
      version: version.id,
      from: version.stage,
      replaces: before?.model_version ?? null,
      reason: request.reason,
    };
    const decision = log.append({ actor: request.analyst, kind: "model.promote", body });
    if (before !== undefined) execute(db, stageSql, { version: before.model_version, stage: "retired", decision: decision.id });
    execute(db, stageSql, { version: version.id, stage: "champion", decision: decision.id });
    return { ...version, stage: "champion" as const };
  });
}
