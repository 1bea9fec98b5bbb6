import { z } from "zod";
import { Run } from "../../../shared/contract/models.ts";
import type { AuditEstimate } from "../../../shared/contract/training.ts";
import { type BlindKind, blindKinds } from "../../../shared/domain/blind.ts";
import { verdictKinds } from "../../../shared/domain/verdict.ts";
import { wilson } from "../../../shared/lib/wilson.ts";
import { loadText } from "../runtime.ts";
import type { Database } from "../sqlite/database.ts";
import { query } from "../sqlite/statement.ts";

const verdictsSql = loadText(import.meta.url, "blind-verdicts.sql");

const Row = z.object({
  id: z.string(),
  model: z.string(),
  label: z.string(),
  run_id: z.string(),
  subject_key: z.string(),
  from_us: z.number(),
  to_us: z.number(),
  kind: z.enum(blindKinds),
  propensity: z.number(),
  verdict: z.string(),
  reason: z.string(),
  analyst: z.string(),
  at_us: z.number(),
  decision_id: z.string(),
  carried_from: z.string().nullable(),
  run: z.string(),
});
/** A judged case of the blind sample, with the run that drew it. */
export type BlindVerdict = z.infer<typeof Row>;
type Row = BlindVerdict;

/** Fewer say nothing; the same bound as for every other rate of a model. */
export const minJudged = 30;

const teaches = (verdict: string): string => verdictKinds.find(({ key }) => key === verdict)?.trainingUse ?? "none";
const drawKey = (row: Row): string => JSON.stringify([row.kind, row.subject_key, row.from_us, row.to_us]);

/** When the verdicts were given: from `from`, exclusive before `to`; microseconds UTC. */
interface GivenIn {
  readonly from?: number | undefined;
  readonly to?: number | undefined;
}

/** Cases of the blind sample judged in that time. */
export const blindVerdicts = (db: Database, model: string | undefined, { from, to }: GivenIn = {}): BlindVerdict[] =>
  query(db, verdictsSql, Row).all({ model: model ?? null, since: from ?? null, until: to ?? null });

/** A subject drawn again in a later run counts once. */
export const eachSubjectOnce = (rows: readonly BlindVerdict[]): BlindVerdict[] =>
  [...Map.groupBy(rows, drawKey).values()].flatMap((same) => same.slice(0, 1));

/** Whether it was malicious, or benign; null where its verdict decides neither way. */
export function isFound({ verdict }: Pick<BlindVerdict, "verdict">): boolean | null {
  const use = teaches(verdict);
  return use === "none" ? null : use === "positive";
}

/** One estimate for each model that has a judged case in its blind sample. */
export function auditEstimates(db: Database, model: string | undefined, given: GivenIn = {}): AuditEstimate[] {
  return [...Map.groupBy(blindVerdicts(db, model, given), (row) => row.model)].map(([name, ofModel]) => estimate(name, ofModel));
}

function estimate(model: string, rows: readonly Row[]): AuditEstimate {
  const once = eachSubjectOnce(rows);
  const decided = once.filter((row) => isFound(row) !== null);
  const missed = rateOf(decided, "audit");
  const precision = rateOf(decided, "surfaced");
  const sizes = sizesOf(rows);
  return {
    model,
    missed,
    precision,
    recall: recallOf(missed, precision, sizes),
    ...sizes,
    undecided: once.length - decided.length,
    carried: decided.filter(({ carried_from }) => carried_from !== null).length,
    because: because(missed, precision),
  };
}

type Rate = AuditEstimate["missed"];

/**
 * Each case by 1/propensity (Hajek), its interval that of as many equal ones as the weights are worth (Kish 1965); with equal
 * propensities that is plain k of n.
 */
function rateOf(rows: readonly Row[], kind: BlindKind): Rate {
  const own = rows.filter((row) => row.kind === kind);
  const weights = own.map(({ propensity }) => 1 / propensity);
  const sum = weights.reduce((a, b) => a + b, 0);
  const squares = weights.reduce((a, b) => a + b * b, 0);
  const hits = own.reduce((total, row, i) => total + (isFound(row) === true ? (weights[i] ?? 0) : 0), 0);
  const worth = squares === 0 ? 0 : (sum * sum) / squares;
  const { rate, low, high } = wilson(sum === 0 ? 0 : (hits / sum) * worth, worth);
  return {
    state: own.length < minJudged ? "insufficient" : "measured",
    k: own.filter((row) => isFound(row) === true).length,
    n: own.length,
    rate: rate ?? null,
    low,
    high,
  };
}

/**
 * As many as are to be expected by the share that was set: the exact numbers would tell how many audit items are still open.
 */
function sizesOf(rows: readonly Row[]): Pick<AuditEstimate, "surfaced" | "notSurfaced"> {
  const runs = [...new Map(rows.map((row) => [row.run_id, row.run])).values()].map((body) => Run.parse(JSON.parse(body)));
  const surfaced = runs.reduce((total, run) => total + run.surfaced * (1 - (run.auditShare ?? 0)), 0);
  return { surfaced, notSurfaced: runs.reduce((total, run) => total + run.subjects, 0) - surfaced };
}

type Sizes = ReturnType<typeof sizesOf>;

function recallOf(missed: Rate, precision: Rate, { surfaced, notSurfaced }: Sizes): AuditEstimate["recall"] {
  if (missed.state === "insufficient" || precision.state === "insufficient") return null;
  const share = (found: number, lost: number): number | null =>
    found * surfaced + lost * notSurfaced === 0 ? null : (found * surfaced) / (found * surfaced + lost * notSurfaced);
  return {
    value: share(precision.rate ?? 0, missed.rate ?? 0),
    low: share(precision.low, missed.high) ?? 0,
    high: share(precision.high, missed.low) ?? 1,
  };
}

function because(missed: Rate, precision: Rate): string {
  const few = [
    ...(missed.state === "insufficient" ? [`${missed.n} audit items`] : []),
    ...(precision.state === "insufficient" ? [`${precision.n} surfaced cases of the blind sample`] : []),
  ];
  return few.length === 0
    ? `verdicts on ${missed.n} audit items and ${precision.n} surfaced cases, all chosen by lot and judged blind`
    : `insufficient: ${few.join(" and ")} judged malicious or benign, ${minJudged} of each are needed`;
}
