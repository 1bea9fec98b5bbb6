import { userInfo } from "node:os";
import type { Handlers } from "../../../shared/contract/client.ts";
import { hasContext, readContext } from "../context/read-context.ts";
import { listPackages } from "../features/packages.ts";
import { findSetting } from "../sqlite/settings.ts";
import { readAnomaly, readCase } from "../triage/case.ts";
import { readEvidence } from "../triage/evidence.ts";
import { describeHold } from "../triage/hold-decisions.ts";
import type { Changed } from "../triage/judge.ts";
import { LiveRanking } from "../triage/live-ranking.ts";
import { readQueue, readQueueRow } from "../triage/queue.ts";
import { verdictKind } from "../../../shared/domain/verdict.ts";
import { VerdictBody } from "../triage/verdict-projection.ts";
import { type EngineParts, requireWritable } from "./engine-parts.ts";
import { buildRunContexts } from "./run-contexts.ts";

type Names =
  | "triage.queue"
  | "triage.row"
  | "triage.case"
  | "triage.context"
  | "triage.evidence"
  | "triage.judge"
  | "triage.undo"
  | "triage.redo"
  | "triage.note";

/** Who signs: the name given, the workspace's analyst, or the user the machine knows. */
export function signer(parts: EngineParts, given: string | undefined): string {
  return given?.trim() || findSetting(parts.workspace.db, "analyst") || userInfo().username;
}

export function triageOperations(parts: EngineParts): Pick<Handlers, Names> {
  const { db, log } = parts.workspace;
  const live = new LiveRanking(db, parts.workspace.paths.root);
  const changed = (change: Changed): Changed => {
    parts.emit("verdict.changed", { anomalyIds: [...change.anomalyIds] });
    if (change.anomalyIds.length === 0) parts.emit("holds.changed", {});
    return change;
  };
  /** What an undo or redo brought back or took away, for the message to the analyst. */
  const describe = (id: string): string => {
    const decision = log.find(id);
    if (decision === undefined) throw new Error(`decision ${id} is not in the log`);
    if (decision.kind === "note.record") return "note";
    const hold = describeHold(decision);
    if (hold !== undefined) return hold;
    const body = VerdictBody.parse(decision.body);
    const title = verdictKind(body.verdict).short;
    return body.anomalyIds.length === 1 ? title : `${title} on ${body.anomalyIds.length} anomalies`;
  };
  return {
    "triage.queue": async (input) => {
      const among = input.hunt === undefined ? undefined : parts.board.currentIds(input.hunt);
      return readQueue(db, () => listPackages(parts.packagesDir), { live, holds: parts.holds }, input, among);
    },
    "triage.row": async ({ anomalyId }) => readQueueRow(db, parts.holds, anomalyId),
    "triage.case": async ({ anomalyId }) => readCase(parts.workspace, parts.holds, anomalyId),
    "triage.context": async ({ anomalyId }, context) => {
      const anomaly = readAnomaly(db, anomalyId);
      if (!hasContext(db, anomalyId)) await buildRunContexts(parts, anomaly.run, context.signal);
      return readContext(db, anomalyId);
    },
    "triage.evidence": (input, context) => readEvidence(parts, input, context.signal),
    "triage.judge": async (input) => {
      requireWritable(parts);
      const change = changed(parts.judge.judge(input, signer(parts, input.analyst)));
      return { decision: change.decision.id, states: Object.fromEntries(parts.judge.states(change.anomalyIds)) };
    },
    "triage.undo": async (input) => {
      requireWritable(parts);
      const { change, target } = parts.judge.undo(signer(parts, input.analyst));
      changed(change);
      return { undone: target, anomalyIds: [...change.anomalyIds], what: describe(target) };
    },
    "triage.redo": async (input) => {
      requireWritable(parts);
      const { change, target } = parts.judge.redo(signer(parts, input.analyst));
      changed(change);
      return { redone: target, anomalyIds: [...change.anomalyIds], what: describe(target) };
    },
    "triage.note": async (input) => {
      requireWritable(parts);
      const change = changed(parts.judge.note(input.anomalyId, input.text, signer(parts, input.analyst)));
      return { decision: change.decision.id };
    },
  };
}
