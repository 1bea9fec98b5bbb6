import { spawn } from "node:child_process";
import { rmSync } from "node:fs";
import { join } from "node:path";
import { writePrivate } from "./state-file.ts";

/**
 * Opens a launch link in the default browser. The link's token must not appear in an argument list, which every user of the
 * machine can read; so the browser is given a private file that sends it on, removed after the token's life.
 */
export function openInBrowser(url: string, stateDir: string): void {
  const file = join(stateDir, `open-${process.pid}.html`);
  writePrivate(file, redirectPage(url));
  const [command, ...args] = openCommand(process.platform, file);
  const child = spawn(command, args, { stdio: "ignore", detached: true });
  child.once("error", () => undefined);
  child.unref();
  setTimeout(() => rmSync(file, { force: true }), 60_000).unref();
  process.once("exit", () => rmSync(file, { force: true }));
}

export function redirectPage(url: string): string {
  const safe = url.replace(/[^\w#=:/.-]/g, "");
  return `<!doctype html><meta charset="utf-8"><title>Quarry</title><meta http-equiv="refresh" content="0;url=${safe}">`;
}

export function openCommand(platform: NodeJS.Platform, file: string): readonly [string, ...string[]] {
  if (platform === "darwin") return ["open", file];
  if (platform === "win32") return ["rundll32", "url.dll,FileProtocolHandler", file];
  return ["xdg-open", file];
}

/** Whether there is a screen a browser could open on. */
export function hasScreen(platform: NodeJS.Platform, env: Readonly<Record<string, string | undefined>>): boolean {
  return platform !== "linux" || env["DISPLAY"] !== undefined || env["WAYLAND_DISPLAY"] !== undefined;
}
