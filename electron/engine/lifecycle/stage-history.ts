import { z } from "zod";
import { AppError } from "../../../shared/contract/errors.ts";
import { Stage } from "../../../shared/contract/models.ts";
import type { ChampionAt, ScoredBy } from "../../../shared/contract/stages.ts";
import { loadText, nowUs } from "../runtime.ts";
import type { Database } from "../sqlite/database.ts";
import { query } from "../sqlite/statement.ts";
import { championChangeAt, stageEvents } from "./stage-events.ts";
import { championAfter } from "./stage-rules.ts";

const scoredBySql = loadText(import.meta.url, "scored-by.sql");

/** Who was champion of a model at a time, in microseconds UTC. */
export function championAt(db: Database, model: string, at: number): ChampionAt {
  const since = championChangeAt(stageEvents(db, model), at);
  return { model, at, version: since === undefined ? null : (championAfter(since) ?? null), since: since ?? null };
}

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
