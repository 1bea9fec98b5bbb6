import { createHash } from "node:crypto";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { extname, join, relative, sep } from "node:path";
import { staticManifestName, type StaticManifest } from "../hosts/static/static-files.ts";

const types: Readonly<Record<string, string>> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".svg": "image/svg+xml",
  ".png": "image/png",
  ".woff2": "font/woff2",
  ".json": "application/json",
  ".wasm": "application/wasm",
};

/** Lists what the hosts may serve. A file of a kind we have no type for is a mistake in the build, not something to guess about. */
export function writeStaticManifest(dir: string): StaticManifest {
  const files = readdirSync(dir, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(dir, join(entry.parentPath, entry.name)).split(sep).join("/"))
    .filter((file) => file !== staticManifestName && !file.startsWith(".vite/"))
    .sort()
    .map((file) => {
      const type = types[extname(file)];
      if (type === undefined) throw new Error(`no content type for ${file}`);
      const body = readFileSync(join(dir, file));
      return {
        path: file === "index.html" ? "/" : `/${file}`,
        file,
        type,
        sha256: createHash("sha256").update(body).digest("hex"),
        bytes: body.length,
      };
    });
  const manifest: StaticManifest = { schema: 1, files };
  writeFileSync(join(dir, staticManifestName), `${JSON.stringify(manifest, undefined, 1)}\n`);
  return manifest;
}
