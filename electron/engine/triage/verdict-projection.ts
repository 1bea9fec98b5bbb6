import type { Database } from "../sqlite/database.ts";
import { z } from "zod";
import type { Decision } from "../../../shared/contract/workspace.ts";
import type { TriageDecision } from "../../../shared/domain/decision-fold.ts";
import { blindKinds } from "../../../shared/domain/blind.ts";
import { confidences, validities, type VerdictKey, verdictKeys } from "../../../shared/domain/verdict.ts";
import { loadText } from "../runtime.ts";
import { execute, query } from "../sqlite/statement.ts";
import { lotOf } from "./second-looks.ts";

const sql = {
  insertTarget: loadText(import.meta.url, "target-insert.sql"),
  markUndone: loadText(import.meta.url, "target-undone.sql"),
  targetsOf: loadText(import.meta.url, "targets-of.sql"),
  forget: loadText(import.meta.url, "verdict-forget.sql"),
  restore: loadText(import.meta.url, "verdict-restore.sql"),
  forgetDispute: loadText(import.meta.url, "dispute-forget.sql"),
  restoreDispute: loadText(import.meta.url, "dispute-restore.sql"),
  putApart: loadText(import.meta.url, "apart-put.sql"),
  decisions: loadText(import.meta.url, "triage-decisions.sql"),
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
  /** The verdicts this one decides between; `adopts` is the one it takes over. */
  settles: z.array(z.string()).optional(),
  adopts: z.string().optional(),
  /** What the analyst was looking at: enough to show the same evidence later, or to say what is gone. */
  seen: z.array(
    z.object({
      anomalyId: z.string(),
      run: z.string(),
      modelVersion: z.string(),
      score: z.number(),
      pValue: z.number(),
      bodySha256: z.string(),
      /** When the subject and window were first surfaced, microseconds UTC; absent in older decisions. */
      surfacedAt: z.number().optional(),
      /** Of a case judged blind: score and p-value were withheld, and this is how it came before the analyst. */
      blind: z.object({ kind: z.enum(blindKinds), propensity: z.number() }).optional(),
    }),
  ),
});
export type VerdictBody = z.infer<typeof VerdictBody>;

export const NoteBody = z.object({ anomalyId: z.string(), text: z.string() });
const UndoBody = z.object({ undoes: z.string() });
const RedoBody = z.object({ redoes: z.string() });

/** A decision of the log as the fold knows it, or undefined for the kinds that do not touch verdicts. */
export function toTriageDecision(d: Pick<Decision, "id" | "seq" | "actor" | "kind" | "body">): TriageDecision | undefined {
  const head = { id: d.id, seq: d.seq, actor: d.actor };
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
    case "suppression.create":
    case "suppression.change":
      return { ...head, kind: d.kind };
    case "decision.undo":
      return { ...head, kind: d.kind, undoes: UndoBody.parse(d.body).undoes };
    case "decision.redo":
      return { ...head, kind: d.kind, redoes: RedoBody.parse(d.body).redoes };
    default:
      return undefined;
  }
}

const DecisionRow = z.object({ seq: z.number(), id: z.string(), actor: z.string(), kind: z.string(), body: z.string() });

/** The verdicts, notes, undos and redos of the log, oldest first. */
export function readTriageDecisions(db: Database): TriageDecision[] {
  return query(db, sql.decisions, DecisionRow)
    .all({})
    .flatMap((row) => {
      const decision = toTriageDecision({ ...row, body: JSON.parse(row.body) as unknown });
      return decision === undefined ? [] : [decision];
    });
}

function refresh(db: Database, anomalies: readonly string[]): readonly string[] {
  const among = JSON.stringify(anomalies);
  for (const statement of [sql.forget, sql.forgetDispute, sql.restore, sql.restoreDispute]) execute(db, statement, { anomalies: among });
  return anomalies;
}

function setUndone(db: Database, decision: string, undone: 0 | 1): readonly string[] {
  execute(db, sql.markUndone, { undone, decision });
  const targets = query(db, sql.targetsOf, z.object({ anomaly_id: z.string() })).all({ decision });
  return refresh(
    db,
    targets.map((t) => t.anomaly_id),
  );
}

/** Brings the projection up to `d`; runs in the transaction that appended it. Returns the anomalies `d` is about. */
export function applyDecision(db: Database, d: TriageDecision): readonly string[] {
  const target = (anomaly: string): void => {
    const isVerdict = d.kind === "verdict.record";
    const isSettlement = isVerdict && d.isSettlement === true;
    execute(db, sql.insertTarget, {
      anomaly,
      decision: d.id,
      seq: d.seq,
      kind: d.kind,
      analyst: d.actor,
      verdict: isVerdict ? d.verdict : null,
      isSettlement: isSettlement ? 1 : 0,
      lot: isVerdict && !isSettlement ? lotOf(d.id, anomaly) : null,
    });
  };
  switch (d.kind) {
    case "verdict.record":
      d.anomalyIds.forEach(target);
      execute(db, sql.putApart, { anomalies: JSON.stringify(d.blindOn ?? []), decision: d.id });
      return refresh(db, d.anomalyIds);
    case "note.record":
      target(d.anomalyId);
      return [d.anomalyId];
    case "suppression.create":
    case "suppression.change":
      return [];
    case "decision.undo":
      return setUndone(db, d.undoes, 1);
    case "decision.redo":
      return setUndone(db, d.redoes, 0);
  }
}
