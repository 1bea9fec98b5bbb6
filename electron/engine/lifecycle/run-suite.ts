import { mkdirSync, rmSync } from "node:fs";
import { basename, join } from "node:path";
import { AppError } from "../../../shared/contract/errors.ts";
import type { SuiteCase, SuiteResult } from "../../../shared/contract/suites.ts";
import { wilson } from "../../../shared/lib/wilson.ts";
import { createDuckDbEngine } from "../duckdb/duckdb-engine.ts";
import { extractFeatures, toModelValue } from "../features/extract-features.ts";
import type { FeatureMatrix } from "../features/feature-matrix.ts";
import type { LoadedPackage } from "../features/packages.ts";
import type { ModelMatrix } from "../forest/forest.ts";
import type { ModelRuntime } from "../onnx/model-runtime.ts";
import type { Bundle } from "../scoring/bundle.ts";
import { type Calibration, conformalPValue } from "../scoring/conformal.ts";
import { importFiles } from "../telemetry/import-files.ts";
import type { LoadedSuite } from "./suite.ts";

export interface SuiteWork {
  /** The package with the SQL the version was trained with, its forest and its calibration. */
  readonly bundle: Pick<Bundle, "pkg" | "onnx" | "calibration">;
  readonly suite: LoadedSuite;
  readonly runtime: ModelRuntime;
  /** A folder of its own for the suite's events while it runs; removed in the end. */
  readonly scratchDir: string;
  readonly signal?: AbortSignal | undefined;
}

const wrongSuite = (model: string, problem: string): AppError =>
  new AppError("model-mismatch", `The suite of ${model}: ${problem}`, { file: "suite.json" });

/** Feature values of the suite's events, which no workspace ever sees; undefined for a suite of rows alone. */
async function featuresOf({ bundle, suite, scratchDir, signal }: SuiteWork): Promise<FeatureMatrix | undefined> {
  const files = [suite.ordinaryPath, suite.incidentsPath].filter((path) => path !== undefined);
  if (files.length === 0) return undefined;
  mkdirSync(join(scratchDir, "snapshots"), { recursive: true });
  const paths = files.map((path) => ({ path, displayName: basename(path) }));
  const { snapshotId } = await importFiles(scratchDir, { paths, source: "suite", format: "ocsf", clock: "declared" }, { signal });
  const engine = createDuckDbEngine({
    snapshotsDir: join(scratchDir, "snapshots"),
    cacheDir: join(scratchDir, "cache"),
    log: () => undefined,
    workers: 1,
  });
  try {
    return await extractFeatures(engine, { snapshots: [snapshotId] }, bundle.pkg, signal);
  } finally {
    await engine.close();
  }
}

function rowOf(matrix: FeatureMatrix | undefined, wanted: Extract<SuiteCase, { subject: unknown }>, model: string): number {
  const atUs = wanted.at === undefined ? undefined : Date.parse(wanted.at) * 1000;
  const rows = matrix === undefined ? [] : Array.from({ length: matrix.rowCount }, (_, row) => row);
  const found = rows.filter(
    (row) =>
      matrix?.keys.every(({ column, values }) => values[row] === wanted.subject[column]) === true &&
      (atUs === undefined || (atUs >= (matrix.windowFromUs[row] ?? 0) && atUs < (matrix.windowToUs[row] ?? 0))),
  );
  const [only] = found;
  if (found.length === 1 && only !== undefined) return only;
  throw wrongSuite(model, `the events hold ${found.length} subjects of the case "${wanted.id}", not one.`);
}

function modelRow(pkg: LoadedPackage, { id, row }: Extract<SuiteCase, { row: unknown }>): Float32Array {
  const unknown = Object.keys(row).find((name) => !pkg.spec.features.some((f) => f.name === name));
  if (unknown !== undefined) throw wrongSuite(pkg.spec.name, `the case "${id}" has a value for "${unknown}", which is no feature.`);
  return Float32Array.from(pkg.spec.features, (feature) => {
    const value = Object.hasOwn(row, feature.name) ? row[feature.name] : undefined;
    if (value === undefined) throw wrongSuite(pkg.spec.name, `the case "${id}" has no value for ${feature.name}.`);
    return toModelValue(feature, value ?? Number.NaN);
  });
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
  try {
    const matrix = await featuresOf(work);
    const extra = suite.cases.filter((c) => "row" in c).map((c) => modelRow(bundle.pkg, c));
    const { scores } = await runtime.score(bundle.onnx, stacked(spec.features.length, matrix, extra), { signal });
    const pValues = Array.from(scores, (score) => conformalPValue(bundle.calibration, score));
    const own = new Set<number>();
    let nextRow = matrix?.rowCount ?? 0;
    const cases = suite.cases.map((c): Judged => {
      const row = "row" in c ? nextRow++ : rowOf(matrix, c, spec.name);
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
  } finally {
    rmSync(scratchDir, { recursive: true, force: true });
  }
}
