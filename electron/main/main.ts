import { readFileSync } from "node:fs";
import { join } from "node:path";
import { app, BrowserWindow, dialog, ipcMain, Menu, protocol, screen, session, utilityProcess } from "electron";
import { serveFrames } from "../hosts/electron-ipc/frame-channel.ts";
import { withFileDialog } from "../hosts/electron-ipc/file-dialog.ts";
import { appOrigin, appScheme } from "../hosts/electron-ipc/sender-check.ts";
import { readStaticFiles } from "../hosts/static/static-files.ts";
import { findTampered, UnpackedManifest } from "../hosts/static/unpacked-files.ts";
import { brokerChildren, childEnvironment, childFlags, type StartChild } from "../hosts/worker/child-broker.ts";
import { scrubbedEnv } from "../hosts/worker/fork-engine.ts";
import type { EngineChild } from "../hosts/worker/messages.ts";
import { EngineSupervisor } from "../hosts/worker/supervisor.ts";
import { appPaths, workspaceFrom } from "./app-paths.ts";
import { createAppHandler, schemePrivileges } from "./app-scheme.ts";
import { guardContents } from "./contents-guard.ts";
import { type DeepLink, findDeepLink, linkScheme, routeOf } from "./deep-link.ts";
import { toEngineChild } from "./engine-child.ts";
import { menuTemplate } from "./menu.ts";
import { toLimitedChild } from "./model-child.ts";
import { guardSession } from "./session-guard.ts";
import { recoverFromCrashes } from "./page-crash.ts";
import { prepareApp } from "./prepare-app.ts";
import { windowOptions } from "./window.ts";
import { keepBounds, keptBounds } from "./window-bounds.ts";

const paths = appPaths(app.getAppPath());
let supervisor: EngineSupervisor | undefined;

/** A utility process cannot start another one. */
const startModelProcess: StartChild = ({ memoryBytes }) =>
  toLimitedChild(
    utilityProcess.fork(paths.modelProcess, [String(memoryBytes)], {
      serviceName: "Quarry model",
      stdio: ["ignore", "ignore", "pipe"],
      env: childEnvironment(process.env),
      execArgv: [...childFlags],
    }),
  );

function startEngine(): EngineSupervisor {
  const workspace = workspaceFrom(process.argv, app.getPath("userData"));
  const start = (): EngineChild =>
    toEngineChild(
      utilityProcess.fork(paths.engine, ["--workspace", workspace, "--asks-for-children"], {
        serviceName: "Quarry engine",
        stdio: "pipe",
        env: { ...scrubbedEnv(process.env), NODE_ENV: "production" },
      }),
    );
  return new EngineSupervisor({ start: () => brokerChildren(start(), startModelProcess) });
}

async function choosePaths(): Promise<readonly string[]> {
  const { filePaths } = await dialog.showOpenDialog({ properties: ["openFile", "multiSelections"] });
  return filePaths;
}

function showDesk(link: DeepLink | undefined): void {
  const [existing] = BrowserWindow.getAllWindows();
  const boundsFile = join(app.getPath("userData"), "window.json");
  const window =
    existing ?? new BrowserWindow(windowOptions(paths.preload, app.isPackaged, keptBounds(boundsFile, screen.getAllDisplays())));
  if (existing === undefined) {
    window.once("ready-to-show", () => window.show());
    window.on("close", () => keepBounds(boundsFile, window.getNormalBounds()));
    recoverFromCrashes(window.webContents, () => window.webContents.reload(), giveUp);
  } else window.focus();
  if (existing === undefined || link !== undefined) void window.loadURL(`${appOrigin}/${routeOf(link)}`);
}

function giveUp(reason: string): void {
  dialog.showErrorBox("Quarry's window keeps crashing", `Your work is kept; start Quarry again. (${reason})`);
  app.quit();
}

/** A link counts while the desk is open: not before its session is guarded, nor when it was refused or is closing. */
function followLink(argv: readonly string[]): void {
  if (supervisor !== undefined) showDesk(findDeepLink(argv));
}

function refuseTampered(): boolean {
  if (!app.isPackaged) return false;
  const manifest = UnpackedManifest.parse(JSON.parse(readFileSync(paths.unpackedManifest, "utf8")));
  const tampered = findTampered(manifest, paths.unpackedRoot, process);
  if (tampered.length > 0)
    dialog.showErrorBox("Quarry was changed after it was built", `Install it again. Changed: ${tampered.join(", ")}`);
  return tampered.length > 0;
}

async function start(): Promise<void> {
  if (refuseTampered()) return app.quit();
  Menu.setApplicationMenu(Menu.buildFromTemplate(menuTemplate(app.isPackaged, process.platform === "darwin")));
  guardSession(session.defaultSession, app.isPackaged);
  protocol.handle(appScheme, createAppHandler(readStaticFiles(paths.renderer)));
  supervisor = startEngine();
  serveFrames(ipcMain, withFileDialog(supervisor, choosePaths));
  showDesk(findDeepLink(process.argv));
  try {
    await supervisor.ready;
  } catch (error) {
    dialog.showErrorBox("Quarry cannot open its workspace", error instanceof Error ? error.message : String(error));
    app.quit();
  }
}

async function stop(event: { preventDefault(): void }): Promise<void> {
  const running = supervisor;
  if (running === undefined) return;
  supervisor = undefined;
  event.preventDefault();
  await running.stop();
  app.quit();
}

const mayRun = prepareApp({
  app,
  registerScheme: () => protocol.registerSchemesAsPrivileged([schemePrivileges]),
  linkScheme,
  onContents: guardContents,
  onLink: (argv) => void app.whenReady().then(() => followLink(argv)),
});
if (mayRun) {
  app.on("will-quit", (event) => void stop(event));
  app.on("window-all-closed", () => app.quit());
  void app.whenReady().then(start);
}
