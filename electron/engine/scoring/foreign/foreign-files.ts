import { readdirSync, readFileSync, statSync } from "node:fs";
import { basename, join } from "node:path";
import { AppError } from "../../../../shared/contract/errors.ts";
import { ForeignManifest } from "../../../../shared/contract/foreign-models.ts";
import { sha256 } from "../../hash.ts";
import { foreignLimits } from "../../onnx/foreign/foreign-guard.ts";
import type { GrantedFile } from "../../files/grants.ts";
import { refuse } from "../../onnx/foreign/refuse.ts";
import { type MlModelFacts, mlmodelName, parseMlModel } from "../mlflow/mlmodel.ts";

/**
 * A model as it was handed over: one .onnx file; a folder of manifest.json, one .onnx file and the files of its tensors; or an MLflow model with the
 * onnx flavour.
 */
export interface ForeignFiles {
  readonly name: string;
  readonly bytes: Uint8Array;
  readonly sha256: string;
  readonly sidecars: ReadonlyMap<string, Uint8Array>;
  readonly manifest: ForeignManifest | undefined;
  /** Of an MLflow model: what its MLmodel says. */
  readonly mlModel?: MlModelFacts | undefined;
}

const maxManifestBytes = 16 * 1024 * 1024;

function readLimited(path: string, limit: number): Uint8Array {
  const { size } = statSync(path);
  if (size > limit) return refuse(`${basename(path)} has ${size} bytes; ${limit} are allowed`);
  return new Uint8Array(readFileSync(path));
}

function readManifest(path: string): ForeignManifest {
  const text = Buffer.from(readLimited(path, maxManifestBytes)).toString("utf8");
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new AppError("model-mismatch", "manifest.json is not JSON.", { file: path }, { cause: error });
  }
  const parsed = ForeignManifest.safeParse(value);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const field = issue?.path.join(".") ?? "";
  throw new AppError("model-mismatch", `manifest.json: ${field}: ${issue?.message ?? "unknown"}`, { file: path, field });
}

interface Part {
  readonly name: string;
  readonly path: string;
}

/** Plain files only: a link could lead out of the bundle. */
const partsOf = (folder: string): Part[] =>
  readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => ({ name: entry.name, path: join(folder, entry.name) }));

/** Files of an MLflow model that are not its tensors. */
const besideTensors =
  /^(?:MLmodel|manifest\.json|conda\.yaml|python_env\.yaml|requirements\.txt|.*input_example\.json|registered_model_meta)$/;

/** The tensors of a large model lie in files beside it, and nothing says which: all that are not known to be something else. */
function readMlModel(parts: readonly Part[], about: Part): ForeignFiles {
  const mlModel = parseMlModel(Buffer.from(readLimited(about.path, maxManifestBytes)).toString("utf8"));
  if (parts.some(({ name }) => name === "manifest.json")) return { ...readManifestBundle(parts), mlModel };
  requireDistinct(parts);
  const model = parts.find(({ name }) => name === mlModel.data);
  if (model === undefined) return refuse(`its MLmodel names ${mlModel.data}, which is not beside it`);
  const others = parts.filter((part) => part !== model && !besideTensors.test(part.name));
  requireSize([model, ...others]);
  const bytes = readLimited(model.path, foreignLimits.bytes);
  const sidecars = new Map(others.map(({ name, path }) => [name, readLimited(path, foreignLimits.bytes)]));
  return { name: model.name, bytes, sha256: sha256(bytes), sidecars, manifest: undefined, mlModel };
}

function requireDistinct(parts: readonly Part[]): void {
  if (new Set(parts.map(({ name }) => name)).size < parts.length) refuse("two of the files have the same name");
}

function requireSize(parts: readonly Part[]): void {
  const size = parts.reduce((sum, { path }) => sum + statSync(path).size, 0);
  if (size > foreignLimits.bytes) refuse(`its files have ${size} bytes; ${foreignLimits.bytes} are allowed`);
}

function readBundle(given: readonly Part[]): ForeignFiles {
  const parts = given.filter(({ name }) => !name.startsWith(".")).toSorted((a, b) => (a.name < b.name ? -1 : 1));
  const mlModel = parts.find(({ name }) => name === mlmodelName);
  return mlModel === undefined ? readManifestBundle(parts) : readMlModel(parts, mlModel);
}

function readManifestBundle(parts: readonly Part[]): ForeignFiles {
  const models = parts.filter(({ name }) => name.endsWith(".onnx"));
  const [model] = models;
  if (models.length !== 1 || model === undefined) return refuse(`there are ${models.length} .onnx files; one is expected`);
  const about = parts.find(({ name }) => name === "manifest.json");
  if (about === undefined)
    return refuse(
      "there is no manifest.json beside it",
      "Take the .onnx file alone, and say which output is the score and which way it points.",
    );
  requireDistinct(parts);
  const manifest = readManifest(about.path);
  const wanted = parts.filter((part) => part !== model && Object.hasOwn(manifest.digests, part.name));
  requireSize([model, ...wanted]);
  const bytes = readLimited(model.path, foreignLimits.bytes);
  const sidecars = new Map(wanted.map(({ name, path }) => [name, readLimited(path, foreignLimits.bytes)]));
  const files = { name: model.name, bytes, sha256: sha256(bytes), sidecars, manifest };
  requireDigests(files, manifest);
  return files;
}

function requireDigests({ name, bytes, sidecars }: Omit<ForeignFiles, "manifest">, { digests }: ForeignManifest): void {
  if (!Object.hasOwn(digests, name)) refuse(`manifest.json gives no digest of ${name}`);
  for (const [file, digest] of Object.entries(digests)) {
    const content = file === name ? bytes : sidecars.get(file);
    if (content === undefined) refuse(`manifest.json gives a digest of ${file}, which is not in the bundle`);
    else if (sha256(content) !== digest) refuse(`${file} is not the file that manifest.json was written for (its sha256 differs)`);
  }
}

/** A folder, one file, or the files that would lie in a folder. Throws AppError `model-mismatch` or `not-found`. */
export function readForeignFiles(given: readonly GrantedFile[]): ForeignFiles {
  const missing = given.find(({ path }) => statSync(path, { throwIfNoEntry: false }) === undefined);
  if (missing !== undefined) throw new AppError("not-found", `There is no file ${missing.displayName}.`, { file: missing.path });
  const [only, ...more] = given;
  if (only === undefined || more.length > 0)
    return readBundle(given.map(({ path, displayName }) => ({ path, name: basename(displayName) })));
  if (statSync(only.path).isDirectory()) return readBundle(partsOf(only.path));
  const bytes = readLimited(only.path, foreignLimits.bytes);
  return { name: only.displayName, bytes, sha256: sha256(bytes), sidecars: new Map(), manifest: undefined };
}
