import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { writeStaticManifest } from "../../build/static-manifest.ts";
import { createStaticHandler, readStaticFiles } from "./static-files.ts";
import { findTampered, fingerprintOf, servesPlatform, type UnpackedManifest } from "./unpacked-files.ts";

let dir: string;
beforeEach(() => {
  dir = join(mkdtempSync(join(tmpdir(), "quarry-static-")), "app");
  mkdirSync(dir);
});
afterEach(() => rmSync(join(dir, ".."), { recursive: true }));

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
  const packageJson = "node_modules/better-sqlite3/package.json";
  const here = { platform: "linux", arch: "x64" };

  const write = (file: string, body: string): void => {
    mkdirSync(join(dir, file, ".."), { recursive: true });
    writeFileSync(join(dir, file), body);
  };
  const build = (): UnpackedManifest => {
    for (const file of [native, engine]) write(file, `the bytes of ${file}`);
    write(packageJson, '{"name":"better-sqlite3","main":"lib/index.js","scripts":{"install":"x"}}');
    const files = [native, engine, packageJson].map((file) => ({ file, sha256: fingerprintOf(dir, file) }));
    return { schema: 1, files: [...files, { file: foreign, sha256: "0".repeat(64) }] };
  };

  it("are compared with what was built; those of other platforms may be missing", () => {
    const manifest = build();
    expect(findTampered(manifest, dir, here)).toEqual([]);
    expect(findTampered(manifest, dir, { platform: "win32", arch: "x64" })).toEqual([foreign]);
    rmSync(join(dir, engine));
    expect(findTampered(manifest, dir, here)).toEqual([engine]);
  });

  it("are refused with a bit of any of their bytes flipped", () => {
    const manifest = build();
    for (const file of [native, engine]) {
      const bytes = readFileSync(join(dir, file));
      for (const [at, byte] of bytes.entries()) {
        const flipped = Buffer.from(bytes);
        flipped[at] = byte ^ (1 << (at & 7));
        writeFileSync(join(dir, file), flipped);
        expect(findTampered(manifest, dir, here), `${file} byte ${at}`).toEqual([file]);
      }
      writeFileSync(join(dir, file), bytes);
    }
  });

  it("are refused when a file or a link was put beside them, since it may be loaded first", () => {
    const manifest = build();
    const planted = "node_modules/better-sqlite3/build/Release/better_sqlite3.node";
    write(planted, "planted");
    expect(findTampered(manifest, dir, here)).toEqual([planted]);
    rmSync(join(dir, planted));
    rmSync(join(dir, engine));
    write("../elsewhere.cjs", `the bytes of ${engine}`);
    symlinkSync(join(dir, "../elsewhere.cjs"), join(dir, engine));
    expect(findTampered(manifest, dir, here)).toEqual([engine]);
    rmSync(join(dir, "../elsewhere.cjs"));
  });

  it("may have what packaging takes out of a package.json taken out, but not what Node loads by it", () => {
    const manifest = build();
    write(packageJson, '{"main":"lib/index.js","name":"better-sqlite3"}');
    expect(findTampered(manifest, dir, here)).toEqual([]);
    for (const other of [
      '{"name":"better-sqlite3","main":"../evil.js"}',
      '{"name":"better-sqlite3","main":"lib/index.js","exports":{}}',
      "{",
    ]) {
      write(packageJson, other);
      expect(findTampered(manifest, dir, here), other).toEqual([packageJson]);
    }
  });

  it("are left to the system on macOS where packaging signs them anew, but must be known", () => {
    const manifest = build();
    const mac = "node_modules/better-sqlite3/prebuilds/darwin-arm64.node";
    const signed = { ...manifest, files: [...manifest.files, { file: mac, sha256: "1".repeat(64) }] };
    write(mac, "signed");
    expect(findTampered(signed, dir, { platform: "darwin", arch: "arm64" })).toEqual([]);
    expect(findTampered(manifest, dir, { platform: "darwin", arch: "arm64" })).toEqual([mac]);
    expect(findTampered(signed, dir, here)).toEqual([mac]);
  });

  it("belong to one platform where their folder says so", () => {
    expect(servesPlatform(foreign, "linux", "x64")).toBe(false);
    expect(servesPlatform("node_modules/better-sqlite3/prebuilds/linuxmusl-x64.node", "linux", "x64")).toBe(false);
    expect(servesPlatform("node_modules/onnxruntime-node/bin/napi-v6/linux/arm64/a.so", "linux", "x64")).toBe(false);
    expect(servesPlatform("node_modules/onnxruntime-node/bin/napi-v6/darwin/arm64/a.node", "darwin", "arm64")).toBe(true);
    expect(servesPlatform(engine, "win32", "arm64")).toBe(true);
  });
});
