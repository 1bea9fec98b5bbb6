import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runInNewContext } from "node:vm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { buildBundle, bundles } from "../../electron/build/bundles.ts";
import { writeStaticManifest } from "../../electron/build/static-manifest.ts";

let dir: string;
beforeAll(async () => {
  dir = mkdtempSync(join(tmpdir(), "quarry-shell-"));
  for (const bundle of bundles.filter(({ out }) => /^(main|preload)\//.test(out))) await buildBundle(bundle, join(dir, "out"));
  mkdirSync(join(dir, "out", "renderer"));
  writeFileSync(join(dir, "out", "renderer", "index.html"), "<p>desk</p>");
  writeStaticManifest(join(dir, "out", "renderer"));
});
afterAll(() => rmSync(dir, { recursive: true }));

describe("E3: the preload bundle", () => {
  it("runs in a sandbox that has only Electron, and exposes one frozen object with call and on", () => {
    const code = readFileSync(join(dir, "out/preload/preload.cjs"), "utf8");
    const exposed: [string, object][] = [];
    const electron = {
      contextBridge: { exposeInMainWorld: (name: string, api: object) => exposed.push([name, api]) },
      ipcRenderer: { send: () => undefined, on: () => undefined },
    };
    const required: string[] = [];
    const require = (name: string): unknown => {
      required.push(name);
      return name === "electron" ? electron : undefined;
    };
    runInNewContext(code, { require, exports: {}, module: { exports: {} }, crypto, AbortController, URL, console, queueMicrotask });
    expect(new Set(required)).toEqual(new Set(["electron"]));
    expect(exposed.map(([name, api]) => [name, Object.keys(api), Object.isFrozen(api)])).toEqual([["quarry", ["call", "on"], true]]);
  });

  it("is a single file", () => {
    expect(readFileSync(join(dir, "out/preload/preload.cjs"), "utf8")).not.toMatch(/require\(["']\.{1,2}\//);
  });
});

/** As much of Electron as main asks of it, writing down what happens in which order. */
function createFakeElectron() {
  const calls: string[] = [];
  const ready = Promise.withResolvers<void>();
  const listeners = new Map<string, (...args: unknown[]) => void>();
  const note =
    (name: string, result?: unknown) =>
    (...args: unknown[]): unknown => {
      calls.push([name, ...args.filter((arg) => typeof arg === "string")].join(" "));
      return result;
    };
  class BrowserWindow {
    static readonly all: BrowserWindow[] = [];
    readonly options: unknown;
    constructor(options: unknown) {
      calls.push("window");
      this.options = options;
      BrowserWindow.all.push(this);
    }
    static getAllWindows(): BrowserWindow[] {
      return BrowserWindow.all;
    }
    once = note("window.once");
    on = note("window.on");
    show = note("window.show");
    loadURL = note("window.load", Promise.resolve());
    focus = note("window.focus");
    webContents = { on: note("contents.on"), reload: note("contents.reload") };
  }
  const electron = {
    app: {
      isPackaged: false,
      getAppPath: () => dir,
      getPath: () => join(dir, "user"),
      enableSandbox: note("sandbox"),
      requestSingleInstanceLock: note("lock", true),
      setAsDefaultProtocolClient: note("links"),
      commandLine: { appendSwitch: note("switch") },
      on: (name: string, listener: (...args: unknown[]) => void) => {
        calls.push(`app.on ${name}`);
        listeners.set(name, listener);
      },
      quit: note("quit"),
      whenReady: () => (calls.push("whenReady"), ready.promise),
    },
    BrowserWindow,
    dialog: { showErrorBox: note("error"), showOpenDialog: note("dialog") },
    ipcMain: { on: note("ipcMain.on") },
    Menu: { setApplicationMenu: note("menu"), buildFromTemplate: (template: unknown) => template },
    screen: { getAllDisplays: () => [] },
    protocol: { registerSchemesAsPrivileged: note("scheme"), handle: note("protocol") },
    session: {
      defaultSession: {
        setPermissionRequestHandler: note("permissions"),
        setPermissionCheckHandler: note("permission checks"),
        setDevicePermissionHandler: note("devices"),
        setDisplayMediaRequestHandler: note("display"),
        setSpellCheckerEnabled: note("spelling"),
        on: note("session.on"),
        webRequest: { onBeforeRequest: note("network") },
      },
    },
    utilityProcess: {
      fork: note("fork", { on: () => undefined, postMessage: () => undefined, kill: () => true, stdout: null, stderr: null }),
    },
  };
  return { electron, calls, ready, listeners, BrowserWindow };
}

describe("the main bundle", () => {
  it("E2, E5, E7: sandboxes before it is ready and guards the session before it shows a window", async () => {
    const { electron, calls, ready, listeners, BrowserWindow } = createFakeElectron();
    const file = join(dir, "out/main/main.cjs");
    const nodeRequire = createRequire(file);
    const require = (name: string): unknown => (name === "electron" ? electron : nodeRequire(name));
    // Compiled as Node would, with our own `require`.
    const load = runInNewContext(`(function (exports, require, module, __filename, __dirname) {${readFileSync(file, "utf8")}\n})`, {
      process,
      Buffer,
      URL,
      Request,
      Response,
      Headers,
      performance,
      setTimeout,
      clearTimeout,
      setImmediate,
      queueMicrotask,
      AbortController,
      console,
    }) as (...args: unknown[]) => void;
    load({}, require, { exports: {} }, file, join(dir, "out/main"));
    const beforeReady = [...calls];
    expect(beforeReady[0]).toBe("sandbox");
    expect(beforeReady).toContain("scheme");
    expect(beforeReady).toContain("app.on web-contents-created");
    expect(beforeReady.at(-1)).toBe("whenReady");
    expect(beforeReady).not.toContain("window");
    ready.resolve();
    await new Promise((resolve) => setTimeout(resolve, 20));
    const order = (name: string): number => calls.indexOf(name);
    for (const guard of [
      "permissions",
      "permission checks",
      "devices",
      "display",
      "network",
      "session.on will-download",
      "protocol app",
      "menu",
    ])
      expect(order(guard), guard).toBeGreaterThan(-1);
    for (const guard of ["permissions", "network", "protocol app", "ipcMain.on quarry:frame"])
      expect(order(guard), guard).toBeLessThan(order("window"));
    expect(BrowserWindow.all[0]?.options).toMatchObject({
      webPreferences: { sandbox: true, contextIsolation: true, preload: join(dir, "out/preload/preload.cjs") },
    });
    expect(calls).toContain("window.load app://quarry/");
    expect(calls).toContain(`fork ${join(dir, "out/engine/engine-process.cjs")}`);
    expect(calls).not.toContain("error");
    expect(calls).toContain("contents.on render-process-gone");

    // E13: a link is shown in the one window while the desk is open, and opens none when it is closing.
    const loads = (): string[] => calls.filter((call) => call.startsWith("window.load"));
    listeners.get("second-instance")?.({}, ["quarry", "https://evil.example/", "quarry://case/a1"]);
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(loads()).toEqual(["window.load app://quarry/", "window.load app://quarry/#/triage?case=a1"]);
    listeners.get("will-quit")?.({ preventDefault: () => undefined });
    listeners.get("second-instance")?.({}, ["quarry", "quarry://case/a2"]);
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(loads()).toHaveLength(2);
    expect(BrowserWindow.all).toHaveLength(1);
  });

  it("is the same, byte for byte, when it is built again", async () => {
    const [bundle] = bundles;
    if (bundle === undefined) throw new Error("no bundle");
    await buildBundle(bundle, join(dir, "again"));
    expect(readFileSync(join(dir, "again", bundle.out)).equals(readFileSync(join(dir, "out", bundle.out)))).toBe(true);
  });
});
