import { randomBytes } from "node:crypto";
import { closeSync, existsSync, mkdirSync, openSync, rmSync, statSync, writeSync } from "node:fs";
import { basename, join } from "node:path";
import { AppError } from "../../../shared/contract/errors.ts";

export interface GrantedFile {
  readonly path: string;
  readonly displayName: string;
}

interface Grant extends GrantedFile {
  readonly size: number;
  received: number;
  /** Set when the bytes came through the page and are ours to delete. */
  readonly uploaded: boolean;
}

/** One upload may not be larger than this. */
const maxBytes = 64 * 2 ** 30;

/**
 * Files a page may name without ever seeing a path: either uploaded piece by piece into `incoming/`, or chosen in the
 * shell's file dialog. A grant lives until it is released or the engine ends.
 */
export class FileGrants {
  readonly #grants = new Map<string, Grant>();
  readonly #dir: string;

  constructor(incomingDir: string) {
    this.#dir = incomingDir;
  }

  begin(name: string, size: number): string {
    if (size > maxBytes)
      throw new AppError("limit-exceeded", `${name} is larger than 64 GB; import it with the command line`, { file: name });
    const grant = randomBytes(16).toString("hex");
    const dir = join(this.#dir, grant);
    mkdirSync(dir, { recursive: true, mode: 0o700 });
    const path = join(dir, safeName(name));
    closeSync(openSync(path, "wx", 0o600));
    this.#grants.set(grant, { path, displayName: name, size, received: 0, uploaded: true });
    return grant;
  }

  append(grant: string, offset: number, base64: string): number {
    const file = this.#find(grant);
    const bytes = Buffer.from(base64, "base64");
    if (!file.uploaded || offset !== file.received)
      throw new AppError("bad-input", `expected bytes from ${file.received}, got ${offset}`, { file: file.displayName });
    if (file.received + bytes.length > file.size)
      throw new AppError("bad-input", "more bytes arrived than were announced", { file: file.displayName });
    const fd = openSync(file.path, "r+");
    try {
      let written = 0;
      while (written < bytes.length) written += writeSync(fd, bytes, written, bytes.length - written, offset + written);
    } finally {
      closeSync(fd);
    }
    file.received += bytes.length;
    return file.received;
  }

  /** For a shell that showed a file dialog: the file stays where it is. */
  add(path: string): { grant: string; name: string; size: number } {
    if (!existsSync(path)) throw new AppError("not-found", `${path} does not exist`, { file: path });
    const grant = randomBytes(16).toString("hex");
    const size = statSync(path).size;
    this.#grants.set(grant, { path, displayName: basename(path), size, received: size, uploaded: false });
    return { grant, name: basename(path), size };
  }

  resolve(grant: string): GrantedFile {
    const file = this.#find(grant);
    if (file.received !== file.size)
      throw new AppError("bad-input", `only ${file.received} of ${file.size} bytes have arrived`, { file: file.displayName });
    return { path: file.path, displayName: file.displayName };
  }

  release(grant: string): void {
    const file = this.#grants.get(grant);
    this.#grants.delete(grant);
    if (file?.uploaded === true) rmSync(join(this.#dir, grant), { recursive: true, force: true });
  }

  releaseAll(): void {
    for (const grant of this.#grants.keys()) this.release(grant);
  }

  #find(grant: string): Grant {
    const found = this.#grants.get(grant);
    if (found === undefined) throw new AppError("not-found", "this file was not granted, or the engine was restarted; choose it again");
    return found;
  }
}

/** The last part of the name without anything a file system could misread. */
function safeName(name: string): string {
  const last = name.split(/[/\\]/).at(-1) ?? "";
  const safe = last
    .replace(/[^\p{L}\p{N}._-]/gu, "_")
    .replace(/^\.+/, "_")
    .slice(-120);
  return safe === "" ? "file" : safe;
}
