import type { ModelSuggestion } from "../../../../shared/contract/foreign-models.ts";
import { AppError } from "../../../../shared/contract/errors.ts";
import { type ForeignModel, openForeignModel } from "../../onnx/foreign/foreign-host.ts";
import { extractFeatures } from "../../features/extract-features.ts";
import { scopeOf, stageControl } from "../train-model.ts";
import type { ForeignFiles } from "./foreign-files.ts";
import { foreignColumns, pickRows, requireBound } from "./foreign-rows.ts";
import type { ForeignWork } from "./import-model.ts";
import { defaultInputs, suggestScore } from "./suggest.ts";

const shownRows = 5;
const maxSubjects = 2000;

/** Subjects from the lowest to the highest score, for a person to see which end is the strange one. */
async function exampleRows(
  work: ForeignWork,
  model: ForeignModel,
  suggested: NonNullable<ModelSuggestion["suggested"]>,
): Promise<ModelSuggestion["rows"]> {
  const { pkg } = work;
  const { features, inputs } = defaultInputs(model.facts, pkg);
  const matrix = await extractFeatures(work.queryEngine, scopeOf(work.dataset, work.range), pkg, work.signal);
  requireBound(pkg, matrix, features);
  const step = Math.max(1, Math.ceil(matrix.rowCount / maxSubjects));
  const rows = Array.from({ length: Math.ceil(matrix.rowCount / step) }, (_, i) => i * step);
  const columns = pickRows(foreignColumns(pkg, matrix, { features, preprocessing: "none" }), rows);
  const { tensor, reduce, column } = suggested;
  const binding = { features, inputs, score: { tensor, reduce, ...(column === null ? {} : { column }) } };
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

/** Looks at a model file and changes nothing. Throws as `importForeignModel` does where the file itself is refused. */
export async function inspectForeignModel(work: ForeignWork | undefined, files: ForeignFiles): Promise<ModelSuggestion> {
  const { bytes, sidecars, name, sha256 } = files;
  const model = await openForeignModel({ bytes, sidecars, allowControlFlow: true }, { signal: work?.signal });
  try {
    const suggested = suggestScore(model.facts);
    const missing: string[] = [];
    if (suggested === null) missing.push("None of its outputs looks like a score: name one with --score.");
    let rows: ModelSuggestion["rows"] = [];
    if (work === undefined) missing.push("There are no events to show scores of.");
    else if (suggested !== null)
      try {
        rows = await exampleRows(work, model, suggested);
      } catch (error) {
        if (!(error instanceof AppError) || error.code === "engine-gone") throw error;
        missing.push(`No rows can be shown: ${error.message}${error.detail.hint === undefined ? "" : ` ${error.detail.hint}`}`);
      }
    return { file: name, sha256, facts: model.facts, suggested, missing, rows };
  } finally {
    model.close();
  }
}
