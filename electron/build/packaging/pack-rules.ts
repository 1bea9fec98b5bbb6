import { bundles } from "../bundles.ts";
import { servesPlatform, type UnpackedManifest } from "../../hosts/static/unpacked-files.ts";
import type { PackedFile } from "./pack-targets.ts";
import { folderPackages } from "./shipped-packages.ts";

interface Machine {
  readonly platform: string;
  readonly arch: string;
}

/** The engine and its workers. Each is its own file, so that nothing but a list tells when one is missing. */
const engineFiles = bundles
  .map(({ out }) => `out/${out}`)
  .filter((path) => path.startsWith("out/engine/") && path !== "out/engine/cli.cjs");

/** What the engine cannot start or work without, besides the natives of its platform. */
const engineNeeds: readonly RegExp[] = [
  /^out\/renderer\/index\.html$/,
  /^out\/renderer\/manifest\.json$/,
  /^out\/models\/[\w-]+\/model\.json$/,
  /^node_modules\/@duckdb\/duckdb-wasm\/dist\/duckdb-eh\.wasm$/,
  /^node_modules\/parquet-wasm\/node\/parquet_wasm_bg\.wasm$/,
  /^node_modules\/onnxruntime-common\/dist\/cjs\/index\.js$/,
  /^node_modules\/onnxruntime-node\/.+\.node$/,
  /^node_modules\/better-sqlite3\/.+\.node$/,
];
const shellNeeds = [/^package\.json$/, /^out\/main\/main\.cjs$/, /^out\/preload\/preload\.cjs$/, /^out\/unpacked\.json$/];
const portableNeeds = [
  /^node(\.exe)?$/,
  /^quarry(\.cmd)?$/,
  /^out\/engine\/cli\.cjs$/,
  /^THIRD-PARTY-NOTICES\.txt$/,
  /^NODE-LICENSE\.txt$/,
];

const native = /\.(node|dll|dylib|so(\.\d+)*)$/;
const source = /\.(map|tsx?|mts|cts|tsbuildinfo|md|gyp|c|cc|cpp|h)$|(^|\/)(test|tests|__tests__|docs?|examples?|\.github)\//;
const secret = /(^|\/)(\.env|\.npmrc|\.git|id_rsa|.+\.(pem|p12|key))($|\/)/;
/** Model packages bring their cards as Markdown. */
const isWanted = (path: string): boolean => /^out\/models\/.+\.md$/.test(path);
const isOtherPackage = (path: string): boolean =>
  path.startsWith("node_modules/") && !folderPackages.some((name) => path.startsWith(`node_modules/${name}/`));

const each = (why: string, paths: readonly string[]): string[] => paths.map((path) => `${why}: ${path}`);

function findProblems(paths: readonly string[], needs: readonly RegExp[], ours: RegExp, { platform, arch }: Machine): string[] {
  const lacking = [...engineNeeds, ...needs].filter((pattern) => !paths.some((path) => pattern.test(path)));
  return [
    ...each(
      "missing",
      engineFiles.filter((path) => !paths.includes(path)),
    ),
    ...each("missing", lacking.map(String)),
    ...each(
      "another platform's",
      paths.filter((path) => native.test(path) && !servesPlatform(path, platform, arch)),
    ),
    ...each(
      "source or test",
      paths.filter((path) => source.test(path) && !isWanted(path)),
    ),
    ...each(
      "private",
      paths.filter((path) => secret.test(path)),
    ),
    ...each("not shipped as a folder", paths.filter(isOtherPackage)),
    ...each(
      "not ours",
      paths.filter((path) => !ours.test(path)),
    ),
  ];
}

/** What is wrong with the files of an Electron package; nothing when they are as they must be. `manifest`: what it will check at start. */
export function findPackProblems(files: readonly PackedFile[], target: Machine, manifest: UnpackedManifest): string[] {
  const paths = files.map(({ path }) => path);
  const there = new Set(paths);
  const built = new Map(manifest.files.map(({ file, sha256 }) => [file, sha256]));
  const isListed = ({ path }: PackedFile): boolean => built.has(path);
  const unpacked = files.filter(({ isUnpacked }) => isUnpacked);
  const hidden = files.filter((file) => !file.isUnpacked && (native.test(file.path) || isListed(file)));
  const unlisted = unpacked.filter((file) => !isListed(file));
  const changed = unpacked.filter((file) => isListed(file) && built.get(file.path) !== file.fingerprint);
  const absent = [...built.keys()].filter((file) => !there.has(file) && servesPlatform(file, target.platform, target.arch));
  const pathOf = ({ path }: PackedFile): string => path;
  return [
    ...findProblems(paths, shellNeeds, /^(package\.json$|out\/|node_modules\/)/, target),
    ...each("inside the archive", hidden.map(pathOf)),
    ...each("unpacked but not listed", unlisted.map(pathOf)),
    ...each("not as listed", changed.map(pathOf)),
    ...each("listed but not packed", absent),
  ];
}

/** The same of a portable archive. */
export const findPortableProblems = (paths: readonly string[], target: Machine): string[] =>
  findProblems(
    paths,
    portableNeeds,
    /^(out|node_modules)\/|^(node(\.exe)?|quarry(\.cmd)?|SHA256SUMS|sbom\.cdx\.json|[\w-]+\.txt)$/,
    target,
  );

/** Bytes inside and beside the archive, and of natives. */
export function sumUp(files: readonly PackedFile[]) {
  const bytes = (among: readonly PackedFile[]): number => among.reduce((sum, file) => sum + file.bytes, 0);
  return {
    files: files.length,
    packedBytes: bytes(files.filter(({ isUnpacked }) => !isUnpacked)),
    unpackedBytes: bytes(files.filter(({ isUnpacked }) => isUnpacked)),
    nativeBytes: bytes(files.filter(({ path }) => native.test(path))),
  };
}
