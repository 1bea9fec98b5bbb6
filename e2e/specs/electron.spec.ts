import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { _electron, expect, test, type ElectronApplication, type Page } from "@playwright/test";
import { linearOnnx } from "../../test/unit-support/crafted-onnx.ts";
import { findElectron, whyNoWindow } from "../../electron/hosts/start/electron-binary.ts";

const root = resolve(import.meta.dirname, "../..");
const executablePath = findElectron(join(root, "node_modules/electron"), process.env);
const noWindow = whyNoWindow({ env: process.env, platform: process.platform, isRoot: process.getuid?.() === 0 });
const skipped = executablePath === undefined ? "Electron's binary is not installed (npx install-electron)" : noWindow;

if (skipped !== undefined) console.log(`the tests in Electron are skipped: ${skipped}`);

test.describe("the desk in Electron", () => {
  test.skip(skipped !== undefined, skipped ?? "");
  let app: ElectronApplication;
  let page: Page;
  let dir: string;
  test.beforeAll(async () => {
    dir = mkdtempSync(join(tmpdir(), "quarry-electron-"));
    app = await _electron.launch({ executablePath: executablePath ?? "", args: [root, `--workspace=${join(dir, "workspace")}`] });
    page = await app.firstWindow();
  });
  test.afterAll(async () => {
    await app.close();
    rmSync(dir, { recursive: true, force: true });
  });

  test("E1, E3: the page has call and on, and nothing of Node", async () => {
    await expect(page.locator("nav").first()).toBeVisible();
    const seen = await page.evaluate(() => ({
      api: Object.keys((window as unknown as { quarry: object }).quarry),
      node: ["require", "process", "module", "Buffer", "global"].filter((name) => name in window),
    }));
    expect(seen).toEqual({ api: ["call", "on"], node: [] });
    const [isolated, sandboxed] = await Promise.all([
      page.evaluate(() => crossOriginIsolated),
      app.evaluate(({ app: shell }) => shell.getAppMetrics().length),
    ]);
    expect(isolated).toBe(true);
    expect(sandboxed).toBeGreaterThan(1);
  });

  test("E7, E8: the page may ask for nothing and go nowhere", async () => {
    const states = await page.evaluate(() =>
      Promise.all(
        ["geolocation", "camera", "microphone", "notifications", "midi"].map(
          async (name) => (await navigator.permissions.query({ name: name as PermissionName })).state,
        ),
      ),
    );
    expect(new Set(states)).toEqual(new Set(["denied"]));
    const url = page.url();
    await page.evaluate(() => {
      window.open("https://example.com");
      location.href = "https://example.com";
    });
    await page.waitForTimeout(300);
    expect(page.url()).toBe(url);
    expect(await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)).toBe(1);
  });

  test("E1, E2: the window is what its one factory says, and every page is sandboxed", async () => {
    const preferences = await app.evaluate(({ BrowserWindow }) => {
      const contents = BrowserWindow.getAllWindows()[0]?.webContents as unknown as { getLastWebPreferences(): Record<string, unknown> };
      const { contextIsolation, sandbox, nodeIntegration, webSecurity, webviewTag } = contents.getLastWebPreferences();
      return { contextIsolation, sandbox, nodeIntegration, webSecurity, webviewTag };
    });
    expect(preferences).toEqual({ contextIsolation: true, sandbox: true, nodeIntegration: false, webSecurity: true, webviewTag: false });
    // Linux does not tell.
    const metrics = await app.evaluate(({ app: shell }) => shell.getAppMetrics().map(({ type, sandboxed }) => ({ type, sandboxed })));
    expect(metrics.filter(({ type, sandboxed }) => type === "Tab" && sandboxed === false)).toEqual([]);
  });

  test("E10: the page reaches no address, not by WebRTC either", async () => {
    const outcome = await page.evaluate(async () => {
      const fetched = await fetch("https://192.0.2.1/").then(
        () => "reached",
        () => "refused",
      );
      const peer = new RTCPeerConnection({ iceServers: [{ urls: "stun:192.0.2.1:3478" }] });
      peer.createDataChannel("x");
      await peer.setLocalDescription(await peer.createOffer());
      const gathered = new Promise((done) => peer.addEventListener("icegatheringstatechange", () => done(undefined), { once: true }));
      await Promise.race([gathered, new Promise((done) => setTimeout(done, 5000))]);
      return { fetched, candidates: peer.localDescription?.sdp.match(/a=candidate/g)?.length ?? 0 };
    });
    expect(outcome).toEqual({ fetched: "refused", candidates: 0 });
  });

  test("E16: when the engine is killed the window stays, says so, and goes on", async () => {
    await app.evaluate(({ app: shell }) => {
      const engine = shell.getAppMetrics().find(({ serviceName, name }) => [serviceName, name].includes("Quarry engine"));
      if (engine === undefined) throw new Error("no engine process");
      process.kill(engine.pid, "SIGKILL");
    });
    await expect(page.getByText("The engine does not answer; connecting again")).toBeVisible();
    await expect(page.getByText("The engine does not answer; connecting again")).toHaveCount(0);
    await expect(page.locator("nav").first()).toBeVisible();
  });

  test("E16: a model made elsewhere is read in a process that the shell starts, since the engine cannot", async () => {
    const base64 = Buffer.from(linearOnnx({ weights: [1, 2] })).toString("base64");
    const operators = await page.evaluate(async (content) => {
      interface Reply {
        readonly ok: boolean;
        readonly value: { grant: string; facts: { operators: string[] } };
      }
      const { quarry } = window as unknown as { quarry: { call(name: string, input: object): { reply: Promise<Reply> } } };
      const ask = async (name: string, input: object) => (await quarry.call(name, input).reply).value;
      const { grant } = await ask("files.begin", { name: "linear.onnx", size: atob(content).length });
      await ask("files.append", { grant, offset: 0, base64: content });
      return (await ask("models.inspect", { grants: [grant], package: "beaconing" })).facts.operators;
    }, base64);
    expect(operators).toEqual(["MatMul"]);
  });

  test("E15: the menu has no reload while packaged, and the engine answers", async () => {
    const isPackaged = await app.evaluate(({ app: shell }) => shell.isPackaged);
    const roles = await app.evaluate(({ Menu }) =>
      JSON.stringify(Menu.getApplicationMenu()?.items.map((item) => item.submenu?.items.map((i) => i.role))),
    );
    expect(roles.includes("reload")).toBe(!isPackaged);
  });
});

const packaged = process.env["QUARRY_PACKAGED"];

/** Needs a package: `QUARRY_PACKAGED` names its executable. Fuses are read after signing, as they are delivered. */
test.describe("the packaged app", () => {
  test.skip(packaged === undefined, "QUARRY_PACKAGED names no packaged executable");

  test("E11: takes no orders from the environment or the command line", () => {
    const marker = join(mkdtempSync(join(tmpdir(), "quarry-fuse-")), "ran");
    const script = `require("node:fs").writeFileSync(${JSON.stringify(marker)}, "")`;
    writeFileSync(`${marker}.cjs`, script);
    const attempts: readonly (readonly [args: readonly string[], env: Record<string, string>])[] = [
      [["-e", script], { ELECTRON_RUN_AS_NODE: "1" }],
      [[], { NODE_OPTIONS: `--require ${marker}.cjs` }],
    ];
    for (const [args, env] of attempts) spawnSync(packaged ?? "", [...args], { env: { ...process.env, ...env }, timeout: 5000 });
    expect(existsSync(marker)).toBe(false);
    const inspected = spawnSync(packaged ?? "", ["--inspect=0"], { timeout: 5000, encoding: "utf8" });
    expect(inspected.stderr).not.toContain("Debugger listening");
  });
});
