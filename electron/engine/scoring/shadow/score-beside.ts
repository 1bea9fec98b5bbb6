import { z } from "zod";
import { AppError } from "../../../../shared/contract/errors.ts";
import type { ModelVersion, Run } from "../../../../shared/contract/models.ts";
import type { ShadowDay, ShadowRun } from "../../../../shared/contract/preview.ts";
import { extractFeatures } from "../../features/extract-features.ts";
import type { FeatureMatrix } from "../../features/feature-matrix.ts";
import { contentId } from "../../hash.ts";
import { loadText, nowUs } from "../../runtime.ts";
import { query } from "../../sqlite/statement.ts";
import { toAnomalyBody } from "../anomalies.ts";
import { type Bundle, loadBundle, verifyBundle } from "../bundle.ts";
import { requireGolden } from "../golden.ts";
import { rowIdentity } from "../labelled-rows.ts";
import { rankRows, rateRows } from "../rank.ts";
import { shortId } from "../resolve-version.ts";
import { measureDrift } from "../run-drift.ts";
import { onlyScored } from "../score-model.ts";
import type { VersionScorer } from "../scorer.ts";
import { subjectKeys, subjectKeyText } from "../split.ts";
import { type ModelWork, scopeOf } from "../train-model.ts";
import { openScorer } from "../version-scorer.ts";
import { shadowDriftBefore, type ShadowPlace, storeShadowRun } from "./shadow-runs.ts";

const listedSql = loadText(import.meta.url, "listed-of-run.sql");
const Listed = z.object({ subject_key: z.string(), from_us: z.number(), is_audit: z.number() });

/** The dataset version and range are those of the run. */
export interface BesideWork extends ModelWork {
  readonly version: ModelVersion;
  readonly beside: Run;
}

export const shadowRunIdOf = (version: string, beside: string): string => contentId({ shadow: version, beside });

/**
 * Scores what a run scored with another version, and stores its list apart from every queue: as many places as the run's own list has, the drift of
 * what it scored, and where it puts the subjects of the run. The same version and run give the same places. Throws as `scoreModel` does, and
 * AppError `conflict` for a quarantined version.
 */
export async function scoreBeside(work: BesideWork): Promise<ShadowRun> {
  const { version, dataset, range } = work;
  if (version.stage === "quarantined")
    throw new AppError("conflict", `${version.model}@${shortId(version.id)} is quarantined and may not score.`);
  verifyBundle(work.workspaceRoot, version.model, version.id);
  const bundle = loadBundle(work.workspaceRoot, version.model, version.id);
  work.progress?.({ stage: "reading features", done: 0, total: null, unit: "subjects" });
  const extracted = await extractFeatures(work.queryEngine, scopeOf(dataset, range), bundle.pkg, work.signal);
  const scorer = await openScorer(work, bundle);
  try {
    requireGolden(work.workspaceRoot, version, await scorer.golden());
    return await scoreWith(work, bundle, scorer, extracted);
  } finally {
    scorer.close();
  }
}

async function scoreWith(work: BesideWork, bundle: Bundle, scorer: VersionScorer, extracted: FeatureMatrix): Promise<ShadowRun> {
  const { db, version, beside, dataset, range } = work;
  const answer = await scorer.score(extracted);
  const { matrix, scores } = onlyScored(extracted, answer.scores);
  const listed = query(db, listedSql, Listed).all({ run: beside.id });
  const own = listed.filter(({ is_audit }) => is_audit === 0);
  const id = shadowRunIdOf(version.id, beside.id);
  const envelope = bundle.readEnvelope();
  const history = shadowDriftBefore(db, id, version.id);
  const scope = scopeOf(dataset, range);
  const drift =
    envelope === undefined
      ? undefined
      : await measureDrift({ work, scope, bundle, envelope, version: version.id, run: id, matrix, scores, history });
  const order = rankRows(matrix, scores, matrix.rowCount);
  const wanted = new Set(listed.map(({ subject_key, from_us }) => rowIdentity(subject_key, from_us)));
  const kept = order.flatMap((row, i) =>
    i < own.length || wanted.has(rowIdentity(subjectKeyText(subjectKeys(matrix, row)), matrix.windowFromUs[row] ?? 0))
      ? [{ row, rank: i + 1 }]
      : [],
  );
  const run: ShadowRun = {
    id,
    model: version.model,
    modelVersion: version.id,
    stage: version.stage,
    beside: beside.id,
    besideVersion: beside.modelVersion,
    datasetVersion: beside.datasetVersion,
    range: beside.range,
    subjects: matrix.rowCount,
    places: own.length,
    days: daysOf(matrix),
    createdAt: nowUs(),
    ...(drift === undefined ? {} : { drift: { state: drift.report.state, because: drift.report.because } }),
    notices: [...answer.notices],
  };
  storeShadowRun(db, run, await placesOf({ bundle, scorer, matrix, scores }, kept), drift?.report);
  return run;
}

const dayUs = 86_400_000_000;

/** Subjects and their events by the UTC day in which the subject's window begins. */
function daysOf({ rowCount, windowFromUs, events }: FeatureMatrix): ShadowDay[] {
  const days = new Map<number, ShadowDay>();
  for (let row = 0; row < rowCount; row++) {
    const day = Math.floor((windowFromUs[row] ?? 0) / dayUs) * dayUs;
    const before = days.get(day) ?? { day, subjects: 0, events: 0 };
    days.set(day, { day, subjects: before.subjects + 1, events: before.events + (events[row] ?? 0) });
  }
  return [...days.values()].toSorted((a, b) => a.day - b.day);
}

interface Scored {
  readonly bundle: Bundle;
  readonly scorer: VersionScorer;
  readonly matrix: FeatureMatrix;
  readonly scores: Float32Array;
}

async function placesOf(
  { bundle, scorer, matrix, scores }: Scored,
  kept: readonly { readonly row: number; readonly rank: number }[],
): Promise<ShadowPlace[]> {
  const { pkg, baselines, calibration } = bundle;
  const explained = await scorer.explain(
    matrix,
    kept.map(({ row }) => row),
  );
  const rate = rateRows(scores, calibration);
  const context = { pkg, matrix, baselines, calibrationRows: calibration.scores.length };
  return kept.flatMap(({ row, rank }, i) => {
    const explanation = explained[i];
    if (explanation === undefined) return [];
    const { score, pValue } = rate(row);
    const { subject, headline, reasons, features } = toAnomalyBody(context, { row, pValue, ...explanation, evidence: [], comparisons: [] });
    const window = { fromUs: matrix.windowFromUs[row] ?? 0, toUs: matrix.windowToUs[row] ?? 0 };
    return [
      {
        rank,
        subjectKey: subjectKeyText(subjectKeys(matrix, row)),
        label: subject.label,
        ...window,
        score,
        pValue,
        headline,
        reasons,
        features,
      },
    ];
  });
}
