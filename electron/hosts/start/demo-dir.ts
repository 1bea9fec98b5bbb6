import { existsSync } from "node:fs";
import { join, resolve } from "node:path";

/** Where the simulated files of a demo lie in its workspace. */
export const demoDir = (workspaceDir: string): string => join(resolve(workspaceDir), "demo");

/** Whether no enterprise has been simulated in the workspace, or not to its end. */
export const isWithoutDemo = (workspaceDir: string): boolean => !existsSync(join(demoDir(workspaceDir), "GROUND_TRUTH.json"));
