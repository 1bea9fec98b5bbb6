import type { Database } from "../sqlite/database.ts";
import { z } from "zod";
import { AppError } from "../../../shared/contract/errors.ts";
import { AnomalyEnvelope } from "../../../shared/contract/drift.ts";
import { Run } from "../../../shared/contract/models.ts";
import { EvidenceRef, type Hold, type QueueInput, type QueuePage, QueueRow, Subject } from "../../../shared/contract/triage.ts";
import { isWithheld } from "../../../shared/domain/blind.ts";
import { findPackage, type LoadedPackage } from "../features/packages.ts";
import { unknownHealth } from "../health/store-anomaly-health.ts";
import { loadText } from "../runtime.ts";
import { BlindColumns, toBlind } from "../scoring/blind-of.ts";
import { latestRuns } from "../scoring/runs.ts";
import { query } from "../sqlite/statement.ts";
import { getDatasetVersion } from "../workspace/dataset-versions.ts";
import type { HeldNow, Holds } from "./holds.ts";
import type { LiveRanking } from "./live-ranking.ts";
import { viewQueue } from "./queue-filter.ts";
import type { QueueLists } from "./queue-list.ts";

const rowsSql = loadText(import.meta.url, "queue-rows.sql");
const runByIdSql = loadText(import.meta.url, "run-by-id.sql");
const runOfSql = loadText(import.meta.url, "run-of.sql");

const RunRow = z.object({ id: z.string(), body: z.string() });
const PageRow = BlindColumns.extend({
  id: z.string(),
  run_id: z.string(),
  model: z.string(),
  from_us: z.number(),
  to_us: z.number(),
  score: z.number().nullable(),
  p_value: z.number().nullable(),
  q_value: z.number().nullable(),
  subject: z.string(),
  reasons: z.string().nullable(),
  evidence_count: z.number(),
  is_new: z.number().nullable(),
  evidence: z.string(),
  prior_verdicts: z.number(),
  verdict: z.string().nullable(),
  reason: z.string().nullable(),
  note: z.string().nullable(),
  analyst: z.string().nullable(),
  at_us: z.number().nullable(),
  decision_id: z.string().nullable(),
  bulk_id: z.string().nullable(),
  carried_from: z.string().nullable(),
  is_second_look: z.number(),
  is_disputed: z.number(),
  is_in_review: z.number(),
  health: z.string().nullable(),
  weight: z.number().nullable(),
  failing: z.string().nullable(),
  warnings: z.string().nullable(),
  envelope: z.string().nullable(),
});

const Gates = z.array(z.string());
const json = <T>(schema: z.ZodType<T>, text: string): T => schema.parse(JSON.parse(text));

function toQueueRow(row: z.infer<typeof PageRow>, rank: number, run: Run, held: HeldNow): QueueRow {
  return QueueRow.parse({
    rank,
    anomalyId: row.id,
    subject: json(Subject, row.subject),
    window: { from: row.from_us, to: row.to_us },
    score: row.score,
    pValue: row.p_value,
    qValue: row.q_value,
    reasons: json(z.array(z.string()), row.reasons ?? "[]"),
    evidence: json(z.array(EvidenceRef), row.evidence),
    evidenceCount: row.evidence_count,
    model: row.model,
    version: row.is_in_review === 1 ? "" : run.modelVersion,
    stage: run.stage,
    run: row.run_id,
    dataset: run.datasetVersion,
    isNew: row.is_new === null ? null : row.is_new === 1,
    priorVerdicts: row.prior_verdicts,
    blind: toBlind(row),
    review: row.is_in_review === 1 ? "blind-review" : row.is_second_look === 1 ? "second-look" : row.is_disputed === 1 ? "disputed" : null,
    health:
      row.health === null
        ? unknownHealth
        : { state: row.health, failing: json(Gates, row.failing ?? "[]"), warnings: json(Gates, row.warnings ?? "[]"), weight: row.weight },
    envelope: envelopeOf(row),
    hold: holdOf(row, held),
    state:
      row.verdict === null
        ? null
        : {
            verdict: row.verdict,
            reason: row.reason,
            note: row.note,
            analyst: row.analyst,
            at: row.at_us,
            decision: row.decision_id,
            ...(row.bulk_id === null ? {} : { bulkId: row.bulk_id }),
            ...(row.carried_from === null ? {} : { carriedFrom: row.carried_from }),
          },
  });
}

/** What was judged, and the blind sample until it is judged, no suppression hides; a snooze, which is a person's word about one case, does. */
function holdOf(row: z.infer<typeof PageRow>, held: HeldNow): Hold | null {
  const hold = held.of(row.id);
  if (hold === undefined) return null;
  const suppressions = row.score === null ? [] : hold.suppressions;
  if (suppressions.length === 0 && hold.snooze === null) return null;
  const isSuppressed = suppressions.length > 0 && row.verdict === null && row.is_disputed === 0 && !hold.isAudited;
  return { ...hold, suppressions, isAudited: hold.isAudited && suppressions.length > 0, isHidden: isSuppressed || hold.snooze !== null };
}

/** The state is the data's and is always told; which values are strange would give the score away. */
function envelopeOf(row: z.infer<typeof PageRow>): QueueRow["envelope"] {
  if (row.envelope === null) return null;
  const envelope = json(AnomalyEnvelope, row.envelope);
  return isWithheld(toBlind(row)) ? { ...envelope, strange: [], isExtrapolating: null } : envelope;
}

const notTold = { share: null, because: "nothing is told of scores in a blind review" };

/** Share of the surfaced set that is expected to be ordinary: the largest q-value in it (Benjamini-Hochberg 1995). */
function expectedOrdinary(runs: readonly Run[], largestQ: number | null): z.infer<typeof QueuePage>["expectedOrdinary"] {
  if (largestQ === null) return { share: null, because: "nothing is surfaced" };
  const slices = runs.map((r) => `${r.model} n=${r.calibrationRows}`).join(", ");
  return largestQ >= 1
    ? {
        share: null,
        because: `insufficient: the calibration slices (${slices}) are too small for this many surfaced subjects, or nothing stands out`,
      }
    : { share: largestQ, because: `largest q-value among the surfaced, audit items left out; calibration slices ${slices}` };
}

/** The cases of a blind review that an analyst is to judge, by anomaly; `open` are those without a verdict of theirs. */
export interface ReviewQueue {
  readonly run: string;
  readonly due: readonly string[];
  readonly open: readonly string[];
}

function runsOf(db: Database, packages: () => readonly LoadedPackage[], { model, dataset }: z.output<typeof QueueInput>): Run[] {
  const runs = latestRuns(db, model, dataset === undefined ? undefined : getDatasetVersion(db, dataset).id);
  if (model !== undefined && runs.length === 0) findPackage(packages(), model);
  return runs;
}

/** What a queue is made of besides what is stored. */
export interface QueueParts {
  readonly lists: QueueLists;
  readonly live: LiveRanking;
  readonly holds: Holds;
}

/** `among`: of these anomalies only; `review`: the cases of a blind review instead of what is in the queue. Throws AppError `not-found` for a model that has neither a package nor a run, and for a dataset version there is none of. */
export function readQueue(
  db: Database,
  packages: () => readonly LoadedPackage[],
  parts: QueueParts,
  input: z.output<typeof QueueInput>,
  { among, review }: { readonly among?: readonly string[] | undefined; readonly review?: ReviewQueue | undefined } = {},
): z.infer<typeof QueuePage> {
  const runs = review === undefined ? runsOf(db, packages, input) : [getRun(db, review.run)];
  const byId = new Map(runs.map((r) => [r.id, r]));
  const ids = [...byId.keys()];
  const held = parts.holds.now(ids);
  const list = parts.lists.of(ids);
  const standings = parts.lists.standings(ids);
  const orders = input.order === "live" && review === undefined ? runs.map((run) => parts.live.orderOf(run, list, standings)) : [];
  const order = parts.lists.ordered(
    list,
    orders.map(({ ranks }) => ranks),
  );
  const chosen = review === undefined ? among : input.show === "all" ? review.due : review.open;
  const view = viewQueue(order, standings, held, {
    limit: input.limit,
    offset: input.offset,
    text: input.text.trim().toLowerCase(),
    among: chosen === undefined ? undefined : new Set(chosen),
    place: input.place,
    ...(review === undefined ? { show: input.show, held: input.held, health: input.health } : { show: "all", held: "show", health: "any" }),
  });
  const rankOf = new Map(view.page.map(({ id, rank }) => [id, rank]));
  const rows = query(db, rowsSql, PageRow).all({ ids: JSON.stringify([...rankOf.keys()]), evidence: input.evidence });
  return {
    rows: rows.map((row) => toQueueRow(row, rankOf.get(row.id) ?? 0, runFor(byId, row.run_id), held)),
    total: view.total,
    place: view.place,
    suppressed: view.suppressed,
    open: view.open,
    held: { ...view.held, nextReturn: held.nextReturn ?? null },
    secondLooks: view.secondLooks,
    disputed: view.disputed,
    expectedOrdinary: review === undefined ? expectedOrdinary(runs, list.largestQ) : notTold,
    notices: [...new Set(runs.flatMap((r) => r.notices))],
    live:
      input.order === "scored"
        ? null
        : {
            lessons: orders.reduce((sum, { lessons }) => sum + lessons, 0),
            receipts: orders.flatMap(({ receipt }) => (receipt === undefined ? [] : [receipt])),
          },
  };
}

/** One anomaly as the queue shows it; one of an older run is ranked among its own. */
export function readQueueRow(
  db: Database,
  { lists, holds }: Pick<QueueParts, "lists" | "holds">,
  anomaly: string,
  evidence = 1000,
): QueueRow {
  const owner = query(db, runOfSql, RunRow).get({ anomaly });
  if (owner === undefined) throw new AppError("not-found", `there is no anomaly ${anomaly}`);
  const run = json(Run, owner.body);
  const latest = latestRuns(db).map((r) => r.id);
  const rank = lists.of(latest.includes(run.id) ? latest : [run.id]).rankOf(anomaly);
  const row = query(db, rowsSql, PageRow).get({ ids: JSON.stringify([anomaly]), evidence });
  if (row === undefined || rank === undefined) throw new Error(`anomaly ${anomaly} vanished`);
  return toQueueRow(row, rank, run, holds.now([run.id]));
}

function getRun(db: Database, id: string): Run {
  const row = query(db, runByIdSql, RunRow).get({ run: id });
  if (row === undefined) throw new AppError("not-found", `there is no run ${id}`);
  return json(Run, row.body);
}

function runFor(runs: ReadonlyMap<string, Run>, id: string): Run {
  const run = runs.get(id);
  if (run === undefined) throw new Error(`run ${id} is not among the latest`);
  return run;
}
