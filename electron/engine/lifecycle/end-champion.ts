import { AppError } from "../../../shared/contract/errors.ts";
import type { ModelVersion } from "../../../shared/contract/models.ts";
import type { StageEvidence, StageMove, StageStep } from "../../../shared/contract/stages.ts";
import { modelVersions } from "../scoring/versions.ts";
import type { Database } from "../sqlite/database.ts";
import type { DecisionLog } from "../sqlite/decision-log.ts";
import { type CheckWork, checkVersion, passes } from "./prechecks.ts";
import { requireVersion } from "./set-stage.ts";
import { championOf, changeStage, stageEvents } from "./stage-events.ts";
import { formerChampions, isTrusted } from "./stage-history.ts";

export interface StageWork extends CheckWork {
  readonly db: Database;
  readonly log: DecisionLog;
}

interface Why {
  readonly actor: string;
  readonly reason: string;
  readonly evidence: StageEvidence | null;
}

type Tried = StageStep["tried"];

/** The last champion that made room for a better one and could score today. What was never champion needs a person to promote it. */
async function findSuccessor(work: StageWork, model: string): Promise<{ successor?: ModelVersion; tried: Tried }> {
  const versions = new Map(modelVersions(work.db, model).map((version) => [version.id, version]));
  const tried: Tried = [];
  for (const former of formerChampions(stageEvents(work.db, model)).filter(isTrusted)) {
    const successor = versions.get(former.version);
    if (successor === undefined || successor.stage === "quarantined" || successor.stage === "registered") continue;
    const { checks } = await checkVersion(work, successor);
    tried.push({ version: successor.id, checks });
    if (passes(checks)) return { successor, tried };
  }
  return { tried };
}

const stepsIn = (successor: ModelVersion | undefined): StageMove[] =>
  successor === undefined ? [] : [{ version: successor.id, from: successor.stage, to: "champion" }];

const outcome = (successor: ModelVersion | undefined): string =>
  successor === undefined ? "Nobody takes over: rules only." : `${successor.id.slice(0, 12)} is champion again.`;

/** Ends a champion. Throws `conflict` when the model has none. */
export async function demote(work: StageWork, model: string, fallback: "previous" | "rules-only", why: Why): Promise<StageStep> {
  const champion = championOf(work.db, model);
  if (champion === undefined) throw new AppError("conflict", `${model} has no champion to demote`);
  const { successor, tried } = fallback === "previous" ? await findSuccessor(work, model) : { tried: [] };
  const event = changeStage(work.db, work.log, {
    ...why,
    kind: "model.demote",
    model,
    version: champion,
    from: "champion",
    to: "retired",
    also: stepsIn(successor),
  });
  return { model, champion: successor?.id ?? null, event, because: outcome(successor), tried };
}

/** Takes a version out of use; where it was champion, as `demote` does. A second time it changes nothing. Throws `not-found`. */
export async function quarantine(work: StageWork, model: string, version: string, why: Why): Promise<StageStep> {
  const known = requireVersion(work.db, model, version);
  const unchanged = (): StageStep => ({
    model,
    champion: championOf(work.db, model) ?? null,
    event: null,
    because: `${known.id.slice(0, 12)} is quarantined already.`,
    tried: [],
  });
  if (known.stage === "quarantined") return unchanged();
  const { successor, tried } = known.stage === "champion" ? await findSuccessor(work, model) : { tried: [] };
  if (requireVersion(work.db, model, known.id).stage === "quarantined") return unchanged();
  const event = changeStage(work.db, work.log, {
    ...why,
    kind: "model.quarantine",
    model,
    version: known.id,
    from: known.stage,
    to: "quarantined",
    also: stepsIn(successor),
  });
  const because = known.stage === "champion" ? outcome(successor) : "It was not champion.";
  return { model, champion: championOf(work.db, model) ?? null, event, because, tried };
}
