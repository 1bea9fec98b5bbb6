import type { Period, Replay } from "../../../../shared/contract/evaluations.ts";
import { extractFeatures } from "../../features/extract-features.ts";
import type { FeatureMatrix } from "../../features/feature-matrix.ts";
import type { PromotionSettings } from "../../../../shared/contract/promotion-settings.ts";
import { AppError } from "../../../../shared/contract/errors.ts";
import { selectSubjects } from "../../scoring/select-subjects.ts";
import { type ModelWork, scopeOf } from "../../scoring/train-model.ts";
import { shareOf, toShare } from "../gate/line.ts";
import type { Entrants } from "./known-cases.ts";
import { topRows } from "./trivial.ts";
import { alignedTo, type Found, findBy, identityOf } from "./version-judge.ts";

/** Production telemetry after training, as both versions find it. */
export interface Replayed {
  readonly matrix: FeatureMatrix;
  readonly candidate: Found;
  readonly champion: Found | null;
}

const dayUs = 86_400_000_000;
const dayOf = (us: number): number => Math.floor(us / dayUs);
/** UTC days in which a subject's window begins. */
export const daysIn = ({ windowFromUs }: Pick<FeatureMatrix, "windowFromUs">): number => new Set(windowFromUs.map(dayOf)).size;
const rowsOf = ({ rowCount }: FeatureMatrix): number[] => Array.from({ length: rowCount }, (_, row) => row);

/** Subjects whose window begins at the cut or later. Features see the whole dataset version, as they do when it is scored. */
async function later(work: ModelWork, pkg: Entrants["candidate"]["bundle"]["pkg"], cutUs: number): Promise<FeatureMatrix | undefined> {
  try {
    const all = await extractFeatures(work.queryEngine, scopeOf(work.dataset, {}), pkg, work.signal);
    const rows = rowsOf(all).filter((row) => (all.windowFromUs[row] ?? 0) >= cutUs);
    return rows.length === 0 ? undefined : selectSubjects(all, rows);
  } catch (error) {
    if (error instanceof AppError && error.code === "no-subjects") return undefined;
    throw error;
  }
}

export async function readReplay(work: ModelWork, entrants: Entrants, cutUs: number | null): Promise<Replayed | undefined> {
  const { candidate, champion } = entrants;
  if (cutUs === null || (work.dataset.timeRange?.to ?? Infinity) < cutUs) return undefined;
  const matrix = await later(work, candidate.bundle.pkg, cutUs);
  if (matrix === undefined) return undefined;
  const found = { matrix, candidate: await findBy(candidate, matrix) };
  if (champion === undefined) return { ...found, champion: null };
  const isShared = champion.bundle.pkg.featureSqlDigest === candidate.bundle.pkg.featureSqlDigest;
  const theirs = isShared ? matrix : await later(work, champion.bundle.pkg, cutUs);
  return { ...found, champion: theirs === undefined ? null : alignedTo(matrix, theirs, await findBy(champion, theirs)) };
}

const flagsOf = ({ pValues }: Found, operatingPValue: number): boolean[] => Array.from(pValues, (p) => p <= operatingPValue);
const ranked = ({ scores }: Found): Float64Array => scores.map((score) => (Number.isNaN(score) ? -Infinity : score));

export function describeReplay(replayed: Replayed, operatingPValue: number, budgetPerDay: number): Replay {
  const { matrix, candidate, champion } = replayed;
  const days = daysIn(matrix);
  const flagged = shareOf(flagsOf(candidate, operatingPValue));
  const list = topRows(ranked(candidate), budgetPerDay * days);
  return {
    from: matrix.windowFromUs.reduce((a, b) => Math.min(a, b), Infinity),
    to: matrix.windowToUs.reduce((a, b) => Math.max(a, b), 0),
    days,
    flagged,
    alertsPerDay: flagged.k / days,
    budgetPerDay,
    champion: champion === null ? null : besideChampion(flagged.k, list, champion, operatingPValue, budgetPerDay * days),
  };
}

function besideChampion(
  flagged: number,
  list: readonly boolean[],
  champion: Found,
  operatingPValue: number,
  budget: number,
): Replay["champion"] {
  const theirs = shareOf(flagsOf(champion, operatingPValue));
  const theirList = topRows(ranked(champion), budget);
  return {
    flagged: theirs,
    ratio: theirs.k === 0 ? null : flagged / theirs.k,
    shared: toShare(list.filter((isIn, row) => isIn && theirList[row] === true).length, list.filter(Boolean).length),
  };
}

/**
 * Precision and recall within the budget in each period of the replay, over subjects with a verdict: the longest run of consecutive periods,
 * the latest of equal ones, in which something malicious was judged and something within the budget was.
 */
export function periodsOf(
  replayed: Replayed,
  labels: ReadonlyMap<string, boolean>,
  { days }: PromotionSettings["overTime"],
  budgetPerDay: number,
): Period[] {
  const { matrix } = replayed;
  const start = matrix.windowFromUs.reduce((a, b) => Math.min(a, b), Infinity);
  const lengthUs = days * dayUs;
  const groups = Map.groupBy(rowsOf(matrix), (row) => Math.floor(((matrix.windowFromUs[row] ?? 0) - start) / lengthUs));
  let run: { index: number; period: Period }[] = [];
  let longest = run;
  for (const [index, rows] of [...groups].toSorted(([a], [b]) => a - b)) {
    const period = periodOf(replayed, rows, labels, { from: start + index * lengthUs, to: start + (index + 1) * lengthUs }, budgetPerDay);
    const isUsable = period.candidate.recall.n > 0 && period.candidate.precision.n > 0;
    if (!isUsable) {
      run = [];
      continue;
    }
    run = run.at(-1)?.index === index - 1 ? [...run, { index, period }] : [{ index, period }];
    if (run.length >= longest.length) longest = run;
  }
  return longest.map(({ period }) => period);
}

function periodOf(
  { matrix, candidate, champion }: Replayed,
  rows: readonly number[],
  labels: ReadonlyMap<string, boolean>,
  span: { from: number; to: number },
  budgetPerDay: number,
): Period {
  const days = new Set(rows.map((row) => dayOf(matrix.windowFromUs[row] ?? 0))).size;
  const label = rows.map((row) => labels.get(identityOf(matrix, row)));
  const within = (found: Found): Period["candidate"] => {
    const scores = ranked(found);
    const list = topRows(
      rows.map((row) => scores[row] ?? -Infinity),
      budgetPerDay * days,
    );
    const judged = label.flatMap((isBad, i) => (list[i] === true && isBad !== undefined ? [isBad] : []));
    return { precision: shareOf(judged), recall: shareOf(label.flatMap((isBad, i) => (isBad === true ? [list[i] === true] : []))) };
  };
  return { ...span, candidate: within(candidate), champion: champion === null ? null : within(champion) };
}
