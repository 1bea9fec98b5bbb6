import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { isAllowedLicence } from "../../electron/build/packaging/licences.ts";
import { readLockfile } from "../../electron/build/packaging/lockfile.ts";
import { projectRoot } from "../unit-support/source-files.ts";

const lock = [...readLockfile()].filter(([path]) => path !== "");
const packageJson = z
  .object({ allowScripts: z.record(z.string(), z.boolean()) })
  .parse(JSON.parse(readFileSync(join(projectRoot, "package.json"), "utf8")));

describe("the lockfile", () => {
  it("was read", () => {
    expect(lock.length).toBeGreaterThan(500);
  });

  it("holds a hash of every package, but for development tools of machines that nobody locked from", () => {
    const installed = lock.filter(([path, { link }]) => path.startsWith("node_modules/") && link !== true);
    const bare = installed.filter(([, { integrity }]) => integrity === undefined);
    expect(bare.filter(([, entry]) => entry.dev !== true || entry.optional !== true || entry.os === undefined)).toEqual([]);
    // May only fall.
    expect(bare.length).toBeLessThanOrEqual(57);
    const weak = installed.filter(([, { integrity }]) => integrity !== undefined && !/^sha512-[\w+/]{86}==$/.test(integrity));
    expect(weak.map(([path]) => path)).toEqual([]);
  });

  it("names no host: packages come from wherever npm is told to look", () => {
    expect(lock.filter(([, { resolved }]) => resolved?.includes("://") === true).map(([path]) => path)).toEqual([]);
    expect(existsSync(join(projectRoot, ".npmrc"))).toBe(false);
  });

  it("brings no install script that nobody decided about, and lets run only the one that unpacks Node", () => {
    const scripted = lock
      .filter(([, { hasInstallScript }]) => hasInstallScript === true)
      .map(([path]) => path.split("node_modules/").at(-1) ?? path);
    expect(scripted.length).toBeGreaterThan(2);
    expect(scripted.filter((name) => !(name in packageJson.allowScripts))).toEqual([]);
    expect(Object.entries(packageJson.allowScripts).filter(([, may]) => may)).toEqual([["node", true]]);
  });

  it("holds no package at run time whose licence is unknown or not allowed", () => {
    const running = lock.filter(([, entry]) => entry.dev !== true && entry.link !== true && entry.version !== undefined);
    expect(running.length).toBeGreaterThan(40);
    // apache-arrow's command line brings it; nothing of it ships, which packaging checks by what the bundles hold.
    const unshipped = ["node_modules/json-bignum"];
    const refused = running.filter(
      ([path, { license }]) => !unshipped.includes(path) && (license === undefined || !isAllowedLicence(license)),
    );
    expect(refused.map(([path, { license }]) => `${path}: ${license ?? "none"}`)).toEqual([]);
  });
});
