import { EventEmitter } from "node:events";
import { existsSync } from "node:fs";
import { userInfo } from "node:os";
import type { EventBody, EventName } from "../../shared/contract/events.ts";
import { DecisionBook } from "./decisions/decision-book.ts";
import { createDuckDbEngine } from "./duckdb/duckdb-engine.ts";
import type { Engine } from "./engine-interface.ts";
import { FileGrants } from "./files/grants.ts";
import { createHandlers } from "./handlers.ts";
import { HuntBoard } from "./hunts/board.ts";
import { createJobRegistry } from "./jobs/job-registry.ts";
import { HttpSink } from "./lineage/http-sink.ts";
import { openLineage } from "./lineage/lineage-log.ts";
import { toNativeError } from "./native-failure.ts";
import type { StartChild } from "./limited-child.ts";
import { createModelRuntime } from "./onnx/model-runtime.ts";
import { BackupKeeper } from "./operations/backup-keeper.ts";
import { ContextFiller } from "./operations/context-filler.ts";
import { decisionKinds } from "./operations/decision-kinds.ts";
import type { EngineParts } from "./operations/engine-parts.ts";
import { signedSinkUrl } from "./operations/lineage-operations.ts";
import { UpkeepWatch } from "./operations/upkeep-watch.ts";
import { settleSnapshots } from "./operations/adopt-snapshots.ts";
import { packagesDir } from "./runtime.ts";
import { Holds } from "./triage/holds.ts";
import { findSetting, putSetting } from "./sqlite/settings.ts";
import { toStorageError } from "./storage-failure.ts";
import { Judge } from "./triage/judge.ts";
import { drawMissingLots } from "./triage/second-looks.ts";
import { createWorkspace, isWorkspace, openWorkspace, type Workspace } from "./workspace/workspace.ts";

export interface EngineOptions {
  readonly workspaceDir: string;
  /** Make the workspace when there is none yet. */
  readonly create?: boolean;
  readonly readOnly?: boolean;
  readonly packagesDir?: string;
  /** Start a query worker at once, so that an analyst's first question does not wait for it. */
  readonly warm?: boolean;
  /** Make verified copies of the database by itself, on every day with decisions and after many of them. */
  readonly keepsBackups?: boolean;
  /** Build contexts that are lacking, while nobody has asked for anything for so many milliseconds; none without it. */
  readonly fillsAfterMs?: number;
  /** Starts the processes of models made elsewhere, where this process cannot itself. */
  readonly startChild?: StartChild;
  readonly log?: (line: string) => void;
}

/** Told after what people decide, or rules. */
const decidingEvents = [
  "verdict.changed",
  "holds.changed",
  "hunts.changed",
  "entities.changed",
  "models.changed",
  "dataset.changed",
] as const;

/** Opens the workspace and composes the engine. Worker threads start when they are first needed. */
export async function createEngine(options: EngineOptions): Promise<Engine> {
  const workspace = openOrCreate(options);
  try {
    return await composeEngine(workspace, options);
  } catch (error) {
    workspace.close();
    throw toStorageError(error);
  }
}

function openOrCreate({ workspaceDir, create = false, readOnly = false }: EngineOptions): Workspace {
  try {
    return create && !isWorkspace(workspaceDir) ? createWorkspace(workspaceDir) : openWorkspace(workspaceDir, { readOnly });
  } catch (error) {
    throw toNativeError(toStorageError(error));
  }
}

async function composeEngine(workspace: Workspace, options: EngineOptions): Promise<Engine> {
  const log = options.log ?? (() => undefined);
  if (!workspace.readOnly) for (const line of await settleSnapshots(workspace)) log(line);
  if (!workspace.readOnly) {
    const user = userInfo().username;
    if (findSetting(workspace.db, "workspace.user") !== user) putSetting(workspace.db, "workspace.user", user);
    drawMissingLots(workspace.db);
  }
  const emitter = new EventEmitter().setMaxListeners(0);
  const emit = <K extends EventName>(name: K, body: EventBody<K>): void => void emitter.emit(name, body);
  const queryEngine = createDuckDbEngine({ snapshotsDir: workspace.paths.snapshots, cacheDir: workspace.paths.cache, log });
  const runtime = createModelRuntime(options.startChild);
  const checkRuntime = createModelRuntime(options.startChild);
  const jobs = createJobRegistry((job) => emit("job.changed", job));
  const grants = new FileGrants(workspace.paths.incoming);
  const sink = new HttpSink();
  sink.setUrl(workspace.readOnly ? undefined : signedSinkUrl(workspace.log));
  const lineage = openLineage({ workspace, log, appended: (event) => sink.send(event) });
  const board = new HuntBoard(workspace);
  const decisions = new DecisionBook(workspace.db, workspace.log, decisionKinds({ db: workspace.db, board, emit }));
  const parts: EngineParts = {
    workspace,
    packagesDir: options.packagesDir ?? packagesDir(),
    queryEngine,
    runtime,
    checkRuntime,
    jobs,
    grants,
    lineage,
    sink,
    decisions,
    judge: new Judge(workspace.db, decisions),
    holds: new Holds(workspace.db, workspace.log),
    board,
    log,
    emit,
  };
  const upkeep = new UpkeepWatch(parts);
  const keeper = new BackupKeeper(parts, options.keepsBackups ?? false);
  for (const name of decidingEvents) emitter.on(name, () => keeper.note());
  keeper.note();
  for (const name of ["verdict.changed", "queue.changed"] as const) emitter.on(name, () => upkeep.note());
  const filler = options.fillsAfterMs === undefined ? undefined : new ContextFiller(parts, options.fillsAfterMs);
  // What another copy brought comes without contexts.
  for (const name of ["queue.changed", "workspace.changed"] as const) emitter.on(name, () => filler?.note());
  filler?.note();
  if (options.warm === true)
    queryEngine.rows({ scope: { snapshots: [] }, sql: "SELECT 1 AS one" }).catch((error: unknown) => log(`warm-up: ${String(error)}`));
  if (!existsSync(parts.packagesDir)) log(`no model packages at ${parts.packagesDir}`);
  const handlers = createHandlers(parts, keeper);
  return {
    handlers: filler?.heed(handlers) ?? handlers,
    on: (name, listener) => {
      emitter.on(name, listener);
      return () => emitter.off(name, listener);
    },
    close: async () => {
      await filler?.close();
      await jobs.close();
      await upkeep.settle();
      await keeper.close();
      await Promise.all([queryEngine.close(), runtime.close(), checkRuntime.close(), sink.close()]);
      grants.releaseAll();
      workspace.close();
    },
  };
}
