import type { ForeignFacts, ForeignManifest, Golden } from "../../../shared/contract/foreign-models.ts";
import { toModelValue } from "../features/extract-features.ts";
import type { ForeignModel } from "../onnx/foreign/foreign-host.ts";
import { sha256 } from "../hash.ts";
import type { Bundle } from "../scoring/bundle.ts";
import { columnsOfRows } from "../scoring/foreign/foreign-rows.ts";

type Declared = Omit<ForeignManifest, "golden" | "knownRows">;

/** How a version is fed and read, in the words of the import contract; of forests trained here as their graph has it. */
function declare({ manifest, pkg, foreign, onnx }: Bundle, versionId: string): Declared {
  const common = { contractVersion: 1, task: "anomaly", digests: { "model.onnx": sha256(onnx) } } as const;
  if (foreign !== undefined) {
    const { name, version, features, inputs, outputs, threshold, preprocessing } = foreign;
    return { ...common, name, version, features, inputs, outputs, preprocessing, ...(threshold === undefined ? {} : { threshold }) };
  }
  return {
    ...common,
    name: manifest.model,
    version: versionId.slice(0, 12),
    features: pkg.spec.features.map(({ name, unit, nullPolicy }) => ({
      name,
      dtype: "float32",
      unit,
      nullPolicy: { constant: nullPolicy.impute },
      key: false,
    })),
    inputs: [{ tensor: "X", layout: "matrix", features: pkg.spec.features.map(({ name }) => name) }],
    outputs: { score: { tensor: "score", reduce: "none", direction: "higher_is_anomalous" } },
    preprocessing: "package",
  };
}

const quantiles = ["p05", "p25", "median", "p75", "p95"] as const;

/** Rows that are nobody's: every feature at the same quantile of the training rows, as the model takes it. Undefined where a value is no feature. */
function exampleRows({ pkg, baselines }: Bundle, { features, preprocessing }: Declared): number[][] | undefined {
  const known = features.flatMap(({ name, dtype }) => {
    const spec = pkg.spec.features.find((f) => f.name === name);
    const baseline = baselines.features[name];
    return spec === undefined || baseline === undefined || dtype !== "float32" ? [] : [{ spec, baseline }];
  });
  if (known.length < features.length) return undefined;
  return quantiles.map((q) =>
    known.map(({ spec, baseline }) => (preprocessing === "package" ? toModelValue(spec, baseline[q]) : Math.fround(baseline[q]))),
  );
}

async function scoreGolden(bundle: Bundle, declared: Declared, model: ForeignModel, signal: AbortSignal): Promise<Golden | undefined> {
  const rows = exampleRows(bundle, declared);
  if (rows === undefined) return undefined;
  const { direction: _, ...score } = declared.outputs.score;
  const binding = { features: declared.features, inputs: declared.inputs, score };
  const columns = columnsOfRows(declared.features, rows, "the example rows");
  const { scores } = await model.score({ binding, rowCount: rows.length, columns }, { signal });
  const out = [...scores];
  return out.every(Number.isFinite) ? { in: rows, out, atol: 1e-5, rtol: 1e-4 } : undefined;
}

/** Describes a version for whoever takes it in, with rows and their scores as this machine computes them, or those it came with. */
export async function declareVersion(
  bundle: Bundle,
  versionId: string,
  model: ForeignModel,
  signal: AbortSignal,
): Promise<{ readonly manifest: ForeignManifest; readonly facts: ForeignFacts }> {
  const declared = declare(bundle, versionId);
  const golden = bundle.foreign?.golden ?? (await scoreGolden(bundle, declared, model, signal));
  return { manifest: { ...declared, ...(golden === undefined ? {} : { golden }) }, facts: model.facts };
}
