import { z } from "zod";
import { AppError } from "../../../shared/contract/errors.ts";
import { Stage } from "../../../shared/contract/models.ts";
import { automaticActor, StageEvidence, StageMove, stageKinds, type StageEvent } from "../../../shared/contract/stages.ts";
import type { Decision } from "../../../shared/contract/workspace.ts";
import { loadText } from "../runtime.ts";
import type { Database } from "../sqlite/database.ts";
import { DecisionRow, toDecision } from "../sqlite/decision-chain.ts";
import type { DecisionLog } from "../sqlite/decision-log.ts";
import { execute, inTransaction, query } from "../sqlite/statement.ts";
import { championAfter, movesOf, refusalOf } from "./stage-rules.ts";

const eventsSql = loadText(import.meta.url, "stage-decisions.sql");
const stageOfSql = loadText(import.meta.url, "stage-of.sql");
const stageSql = loadText(import.meta.url, "stage-set.sql");
const championSql = loadText(import.meta.url, "champion-of.sql");

const championsSql = loadText(import.meta.url, "champions.sql");

const ChampionRow = z.object({ model_version: z.string() });
const ChampionsRow = ChampionRow.extend({ model: z.string() });

/** Models that have a champion, by name. */
export const modelsWithChampion = (db: Database): string[] =>
  query(db, championsSql, ChampionsRow)
    .all()
    .map(({ model }) => model);

/** The id of a model's champion, if it has one. */
export const championOf = (db: Database, model: string): string | undefined =>
  query(db, championSql, ChampionRow).get({ model })?.model_version;

/** Entries of the first form were promotions alone, with the champion they replaced beside them. */
const Body = z
  .object({
    model: z.string(),
    version: z.string(),
    from: Stage,
    to: Stage.default("champion"),
    reason: z.string(),
    evidence: StageEvidence.nullable().default(null),
    also: z.array(StageMove).optional(),
    replaces: z.string().nullable().optional(),
  })
  .transform(({ replaces, also, ...body }) => ({
    ...body,
    also: also ?? (typeof replaces === "string" ? [{ version: replaces, from: "champion" as const, to: "retired" as const }] : []),
  }));

const Kind = z.enum(stageKinds);
export const isStageDecision = (decision: Decision): boolean => Kind.safeParse(decision.kind).success;

/** Throws ZodError on an entry that is no stage change. */
export function toStageEvent({ id, seq, at, actor, kind, body }: Decision): StageEvent {
  return { decision: id, seq, at, actor, isAutomatic: actor === automaticActor, kind: Kind.parse(kind), ...Body.parse(body) };
}

/** Oldest first. */
export const stageEvents = (db: Database, model: string): StageEvent[] =>
  query(db, eventsSql, DecisionRow)
    .all({ model })
    .map((row) => toStageEvent(toDecision(row)));

export type StageChange = Pick<StageEvent, "kind" | "actor" | "model" | "version" | "from" | "to" | "reason" | "evidence" | "also">;

const StageRow = z.object({ model: z.string(), stage: Stage });

/**
 * Enters a change in the log and makes it so, in one transaction. Throws AppError `conflict` when a version does not stand where the change
 * takes it from, or when the change is none of its kind.
 */
export function changeStage(db: Database, log: DecisionLog, { kind, actor, ...body }: StageChange): StageEvent {
  return inTransaction(db, () => {
    const refusal = refusalOf({ kind, actor, ...body });
    if (refusal !== undefined) throw new AppError("conflict", refusal);
    const moves = movesOf(body);
    for (const { version, from } of moves) {
      const now = query(db, stageOfSql, StageRow).get({ version });
      if (now?.model === body.model && now.stage === from) continue;
      throw new AppError("conflict", `${body.model}@${version.slice(0, 12)} is ${now?.stage ?? "unknown"}, not ${from}`);
    }
    const champion = championOf(db, body.model);
    if (champion !== undefined && championAfter(body) !== undefined && !moves.some(({ version }) => version === champion))
      throw new AppError("conflict", `${body.model}@${champion.slice(0, 12)} is champion, and a model has one`);
    const decision = log.append({ actor, kind, body });
    // A place must be free before it is taken: one champion at any instant.
    const leaving = moves.toSorted((a, b) => Number(a.to === "champion") - Number(b.to === "champion"));
    for (const { version, to } of leaving) execute(db, stageSql, { version, stage: to, decision: decision.id });
    return toStageEvent(decision);
  });
}

/** The change that settled who was champion at a time, in microseconds UTC. */
export const championChangeAt = (events: readonly StageEvent[], at: number): StageEvent | undefined =>
  events.findLast((event) => event.at <= at && championAfter(event) !== undefined);
