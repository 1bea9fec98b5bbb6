import type { Handlers } from "../../../shared/contract/client.ts";
import { AppError } from "../../../shared/contract/errors.ts";
import type { RetrainingProposal } from "../../../shared/contract/upkeep.ts";
import { findPackage, listPackages, type LoadedPackage } from "../features/packages.ts";
import { proposeRetraining } from "../lifecycle/retraining.ts";
import { judgeChampion } from "../lifecycle/upkeep.ts";
import { getDatasetVersion } from "../workspace/dataset-versions.ts";
import { type EngineParts, requireWritable } from "./engine-parts.ts";
import { declineKind, isDeclined } from "./retraining-decline.ts";
import { runJob } from "./run-job.ts";
import { expectedEffect } from "./train-round.ts";
import { signer } from "./triage-operations.ts";
import { settingsOf, standingChampion } from "./upkeep-watch.ts";

type Names = "models.upkeep" | "models.expectedEffect" | "models.declineRetraining";

export function upkeepOperations(parts: EngineParts): Pick<Handlers, Names> {
  const { db, paths } = parts.workspace;
  const packageOf = (model: string): LoadedPackage => findPackage(listPackages(parts.packagesDir), model);
  const openProposal = (model: string): RetrainingProposal | null => {
    const proposal = proposeRetraining(db, packageOf(model));
    return proposal === undefined || isDeclined(parts.decisions, proposal.id) ? null : proposal;
  };
  return {
    "models.upkeep": async ({ model }) => {
      const proposal = openProposal(model);
      const champion = standingChampion(parts, model);
      if (champion === undefined) return { model, champion: null, since: null, findings: [], judged: null, proposal };
      const { findings, judged } = judgeChampion(db, champion, settingsOf(parts, champion));
      return { model, champion: champion.version, since: champion.since, findings, judged, proposal };
    },
    "models.expectedEffect": (input, context) => {
      const pkg = packageOf(input.model);
      const dataset = getDatasetVersion(db, input.dataset);
      return runJob(parts, "models.expectedEffect", `Expected effect of training ${input.model}`, context, (signal, progress) =>
        expectedEffect({
          db,
          workspaceRoot: paths.root,
          queryEngine: parts.queryEngine,
          runtime: parts.runtime,
          pkg,
          dataset,
          range: {},
          seed: input.seed,
          signal,
          progress,
        }),
      );
    },
    "models.declineRetraining": async ({ model, proposal: id, reason, analyst }) => {
      requireWritable(parts);
      const proposal = openProposal(model);
      if (proposal?.id !== id)
        throw new AppError("conflict", `This is not what is proposed for ${model} now. Look again.`, { field: "proposal" });
      const body = { model, proposal: id, after: proposal.after, triggers: proposal.triggers.map(({ trigger }) => trigger), reason };
      return { decision: parts.decisions.record(declineKind, signer(parts, analyst), body).id };
    },
  };
}
