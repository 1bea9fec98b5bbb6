import { basename, dirname, join } from "node:path";
import type { Context, Handlers } from "../../../shared/contract/client.ts";
import { AppError } from "../../../shared/contract/errors.ts";
import type { Parsed } from "../../../shared/contract/requests.ts";
import { applyMerge, type MergePlan, planMerge } from "../merge/merge-workspaces.ts";
import { openOtherCopy, type OtherCopy, toBroken } from "../merge/other-copy.ts";
import { layBackup } from "../sqlite/backup.ts";
import { createDecisionLog } from "../sqlite/decision-log.ts";
import { type EngineParts, requireWritable } from "./engine-parts.ts";
import { sinkKind, signedSinkUrl } from "./lineage-operations.ts";
import { runJob } from "./run-job.ts";
import { signer } from "./triage-operations.ts";

type MergeInput = Parsed<"merge.preview">;

export function mergeOperations(parts: EngineParts): Pick<Handlers, "merge.preview" | "merge.apply"> {
  return {
    "merge.preview": (input, context) =>
      runJob(parts, "merge.preview", "Look through another copy", context, (signal) =>
        withPlan(parts, input, context, signal, async ({ preview }) => preview),
      ),
    "merge.apply": (input, context) => {
      requireWritable(parts);
      return runJob(parts, "merge.apply", "Merge another copy", context, (signal) =>
        withPlan(parts, input, context, signal, async (plan) => {
          const backup = plan.preview.hasChanges ? await apply(parts, plan, signer(parts, input.analyst), signal) : null;
          // A page learns no paths.
          const told = backup === null || context.caller.trust === "local" ? backup : basename(backup);
          return { ...plan.preview, backup: told, head: parts.workspace.log.head().hash };
        }),
      );
    },
  };
}

async function apply(parts: EngineParts, plan: MergePlan, actor: string, signal: AbortSignal): Promise<string> {
  const { db, log, paths } = parts.workspace;
  const backup = layBackup(db, { path: paths.database, backupDir: paths.backups, label: "before-merge", cause: "merge" });
  const sink = signedSinkUrl(log);
  const bringUp = (): void => {
    // Where events are sent to is decided on each machine: another copy's word for it does not make this one send.
    if (signedSinkUrl(log) !== sink) log.append({ actor, kind: sinkKind, body: { url: sink ?? null } });
    parts.decisions.rebuild();
  };
  try {
    await applyMerge(parts.workspace, plan, bringUp, signal);
  } catch (error) {
    // What was not committed is not to be remembered.
    parts.decisions.rebuild();
    throw error;
  }
  parts.emit("workspace.changed", { what: "merge" });
  return join(paths.backups, backup.file);
}

async function withPlan<T>(
  parts: EngineParts,
  input: MergeInput,
  context: Context,
  signal: AbortSignal,
  work: (plan: MergePlan) => Promise<T>,
): Promise<T> {
  const other = openOtherCopy(parts.workspace, pathOf(parts, input, context));
  try {
    return await work(await planReadable(parts, other, signer(parts, input.analyst), signal));
  } finally {
    other.close();
  }
}

/** What the chain of the other log vouches for was written there, not that it is anything: of decisions this program cannot read none comes in. */
async function planReadable(parts: EngineParts, other: OtherCopy, actor: string, signal: AbortSignal): Promise<MergePlan> {
  try {
    parts.decisions.requireReadable(createDecisionLog(other.db).entries());
    return await planMerge(parts.workspace, other, actor, signal);
  } catch (error) {
    throw toBroken(other.root, error);
  }
}

function pathOf(parts: EngineParts, { path, grant }: MergeInput, { caller }: Context): string {
  if (path !== undefined && caller.trust !== "local")
    throw new AppError("forbidden", "a page may not name paths; choose the other copy's quarry.sqlite instead");
  const chosen = path ?? (grant === undefined ? undefined : parts.grants.resolve(grant).path);
  if (chosen === undefined) throw new AppError("bad-input", "name the other copy of the workspace", { field: "path" });
  return path === undefined && grant !== undefined && !chosen.endsWith("quarry.sqlite") ? dirname(chosen) : chosen;
}
