import { createWriteStream } from "node:fs";
import { Readable, Transform } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createGzip } from "node:zlib";
import { CancelledError } from "../../../../shared/contract/errors.ts";

const linesPerChunk = 2000;

/** Writes lines as gzip. The header carries no time and no operating system, so that equal lines give equal bytes. */
export async function writeGzipLines(path: string, lines: Iterable<string>, signal?: AbortSignal): Promise<number> {
  let count = 0;
  function* chunks(): Generator<Buffer> {
    let buffer: string[] = [];
    for (const line of lines) {
      buffer.push(line);
      count++;
      if (buffer.length < linesPerChunk) continue;
      yield Buffer.from(`${buffer.join("\n")}\n`);
      buffer = [];
    }
    if (buffer.length > 0) yield Buffer.from(`${buffer.join("\n")}\n`);
  }
  try {
    await pipeline(Readable.from(chunks()), createGzip({ level: 6 }), unknownSystem(), createWriteStream(path), { signal });
  } catch (error) {
    if (signal?.aborted === true) throw new CancelledError();
    throw error;
  }
  return count;
}

/** zlib writes the operating system it was built for in the tenth byte; RFC 1952 has 255 for "unknown". */
function unknownSystem(): Transform {
  let position = 0;
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      const at = 9 - position;
      if (at >= 0 && at < chunk.length) chunk[at] = 255;
      position += chunk.length;
      done(null, chunk);
    },
  });
}
