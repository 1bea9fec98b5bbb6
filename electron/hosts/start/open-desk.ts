import { spawn } from "node:child_process";
import { resolve } from "node:path";
import type { Client } from "../../../shared/contract/client.ts";
import { AppError, CancelledError } from "../../../shared/contract/errors.ts";
import { createFrameClient } from "../../../shared/contract/frame-client.ts";
import { logBug } from "../log.ts";
import { startLoopbackHost, type LoopbackHost } from "../loopback/loopback-host.ts";
import { readStaticFiles } from "../static/static-files.ts";
import { forkEngine } from "../worker/fork-engine.ts";
import { EngineSupervisor } from "../worker/supervisor.ts";
import { hasScreen, openInBrowser } from "./browser.ts";
import { isWithoutDemo } from "./demo-dir.ts";
import { obtainElectron } from "./electron-binary.ts";
import { ensureBuilt } from "./ensure-built.ts";
import { isBundled, projectPaths } from "./project-paths.ts";
import { findHostState, openStateDir, requestLaunchUrl, writeHostState } from "./state-file.ts";

export interface DeskOptions {
  readonly workspaceDir: string;
  readonly port: number;
  /** Otherwise the link is printed. */
  readonly opensBrowser: boolean;
  readonly shell: "auto" | "browser";
  /** For looking only, beside whoever has the workspace; in the browser, since there is one window of Electron's. */
  readonly readOnly: boolean;
  /** Makes the workspace a demo, as far as its first cases before the desk opens in the browser, and in whole before Electron has it to itself. */
  readonly demo?: {
    prepare(isFirstCasesOnly: boolean): Promise<void>;
    /** Returns whether there was anything left to do. */
    finish(client: Client): Promise<boolean>;
  };
}

/** Without a page for so long, and without work, the browser's host ends. */
const idleMs = 60 * 60_000;

/** Opens the desk in Electron or the browser and returns when it has been closed, or when a running one has been asked to show itself. */
export async function openDesk(options: DeskOptions, say: (line: string) => void, signal: AbortSignal): Promise<void> {
  if (isBundled) return runLoopback(options, say, signal);
  await ensureBuilt(say);
  if (options.shell === "auto" && !options.readOnly) {
    const { path, because } = await obtainElectron(projectPaths.electron, {
      env: process.env,
      platform: process.platform,
      isRoot: process.getuid?.() === 0,
    });
    if (path !== undefined) {
      await prepareDemo(options, false, say);
      return runElectron(path, options.workspaceDir, signal);
    }
    say(`No Electron window, since ${because ?? "it is not there"}; the desk opens in the browser instead.`);
  }
  await runLoopback(options, say, signal);
}

function runElectron(path: string, workspaceDir: string, signal: AbortSignal): Promise<void> {
  const { ELECTRON_RUN_AS_NODE: _, NODE_OPTIONS: __, ...env } = process.env;
  const child = spawn(path, [projectPaths.root, `--workspace=${resolve(workspaceDir)}`], { stdio: "inherit", env });
  signal.addEventListener("abort", () => child.kill());
  return new Promise((done, failed) => {
    child.once("error", failed);
    child.once("exit", () => done());
  });
}

async function runLoopback(options: DeskOptions, say: (line: string) => void, signal: AbortSignal): Promise<void> {
  const workspaceDir = resolve(options.workspaceDir);
  const { readOnly } = options;
  const stateDir = openStateDir();
  const show = (url: string, origin: string): void => showLink(url, origin, options, stateDir, say);
  await prepareDemo(options, true, say);
  const running = findHostState(stateDir, { workspaceDir, readOnly });
  const url = running === undefined ? undefined : await requestLaunchUrl(running);
  if (running !== undefined && url !== undefined) return show(url, running.origin);
  const args = ["--workspace", workspaceDir, ...(readOnly ? ["--read-only"] : [])];
  const supervisor = new EngineSupervisor({ start: () => forkEngine(projectPaths.engineEntry, args) });
  let demo = Promise.resolve();
  try {
    await supervisor.ready;
    const goOn = (): void => {
      demo = finishDemo(supervisor, options, say);
    };
    await serveDesk(supervisor, options, { workspaceDir, stateDir, show, goOn, signal });
  } finally {
    await supervisor.stop();
    await demo;
  }
}

async function prepareDemo({ demo, workspaceDir }: DeskOptions, isFirstCasesOnly: boolean, say: (line: string) => void): Promise<void> {
  if (demo === undefined) return;
  if (isWithoutDemo(workspaceDir)) say(`Making a simulated enterprise in ${workspaceDir}, this once; it takes minutes.`);
  await demo.prepare(isFirstCasesOnly);
}

/** The rest of a demo, as jobs that the desk shows while it is open; the next time goes on where this one ended. */
async function finishDemo(supervisor: EngineSupervisor, { demo }: DeskOptions, say: (line: string) => void): Promise<void> {
  if (demo === undefined) return;
  const client = createFrameClient(supervisor.connect({ trust: "local", host: "demo" }));
  try {
    if (await demo.finish(client)) say("All models have looked at the data; the demo is complete.");
  } catch (error) {
    if (!(error instanceof CancelledError || error instanceof AppError)) logBug("the demo was not finished", error);
    say("The demo is not complete: its first cases are there, and the same command goes on with the rest.");
  } finally {
    client.close();
  }
}

interface Desk {
  readonly workspaceDir: string;
  readonly stateDir: string;
  readonly signal: AbortSignal;
  show(url: string, origin: string): void;
  /** Once the desk is open. */
  goOn(): void;
}

async function serveDesk(supervisor: EngineSupervisor, options: DeskOptions, desk: Desk): Promise<void> {
  const host = await startLoopbackHost({
    connector: supervisor,
    files: readStaticFiles(projectPaths.renderer),
    port: options.port,
    idleMs,
    isBusy: () => hasRunningJob(supervisor),
  });
  const { origin, adminSecret } = host;
  const removeState = writeHostState(
    desk.stateDir,
    { workspaceDir: desk.workspaceDir, readOnly: options.readOnly },
    { origin, adminSecret, pid: process.pid },
  );
  try {
    desk.show(host.createLaunchUrl(), origin);
    desk.goOn();
    await untilEnd(host, desk.signal, () => desk.show(host.createLaunchUrl(), origin));
  } finally {
    removeState();
    await host.close();
  }
}

function showLink(url: string, origin: string, options: DeskOptions, stateDir: string, say: (line: string) => void): void {
  if (options.opensBrowser && hasScreen(process.platform, process.env)) {
    openInBrowser(url, stateDir);
    say(`Quarry is at ${origin} and opens in your browser. Ctrl+C ends it.`);
  } else {
    say(`Quarry is ready. Open this link within a minute; it works once: ${url}`);
    say(process.stdin.isTTY ? "Enter gives a new link, Ctrl+C ends it." : "Run the same command again for a new link.");
  }
}

/** Ends with an interrupt, a shutdown, idleness, or the process that started this one. Enter on a terminal asks for a new link. */
async function untilEnd(host: LoopbackHost, signal: AbortSignal, newLink: () => void): Promise<void> {
  const interrupted = new Promise<void>((done) => {
    if (signal.aborted) done();
    signal.addEventListener("abort", () => done(), { once: true });
    if (process.connected) process.once("disconnect", () => done());
  });
  const isAsked = process.stdin.isTTY;
  if (isAsked) process.stdin.on("data", newLink);
  await Promise.race([interrupted, host.ended]);
  if (isAsked) process.stdin.off("data", newLink).pause();
}

async function hasRunningJob(supervisor: EngineSupervisor): Promise<boolean> {
  const client = createFrameClient(supervisor.connect({ trust: "local", host: "loopback" }));
  try {
    return (await client.call("jobs.list", {})).some((job) => job.state === "running");
  } catch (error) {
    // An engine that is not there has no work.
    if (error instanceof AppError && error.code === "engine-gone") return false;
    throw error;
  } finally {
    client.close();
  }
}
