import { describe, expect, it } from "vitest";
import { AvroFile } from "./avro-file.ts";
import { AvroCursor, compileAvro } from "./avro-reader.ts";

const read = (schema: unknown, ...bytes: number[]): unknown => compileAvro(schema)(new AvroCursor(Buffer.from(bytes)));
const list = { type: "array", items: "null" };

describe("reading Avro", () => {
  it("keeps every digit of 64-bit integers", () => {
    expect(read("long", 0xfe, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x01)).toBe(9_223_372_036_854_775_807n);
    expect(read("long", 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x01)).toBe(-9_223_372_036_854_775_808n);
  });

  it("reads what a schema composes", () => {
    const schema = {
      type: "record",
      name: "r",
      fields: [
        { name: "a", type: ["null", "string"] },
        { name: "b", type: { type: "map", values: "int" } },
        { name: "c", type: { type: "fixed", name: "f", size: 2 } },
        { name: "d", type: { type: "enum", name: "e", symbols: ["x", "y"] } },
      ],
    };
    expect(read(schema, 2, 2, 0x61, 2, 2, 0x6b, 1, 0, 7, 8, 2)).toEqual({ a: "a", b: { k: -1 }, c: Buffer.from([7, 8]), d: "y" });
  });

  it.each([
    ["text longer than its block", "string", [100, 0x61]],
    ["a negative length", "bytes", [1]],
    ["an integer without end", "long", Array.from({ length: 11 }, () => 0xff)],
    ["a list of a billion nothings", list, [0x80, 0xa8, 0xd6, 0xb9, 0x07, 0]],
    ["a branch that is none", ["null"], [2]],
    ["a type that is none", "unknown", [0]],
  ])("refuses %s", (_what, schema, bytes) => {
    expect(() => read(schema, ...bytes)).toThrow(expect.objectContaining({ name: "AvroError" }));
  });

  it("refuses values and schemas that nest without end", () => {
    const self = { type: "record", name: "r", fields: [{ name: "next", type: ["null", "r"] }] };
    expect(() => read(self, ...Array.from({ length: 5000 }, () => 2), 0)).toThrow(/nest too deeply/);
    let deep: unknown = "null";
    for (let i = 0; i < 100; i++) deep = { type: "array", items: deep };
    expect(() => compileAvro(deep)).toThrow(/too large/);
  });

  it("does not take a name of the language for one of its own", () => {
    const schema = { type: "record", name: "r", fields: [{ name: "__proto__", type: "int" }] };
    const record = read(schema, 2);
    expect(typeof record === "object" && record !== null && Object.entries(record)).toEqual([["__proto__", 1]]);
  });

  it("refuses a file whose blocks lie about themselves", () => {
    const file = (...block: number[]): AvroFile => {
      const schema = Buffer.from('"int"');
      const header = Buffer.concat([
        Buffer.from("Obj\u0001"),
        Buffer.from([2, 22]),
        Buffer.from("avro.schema"),
        Buffer.from([10]),
        schema,
        Buffer.from([0]),
      ]);
      return new AvroFile(Buffer.concat([header, Buffer.alloc(16, 7), Buffer.from(block), Buffer.alloc(16, 7)]));
    };
    expect([...file(4, 4, 2, 4).records()]).toEqual([1, 2]);
    expect(() => [...file(2, 4, 2, 4).records()]).toThrow(/longer than its records/);
    expect(() => [...file(100, 4, 2, 4).records()]).toThrow(/more records than it has bytes/);
    expect(() => [...file(4, 2, 2, 4).records()]).toThrow(/more records than it has bytes/);
  });
});
