import { once } from "node:events";
import { crc32, createGunzip, createInflateRaw, type Gunzip, type InflateRaw } from "node:zlib";
import { AppError } from "../../../../shared/contract/errors.ts";
import { toReadError } from "./byte-streams.ts";
import type { Bytes } from "./limits.ts";

/**
 * zlib one slice at a time. A Node stream that fails throws away what it had unpacked and nobody had read yet, so that how
 * much of a damaged file is kept would depend on timing. Here every slice is unpacked whole before the next is given; the
 * next one is unpacked in zlib's thread while the reader works on the last.
 */
class Inflater {
  readonly #zlib: Gunzip | InflateRaw;
  readonly #name: string;
  #ready: Buffer[] = [];
  #failure: Error | undefined;
  readonly #closed: Promise<unknown>;

  constructor(zlib: Gunzip | InflateRaw, name: string) {
    this.#zlib = zlib;
    this.#name = name;
    this.#closed = new Promise((resolve) => zlib.once("close", resolve));
    zlib.on("data", (chunk: Buffer) => this.#ready.push(chunk));
    zlib.on("error", (error) => (this.#failure = error));
  }

  async push(slice: Buffer): Promise<void> {
    if (this.#failure !== undefined) return;
    await Promise.race([new Promise((resolve) => this.#zlib.write(slice, resolve)), this.#closed]);
  }

  async end(): Promise<void> {
    if (this.#failure !== undefined || this.#zlib.destroyed) return;
    const ended = once(this.#zlib, "end").catch(() => undefined);
    this.#zlib.end();
    await Promise.race([ended, this.#closed]);
  }

  take(): Buffer[] {
    const ready = this.#ready;
    this.#ready = [];
    return ready;
  }

  throwIfFailed(): void {
    if (this.#failure !== undefined) throw toReadError(this.#failure, this.#name);
  }

  close(): void {
    this.#zlib.destroy();
  }
}

const sliceBytes = 64 * 1024;
const outputBytes = 1024 * 1024;

async function* slices(source: Bytes): AsyncGenerator<Buffer, void, undefined> {
  for await (const chunk of source) for (let at = 0; at < chunk.length; at += sliceBytes) yield chunk.subarray(at, at + sliceBytes);
}

async function* unpack(source: Bytes, zlib: Gunzip | InflateRaw, name: string): AsyncGenerator<Buffer, void, undefined> {
  const inflater = new Inflater(zlib, name);
  let working: Promise<void> = Promise.resolve();
  try {
    for await (const slice of slices(source)) {
      await working;
      const ready = inflater.take();
      working = inflater.push(slice);
      yield* ready;
      inflater.throwIfFailed();
    }
    await working;
    await inflater.end();
    yield* inflater.take();
    inflater.throwIfFailed();
  } finally {
    inflater.close();
  }
}

export const inflateRaw = (source: Bytes, name: string): AsyncGenerator<Buffer, void, undefined> =>
  unpack(source, createInflateRaw({ chunkSize: outputBytes }), name);

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
 * Unpacks gzip, in pieces of at most so many bytes. zlib takes a stray byte behind the data, as mirrors and mail leave it, for the
 * start of another member and calls the file cut off; it is whole when checksum and length of all that was unpacked stand near its end.
 */
export async function* gunzip(source: Bytes, name: string, pieceBytes = outputBytes): AsyncGenerator<Buffer, void, undefined> {
  const tail = new Tail();
  let crc = 0;
  let size = 0;
  try {
    for await (const chunk of unpack(tail.watch(source), createGunzip({ chunkSize: pieceBytes }), name)) {
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
