import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { loadSuite } from "./suite.ts";

let root = "";
beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), "quarry-suite-"));
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

let made = 0;
function packageWith(suite: unknown): string {
  const dir = join(root, `p${++made}`);
  mkdirSync(join(dir, "suite"), { recursive: true });
  writeFileSync(join(dir, "suite", "suite.json"), typeof suite === "string" ? suite : JSON.stringify(suite));
  return dir;
}

const bad = { id: "one", title: "One", expect: "flag", technique: "T1110", row: { failures: 9 } };

describe("a suite", () => {
  it("is undefined where a package has none, and its digest follows its cases", () => {
    expect(loadSuite(root)).toBeUndefined();
    const first = loadSuite(packageWith({ schema: 1, cases: [bad] }));
    const second = loadSuite(packageWith({ schema: 1, cases: [{ ...bad, row: { failures: 8 } }] }));
    expect(first?.cases).toHaveLength(1);
    expect(first?.digest).not.toBe(second?.digest);
  });

  it.each([
    ["is not JSON", "{", /not JSON/],
    ["has a case twice", { schema: 1, cases: [bad, bad] }, /"one" is there twice/],
    ["has a bad case without technique", { schema: 1, cases: [{ ...bad, technique: undefined }] }, /names no technique/],
    ["has no case", { schema: 1, cases: [] }, /not a suite: cases/],
    ["reaches out of its folder", { schema: 1, ordinary: "../x.ndjson", cases: [bad] }, /no file "..\/x.ndjson"/],
  ])("that %s is refused by name", (_, suite, message) => {
    expect(() => loadSuite(packageWith(suite))).toThrowError(message);
  });
});
