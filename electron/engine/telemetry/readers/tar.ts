import { AppError } from "../../../../shared/contract/errors.ts";
import { ByteCounter } from "./byte-streams.ts";
import { isClutter, leadsOut, type Member, refusedMember } from "./member.ts";
import type { Bytes } from "./limits.ts";

const blockBytes = 512;
const longestHeader = 1024 * 1024;

const cutOff = (name: string): AppError =>
  new AppError("evidence-unreadable", `${name} is cut off: the tar archive ends too early`, { file: name });
const damaged = (name: string): AppError =>
  new AppError("evidence-unreadable", `${name} is not a whole tar file: a header is damaged`, { file: name });

/** Takes bytes from a stream in the portions a format asks for. */
class Portions {
  readonly #source: AsyncIterator<Buffer>;
  #rest: Buffer = Buffer.alloc(0);

  constructor(source: Bytes) {
    this.#source = source[Symbol.asyncIterator]();
  }

  /** What is at hand, at most `limit` bytes; undefined at the end. */
  async some(limit: number): Promise<Buffer | undefined> {
    while (this.#rest.length === 0) {
      const next = await this.#source.next();
      if (next.done === true) return undefined;
      this.#rest = next.value;
    }
    const portion = this.#rest.subarray(0, limit);
    this.#rest = this.#rest.subarray(portion.length);
    return portion;
  }

  /** Exactly `length` bytes, or fewer at the end. */
  async exactly(length: number): Promise<Buffer> {
    const parts: Buffer[] = [];
    for (let left = length; left > 0;) {
      const part = await this.some(left);
      if (part === undefined) break;
      parts.push(part);
      left -= part.length;
    }
    return Buffer.concat(parts);
  }

  async skip(length: number): Promise<void> {
    for (let left = length; left > 0;) {
      const part = await this.some(left);
      if (part === undefined) return;
      left -= part.length;
    }
  }

  async close(): Promise<void> {
    await this.#source.return?.();
  }
}

interface Header {
  readonly name: string;
  readonly size: number;
  readonly type: string;
}

const textAt = (block: Buffer, start: number, length: number): string => {
  const field = block.subarray(start, start + length);
  const end = field.indexOf(0);
  return field.toString("utf8", 0, end < 0 ? length : end);
};

/** Octal text, or with the top bit set a big-endian number (GNU, star). */
function numberAt(block: Buffer, start: number, length: number): number {
  if (((block[start] ?? 0) & 0x80) === 0) {
    const text = textAt(block, start, length).trim();
    return text === "" ? 0 : /^[0-7]+$/.test(text) ? Number.parseInt(text, 8) : Number.NaN;
  }
  let value = (block[start] ?? 0) & 0x7f;
  for (let i = 1; i < length; i++) value = value * 256 + (block[start + i] ?? 0);
  return value;
}

function parseHeader(block: Buffer): Header | undefined {
  const sum = block.reduce((total, byte, i) => total + (i >= 148 && i < 156 ? 0x20 : byte), 0);
  const size = numberAt(block, 124, 12);
  if (sum !== numberAt(block, 148, 8) || !Number.isSafeInteger(size)) return undefined;
  const prefix = block.toString("latin1", 257, 263) === "ustar\0" ? textAt(block, 345, 155) : "";
  const name = textAt(block, 0, 100);
  return { name: prefix === "" ? name : `${prefix}/${name}`, size, type: String.fromCharCode(block[156] ?? 0) };
}

/** `length key=value\n` records of a pax header. */
function paxValues(payload: Buffer): ReadonlyMap<string, string> {
  const values = new Map<string, string>();
  for (let at = 0; at < payload.length;) {
    const space = payload.indexOf(0x20, at);
    const length = Number(payload.toString("latin1", at, space < 0 ? at : space));
    if (!Number.isSafeInteger(length) || length <= 0) break;
    const record = payload.toString("utf8", space + 1, at + length - 1);
    const equals = record.indexOf("=");
    if (equals > 0) values.set(record.slice(0, equals), record.slice(equals + 1));
    at += length;
  }
  return values;
}

const padding = (size: number): number => (blockBytes - (size % blockBytes)) % blockBytes;
const isFile = (type: string): boolean => type === "0" || type === "\0" || type === "7";

/** A member's bytes; remembers how many are left so that what was not read can be skipped. */
class Body {
  left: number;
  readonly #portions: Portions;
  readonly #name: string;

  constructor(portions: Portions, size: number, name: string) {
    this.#portions = portions;
    this.left = size;
    this.#name = name;
  }

  async *read(): AsyncGenerator<Buffer, void, undefined> {
    while (this.left > 0) {
      const part = await this.#portions.some(this.left);
      if (part === undefined) throw cutOff(this.#name);
      this.left -= part.length;
      yield part;
    }
  }
}

/**
 * Regular files of a tar stream (ustar, pax, GNU long names) in order. Bytes are pulled by whoever reads a member, so that
 * of a damaged archive exactly what lies before the damage is read, every time.
 */
export async function* readTar(source: Bytes, name: string, skipped: (member: string) => void): AsyncGenerator<Member, void, undefined> {
  const portions = new Portions(source);
  let override: { name?: string | undefined; size?: number | undefined } = {};
  try {
    for (;;) {
      const block = await portions.exactly(blockBytes);
      if (block.every((byte) => byte === 0)) return;
      if (block.length < blockBytes) throw cutOff(name);
      const header = parseHeader(block);
      if (header === undefined) throw damaged(name);
      if (header.type === "x" || header.type === "L") {
        if (header.size > longestHeader) throw damaged(name);
        const payload = await portions.exactly(header.size);
        await portions.skip(padding(header.size));
        const pax = header.type === "x" ? paxValues(payload) : new Map([["path", textAt(payload, 0, payload.length)]]);
        const size = Number(pax.get("size"));
        override = { name: pax.get("path") ?? override.name, size: Number.isSafeInteger(size) ? size : override.size };
        continue;
      }
      const member = { name: override.name ?? header.name, size: override.size ?? header.size };
      override = {};
      const body = new Body(portions, member.size, `${name}!${member.name}`);
      const isWanted = isFile(header.type) && !isClutter(member.name);
      if (isWanted && leadsOut(member.name)) yield refusedMember(`${name}!${member.name}`);
      else if (isWanted) {
        const packed = new ByteCounter();
        yield { name: `${name}!${member.name}`, bytes: packed.count(body.read()), packedBytes: () => packed.bytes };
      } else if (header.type !== "g" && header.type !== "K") skipped(member.name);
      await portions.skip(body.left + padding(member.size));
    }
  } finally {
    await portions.close();
  }
}
