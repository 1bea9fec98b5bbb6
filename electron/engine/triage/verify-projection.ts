import { z } from "zod";
import type { Decision } from "../../../shared/contract/workspace.ts";
import { foldDecisions, type TriageDecision, type TriageState } from "../../../shared/domain/decision-fold.ts";
import { canonicalJson } from "../../../shared/lib/canonical-json.ts";
import { sha256 } from "../hash.ts";
import { loadText } from "../runtime.ts";
import type { Database } from "../sqlite/database.ts";
import { query } from "../sqlite/statement.ts";
import { concurrentVerdicts } from "./concurrent-verdicts.ts";
import { lackingRunsOf } from "../sqlite/settings.ts";
import { lotOf } from "./second-looks.ts";
import { toTriageDecision, VerdictBody } from "./verdict-projection.ts";

const targetsSql = loadText(import.meta.url, "target-all.sql");
const currentSql = loadText(import.meta.url, "verdict-current.sql");
const apartSql = loadText(import.meta.url, "apart-all.sql");
const disputesSql = loadText(import.meta.url, "dispute-all.sql");
const factsSql = loadText(import.meta.url, "anomaly-facts.sql");

const TargetRow = z.object({
  anomaly_id: z.string(),
  decision_id: z.string(),
  seq: z.number(),
  kind: z.string(),
  undone: z.number(),
  analyst: z.string(),
  verdict: z.string().nullable(),
  is_settlement: z.number(),
  lot: z.number().nullable(),
});
const ApartRow = z.object({ anomaly_id: z.string(), earlier_id: z.string(), later_id: z.string() });
const CurrentRow = z.object({
  anomaly_id: z.string(),
  decision_id: z.string(),
  verdict: z.string(),
  reason: z.string(),
  note: z.string(),
  analyst: z.string(),
  at_us: z.number(),
  bulk_id: z.string().nullable(),
});
const FactsRow = z.object({ score: z.number(), p_value: z.number(), body: z.string() });

export interface Problem {
  readonly seq: number;
  readonly problem: string;
}

/** Compares every column of what is derived from the log with the log itself, and the anomalies with what was signed about them. */
export function verifyProjection(db: Database, decisions: readonly Decision[]): Problem[] {
  const triage = decisions.flatMap((d) => toTriageDecision(d) ?? []);
  const state = foldDecisions(triage, concurrentVerdicts(decisions));
  return [
    ...verifyVerdicts(db, decisions, state),
    ...verifyTargets(db, triage, state),
    ...verifyReviews(db, decisions.length, state),
    ...verifySeen(db, decisions),
  ];
}

/** Rows that are missing, too many or different, told by their key. */
function differences(what: string, expected: ReadonlyMap<string, unknown>, actual: ReadonlyMap<string, unknown>): string[] {
  const problems: string[] = [];
  for (const [key, row] of expected) {
    const found = actual.get(key);
    if (found === undefined) problems.push(`${what} ${key} is missing from its table`);
    else if (canonicalJson(found) !== canonicalJson(row)) problems.push(`${what} ${key} was changed in its table: the log says otherwise`);
  }
  for (const key of actual.keys()) if (!expected.has(key)) problems.push(`${what} ${key} is in its table, but not in the log`);
  return problems;
}

function verifyVerdicts(db: Database, decisions: readonly Decision[], { current }: TriageState): Problem[] {
  const byId = new Map(decisions.map((d) => [d.id, d]));
  const expected = new Map<string, unknown>();
  for (const [anomaly, id] of current) {
    const decision = byId.get(id);
    if (decision === undefined) continue;
    const { verdict, reason, note, bulkId } = VerdictBody.parse(decision.body);
    const row = { anomaly_id: anomaly, decision_id: id, verdict, reason, note, analyst: decision.actor, at_us: decision.at };
    expected.set(anomaly, { ...row, bulk_id: bulkId ?? null });
  }
  const actual = new Map(
    query(db, currentSql, CurrentRow)
      .all()
      .map((row) => [row.anomaly_id, row]),
  );
  return differences("verdict on", expected, actual).map((problem) => ({ seq: decisions.length, problem }));
}

function verifyTargets(db: Database, triage: readonly TriageDecision[], { undone }: TriageState): Problem[] {
  const expected = new Map<string, unknown>();
  for (const d of triage) {
    if (d.kind !== "verdict.record" && d.kind !== "note.record") continue;
    for (const anomaly of d.kind === "note.record" ? [d.anomalyId] : d.anomalyIds)
      expected.set(`${anomaly} by ${d.id}`, {
        anomaly_id: anomaly,
        decision_id: d.id,
        seq: d.seq,
        kind: d.kind,
        undone: undone.has(d.id) ? 1 : 0,
        analyst: d.actor,
        verdict: d.kind === "verdict.record" ? d.verdict : null,
        is_settlement: d.kind === "verdict.record" && d.isSettlement === true ? 1 : 0,
        lot: d.kind === "verdict.record" && d.isSettlement !== true ? lotOf(d.id, anomaly) : null,
      });
  }
  const actual = new Map(
    query(db, targetsSql, TargetRow)
      .all()
      .map((row) => [`${row.anomaly_id} by ${row.decision_id}`, row]),
  );
  return differences("history of", expected, actual).map((problem) => ({ seq: triage.at(-1)?.seq ?? 0, problem }));
}

/** Which verdicts were given without sight of each other, and where they differ. */
function verifyReviews(db: Database, seq: number, { apart, disputed }: TriageState): Problem[] {
  const toPair = (anomaly: string, earlier: string, later: string): [string, unknown] => [`${later} and ${earlier} on ${anomaly}`, 1];
  const pairs = query(db, apartSql, ApartRow).all();
  const anomalies = query(db, disputesSql, z.object({ anomaly_id: z.string() })).all();
  return [
    ...differences(
      "independence of",
      new Map(apart.map((one) => toPair(one.anomaly, one.earlier, one.later))),
      new Map(pairs.map((one) => toPair(one.anomaly_id, one.earlier_id, one.later_id))),
    ),
    ...differences("disagreement on", new Map([...disputed].map((id) => [id, 1])), new Map(anomalies.map((one) => [one.anomaly_id, 1]))),
  ].map((problem) => ({ seq, problem }));
}

/** A verdict signs what its analyst saw; an anomaly that says something else now was changed behind their back. */
function verifySeen(db: Database, decisions: readonly Decision[]): Problem[] {
  const problems: Problem[] = [];
  // What a run surfaced that could not be brought when copies were merged is no sign of a change.
  const lacking = new Set(lackingRunsOf(db));
  for (const d of decisions) {
    if (d.kind !== "verdict.record") continue;
    for (const seen of VerdictBody.parse(d.body).seen) {
      const now = query(db, factsSql, FactsRow).get({ anomaly: seen.anomalyId });
      if (now === undefined && lacking.has(seen.run)) continue;
      const { score = now?.score, pValue = now?.p_value } = seen;
      const isSame = now?.score === score && now?.p_value === pValue && now !== undefined && sha256(now.body) === seen.bodySha256;
      if (!isSame) problems.push({ seq: d.seq, problem: `anomaly ${seen.anomalyId} is not what ${d.actor} saw when judging it` });
    }
  }
  return problems;
}
