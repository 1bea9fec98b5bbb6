import { userInfo } from "node:os";
import type { Handlers } from "../../../shared/contract/client.ts";
import { AppError } from "../../../shared/contract/errors.ts";
import { automaticActor } from "../../../shared/contract/stages.ts";
import { hasContext, readContext } from "../context/read-context.ts";
import { listPackages } from "../features/packages.ts";
import { queueOf } from "../lifecycle/review/progress.ts";
import { getReview } from "../lifecycle/review/review-store.ts";
import { findSetting } from "../sqlite/settings.ts";
import { readAnomaly, readCase } from "../triage/case.ts";
import { readEvidence } from "../triage/evidence.ts";
import { LiveRanking } from "../triage/live-ranking.ts";
import { readQueue, readQueueRow } from "../triage/queue.ts";
import { QueueLists } from "../triage/queue-list.ts";
import { type EngineParts, requireWritable } from "./engine-parts.ts";
import { buildContextsOf } from "./run-contexts.ts";

type Names = "triage.queue" | "triage.row" | "triage.case" | "triage.context" | "triage.evidence" | "triage.judge" | "triage.note";

/** Who signs: the name given, the workspace's analyst, or the user the machine knows. */
export function signer(parts: EngineParts, given: string | undefined): string {
  const name = given?.trim() || findSetting(parts.workspace.db, "analyst") || userInfo().username;
  if (name === automaticActor) throw new AppError("bad-input", `nobody can sign as ${automaticActor}`, { field: "analyst" });
  return name;
}

export function triageOperations(parts: EngineParts): Pick<Handlers, Names> {
  const { db } = parts.workspace;
  const queue = { lists: new QueueLists(db), live: new LiveRanking(db, parts.workspace.paths.root), holds: parts.holds };
  return {
    "triage.queue": async (input) => {
      const among = input.hunt === undefined ? undefined : parts.board.currentIds(input.hunt);
      const review = input.review === undefined ? undefined : queueOf(db, getReview(db, input.review), signer(parts, undefined));
      return readQueue(db, () => listPackages(parts.packagesDir), queue, input, { among, review });
    },
    "triage.row": async ({ anomalyId }) => readQueueRow(db, queue, anomalyId),
    "triage.case": async ({ anomalyId }) => readCase(parts.workspace, queue, anomalyId),
    "triage.context": async ({ anomalyId }, context) => {
      const anomaly = readAnomaly(db, anomalyId);
      if (!hasContext(db, anomalyId)) await buildContextsOf(parts, anomaly.run, [anomaly], context.signal);
      return readContext(db, anomalyId);
    },
    "triage.evidence": (input, context) => readEvidence(parts, input, context.signal),
    "triage.judge": async (input) => {
      requireWritable(parts);
      const change = parts.judge.judge(input, signer(parts, input.analyst));
      return { decision: change.decision.id, states: Object.fromEntries(parts.judge.states(change.anomalyIds)) };
    },
    "triage.note": async (input) => {
      requireWritable(parts);
      const change = parts.judge.note(input.anomalyId, input.text, signer(parts, input.analyst));
      return { decision: change.decision.id };
    },
  };
}
