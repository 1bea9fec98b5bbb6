import { mkdtempSync, rmSync } from "node:fs";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { build } from "vite";
import { writeStaticManifest } from "../../electron/build/static-manifest.ts";
import { createStaticHandler, readStaticFiles } from "../../electron/hosts/static/static-files.ts";
import { securityHeaders } from "../../electron/hosts/static/security-headers.ts";

const rendererConfig = resolve(import.meta.dirname, "../../renderer/vite.config.ts");

async function buildFakeDesk(outDir: string): Promise<void> {
  process.env["QUARRY_FAKE"] = "1";
  process.env["QUARRY_OUT"] = outDir;
  try {
    await build({ configFile: rendererConfig, logLevel: "error" });
  } finally {
    delete process.env["QUARRY_FAKE"];
    delete process.env["QUARRY_OUT"];
  }
  writeStaticManifest(outDir);
}

export interface FakeDesk {
  readonly origin: string;
  close(): Promise<void>;
}

/**
 * The desk over an in-memory engine, built as for release and served with the release's headers: for what needs a hundred
 * thousand rows, a slow engine, an empty workspace or a disk that refuses to write. Only the opener policy is left to the tests of real
 * hosts: by it every page is loaded into a new process, which takes a seventh of the browser tests' time.
 */
export async function openFakeDesk(): Promise<FakeDesk> {
  const dir = mkdtempSync(join(tmpdir(), "quarry-fake-desk-"));
  await buildFakeDesk(dir);
  const answer = createStaticHandler(readStaticFiles(dir), { ...securityHeaders(), "Cross-Origin-Opener-Policy": "unsafe-none" });
  const respond = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const path = request.url === undefined || request.url.startsWith("/?") ? "/" : request.url;
    const reply = answer(new Request(`http://127.0.0.1${path}`));
    response.writeHead(reply.status, Object.fromEntries(reply.headers));
    response.end(Buffer.from(await reply.arrayBuffer()));
  };
  const server = createServer((request, response) => void respond(request, response));
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  return {
    origin: `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`,
    close: async () => {
      await new Promise((done) => server.close(done));
      rmSync(dir, { recursive: true, force: true });
    },
  };
}
