import { cpSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { build } from "vite";
import { builtStamp } from "../hosts/start/ensure-built.ts";
import { buildBundle, bundles } from "./bundles.ts";
import { outPath, rootPath } from "./paths.ts";
import { writeStaticManifest } from "./static-manifest.ts";
import { writeUnpackedManifest } from "./unpacked-manifest.ts";

/**
 * Builds all of `out/`: the renderer with the list of what may be served, and one CommonJS file each for Electron's main and
 * preload, the engine, its workers and the command line. The stamp comes last, so that a broken build is never taken for one.
 */
const startedAt = performance.now();
rmSync(outPath(), { recursive: true, force: true });
mkdirSync(outPath(), { recursive: true });

await build({
  configFile: rootPath("renderer/vite.config.ts"),
  logLevel: "warn",
  build: { outDir: outPath("renderer"), emptyOutDir: true },
});
const { files } = writeStaticManifest(outPath("renderer"));
for (const bundle of bundles) await buildBundle(bundle);
cpSync(rootPath("models"), outPath("models"), { recursive: true });
writeUnpackedManifest();
writeFileSync(outPath(builtStamp), JSON.stringify({ schema: 1, files: files.length, bundles: bundles.length }));
process.stdout.write(
  `built ${files.length} page files and ${bundles.length} bundles in ${((performance.now() - startedAt) / 1000).toFixed(1)} s\n`,
);
