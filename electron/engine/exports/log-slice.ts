import { z } from "zod";
import type { Decision } from "../../../shared/contract/workspace.ts";
import { loadText } from "../runtime.ts";
import type { Database } from "../sqlite/database.ts";
import { chainHash, decisionId, DecisionRow, toDecision } from "../sqlite/decision-chain.ts";
import { query } from "../sqlite/statement.ts";

const entriesSql = loadText(import.meta.url, "log-entries.sql");

const About = z.object({
  hunt: z.string().optional(),
  anomalyIds: z.array(z.string()).optional(),
  anomalyId: z.string().optional(),
  undoes: z.string().optional(),
  redoes: z.string().optional(),
});

/** Every entry of the log about a hunt or its members, oldest first: decisions, verdicts, notes, and what took them back or gave them again. */
export function logSlice(db: Database, hunt: string, members: ReadonlySet<string>): Decision[] {
  const kept = new Map<string, Decision>();
  for (const row of query(db, entriesSql, DecisionRow).iterate()) {
    const decision = toDecision(row);
    const about = About.safeParse(decision.body);
    if (!about.success) continue;
    const { anomalyIds = [], anomalyId = "", undoes = "", redoes = "" } = about.data;
    const isAbout =
      (decision.kind.startsWith("hunt.") && about.data.hunt === hunt) ||
      (decision.kind === "verdict.record" && anomalyIds.some((id) => members.has(id))) ||
      (decision.kind === "note.record" && members.has(anomalyId)) ||
      kept.has(undoes) ||
      kept.has(redoes);
    if (isAbout) kept.set(decision.id, decision);
  }
  return [...kept.values()];
}

export const LoggedDecision = z.object({
  seq: z.number().int(),
  number: z.number().int().optional(),
  id: z.string(),
  at: z.number(),
  actor: z.string(),
  kind: z.string(),
  body: z.unknown(),
  prevHash: z.string(),
  hash: z.string(),
});

/** Whether an entry is what was written: its hash is over all of it and the hash of the entry before. */
export const isAsWritten = ({ seq, number = seq, id, at, actor, kind, body, prevHash, hash }: z.infer<typeof LoggedDecision>): boolean =>
  chainHash(prevHash, { seq: number, at, actor, kind, body }) === hash && decisionId(hash) === id;
