import { mkdirSync, rmSync } from "node:fs";
import { basename, join } from "node:path";
import { AppError } from "../../../shared/contract/errors.ts";
import type { SuiteCase } from "../../../shared/contract/suites.ts";
import { createDuckDbEngine } from "../duckdb/duckdb-engine.ts";
import { extractFeatures } from "../features/extract-features.ts";
import type { FeatureMatrix } from "../features/feature-matrix.ts";
import type { LoadedPackage } from "../features/packages.ts";
import { importFiles } from "../telemetry/import-files.ts";
import { foilScores } from "./evaluation/foil-order.ts";
import type { LoadedSuite } from "./suite.ts";

export type SubjectCase = Extract<SuiteCase, { subject: unknown }>;
export type RowCase = Extract<SuiteCase, { row: unknown }>;

export const wrongSuite = (model: string, problem: string): AppError =>
  new AppError("model-mismatch", `The suite of ${model}: ${problem}`, { file: "suite.json" });

/** The subjects of a suite's events as each package's SQL gives them, and where the first package's naive foil puts them. */
export interface SuiteSubjects {
  readonly matrices: readonly FeatureMatrix[];
  /** Higher is earlier in the foil's list, NaN where it lists none; by row of the first matrix. */
  readonly foil: Float64Array;
}

/**
 * Computes features of the suite's events, which no workspace ever sees, in a folder that is removed in the end; undefined for a suite
 * without events. Throws as `importFiles` and `extractFeatures` do.
 */
export async function suiteSubjects(
  suite: LoadedSuite,
  packages: readonly [LoadedPackage, ...LoadedPackage[]],
  scratchDir: string,
  signal?: AbortSignal,
): Promise<SuiteSubjects | undefined> {
  const files = [suite.ordinaryPath, suite.incidentsPath].filter((path) => path !== undefined);
  if (files.length === 0) return undefined;
  mkdirSync(join(scratchDir, "snapshots"), { recursive: true });
  try {
    const paths = files.map((path) => ({ path, displayName: basename(path) }));
    const { snapshotId } = await importFiles(scratchDir, { paths, source: "suite", format: "ocsf", clock: "declared" }, { signal });
    const engine = createDuckDbEngine({
      snapshotsDir: join(scratchDir, "snapshots"),
      cacheDir: join(scratchDir, "cache"),
      log: () => undefined,
      workers: 1,
    });
    try {
      const scope = { snapshots: [snapshotId] };
      const byDigest = new Map<string, FeatureMatrix>();
      const matrices: FeatureMatrix[] = [];
      for (const pkg of packages) {
        const matrix = byDigest.get(pkg.featureSqlDigest) ?? (await extractFeatures(engine, scope, pkg, signal));
        byDigest.set(pkg.featureSqlDigest, matrix);
        matrices.push(matrix);
      }
      const [first] = matrices;
      const listed = await engine.rows({ scope, sql: packages[0].spec.naiveFoil.sql }, signal);
      return { matrices, foil: first === undefined ? new Float64Array() : foilScores(first, listed) };
    } finally {
      await engine.close();
    }
  } finally {
    rmSync(scratchDir, { recursive: true, force: true });
  }
}

/** The row of a case's subject. Throws AppError `model-mismatch` when the events hold none, or several. */
export function rowOfCase(matrix: FeatureMatrix | undefined, wanted: SubjectCase, model: string): number {
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

/** A case given as a row must have a value, or null, for every feature and for nothing else. */
export function requireFeatures({ spec }: LoadedPackage, { id, row }: RowCase): void {
  const unknown = Object.keys(row).find((name) => !spec.features.some((f) => f.name === name));
  if (unknown !== undefined) throw wrongSuite(spec.name, `the case "${id}" has a value for "${unknown}", which is no feature.`);
  const missing = spec.features.find(({ name }) => !Object.hasOwn(row, name));
  if (missing !== undefined) throw wrongSuite(spec.name, `the case "${id}" has no value for ${missing.name}.`);
}
