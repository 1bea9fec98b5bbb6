import { mkdirSync, rmSync } from "node:fs";
import { basename } from "node:path";
import { build } from "vite";
import { externals } from "../electron/build/bundles.ts";
import { inlineTexts } from "../electron/build/inline-texts.ts";
import { rootPath } from "../electron/build/paths.ts";
import { builtChildrenDir } from "./unit-support/child-scripts.ts";

/** Those that are started dozens of times. */
const children = [
  "test/contract/echo-process.ts",
  "test/engine/append-until-killed.ts",
  "test/engine/crash-child.ts",
  "test/engine/fault-child.ts",
  "test/engine/lineage-until-killed.ts",
  "test/engine/stages-until-killed.ts",
];

/** Where the workers are built, the processes that tests start are too: reading their sources takes each of them a second. */
export default async function buildChildren(): Promise<(() => void) | undefined> {
  if (process.env["QUARRY_WORKERS"] === undefined) return undefined;
  rmSync(builtChildrenDir, { recursive: true, force: true });
  mkdirSync(builtChildrenDir, { recursive: true });
  for (const child of children) await buildChild(child);
  return () => rmSync(builtChildrenDir, { recursive: true, force: true });
}

async function buildChild(entry: string): Promise<void> {
  await build({
    configFile: false,
    root: rootPath("."),
    logLevel: "warn",
    mode: "production",
    plugins: [inlineTexts()],
    ssr: { noExternal: true, external: externals, target: "node" },
    build: {
      ssr: rootPath(entry),
      outDir: builtChildrenDir,
      emptyOutDir: false,
      target: "node24",
      minify: false,
      reportCompressedSize: false,
      copyPublicDir: false,
      rolldownOptions: {
        external: externals,
        checks: { eval: false },
        output: { format: "es", entryFileNames: basename(entry).replace(".ts", ".mjs"), codeSplitting: false },
      },
    },
  });
}
