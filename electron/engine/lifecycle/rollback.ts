import { AppError } from "../../../shared/contract/errors.ts";
import type { ModelVersion } from "../../../shared/contract/models.ts";
import type { RollbackPlan, StageEvent, StageStep } from "../../../shared/contract/stages.ts";
import { modelVersions } from "../scoring/versions.ts";
import type { Database } from "../sqlite/database.ts";
import type { StageWork } from "./end-champion.ts";
import { type Checked, checkVersion, failuresOf, passes } from "./prechecks.ts";
import { requireVersion } from "./set-stage.ts";
import { championChangeAt, championOf, changeStage, stageEvents } from "./stage-events.ts";
import { formerChampions, isTrusted } from "./stage-history.ts";

interface Target {
  readonly champion: string | undefined;
  /** Undefined where there is nothing to do. */
  readonly to: ModelVersion | undefined;
  readonly because: string;
  readonly earlier: readonly string[];
}

const done: Partial<Record<StageEvent["kind"], string>> = {
  "model.rollback": "rolled back",
  "model.demote": "demoted",
  "model.quarantine": "put in quarantine",
};
const short = (id: string): string => id.slice(0, 12);

/** Where a rollback would go. Throws `not-found` for an unknown version, `conflict` where it may not go. */
function findTarget(db: Database, model: string, wanted: string | undefined): Target {
  const events = stageEvents(db, model);
  const champion = championOf(db, model);
  const versions = new Map(modelVersions(db, model).map((version) => [version.id, version]));
  const formers = formerChampions(events).filter(({ version }) => (versions.get(version)?.stage ?? "quarantined") !== "quarantined");
  const earlier = formers.map(({ version }) => version);
  const nothing = (because: string): Target => ({ champion, to: undefined, because, earlier });
  if (wanted !== undefined) {
    const named = requireVersion(db, model, wanted);
    if (named.id === champion) return nothing(`${short(named.id)} is champion already.`);
    if (named.stage === "quarantined") throw new AppError("conflict", `${model}@${short(named.id)} is quarantined.`, { field: "to" });
    if (!earlier.includes(named.id))
      throw new AppError("conflict", `${model}@${short(named.id)} was never champion. Promote it instead.`, { field: "to" });
    return { champion, to: named, because: `${short(named.id)} was champion before.`, earlier };
  }
  const last = championChangeAt(events, Number.MAX_SAFE_INTEGER);
  if (last === undefined) throw new AppError("conflict", `${model} never had a champion.`);
  const verb = done[last.kind];
  if (verb !== undefined) {
    const next = earlier.length === 0 ? "No other version was ever champion: promote one." : "Choose a version to go further back.";
    return nothing(`${model} was ${verb} already and nothing was promoted since. ${next}`);
  }
  const before = formers.find(isTrusted);
  const to = before === undefined ? undefined : versions.get(before.version);
  if (to === undefined) throw new AppError("conflict", `${model} has no earlier champion to roll back to.`);
  return { champion, to, because: `${short(to.id)} was champion before.`, earlier };
}

/** Asks everything a rollback would ask, and stores nothing. Throws as `findTarget`. */
export async function planRollback(work: StageWork, model: string, wanted?: string): Promise<RollbackPlan & Pick<Checked, "broken">> {
  const { champion, to, because, earlier } = findTarget(work.db, model, wanted);
  const { checks, broken } = to === undefined ? { checks: [] } : await checkVersion(work, to);
  return {
    model,
    from: champion ?? null,
    to: to?.id ?? null,
    isPossible: to !== undefined && passes(checks),
    because,
    checks,
    earlier: [...earlier],
    ...(broken === undefined ? {} : { broken }),
  };
}

/**
 * Makes the planned version champion again, in one transaction. Runs that are under way go on with the version they began with. Throws `conflict`
 * when a check failed, or when a stage has changed since the plan was made.
 */
export function rollBack(work: Pick<StageWork, "db" | "log">, plan: RollbackPlan, why: { actor: string; reason: string }): StageStep {
  const { model, from, to, checks, because } = plan;
  if (to === null) return { model, champion: from, event: null, because, tried: [] };
  if (!plan.isPossible) throw new AppError("conflict", `${model} cannot be rolled back to ${short(to)}. ${failuresOf(checks)}`);
  const { stage } = requireVersion(work.db, model, to);
  const evidence = {
    kind: "prechecks",
    id: to,
    text: checks.map(({ title, state }) => `${title}: ${state}`).join("; "),
    figures: {},
  };
  const event = changeStage(work.db, work.log, {
    ...why,
    kind: "model.rollback",
    model,
    version: to,
    from: stage,
    to: "champion",
    evidence,
    also: from === null ? [] : [{ version: from, from: "champion", to: "retired" }],
  });
  return { model, champion: to, event, because, tried: [{ version: to, checks }] };
}
