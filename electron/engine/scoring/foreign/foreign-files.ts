import { readdirSync, readFileSync, statSync } from "node:fs";
import { basename, join } from "node:path";
import { AppError } from "../../../../shared/contract/errors.ts";
import { ForeignManifest } from "../../../../shared/contract/foreign-models.ts";
import { sha256 } from "../../hash.ts";
import { foreignLimits } from "../../onnx/foreign/foreign-guard.ts";
import type { GrantedFile } from "../../files/grants.ts";
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

interface Part {
  readonly name: string;
  readonly path: string;
}

/** Plain files only: a link could lead out of the bundle. */
const partsOf = (folder: string): Part[] =>
  readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => ({ name: entry.name, path: join(folder, entry.name) }));

function readBundle(given: readonly Part[]): ForeignFiles {
  const parts = given.filter(({ name }) => !name.startsWith(".")).toSorted((a, b) => (a.name < b.name ? -1 : 1));
  const models = parts.filter(({ name }) => name.endsWith(".onnx"));
  const [model] = models;
  if (models.length !== 1 || model === undefined) return refuse(`there are ${models.length} .onnx files; one is expected`);
  const about = parts.find(({ name }) => name === "manifest.json");
  if (about === undefined)
    return refuse(
      "there is no manifest.json beside it",
      "Take the .onnx file alone, and say which output is the score and which way it points.",
    );
  if (new Set(parts.map(({ name }) => name)).size < parts.length) return refuse("two of the files have the same name");
  const manifest = readManifest(about.path);
  const wanted = parts.filter((part) => part !== model && Object.hasOwn(manifest.digests, part.name));
  const size = [model, ...wanted].reduce((sum, { path }) => sum + statSync(path).size, 0);
  if (size > foreignLimits.bytes) return refuse(`its files have ${size} bytes; ${foreignLimits.bytes} are allowed`);
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
