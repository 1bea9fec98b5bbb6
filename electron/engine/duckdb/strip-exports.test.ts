import { expect, test } from "vitest";
import { stripExports } from "./strip-exports.ts";
import { wasm } from "./wasm-api.ts";

const text = (value: string): number[] => [value.length, ...Buffer.from(value)];
const magic = [0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00];
const func = [0x03, 2, 1, 0];

/** One function that gives 7, exported under each name. */
const moduleOf = (...names: string[]): Uint8Array => {
  const exported = [names.length, ...names.flatMap((name) => [...text(name), 0, 0])];
  const type = [0x01, 5, 1, 0x60, 0, 1, 0x7f];
  const code = [0x0a, 6, 1, 4, 0, 0x41, 7, 0x0b];
  return Uint8Array.from([...magic, ...type, ...func, 0x07, exported.length, ...exported, ...code]);
};

test("exports whose names begin so are gone, the others and the code are as they were", async () => {
  const stripped = stripExports(moduleOf("seven", "_Zseven", "other"), ["_Z"]);
  expect(stripped).toEqual(Buffer.from(moduleOf("seven", "other")));
  const instance = await wasm.instantiate(await wasm.compile(stripped), {});
  const exported: unknown = Reflect.get(instance, "exports");
  for (const name of ["seven", "other"]) expect(exported).toHaveProperty(name);
  expect(exported).not.toHaveProperty("_Zseven");
});

test("a section longer than one byte can say is written as it was read", () => {
  const names = Array.from({ length: 12 }, (_, i) => `a_longer_name_${i}`);
  const long = stripExports(moduleOf(...names.slice(0, 6)), ["_Z"]);
  expect(long).toEqual(Buffer.from(moduleOf(...names.slice(0, 6))));
});
