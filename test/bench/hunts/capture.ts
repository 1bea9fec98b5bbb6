import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { AppError } from "../../../shared/contract/errors.ts";
import { createDuckDbEngine } from "../../../electron/engine/duckdb/duckdb-engine.ts";
import { extractFeatures } from "../../../electron/engine/features/extract-features.ts";
import type { FeatureMatrix } from "../../../electron/engine/features/feature-matrix.ts";
import type { LoadedPackage } from "../../../electron/engine/features/packages.ts";
import { pathLengthSums } from "../../../electron/engine/forest/forest.ts";
import { trainForest } from "../../../electron/engine/forest/train-forest.ts";
import { splitRows } from "../../../electron/engine/scoring/split.ts";
import { selectRows } from "../../../electron/engine/scoring/train-model.ts";
import { importFiles } from "../../../electron/engine/telemetry/import-files.ts";

/** A recording, imported into a folder of its own for as long as the bench looks at it. */
export interface Capture {
  /** Undefined when it holds no subject of the package. */
  readonly features: (pkg: LoadedPackage) => Promise<FeatureMatrix | undefined>;
  readonly rows: (sql: string) => Promise<readonly Record<string, string | number | boolean | null>[]>;
}

export async function withRecording<T>(paths: readonly string[], work: (capture: Capture) => Promise<T>): Promise<T> {
  const dir = mkdtempSync(join(tmpdir(), "quarry-hunts-"));
  const given = paths.map((path) => ({ path, displayName: basename(path) }));
  try {
    const { snapshotId } = await importFiles(dir, { paths: given, source: "bench", format: "auto", clock: "declared" });
    const engine = createDuckDbEngine({
      snapshotsDir: join(dir, "snapshots"),
      cacheDir: join(dir, "cache"),
      log: (line) => process.stderr.write(`${line}\n`),
      workers: 1,
    });
    const scope = { snapshots: [snapshotId] };
    try {
      return await work({
        features: async (pkg) => {
          try {
            return await extractFeatures(engine, scope, pkg);
          } catch (error) {
            if (error instanceof AppError && error.code === "no-subjects") return undefined;
            throw error;
          }
        },
        rows: (sql) => engine.rows({ scope, sql }),
      });
    } finally {
      await engine.close();
    }
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}

/** Rows of the matrix, strangest first, by a forest trained as the product trains; undefined when there are too few to train on. */
export function strangestFirst(matrix: FeatureMatrix, { spec }: LoadedPackage, seed: number): number[] | undefined {
  const { train } = splitRows(matrix, spec.calibration.fraction);
  if (train.length < 2) return undefined;
  const { trees, sampleSize } = spec.algorithm;
  const forest = trainForest(selectRows(matrix, train), { trees, sampleSize, seed });
  const sums = pathLengthSums(forest, { data: matrix.model, rowCount: matrix.rowCount, featureCount: matrix.featureNames.length });
  return Array.from(sums, (_, row) => row).toSorted((a, b) => (sums[a] ?? 0) - (sums[b] ?? 0) || a - b);
}

const shown = (value: string | number | boolean | null | undefined): string => String(value ?? "").toLowerCase();

/** Subjects in the order of the package's naive foil; those it does not list are left out. */
export async function foilOrder(capture: Capture, matrix: FeatureMatrix, { spec }: LoadedPackage): Promise<number[]> {
  const listed = await capture.rows(spec.naiveFoil.sql);
  const rows = Array.from({ length: matrix.rowCount }, (_, row) => row);
  const used = new Set<number>();
  for (const found of listed) {
    const row = rows.find(
      (r) =>
        !used.has(r) &&
        matrix.keys.every(({ column, values }) => !Object.hasOwn(found, column) || isSame(shown(values[r]), shown(found[column]))),
    );
    if (row !== undefined) used.add(row);
  }
  return [...used];
}

/** A foil writes an account without its domain and a role with its session. */
const isSame = (key: string, listed: string): boolean => key === listed || key.endsWith(`\\${listed}`) || listed.startsWith(`${key}/`);
