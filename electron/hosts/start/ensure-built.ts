import { spawn } from "node:child_process";
import { existsSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { AppError } from "../../../shared/contract/errors.ts";
import { projectPaths } from "./project-paths.ts";

const sources = ["electron", "renderer", "shared", "models", "package-lock.json"];
/** Written into `out/` by the build when all of it has succeeded. */
export const builtStamp = "built.json";

/** Builds what the desk is served from when it is missing or older than its sources. */
export async function ensureBuilt(say: (line: string) => void): Promise<void> {
  const stampPath = join(projectPaths.out, builtStamp);
  if (existsSync(stampPath) && newest(sources.map((name) => join(projectPaths.root, name))) <= statSync(stampPath).mtimeMs) return;
  say("Building the desk …");
  const code = await new Promise<number | null>((resolve, reject) => {
    const child = spawn(process.execPath, [projectPaths.buildScript], { cwd: projectPaths.root, stdio: ["ignore", "ignore", "inherit"] });
    child.once("error", reject);
    child.once("exit", resolve);
  });
  if (code !== 0) throw new AppError("io", "the desk could not be built; npm run build says why");
}

function newest(paths: readonly string[]): number {
  let latest = 0;
  for (const path of paths) {
    const stat = statSync(path);
    latest = Math.max(latest, stat.isDirectory() ? newest(sourcesIn(path)) : stat.mtimeMs);
  }
  return latest;
}

const sourcesIn = (dir: string): string[] =>
  readdirSync(dir)
    .filter((name) => !name.includes(".test."))
    .map((name) => join(dir, name));
