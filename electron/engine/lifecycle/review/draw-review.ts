import { AppError } from "../../../../shared/contract/errors.ts";
import type { ModelVersion, Run } from "../../../../shared/contract/models.ts";
import type { FeatureMatrix } from "../../features/feature-matrix.ts";
import { contentId } from "../../hash.ts";
import { nowUs } from "../../runtime.ts";
import { loadBundle, verifyBundle } from "../../scoring/bundle.ts";
import { rateRows } from "../../scoring/rank.ts";
import { shortId } from "../../scoring/resolve-version.ts";
import { onlyScored } from "../../scoring/score-model.ts";
import { describeRows } from "../../scoring/surface.ts";
import type { ModelWork } from "../../scoring/train-model.ts";
import { openScorer } from "../../scoring/version-scorer.ts";
import type { Entrants } from "../evaluation/known-cases.ts";
import { daysIn, readReplay } from "../evaluation/replay.ts";
import { trainingEnd } from "../evaluation/training-side.ts";
import { topOrder } from "../evaluation/trivial.ts";
import { alignedTo, identityOf, type VersionJudge } from "../evaluation/version-judge.ts";
import { dueCases, interleave, type Lists } from "./draw.ts";
import { type StoredReview, storeReview } from "./review-store.ts";

export interface ReviewWork extends ModelWork {
  readonly candidate: ModelVersion;
  readonly champion: ModelVersion | undefined;
}

const hourUs = 3_600_000_000;
/** So many times the cases that are needed are made ready, for those that stay undecided. */
const reserve = 1.5;

/** The id of a review is the hash of what it compares and how; it seeds the draw. */
export const reviewIdOf = ({ candidate, champion, dataset, pkg: { spec } }: ReviewWork): string =>
  contentId({
    blindReview: candidate.id,
    champion: champion?.id ?? null,
    dataset: dataset.id,
    dailyBudget: spec.dailyBudget,
    embargoHours: spec.promotion.embargoHours,
    cases: spec.promotion.review.cases,
  });

/**
 * Lists what the version and the champion would put in the queue of telemetry after the version's training, draws the sample from both and stores it as
 * cases of a run of its own. All cases are described by the version alone, so that none shows by which list it came. The same inputs give the same
 * cases. Throws AppError `conflict` where there is nothing to list, `workspace-damaged` for a damaged bundle; CancelledError on the signal.
 */
export async function drawReview(work: ReviewWork): Promise<{ review: StoredReview; run: Run }> {
  const open = async ({ model, id }: ModelVersion): Promise<VersionJudge> => {
    verifyBundle(work.workspaceRoot, model, id);
    const bundle = loadBundle(work.workspaceRoot, model, id);
    return { id, bundle, scorer: await openScorer(work, bundle) };
  };
  const candidate = await open(work.candidate);
  try {
    const champion = work.champion === undefined ? undefined : await open(work.champion);
    try {
      return await draw(work, { candidate, champion });
    } finally {
      champion?.scorer.close();
    }
  } finally {
    candidate.scorer.close();
  }
}

interface Ranked {
  readonly matrix: FeatureMatrix;
  readonly scores: Float32Array;
  readonly rowOf: ReadonlyMap<string, number>;
  readonly lists: Lists;
}

/** Each version's list, of the subjects that the version scores. */
async function rank(work: ReviewWork, entrants: Entrants): Promise<Ranked> {
  const { spec } = entrants.candidate.bundle.pkg;
  const end = trainingEnd(work.db, entrants.candidate.bundle);
  work.progress?.({ stage: "listing what either version would", done: 0, total: null, unit: "" });
  const replayed = await readReplay(work, entrants, end === null ? null : end + spec.promotion.embargoHours * hourUs);
  if (replayed === undefined)
    throw new AppError(
      "conflict",
      `There is no telemetry ${spec.promotion.embargoHours} h after the training of ${spec.name}@${shortId(work.candidate.id)} to review.`,
      { field: "dataset", hint: "Import later telemetry first." },
    );
  const { matrix, scores } = onlyScored(replayed.matrix, Float32Array.from(replayed.candidate.scores));
  const theirs = replayed.champion === null ? undefined : alignedTo(matrix, replayed.matrix, replayed.champion).scores;
  const places = spec.dailyBudget * daysIn(replayed.matrix);
  const identities = Array.from({ length: matrix.rowCount }, (_, row) => identityOf(matrix, row));
  const list = (of: ArrayLike<number>): string[] =>
    topOrder(
      Array.from(of, (score) => (Number.isFinite(score) ? score : -Infinity)),
      places,
    )
      .filter((row) => Number.isFinite(of[row]))
      .map((row) => identities[row] ?? "");
  return {
    matrix,
    scores,
    rowOf: new Map(identities.map((identity, row) => [identity, row])),
    lists: { candidate: list(scores), champion: theirs === undefined ? undefined : list(theirs) },
  };
}

async function draw(work: ReviewWork, entrants: Entrants): Promise<{ review: StoredReview; run: Run }> {
  const { matrix, scores, rowOf, lists } = await rank(work, entrants);
  const { bundle, scorer } = entrants.candidate;
  const id = reviewIdOf(work);
  const order = interleave(lists, id);
  const needed = bundle.pkg.spec.promotion.review.cases;
  const hasChampion = lists.champion !== undefined;
  const propensity = dueCases(order, { needed, hasChampion }).length / order.length;
  const kept = dueCases(order, { needed: Math.ceil(needed * reserve), hasChampion });
  const rows = kept.map(({ identity }) => rowOf.get(identity) ?? 0);
  const described = await describeRows(
    { work, bundle, matrix, scorer, runId: id, drift: undefined },
    rows.map(rateRows(scores, bundle.calibration)),
  );
  const createdAt = nowUs();
  const run: Run = {
    id,
    model: work.candidate.model,
    modelVersion: work.candidate.id,
    stage: work.candidate.stage,
    datasetVersion: work.dataset.id,
    range: {},
    subjects: matrix.rowCount,
    surfaced: kept.length,
    calibrationRows: bundle.calibration.scores.length,
    createdAt,
    notices: [],
  };
  const review: StoredReview = {
    id,
    model: run.model,
    candidate: work.candidate.id,
    champion: work.champion?.id ?? null,
    createdAt,
    dataset: work.dataset.id,
    from: matrix.windowFromUs.reduce((a, b) => Math.min(a, b), Infinity),
    to: matrix.windowToUs.reduce((a, b) => Math.max(a, b), 0),
    needed,
    lists: {
      candidate: lists.candidate.length,
      champion: lists.champion?.length ?? null,
      shared: order.filter(({ candidateRank, championRank }) => candidateRank !== null && championRank !== null).length,
    },
  };
  const cases = described.map((one, i) => ({
    anomaly: { ...one, rank: i + 1, place: i + 1, blind: undefined },
    candidateRank: kept[i]?.candidateRank ?? null,
    championRank: kept[i]?.championRank ?? null,
    propensity,
  }));
  storeReview(work.db, review, run, cases);
  return { review, run };
}
