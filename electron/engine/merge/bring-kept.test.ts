import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { sha256 } from "../hash.ts";
import { bringKeptFiles } from "./bring-kept.ts";

let dir = "";
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), "quarry-kept-"));
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

describe("what is kept under its digest in another copy", () => {
  it("comes along when it is what its name says, and nothing else does", () => {
    const [own, other] = [join(dir, "own"), join(dir, "other")];
    for (const folder of ["evaluations", "suites"]) mkdirSync(join(other, folder), { recursive: true });
    const report = '{"schema":1}';
    const name = `${sha256(report)}.json`;
    writeFileSync(join(other, "evaluations", name), report);
    writeFileSync(join(other, "evaluations", `${"0".repeat(64)}.json`), report);
    writeFileSync(join(other, "evaluations", "notes.txt"), report);
    symlinkSync("/etc/hostname", join(other, "suites", `${"1".repeat(64)}.json`));
    bringKeptFiles(own, other);
    bringKeptFiles(own, other);
    expect(readdirSync(join(own, "evaluations"))).toEqual([name]);
    expect(existsSync(join(own, "suites"))).toBe(false);
    bringKeptFiles(own, join(dir, "nowhere"));
  });
});
