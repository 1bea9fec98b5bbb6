import { existsSync, readdirSync, writeFileSync } from "node:fs";
import { join, relative, sep } from "node:path";
import { sha256OfFile, type UnpackedManifest } from "../hosts/static/unpacked-files.ts";
import { rootPath, stagePath } from "./paths.ts";

/** Where electron-builder.yml's `asarUnpack` finds what it leaves outside the archive. */
export const unpackedRoots: readonly { readonly dir: string; readonly keeps: RegExp }[] = [
  { dir: "out/engine", keeps: /\.cjs$/ },
  { dir: "out/models", keeps: /./ },
  { dir: "node_modules/better-sqlite3/lib", keeps: /\.js$/ },
  { dir: "node_modules/better-sqlite3/prebuilds", keeps: /\.node$/ },
  { dir: "node_modules/onnxruntime-node/bin", keeps: /\.(node|so|dylib|dll)(\.\d+)*$/ },
  { dir: "node_modules/onnxruntime-node/dist", keeps: /\.js$/ },
  { dir: "node_modules/@duckdb/duckdb-wasm/dist", keeps: /^duckdb-eh\.wasm$/ },
  { dir: "node_modules/parquet-wasm/node", keeps: /\.(js|wasm)$/ },
];

/** In a build that is being made, `out/` still lies on its stage. */
const locate = (file: string): string => (file.startsWith("out/") ? stagePath(file.slice("out/".length)) : rootPath(file));

export function writeUnpackedManifest(): void {
  const files = unpackedRoots.flatMap(({ dir, keeps }) => {
    if (!existsSync(locate(dir))) throw new Error(`${dir} is missing; run npm ci`);
    return readdirSync(locate(dir), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && keeps.test(entry.name))
      .map((entry) => `${dir}/${relative(locate(dir), join(entry.parentPath, entry.name)).split(sep).join("/")}`);
  });
  const manifest: UnpackedManifest = { schema: 1, files: files.sort().map((file) => ({ file, sha256: sha256OfFile(locate(file)) })) };
  writeFileSync(stagePath("unpacked.json"), `${JSON.stringify(manifest, undefined, 1)}\n`);
}
