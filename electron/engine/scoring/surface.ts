import { snapshotPrefix } from "../../../shared/domain/ids.ts";
import { invariant } from "../../../shared/lib/invariant.ts";
import { evidenceFor } from "../features/evidence.ts";
import type { FeatureMatrix } from "../features/feature-matrix.ts";
import { contentId } from "../hash.ts";
import type { Database } from "../sqlite/database.ts";
import { findSnapshot } from "../workspace/snapshots.ts";
import { toAnomalyBody } from "./anomalies.ts";
import { anomalyIdOf } from "./anomaly-id.ts";
import { type BlindDraw, drawBlind } from "./blind-draw.ts";
import type { Bundle } from "./bundle.ts";
import { createComparisons } from "./comparisons.ts";
import { placesByTurn } from "./diversity.ts";
import { type RankedRow, rankRows, rateRows } from "./rank.ts";
import { createPeerGroups } from "./peer-groups.ts";
import type { RunDrift } from "./run-drift.ts";
import type { NewAnomaly } from "./runs.ts";
import type { VersionScorer } from "./scorer.ts";
import { subjectKeys, subjectKeyText } from "./split.ts";
import { type ModelWork, scopeOf } from "./train-model.ts";

interface Surfacing {
  readonly work: ModelWork;
  readonly bundle: Bundle;
  readonly matrix: FeatureMatrix;
  readonly scores: Float32Array;
  readonly scorer: VersionScorer;
  readonly runId: string;
  /** Places in the queue. */
  readonly budget: number;
  readonly auditShare: number;
  readonly drift: RunDrift | undefined;
}

/** What a run puts in the queue: the strangest subjects and, in the places that are left to chance, audit items. */
export async function surface(given: Surfacing): Promise<NewAnomaly[]> {
  const { matrix, scores, budget, auditShare, runId, bundle } = given;
  const top = rankRows(matrix, scores, budget);
  const seed = Number.parseInt(contentId({ run: runId, draw: "blind sample" }).slice(0, 8), 16);
  const draw = drawBlind({ subjects: matrix.rowCount, places: budget, share: auditShare, seed });
  const rows = rowsByIndex(draw, top, matrix.rowCount);
  const described = await describeRows(given, [...rows.values()].map(rateRows(scores, bundle.calibration)));
  const anomalies = [...rows.keys()].flatMap((index, i) => {
    const one = described[i];
    return one === undefined ? [] : [{ ...one, rank: i + 1, index, blind: draw.blind.get(index) }];
  });
  const placeOf = placesOf(draw, anomalies);
  return anomalies.map(({ index, ...anomaly }) => ({ ...anomaly, place: placeOf.get(index) ?? anomaly.rank }));
}

/** Matrix rows by their index in the order of ranks: the surfaced, then what was drawn from the rest, whose own order is of no account. */
function rowsByIndex(draw: BlindDraw, top: readonly number[], rowCount: number): ReadonlyMap<number, number> {
  const isTop = new Set(top);
  const order =
    draw.blind.size === 0 ? top : [...top, ...Array.from({ length: rowCount }, (_, row) => row).filter((row) => !isTop.has(row))];
  const audits = [...draw.blind.keys()].filter((index) => index >= draw.surfaced).toSorted((a, b) => a - b);
  return new Map([...top.slice(0, draw.surfaced).keys(), ...audits].map((index) => [index, order[index] ?? 0]));
}

type Indexed = NewAnomaly & { readonly index: number };

/** The surfaced that are not blind by turns, the blind where the draw put them. */
function placesOf(draw: BlindDraw, anomalies: readonly Omit<Indexed, "place">[]): ReadonlyMap<number, number> {
  const open = anomalies.filter(({ index }) => !draw.blind.has(index));
  const turns = placesByTurn(open.map(({ subjectKey, body }) => ({ subjectKey, entities: body.entities })));
  const inTurn = [...open.keys()].toSorted((a, b) => (turns[a] ?? 0) - (turns[b] ?? 0)).flatMap((i) => open[i]?.index ?? []);
  const next = inTurn.values();
  return new Map(
    draw.places.flatMap((dealt, place): [number, number][] => {
      const index = dealt ?? next.next().value;
      return index === undefined ? [] : [[index, place + 1]];
    }),
  );
}

/** Names of a snapshot's files by its prefix, read from the manifests. */
function fileNames(db: Database, snapshots: readonly string[]): (prefix: string, fileNo: number) => string {
  const byPrefix = new Map(snapshots.map((id) => [snapshotPrefix(id), findSnapshot(db, id)?.manifest.files ?? []]));
  return (prefix, fileNo) => {
    const file = byPrefix.get(prefix)?.[fileNo];
    invariant(file !== undefined, `snapshot ${prefix} has a file ${fileNo}`);
    return file.name;
  };
}

/** Rows as anomalies, in their order, with explanation and evidence; ids derive from the run's. */
export async function describeRows(
  { work, bundle, matrix, scorer, runId, drift }: Omit<Surfacing, "scores" | "budget" | "auditShare">,
  ranked: readonly RankedRow[],
): Promise<Omit<NewAnomaly, "rank" | "place" | "blind">[]> {
  const { db, dataset, range, signal, queryEngine } = work;
  const { pkg, baselines, calibration } = bundle;
  const rows = ranked.map((r) => r.row);
  const explained = await scorer.explain(matrix, rows);
  work.progress?.({ stage: "gathering evidence", done: 0, total: null, unit: "events" });
  const subjects = rows.map((row) => ({
    keys: matrix.keys.map((k) => k.values[row] ?? ""),
    windowFromUs: matrix.windowFromUs[row] ?? 0,
    windowToUs: matrix.windowToUs[row] ?? 0,
  }));
  const fileName = fileNames(db, dataset.snapshots);
  const evidence = await evidenceFor({ queryEngine, scope: scopeOf(dataset, range), pkg, fileName, signal }, subjects);
  const context = { pkg, matrix, baselines, calibrationRows: calibration.scores.length };
  const comparisonsOf = createComparisons(matrix, pkg.spec.grain, rows, createPeerGroups(db, pkg.spec.grain.keys));
  return ranked.map(({ row, score, pValue, qValue }, i) => {
    const window = { windowFromUs: matrix.windowFromUs[row] ?? 0, windowToUs: matrix.windowToUs[row] ?? 0 };
    const keys = subjectKeys(matrix, row);
    const explanation = explained[i];
    invariant(explanation !== undefined, "every surfaced row is explained");
    const body = toAnomalyBody(context, {
      row,
      pValue,
      ...explanation,
      evidence: evidence[i] ?? [],
      comparisons: comparisonsOf(row),
      envelope: drift?.envelopeOf(row),
    });
    const id = anomalyIdOf(runId, keys, window);
    return { id, subjectKey: subjectKeyText(keys), ...window, score, pValue, qValue, body };
  });
}
