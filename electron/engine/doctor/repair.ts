import { AppError } from "../../../shared/contract/errors.ts";
import { createEngine } from "../engine.ts";
import { dispatch } from "../dispatch.ts";
import { restoreStages } from "../lifecycle/verify-stages.ts";
import { inTransaction } from "../sqlite/statement.ts";
import { workspacePaths } from "../workspace/layout.ts";
import { openWorkspace } from "../workspace/workspace.ts";
import { removeDamagedCaches } from "./caches.ts";
import type { Examination } from "./findings.ts";

const caller = { trust: "local", host: "doctor" } as const;

/**
 * Puts right what can be put right without a decision: what opening a workspace clears away by itself, damaged caches, and what is derived from the log.
 * Gives a line for each thing done. A database that is damaged, or events that are gone, it leaves for a person. Throws `workspace-locked` while it is open.
 */
export async function repair({ workspace: root, isInUse, findings }: Examination): Promise<string[]> {
  if (isInUse)
    throw new AppError("workspace-locked", "Close the workspace before it is repaired: another process has it open.", { file: root });
  const mendable = (check: string): boolean => findings.some((one) => one.check === check && one.state === "mendable");
  if (findings.some(({ check, state }) => (check === "database" || check === "decisions" || check === "folder") && state === "broken"))
    return [];
  const done: string[] = [];
  if (mendable("caches")) for (const name of await removeDamagedCaches(workspacePaths(root).cache)) done.push(`removed cache/${name}`);
  const workspace = openWorkspace(root);
  try {
    done.push(...workspace.removedLeftovers.map((name) => `removed ${name}`));
    const decisions = [...workspace.log.entries()];
    if (mendable("derived tables")) inTransaction(workspace.db, () => restoreStages(workspace.db, decisions));
  } finally {
    workspace.close();
  }
  if (mendable("lock")) done.push("removed lock.json");
  if (mendable("write-ahead log")) done.push("took the write-ahead log into the database");
  if (mendable("database")) done.push("brought the database up to date");
  const engine = await createEngine({ workspaceDir: root, log: (line) => void done.push(line) });
  try {
    if (mendable("derived tables")) {
      const context = { signal: new AbortController().signal, caller, progress: () => undefined };
      await dispatch(engine.handlers, { name: "decisions.rebuild", input: {} }, context);
      done.push("derived again from the log what differed from it");
    }
  } finally {
    await engine.close();
  }
  return done;
}
