import { z } from "zod";
import { GateState, type Override } from "../../../shared/contract/evaluations.ts";
import type { Decision } from "../../../shared/contract/workspace.ts";
import { loadText } from "../runtime.ts";
import { DecisionRow, toDecision } from "../sqlite/decision-chain.ts";
import type { Database } from "../sqlite/database.ts";
import { query } from "../sqlite/statement.ts";

const logSql = loadText(import.meta.url, "log-of-model.sql");

/** What the log holds of one kind about a model, or all, oldest first. */
export const logOf = (db: Database, kind: string, model?: string): Decision[] =>
  query(db, logSql, DecisionRow)
    .all({ kind, model: model ?? null })
    .map(toDecision);

/** `model.train` and `model.import`: who made a version, and under what. */
const Trained = z.object({ model: z.string(), version: z.string(), environment: z.record(z.string(), z.string()) });

export interface Making {
  readonly by: string;
  readonly environment: Readonly<Record<string, string>>;
}

/** Everybody who made this version, oldest first; the same inputs give the same version, so it may have been made more than once. */
export const makingsOf = (db: Database, model: string, version: string): Making[] =>
  ["model.train", "model.import"].flatMap((kind) =>
    logOf(db, kind, model).flatMap(({ actor, body }) => {
      const made = Trained.parse(body);
      return made.version === version ? [{ by: actor, environment: made.environment }] : [];
    }),
  );

export const trainersOf = (db: Database, model: string, version: string): string[] => [
  ...new Set(makingsOf(db, model, version).map(({ by }) => by)),
];

const EvaluateBody = z.object({
  model: z.string(),
  version: z.string(),
  champion: z.string().nullable(),
  report: z.string(),
  suites: z.array(z.string()),
});

export interface Evaluated extends z.infer<typeof EvaluateBody> {
  readonly at: number;
  readonly by: string;
  readonly seq: number;
}

/** Oldest first. */
export const evaluationsOf = (db: Database, model?: string): Evaluated[] =>
  logOf(db, "model.evaluate", model).map(({ at, actor, seq, body }) => ({ ...EvaluateBody.parse(body), at, by: actor, seq }));

/** Versions that each suite has judged. */
export function looksBySuite(db: Database): ReadonlyMap<string, ReadonlySet<string>> {
  const looks = new Map<string, Set<string>>();
  for (const { version, suites } of evaluationsOf(db))
    for (const suite of suites) looks.set(suite, (looks.get(suite) ?? new Set()).add(version));
  return looks;
}

const OverrideBody = z.object({
  version: z.string(),
  reason: z.string(),
  evaluation: z.string().nullable(),
  lines: z.array(z.object({ line: z.number().int(), state: GateState })),
});

/** Every promotion of a model past its gate, newest first. */
export const overridesOf = (db: Database, model: string): Override[] =>
  logOf(db, "gate.override", model)
    .map(({ at, actor, body }) => {
      const { version, reason, evaluation, lines } = OverrideBody.parse(body);
      return { version, at, by: actor, reason, evaluation, lines };
    })
    .toReversed();
