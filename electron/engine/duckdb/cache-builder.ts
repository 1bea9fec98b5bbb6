import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { AppError, CancelledError } from "../../../shared/contract/errors.ts";
import { SnapshotManifest } from "../../../shared/contract/telemetry.ts";
import { classNames } from "../../../shared/domain/ocsf.ts";
import { contentId } from "../hash.ts";
import { requireKept } from "../retired-snapshot.ts";
import type { BuiltFile, CacheStore } from "./cache-store.ts";
import { partition, partLimits, type PartLimits } from "./partition.ts";
import type { BuildJob, RelateJob, WorkerReport } from "./worker-messages.ts";
import type { WorkerPool } from "./worker-pool.ts";

export type ReportRows = (done: number, total: number) => void;

export interface CacheBuilder {
  /** Builds the cache files that are missing, stale or damaged. Two callers wanting the same file share one build. */
  ensure(snapshotIds: readonly string[], progress: ReportRows, signal?: AbortSignal): Promise<void>;
}

/** A job of a build, without where it writes to, and the events it reports progress in. */
export interface PlannedJob {
  readonly rows: number;
  readonly toJob: (target: string) => Omit<BuildJob, "id"> | Omit<RelateJob, "id">;
}

export interface CacheBuilderOptions {
  readonly store: CacheStore;
  /** What it takes to build a snapshot's files, one job for each. */
  plan(snapshotId: string): readonly PlannedJob[];
  readonly pool: WorkerPool;
  /** Of one file. */
  readonly timeoutMs: number;
  log(line: string): void;
  /** A file that was there is about to be replaced: whoever has it open should let go. */
  onReplace(): void;
}

interface Build {
  readonly total: number;
  done: number;
  readonly result: Promise<void>;
  readonly controller: AbortController;
  readonly listeners: Set<() => void>;
  waiters: number;
}

export function createCacheBuilder(options: CacheBuilderOptions): CacheBuilder {
  const builds = new Map<string, Build>();

  const startBuild = (snapshotId: string): Build => {
    const planned = options.plan(snapshotId);
    if (options.store.exists(snapshotId)) {
      options.log(`${titles[options.store.holds]} of snapshot ${snapshotId} is stale or damaged; building it again`);
      options.onReplace();
    }
    options.store.discard(snapshotId);
    const controller = new AbortController();
    const build: Build = {
      total: planned.reduce((sum, job) => sum + job.rows, 0),
      done: 0,
      controller,
      listeners: new Set(),
      waiters: 0,
      result: runBuild(snapshotId, planned, controller.signal, (rows) => {
        build.done = rows;
        for (const listener of build.listeners) listener();
      }).finally(() => builds.delete(snapshotId)),
    };
    builds.set(snapshotId, build);
    return build;
  };
  const runBuild = async (
    snapshotId: string,
    planned: readonly PlannedJob[],
    signal: AbortSignal,
    progress: (rows: number) => void,
  ): Promise<void> => {
    const built: BuiltFile[] = [];
    let before = 0;
    for (const [part, { rows, toJob }] of planned.entries()) {
      const onReport = (report: WorkerReport): void => {
        if (report.kind === "progress") progress(before + report.rows);
        if (report.kind === "built") built.push({ bytes: report.bytes, sha256: report.sha256 });
      };
      const job = toJob(options.store.path(snapshotId, part));
      await options.pool.run(job, { signal, timeoutMs: options.timeoutMs, graceMs: 0, onReport }).catch((error: unknown) => {
        options.store.discard(snapshotId);
        throw error;
      });
      before += rows;
    }
    options.store.stamp(snapshotId, built);
  };

  return {
    async ensure(snapshotIds, progress, signal) {
      if (signal?.aborted === true) throw new CancelledError();
      const missing = snapshotIds.filter((id) => builds.has(id) || !options.store.isFresh(id));
      if (missing.length === 0) return;
      const wanted = missing.map((id) => builds.get(id) ?? startBuild(id));
      const total = wanted.reduce((sum, build) => sum + build.total, 0);
      const listener = (): void =>
        progress(
          wanted.reduce((sum, build) => sum + build.done, 0),
          total,
        );
      await waitFor(wanted, listener, signal);
      progress(total, total);
    },
  };
}

/** A build goes on while anyone waits for it and is cancelled when the last one leaves. */
async function waitFor(builds: readonly Build[], listener: () => void, signal: AbortSignal | undefined): Promise<void> {
  for (const build of builds) {
    build.waiters += 1;
    build.listeners.add(listener);
  }
  const cancelled = Promise.withResolvers<never>();
  const onAbort = (): void => cancelled.reject(new CancelledError());
  signal?.addEventListener("abort", onAbort, { once: true });
  try {
    await Promise.race([Promise.all(builds.map((build) => build.result)), cancelled.promise]);
  } finally {
    signal?.removeEventListener("abort", onAbort);
    for (const build of builds) {
      build.waiters -= 1;
      build.listeners.delete(listener);
      if (build.waiters === 0) build.controller.abort(new CancelledError());
    }
  }
}

const titles = { events: "cache", relations: "relations" } as const;

/** Reads the snapshot's manifest. Throws AppError `evidence-unreadable` for one that is missing or not as named. */
export function planEvents(snapshotsDir: string, snapshotId: string, limits: PartLimits = partLimits): PlannedJob[] {
  return partition(readSegments(snapshotsDir, snapshotId), limits).map((segments) => ({
    rows: segments.reduce((sum, segment) => sum + segment.rows, 0),
    toJob: (target) => ({ kind: "build", snapshotId, segments, target }),
  }));
}

/** One file of relations for each file of events, which have been built. */
export const planRelations = (events: CacheStore, snapshotId: string): PlannedJob[] =>
  events.paths(snapshotId).map((source) => ({ rows: 0, toJob: (target) => ({ kind: "relate", snapshotId, source, target }) }));

function readSegments(snapshotsDir: string, snapshotId: string): BuildJob["segments"] {
  const dir = join(snapshotsDir, snapshotId);
  requireKept(dir, snapshotId);
  const path = join(dir, "manifest.json");
  if (!existsSync(path))
    throw new AppError("evidence-unreadable", `Snapshot ${snapshotId} is not in this workspace: ${path} is missing.`, { file: path });
  const manifest = parseManifest(readFileSync(path, "utf8"), path);
  if (contentId(manifest) !== snapshotId)
    throw new AppError("evidence-unreadable", `${path} is not the manifest of snapshot ${snapshotId}: it was changed.`, { file: path });
  return manifest.segments.map((segment) => {
    const name = classNames.find((each) => each === segment.class);
    if (name === undefined || !/^segments\/[\w.-]+\.parquet$/.test(segment.file))
      throw new AppError("evidence-unreadable", `${path} names a segment that cannot be: ${segment.file}.`, { file: path });
    return { class: name, path: join(dir, segment.file), rows: segment.rows, bytes: segment.bytes, sha256: segment.sha256 };
  });
}

function parseManifest(text: string, path: string): SnapshotManifest {
  try {
    return SnapshotManifest.parse(JSON.parse(text));
  } catch (error) {
    throw new AppError("evidence-unreadable", `${path} is not a readable manifest.`, { file: path }, { cause: error });
  }
}
