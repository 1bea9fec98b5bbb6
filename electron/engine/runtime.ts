import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

/**
 * Reads a text file that lies beside the calling module. Bundles inline the text: the build replaces
 * `loadText(import.meta.url, "x.sql")` by the literal, so the call must be written in exactly that form.
 */
export function loadText(moduleUrl: string, name: string): string {
  return readFileSync(new URL(name, moduleUrl), "utf8");
}

export type WorkerName = "import-worker" | "segment-worker" | "duckdb-worker" | "model-worker" | "backup-worker" | "foreign-model-process";

declare const __QUARRY_BUNDLED__: boolean | undefined;
const bundled = typeof __QUARRY_BUNDLED__ !== "undefined" && __QUARRY_BUNDLED__;

/**
 * Where a worker thread's entry lies: TypeScript source in `engine/workers/`, or the bundle beside the engine's. Sources take their
 * workers from the folder of bundles that `QUARRY_WORKERS` names: a whole test run starts hundreds, and has just built them.
 */
export function workerPath(name: WorkerName): string {
  if (bundled) return fileURLToPath(new URL(`./${name}.cjs`, import.meta.url));
  const built = process.env["QUARRY_WORKERS"];
  return built === undefined ? fileURLToPath(new URL(`./workers/${name}.ts`, import.meta.url)) : join(built, `${name}.cjs`);
}

/** The shipped model packages: `models/` at the top of the project, or beside the bundle. */
export function packagesDir(): string {
  return fileURLToPath(bundled ? new URL("../models/", import.meta.url) : new URL("../../models/", import.meta.url));
}

/** Microseconds since 1970 UTC. `SOURCE_DATE_EPOCH` (seconds, reproducible-builds.org) fixes it. */
export function nowUs(): number {
  const fixed = process.env["SOURCE_DATE_EPOCH"];
  return fixed !== undefined && /^\d+$/.test(fixed) ? Number(fixed) * 1_000_000 : Date.now() * 1000;
}
