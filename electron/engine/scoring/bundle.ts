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

const CalibrationFile = z.object({ schema: z.literal(1), scores: z.array(z.number()) });

export interface BundleContent {
  readonly pkg: LoadedPackage;
  readonly onnx: Uint8Array;
  readonly calibrationScores: Float32Array;
  readonly baselines: Baselines;
  readonly envelope: Envelope;
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
  readEnvelope(): Envelope | undefined;
  readonly training: TrainingReport | undefined;
  /** Of a model made elsewhere: how it is fed and read. */
  readonly foreign: ForeignSpec | undefined;
}

export const bundleDir = (workspaceRoot: string, model: string, versionId: string): string =>
  join(workspacePaths(workspaceRoot).models, model, versionId);

function bundleFiles({ pkg, onnx, calibrationScores, baselines, envelope, training, foreign }: BundleContent): Record<string, Uint8Array> {
  const text = (value: string): Uint8Array => new TextEncoder().encode(value);
  return {
    "model.json": text(pkg.modelJson),
    "features.sql": text(pkg.featuresSql),
    "evidence.sql": text(pkg.evidenceSql),
    "model.onnx": onnx,
    "calibration.json": text(canonicalJson({ schema: 1, scores: [...createCalibration(calibrationScores).scores] })),
    "baselines.json": text(canonicalJson(baselines)),
    "envelope.json": text(canonicalJson(envelope)),
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

const damaged = (file: string, problem: string): AppError =>
  new AppError("workspace-damaged", `The model bundle ${problem}. Train the model again, or restore the folder from a backup.`, { file });

function readChecked(dir: string, name: string, expected: string): Buffer {
  const file = join(dir, name);
  if (!existsSync(file)) throw damaged(file, `lacks ${name}`);
  const bytes = readFileSync(file);
  if (sha256(bytes) !== expected) throw damaged(file, `was changed: ${name} does not have the content it was registered with`);
  return bytes;
}

/** Reads a bundle and verifies every file that it reads against the version's id. Throws AppError `workspace-damaged`. */
export function loadBundle(workspaceRoot: string, model: string, versionId: string): Bundle {
  const dir = bundleDir(workspaceRoot, model, versionId);
  const manifest = BundleManifest.parse(JSON.parse(readChecked(dir, "bundle.json", versionId).toString("utf8")));
  const read = (name: string): Buffer => readChecked(dir, name, manifest.files[name] ?? "");
  const json = (name: string): unknown => JSON.parse(read(name).toString("utf8"));
  for (const name of ["model.json", "features.sql", "evidence.sql"]) read(name);
  return {
    manifest,
    pkg: loadPackage(dir),
    onnx: new Uint8Array(read("model.onnx")),
    calibration: createCalibration(Float32Array.from(CalibrationFile.parse(json("calibration.json")).scores)),
    baselines: Baselines.parse(json("baselines.json")),
    readEnvelope: () => (manifest.files["envelope.json"] === undefined ? undefined : Envelope.parse(json("envelope.json"))),
    training: manifest.files["training.json"] === undefined ? undefined : TrainingReport.parse(json("training.json")),
    foreign: manifest.algorithm.kind === "foreign-onnx" ? ForeignSpec.parse(json("foreign.json")) : undefined,
  };
}
