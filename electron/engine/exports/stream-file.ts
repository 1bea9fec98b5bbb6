import { createHash } from "node:crypto";
import { closeSync, fsyncSync, openSync, renameSync, rmSync, writeSync } from "node:fs";
import { dirname } from "node:path";
import { AppError } from "../../../shared/contract/errors.ts";
import { syncFolder } from "../sync-folder.ts";

export type Piece = string | Uint8Array;

export interface Written {
  readonly sha256: string;
  readonly bytes: number;
  /** Pieces that came, head and tail included. */
  readonly pieces: number;
}

const chunkChars = 1 << 20;
const piecesPerTurn = 500;

/** Lets whatever else the engine does go on. */
const turn = (): Promise<void> => new Promise((resolve) => void setImmediate(resolve));

/**
 * Writes a file of any size as its pieces come, a megabyte at a time; it is there whole or not at all. Between pieces the engine answers others.
 * `progress` is told how many pieces are done. Throws AppError `io`, or whatever `signal` was aborted with.
 */
export async function streamFile(
  path: string,
  pieces: Iterable<Piece>,
  signal: AbortSignal,
  progress: (done: number) => void,
): Promise<Written> {
  const partial = `${path}.${process.pid}.partial`;
  const hash = createHash("sha256");
  let bytes = 0;
  let count = 0;
  let fd: number | undefined;
  try {
    const out = guarded(path, () => openSync(partial, "w"));
    fd = out;
    let held = "";
    const put = (chunk: Uint8Array): void => {
      hash.update(chunk);
      bytes += chunk.length;
      guarded(path, () => {
        for (let at = 0; at < chunk.length;) at += writeSync(out, chunk, at);
      });
    };
    const flush = (): void => {
      put(Buffer.from(held));
      held = "";
    };
    for (const piece of pieces) {
      count += 1;
      if (typeof piece === "string") held += piece;
      else {
        flush();
        put(piece);
      }
      if (held.length >= chunkChars) flush();
      if (count % piecesPerTurn === 0) {
        signal.throwIfAborted();
        progress(count);
        await turn();
      }
    }
    flush();
    signal.throwIfAborted();
    guarded(path, () => {
      fsyncSync(out);
      closeSync(out);
    });
    fd = undefined;
    guarded(path, () => renameSync(partial, path));
    syncFolder(dirname(path));
    return { sha256: hash.digest("hex"), bytes, pieces: count };
  } finally {
    if (fd !== undefined) closeSync(fd);
    rmSync(partial, { force: true });
  }
}

function guarded<T>(path: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw new AppError(
      "io",
      `${path} cannot be written: ${error instanceof Error ? error.message : String(error)}`,
      { file: path },
      { cause: error },
    );
  }
}
