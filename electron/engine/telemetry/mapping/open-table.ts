import { AppError } from "../../../../shared/contract/errors.ts";
import { isParquet } from "../detect/foreign.ts";
import { peek, readFileBytes } from "../readers/byte-streams.ts";
import { containerOf, containerOfFile } from "../readers/container.ts";
import { encodingOf, toUtf8 } from "../readers/decode-text.ts";
import { gunzip } from "../readers/inflate.ts";
import type { InputPath } from "../readers/input-path.ts";
import type { Bytes, UnpackBudget } from "../readers/limits.ts";
import type { Member } from "../readers/member.ts";
import { readTar } from "../readers/tar.ts";
import { listFiles, type PhysicalFile } from "../readers/walk.ts";
import { readZip } from "../readers/zip.ts";

/** The bytes of one table, unpacked, and UTF-8 when it is text. */
export interface OpenTable {
  readonly name: string;
  readonly kind: "text" | "parquet";
  readonly bytes: Bytes;
  /** The file itself, where it lies on disk unpacked. */
  readonly path: string | undefined;
}

/**
 * Opens one of the files behind `inputs`, by its name in an inspection (`archive!member` for what lies in an archive) or the
 * first, gives it to `look` and closes it. Throws `not-found` when there is none of that name.
 */
export async function withTable<T>(
  inputs: readonly InputPath[],
  name: string | undefined,
  budget: UnpackBudget,
  look: (table: OpenTable) => Promise<T>,
): Promise<T> {
  for (const file of listFiles(inputs, undefined)) {
    if (file.error !== undefined || (name !== undefined && name !== file.displayName && !name.startsWith(`${file.displayName}!`))) continue;
    const found = await inFile(file, name, budget, look);
    if (found !== undefined) return found.value;
  }
  if (name === undefined) throw new AppError("not-found", "there is no file to look at");
  throw new AppError("not-found", `there is no file ${name}`, { file: name });
}

async function inFile<T>(
  file: PhysicalFile,
  name: string | undefined,
  budget: UnpackBudget,
  look: (table: OpenTable) => Promise<T>,
): Promise<{ value: T } | undefined> {
  const { displayName, path } = file;
  const bytes = readFileBytes(path, displayName);
  const container = await containerOfFile(path, displayName);
  const packed = (): number => file.bytes;
  switch (container) {
    case "plain":
      return { value: await inBytes(bytes, displayName, path, look) };
    case "gzip":
      return { value: await inBytes(budget.watch(gunzip(bytes, displayName), displayName, packed), displayName, undefined, look) };
    case "zip":
      return inMembers(
        readZip(path, displayName, () => undefined),
        name,
        budget,
        look,
      );
    case "tar":
      return inMembers(
        readTar(bytes, displayName, () => undefined),
        name,
        budget,
        look,
      );
    case "tar.gz":
      return inMembers(
        readTar(budget.watch(gunzip(bytes, displayName), displayName, packed), displayName, () => undefined),
        name,
        budget,
        look,
      );
  }
}

async function inMembers<T>(
  members: AsyncGenerator<Member, void, undefined>,
  name: string | undefined,
  budget: UnpackBudget,
  look: (table: OpenTable) => Promise<T>,
): Promise<{ value: T } | undefined> {
  for await (const member of members) {
    if (name !== undefined && member.name !== name) continue;
    const watched = budget.watch(member.bytes, member.name, member.packedBytes);
    const { head, all } = await peek(watched, 512);
    const bytes = containerOf(head) === "gzip" ? budget.watch(gunzip(all, member.name), member.name, member.packedBytes) : all;
    return { value: await inBytes(bytes, member.name, undefined, look) };
  }
  return undefined;
}

async function inBytes<T>(bytes: Bytes, name: string, path: string | undefined, look: (table: OpenTable) => Promise<T>): Promise<T> {
  const { head, all } = await peek(bytes, 4);
  try {
    if (isParquet(head)) return await look({ name, kind: "parquet", bytes: all, path });
    return await look({ name, kind: "text", bytes: toUtf8(all, encodingOf(head)), path });
  } finally {
    await all.return();
  }
}
