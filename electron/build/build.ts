import { cpSync, mkdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { build } from "vite";
import { builtStamp } from "../hosts/start/ensure-built.ts";
import { buildBundle, bundles } from "./bundles.ts";
import { notePackages, shippedPackagesName, sortPackages, type ShippedPackage } from "./packaging/shipped-packages.ts";
import { rootPath, stagePath } from "./paths.ts";
import { writeStaticManifest } from "./static-manifest.ts";
import { writeUnpackedManifest } from "./unpacked-manifest.ts";

/**
 * Builds all of `out/`: the renderer with the list of what may be served, and one CommonJS file each for Electron's main and
 * preload, the engine, its workers and the command line. It is made aside and put in place last, so that a build that fails
 * leaves the one before.
 */
const startedAt = performance.now();
rmSync(stagePath(), { recursive: true, force: true });
mkdirSync(stagePath(), { recursive: true });

const packages = new Map<string, ShippedPackage>();
await build({
  configFile: rootPath("renderer/vite.config.ts"),
  logLevel: "warn",
  plugins: [notePackages(packages)],
  worker: { plugins: () => [notePackages(packages)] },
  build: { outDir: stagePath("renderer"), emptyOutDir: true, chunkSizeWarningLimit: 1000 },
});
const { files } = writeStaticManifest(stagePath("renderer"));
for (const bundle of bundles) await buildBundle(bundle, stagePath(), [notePackages(packages)]);
writeFileSync(stagePath(shippedPackagesName), `${JSON.stringify(sortPackages(packages.values()), undefined, 1)}\n`);
cpSync(rootPath("models"), stagePath("models"), { recursive: true });
writeUnpackedManifest();
writeFileSync(stagePath(builtStamp), `${JSON.stringify({ schema: 1, files: files.length, bundles: bundles.length })}\n`);

rmSync(rootPath("out"), { recursive: true, force: true });
renameSync(stagePath(), rootPath("out"));
process.stdout.write(
  `built ${files.length} page files and ${bundles.length} bundles in ${((performance.now() - startedAt) / 1000).toFixed(1)} s\n`,
);
