import { describe, expect, test } from "vitest";
import fc from "fast-check";
import { indentJson, toReadable } from "./readable-record.ts";

describe("the original record", () => {
  test("JSON is indented without touching a token", () => {
    const raw = '{"a":12345678901234567890,"a":1.50,"b":{"c":[],"d":"\\u202e: {,}"}}';
    const readable = toReadable(raw);
    expect(readable).toContain("12345678901234567890");
    expect(readable).toContain('"a": 1.50');
    expect(readable).toContain('"c": []');
    expect(readable).toContain('"\\u202e: {,}"');
    expect(readable.split("\n")).toHaveLength(8);
  });

  test("indented JSON means the same", () => {
    fc.assert(
      fc.property(fc.json(), (text) => {
        expect(JSON.parse(indentJson(text))).toEqual(JSON.parse(text));
      }),
    );
  });

  test("what is not JSON stays as it was written", () => {
    expect(toReadable("1616161616.1\tCHhAv\t10.0.0.1")).toBe("1616161616.1\tCHhAv\t10.0.0.1");
    expect(toReadable('{"half": ')).toBe('{"half": ');
  });

  test("a record too long for a page is cut and says so", () => {
    expect(toReadable("x".repeat(200_010))).toMatch(/… 10 more characters$/);
  });
});
