import { icebergLimits } from "./limits.ts";

/** An Avro file, or its schema, is not what it should be. */
export class AvroError extends Error {
  constructor(message: string) {
    super(message);
    this.name = "AvroError";
  }
}

/** A place in a block of Avro data. Every read is checked against its end. */
export class AvroCursor {
  readonly bytes: Buffer;
  at = 0;
  #depth = 0;

  constructor(bytes: Buffer) {
    this.bytes = bytes;
  }

  get left(): number {
    return this.bytes.length - this.at;
  }

  take(size: number): Buffer {
    if (size < 0 || size > this.left) throw new AvroError("a value ends beyond its block");
    this.at += size;
    return this.bytes.subarray(this.at - size, this.at);
  }

  long(): bigint {
    let value = 0n;
    for (let shift = 0n; shift < 70n; shift += 7n) {
      const byte = this.take(1)[0] ?? 0;
      value |= BigInt(byte & 0x7f) << shift;
      if (byte < 0x80) return BigInt.asIntN(64, (value >> 1n) ^ -(value & 1n));
    }
    throw new AvroError("an integer is longer than 64 bits");
  }

  /** A length, a count or an `int`. */
  int(): number {
    const value = Number(this.long());
    if (!Number.isSafeInteger(value)) throw new AvroError(`the count ${value} is out of range`);
    return value;
  }

  nest<T>(read: () => T): T {
    this.#depth += 1;
    if (this.#depth > icebergLimits.depth) throw new AvroError("values nest too deeply");
    const value = read();
    this.#depth -= 1;
    return value;
  }
}

/** `long` comes as bigint, `bytes` and `fixed` as Buffer, records and maps as objects without a prototype. */
export type AvroRead = (cursor: AvroCursor) => unknown;

const primitives: ReadonlyMap<string, AvroRead> = new Map<string, AvroRead>([
  ["null", () => null],
  ["boolean", (c) => c.take(1)[0] === 1],
  ["int", (c) => c.int()],
  ["long", (c) => c.long()],
  ["float", (c) => c.take(4).readFloatLE()],
  ["double", (c) => c.take(8).readDoubleLE()],
  ["bytes", (c) => c.take(c.int())],
  ["string", (c) => c.take(c.int()).toString("utf8")],
]);

/** Calls `item` for each element of an array's or a map's blocks. No element takes less than a byte, so that a count is at most what is left. */
function readBlocks(cursor: AvroCursor, item: () => void): void {
  for (let count = cursor.int(); count !== 0; count = cursor.int()) {
    if (count < 0) cursor.int();
    if (Math.abs(count) > cursor.left) throw new AvroError("a list is longer than its block");
    for (let i = Math.abs(count); i > 0; i--) item();
  }
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** Makes a reader of a schema as it stands in a file. Throws AvroError for a schema that is none. */
export function compileAvro(schema: unknown): AvroRead {
  return new AvroCompiler().compile(schema, 0);
}

class AvroCompiler {
  readonly #named = new Map<string, AvroRead>();
  #types = 0;

  compile(schema: unknown, depth: number): AvroRead {
    this.#types += 1;
    if (depth > icebergLimits.depth || this.#types > icebergLimits.fields) throw new AvroError("the schema is too large");
    if (Array.isArray(schema)) return this.#union(schema, depth);
    if (typeof schema === "string") return this.#byName(schema);
    if (!isObject(schema)) throw new AvroError("the schema is not valid");
    switch (schema["type"]) {
      case "record":
        return this.#record(schema, depth);
      case "array": {
        const read = this.compile(schema["items"], depth + 1);
        return (cursor) =>
          cursor.nest(() => {
            const items: unknown[] = [];
            readBlocks(cursor, () => items.push(read(cursor)));
            return items;
          });
      }
      case "map": {
        const read = this.compile(schema["values"], depth + 1);
        return (cursor) =>
          cursor.nest(() => {
            const entries: Record<string, unknown> = emptyObject();
            readBlocks(cursor, () => (entries[cursor.take(cursor.int()).toString("utf8")] = read(cursor)));
            return entries;
          });
      }
      case "fixed": {
        const size = Number(schema["size"]);
        return this.#name(schema, (cursor) => cursor.take(size));
      }
      case "enum": {
        const symbols: unknown = schema["symbols"];
        return this.#name(schema, (cursor) => (Array.isArray(symbols) ? (symbols as unknown[])[cursor.int()] : undefined));
      }
      default:
        return this.compile(schema["type"], depth + 1);
    }
  }

  #byName(name: string): AvroRead {
    const primitive = primitives.get(name);
    if (primitive !== undefined) return primitive;
    return (cursor) => {
      const read = this.#named.get(name);
      if (read === undefined) throw new AvroError(`the schema names an unknown type ${name}`);
      return read(cursor);
    };
  }

  #name(schema: Readonly<Record<string, unknown>>, read: AvroRead): AvroRead {
    const { name, namespace } = schema;
    if (typeof name !== "string") throw new AvroError("a named type has no name");
    this.#named.set(name, read);
    if (typeof namespace === "string") this.#named.set(`${namespace}.${name}`, read);
    return read;
  }

  #union(branches: readonly unknown[], depth: number): AvroRead {
    const reads = branches.map((branch) => this.compile(branch, depth + 1));
    return (cursor) => {
      const read = reads[cursor.int()];
      if (read === undefined) throw new AvroError("a union has no such branch");
      return read(cursor);
    };
  }

  #record(schema: Readonly<Record<string, unknown>>, depth: number): AvroRead {
    const { fields } = schema;
    if (!Array.isArray(fields)) throw new AvroError("a record has no fields");
    const reads: (readonly [name: string, read: AvroRead])[] = [];
    const read = this.#name(schema, (cursor) =>
      cursor.nest(() => {
        const record: Record<string, unknown> = emptyObject();
        for (const [name, readField] of reads) record[name] = readField(cursor);
        return record;
      }),
    );
    for (const field of fields as unknown[]) {
      if (!isObject(field) || typeof field["name"] !== "string") throw new AvroError("a field has no name");
      reads.push([field["name"], this.compile(field["type"], depth + 1)]);
    }
    return read;
  }
}

const emptyObject = (): Record<string, unknown> => ({ __proto__: null });
