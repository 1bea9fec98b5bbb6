import type { Database } from "../sqlite/database.ts";
import { z } from "zod";
import type { Decision } from "../../../shared/contract/workspace.ts";
import type { Apart, TriageDecision } from "../../../shared/domain/decision-fold.ts";
import { blindSources } from "../../../shared/domain/blind.ts";
import { confidences, validities, type VerdictKey, verdictKeys } from "../../../shared/domain/verdict.ts";
import { loadText } from "../runtime.ts";
import { stepOf } from "../decisions/steps.ts";
import { execute } from "../sqlite/statement.ts";
import { lotOf } from "./second-looks.ts";

const sql = {
  insertTarget: loadText(import.meta.url, "target-insert.sql"),
  markUndone: loadText(import.meta.url, "target-undone.sql"),
  forget: loadText(import.meta.url, "verdict-forget.sql"),
  restore: loadText(import.meta.url, "verdict-restore.sql"),
  forgetDispute: loadText(import.meta.url, "dispute-forget.sql"),
  restoreDispute: loadText(import.meta.url, "dispute-restore.sql"),
  putApart: loadText(import.meta.url, "apart-put.sql"),
  addApart: loadText(import.meta.url, "apart-add.sql"),
  clearApart: loadText(import.meta.url, "apart-clear.sql"),
  clearTargets: loadText(import.meta.url, "target-clear.sql"),
  clearVerdicts: loadText(import.meta.url, "verdict-clear.sql"),
  clearDisputes: loadText(import.meta.url, "dispute-clear.sql"),
};

export const VerdictBody = z.object({
  anomalyIds: z.array(z.string()),
  verdict: z.enum(verdictKeys as [VerdictKey, ...VerdictKey[]]),
  reason: z.string(),
  note: z.string(),
  confidence: z.enum(confidences).optional(),
  /** Absent in decisions made before it was asked: then as the verdict implies. */
  valid: z.enum(validities).optional(),
  duplicateOf: z.string().optional(),
  techniques: z.array(z.string()),
  activeSeconds: z.number().optional(),
  viewedAt: z.number().optional(),
  bulkId: z.string().optional(),
  /** By anomaly, the verdict this one was given without sight of. */
  secondLooks: z.record(z.string(), z.string()).optional(),
  /** Of a bulk verdict on a set that was found by likeness: like which anomaly, and what they had in common in words. */
  set: z.object({ like: z.string(), words: z.string() }).optional(),
  /** The blind review that it was given in. */
  review: z.string().optional(),
  /** The verdicts this one decides between; `adopts` is the one it takes over. */
  settles: z.array(z.string()).optional(),
  adopts: z.string().optional(),
  /** What the analyst was looking at: enough to show the same evidence later, or to say what is gone. */
  seen: z.array(
    z.object({
      anomalyId: z.string(),
      run: z.string(),
      modelVersion: z.string(),
      /** Absent in a blind review, where nobody saw it. */
      score: z.number().optional(),
      pValue: z.number().optional(),
      bodySha256: z.string(),
      /** When the subject and window were first surfaced, microseconds UTC; absent in older decisions. */
      surfacedAt: z.number().optional(),
      /** Of a case judged blind: score and p-value were withheld, and this is how it came before the analyst. */
      blind: z.object({ kind: z.enum(blindSources), propensity: z.number() }).optional(),
    }),
  ),
});
export type VerdictBody = z.infer<typeof VerdictBody>;

export const NoteBody = z.object({ anomalyId: z.string(), text: z.string() });

/** A decision of the log as the fold knows it, or undefined for the kinds that do not touch verdicts. */
export function toTriageDecision(d: Pick<Decision, "id" | "seq" | "actor" | "kind" | "body">): TriageDecision | undefined {
  const head = { id: d.id, seq: d.seq, actor: d.actor };
  const step = stepOf(d);
  if (step?.step === "undo") return { ...head, kind: "decision.undo", undoes: step.target };
  if (step?.step === "redo") return { ...head, kind: "decision.redo", redoes: step.target };
  switch (d.kind) {
    case "verdict.record": {
      const body = VerdictBody.parse(d.body);
      const blindOn = Object.keys(body.secondLooks ?? {});
      return {
        ...head,
        kind: d.kind,
        anomalyIds: body.anomalyIds,
        verdict: body.verdict,
        blindOn,
        isSettlement: body.settles !== undefined,
      };
    }
    case "note.record":
      return { ...head, kind: d.kind, anomalyId: NoteBody.parse(d.body).anomalyId };
    default:
      return undefined;
  }
}

function refresh(db: Database, anomalies: readonly string[]): void {
  const among = JSON.stringify(anomalies);
  for (const statement of [sql.forget, sql.forgetDispute, sql.restore, sql.restoreDispute]) execute(db, statement, { anomalies: among });
}

/** Of a decision made or done again: what it is about, and the verdicts that are in force with it. */
export function putInForce(db: Database, decision: Decision, anomalyIds: readonly string[]): void {
  const d = toTriageDecision(decision);
  const verdict = d?.kind === "verdict.record" ? d : undefined;
  const isSettlement = verdict?.isSettlement === true;
  for (const anomaly of anomalyIds)
    execute(db, sql.insertTarget, {
      anomaly,
      decision: decision.id,
      seq: decision.seq,
      kind: decision.kind,
      analyst: decision.actor,
      verdict: verdict?.verdict ?? null,
      isSettlement: isSettlement ? 1 : 0,
      lot: verdict === undefined || isSettlement ? null : lotOf(decision.id, anomaly),
    });
  if (verdict === undefined) return;
  execute(db, sql.putApart, { anomalies: JSON.stringify(verdict.blindOn ?? []), decision: decision.id });
  refresh(db, anomalyIds);
}

export function takeBack(db: Database, { id, kind }: Decision, anomalyIds: readonly string[]): void {
  execute(db, sql.markUndone, { decision: id });
  if (kind === "verdict.record") refresh(db, anomalyIds);
}

/** Notes verdicts given in copies of the workspace that were apart, and what is in force with that. */
export function keepApart(db: Database, pairs: readonly Apart[]): void {
  for (const { anomaly, earlier, later } of pairs) execute(db, sql.addApart, { anomaly, earlier, later });
  refresh(db, [...new Set(pairs.map(({ anomaly }) => anomaly))]);
}

export function clearTriage(db: Database): void {
  execute(db, sql.clearApart);
  execute(db, sql.clearTargets);
  execute(db, sql.clearVerdicts);
  execute(db, sql.clearDisputes);
}
