import { userInfo } from "node:os";
import { type Diagnosis, diagnose } from "./doctor/doctor.ts";
import { applyRestore, findReplaced, planRestore, type RestorePlan } from "./operations/restore-backup.ts";

/** What is done for a workspace that no engine may be able to open. */
export { diagnose };
export type { Diagnosis, RestorePlan };

export interface RestoreSignature {
  readonly reason: string;
  readonly analyst: string | undefined;
}

export interface Restored {
  readonly plan: RestorePlan;
  /** The decision that signs for it; undefined while nothing was changed. */
  readonly decision: string | undefined;
}

/** Says what restoring would do, and does it where it is signed for; without a backup it undoes the last restore. Who restores is who says so: what knows the analyst may be what is damaged. */
export async function restore(workspaceDir: string, asked: string | undefined, signed: RestoreSignature | undefined): Promise<Restored> {
  const backup = asked ?? findReplaced(workspaceDir);
  if (signed === undefined) return { plan: await planRestore(workspaceDir, backup), decision: undefined };
  const actor = signed.analyst ?? userInfo().username;
  const { decision, ...plan } = await applyRestore(workspaceDir, backup, { actor, reason: signed.reason });
  return { plan, decision: decision.id };
}
