import { z } from "zod";
import { isOutsideState } from "../../../shared/domain/drift.ts";
import { type VerdictKey, verdictKeys, verdictKind } from "../../../shared/domain/verdict.ts";
import type { JudgedClasses, RuleFinding } from "../../../shared/contract/upkeep.ts";
import type { UpkeepSettings } from "../../../shared/contract/upkeep-settings.ts";
import { loadText, nowUs } from "../runtime.ts";
import { driftOfRun } from "../scoring/run-drift.ts";
import { listRuns } from "../scoring/runs.ts";
import type { Database } from "../sqlite/database.ts";
import { query } from "../sqlite/statement.ts";
import { judgeMisses, judgePrecision, judgeSchema, judgeVolume } from "./demotion-rules.ts";

const casesSql = loadText(import.meta.url, "champion-cases.sql");
const disputesSql = loadText(import.meta.url, "champion-disputes.sql");

const CaseRow = z.object({
  anomaly: z.string(),
  verdict: z.enum(verdictKeys as [VerdictKey, ...VerdictKey[]]),
  valid: z.string().nullable(),
  at_us: z.number().int(),
  blind: z.enum(["audit", "surfaced"]).nullable(),
});
type CaseRow = z.infer<typeof CaseRow>;
const Count = z.object({ n: z.number().int() });

type Class = Exclude<keyof JudgedClasses, "disputed">;

/** Harmless but truly unusual is neither a hit nor the model's mistake: it did what it is for. */
function classOf({ verdict, valid }: CaseRow): Class {
  const kind = verdictKind(verdict);
  if (kind.trainingUse === "positive") return "malicious";
  if (kind.key === "false-positive-model") return "wrong";
  if (kind.key !== "benign") return "other";
  const wasValid = valid ?? kind.anomalyValid;
  return wasValid === "yes" ? "benignTruePositive" : wasValid === "no" ? "wrong" : "other";
}

/** Alert rate over that of calibration in the version's runs, oldest first; only of windows with enough subjects to tell. */
function alertRatios(db: Database, model: string, version: string, since: number): number[] {
  return listRuns(db, model)
    .toReversed()
    .filter((run) => run.modelVersion === version && run.createdAt >= since)
    .flatMap((run) => driftOfRun(db, run.id)?.checks.filter(({ layer }) => layer === "alert-rate") ?? [])
    .flatMap(({ outcome, effect }) => (outcome === "insufficient" || effect === null ? [] : [effect]));
}

/** The state of the data in the newest run of a version. */
export const isOutside = (db: Database, model: string, version: string): boolean => {
  const state = listRuns(db, model).find((run) => run.modelVersion === version)?.drift?.state;
  return state !== undefined && isOutsideState(state);
};

export interface Champion {
  readonly model: string;
  readonly version: string;
  /** When it became champion, microseconds UTC: what was judged before says nothing about this time. */
  readonly since: number;
}

/** How the rules stand for a champion, from the verdicts in force and the runs since it became so. */
export function judgeChampion(
  db: Database,
  { model, version, since }: Champion,
  settings: UpkeepSettings,
): { findings: RuleFinding[]; judged: JudgedClasses } {
  const rows = query(db, casesSql, CaseRow).all({ version, since });
  const surfaced = rows.filter(({ blind }) => blind !== "audit").map((row) => ({ at: row.at_us, what: classOf(row) }));
  const settled = surfaced.flatMap(({ at, what }) =>
    what === "malicious" || what === "wrong" ? [{ at, isHit: what === "malicious" }] : [],
  );
  const missed = rows.filter((row) => row.blind === "audit" && classOf(row) === "malicious");
  const count = (wanted: Class): number => surfaced.filter(({ what }) => what === wanted).length;
  return {
    findings: [
      judgePrecision(settled, settings.precision, isOutside(db, model, version)),
      judgeMisses(
        missed.map(({ anomaly, at_us }) => ({ anomalyId: anomaly, at: at_us })),
        nowUs(),
        settings.misses,
      ),
      judgeVolume(alertRatios(db, model, version, since), settings.volume),
      judgeSchema(listRuns(db, model).find((run) => run.modelVersion === version && run.createdAt >= since)?.drift),
    ],
    judged: {
      malicious: count("malicious"),
      wrong: count("wrong"),
      benignTruePositive: count("benignTruePositive"),
      other: count("other"),
      disputed: query(db, disputesSql, Count).get({ version })?.n ?? 0,
    },
  };
}
