import { createReadStream, statSync } from "node:fs";
import { AppError } from "../../../../shared/contract/errors.ts";
import type { Bytes } from "./limits.ts";

const chunkSize = 1024 * 1024;

const isSystemError = (error: unknown): error is NodeJS.ErrnoException => error instanceof Error && "code" in error;

/** Errors of the operating system and of zlib are expected of foreign files; anything else is a bug and passes. */
export function toReadError(error: unknown, name: string): unknown {
  if (error instanceof AppError || !isSystemError(error)) return error;
  if (error.code === "Z_BUF_ERROR")
    return new AppError("evidence-unreadable", `${name} is cut off: its compressed data end too early`, { file: name }, { cause: error });
  if (error.code?.startsWith("Z_") === true)
    return new AppError("evidence-unreadable", `${name} has damaged compressed data (${error.message})`, { file: name }, { cause: error });
  if (error.code === "ENOENT") return new AppError("not-found", `${name} does not exist`, { file: name }, { cause: error });
  return new AppError("evidence-unreadable", `${name} cannot be read (${error.code ?? error.message})`, { file: name }, { cause: error });
}

/** Buffers of a megabyte for each of many small files would be most of what importing them takes. */
function chunkSizeFor(path: string): number {
  const size = statSync(path, { throwIfNoEntry: false })?.size ?? 0;
  return size === 0 ? chunkSize : Math.min(chunkSize, size);
}

/** A file's bytes, or its first `length`. */
export async function* readFileBytes(
  path: string,
  name: string,
  length = Number.POSITIVE_INFINITY,
): AsyncGenerator<Buffer, void, undefined> {
  try {
    const stream = createReadStream(path, { highWaterMark: chunkSizeFor(path), end: length - 1 });
    for await (const chunk of stream) yield Buffer.isBuffer(chunk) ? chunk : Buffer.from(String(chunk));
  } catch (error) {
    throw toReadError(error, name);
  }
}

/**
 * The first bytes of a stream (up to `size`, fewer at its end) and the whole stream again. A stream that fails early gives
 * what it has first: the failure comes where it lies.
 */
export async function peek(source: Bytes, size: number): Promise<{ head: Buffer; all: AsyncGenerator<Buffer, void, undefined> }> {
  const iterator = source[Symbol.asyncIterator]();
  const held: Buffer[] = [];
  let length = 0;
  let failure: { readonly error: unknown } | undefined;
  while (length < size && failure === undefined) {
    try {
      const next = await iterator.next();
      if (next.done === true) break;
      held.push(next.value);
      length += next.value.length;
    } catch (error) {
      if (length === 0) throw error;
      failure = { error };
    }
  }
  return { head: Buffer.concat(held).subarray(0, size), all: resume(held, failure, iterator) };
}

async function* resume(
  held: Buffer[],
  failure: { readonly error: unknown } | undefined,
  iterator: AsyncIterator<Buffer>,
): AsyncGenerator<Buffer, void, undefined> {
  try {
    for (let chunk = held.shift(); chunk !== undefined; chunk = held.shift()) yield chunk;
    if (failure !== undefined) throw failure.error;
    for (let next = await iterator.next(); next.done !== true; next = await iterator.next()) yield next.value;
  } finally {
    await iterator.return?.();
  }
}

/** Passes bytes on and counts them. */
export class ByteCounter {
  bytes = 0;

  async *count(source: Bytes): AsyncGenerator<Buffer, void, undefined> {
    for await (const chunk of source) {
      this.bytes += chunk.length;
      yield chunk;
    }
  }
}
