import { describe, expect, it } from "vitest";
import { parseExactJson } from "./exact-json.ts";
import { parseSchema, RawSchema } from "./table-schema.ts";
import { readerOfColumn, readerOfConstant } from "./values.ts";
import type { PrimitiveType } from "./table-schema.ts";

function primitive(text: string): PrimitiveType {
  const type = parseSchema(RawSchema.parse({ type: "struct", fields: [{ id: 1, name: "c", type: text }] })).fields[0]?.type;
  if (type?.kind !== "primitive") throw new Error(`${text} is no primitive`);
  return type;
}

const constant = (type: string, stored: unknown): unknown => readerOfConstant(primitive(type))(stored);

describe("a table's values", () => {
  it.each([
    ["long", 9_007_199_254_740_993n, "9007199254740993"],
    ["long", -5n, -5],
    ["decimal(10, 2)", -500n, "-5.00"],
    ["decimal(38, 3)", Buffer.from("ff", "hex"), "-0.001"],
    ["decimal(20,0)", Buffer.from("00ffffffffffffffff", "hex"), "18446744073709551615"],
    ["date", -1, "1969-12-31"],
    ["time", 3_600_000_001n, "01:00:00.000001"],
    ["timestamp", 1_767_225_600_123_456n, "2026-01-01T00:00:00.123456"],
    ["timestamptz", -1n, "1969-12-31T23:59:59.999999Z"],
    ["timestamptz", 9_000_000_000_000_000_000n, "9000000000000000000Z"],
    ["uuid", Buffer.from("00112233445566778899aabbccddeeff", "hex"), "00112233-4455-6677-8899-aabbccddeeff"],
    ["fixed[2]", Buffer.from([255, 0]), "/wA="],
    ["double", Number.NaN, "NaN"],
    ["boolean", true, true],
  ])("of %s keep every digit: %s", (type, stored, shown) => {
    expect(constant(type, stored)).toBe(shown);
  });

  it("are widened, and never narrowed or taken for another type", () => {
    const read = (type: string, physical: "INT32" | "INT64" | "FLOAT" | "DOUBLE", scale?: number) =>
      readerOfColumn(primitive(type), { name: "c", type: physical, ...(scale === undefined ? {} : { scale }) });
    expect(read("long", "INT32")(7)).toBe(7);
    expect(read("double", "FLOAT")(0.5)).toBe(0.5);
    expect(read("decimal(18, 2)", "INT32", 2)(105)).toBe("1.05");
    expect(() => read("int", "INT64")).toThrow(/holds INT64 where the table has int/);
    expect(() => read("float", "DOUBLE")).toThrow(/holds DOUBLE/);
    expect(() => read("decimal(18, 2)", "INT32", 3)).toThrow(/3 decimal places where the table has 2/);
  });

  it("of times are read in the unit they were stored in", () => {
    const at = (unit: "MILLIS" | "NANOS") =>
      readerOfColumn(primitive("timestamp"), {
        name: "c",
        type: "INT64",
        logical_type: { type: "TIMESTAMP", isAdjustedToUTC: false, unit },
      });
    expect(at("MILLIS")(1n)).toBe("1970-01-01T00:00:00.001000");
    expect(at("NANOS")(-1n)).toBe("1969-12-31T23:59:59.999999");
  });
});

describe("JSON with 64-bit ids", () => {
  it("keeps their digits, and text that looks like one", () => {
    const text = String.raw`{"id": 2701171901096418979, "n": -9007199254740993, "f": 1.5e3, "s": "x\" 2701171901096418979", "l": [1234567890123456]}`;
    expect(parseExactJson(text)).toEqual({
      id: "2701171901096418979",
      n: "-9007199254740993",
      f: 1500,
      s: 'x" 2701171901096418979',
      l: ["1234567890123456"],
    });
  });

  it("is refused when it is none", () => {
    for (const text of ["{", "12 13", '"a', "1e", "{1:2}"]) expect(() => parseExactJson(text)).toThrow(SyntaxError);
  });
});
