import type { ForeignManifest, ModelSuggestion } from "../../../../shared/contract/foreign-models.ts";
import { AppError } from "../../../../shared/contract/errors.ts";
import { checkBinding } from "../../onnx/foreign/binding.ts";
import type { ForeignModel } from "../../onnx/foreign/foreign-host.ts";
import type { ForeignBinding } from "../../onnx/foreign/foreign-protocol.ts";
import { extractFeatures } from "../../features/extract-features.ts";
import { scopeOf, stageControl } from "../train-model.ts";
import type { ForeignFiles } from "./foreign-files.ts";
import { foreignColumns, pickRows, requireBound } from "./foreign-rows.ts";
import type { ForeignWork } from "./import-model.ts";
import { defaultInputs, suggestScore } from "./suggest.ts";

type Suggested = NonNullable<ModelSuggestion["suggested"]>;

const shownRows = 5;
const maxSubjects = 2000;

type Reading = Pick<ForeignManifest, "features" | "inputs" | "preprocessing"> & { readonly score: ForeignBinding["score"] };

/** As the manifest says, or for a bare file as it is supposed. */
function readingOf(
  model: ForeignModel,
  { manifest, mlModel }: ForeignFiles,
  { pkg }: ForeignWork,
  suggested: Suggested | null,
): Reading | undefined {
  if (manifest !== undefined) {
    const { direction: _, ...score } = manifest.outputs.score;
    return { features: manifest.features, inputs: manifest.inputs, preprocessing: manifest.preprocessing, score };
  }
  if (suggested === null) return undefined;
  const { tensor, reduce, column } = suggested;
  return {
    ...defaultInputs(model.facts, pkg, mlModel?.columns),
    preprocessing: "none",
    score: { tensor, reduce, ...(column === null ? {} : { column }) },
  };
}

/** Subjects from the lowest to the highest score, for a person to see which end is the strange one. */
async function exampleRows(work: ForeignWork, model: ForeignModel, reading: Reading): Promise<ModelSuggestion["rows"]> {
  const { pkg } = work;
  const { features, inputs, score } = reading;
  const matrix = await extractFeatures(work.queryEngine, scopeOf(work.dataset, work.range), pkg, work.signal);
  requireBound(pkg, matrix, features);
  const step = Math.max(1, Math.ceil(matrix.rowCount / maxSubjects));
  const rows = Array.from({ length: Math.ceil(matrix.rowCount / step) }, (_, i) => i * step);
  const columns = pickRows(foreignColumns(pkg, matrix, reading), rows);
  const binding = { features, inputs, score };
  checkBinding(model.facts, binding);
  const { scores } = await model.score({ binding, rowCount: rows.length, columns }, stageControl(work, "scoring", "subjects"));
  const ascending = rows.map((row, i) => ({ row, i, score: scores[i] ?? Number.NaN })).filter(({ score }) => Number.isFinite(score));
  ascending.sort((a, b) => a.score - b.score || a.row - b.row);
  const places = Array.from({ length: shownRows }, (_, k) => Math.round((k * (ascending.length - 1)) / (shownRows - 1)));
  return [...new Set(places)].flatMap((place) => {
    const found = ascending[place];
    if (found === undefined) return [];
    const values = features.map(({ name }, f): [string, string | number | null] => {
      const value = columns[f]?.[found.i] ?? null;
      return [name, typeof value === "number" && Number.isNaN(value) ? null : value];
    });
    return [{ subject: matrix.labels[found.row] ?? "", score: found.score, values: Object.fromEntries(values) }];
  });
}

function declaredBy({ manifest }: ForeignFiles): ModelSuggestion["declared"] {
  if (manifest === undefined) return null;
  const { name, version, outputs, preprocessing, golden } = manifest;
  const { tensor, reduce, column = null, direction } = outputs.score;
  return { name, version, tensor, reduce, column, direction, preprocessing, goldenRows: golden?.in.length ?? 0 };
}

/** Looks at a model file and changes nothing. Throws as `importForeignModel` does where the file itself is refused. */
export async function inspectForeignModel(
  { runtime, signal }: Pick<ForeignWork, "runtime" | "signal">,
  work: ForeignWork | undefined,
  files: ForeignFiles,
): Promise<ModelSuggestion> {
  const { bytes, sidecars, name, sha256 } = files;
  const model = await runtime.openForeign({ bytes, sidecars, allowControlFlow: true }, { signal });
  try {
    const declared = declaredBy(files);
    const suggested = declared === null ? suggestScore(model.facts) : null;
    const missing: string[] = [];
    if (suggested === null && declared === null) missing.push("None of its outputs looks like a score: say which one is.");
    let rows: ModelSuggestion["rows"] = [];
    if (work === undefined) missing.push("There are no events to show scores of.");
    else
      try {
        const reading = readingOf(model, files, work, suggested);
        rows = reading === undefined ? [] : await exampleRows(work, model, reading);
      } catch (error) {
        if (!(error instanceof AppError) || error.code === "engine-gone") throw error;
        missing.push(`No rows can be shown: ${error.message}${error.detail.hint === undefined ? "" : ` ${error.detail.hint}`}`);
      }
    return { file: name, sha256, facts: model.facts, suggested, declared, missing, rows };
  } finally {
    model.close();
  }
}
