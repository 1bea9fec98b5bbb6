import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createEchoEngine } from "../../../test/contract/echo-engine.ts";
import { createInProcessConnector } from "../in-process/in-process-client.ts";
import { startLoopbackHost } from "../loopback/loopback-host.ts";
import { hasScreen, openCommand, redirectPage } from "./browser.ts";
import { findElectron, obtainElectron, whyNoWindow } from "./electron-binary.ts";
import { findHostState, openStateDir, requestLaunchUrl, writeHostState, writePrivate } from "./state-file.ts";

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), "quarry-start-"));
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

const mode = (path: string): number => statSync(path).mode & 0o777;

describe("L14: state of a running host", () => {
  it("lies in files only its user can read", () => {
    const stateDir = openStateDir(dir);
    expect(mode(stateDir)).toBe(0o700);
    const remove = writeHostState(
      stateDir,
      { workspaceDir: dir, readOnly: false },
      { origin: "http://127.0.0.1:1", adminSecret: "s", pid: 1 },
    );
    expect(findHostState(stateDir, { workspaceDir: dir, readOnly: false })).toEqual({
      origin: "http://127.0.0.1:1",
      adminSecret: "s",
      pid: 1,
    });
    writePrivate(join(stateDir, "open.html"), redirectPage("http://127.0.0.1:1/#launch=t"));
    expect(mode(join(stateDir, "open.html"))).toBe(0o600);
    expect(findHostState(stateDir, { workspaceDir: dir, readOnly: true }), "one that only looks is another").toBeUndefined();
    remove();
    expect(findHostState(stateDir, { workspaceDir: dir, readOnly: false })).toBeUndefined();
  });

  it("is not written through somebody else's link or file", () => {
    mkdirSync(join(dir, "elsewhere"));
    symlinkSync(join(dir, "elsewhere"), join(dir, `quarry-${process.getuid?.() ?? "user"}`));
    expect(() => openStateDir(dir)).toThrow(/belongs to somebody else/);
    const path = join(dir, "secret");
    writeFileSync(path, "old", { mode: 0o644 });
    writePrivate(path, "new");
    expect(mode(path)).toBe(0o600);
    expect(readFileSync(path, "utf8")).toBe("new");
  });

  it("is ignored when it cannot be read as such", () => {
    const stateDir = openStateDir(dir);
    writeHostState(stateDir, { workspaceDir: dir, readOnly: false }, { origin: "o", adminSecret: "s", pid: 1 });
    for (const name of readdirSync(stateDir)) writeFileSync(join(stateDir, name), "{");
    expect(findHostState(stateDir, { workspaceDir: dir, readOnly: false })).toBeUndefined();
  });

  it("gives another process of the user a new link while the host runs, and nothing afterwards", async () => {
    const host = await startLoopbackHost({ connector: createInProcessConnector(createEchoEngine()), files: new Map() });
    const state = { origin: host.origin, adminSecret: host.adminSecret, pid: process.pid };
    expect(await requestLaunchUrl(state)).toMatch(new RegExp(`^${host.origin}/#launch=[\\w-]{43}$`));
    expect(await requestLaunchUrl({ ...state, adminSecret: "guess" })).toBeUndefined();
    await host.close();
    expect(await requestLaunchUrl(state)).toBeUndefined();
  });
});

describe("opening the browser", () => {
  const url = "http://127.0.0.1:4321/#launch=abc-_123";

  it("names a file, never the token, in the command everybody can see", () => {
    const file = join(dir, "open.html");
    for (const platform of ["linux", "darwin", "win32"] as const) {
      const command = openCommand(platform, file);
      expect(command.join(" ")).not.toContain("launch=");
      expect(command.at(-1)).toBe(file);
    }
    writePrivate(file, redirectPage(url));
    expect(readFileSync(file, "utf8")).toContain("abc-_123");
  });

  it("sends the browser on and cannot be broken out of", () => {
    expect(redirectPage(url)).toContain(`content="0;url=${url}"`);
    expect(redirectPage('http://a/"><script>')).not.toContain("<script>");
  });

  it("is left out where there is no screen", () => {
    expect(hasScreen("linux", {})).toBe(false);
    expect(hasScreen("linux", { WAYLAND_DISPLAY: "wayland-0" })).toBe(true);
    expect(hasScreen("darwin", {})).toBe(true);
  });
});

describe("finding Electron", () => {
  const here = { env: { DISPLAY: ":0", CI: "1" }, platform: "linux", isRoot: false } as const;

  it("looks where its package would, and where the override says", async () => {
    expect(await obtainElectron(dir, here)).toEqual({ because: "Electron is not installed" });
    mkdirSync(join(dir, "dist"));
    writeFileSync(join(dir, "dist", "electron"), "");
    writeFileSync(join(dir, "path.txt"), "electron");
    expect(await obtainElectron(dir, here)).toEqual({ path: join(dir, "dist", "electron") });
    expect(findElectron(dir, { ELECTRON_OVERRIDE_DIST_PATH: join(dir, "other") })).toBeUndefined();
  });

  it("says why no window can be shown", () => {
    expect(whyNoWindow({ ...here, env: {} })).toBe("there is no display");
    expect(whyNoWindow({ ...here, isRoot: true })).toContain("root");
    expect(whyNoWindow({ ...here, platform: "darwin", env: {} })).toBeUndefined();
  });
});
