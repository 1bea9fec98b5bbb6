import type { Handlers } from "../../../shared/contract/client.ts";
import { findPackage, listPackages } from "../features/packages.ts";
import { driftOfRun } from "../scoring/run-drift.ts";
import { latestRuns } from "../scoring/runs.ts";
import type { EngineParts } from "./engine-parts.ts";

export function driftOperations(parts: EngineParts): Pick<Handlers, "drift.reports"> {
  const { db } = parts.workspace;
  return {
    "drift.reports": async ({ model }) => {
      const runs = latestRuns(db, model);
      if (model !== undefined && runs.length === 0) findPackage(listPackages(parts.packagesDir), model);
      return runs.flatMap((run) => driftOfRun(db, run.id) ?? []);
    },
  };
}
