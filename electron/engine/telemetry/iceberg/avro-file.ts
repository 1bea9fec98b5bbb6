import { inflateRawSync, zstdDecompressSync } from "node:zlib";
import { snappyUncompress } from "hyparquet";
import { AvroCursor, AvroError, type AvroRead, compileAvro } from "./avro-reader.ts";
import { icebergLimits } from "./limits.ts";

const magic = "Obj\u0001";
const syncBytes = 16;
const readHeader = compileAvro({ type: "map", values: "bytes" });

/** What stands in an Avro object container file: its header at once, its records one by one. Throws AvroError. */
export class AvroFile {
  readonly #cursor: AvroCursor;
  readonly #metadata: ReadonlyMap<string, Buffer>;
  readonly #sync: Buffer;
  readonly schema: unknown;

  constructor(bytes: Buffer) {
    this.#cursor = new AvroCursor(bytes);
    if (bytes.toString("latin1", 0, magic.length) !== magic) throw new AvroError("it does not begin as an Avro file does");
    this.#cursor.take(magic.length);
    const header = readHeader(this.#cursor);
    this.#metadata = new Map(
      Object.entries(header ?? {}).flatMap(([key, value]) => (Buffer.isBuffer(value) ? [[key, value] as const] : [])),
    );
    this.#sync = this.#cursor.take(syncBytes);
    this.schema = parseSchema(this.text("avro.schema") ?? "");
  }

  /** A value of the header's own. */
  text(key: string): string | undefined {
    return this.#metadata.get(key)?.toString("utf8");
  }

  *records(): Generator<unknown, void, undefined> {
    const read: AvroRead = compileAvro(this.schema);
    const codec = this.text("avro.codec") ?? "null";
    const file = this.#cursor;
    while (file.left > 0) {
      const count = file.int();
      const block = new AvroCursor(unpack(file.take(file.int()), codec));
      if (count < 0 || count > block.left) throw new AvroError("a block claims more records than it has bytes");
      for (let i = 0; i < count; i++) yield read(block);
      if (block.left > 0) throw new AvroError("a block is longer than its records");
      if (!file.take(syncBytes).equals(this.#sync)) throw new AvroError("a block does not end with the file's mark");
    }
  }
}

function parseSchema(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) throw new AvroError("its schema is not JSON");
    throw error;
  }
}

function unpack(block: Buffer, codec: string): Buffer {
  const limit = { maxOutputLength: icebergLimits.avroBytes };
  try {
    switch (codec) {
      case "null":
        return block;
      case "deflate":
        return inflateRawSync(block, limit);
      case "zstandard":
        return zstdDecompressSync(block, limit);
      case "snappy":
        return unpackSnappy(block);
    }
  } catch (error) {
    if (error instanceof AvroError || !(error instanceof Error)) throw error;
    throw new AvroError(`a block cannot be unpacked (${error.message})`);
  }
  throw new AvroError(`it is compressed with ${codec}, which is not supported`);
}

/** Snappy says its length first; a checksum of four bytes follows. */
function unpackSnappy(block: Buffer): Buffer {
  let size = 0;
  for (let i = 0; i < 5; i++) {
    const byte = block[i] ?? 0;
    size += (byte & 0x7f) * 2 ** (7 * i);
    if (byte < 0x80) break;
  }
  if (size > icebergLimits.avroBytes) throw new AvroError("a block unpacks to too much");
  const output = Buffer.alloc(size);
  snappyUncompress(block.subarray(0, -4), output);
  return output;
}
