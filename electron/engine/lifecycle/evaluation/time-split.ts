import type { EvaluationReport, TimeSplit } from "../../../../shared/contract/evaluations.ts";
import type { FeatureMatrix } from "../../features/feature-matrix.ts";
import { subjectKeys, subjectKeyText } from "../../scoring/split.ts";
import { type CaseRow, matrixOfRows } from "./case-rows.ts";
import { precisionOver } from "./judge-cases.ts";
import { type CaseSet, type Judges, setOfRows } from "./known-cases.ts";
import type { TrainingSide } from "./training-side.ts";
import type { Trivial } from "./trivial.ts";
import { identityOf } from "./version-judge.ts";

/** A subject whose kind is known and that came after training. */
export interface LaterRow {
  readonly isBad: boolean;
  readonly row: CaseRow;
}

/** Whether training had the very row: the same subject, window and values. */
function isDuplicate(matrix: FeatureMatrix, row: number, { matrix: trained, rowOf }: TrainingSide): boolean {
  const other = rowOf.get(identityOf(matrix, row));
  if (other === undefined || trained === undefined) return false;
  return matrix.featureNames.every((name, f) => {
    const g = trained.featureNames.indexOf(name);
    return g >= 0 && Object.is(matrix.observed[f * matrix.rowCount + row], trained.observed[g * trained.rowCount + other]);
  });
}

/** Each once, whichever suite or verdict it came from. */
export function eachOnce(matrix: FeatureMatrix): number[] {
  const seen = new Set<string>();
  return Array.from({ length: matrix.rowCount }, (_, row) => row).filter((row) => {
    const identity = identityOf(matrix, row);
    const isNew = !seen.has(identity);
    seen.add(identity);
    return isNew;
  });
}

function compare(set: CaseSet, isBad: readonly boolean[], rows: readonly number[], methods: readonly Trivial[]): TimeSplit["later"] {
  const bad = rows.map((row) => isBad[row] === true);
  const by = (scores: Float64Array | undefined): number | null =>
    scores === undefined
      ? null
      : precisionOver(
          rows.map((row) => scores[row] ?? Number.NaN),
          bad,
        );
  const trivial = methods.flatMap((method) => by(method.score(set.matrix)) ?? []);
  return {
    bad: bad.filter(Boolean).length,
    good: bad.filter((one) => !one).length,
    candidate: by(set.candidate.scores),
    champion: by(set.champion?.scores),
    baseline: trivial.length === 0 ? null : Math.max(...trivial),
  };
}

/**
 * What came after training, and how much of it training knew: average precision over all later subjects of a known kind, and over those whose
 * subject was neither in training nor in its labels.
 */
export async function splitByTime(
  entrants: Judges,
  side: TrainingSide,
  replay: FeatureMatrix | undefined,
  later: readonly LaterRow[],
  options: { readonly settings: EvaluationReport["settings"]; readonly methods: readonly Trivial[] },
): Promise<TimeSplit> {
  const pkg = entrants.candidate.bundle.pkg;
  const firsts = eachOnce(
    matrixOfRows(
      pkg,
      later.map(({ row }) => row),
    ),
  );
  const known = firsts.flatMap((i) => later.slice(i, i + 1));
  const set = await setOfRows(
    entrants,
    known.map(({ row }) => row),
  );
  const isBad = known.map((one) => one.isBad);
  const all = known.map((_, i) => i);
  const subjectAt = (matrix: FeatureMatrix, row: number): string => subjectKeyText(subjectKeys(matrix, row));
  const unseen = all.filter((row) => !side.subjects.has(subjectAt(set.matrix, row)));
  const evaluated = [set.matrix, ...(replay === undefined ? [] : [replay])];
  const each = evaluated.flatMap((matrix) => Array.from({ length: matrix.rowCount }, (_, row) => ({ matrix, row })));
  const subjects = new Set(each.map(({ matrix, row }) => subjectAt(matrix, row)));
  const starts = each.map(({ matrix, row }) => matrix.windowFromUs[row] ?? 0);
  const isKnown = side.matrix !== undefined;
  return {
    trainEnd: side.endUs,
    embargoHours: options.settings.embargoHours,
    evaluationStart: starts.length === 0 ? null : starts.reduce((a, b) => Math.min(a, b)),
    rows: each.length,
    duplicates: isKnown ? each.filter(({ matrix, row }) => isDuplicate(matrix, row, side)).length : null,
    seenSubjects: isKnown ? [...subjects].filter((subject) => side.subjects.has(subject)).length : null,
    subjects: subjects.size,
    later: compare(set, isBad, all, options.methods),
    disjoint: compare(set, isBad, unseen, options.methods),
  };
}
