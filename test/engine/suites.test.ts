import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { loadPackage } from "../../electron/engine/features/packages.ts";
import { extractFeatures } from "../../electron/engine/features/extract-features.ts";
import { type LoadedSuite, loadSuite } from "../../electron/engine/lifecycle/suite.ts";
import { runSuite } from "../../electron/engine/lifecycle/run-suite.ts";
import { createModelRuntime, type ModelRuntime } from "../../electron/engine/onnx/model-runtime.ts";
import { packagesDir } from "../../electron/engine/runtime.ts";
import { createCalibration } from "../../electron/engine/scoring/conformal.ts";
import { splitRows } from "../../electron/engine/scoring/split.ts";
import { selectRows } from "../../electron/engine/scoring/train-model.ts";
import { importFiles } from "../../electron/engine/telemetry/import-files.ts";
import { openEngine } from "./duckdb-setup.ts";

let root = "";
let runtime: ModelRuntime;
beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), "quarry-suites-"));
  runtime = createModelRuntime();
});
afterAll(async () => {
  await runtime.close();
  rmSync(root, { recursive: true, force: true });
});

function suiteOf(name: string): LoadedSuite {
  const suite = loadSuite(join(packagesDir(), name));
  if (suite === undefined) throw new Error(`${name} has no suite`);
  return suite;
}

/** A version trained on the suite's ordinary estate alone, as one in production would be on ordinary telemetry. */
async function versionOf(name: string, suite: LoadedSuite) {
  const pkg = loadPackage(join(packagesDir(), name));
  const dir = join(root, name);
  const { engine, snapshotsDir } = openEngine(dir);
  try {
    expect(existsSync(snapshotsDir)).toBe(true);
    const paths = [{ path: suite.ordinaryPath ?? "", displayName: "ordinary.ndjson" }];
    const { snapshotId } = await importFiles(dir, { paths, source: "suite", format: "ocsf", clock: "declared" });
    const matrix = await extractFeatures(engine, { snapshots: [snapshotId] }, pkg);
    const split = splitRows(matrix, pkg.spec.calibration.fraction);
    const { trees, sampleSize } = pkg.spec.algorithm;
    const info = { model: name, featureNames: matrix.featureNames, seed: 1 };
    const onnx = await runtime.train(selectRows(matrix, split.train), { trees, sampleSize, seed: 1 }, info);
    const { scores } = await runtime.score(onnx, selectRows(matrix, split.calibration));
    return { pkg, onnx, calibration: createCalibration(scores) };
  } finally {
    await engine.close();
  }
}

/**
 * Known limits. A forest cannot see how far one count lies beyond all it was trained on; and what is strange and harmless, a timer or
 * a look-up service that few use, is strange all the same.
 */
const missed: Readonly<Record<string, readonly string[]>> = {
  beaconing: ["update-check", "monitoring"],
  "dns-tunnel": ["video-hosts", "mail-block-list"],
  logon: ["kerberoast"],
};

describe("the suite of a package", () => {
  it.each(["beaconing", "cloud-principal", "dns-tunnel", "logon", "process-rarity"])(
    "of %s is flagged where it is bad and passed where it is good",
    async (name) => {
      const suite = suiteOf(name);
      const bundle = await versionOf(name, suite);
      const result = await runSuite({ bundle, suite, runtime, scratchDir: join(root, `${name}-run`) });
      const wrong = result.cases.filter((c) => c.flagged !== (c.expect === "flag")).map((c) => c.id);
      expect(wrong).toEqual(missed[name] ?? []);
      expect(result.bad).toMatchObject({ n: suite.cases.filter((c) => c.expect === "flag").length });
      expect(result.background.low).toBeLessThan(result.operatingPValue);
      expect(result.insufficient).toBe(false);
      expect(existsSync(join(root, `${name}-run`))).toBe(false);
    },
    240_000,
  );
});
