import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";

/** Written by the build beside the renderer's files: which URL path serves which bytes. */
export const StaticManifest = z.object({
  schema: z.literal(1),
  files: z.array(
    z.object({
      path: z.string().startsWith("/"),
      file: z.string(),
      type: z.string(),
      sha256: z.string().length(64),
      bytes: z.number().int(),
    }),
  ),
});
export type StaticManifest = z.infer<typeof StaticManifest>;
export const staticManifestName = "manifest.json";

export interface StaticFile {
  readonly body: Uint8Array<ArrayBuffer>;
  readonly type: string;
  readonly sha256: string;
}
/** By exact URL path. Once read, no request touches the file system. */
export type StaticFiles = ReadonlyMap<string, StaticFile>;

/** Reads the manifest in `dir` and every file it names; a file whose bytes are not those that were built is refused. */
export function readStaticFiles(dir: string): StaticFiles {
  const manifest = StaticManifest.parse(JSON.parse(readFileSync(join(dir, staticManifestName), "utf8")));
  const files = new Map<string, StaticFile>();
  for (const { path, file, type, sha256 } of manifest.files) {
    const body = new Uint8Array(readFileSync(join(dir, file)));
    const actual = createHash("sha256").update(body).digest("hex");
    if (actual !== sha256) throw new Error(`${file} is not the file that was built (sha256 ${actual.slice(0, 12)}…); build again`);
    files.set(path, { body, type, sha256 });
  }
  return files;
}

/** Answers GET and HEAD of the paths in `files` and nothing else. */
export function createStaticHandler(files: StaticFiles, headers: Readonly<Record<string, string>>): (request: Request) => Response {
  return (request) => {
    if (request.method !== "GET" && request.method !== "HEAD") return new Response(undefined, { status: 405, headers });
    const { pathname } = new URL(request.url);
    const file = files.get(pathname);
    if (file === undefined) return new Response(undefined, { status: 404, headers });
    return new Response(request.method === "HEAD" ? undefined : file.body, {
      headers: {
        ...headers,
        "Content-Type": file.type,
        "Content-Length": String(file.body.byteLength),
        ETag: `"${file.sha256.slice(0, 32)}"`,
        // Hashed names never change; the page itself is asked for again each time.
        "Cache-Control": pathname.startsWith("/assets/") ? "private, max-age=31536000, immutable" : "no-cache",
      },
    });
  };
}
