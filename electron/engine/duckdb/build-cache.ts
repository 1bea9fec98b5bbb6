import { closeSync, fsyncSync, openAsBlob, openSync, renameSync, existsSync, statSync } from "node:fs";
import type { DuckDBConnection } from "@duckdb/duckdb-wasm/blocking";
import { type Schema, tableFromIPC } from "apache-arrow";
import { ParquetFile } from "parquet-wasm/node";
import { AppError } from "../../../shared/contract/errors.ts";
import { type OcsfClass, ocsfClass, ocsfClasses } from "../../../shared/domain/ocsf.ts";
import { invariant } from "../../../shared/lib/invariant.ts";
import { hashFile } from "./hash-file.ts";
import { createTableSql, sqlTypeOf } from "./class-tables.ts";
import type { DuckDb } from "./instance.ts";
import type { BuildJob } from "./worker-messages.ts";

const batchRows = 65_536;

/**
 * Runs on a worker thread whose main database is the cache file to be. Reads the snapshot's Parquet segments a row group at
 * a time, leaving out `raw_data`. Throws AppError `evidence-unreadable` for a segment that is missing or not as named.
 */
export async function loadSegments(connection: DuckDBConnection, job: BuildJob, progress: (rows: number) => void): Promise<void> {
  for (const each of ocsfClasses) connection.query(createTableSql(each));
  // One transaction: a commit writes a checkpoint, and one per row group doubles both time and file size.
  connection.query("BEGIN");
  let done = 0;
  for (const segment of job.segments) {
    await assertAsNamed(segment);
    const rows = await loadSegment(connection, ocsfClass(segment.class), segment.path, (n) => progress((done += n)));
    if (rows !== segment.rows)
      throw new AppError("evidence-unreadable", `${segment.path} holds ${rows} events where its manifest says ${segment.rows}.`, {
        file: segment.path,
      });
  }
  connection.query("COMMIT");
}

async function assertAsNamed(segment: BuildJob["segments"][number]): Promise<void> {
  const file = segment.path;
  if (!existsSync(file)) throw new AppError("evidence-unreadable", `${file} is missing.`, { file });
  if ((await hashFile(file)) !== segment.sha256)
    throw new AppError("evidence-unreadable", `${file} is not what its manifest names: it was changed or damaged.`, { file });
}

async function loadSegment(
  connection: DuckDBConnection,
  target: OcsfClass,
  path: string,
  progress: (rows: number) => void,
): Promise<number> {
  const file = await openSegment(path);
  const present = readColumns(tableFromIPC(file.schema().intoIPCStream()).schema);
  const wanted = target.columns.map((c) => c.name).filter((name) => present.includes(name));
  const inOrder =
    wanted.length === target.columns.length && present.filter((name) => wanted.includes(name)).every((name, i) => name === wanted[i]);
  let rows = 0;
  for (let group = 0; group < file.metadata().numRowGroups(); group += 1) {
    const table = await file.read({ rowGroups: [group], columns: wanted, batchSize: batchRows });
    const ipc = table.intoIPCStream();
    if (inOrder) connection.insertArrowFromIPCStream(ipc, { name: target.name, create: false });
    else insertByName(connection, target, wanted, ipc);
    const groupRows = file.metadata().rowGroup(group).numRows();
    rows += groupRows;
    progress(groupRows);
  }
  file.free();
  return rows;
}

async function openSegment(path: string): Promise<ParquetFile> {
  try {
    return await ParquetFile.fromFile(await openAsBlob(path));
  } catch (error) {
    throw new AppError("evidence-unreadable", `${path} is not readable as Parquet: ${String(error)}.`, { file: path }, { cause: error });
  }
}

const readColumns = (schema: Schema): string[] => schema.fields.map((field) => field.name);

/** For segments written when the class had other columns: what is missing stays NULL. */
function insertByName(connection: DuckDBConnection, target: OcsfClass, names: readonly string[], ipc: Uint8Array): void {
  connection.insertArrowFromIPCStream(ipc, { name: "staging", create: true });
  const casts = target.columns.filter((c) => names.includes(c.name)).map((c) => `CAST(${c.name} AS ${sqlTypeOf(c.type)}) AS ${c.name}`);
  connection.query(`INSERT INTO ${target.name} BY NAME SELECT ${casts.join(", ")} FROM staging`);
  connection.query("DROP TABLE staging");
}

/** Makes the finished file durable under its final name. */
export async function publish(from: string, to: string): Promise<{ sha256: string; bytes: number }> {
  invariant(!existsSync(`${from}.wal`), "a built cache file needs no write-ahead log");
  const fd = openSync(from, "r");
  try {
    fsyncSync(fd);
  } finally {
    closeSync(fd);
  }
  const sha256 = await hashFile(from);
  const bytes = statSync(from).size;
  renameSync(from, to);
  return { sha256, bytes };
}

/** Lets go of the file so that it can be moved: a thread's instance always has some database open. */
export function closeDatabase(db: DuckDb): void {
  db.reset();
}
