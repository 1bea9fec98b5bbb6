import { existsSync, globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { z } from "zod";
import { bundles, externals } from "../../electron/build/bundles.ts";
import { packTargets } from "../../electron/build/packaging/pack-targets.ts";
import { unpackedRoots } from "../../electron/build/unpacked-manifest.ts";
import { projectRoot } from "../unit-support/source-files.ts";

const Platform = z.object({
  target: z.array(z.object({ target: z.string(), arch: z.array(z.string()) })),
  files: z.array(z.string()),
});
const Packaging = z.object({
  asar: z.literal(true),
  npmRebuild: z.literal(false),
  files: z.array(z.string()),
  asarUnpack: z.array(z.string()),
  linux: Platform,
  win: Platform,
  mac: Platform,
  electronFuses: z.record(z.string(), z.boolean()),
  publish: z.null(),
});
const packaging = Packaging.parse(parse(readFileSync(join(projectRoot, "electron-builder.yml"), "utf8")));
const Package = z.object({
  main: z.string(),
  scripts: z.record(z.string(), z.string()),
  dependencies: z.record(z.string(), z.string()),
  devDependencies: z.record(z.string(), z.string()),
});
const packageJson = Package.parse(JSON.parse(readFileSync(join(projectRoot, "package.json"), "utf8")));

/** The files a platform's exclusions take away, of those npm has installed. */
const excluded = (patterns: readonly string[]): string[] =>
  globSync(
    patterns.filter((pattern) => pattern.startsWith("!")).map((pattern) => pattern.slice(1)),
    { cwd: projectRoot },
  );

describe("electron-builder.yml", () => {
  it("E11: burns every fuse that takes a power away", () => {
    expect(packaging.electronFuses).toEqual({
      runAsNode: false,
      enableCookieEncryption: true,
      enableNodeOptionsEnvironmentVariable: false,
      enableNodeCliInspectArguments: false,
      enableEmbeddedAsarIntegrityValidation: true,
      onlyLoadAppFromAsar: true,
      loadBrowserProcessSpecificV8Snapshot: false,
      grantFileProtocolExtraPrivileges: false,
    });
  });

  it("packs what the build makes and never updates by itself", () => {
    expect(packaging.files).toEqual(expect.arrayContaining(["out/**", "!**/*.map"]));
    expect(packageJson.main).toBe(`out/${bundles[0]?.out}`);
    expect(bundles.map(({ out }) => out)).toEqual(expect.arrayContaining(["preload/preload.cjs", "engine/engine-process.cjs"]));
    expect(packaging.publish).toBeNull();
    expect(packaging.linux.target.map(({ target }) => target)).toEqual(["AppImage", "deb"]);
    const targets = (["linux", "mac", "win"] as const).flatMap((name) =>
      packaging[name].target.flatMap(({ arch }) => arch.map((a) => `${{ linux: "linux", mac: "darwin", win: "win32" }[name]}-${a}`)),
    );
    expect(new Set(targets)).toEqual(new Set(packTargets.map(({ platform, arch }) => `${platform}-${arch}`)));
  });

  it("keeps outside the archive all that must be a real file", () => {
    for (const { dir } of unpackedRoots) {
      const kept = packaging.asarUnpack.some((pattern) => pattern.endsWith("/**") && `${dir}/`.startsWith(pattern.slice(0, -2)));
      expect(kept, dir).toBe(true);
    }
    for (const name of externals.filter((external) => external !== "electron")) {
      const folder = `node_modules/${name.split("/")[0]}`;
      expect(existsSync(join(projectRoot, folder)), folder).toBe(true);
      expect(packaging.asarUnpack).toContain(`${folder}/**`);
    }
  });

  it.each(["linux", "win", "mac"] as const)("gives %s the natives of its own platform only", (platform) => {
    const name = { linux: "linux", win: "win32", mac: "darwin" }[platform];
    const { files } = packaging[platform];
    // A list of exclusions alone would mean the whole project but these.
    expect(files.filter((pattern) => !pattern.startsWith("!"))).toEqual(["package.json"]);
    const gone = new Set(excluded(files));
    const left = globSync(["node_modules/onnxruntime-node/bin/napi-v*/*/*/*", "node_modules/better-sqlite3/prebuilds/*.node"], {
      cwd: projectRoot,
    }).filter((file) => !gone.has(file));
    expect(left.length).toBeGreaterThan(1);
    const platforms = new Set(
      left.map((file) => /napi-v\d+\/(\w+)\/|prebuilds\/(\w+)-/.exec(file)).map((match) => match?.[1] ?? match?.[2]),
    );
    const own = [name];
    expect([...platforms].filter((p) => !own.includes(p ?? ""))).toEqual([]);
  });
});

describe("package.json", () => {
  it("pins every version exactly", () => {
    const loose = Object.entries({ ...packageJson.dependencies, ...packageJson.devDependencies }).filter(
      ([, version]) => !/^(\d+\.\d+\.\d+(-[\w.]+)?|file:.+)$/.test(version),
    );
    expect(loose).toEqual([]);
  });

  it("E19: follows a supported Electron, and runs its scripts on the Node it brings", () => {
    expect(Number(packageJson.devDependencies["electron"]?.split(".")[0])).toBeGreaterThanOrEqual(45);
    expect(packageJson.devDependencies["node"]).toMatch(/^24\./);
    expect(Object.keys(packageJson.scripts)).toEqual(expect.arrayContaining(["start", "test", "build", "quarry", "e2e", "bench"]));
  });

  it("runs only files that exist", () => {
    const files = Object.values(packageJson.scripts).flatMap((script) => script.match(/[\w./-]+\.(?:ts|mjs)\b/g) ?? []);
    expect(files.length).toBeGreaterThan(4);
    expect(files.filter((file) => !existsSync(join(projectRoot, file)))).toEqual([]);
  });

  it("L15: has no script that puts a development server before anyone", () => {
    expect(Object.values(packageJson.scripts).filter((script) => /\bvite\b(?!st)/.test(script))).toEqual([]);
  });
});
