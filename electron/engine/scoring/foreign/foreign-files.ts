import { readdirSync, readFileSync, statSync } from "node:fs";
import { basename, join } from "node:path";
import { AppError } from "../../../../shared/contract/errors.ts";
import { ForeignManifest } from "../../../../shared/contract/foreign-models.ts";
import { sha256 } from "../../hash.ts";
import { foreignLimits } from "../../onnx/foreign/foreign-guard.ts";
import { refuse } from "../../onnx/foreign/refuse.ts";

/** A model as it was handed over: one .onnx file, or a folder of manifest.json, one .onnx file and the files of its tensors. */
export interface ForeignFiles {
  readonly name: string;
  readonly bytes: Uint8Array;
  readonly sha256: string;
  readonly sidecars: ReadonlyMap<string, Uint8Array>;
  readonly manifest: ForeignManifest | undefined;
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

/** Plain files only: a link could lead out of the bundle. */
function readBundle(folder: string): ForeignFiles {
  const names = readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isFile() && !entry.name.startsWith("."))
    .map((entry) => entry.name)
    .toSorted();
  const models = names.filter((name) => name.endsWith(".onnx"));
  const [name] = models;
  if (models.length !== 1 || name === undefined) return refuse(`the folder holds ${models.length} .onnx files; one is expected`);
  if (!names.includes("manifest.json"))
    return refuse("the folder has no manifest.json", "Name the .onnx file itself, and say with --score and --direction what it gives.");
  const manifest = readManifest(join(folder, "manifest.json"));
  const wanted = names.filter((file) => file !== name && Object.hasOwn(manifest.digests, file));
  const sizes = [name, ...wanted].reduce((sum, file) => sum + statSync(join(folder, file)).size, 0);
  if (sizes > foreignLimits.bytes) return refuse(`its files have ${sizes} bytes; ${foreignLimits.bytes} are allowed`);
  const read = (file: string): Uint8Array => readLimited(join(folder, file), foreignLimits.bytes);
  const bytes = read(name);
  const files = { name, bytes, sha256: sha256(bytes), sidecars: new Map(wanted.map((file) => [file, read(file)])), manifest };
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

/** @throws AppError `model-mismatch` or `not-found`. */
export function readForeignFiles(path: string, displayName = basename(path)): ForeignFiles {
  const stat = statSync(path, { throwIfNoEntry: false });
  if (stat === undefined) throw new AppError("not-found", `There is no file ${displayName}.`, { file: path });
  if (stat.isDirectory()) return readBundle(path);
  const bytes = readLimited(path, foreignLimits.bytes);
  return { name: displayName, bytes, sha256: sha256(bytes), sidecars: new Map(), manifest: undefined };
}
