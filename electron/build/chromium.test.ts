import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { findChromium } from "./chromium.ts";

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), "quarry-chromium-"));
});
afterEach(() => rmSync(dir, { recursive: true }));

describe("finding a Chromium", () => {
  it("takes the one that is named, and no other when that cannot run", () => {
    const named = join(dir, "mine");
    writeFileSync(named, "");
    expect(findChromium({ CHROMIUM_PATH: named, PATH: process.env["PATH"] })).toBeUndefined();
    chmodSync(named, 0o755);
    expect(findChromium({ CHROMIUM_PATH: named })).toBe(named);
  });

  it("takes an installed one, Chromium before Chrome", () => {
    for (const name of ["google-chrome", "chromium", "chromium-headless-shell"]) {
      writeFileSync(join(dir, name), "", { mode: 0o755 });
      expect(findChromium({ PATH: `/nowhere:${dir}` })).toBe(join(dir, name));
    }
  });
});
