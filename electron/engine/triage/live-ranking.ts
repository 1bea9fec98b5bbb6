import { z } from "zod";
import type { LiveReceipt } from "../../../shared/contract/triage.ts";
import type { Run } from "../../../shared/contract/models.ts";
import { bulkWeight, confidenceWeight, type VerdictKey, verdictKind } from "../../../shared/domain/verdict.ts";
import { toModelValue } from "../features/extract-features.ts";
import type { LoadedPackage } from "../features/packages.ts";
import type { ModelMatrix } from "../forest/forest.ts";
import { decodeForest } from "../onnx/forest-from-onnx.ts";
import { loadText } from "../runtime.ts";
import { loadBundle } from "../scoring/bundle.ts";
import { findVersion } from "../scoring/versions.ts";
import type { Database } from "../sqlite/database.ts";
import { query } from "../sqlite/statement.ts";
import { type LiveLesson, LiveModel, sameLesson } from "./live-model.ts";
import type { Listed, QueueList, Standing } from "./queue-list.ts";

const lessonsSql = loadText(import.meta.url, "live-lessons.sql");
const featuresSql = loadText(import.meta.url, "features-of.sql");

/** Places further down than this are left as they were scored: nobody reads that far in a day. */
const maxPool = 5000;

/** A bulk verdict is one statement about many alike: those of them that rank highest say it, in a time that nobody waits for. */
const maxOfOneBulk = 50;

const Features = z.record(z.string(), z.number().nullable());
const FeatureRow = z.object({ id: z.string(), features: z.string() });
const LessonRow = z.object({
  id: z.string(),
  verdict: z.string(),
  bulk_id: z.string().nullable(),
  confidence: z.string().nullable(),
});
type LessonRow = z.infer<typeof LessonRow>;

/** An anomaly that nobody has judged, at the place it was scored for. */
interface Open {
  readonly id: string;
  readonly place: number;
  readonly isBlind: boolean;
}

interface LiveRun {
  readonly run: Run;
  readonly pkg: LoadedPackage;
  readonly model: LiveModel;
  /** Order of the open anomalies when a verdict last changed it. */
  order: readonly string[];
  receipt: LiveReceipt | undefined;
  /** What was answered last, and for which open anomalies. */
  told: { readonly open: readonly Open[]; readonly order: LiveOrder } | undefined;
}

export interface LiveOrder {
  /** Rank by anomaly, only where it differs from the rank it was scored with. */
  readonly ranks: ReadonlyMap<string, number>;
  readonly lessons: number;
  readonly receipt: LiveReceipt | undefined;
}

const asScored: LiveOrder = { ranks: new Map(), lessons: 0, receipt: undefined };

/**
 * A preview of what the verdicts in force make of the newest runs: open anomalies change places among themselves, judged ones stay
 * where they are, and no version, score or run is changed. It lives in memory; what it has learnt follows from the log alone, but what somebody has
 * passed over keeps its place only until the engine is started anew.
 */
export class LiveRanking {
  readonly #db: Database;
  readonly #workspaceRoot: string;
  readonly #runs = new Map<string, LiveRun>();

  constructor(db: Database, workspaceRoot: string) {
    this.#db = db;
    this.#workspaceRoot = workspaceRoot;
  }

  /** The same object as before while nothing has changed it. @throws AppError `workspace-damaged` when the run's bundle is not what it was. */
  orderOf(run: Run, list: QueueList, standings: ReadonlyMap<string, Standing>): LiveOrder {
    const rows = withoutRepetition(query(this.#db, lessonsSql, LessonRow).all({ model: run.model }));
    const lessons = rows.flatMap(toLesson);
    if (lessons.length === 0) {
      this.#runs.delete(run.model);
      return asScored;
    }
    if (this.#isForeign(run)) return asScored;
    const pool = list.ofRun(run.id).slice(0, maxPool);
    const openBut = (judgedLast?: string): Open[] =>
      pool.flatMap(({ id, place }) => {
        const standing = standings.get(id);
        return standing?.isJudged === true && id !== judgedLast ? [] : [{ id, place, isBlind: standing?.isBlind ?? false }];
      });
    const live = this.#liveRun(run, pool, lessons, openBut);
    const open = openBut();
    if (live.told !== undefined && live.model.isTaught(lessons) && areSame(live.told.open, open)) return live.told.order;
    const order = this.#teach(live, lessons, open);
    const scored = new Map(open.map(({ id, place }) => [id, place]));
    const ranks = new Map<string, number>();
    for (const [at, id] of order.entries()) {
      const place = open[at]?.place;
      if (place !== undefined && place !== scored.get(id)) ranks.set(id, place);
    }
    live.told = { open, order: { ranks, lessons: lessons.length, receipt: live.receipt } };
    return live.told.order;
  }

  /** A model made elsewhere has no trees of ours to teach. */
  #isForeign({ model, modelVersion }: Run): boolean {
    return findVersion(this.#db, model, modelVersion)?.foreign !== undefined;
  }

  /** The open anomalies in the order that the verdicts teach. */
  #teach(live: LiveRun, lessons: readonly LiveLesson[], open: readonly Open[]): readonly string[] {
    const known = live.model.lessons;
    const change = live.model.learn(lessons);
    const isOpen = new Set(open.map(({ id }) => id));
    const before = live.order.filter((id) => isOpen.has(id));
    // The order is kept with what a verdict that teaches nothing has closed: undone, it stands where it stood.
    if (change === "known") return aroundBlind(open, withReopened(before, open));
    const settled = change === "next" ? settledBy(live.order, lessons.at(-1)?.anomalyId ?? "", isOpen) : [];
    live.order = learntOrder(live.model, open, settled);
    // A verdict taken back moves places too, and none of those that are left did.
    const isSaid = known.every((one) => !sameLesson(one, lessons.at(-1)));
    live.receipt = isSaid ? receiptOf(live.run.model, lessons, before, live.order) : undefined;
    return live.order;
  }

  /** `openBut` gives the open anomalies, and one that was judged since. */
  #liveRun(run: Run, pool: readonly Listed[], lessons: readonly LiveLesson[], openBut: (judged?: string) => readonly Open[]): LiveRun {
    const kept = this.#runs.get(run.model);
    if (kept?.run.id === run.id && kept.model.knows(lessons)) return kept;
    const { pkg, onnx } = loadBundle(this.#workspaceRoot, run.model, run.modelVersion);
    const ids = [...new Set([...pool.map(({ id }) => id), ...lessons.map(({ anomalyId }) => anomalyId)])];
    const rows = query(this.#db, featuresSql, FeatureRow).all({ anomalies: JSON.stringify(ids) });
    const model = new LiveModel(
      decodeForest(onnx),
      toMatrix(pkg, rows),
      rows.map(({ id }) => id),
    );
    // As it was before the last verdict, so that what that one does can be told.
    const open = openBut(lessons.at(-1)?.anomalyId);
    model.learn(lessons.slice(0, -1));
    const order = lessons.length > 1 ? learntOrder(model, open, []) : open.map(({ id }) => id);
    const live: LiveRun = { run, pkg, model, order, receipt: undefined, told: undefined };
    this.#runs.set(run.model, live);
    return live;
  }
}

const areSame = (a: readonly Open[], b: readonly Open[]): boolean =>
  a.length === b.length && a.every(({ id, place, isBlind }, i) => b[i]?.id === id && b[i].place === place && b[i].isBlind === isBlind);

/** Open anomalies as the verdicts would have them, behind those that keep their places. */
function learntOrder(model: LiveModel, open: readonly Open[], settled: readonly string[]): string[] {
  const first = new Set(settled);
  const scores = model.scores();
  const rest = open
    .filter(({ id }) => !first.has(id))
    .toSorted((a, b) => (scores.get(b.id) ?? -1) - (scores.get(a.id) ?? -1) || a.place - b.place)
    .map(({ id }) => id);
  return aroundBlind(open, [...settled, ...rest]);
}

/** What was closed when the order was made and is open again comes in where it was scored for. */
function withReopened(order: readonly string[], open: readonly Open[]): readonly string[] {
  const ordered = new Set(order);
  const all = [...order];
  for (const [at, { id }] of open.entries()) if (!ordered.has(id)) all.splice(at, 0, id);
  return all;
}

/** The blind keep the places they were dealt, so that no verdict on another can tell what the model thinks of them; the rest go around them. */
function aroundBlind(open: readonly Open[], order: readonly string[]): string[] {
  const blind = new Set(open.flatMap(({ id, isBlind }) => (isBlind ? [id] : [])));
  const movable = order.filter((id) => !blind.has(id)).values();
  return open.flatMap(({ id }) => (blind.has(id) ? id : (movable.next().value ?? [])));
}

/** What keeps its place: all that was passed over on the way to the judged one, and the one that follows it, now under the eye. */
function settledBy(order: readonly string[], judged: string, isOpen: ReadonlySet<string>): string[] {
  const at = order.indexOf(judged);
  if (at < 0) return [];
  const next = order.findIndex((id, i) => i > at && isOpen.has(id));
  return order.slice(0, Math.max(at, next) + 1).filter((id) => isOpen.has(id));
}

function withoutRepetition(rows: readonly LessonRow[]): readonly LessonRow[] {
  const taken = new Map<string, number>();
  return rows.filter(({ bulk_id }) => {
    if (bulk_id === null) return true;
    const before = taken.get(bulk_id) ?? 0;
    taken.set(bulk_id, before + 1);
    return before < maxOfOneBulk;
  });
}

function toLesson({ id, verdict, bulk_id, confidence }: LessonRow): LiveLesson[] {
  const { trainingUse, weight } = verdictKind(verdict as VerdictKey);
  if (trainingUse === "none") return [];
  const sure = confidenceWeight(confidence ?? undefined) * (bulk_id === null ? 1 : bulkWeight);
  return [{ anomalyId: id, isAnomaly: trainingUse === "positive", weight: weight * sure }];
}

function toMatrix({ spec }: LoadedPackage, rows: readonly { readonly features: string }[]): ModelMatrix {
  const featureCount = spec.features.length;
  const data = new Float32Array(rows.length * featureCount);
  for (const [row, { features }] of rows.entries()) {
    const seen = Features.parse(JSON.parse(features));
    for (const [f, feature] of spec.features.entries())
      data[row * featureCount + f] = toModelValue(feature, seen[feature.name] ?? Number.NaN);
  }
  return { data, rowCount: rows.length, featureCount };
}

/** What the newest verdict did: places among the same open anomalies before and after. */
function receiptOf(model: string, lessons: readonly LiveLesson[], before: readonly string[], after: readonly string[]): LiveReceipt {
  const place = new Map(before.map((id, i) => [id, i]));
  const steps = after.map((id, i) => (place.get(id) ?? i) - i);
  return {
    model,
    anomalyId: lessons.at(-1)?.anomalyId ?? "",
    open: after.length,
    up: steps.filter((step) => step > 0).length,
    down: steps.filter((step) => step < 0).length,
    farthest: steps.reduce((most, step) => Math.max(most, Math.abs(step)), 0),
  };
}
