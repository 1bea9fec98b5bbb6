import type { ForeignManifest, ImportModelInput, ImportedModel } from "../../../../shared/contract/foreign-models.ts";
import type { z } from "zod";
import { AppError } from "../../../../shared/contract/errors.ts";
import type { ModelVersion } from "../../../../shared/contract/models.ts";
import { ocsfVersion } from "../../../../shared/domain/ocsf.ts";
import { sha256 } from "../../hash.ts";
import { checkBinding } from "../../onnx/foreign/binding.ts";
import type { ForeignModel } from "../../onnx/foreign/foreign-host.ts";
import type { ForeignBinding } from "../../onnx/foreign/foreign-protocol.ts";
import { refuse } from "../../onnx/foreign/refuse.ts";
import { toBaselines } from "../baselines.ts";
import { writeBundle } from "../bundle.ts";
import { type LabelledRow, rowIdentity } from "../labelled-rows.ts";
import { importanceOf, trainingEnvelope } from "../training-envelope.ts";
import { minCalibrationRows, subjectKeys, subjectKeyText } from "../split.ts";
import {
  mappingDigestsOf,
  type ModelWork,
  plainRange,
  type PreparedTraining,
  prepareTraining,
  scopeOf,
  stageControl,
  withoutJudged,
} from "../train-model.ts";
import { registerVersion } from "../versions.ts";
import { type KnownScores, minKnownRows, signOf, testDirection } from "./direction-test.ts";
import type { ForeignFiles } from "./foreign-files.ts";
import { columnsOfRows, foreignColumns, pickRows, requireBound } from "./foreign-rows.ts";
import { checkGolden } from "./golden.ts";
import { identify, type Identity } from "./identify.ts";
import { requireAgreement } from "./metadata-agrees.ts";
import { defaultInputs, suggestScore } from "./suggest.ts";
import { unscoredInWords } from "./unscored.ts";

export type ForeignWork = Omit<ModelWork, "train">;
type Flags = z.output<typeof ImportModelInput>;
type Declared = Omit<ForeignManifest, "digests" | "contractVersion" | "task">;

const foreignCodeDigest = sha256("foreign-onnx 1; subject-hash split 1; split-conformal 1; quantile baselines 1; envelope 2");

/** What a bare file does not say must be said by whoever imports it; a suggestion is given, never taken. */
function declaredByFlags(model: ForeignModel, files: ForeignFiles, flags: Flags, { pkg }: ForeignWork): Declared {
  const { score: tensor, direction, reduce = "none", column, preprocessing = "none" } = flags;
  if (tensor === undefined || direction === undefined) {
    const suggested = suggestScore(model.facts);
    const hint =
      suggested === null
        ? `It has the outputs ${model.facts.outputs.map((t) => t.name).join(", ")}.`
        : `It may be ${suggested.tensor}, ${suggested.direction}: ${suggested.because}. Look at the rows of --suggest first.`;
    throw new AppError("bad-input", "Say which output is the score and which way it points.", {
      field: tensor === undefined ? "score" : "direction",
      hint,
    });
  }
  return {
    name: flags.name ?? files.name.replace(/\.onnx$/, ""),
    version: "",
    ...defaultInputs(model.facts, pkg, files.mlModel?.columns),
    outputs: { score: { tensor, reduce, direction, ...(column === undefined ? {} : { column }) } },
    preprocessing,
  };
}

function declaredByManifest(declared: Declared, flags: Flags): Declared {
  const { tensor, direction, reduce } = declared.outputs.score;
  const said = { name: declared.name, score: tensor, direction, reduce, preprocessing: declared.preprocessing };
  for (const key of ["name", "score", "direction", "reduce", "preprocessing"] as const)
    if (flags[key] !== undefined && flags[key] !== said[key])
      throw new AppError("bad-input", `manifest.json says ${key} is ${said[key]}; it cannot be given otherwise.`, { field: key });
  return declared;
}

const toBinding = ({ features, inputs, outputs }: Declared): ForeignBinding => {
  const { direction: _, ...score } = outputs.score;
  return { features, inputs, score };
};

/** What a version's bundle keeps of the declaration; the known rows may be somebody's telemetry, and stay out. */
const keptOf = ({ name, version, features, inputs, outputs, threshold, preprocessing, golden }: Declared) => ({
  name,
  version,
  features,
  inputs,
  outputs,
  preprocessing,
  ...(threshold === undefined ? {} : { threshold }),
  ...(golden === undefined ? {} : { golden }),
});

interface Importing {
  readonly work: ForeignWork;
  readonly model: ForeignModel;
  readonly declared: Declared;
  readonly binding: ForeignBinding;
  readonly prepared: PreparedTraining;
}

/** Scores of rows known to be one or the other: those the manifest brings, else the judged subjects of the dataset. */
async function knownScores({ work, model, declared, binding, prepared }: Importing, labels: readonly LabelledRow[]): Promise<KnownScores> {
  const control = stageControl(work, "testing the direction", "rows");
  const { knownRows } = declared;
  if (knownRows !== undefined) {
    const rows = [...knownRows.bad, ...knownRows.good];
    const { scores } = await model.score(
      { binding, rowCount: rows.length, columns: columnsOfRows(declared.features, rows, "the known rows") },
      control,
    );
    const finite = (part: Float64Array): number[] => [...part].filter(Number.isFinite);
    return {
      bad: finite(scores.subarray(0, knownRows.bad.length)),
      good: finite(scores.subarray(knownRows.bad.length)),
      from: "of the bundle",
    };
  }
  const { matrix } = prepared;
  const judged = new Map(labels.map((l) => [rowIdentity(l.subjectKey, l.fromUs), l.isAnomaly]));
  const isAnomaly = (row: number): boolean | undefined =>
    judged.get(rowIdentity(subjectKeyText(subjectKeys(matrix, row)), matrix.windowFromUs[row] ?? 0));
  const rows = Array.from({ length: matrix.rowCount }, (_, row) => row).filter((row) => isAnomaly(row) !== undefined);
  const bad = rows.filter((row) => isAnomaly(row) === true);
  const good = rows.filter((row) => isAnomaly(row) === false);
  const from = "judged subjects of this dataset";
  if (Math.min(bad.length, good.length) < minKnownRows) return { bad: bad.map(() => 0), good: good.map(() => 0), from };
  const columns = foreignColumns(work.pkg, matrix, declared);
  const scored = async (of: readonly number[]): Promise<number[]> =>
    [...(await model.score({ binding, rowCount: of.length, columns: pickRows(columns, of) }, control)).scores].filter(Number.isFinite);
  return { bad: await scored(bad), good: await scored(good), from };
}

/** Scores of the calibration slice, turned so that higher is stranger; where there is no slice, a trial on training rows that must score. */
async function calibrate(importing: Importing, calibration: readonly number[], train: readonly number[]) {
  const { work, model, declared, binding, prepared } = importing;
  const trialRows = 1000;
  const rows = calibration.length > 0 ? calibration : train.slice(0, trialRows);
  const columns = pickRows(foreignColumns(work.pkg, prepared.matrix, declared), rows);
  const { scores, unscored } = await model.score(
    { binding, rowCount: rows.length, columns },
    stageControl(work, "calibrating", "subjects"),
  );
  const sign = signOf(declared.outputs.score.direction);
  const scoredAt = [...scores.keys()].filter((i) => Number.isFinite(scores[i]));
  const finite = Float32Array.from(scoredAt, (i) => (scores[i] ?? 0) * sign);
  const words = unscoredInWords(unscored);
  if (finite.length === 0) return refuse(`it could score none of ${rows.length} subjects (${words.join("; ")})`);
  const isEnough = calibration.length > 0 && finite.length >= minCalibrationRows;
  return {
    scores: isEnough ? finite : new Float32Array(),
    rows: isEnough ? scoredAt.map((i) => rows[i] ?? 0) : [],
    subjects: rows.length,
    words,
    isFlat: finite.every((s) => s === finite[0]),
  };
}

interface Checked {
  readonly model: ForeignModel;
  readonly declared: Declared;
  readonly golden: ImportedModel["golden"];
  readonly direction: ImportedModel["direction"];
  readonly calibration: { readonly isFlat: boolean; readonly words: readonly string[] };
}

const warningsAbout = ({ model, declared, golden, direction, calibration }: Checked): string[] => [
  ...model.facts.warnings,
  ...(golden.state === "none" ? ["There are no golden rows, so nothing shows that it scores here as where it was made."] : []),
  ...(direction.state === "pass" ? [] : [direction.because]),
  ...(calibration.isFlat ? ["It gives every subject the same score."] : []),
  ...calibration.words,
  ...declared.features.filter((f) => f.key).map((f) => `It reads "${f.name}", which says who a subject is and not what it did.`),
];

/** A version that this workspace has comes back as itself: its bundle says how it is fed, read and calibrated. */
const asKnown = (
  { files, model, declared, golden }: Pick<Checked, "model" | "declared" | "golden"> & { readonly files: ForeignFiles },
  identity: Identity,
  version: ModelVersion,
): ImportedModel => ({
  version,
  file: files.name,
  sha256: files.sha256,
  facts: model.facts,
  outputs: declared.outputs,
  golden,
  direction: { state: "insufficient", bad: 0, good: 0, auc: null, low: null, high: null, because: "It was not tested again." },
  calibration: { subjects: version.calibrationRows, scored: version.calibrationRows, unscored: [] },
  identity,
  warnings: model.facts.warnings,
});

/** What is known of a model before the workspace's events are looked at. */
async function checkOpened(work: ForeignWork, files: ForeignFiles, flags: Flags, model: ForeignModel) {
  const declared = files.manifest === undefined ? declaredByFlags(model, files, flags, work) : declaredByManifest(files.manifest, flags);
  const binding = toBinding(declared);
  checkBinding(model.facts, binding);
  requireAgreement(model.facts.metadata, declared, files.manifest === undefined);
  const golden = await checkGolden(model, binding, declared.golden, stageControl(work, "checking golden rows", "rows"));
  const claims = files.mlModel?.claims;
  const known = claims === undefined ? undefined : identify(work.db, claims, files.sha256, work.pkg.spec.name);
  return { declared, binding, golden, known };
}

async function importOpened(
  work: ForeignWork,
  files: ForeignFiles,
  flags: Flags,
  model: ForeignModel,
  labels: readonly LabelledRow[],
): Promise<ImportedModel> {
  const { pkg, dataset, range } = work;
  const { declared, binding, golden, known } = await checkOpened(work, files, flags, model);
  if (known?.version !== undefined) return asKnown({ files, model, declared, golden }, known.identity, known.version);
  const prepared = await prepareTraining(work);
  requireBound(pkg, prepared.matrix, declared.features);
  const importing = { work, model, declared, binding, prepared };
  const direction = testDirection(await knownScores(importing, labels), declared.outputs.score.direction);
  const split = withoutJudged(prepared, labels);
  const calibration = await calibrate(importing, split.calibration, split.train);
  const warnings = [
    ...warningsAbout({ model, golden, direction, calibration, declared }),
    ...(known === undefined ? [] : [known.identity.because]),
  ];
  const kept = keptOf(declared);
  const envelope = await trainingEnvelope(work, prepared, {
    scope: scopeOf(dataset, range),
    split,
    heldOut: { rows: calibration.rows, scores: calibration.scores },
    importance: importanceOf([], pkg.spec.features.length),
  });
  const sidecars = Object.fromEntries([...files.sidecars].map(([name, bytes]) => [name, sha256(bytes)]));
  const { id, manifest } = writeBundle(
    work.workspaceRoot,
    {
      model: pkg.spec.name,
      algorithm: { kind: "foreign-onnx", producer: model.facts.producer, sourceSha256: files.sha256 },
      features: declared.features.map((f) => f.name),
      datasetVersion: dataset.id,
      timeRange: plainRange(range),
      seed: 0,
      codeDigest: foreignCodeDigest,
      ocsfVersion,
      mappingDigests: mappingDigestsOf(work.db, dataset),
      trainRows: 0,
      calibrationRows: calibration.scores.length,
    },
    {
      pkg,
      onnx: model.bytes,
      calibrationScores: calibration.scores,
      baselines: toBaselines(
        prepared.matrix,
        split.train,
        pkg.spec.features.map((f) => f.nullPolicy.impute),
      ),
      envelope,
      foreign: {
        schema: 1,
        ...kept,
        allowControlFlow: flags.allowControlFlow,
        judgedBefore: labels.map((l) => l.anomalyId).toSorted(),
        source: { file: files.name, sha256: files.sha256, sidecars },
        warnings,
      },
    },
  );
  return {
    version: registerVersion(work.db, id, manifest),
    file: files.name,
    sha256: files.sha256,
    facts: model.facts,
    outputs: declared.outputs,
    golden,
    direction,
    calibration: { subjects: calibration.subjects, scored: calibration.scores.length, unscored: calibration.words },
    ...(known === undefined ? {} : { identity: known.identity }),
    warnings,
  };
}

/**
 * Takes in a model that was made elsewhere as a registered version of a package: checked and run in a process that can be lost,
 * held to its golden rows and to its direction, calibrated on the slice of subjects that calibrates. A person promotes it, or not.
 * Throws AppError `model-mismatch` with the reason of a refusal, `bad-input` where score or direction are not said, `engine-gone` or
 * `limit-exceeded` when the model's process was lost, `no-subjects`; CancelledError.
 */
export async function importForeignModel(
  work: ForeignWork,
  files: ForeignFiles,
  flags: Flags,
  labels: readonly LabelledRow[],
): Promise<ImportedModel> {
  const { bytes, sidecars } = files;
  work.progress?.({ stage: "checking the model", done: 0, total: null, unit: "" });
  const model = await work.runtime.openForeign({ bytes, sidecars, allowControlFlow: flags.allowControlFlow }, { signal: work.signal });
  try {
    return await importOpened(work, files, flags, model, labels);
  } finally {
    model.close();
  }
}
