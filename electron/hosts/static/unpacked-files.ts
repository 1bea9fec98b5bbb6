import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, relative, sep } from "node:path";
import { z } from "zod";

/**
 * What a package keeps outside its archive: native modules, WebAssembly and the engine's own files. The archive's integrity
 * check does not cover them, so the archive carries this list and the app compares at start.
 */
export const UnpackedManifest = z.object({
  schema: z.literal(1),
  files: z.array(z.object({ file: z.string(), sha256: z.string().length(64) })),
});
export type UnpackedManifest = z.infer<typeof UnpackedManifest>;

/** The fields of a package.json by which Node finds what to load. */
const Loading = z.object({
  name: z.unknown(),
  type: z.unknown(),
  main: z.unknown(),
  module: z.unknown(),
  browser: z.unknown(),
  exports: z.unknown(),
  imports: z.unknown(),
});

const sha256 = (body: Uint8Array | string): string => createHash("sha256").update(body).digest("hex");

/** The sha256 of a file's bytes; of a package.json, which packaging rewrites, that of the fields that decide what is loaded. */
export function fingerprint(file: string, body: Uint8Array): string {
  if (!/(^|\/)package\.json$/.test(file)) return sha256(body);
  try {
    return sha256(JSON.stringify(Loading.partial().parse(JSON.parse(Buffer.from(body).toString("utf8")))));
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof z.ZodError) return sha256(body);
    throw error;
  }
}

export const fingerprintOf = (root: string, file: string): string => fingerprint(file, readFileSync(join(root, file)));

interface Here {
  readonly platform: string;
  readonly arch: string;
}

/**
 * Names every file under `root` that is not what was built: changed, missing though this platform needs it, or not known at all,
 * since a file that was put beside the others may be loaded before them. Links count as unknown.
 */
export function findTampered(manifest: UnpackedManifest, root: string, { platform, arch }: Here): string[] {
  const known = new Set(manifest.files.map(({ file }) => file));
  const changed = manifest.files.filter(({ file, sha256: built }) => {
    if (!existsSync(join(root, file))) return servesPlatform(file, platform, arch);
    return !isSignedAnew(file, platform) && fingerprintOf(root, file) !== built;
  });
  const unknown = readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => !entry.isDirectory())
    .map((entry) => ({ file: relative(root, join(entry.parentPath, entry.name)).split(sep).join("/"), isFile: entry.isFile() }))
    .filter(({ file, isFile }) => !isFile || !known.has(file));
  return [...new Set([...changed, ...unknown].map(({ file }) => file))].toSorted();
}

/** On macOS packaging signs natives, which changes their bytes; there the system itself refuses to load what was not so signed. */
const isSignedAnew = (file: string, platform: string): boolean => platform === "darwin" && /\.(node|dylib)$/.test(file);

/** Whether a file of a native package serves this platform; all that is not inside a platform folder does. */
export function servesPlatform(file: string, platform: string, arch: string): boolean {
  const sqlite = /better-sqlite3\/prebuilds\/(\w+)-(\w+)\.node$/.exec(file);
  if (sqlite !== null) return sqlite[1] === platform && sqlite[2] === arch;
  const onnx = /onnxruntime-node\/bin\/napi-v\d+\/(\w+)\/(\w+)\//.exec(file);
  return onnx === null || (onnx[1] === platform && onnx[2] === arch);
}
