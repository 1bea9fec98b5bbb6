import { spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { z } from "zod";
import { UnpackedManifest } from "../hosts/static/unpacked-files.ts";
import { dryPack } from "./packaging/dry-pack.ts";
import { findUnlicensed, writeNotices } from "./packaging/licences.ts";
import { readLockfile } from "./packaging/lockfile.ts";
import { findPackProblems, findPortableProblems, sumUp } from "./packaging/pack-rules.ts";
import { type PackTarget, packTargets } from "./packaging/pack-targets.ts";
import { listPortableFiles, type PortableFile, sizeOf, writePortable } from "./packaging/portable.ts";
import { writeSbom } from "./packaging/sbom.ts";
import { folderPackage, readShippedPackages, type ShippedPackage } from "./packaging/shipped-packages.ts";
import { rootPath } from "./paths.ts";

/**
 * `npm run package`: a build, its licences and bill of materials, and electron-builder with whatever follows `--`.
 * With `--dry`: what electron-builder would pack for every platform is listed and checked, without Electron's binary.
 * With `--portable`: the desk for the browser as one archive, with its own Node.
 * With `--check`: the build there is would pack well on this machine, both ways; writes no package.
 */
const Product = z.object({ name: z.string(), version: z.string(), license: z.string() });
const product = Product.parse(JSON.parse(readFileSync(rootPath("package.json"), "utf8")));
const say = (line: string): void => void process.stdout.write(`${line}\n`);
const megabytes = (bytes: number): string => `${(bytes / 1e6).toFixed(1)} MB`;

function run(file: string, args: readonly string[]): void {
  const { status } = spawnSync(process.execPath, [rootPath(file), ...args], { cwd: rootPath("."), stdio: "inherit" });
  if (status !== 0) process.exit(status ?? 1);
}

/** The notices and the bill of materials of what ships together with `runtime`. Nothing ships under a licence we do not know. */
function legalOf(runtime: ShippedPackage): { notices: string; sbom: string } {
  const packages = [...readShippedPackages(rootPath("out")), runtime].toSorted((a, b) => (a.path < b.path ? -1 : 1));
  const unlicensed = findUnlicensed(packages);
  if (unlicensed.length > 0) throw new Error(`these may not ship: ${unlicensed.join("; ")}`);
  // Node's licence covers its many parts and lies beside the notices as a file of its own.
  const notices = writeNotices(packages.filter(({ name }) => name !== "node"));
  return { notices, sbom: writeSbom(product, packages, readLockfile()) };
}

function writeLegal(): void {
  const { notices, sbom } = legalOf(folderPackage("electron"));
  mkdirSync(rootPath("out", "legal"), { recursive: true });
  writeFileSync(rootPath("out", "legal", "THIRD-PARTY-NOTICES.txt"), notices);
  writeFileSync(rootPath("out", "legal", "sbom.cdx.json"), sbom);
}

function tell(what: string, problems: readonly string[]): void {
  say(`${what}, ${problems.length} problems`);
  for (const problem of problems) say(`  ${problem}`);
  if (problems.length > 0) process.exitCode = 1;
}

async function dryRun(targets: readonly PackTarget[]): Promise<void> {
  const manifest = UnpackedManifest.parse(JSON.parse(readFileSync(rootPath("out", "unpacked.json"), "utf8")));
  for (const target of targets) {
    const files = await dryPack(target);
    const { packedBytes, unpackedBytes, nativeBytes } = sumUp(files);
    const sizes = `${megabytes(packedBytes)} in the archive, ${megabytes(unpackedBytes)} beside it (natives ${megabytes(nativeBytes)})`;
    tell(`${target.platform}-${target.arch}: ${files.length} files, ${sizes}`, findPackProblems(files, target, manifest));
  }
}

const portableName = `${product.name}-${product.version}-${process.platform}-${process.arch}`;

function listPortable(): PortableFile[] {
  const files = listPortableFiles(portableName, legalOf(folderPackage("node")));
  const bytes = files.reduce((sum, file) => sum + sizeOf(file), 0);
  const problems = findPortableProblems(
    files.map(({ path }) => path),
    process,
  );
  tell(`${portableName}: ${files.length} files, ${megabytes(bytes)} unpacked`, problems);
  return files;
}

async function makePortable(): Promise<void> {
  const target = rootPath("dist", `${portableName}.tar.gz`);
  const sha256 = await writePortable(target, portableName, listPortable());
  say(`${target}: ${megabytes(statSync(target).size)}, sha256 ${sha256}`);
}

const args = process.argv.slice(2);
const asked = (flag: string): boolean => args.includes(flag);
if (asked("--check")) {
  writeLegal();
  listPortable();
  await dryRun(packTargets.filter(({ platform, arch }) => platform === process.platform && arch === process.arch));
} else {
  run("electron/build/build.ts", []);
  writeLegal();
  if (asked("--dry")) await dryRun(packTargets);
  if (asked("--portable")) await makePortable();
  if (!asked("--dry") && !asked("--portable")) run("node_modules/electron-builder/cli.js", args);
}
