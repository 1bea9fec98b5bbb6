import { closeSync, createReadStream, fstatSync, openSync, read, readSync } from "node:fs";
import type { Readable } from "node:stream";
import { fromRandomAccessReaderPromise, RandomAccessReader, type ZipFile } from "yauzl";

class FileReader extends RandomAccessReader {
  readonly #path: string;
  readonly #fd: number;

  constructor(path: string, fd: number) {
    super();
    this.#path = path;
    this.#fd = fd;
  }

  override _readStreamForRange(start: number, end: number): Readable {
    return createReadStream(this.#path, { start, end: end - 1, highWaterMark: 256 * 1024 });
  }

  override read(buffer: Buffer, offset: number, length: number, position: number, callback: (error: Error | null) => void): void {
    read(this.#fd, buffer, offset, length, position, callback);
  }

  override close(callback: (error: Error | null) => void): void {
    closeSync(this.#fd);
    callback(null);
  }
}

const endRecord = 0x06054b50;
const endRecordBytes = 22;
const longestComment = 0xffff;

/** Where the archive ends: after its end record and comment. Bytes that mail or a mirror added behind are left out; yauzl refuses them. */
function archiveEnd(fd: number): number {
  const size = fstatSync(fd).size;
  const tail = Buffer.alloc(Math.min(size, endRecordBytes + longestComment));
  const start = size - tail.length;
  readSync(fd, tail, 0, tail.length, start);
  for (let at = tail.length - endRecordBytes; at >= 0; at--) {
    if (tail.readUInt32LE(at) !== endRecord) continue;
    const end = at + endRecordBytes + tail.readUInt16LE(at + 20);
    if (end <= tail.length) return start + end;
  }
  return size;
}

/** Rejects with the library's error when the file is no whole ZIP archive. Closed with `close()`. */
export async function openZip(path: string): Promise<ZipFile> {
  const fd = openSync(path, "r");
  try {
    return await fromRandomAccessReaderPromise(new FileReader(path, fd), archiveEnd(fd), {
      lazyEntries: true,
      autoClose: false,
      // The library ends the whole archive at the first name it finds unsafe.
      decodeStrings: false,
    });
  } catch (error) {
    closeSync(fd);
    throw error;
  }
}
