import { createReadStream } from "node:fs";
import { pipeline, Readable, type Transform } from "node:stream";
import { crc32, createGunzip, createInflateRaw } from "node:zlib";
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

export async function* readFileBytes(path: string, name: string): AsyncGenerator<Buffer, void, undefined> {
  const stream = createReadStream(path, { highWaterMark: chunkSize });
  try {
    for await (const chunk of stream) yield Buffer.isBuffer(chunk) ? chunk : Buffer.from(String(chunk));
  } catch (error) {
    throw toReadError(error, name);
  }
}

async function* through(source: Bytes, transform: Transform, name: string): AsyncGenerator<Buffer, void, undefined> {
  let failure: unknown;
  const feed = Readable.from(source, { objectMode: false, highWaterMark: chunkSize });
  pipeline(feed, transform, (error) => {
    failure = error ?? undefined;
  });
  try {
    for await (const chunk of transform) yield Buffer.isBuffer(chunk) ? chunk : Buffer.from(String(chunk));
  } catch (error) {
    throw toReadError(failure ?? error, name);
  } finally {
    feed.destroy();
    transform.destroy();
  }
}

const trailerBytes = 8;
const strayBytes = 64;

/** Keeps the end of what passes. */
class Tail {
  bytes: Buffer = Buffer.alloc(0);

  async *watch(source: Bytes): AsyncGenerator<Buffer, void, undefined> {
    for await (const chunk of source) {
      this.bytes = Buffer.concat([this.bytes, chunk]).subarray(-(trailerBytes + strayBytes));
      yield chunk;
    }
  }
}

/**
 * Unpacks gzip. zlib takes a stray byte behind the data, as mirrors and mail leave it, for the start of another member and
 * calls the file cut off; it is whole when checksum and length of all that was unpacked stand near its end.
 */
export async function* gunzip(source: Bytes, name: string): AsyncGenerator<Buffer, void, undefined> {
  const tail = new Tail();
  let crc = 0;
  let size = 0;
  try {
    for await (const chunk of through(tail.watch(source), createGunzip({ chunkSize }), name)) {
      crc = crc32(chunk, crc);
      size = (size + chunk.length) % 4_294_967_296;
      yield chunk;
    }
  } catch (error) {
    const trailer = Buffer.alloc(trailerBytes);
    trailer.writeUInt32LE(crc, 0);
    trailer.writeUInt32LE(size, 4);
    const isWhole = size > 0 && error instanceof AppError && error.code === "evidence-unreadable" && tail.bytes.includes(trailer);
    if (!isWhole) throw error;
  }
}

export const inflate = (source: Bytes, name: string): AsyncGenerator<Buffer, void, undefined> =>
  through(source, createInflateRaw({ chunkSize }), name);

/** The first bytes of a stream (up to `size`, fewer at its end) and the whole stream again. */
export async function peek(source: Bytes, size: number): Promise<{ head: Buffer; all: AsyncGenerator<Buffer, void, undefined> }> {
  const iterator = source[Symbol.asyncIterator]();
  const held: Buffer[] = [];
  let length = 0;
  while (length < size) {
    const next = await iterator.next();
    if (next.done === true) break;
    held.push(next.value);
    length += next.value.length;
  }
  return { head: Buffer.concat(held).subarray(0, size), all: resume(held, iterator) };
}

async function* resume(held: Buffer[], iterator: AsyncIterator<Buffer>): AsyncGenerator<Buffer, void, undefined> {
  try {
    for (let chunk = held.shift(); chunk !== undefined; chunk = held.shift()) yield chunk;
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
