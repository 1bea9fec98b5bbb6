import { existsSync } from "node:fs";
import { basename, join } from "node:path";

const root = join(import.meta.dirname, "../..");

/** As deep below the project's folder as the engine's own files, whose shipped models are found from there. */
export const builtChildrenDir = join(root, ".tmp", "children");

/** A script that tests start as a process, by its path in the project: the one built for a whole run, or its source. */
export function childScript(path: string): string {
  const built = join(builtChildrenDir, basename(path).replace(".ts", ".mjs"));
  return process.env["QUARRY_WORKERS"] !== undefined && existsSync(built) ? built : join(root, path);
}

/** What an engine's process of its own is started from. */
export function engineEntry(): string {
  const built = process.env["QUARRY_WORKERS"];
  return built === undefined ? join(root, "electron/hosts/worker/engine-process.ts") : join(built, "engine-process.cjs");
}
