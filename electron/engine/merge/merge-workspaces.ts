import { AppError } from "../../../shared/contract/errors.ts";
import type { MergePreview } from "../../../shared/contract/merge.ts";
import type { Decision } from "../../../shared/contract/workspace.ts";
import { foldDecisions, type TriageState } from "../../../shared/domain/decision-fold.ts";
import { stagesOf } from "../lifecycle/stage-fold.ts";
import { restoreStages } from "../lifecycle/verify-stages.ts";
import { nowUs } from "../runtime.ts";
import { inTransaction } from "../sqlite/statement.ts";
import { toDecision } from "../sqlite/decision-chain.ts";
import { mergeKind } from "../sqlite/decision-graph.ts";
import { growLog } from "../sqlite/decision-grow.ts";
import { readRows } from "../sqlite/decision-rows.ts";
import type { Database } from "../sqlite/database.ts";
import { concurrentVerdicts } from "../triage/concurrent-verdicts.ts";
import { readLabel } from "../triage/check-verdict.ts";
import { toTriageDecision, VerdictBody } from "../triage/verdict-projection.ts";
import { listSnapshots } from "../workspace/snapshots.ts";
import type { Workspace } from "../workspace/workspace.ts";
import { bringFiles, enter } from "./bring.ts";
import { type MergedLog, mergeLogs } from "./merge-logs.ts";
import type { OtherCopy } from "./other-copy.ts";
import { type Luggage, pack } from "./pack.ts";

export interface MergePlan {
  readonly other: OtherCopy;
  readonly luggage: Luggage;
  /** Undefined when the other has no decision that this one lacks. */
  readonly merged: MergedLog | undefined;
  readonly preview: MergePreview;
}

/** What merging would do; changes nothing. Throws AppError `conflict` for what is no copy of this workspace. */
export async function planMerge(workspace: Workspace, other: OtherCopy, actor: string, signal?: AbortSignal): Promise<MergePlan> {
  const { db } = workspace;
  const [ours, theirs] = [readRows(db), readRows(other.db)];
  assertRelated(db, other, ours, theirs);
  const luggage = await pack(workspace, other, signal);
  const merged = mergeLogs(ours, theirs, { actor, at: nowUs() });
  return { other, luggage, merged, preview: previewOf(db, other, luggage, merged) };
}

function assertRelated(db: Database, other: OtherCopy, ours: ReturnType<typeof readRows>, theirs: ReturnType<typeof readRows>): void {
  const hashes = new Set(ours.map(({ hash }) => hash));
  const snapshots = new Set(listSnapshots(db).map(({ id }) => id));
  if (theirs.some(({ hash }) => hashes.has(hash)) || listSnapshots(other.db).some(({ id }) => snapshots.has(id))) return;
  throw new AppError("conflict", "The two are not copies of one workspace: they share neither a decision nor a snapshot.", {
    file: other.root,
  });
}

function previewOf(db: Database, other: OtherCopy, luggage: Luggage, merged: MergedLog | undefined): MergePreview {
  const now = readRows(db).map(toDecision);
  const then = merged?.rows.map(toDecision) ?? now;
  const here = new Set(now.map(({ id }) => id));
  const [before, after] = [stateOf(now), stateOf(then)];
  const conflicts = [...after.disputed].filter((id) => !before.disputed.has(id)).toSorted();
  const known = new Set(before.apart.map(({ anomaly, later }) => `${anomaly} ${later}`));
  const pairs = new Set(after.apart.filter(({ anomaly, later }) => !known.has(`${anomaly} ${later}`)).map(({ anomaly }) => anomaly));
  return {
    decisions: merged?.theirs ?? 0,
    onlyHere: merged?.ours ?? 0,
    shared: merged?.shared ?? now.length,
    analysts: [...new Set(then.filter(({ id, kind }) => !here.has(id) && kind !== mergeKind).map(({ actor }) => actor))].toSorted(),
    judgedByBoth: pairs.size,
    conflicts: conflicts.map((anomalyId) => ({
      anomalyId,
      label: readLabel(db, anomalyId) ?? readLabel(other.db, anomalyId) ?? anomalyId,
      verdicts: verdictsOn(then, anomalyId, after),
    })),
    champions: merged === undefined ? [] : championsAfter(now, readRows(other.db).map(toDecision), then),
    snapshots: luggage.snapshots.length,
    models: luggage.versions.length,
    runs: luggage.newRuns,
    anomalies: luggage.anomalies,
    missing: [...luggage.missing],
    hasChanges: merged !== undefined || luggage.snapshots.length + luggage.versions.length + luggage.newRuns > 0,
  };
}

const stateOf = (decisions: readonly Decision[]): TriageState =>
  foldDecisions(
    decisions.flatMap((decision) => toTriageDecision(decision) ?? []),
    concurrentVerdicts(decisions),
  );

/** The verdicts that stand against each other on an anomaly. */
function verdictsOn(
  decisions: readonly Decision[],
  anomaly: string,
  { apart, undone }: TriageState,
): MergePreview["conflicts"][number]["verdicts"] {
  const pairs = apart.filter((one) => one.anomaly === anomaly && !undone.has(one.earlier) && !undone.has(one.later));
  const isApart = new Set(pairs.map(({ earlier, later }) => `${earlier} ${later}`));
  const given = decisions.filter(
    ({ id, kind, body }) => kind === "verdict.record" && !undone.has(id) && VerdictBody.parse(body).anomalyIds.includes(anomaly),
  );
  return given
    .filter(({ id }, i) => given.slice(i + 1).every((later) => isApart.has(`${id} ${later.id}`)))
    .map(({ actor, body }) => ({ analyst: actor, verdict: VerdictBody.parse(body).verdict }));
}

/** Models whose champion is another after the merge than before it here, with whom each copy has; none where they promoted different ones. */
function championsAfter(ours: readonly Decision[], theirs: readonly Decision[], then: readonly Decision[]): MergePreview["champions"] {
  const [here, there, after] = [stagesOf(ours), stagesOf(theirs), stagesOf(then)];
  const who = new Map(then.map(({ id, actor }) => [id, actor]));
  return [...new Set([...here.championOf.keys(), ...there.championOf.keys(), ...after.championOf.keys()])]
    .toSorted()
    .filter((model) => here.championOf.get(model) !== after.championOf.get(model))
    .map((model) => ({
      model,
      champion: after.championOf.get(model) ?? null,
      claims: [here, there].map(({ championOf, of }) => {
        const version = championOf.get(model) ?? null;
        return { version, analyst: who.get(of.get(version ?? "")?.decision ?? "") ?? null };
      }),
    }));
}

/**
 * Does what was planned, in one transaction but for the files, which come first: a process killed between the two leaves files nobody names. `rederive`
 * brings up to the log whatever derives from it besides stages. Nothing is merged when there is nothing new.
 */
export async function applyMerge(
  workspace: Workspace,
  { other, luggage, merged }: MergePlan,
  rederive: () => void,
  signal?: AbortSignal,
): Promise<void> {
  await bringFiles(workspace, other, luggage, signal);
  const { db } = workspace;
  inTransaction(db, () => {
    enter(db, other, luggage);
    if (merged !== undefined) growLog(db, merged.rows);
    restoreStages(db, readRows(db).map(toDecision));
    rederive();
  });
}
