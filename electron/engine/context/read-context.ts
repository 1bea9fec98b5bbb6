import { z } from "zod";
import { AppError } from "../../../shared/contract/errors.ts";
import { ContextGraph, type ContextNode } from "../../../shared/contract/context-graph.ts";
import { isWithheld, withheldWords } from "../../../shared/domain/blind.ts";
import { verdictKinds } from "../../../shared/domain/verdict.ts";
import { readAnomalyHealth } from "../health/store-anomaly-health.ts";
import { loadText } from "../runtime.ts";
import type { Database } from "../sqlite/database.ts";
import { query } from "../sqlite/statement.ts";
import { blindOf } from "../scoring/blind-of.ts";
import { answered, type Answer, unanswered } from "./answer.ts";
import { trustByGates } from "./answer-trust.ts";
import { plural, stamp } from "./words.ts";

const contextSql = loadText(import.meta.url, "context-by-anomaly.sql");
const judgedSql = loadText(import.meta.url, "judged-alike.sql");
const lackingSql = loadText(import.meta.url, "lacking.sql");

const BodyRow = z.object({ body: z.string() });
const IdRow = z.object({ id: z.string() });
const JudgedRow = z.object({
  label: z.string(),
  model: z.string(),
  verdict: z.string(),
  analyst: z.string(),
  at_us: z.number(),
  same_subject: z.number(),
  entity: z.string().nullable(),
  entities: z.string(),
});
const Entities = z.array(z.string().nullable());
type JudgedRow = z.infer<typeof JudgedRow>;

/** False when the run was interrupted before its contexts were built. */
export const hasContext = (db: Database, anomalyId: string): boolean =>
  query(db, contextSql, BodyRow).get({ anomaly: anomalyId }) !== undefined;

/** Of a run's best, by rank, those whose contexts were not built. */
export const lackingContext = (db: Database, run: string, best: number): string[] =>
  query(db, lackingSql, IdRow)
    .all({ run, best })
    .map(({ id }) => id);

/** The stored context with the verdicts of today. Throws AppError `not-found` for an anomaly without one. */
export function readContext(db: Database, anomalyId: string): z.infer<typeof ContextGraph> {
  const row = query(db, contextSql, BodyRow).get({ anomaly: anomalyId });
  if (row === undefined)
    throw new AppError(
      "not-found",
      `Anomaly ${anomalyId} has no context: it is unknown, or its run did not finish. Score again to build it.`,
    );
  const stored = ContextGraph.parse(JSON.parse(row.body));
  const judged = query(db, judgedSql, JudgedRow).all({ anomaly: anomalyId });
  const prior = answerPrior(judged);
  const health = readAnomalyHealth(db, anomalyId);
  const isBlind = isWithheld(blindOf(db, anomalyId));
  const now = (answer: Answer): Answer => {
    if (answer.id === "prior") return prior;
    if (answer.id === "why" && isBlind) return unanswered("why", withheldWords);
    return answer.id === "trust" && health.state !== "unknown" ? trustByGates(answer, health) : answer;
  };
  return { ...stored, nodes: withVerdicts(stored.nodes, judged), answers: stored.answers.map(now) };
}

/** Marks things that earlier verdicts were about. */
function withVerdicts(nodes: readonly ContextNode[], judged: readonly JudgedRow[]): ContextNode[] {
  const counts = new Map<string, number>();
  for (const { entities } of judged)
    for (const entity of Entities.parse(JSON.parse(entities))) if (entity !== null) counts.set(entity, (counts.get(entity) ?? 0) + 1);
  return nodes.map((node) => {
    const count = counts.get(node.id);
    return count === undefined ? node : { ...node, badges: [...node.badges, `judged ${plural(count, "time")}`] };
  });
}

const titleOf = (verdict: string): string => verdictKinds.find((kind) => kind.key === verdict)?.short ?? verdict;

function answerPrior(rows: readonly JudgedRow[]): Answer {
  if (rows.length === 0) return answered("prior", "Never judged before");
  const same = rows.filter((row) => row.same_subject === 1);
  const counts = new Map<string, number>();
  for (const row of rows) counts.set(titleOf(row.verdict), (counts.get(titleOf(row.verdict)) ?? 0) + 1);
  const tally = [...counts].map(([title, n]) => `${n} ${title.toLowerCase()}`).join(", ");
  const about = same.length === 0 ? "on the same entities" : `${same.length} on this very subject`;
  return answered(
    "prior",
    `${plural(rows.length, "verdict")} ${about}: ${tally}`,
    rows.slice(0, 8).map((row) => [row.label, `${titleOf(row.verdict)}, ${row.analyst}, ${stamp(row.at_us)} (${row.model})`]),
  );
}
