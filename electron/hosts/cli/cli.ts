import { existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Client, Progress } from "../../../shared/contract/client.ts";
import { AppError, CancelledError, type ErrorDetail, toWireError } from "../../../shared/contract/errors.ts";
import type { Diagnosis, Restored, RestoreSignature } from "../../engine/care.ts";
import type { Engine } from "../../engine/engine-interface.ts";
import { createInProcessClient } from "../in-process/in-process-client.ts";
import { logBug } from "../log.ts";
import type { DeskOptions } from "../start/open-desk.ts";
import type { DemoOptions } from "../start/prepare-demo.ts";
import type { Io } from "./io.ts";
import { createProgress, type ProgressView } from "./progress.ts";
import { printable } from "./text.ts";

export interface EngineOptions {
  readonly workspaceDir: string;
  readonly create?: boolean;
  readonly readOnly?: boolean;
}

export interface CliParts {
  openEngine(options: EngineOptions): Promise<Engine>;
  /** Shows the desk until it is closed. */
  openDesk(options: DeskOptions, say: (line: string) => void, signal: AbortSignal): Promise<void>;
  /** Looks at a workspace no engine may be able to open, and puts right what it can when asked to. */
  doctor(workspaceDir: string, repairs: boolean): Promise<Diagnosis>;
  /** Says what restoring would do; does it where it is signed for. Without a backup the last restore is undone. */
  restore(workspaceDir: string, backup: string | undefined, signed: RestoreSignature | undefined): Promise<Restored>;
  prepareDemo(workspaceDir: string, options: DemoOptions, progress: (progress: Progress) => void, signal: AbortSignal): Promise<void>;
  /** What preparing the first cases of a demo has left to do; says whether there was anything. */
  finishDemo(workspaceDir: string, client: Client, signal: AbortSignal): Promise<boolean>;
}

/**
 * One command's work and how its result is shown. `create` makes a missing workspace; `read` also works while another process
 * writes; `scratch` is for what needs an engine and no workspace: it gets one that is thrown away.
 */
export interface Task<T> {
  readonly access: "create" | "write" | "read" | "scratch";
  work(client: Client, signal: AbortSignal): Promise<T>;
  /** What `--json` prints; the result itself unless given. */
  json?(result: T): unknown;
  text(result: T): string;
  /** A result that came, but means failure. */
  failed?(result: T): boolean;
}

export interface BareTools {
  readonly signal: AbortSignal;
  readonly progress: (progress: Progress) => void;
  readonly say: (line: string) => void;
}

export interface Cli {
  readonly parts: CliParts;
  workspaceDir(byDefault?: string): string;
  run<T>(task: Task<T>): Promise<void>;
  /** For work that opens its engine itself. What it returns is printed with `--json`; `say` is for people. */
  runBare(work: (tools: BareTools) => Promise<unknown>): Promise<void>;
  /** What came is no failure of the command, but means one. */
  fail(): void;
  exitCode(): number;
}

export function createCli(options: () => { workspace?: string; json?: boolean }, io: Io, parts: CliParts): Cli {
  let exitCode = 0;
  const isJson = (): boolean => options().json === true;
  const workspaceDir = (byDefault = "quarry-workspace"): string => options().workspace ?? io.env["QUARRY_WORKSPACE"] ?? byDefault;

  const guarded = async (work: (signal: AbortSignal, progress: ProgressView) => Promise<void>): Promise<void> => {
    const abort = new AbortController();
    const progress = createProgress(io, isJson());
    const stop = io.onInterrupt(() => {
      if (abort.signal.aborted) process.exit(1);
      abort.abort(new CancelledError());
    });
    try {
      await work(abort.signal, progress);
    } catch (error) {
      progress.end();
      exitCode = reportError(error, io, isJson());
    } finally {
      stop();
      progress.end();
    }
  };
  const print = (json: unknown, text: () => string): void => io.out(isJson() ? `${JSON.stringify(json, undefined, 2)}\n` : text());

  return {
    parts,
    workspaceDir,
    fail: () => {
      exitCode = 1;
    },
    exitCode: () => exitCode,
    run: (task) =>
      guarded(async (signal, progress) => {
        const dir = workspaceDir();
        const undoCreation = task.access === "create" ? watchCreation(dir) : () => undefined;
        const scratch = task.access === "scratch" ? mkdtempSync(join(tmpdir(), "quarry-")) : undefined;
        const engine = await openFor(task.access, scratch ?? dir, parts);
        const client = createInProcessClient(engine, { trust: "local", host: "cli" });
        client.on("job.changed", progress.show);
        try {
          const result = await task.work(client, signal);
          progress.end();
          print(task.json === undefined ? result : task.json(result), () => task.text(result));
          if (task.failed?.(result) === true) exitCode = 1;
        } catch (error) {
          client.close();
          await engine.close();
          undoCreation();
          throw error;
        } finally {
          client.close();
          await engine.close();
          if (scratch !== undefined) rmSync(scratch, { recursive: true, force: true });
        }
      }),
    runBare: (work) =>
      guarded(async (signal, progress) => {
        const say = (line: string): void => {
          progress.end();
          if (isJson()) io.err(`${JSON.stringify({ t: "say", line })}\n`);
          else io.out(`${line}\n`);
        };
        const result = await work({ signal, say, progress: (p) => progress.show({ ...p, title: "demo" }) });
        progress.end();
        if (isJson()) print(result, () => "");
      }),
  };
}

/** What takes a workspace away again that a failed command has made and put nothing into. */
function watchCreation(dir: string): () => void {
  const before = existsSync(dir) ? readdirSync(dir) : undefined;
  if (before?.includes("quarry.sqlite") === true) return () => undefined;
  return () => {
    const snapshots = join(dir, "snapshots");
    if (!existsSync(dir) || (existsSync(snapshots) && readdirSync(snapshots).length > 0)) return;
    if (before === undefined) rmSync(dir, { recursive: true, force: true });
    else for (const name of readdirSync(dir)) if (!before.includes(name)) rmSync(join(dir, name), { recursive: true, force: true });
  };
}

async function openFor(access: Task<unknown>["access"], workspaceDir: string, parts: CliParts): Promise<Engine> {
  if (access === "create" || access === "scratch") return parts.openEngine({ workspaceDir, create: true });
  try {
    return await parts.openEngine({ workspaceDir });
  } catch (error) {
    const maySee = error instanceof AppError && (error.code === "workspace-locked" || error.code === "read-only");
    if (!maySee || access !== "read") throw error;
    return parts.openEngine({ workspaceDir, readOnly: true });
  }
}

/** How a failure looks among the lines that `--json` puts on stderr. */
export const errorLine = (error: { readonly code: string; readonly message: string; readonly detail: ErrorDetail }): string =>
  `${JSON.stringify({ t: "error", error })}\n`;

/** In a file, or in what was typed. */
function placeOf({ file, line, column }: ErrorDetail): string {
  if (file !== undefined) return ` (${file}${line === undefined ? "" : `:${line}`})`;
  return line === undefined || column === undefined ? "" : ` (line ${line}, column ${column})`;
}

/** Returns the exit code. What the engine refuses because a request's field is wrong is bad usage; what is wrong in a file is not. */
function reportError(error: unknown, io: Io, isJson: boolean): number {
  const wire = toWireError(error);
  // What failed inside the engine was logged there and arrives as an AppError.
  if (wire.code === "internal" && wire.kind === "error" && !(error instanceof AppError)) logBug("a command failed", error);
  const { code, message, detail } = wire.kind === "cancelled" ? { code: "cancelled", message: "cancelled", detail: {} } : wire;
  if (isJson) io.err(errorLine({ code, message, detail }));
  else {
    const place = placeOf(detail);
    const hint = detail.hint === undefined ? "" : `\n${detail.hint}`;
    io.err(`quarry: ${printable(`${message}${message.includes(detail.file ?? "\0") ? "" : place}`)}${printable(hint)}\n`);
  }
  return code === "bad-input" && detail.field !== undefined && detail.file === undefined ? 2 : 1;
}
