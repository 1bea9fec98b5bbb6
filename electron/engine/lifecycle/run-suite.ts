import type { SuiteResult } from "../../../shared/contract/suites.ts";
import { wilson } from "../../../shared/lib/wilson.ts";
import { toModelValue } from "../features/extract-features.ts";
import type { FeatureMatrix } from "../features/feature-matrix.ts";
import type { LoadedPackage } from "../features/packages.ts";
import type { ModelMatrix } from "../forest/forest.ts";
import type { ModelRuntime } from "../onnx/model-runtime.ts";
import type { Bundle } from "../scoring/bundle.ts";
import { type Calibration, conformalPValue } from "../scoring/conformal.ts";
import type { LoadedSuite } from "./suite.ts";
import { requireFeatures, type RowCase, rowOfCase, suiteSubjects } from "./suite-subjects.ts";

export interface SuiteWork {
  /** The package with the SQL the version was trained with, its forest and its calibration. */
  readonly bundle: Pick<Bundle, "pkg" | "onnx" | "calibration">;
  readonly suite: LoadedSuite;
  readonly runtime: ModelRuntime;
  /** A folder of its own for the suite's events while it runs; removed in the end. */
  readonly scratchDir: string;
  readonly signal?: AbortSignal | undefined;
}

function modelRow(pkg: LoadedPackage, wanted: RowCase): Float32Array {
  requireFeatures(pkg, wanted);
  return Float32Array.from(pkg.spec.features, (feature) => toModelValue(feature, wanted.row[feature.name] ?? Number.NaN));
}

/** The suite's subjects and below them its rows, as the model sees them. */
function stacked(width: number, matrix: FeatureMatrix | undefined, rows: readonly Float32Array[]): ModelMatrix {
  const above = matrix?.rowCount ?? 0;
  const data = new Float32Array((above + rows.length) * width);
  if (matrix !== undefined) data.set(matrix.model);
  rows.forEach((row, i) => data.set(row, (above + i) * width));
  return { data, rowCount: above + rows.length, featureCount: width };
}

type Judged = SuiteResult["cases"][number];

const share = (flags: readonly boolean[]): SuiteResult["bad"] => {
  const { k, n, low, high } = wilson(flags.filter(Boolean).length, flags.length);
  return { k, n, low, high };
};

function byTechnique(bad: readonly Judged[]): SuiteResult["byTechnique"] {
  const techniques = [...new Set(bad.map((c) => c.technique ?? ""))].toSorted();
  return techniques.map((technique) => ({
    technique,
    flagged: share(bad.filter((c) => c.technique === technique).map((c) => c.flagged)),
  }));
}

const canFlag = (calibration: Calibration, pValue: number): boolean => 1 / (calibration.scores.length + 1) <= pValue;

/**
 * Holds a model version against its package's cases at the operating p-value. Throws AppError `model-mismatch` when a case does not fit
 * the package or its events, CancelledError on the signal.
 */
export async function runSuite(work: SuiteWork): Promise<SuiteResult> {
  const { bundle, suite, runtime, scratchDir, signal } = work;
  const { spec } = bundle.pkg;
  const { pValue: operatingPValue } = spec.operatingPoint;
  const subjects = await suiteSubjects(suite, [bundle.pkg], scratchDir, signal);
  const matrix = subjects?.matrices[0];
  const extra = suite.cases.filter((c) => "row" in c).map((c) => modelRow(bundle.pkg, c));
  const { scores } = await runtime.score(bundle.onnx, stacked(spec.features.length, matrix, extra), { signal });
  const pValues = Array.from(scores, (score) => conformalPValue(bundle.calibration, score));
  const own = new Set<number>();
  let nextRow = matrix?.rowCount ?? 0;
  const cases = suite.cases.map((c): Judged => {
    const row = "row" in c ? nextRow++ : rowOfCase(matrix, c, spec.name);
    own.add(row);
    const { id, title, expect, technique } = c;
    const pValue = pValues[row] ?? 1;
    return {
      id,
      title,
      expect,
      ...(technique === undefined ? {} : { technique }),
      score: scores[row] ?? 0,
      pValue,
      flagged: pValue <= operatingPValue,
    };
  });
  const bad = cases.filter((c) => c.expect === "flag");
  return {
    model: spec.name,
    suite: suite.digest,
    operatingPValue,
    calibrationRows: bundle.calibration.scores.length,
    insufficient: !canFlag(bundle.calibration, operatingPValue),
    bad: share(bad.map((c) => c.flagged)),
    byTechnique: byTechnique(bad),
    good: share(cases.filter((c) => c.expect === "pass").map((c) => c.flagged)),
    background: share(pValues.flatMap((p, row) => (own.has(row) ? [] : [p <= operatingPValue]))),
    cases,
  };
}
