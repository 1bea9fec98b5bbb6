import type { StageWork } from "../lifecycle/end-champion.ts";
import type { EngineParts } from "./engine-parts.ts";

/** What the stages of models need of the engine. */
export const stageWork = ({ workspace, checkRuntime, queryEngine }: EngineParts): StageWork => ({
  db: workspace.db,
  log: workspace.log,
  workspaceRoot: workspace.paths.root,
  runtime: checkRuntime,
  queryEngine,
});
