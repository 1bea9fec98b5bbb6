import { examine } from "./examine.ts";
import { type Finding, isSound } from "./findings.ts";
import { repair } from "./repair.ts";

export interface Diagnosis {
  readonly workspace: string;
  readonly isInUse: boolean;
  readonly isSound: boolean;
  /** What was put right, a line each. */
  readonly done: readonly string[];
  /** After the repair, where there was one. */
  readonly findings: readonly Finding[];
}

/** Examines a workspace; with `repairs` also puts right what it can and examines it again. Throws AppError `not-found` or `workspace-locked`. */
export async function diagnose(workspaceDir: string, repairs: boolean): Promise<Diagnosis> {
  const before = await examine(workspaceDir);
  if (!repairs || !before.findings.some(({ state }) => state === "mendable")) return { ...before, isSound: isSound(before), done: [] };
  const done = await repair(before);
  const after = await examine(workspaceDir);
  return { ...after, isSound: isSound(after), done };
}
