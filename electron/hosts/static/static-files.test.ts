import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { writeStaticManifest } from "../../build/static-manifest.ts";
import { createStaticHandler, readStaticFiles } from "./static-files.ts";
import { findTampered, servesPlatform, sha256OfFile } from "./unpacked-files.ts";

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), "quarry-static-"));
});
afterEach(() => rmSync(dir, { recursive: true }));

describe("the list of static files", () => {
  const build = (): void => {
    mkdirSync(join(dir, "assets"));
    mkdirSync(join(dir, ".vite"));
    writeFileSync(join(dir, "index.html"), "<p>");
    writeFileSync(join(dir, "assets", "a-1.js"), "1");
    writeFileSync(join(dir, ".vite", "manifest.json"), "{}");
    writeStaticManifest(dir);
  };

  it("names what was built, with its type, and serves the page at the root", async () => {
    build();
    const files = readStaticFiles(dir);
    expect([...files.keys()]).toEqual(["/assets/a-1.js", "/"]);
    const serve = createStaticHandler(files, { "X-Frame-Options": "DENY" });
    const page = serve(new Request("http://127.0.0.1/"));
    expect(await page.text()).toBe("<p>");
    expect(page.headers.get("x-frame-options")).toBe("DENY");
    expect(serve(new Request("http://127.0.0.1/index.html")).status).toBe(404);
  });

  it("is refused when a file was changed afterwards", () => {
    build();
    writeFileSync(join(dir, "assets", "a-1.js"), "2");
    expect(() => readStaticFiles(dir)).toThrow(/assets\/a-1\.js is not the file that was built/);
  });

  it("does not guess what a file of an unknown kind is", () => {
    writeFileSync(join(dir, "index.exe"), "");
    expect(() => writeStaticManifest(dir)).toThrow(/no content type/);
  });
});

describe("E12: files outside the archive", () => {
  const native = "node_modules/better-sqlite3/prebuilds/linux-x64.node";
  const foreign = "node_modules/better-sqlite3/prebuilds/win32-x64.node";
  const engine = "out/engine/engine-process.cjs";

  it("are compared with what was built; those of other platforms may be missing", () => {
    for (const file of [native, engine]) {
      mkdirSync(join(dir, file, ".."), { recursive: true });
      writeFileSync(join(dir, file), file);
    }
    const files = [native, engine].map((file) => ({ file, sha256: sha256OfFile(join(dir, file)) }));
    const manifest = { schema: 1 as const, files: [...files, { file: foreign, sha256: "0".repeat(64) }] };
    const needed = (file: string): boolean => servesPlatform(file, "linux", "x64");
    expect(findTampered(manifest, dir, needed)).toEqual([]);
    writeFileSync(join(dir, native), `${native}!`);
    expect(findTampered(manifest, dir, needed)).toEqual([native]);
    rmSync(join(dir, engine));
    expect(findTampered(manifest, dir, needed)).toEqual([native, engine]);
  });

  it("belong to one platform where their folder says so", () => {
    expect(servesPlatform(foreign, "linux", "x64")).toBe(false);
    expect(servesPlatform("node_modules/better-sqlite3/prebuilds/linuxmusl-x64.node", "linux", "x64")).toBe(false);
    expect(servesPlatform("node_modules/onnxruntime-node/bin/napi-v6/linux/arm64/a.so", "linux", "x64")).toBe(false);
    expect(servesPlatform("node_modules/onnxruntime-node/bin/napi-v6/darwin/arm64/a.node", "darwin", "arm64")).toBe(true);
    expect(servesPlatform(engine, "win32", "arm64")).toBe(true);
  });
});
