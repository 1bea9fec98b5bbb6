import { spawn } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { connect } from "node:net";
import { join } from "node:path";

const answersWithinMs = 1500;
const downloadWithinMs = 120_000;

export interface ElectronLookup {
  /** The executable, or why there is none. */
  readonly path?: string;
  readonly because?: string;
}

interface Surroundings {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly platform: NodeJS.Platform;
  readonly isRoot: boolean;
}

/** Why no window can be shown here at all. Electron's sandbox does not run as root, and we do not run without it. */
export function whyNoWindow({ env, platform, isRoot }: Surroundings): string | undefined {
  if (platform === "linux" && env["DISPLAY"] === undefined && env["WAYLAND_DISPLAY"] === undefined) return "there is no display";
  if (platform === "linux" && isRoot) return "Electron's sandbox does not run as root";
  return undefined;
}

/** Looks where Electron's own package would: `path.txt` names the executable below `dist/`, or below the override. */
export function findElectron(packageDir: string, env: Surroundings["env"]): string | undefined {
  const pathFile = join(packageDir, "path.txt");
  const name = existsSync(pathFile) ? readFileSync(pathFile, "utf8") : "electron";
  const path = join(env["ELECTRON_OVERRIDE_DIST_PATH"] ?? join(packageDir, "dist"), name);
  return existsSync(path) ? path : undefined;
}

/** Finds Electron, or fetches it once with its own installer when the network answers at once. */
export async function obtainElectron(packageDir: string, surroundings: Surroundings): Promise<ElectronLookup> {
  const because = whyNoWindow(surroundings);
  if (because !== undefined) return { because };
  const found = findElectron(packageDir, surroundings.env);
  if (found !== undefined) return { path: found };
  if (surroundings.env["CI"] !== undefined || !(await answers(downloadHost(surroundings.env))))
    return { because: "Electron is not installed" };
  await download(packageDir);
  const fetched = findElectron(packageDir, surroundings.env);
  return fetched === undefined ? { because: "Electron could not be fetched" } : { path: fetched };
}

function downloadHost(env: Surroundings["env"]): string {
  const mirror = env["ELECTRON_MIRROR"] ?? env["npm_config_electron_mirror"];
  return mirror !== undefined && URL.canParse(mirror) ? new URL(mirror).hostname : "github.com";
}

function answers(host: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host, port: 443 });
    const end = (reached: boolean): void => {
      clearTimeout(timer);
      socket.destroy();
      resolve(reached);
    };
    const timer = setTimeout(() => end(false), answersWithinMs);
    socket.once("connect", () => end(true));
    socket.once("error", () => end(false));
  });
}

function download(packageDir: string): Promise<void> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [join(packageDir, "install.js")], { stdio: "ignore", timeout: downloadWithinMs });
    child.once("error", () => resolve());
    child.once("exit", () => resolve());
  });
}
