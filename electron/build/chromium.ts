import { spawnSync } from "node:child_process";
import { accessSync, constants, existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import { chromium } from "playwright";

/** The shell has no window and takes two thirds of the time. */
const names = ["chromium-headless-shell", "chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];

/** A Chromium to run the browser tests with: the one `CHROMIUM_PATH` names, an installed one, or Playwright's own. */
export function findChromium(env: Readonly<Record<string, string | undefined>> = process.env): string | undefined {
  const named = env["CHROMIUM_PATH"];
  if (named !== undefined && named !== "") return isExecutable(named) ? named : undefined;
  const folders = (env["PATH"] ?? "").split(delimiter).filter((folder) => folder !== "");
  const installed = folders.flatMap((folder) => names.map((name) => join(folder, name))).find(isExecutable);
  return installed ?? [chromium.executablePath()].find((path) => existsSync(path));
}

/** Finds a Chromium or installs one; throws the one line to run when neither works. */
export function ensureChromium(): string {
  const found = findChromium();
  if (found !== undefined) return found;
  for (const [command, ...args] of waysToInstall()) {
    process.stdout.write(`no Chromium found; trying: ${[command, ...args].join(" ")}\n`);
    spawnSync(command, args, { stdio: "inherit", timeout: 300_000 });
    const installed = findChromium();
    if (installed !== undefined) return installed;
  }
  throw new Error("there is no Chromium for the browser tests; run: npx playwright install chromium (or set CHROMIUM_PATH)");
}

function waysToInstall(): [string, ...string[]][] {
  const ways: [string, ...string[]][] = [[process.execPath, join("node_modules", "playwright", "cli.js"), "install", "chromium"]];
  if (process.getuid?.() === 0 && existsSync("/usr/bin/apt-get")) {
    ways.push(["apt-get", "update"]);
    ways.push(["apt-get", "install", "-y", "--no-install-recommends", "chromium-headless-shell"]);
  }
  return ways;
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
