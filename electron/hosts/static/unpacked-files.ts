import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
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

export const sha256OfFile = (path: string): string => createHash("sha256").update(readFileSync(path)).digest("hex");

/**
 * Names every file under `root` that is not what was built. Files for other platforms are left out of a package, so a listed
 * native that is missing is only wrong when `isNeeded` says so.
 */
export function findTampered(manifest: UnpackedManifest, root: string, isNeeded: (file: string) => boolean): string[] {
  return manifest.files
    .filter(({ file, sha256 }) => {
      const path = join(root, file);
      return existsSync(path) ? sha256OfFile(path) !== sha256 : isNeeded(file);
    })
    .map(({ file }) => file);
}

/** Whether a file of a native package serves this platform; all that is not inside a platform folder does. */
export function servesPlatform(file: string, platform: string, arch: string): boolean {
  const sqlite = /better-sqlite3\/prebuilds\/(\w+)-(\w+)\.node$/.exec(file);
  if (sqlite !== null) return sqlite[1] === platform && sqlite[2] === arch;
  const onnx = /onnxruntime-node\/bin\/napi-v\d+\/(\w+)\/(\w+)\//.exec(file);
  return onnx === null || (onnx[1] === platform && onnx[2] === arch);
}
