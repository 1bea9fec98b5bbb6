import { z } from "zod";
import { AppError } from "../../../shared/contract/errors.ts";
import type { JudgeInput } from "../../../shared/contract/triage.ts";
import { isReasonOf, type VerdictKind } from "../../../shared/domain/verdict.ts";
import { loadText } from "../runtime.ts";
import type { Database } from "../sqlite/database.ts";
import { query } from "../sqlite/statement.ts";
import { readStates } from "./verdict-states.ts";

const labelSql = loadText(import.meta.url, "subject-label.sql");
const disputedSql = loadText(import.meta.url, "dispute-among.sql");

/** How the subject of an anomaly is called, or undefined when there is no such anomaly. */
export const readLabel = (db: Database, anomaly: string): string | undefined =>
  query(db, labelSql, z.object({ label: z.string() })).get({ anomaly })?.label;

/** Refuses what would be no verdict: another kind's reason, or an original that is none. Throws bad-input and not-found. */
export function checkVerdict(db: Database, input: z.output<typeof JudgeInput>, kind: VerdictKind): void {
  const { reason, duplicateOf } = input;
  if (!isReasonOf(kind, reason))
    throw new AppError("bad-input", `"${reason}" is no reason for ${kind.key}; it takes one of: ${kind.reasons.join(", ")}`, {
      field: "reason",
    });
  if (duplicateOf === undefined) return;
  const field = "duplicateOf";
  if (kind.key !== "duplicate") throw new AppError("bad-input", `only a duplicate has an original, not ${kind.key}`, { field });
  if (input.anomalyIds.includes(duplicateOf)) throw new AppError("bad-input", "an anomaly cannot be a duplicate of itself", { field });
  if (readLabel(db, duplicateOf) === undefined) throw new AppError("not-found", `there is no anomaly ${duplicateOf}`, { field });
  if (readStates(db, [duplicateOf]).get(duplicateOf)?.verdict === "duplicate")
    throw new AppError("bad-input", `${duplicateOf} is itself a duplicate; name its original`, { field });
}

/** Where analysts differ a further verdict is a settlement, made with both before one's eyes and with a reason. Throws conflict. */
export function refuseDisputed(db: Database, anomalyIds: readonly string[]): void {
  const [disputed] = query(db, disputedSql, z.object({ anomaly_id: z.string() })).all({ anomalies: JSON.stringify(anomalyIds) });
  if (disputed === undefined) return;
  const label = readLabel(db, disputed.anomaly_id) ?? disputed.anomaly_id;
  throw new AppError("conflict", `Analysts differ on ${label}. Settle it with a reason instead of judging it again.`, {
    field: "anomalyIds",
    hint: disputed.anomaly_id,
  });
}
