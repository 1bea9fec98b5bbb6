import { crc32 } from "node:zlib";
import { type Entry, getFileNameLowLevel, validateFileName, type ZipFile } from "yauzl";
import { AppError } from "../../../../shared/contract/errors.ts";
import { ByteCounter } from "./byte-streams.ts";
import { inflateRaw } from "./inflate.ts";
import type { Bytes } from "./limits.ts";
import { isClutter, type Member, refusedMember } from "./member.ts";
import { openZip } from "./zip-file.ts";

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
  for await (const chunk of method === deflated ? inflateRaw(counted, name) : counted) {
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
      const fileName = getFileNameLowLevel(entry.generalPurposeBitFlag, entry.fileNameRaw, entry.extraFields, false);
      if (isClutter(fileName)) {
        skipped(fileName);
        continue;
      }
      const member = `${name}!${fileName}`;
      if (validateFileName(fileName) !== null) {
        yield refusedMember(member);
        continue;
      }
      const packed = new ByteCounter();
      yield { name: member, bytes: unpackEntry(zip, entry, member, packed), packedBytes: () => packed.bytes };
    }
  } catch (error) {
    throw unreadable(name, error, "has a damaged ZIP directory");
  } finally {
    zip.close();
  }
}
