import { join } from "node:path";
import { parentPort, workerData } from "node:worker_threads";
import { CancelledError } from "../../../shared/contract/errors.ts";
import { invariant } from "../../../shared/lib/invariant.ts";
import { closeDatabase, loadSegments, publish } from "../duckdb/build-cache.ts";
import { createRelationsFile, deriveRelations } from "../duckdb/derive-relations.ts";
import { classifyFailure } from "../duckdb/failures.ts";
import { type DuckDb, heapBytes, openNewDatabase, startDuckDb, withConnection } from "../duckdb/instance.ts";
import { createKeptPlans, type KeptPlans } from "../duckdb/kept-plans.ts";
import { type Attached, type QueryOutput, runQuery } from "../duckdb/run-query.ts";
import { runStatement } from "../duckdb/run-statement.ts";
import { toMentionedThing } from "../relations/mention.ts";
import type {
  BuildJob,
  QueryJob,
  RelateJob,
  StatementJob,
  ToWorker,
  WorkerJob,
  WorkerReport,
  WorkerSettings,
} from "../duckdb/worker-messages.ts";

invariant(parentPort !== null, "runs as a worker thread");
const port = parentPort;
// Both ends of this channel are ours; the engine is the only one who starts this file.
const settings = workerData as WorkerSettings;
const stop = new Int32Array(settings.stop);
const spillDir = join(settings.scratchDir, "spill");
const attached: Attached = new Map();
let plans: KeptPlans | undefined;
const scratchPath = join(settings.scratchDir, "scratch.duckdb");
let isOpen = false;
let isScratchOpen = false;

const report = (message: WorkerReport, transfer: readonly ArrayBuffer[] = []): void => port.postMessage(message, transfer);

/** Opens a database made anew in place of the one before, whatever became of that; what was attached goes with it. */
function openMain(db: DuckDb, path: string, allowedDirs: readonly string[]): void {
  if (isOpen) close(db);
  isOpen = true;
  isScratchOpen = false;
  attached.clear();
  openNewDatabase(db, path, { memoryLimitMb: settings.memoryLimitMb, spillDir, allowedDirs });
}

function close(db: DuckDb): void {
  plans?.clear();
  closeDatabase(db);
}

function openScratch(db: DuckDb): void {
  if (isScratchOpen) return;
  openMain(db, scratchPath, [settings.cacheDir]);
  isScratchOpen = true;
}

const outputOf = (id: number): QueryOutput => ({
  header: (bytes) => report({ kind: "header", id, bytes }, [bytes.buffer]),
  chunks: (chunks) =>
    report(
      { kind: "chunks", id, chunks },
      chunks.map((chunk) => chunk.buffer),
    ),
});

const isStopped = (id: number) => (): boolean => Atomics.load(stop, 0) === id;

function query(db: DuckDb, job: QueryJob): void {
  openScratch(db);
  plans ??= createKeptPlans(db, attached);
  const run = job.isRepeated ? plans.run : runQuery.bind(undefined, db, attached);
  run(job, outputOf(job.id), isStopped(job.id));
  report({ kind: "done", id: job.id, heap: heapBytes() });
}

async function statement(db: DuckDb, job: StatementJob): Promise<void> {
  openScratch(db);
  await runStatement(
    db,
    attached,
    job,
    {
      ...outputOf(job.id),
      columns: (columns) => report({ kind: "columns", id: job.id, columns }),
      progress: (rows) => report({ kind: "progress", id: job.id, rows }),
      written: (file) => report({ kind: "written", id: job.id, ...file }),
    },
    isStopped(job.id),
  );
  report({ kind: "done", id: job.id, heap: heapBytes() });
}

async function build(db: DuckDb, job: BuildJob): Promise<void> {
  const path = join(settings.scratchDir, `${job.snapshotId}.duckdb`);
  openMain(db, path, [settings.scratchDir]);
  const connection = db.connect();
  try {
    await loadSegments(connection, job, (rows) => report({ kind: "progress", id: job.id, rows }));
  } finally {
    connection.close();
  }
  close(db);
  isOpen = false;
  report({ kind: "built", id: job.id, heap: heapBytes(), ...(await publish(path, job.target)) });
}

async function relate(db: DuckDb, job: RelateJob): Promise<void> {
  const path = join(settings.scratchDir, `${job.snapshotId}.relations.duckdb`);
  openMain(db, scratchPath, [settings.scratchDir, settings.cacheDir]);
  withConnection(db, (connection) => {
    createRelationsFile(db, connection, path);
    deriveRelations(connection, job, toMentionedThing);
  });
  close(db);
  isOpen = false;
  report({ kind: "built", id: job.id, heap: heapBytes(), ...(await publish(path, job.target)) });
}

async function run(db: DuckDb, job: WorkerJob): Promise<void> {
  report({ kind: "running", id: job.id });
  try {
    if (job.kind === "query") query(db, job);
    else if (job.kind === "statement") await statement(db, job);
    else if (job.kind === "relate") await relate(db, job);
    else await build(db, job);
  } catch (error) {
    if (error instanceof CancelledError || Atomics.load(stop, 0) === job.id) report({ kind: "cancelled", id: job.id, heap: heapBytes() });
    else report({ kind: "failed", id: job.id, heap: heapBytes(), ...classifyFailure(error) });
  }
}

let db: DuckDb | undefined;

async function receive(message: ToWorker): Promise<void> {
  if (message.kind === "start") db = await startDuckDb(message.module);
  else {
    invariant(db !== undefined, "a worker is started before its first job");
    await run(db, message);
  }
}

// One message at a time. A rejection ends the thread; the engine hears of it as the worker's error.
let last = Promise.resolve();
port.on("message", (message: ToWorker) => {
  last = last.then(() => receive(message));
});
