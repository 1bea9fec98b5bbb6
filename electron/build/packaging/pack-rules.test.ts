import { describe, expect, it } from "vitest";
import type { UnpackedManifest } from "../../hosts/static/unpacked-files.ts";
import type { PackedFile } from "./pack-targets.ts";
import { bundles } from "../bundles.ts";
import { findPackProblems, findPortableProblems, sumUp } from "./pack-rules.ts";

const target = { platform: "linux", arch: "x64" } as const;
const inside = [
  "package.json",
  "out/main/main.cjs",
  "out/preload/preload.cjs",
  "out/renderer/index.html",
  "out/renderer/manifest.json",
  "out/unpacked.json",
];
const beside = [
  ...bundles.map(({ out }) => `out/${out}`).filter((path) => /^out\/engine\/(?!cli\.)/.test(path)),
  "out/models/beaconing/model.json",
  "out/models/beaconing/card.md",
  "node_modules/@duckdb/duckdb-wasm/dist/duckdb-eh.wasm",
  "node_modules/parquet-wasm/node/parquet_wasm_bg.wasm",
  "node_modules/onnxruntime-common/dist/cjs/index.js",
  "node_modules/onnxruntime-node/bin/napi-v6/linux/x64/onnxruntime_binding.node",
  "node_modules/better-sqlite3/prebuilds/linux-x64.node",
];
const foreign = "node_modules/better-sqlite3/prebuilds/win32-x64.node";
const file = (path: string, isUnpacked: boolean): PackedFile => ({ path, bytes: 10, isUnpacked, fingerprint: `of ${path}` });
const good = [...inside.map((path) => file(path, false)), ...beside.map((path) => file(path, true))];
const manifest: UnpackedManifest = { schema: 1, files: [...beside, foreign].map((path) => ({ file: path, sha256: `of ${path}` })) };
const problems = (files: readonly PackedFile[]): string[] => findPackProblems(files, target, manifest);

describe("what may be in a package", () => {
  it("is everything the app needs, and its size is told", () => {
    expect(problems(good)).toEqual([]);
    expect(sumUp(good)).toEqual({ files: good.length, packedBytes: 60, unpackedBytes: 10 * beside.length, nativeBytes: 20 });
  });

  it.each(good.map(({ path }) => path).filter((path) => !path.endsWith("card.md")))("lacks nothing: %s", (path) => {
    expect(problems(good.filter((packed) => packed.path !== path)).length).toBeGreaterThan(0);
  });

  it.each([
    [file(foreign, true), "another platform's"],
    [file("node_modules/better-sqlite3/prebuilds/linux-arm64.node", true), "another platform's"],
    [file("out/main/main.cjs.map", false), "source or test"],
    [file("electron/main/main.ts", false), "not ours"],
    [file("node_modules/better-sqlite3/deps/sqlite3.c", true), "source or test"],
    [file("node_modules/parquet-wasm/README.md", true), "source or test"],
    [file("node_modules/playwright/index.js", false), "not shipped as a folder"],
    [file("out/.env", false), "private"],
    [file("out/engine/other.cjs", true), "unpacked but not listed"],
    [file("out/engine/engine-process.cjs", false), "inside the archive"],
    [{ ...file("out/engine/engine-process.cjs", true), fingerprint: "other" }, "not as listed"],
  ] as const)("is nothing else: %o", (extra, why) => {
    const found = problems([...good.filter(({ path }) => path !== extra.path), extra]);
    expect(found.map((problem) => problem.split(":")[0])).toContain(why);
  });

  it("is, of a portable archive, Node and what starts it besides the engine, and nothing of Electron's", () => {
    const own = ["node", "quarry", "out/engine/cli.cjs", "THIRD-PARTY-NOTICES.txt", "NODE-LICENSE.txt"];
    const paths = [...own, "out/renderer/index.html", "out/renderer/manifest.json", ...beside];
    expect(findPortableProblems(paths, target)).toEqual([]);
    for (const path of own)
      expect(
        findPortableProblems(
          paths.filter((other) => other !== path),
          target,
        ),
        path,
      ).toHaveLength(1);
    expect(findPortableProblems([...paths, "electron", ".env"], target)).toEqual(["private: .env", "not ours: electron", "not ours: .env"]);
  });
});
