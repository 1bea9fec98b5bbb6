import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { _electron, expect, test, type ElectronApplication, type Page } from "@playwright/test";
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

  test("E15: the menu has no reload while packaged, and the engine answers", async () => {
    const isPackaged = await app.evaluate(({ app: shell }) => shell.isPackaged);
    const roles = await app.evaluate(({ Menu }) =>
      JSON.stringify(Menu.getApplicationMenu()?.items.map((item) => item.submenu?.items.map((i) => i.role))),
    );
    expect(roles.includes("reload")).toBe(!isPackaged);
  });
});
