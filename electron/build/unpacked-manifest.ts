import { existsSync, readdirSync, writeFileSync } from "node:fs";
import { join, relative, sep } from "node:path";
import { fingerprintOf, type UnpackedManifest } from "../hosts/static/unpacked-files.ts";
import { rootPath, stagePath } from "./paths.ts";

/** What electron-builder.yml leaves outside the archive, for all platforms; a dry run of packaging holds the two together. */
export const unpackedRoots: readonly { readonly dir: string; readonly keeps: RegExp }[] = [
  { dir: "out/engine", keeps: /^(?!cli\.cjs$).+\.cjs$/ },
  { dir: "out/models", keeps: /./ },
  { dir: "node_modules/better-sqlite3", keeps: /^(package\.json|LICENSE|lib\/.+\.js|prebuilds\/.+\.node)$/ },
  { dir: "node_modules/onnxruntime-common", keeps: /^(package\.json|dist\/cjs\/.+\.(js|json))$/ },
  { dir: "node_modules/onnxruntime-node", keeps: /^(package\.json|dist\/.+\.js|bin\/.+\.(node|so|dylib|dll)(\.\d+)*)$/ },
  { dir: "node_modules/@duckdb/duckdb-wasm", keeps: /^(package\.json|dist\/duckdb-eh\.wasm)$/ },
  { dir: "node_modules/parquet-wasm", keeps: /^(package\.json|LICENSE_\w+|node\/.+\.(js|json|wasm))$/ },
];

/** In a build that is being made, `out/` still lies on its stage. */
const locate = (file: string): string => (file.startsWith("out/") ? stagePath(file.slice("out/".length)) : rootPath(file));

export function writeUnpackedManifest(): void {
  const files = unpackedRoots.flatMap(({ dir, keeps }) => {
    if (!existsSync(locate(dir))) throw new Error(`${dir} is missing; run npm ci`);
    return readdirSync(locate(dir), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => relative(locate(dir), join(entry.parentPath, entry.name)).split(sep).join("/"))
      .filter((file) => keeps.test(file))
      .map((file) => ({ file: `${dir}/${file}`, sha256: fingerprintOf(locate(dir), file) }));
  });
  const manifest: UnpackedManifest = { schema: 1, files: files.toSorted((a, b) => (a.file < b.file ? -1 : 1)) };
  writeFileSync(stagePath("unpacked.json"), `${JSON.stringify(manifest, undefined, 1)}\n`);
}
