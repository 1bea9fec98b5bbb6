import { build, type Plugin } from "vite";
import { inlineTexts } from "./inline-texts.ts";
import { rootPath, stagePath } from "./paths.ts";

/** Native or WebAssembly packages, and Electron: they stay where npm put them. All else goes into the bundle. */
export const externals = ["electron", "better-sqlite3", "onnxruntime-node", "onnxruntime-common", "parquet-wasm/node"];

interface Bundle {
  readonly entry: string;
  readonly out: string;
}

export const bundles: readonly Bundle[] = [
  { entry: "electron/main/main.ts", out: "main/main.cjs" },
  { entry: "electron/preload/preload.ts", out: "preload/preload.cjs" },
  { entry: "electron/hosts/worker/engine-process.ts", out: "engine/engine-process.cjs" },
  { entry: "electron/hosts/cli/main.ts", out: "engine/cli.cjs" },
  { entry: "electron/engine/workers/import-worker.ts", out: "engine/import-worker.cjs" },
  { entry: "electron/engine/workers/segment-worker.ts", out: "engine/segment-worker.cjs" },
  { entry: "electron/engine/workers/duckdb-worker.ts", out: "engine/duckdb-worker.cjs" },
  { entry: "electron/engine/workers/model-worker.ts", out: "engine/model-worker.cjs" },
  { entry: "electron/engine/workers/backup-worker.ts", out: "engine/backup-worker.cjs" },
  { entry: "electron/engine/workers/foreign-model-process.ts", out: "engine/foreign-model-process.cjs" },
];

/** One self-contained CommonJS file. Workers and the engine lie side by side, since they look for each other there. */
export const buildBundle = (bundle: Bundle, outDir = stagePath(), plugins: readonly Plugin[] = []): Promise<void> =>
  bundleInto(outDir, bundle, { format: "cjs", define: { __QUARRY_BUNDLED__: "true" }, plugins });

interface Manner {
  readonly format: "cjs" | "es";
  readonly define?: Record<string, string>;
  readonly plugins?: readonly Plugin[];
}

/** Lays what a program is made of into one file, texts included. */
export async function bundleInto(outDir: string, { entry, out }: Bundle, { format, define = {}, plugins = [] }: Manner): Promise<void> {
  await build({
    configFile: false,
    root: rootPath("."),
    logLevel: "warn",
    mode: "production",
    plugins: [inlineTexts(), ...plugins],
    define,
    ssr: { noExternal: true, external: externals, target: "node" },
    build: {
      ssr: rootPath(entry),
      outDir,
      emptyOutDir: false,
      target: "node24",
      minify: false,
      reportCompressedSize: false,
      copyPublicDir: false,
      rolldownOptions: {
        external: externals,
        // DuckDB's glue looks for `require` through eval; it finds the one of the bundle.
        checks: { eval: false },
        output: { format, entryFileNames: out, codeSplitting: false },
      },
    },
  });
}
