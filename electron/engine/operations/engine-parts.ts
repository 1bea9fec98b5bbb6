import { basename, resolve } from "node:path";
import type { Caller } from "../../../shared/contract/client.ts";
import { AppError } from "../../../shared/contract/errors.ts";
import type { EventBody, EventName } from "../../../shared/contract/events.ts";
import type { DecisionBook } from "../decisions/decision-book.ts";
import type { StatementEngine } from "../duckdb/query-engine.ts";
import type { FileGrants, GrantedFile } from "../files/grants.ts";
import type { HuntBoard } from "../hunts/board.ts";
import type { JobRegistry } from "../jobs/job-registry.ts";
import type { HttpSink } from "../lineage/http-sink.ts";
import type { LineageLog } from "../lineage/lineage-log.ts";
import type { ModelRuntime } from "../onnx/model-runtime.ts";
import type { Holds } from "../triage/holds.ts";
import type { Judge } from "../triage/judge.ts";
import type { Workspace } from "../workspace/workspace.ts";

/** What the operations behind the contract share. Made once by `createEngine`. */
export interface EngineParts {
  readonly workspace: Workspace;
  readonly packagesDir: string;
  readonly queryEngine: StatementEngine;
  readonly runtime: ModelRuntime;
  /** For questions about versions that must not wait behind a run. */
  readonly checkRuntime: ModelRuntime;
  readonly jobs: JobRegistry;
  readonly grants: FileGrants;
  readonly decisions: DecisionBook;
  readonly judge: Judge;
  readonly holds: Holds;
  readonly board: HuntBoard;
  readonly lineage: LineageLog;
  readonly sink: HttpSink;
  /** One line for whoever operates the engine. */
  log(line: string): void;
  emit<K extends EventName>(name: K, body: EventBody<K>): void;
}

/** A file is known by its own name: where it lay must not change the id of what it holds. */
const toInput = (path: string): GrantedFile => ({ path: resolve(path), displayName: basename(resolve(path)) });

/** The files a caller names: paths for callers on the analyst's own side, grants for pages. Throws `forbidden` or `bad-input`. */
export function resolveFiles(
  parts: EngineParts,
  caller: Caller,
  input: { paths: readonly string[]; grants: readonly string[] },
): GrantedFile[] {
  if (input.paths.length > 0 && caller.trust !== "local")
    throw new AppError("forbidden", "a page may not name paths; choose the file instead");
  const files = [...input.paths.map(toInput), ...input.grants.map((grant) => parts.grants.resolve(grant))];
  if (files.length === 0) throw new AppError("bad-input", "name at least one file or folder", { field: "paths" });
  return files;
}

/** Refuses work that changes a workspace opened read-only. */
export function requireWritable(parts: EngineParts): void {
  if (parts.workspace.readOnly)
    throw new AppError("workspace-locked", "this workspace is open for looking only; nothing can be decided or changed here");
}
