import { z } from "zod";
import { AppError } from "../../../shared/contract/errors.ts";
import { Stage } from "../../../shared/contract/models.ts";
import type { ChampionAt, ScoredBy, StageEvent } from "../../../shared/contract/stages.ts";
import { loadText, nowUs } from "../runtime.ts";
import type { Database } from "../sqlite/database.ts";
import { query } from "../sqlite/statement.ts";
import { championChangeAt, championOf, stageEvents } from "./stage-events.ts";
import { championAfter, movesOf } from "./stage-rules.ts";

const scoredBySql = loadText(import.meta.url, "scored-by.sql");
const mergeBetweenSql = loadText(import.meta.url, "merge-between.sql");

/** Who was champion of a model at a time, in microseconds UTC. */
export function championAt(db: Database, model: string, at: number): ChampionAt {
  const events = stageEvents(db, model);
  const since = championChangeAt(events, at);
  const version = since === undefined || isContested(db, model, { at, since, events }) ? null : (championAfter(since) ?? null);
  return { model, at, version, since: since ?? null };
}

/** Copies of the workspace that were merged by then had promoted different versions, and nobody had promoted one since. */
function isContested(
  db: Database,
  model: string,
  { at, since, events }: { at: number; since: StageEvent; events: readonly StageEvent[] },
): boolean {
  const merge = query(db, mergeBetweenSql, z.object({ id: z.string() })).get({ from: since.at, to: at });
  if (merge === undefined) return false;
  const next = events.find((event) => event.at > at && championAfter(event) !== undefined);
  return next === undefined ? championOf(db, model) === undefined : movesOf(next).every(({ from }) => from !== "champion");
}

/** A version that was champion and is no more, with what ended it. */
export interface FormerChampion {
  readonly version: string;
  readonly endedBy: StageEvent;
}

/** The last one first. A version that is champion again is none of them. */
export function formerChampions(events: readonly StageEvent[]): FormerChampion[] {
  const ended = new Map<string, StageEvent>();
  for (const event of events)
    for (const { version, from, to } of movesOf(event)) {
      if (to === "champion" || from === "champion") ended.delete(version);
      if (from === "champion") ended.set(version, event);
    }
  return [...ended].map(([version, endedBy]) => ({ version, endedBy })).toReversed();
}

/** Those that made room for a better one; who was demoted, rolled back or quarantined lost the trust that taking over needs. */
export const isTrusted = ({ endedBy }: FormerChampion): boolean => endedBy.kind === "model.promote";

const Row = z.object({
  run: z.string(),
  model: z.string(),
  version: z.string(),
  scored_at_us: z.number().int(),
  stage_then: Stage,
  stage_now: Stage,
});

/** Which version scored an anomaly: by its run, when that was made or last made again. Throws AppError `not-found`. */
export function scoredBy(db: Database, anomalyId: string): ScoredBy {
  const row = query(db, scoredBySql, Row).get({ anomaly: anomalyId });
  if (row === undefined) throw new AppError("not-found", `there is no anomaly ${anomalyId}`, { field: "anomalyId" });
  return {
    anomalyId,
    run: row.run,
    scoredAt: row.scored_at_us,
    model: row.model,
    version: row.version,
    stageThen: row.stage_then,
    stageNow: row.stage_now,
    championThen: championAt(db, row.model, row.scored_at_us).version,
    championNow: championAt(db, row.model, nowUs()).version,
  };
}
