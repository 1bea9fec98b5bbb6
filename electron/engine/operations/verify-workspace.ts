import { AppError } from "../../../shared/contract/errors.ts";
import type { AuditReport } from "../../../shared/contract/workspace.ts";
import { readLineageHead } from "../lineage/lineage-log.ts";
import { verifyLineage } from "../lineage/verify-lineage.ts";
import { verifyKeptFiles } from "../lifecycle/verify-kept-files.ts";
import { verifyStages } from "../lifecycle/verify-stages.ts";
import { nowUs } from "../runtime.ts";
import { BundleBreak, loadBundle, verifyBundle } from "../scoring/bundle.ts";
import { modelVersions } from "../scoring/versions.ts";
import { putSetting } from "../sqlite/settings.ts";
import { verifySnapshot } from "../telemetry/verify-snapshot.ts";
import { verifyProjection } from "../triage/verify-projection.ts";
import { listRetired } from "../workspace/retirements.ts";
import { listSnapshots } from "../workspace/snapshots.ts";
import type { EngineParts } from "./engine-parts.ts";
import { quarantineBroken } from "./guard-bundles.ts";

type Problem = AuditReport["problems"][number];

/** Verifies the chain, everything derived from it, what was signed, and every byte of snapshots and model bundles. */
export async function verifyWorkspace(parts: EngineParts): Promise<AuditReport> {
  const { db, log, readOnly } = parts.workspace;
  const chain = log.verify();
  const decisions = chain.ok ? [...log.entries()] : [];
  const derived = chain.ok ? [...verifyProjection(db, decisions), ...verifyStages(db, decisions)] : [];
  const files = [...(await verifySnapshots(parts)), ...(await verifyBundles(parts)), ...verifyKept(parts), ...verifyEvents(parts)];
  const problems = [...chain.problems, ...derived, ...files];
  const report = { ...chain, ok: problems.length === 0, problems };
  if (!readOnly) putSetting(db, "log.verified", JSON.stringify({ at: nowUs(), ok: report.ok }));
  parts.emit("workspace.changed", { what: "audit" });
  return report;
}

async function verifySnapshots({ workspace }: EngineParts): Promise<Problem[]> {
  const problems: Problem[] = [];
  const retired = listRetired(workspace.db);
  for (const { id } of listSnapshots(workspace.db)) {
    if (retired.has(id)) continue;
    try {
      for (const { file, problem } of await verifySnapshot(workspace.paths.root, id))
        problems.push({ seq: 0, problem: `snapshot ${id.slice(0, 12)}: ${file} ${problem}; import the same files again to mend it` });
    } catch (error) {
      problems.push({ seq: 0, problem: `snapshot ${id.slice(0, 12)}: ${messageOf(error)}` });
    }
  }
  return problems;
}

/** What is found broken is quarantined at once, as wherever a bundle is read. */
async function verifyBundles(parts: EngineParts): Promise<Problem[]> {
  const { db, paths } = parts.workspace;
  const problems: Problem[] = [];
  for (const { model, id } of modelVersions(db)) {
    try {
      verifyBundle(paths.root, model, id);
      loadBundle(paths.root, model, id);
    } catch (error) {
      if (!(error instanceof BundleBreak)) throw error;
      problems.push({ seq: 0, problem: `${model}@${id.slice(0, 12)}: ${error.message}` });
      await quarantineBroken(parts, error);
    }
  }
  return problems;
}

/** Every report and every suite that the log speaks of, and nothing beside them in their folders. */
const verifyKept = ({ workspace }: EngineParts): Problem[] => verifyKeptFiles(workspace.db, workspace.paths);

function verifyEvents({ workspace }: EngineParts): Problem[] {
  return verifyLineage(workspace.paths.lineage, readLineageHead(workspace.db)).map(({ file, line, problem }) => ({
    seq: 0,
    problem: `lineage/${file} line ${line}: ${problem}`,
  }));
}

/** Damage is what an audit is there to report; anything else is a bug and goes on. */
function messageOf(error: unknown): string {
  if (error instanceof AppError) return error.message;
  throw error;
}
