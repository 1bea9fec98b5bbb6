import { Readable, pipeline } from "node:stream";
import { crc32 } from "node:zlib";
import { extract } from "tar-stream";
import type { Entry, ZipFile } from "yauzl";
import { AppError } from "../../../../shared/contract/errors.ts";
import { ByteCounter, inflate, toReadError } from "./byte-streams.ts";
import type { Bytes } from "./limits.ts";
import { openZip } from "./zip-file.ts";

/** A file inside an archive. Its bytes must be read, or given up, before the next member is asked for. */
export interface Member {
  readonly name: string;
  readonly bytes: Bytes;
  readonly packedBytes: () => number;
}

/** Resource forks, Finder settings and folders carry no telemetry. */
export function isClutter(path: string): boolean {
  const base = path.slice(path.lastIndexOf("/") + 1);
  return path.endsWith("/") || path.split("/").includes("__MACOSX") || base.startsWith("._") || base === ".DS_Store" || base === "";
}

const unreadable = (name: string, error: unknown, what: string): unknown =>
  error instanceof Error && !(error instanceof AppError)
    ? new AppError("evidence-unreadable", `${name} ${what} (${error.message})`, { file: name }, { cause: error })
    : error;

const stored = 0;
const deflated = 8;

async function* unpackEntry(zip: ZipFile, entry: Entry, name: string, packed: ByteCounter): AsyncGenerator<Buffer, void, undefined> {
  if (entry.isEncrypted()) throw new AppError("evidence-unreadable", `${name} is encrypted`, { file: name });
  const method = entry.compressionMethod;
  if (method !== stored && method !== deflated)
    throw new AppError("evidence-unreadable", `${name} uses ZIP compression method ${method}; only stored and deflate are read`, {
      file: name,
    });
  let raw: Bytes;
  try {
    raw = await zip.openReadStreamPromise(entry, { decodeFileData: false });
  } catch (error) {
    throw unreadable(name, error, "cannot be read from its archive");
  }
  const counted = packed.count(raw);
  let crc = 0;
  for await (const chunk of method === deflated ? inflate(counted, name) : counted) {
    crc = crc32(chunk, crc);
    yield chunk;
  }
  if (crc !== entry.crc32) throw new AppError("evidence-unreadable", `${name} is damaged: its checksum does not match`, { file: name });
}

/** Members of a ZIP file in the order of its directory. `skipped` is told the names of what is no telemetry. */
export async function* readZip(path: string, name: string, skipped: (member: string) => void): AsyncGenerator<Member, void, undefined> {
  let zip: ZipFile;
  try {
    zip = await openZip(path);
  } catch (error) {
    throw unreadable(name, error, "is not a whole ZIP file");
  }
  try {
    for await (const entry of zip.eachEntry()) {
      if (isClutter(entry.fileName)) {
        skipped(entry.fileName);
        continue;
      }
      const member = `${name}!${entry.fileName}`;
      const packed = new ByteCounter();
      yield { name: member, bytes: unpackEntry(zip, entry, member, packed), packedBytes: () => packed.bytes };
    }
  } catch (error) {
    throw unreadable(name, error, "has a damaged ZIP directory");
  } finally {
    zip.close();
  }
}

async function* buffersOf(source: AsyncIterable<unknown>): AsyncGenerator<Buffer, void, undefined> {
  for await (const chunk of source) if (chunk instanceof Uint8Array) yield Buffer.from(chunk.buffer, chunk.byteOffset, chunk.length);
}

/** Regular files of a tar stream in order. */
export async function* readTar(source: Bytes, name: string, skipped: (member: string) => void): AsyncGenerator<Member, void, undefined> {
  const tar = extract();
  let failure: unknown;
  const feed = Readable.from(source, { objectMode: false });
  pipeline(feed, tar, (error) => {
    failure = error ?? undefined;
  });
  try {
    for await (const entry of tar) {
      const { type } = entry.header;
      if ((type !== "file" && type !== "contiguous-file") || isClutter(entry.header.name)) {
        skipped(entry.header.name);
        entry.resume();
        continue;
      }
      const packed = new ByteCounter();
      yield { name: `${name}!${entry.header.name}`, bytes: packed.count(buffersOf(entry)), packedBytes: () => packed.bytes };
      entry.resume();
    }
  } catch (error) {
    throw unreadable(name, toReadError(failure ?? error, name), "is not a whole tar file");
  } finally {
    feed.destroy();
    tar.destroy();
  }
}
