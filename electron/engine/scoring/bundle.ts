import { closeSync, existsSync, fsyncSync, mkdirSync, openSync, readFileSync, renameSync, rmSync, writeSync } from "node:fs";
import { dirname, join } from "node:path";
import { z } from "zod";
import { AppError } from "../../../shared/contract/errors.ts";
import { TrainingReport } from "../../../shared/contract/training.ts";
import { canonicalJson } from "../../../shared/lib/canonical-json.ts";
import { Envelope } from "../drift/envelope.ts";
import { type LoadedPackage, loadPackage } from "../features/packages.ts";
import { contentId, sha256 } from "../hash.ts";
import { workspacePaths } from "../workspace/layout.ts";
import { Baselines } from "./baselines.ts";
import { type Calibration, createCalibration } from "./conformal.ts";
import { ForeignSpec } from "./foreign/foreign-spec.ts";
import { syncFolder } from "../sync-folder.ts";

/** bundle.json. Its canonical JSON, hashed, is the model version's id, so it holds nothing that depends on when or where. */
export const BundleManifest = z.object({
  schema: z.literal(1),
  model: z.string(),
  algorithm: z.discriminatedUnion("kind", [
    z.object({ kind: z.literal("isolation-forest"), trees: z.number().int(), sampleSize: z.number().int() }),
    z.object({ kind: z.literal("foreign-onnx"), producer: z.string(), sourceSha256: z.string() }),
  ]),
  features: z.array(z.string()),
  datasetVersion: z.string(),
  timeRange: z.object({ from: z.number().int().optional(), to: z.number().int().optional() }),
  seed: z.number().int(),
  packageDigest: z.string(),
  featureSqlDigest: z.string(),
  codeDigest: z.string(),
  ocsfVersion: z.string(),
  mappingDigests: z.array(z.string()),
  trainRows: z.number().int(),
  calibrationRows: z.number().int(),
  /** Only of versions taught by verdicts. */
  labels: z.object({ set: z.string(), positives: z.number().int(), negatives: z.number().int() }).optional(),
  /** sha256 of every other file of the bundle. */
  files: z.record(z.string(), z.string()),
});
export type BundleManifest = z.infer<typeof BundleManifest>;

/** What a bundle's model answers to rows of its own training, so that another answer is noticed. */
export const Golden = z.object({ schema: z.literal(1), rows: z.array(z.array(z.number())), scores: z.array(z.number()) });
export type Golden = z.infer<typeof Golden>;

const CalibrationFile = z.object({ schema: z.literal(1), scores: z.array(z.number()) });

export interface BundleContent {
  readonly pkg: LoadedPackage;
  readonly onnx: Uint8Array;
  readonly calibrationScores: Float32Array;
  readonly baselines: Baselines;
  readonly envelope: Envelope;
  readonly golden?: Golden | undefined;
  readonly training?: TrainingReport | undefined;
  readonly foreign?: ForeignSpec | undefined;
}

export interface Bundle {
  readonly manifest: BundleManifest;
  readonly pkg: LoadedPackage;
  readonly onnx: Uint8Array;
  readonly calibration: Calibration;
  readonly baselines: Baselines;
  /** Read when it is asked for, being large; undefined in bundles made before envelopes were kept. Throws as `loadBundle` does. */
  readonly readEnvelope: () => Envelope | undefined;
  /** Only of forests; undefined in bundles made before golden rows were kept. Throws as `loadBundle` does. */
  readonly readGolden: () => Golden | undefined;
  readonly training: TrainingReport | undefined;
  /** Of a model made elsewhere: how it is fed and read. */
  readonly foreign: ForeignSpec | undefined;
}

export const bundleDir = (workspaceRoot: string, model: string, versionId: string): string =>
  join(workspacePaths(workspaceRoot).models, model, versionId);

function bundleFiles({
  pkg,
  onnx,
  calibrationScores,
  baselines,
  envelope,
  golden,
  training,
  foreign,
}: BundleContent): Record<string, Uint8Array> {
  const text = (value: string): Uint8Array => new TextEncoder().encode(value);
  return {
    "model.json": text(pkg.modelJson),
    "features.sql": text(pkg.featuresSql),
    "evidence.sql": text(pkg.evidenceSql),
    "model.onnx": onnx,
    "calibration.json": text(canonicalJson({ schema: 1, scores: [...createCalibration(calibrationScores).scores] })),
    "baselines.json": text(canonicalJson(baselines)),
    "envelope.json": text(canonicalJson(envelope)),
    ...(golden === undefined ? {} : { "golden.json": text(canonicalJson(golden)) }),
    ...(training === undefined ? {} : { "training.json": text(canonicalJson(training)) }),
    ...(foreign === undefined ? {} : { "foreign.json": text(canonicalJson(foreign)) }),
  };
}

function writeDurably(path: string, bytes: Uint8Array): void {
  const handle = openSync(path, "w");
  try {
    for (let at = 0; at < bytes.length;) at += writeSync(handle, bytes, at);
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}

export type BundleFacts = Omit<BundleManifest, "schema" | "files" | "packageDigest" | "featureSqlDigest">;

/** A bundle in memory: its id, its manifest, and the bytes of every other file. */
export interface AssembledBundle {
  readonly id: string;
  readonly manifest: BundleManifest;
  readonly files: Readonly<Record<string, Uint8Array>>;
}

/** The same facts and content give the same bytes and the same id. */
export function assembleBundle(facts: BundleFacts, content: BundleContent): AssembledBundle {
  const files = bundleFiles(content);
  const digests = Object.fromEntries(Object.entries(files).map(([name, bytes]) => [name, sha256(bytes)]));
  const { digest, featureSqlDigest } = content.pkg;
  const manifest: BundleManifest = { ...facts, schema: 1, packageDigest: digest, featureSqlDigest, files: digests };
  return { id: contentId(manifest), manifest, files };
}

/** Writes the bundle under its content id: all files into a temporary folder, durably, then one rename. A second time it changes nothing. */
export function writeBundle(workspaceRoot: string, facts: BundleFacts, content: BundleContent): { id: string; manifest: BundleManifest } {
  const { id, manifest, files } = assembleBundle(facts, content);
  const dir = bundleDir(workspaceRoot, manifest.model, id);
  if (isIntact(dir, id, manifest)) return { id, manifest };
  const temporary = join(workspacePaths(workspaceRoot).models, `.tmp-${manifest.model}-${id.slice(0, 16)}`);
  rmSync(temporary, { recursive: true, force: true });
  mkdirSync(temporary, { recursive: true });
  mkdirSync(dirname(dir), { recursive: true });
  for (const [name, bytes] of Object.entries(files)) writeDurably(join(temporary, name), bytes);
  writeDurably(join(temporary, "bundle.json"), new TextEncoder().encode(canonicalJson(manifest)));
  syncFolder(temporary);
  rmSync(dir, { recursive: true, force: true });
  renameSync(temporary, dir);
  syncFolder(dirname(dir));
  return { id, manifest };
}

/** A damaged bundle is written again, which is how training again repairs it. */
function isIntact(dir: string, id: string, { files }: BundleManifest): boolean {
  const digests: [string, string][] = [["bundle.json", id], ...Object.entries(files)];
  return digests.every(([name, digest]) => existsSync(join(dir, name)) && sha256(readFileSync(join(dir, name))) === digest);
}

/** A bundle that is not what was registered, with the file that shows it; a version whose bundle is broken is quarantined. */
export class BundleBreak extends AppError {
  readonly model: string;
  readonly version: string;
  readonly file: string;
  /** sha256 as registered, and as found: null where there is no such file, or no other digest to show. */
  readonly expected: string;
  readonly found: string | null;

  constructor(
    where: { dir: string; model: string; version: string; file: string },
    expected: string,
    found: string | null,
    problem: string,
  ) {
    super(
      "workspace-damaged",
      `The model bundle ${where.model}@${where.version.slice(0, 12)} ${problem}. Train the model again, or restore the folder from a backup.`,
      { file: join(where.dir, where.file) },
    );
    this.model = where.model;
    this.version = where.version;
    this.file = where.file;
    this.expected = expected;
    this.found = found;
  }
}

interface Place {
  readonly dir: string;
  readonly model: string;
  readonly version: string;
}

const placeOf = (workspaceRoot: string, model: string, version: string): Place => ({
  dir: bundleDir(workspaceRoot, model, version),
  model,
  version,
});

function readChecked(place: Place, name: string, expected: string): Buffer {
  const file = join(place.dir, name);
  const where = { ...place, file: name };
  if (!existsSync(file)) throw new BundleBreak(where, expected, null, `lacks ${name}`);
  const bytes = readFileSync(file);
  const found = sha256(bytes);
  if (found !== expected)
    throw new BundleBreak(where, expected, found, `was changed: ${name} does not have the content it was registered with`);
  return bytes;
}

/** What `read` makes of a file whose bytes are as registered; that they are of no known form is a break too. */
function readForm<T>(place: Place, file: string, expected: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (error instanceof BundleBreak || !(error instanceof z.ZodError || error instanceof SyntaxError || error instanceof AppError))
      throw error;
    const problem = error instanceof z.ZodError ? z.prettifyError(error) : error.message;
    throw new BundleBreak({ ...place, file }, expected, null, `cannot be read: ${file} is not of the form it should have: ${problem}`);
  }
}

function readManifest(place: Place): BundleManifest {
  const bytes = readChecked(place, "bundle.json", place.version);
  return readForm(place, "bundle.json", place.version, () => BundleManifest.parse(JSON.parse(bytes.toString("utf8"))));
}

/** Reads every file of a bundle and holds it against what was registered. Throws BundleBreak. */
export function verifyBundle(workspaceRoot: string, model: string, version: string): BundleManifest {
  const place = placeOf(workspaceRoot, model, version);
  const manifest = readManifest(place);
  for (const [name, digest] of Object.entries(manifest.files)) readChecked(place, name, digest);
  return manifest;
}

/** Every file of a bundle by name, as verified bytes. Throws BundleBreak. */
export function readBundleFiles(workspaceRoot: string, model: string, version: string): Record<string, Uint8Array> {
  const place = placeOf(workspaceRoot, model, version);
  const digests = { ...readManifest(place).files, "bundle.json": version };
  return Object.fromEntries(Object.entries(digests).map(([name, digest]) => [name, new Uint8Array(readChecked(place, name, digest))]));
}

/** What verdicts taught a version; undefined of one that was taught by none. Reads no more of the bundle than that. Throws BundleBreak. */
export function readTrainingReport(workspaceRoot: string, model: string, version: string): TrainingReport | undefined {
  const place = placeOf(workspaceRoot, model, version);
  const digest = readManifest(place).files["training.json"];
  if (digest === undefined) return undefined;
  const text = readChecked(place, "training.json", digest).toString("utf8");
  return readForm(place, "training.json", digest, () => TrainingReport.parse(JSON.parse(text)));
}

/** Reads a bundle and verifies every file that it reads against the version's id. Throws BundleBreak. */
export function loadBundle(workspaceRoot: string, model: string, version: string): Bundle {
  const place = placeOf(workspaceRoot, model, version);
  const manifest = readManifest(place);
  const digestOf = (name: string): string => manifest.files[name] ?? "";
  const read = (name: string): Buffer => readChecked(place, name, digestOf(name));
  const form = <T>(name: string, schema: z.ZodType<T>): T => {
    const text = read(name).toString("utf8");
    return readForm(place, name, digestOf(name), () => schema.parse(JSON.parse(text)));
  };
  const optional = <T>(name: string, schema: z.ZodType<T>): T | undefined =>
    manifest.files[name] === undefined ? undefined : form(name, schema);
  for (const name of ["model.json", "features.sql", "evidence.sql"]) read(name);
  return {
    manifest,
    pkg: readForm(place, "model.json", digestOf("model.json"), () => loadPackage(place.dir)),
    onnx: new Uint8Array(read("model.onnx")),
    calibration: createCalibration(Float32Array.from(form("calibration.json", CalibrationFile).scores)),
    baselines: form("baselines.json", Baselines),
    readEnvelope: () => optional("envelope.json", Envelope),
    readGolden: () => optional("golden.json", Golden),
    training: optional("training.json", TrainingReport),
    foreign: manifest.algorithm.kind === "foreign-onnx" ? form("foreign.json", ForeignSpec) : undefined,
  };
}
