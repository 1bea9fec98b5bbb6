import { mkdtempSync, rmSync } from "node:fs";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { expect, type Page, test as base } from "@playwright/test";
import { build } from "vite";
import { writeStaticManifest } from "../../electron/build/static-manifest.ts";
import { createStaticHandler, readStaticFiles } from "../../electron/hosts/static/static-files.ts";
import { securityHeaders } from "../../electron/hosts/static/security-headers.ts";
import { watch, type WatchedPage } from "../fixtures/launch.ts";

/**
 * The desk over an in-memory engine, built as for release and served with the release's headers: for what needs a hundred
 * thousand rows, a slow engine, an empty workspace or a disk that refuses to write. Nothing else about it is special.
 */
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

async function serve(dir: string): Promise<Server> {
  const answer = createStaticHandler(readStaticFiles(dir), securityHeaders());
  const respond = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const path = request.url === undefined || request.url.startsWith("/?") ? "/" : request.url;
    const reply = answer(new Request(`http://127.0.0.1${path}`));
    response.writeHead(reply.status, Object.fromEntries(reply.headers));
    response.end(Buffer.from(await reply.arrayBuffer()));
  };
  const server = createServer((request, response) => void respond(request, response));
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  return server;
}

interface WorkerFixtures {
  readonly fakeOrigin: string;
}
interface Fixtures {
  readonly watched: WatchedPage;
  /** Opens the fake desk: `rows=100000`, `empty`, `delay=300`, `refuse`, and a route after `#`. */
  readonly open: (query?: string, route?: string) => Promise<Page>;
}

export const test = base.extend<Fixtures, WorkerFixtures>({
  fakeOrigin: [
    // oxlint-disable-next-line no-empty-pattern -- Playwright reads from the pattern which fixtures are wanted
    async ({}, give) => {
      const dir = mkdtempSync(join(tmpdir(), "quarry-fake-desk-"));
      await buildFakeDesk(dir);
      const server = await serve(dir);
      await give(`http://127.0.0.1:${String((server.address() as AddressInfo).port)}`);
      await new Promise((done) => server.close(done));
      rmSync(dir, { recursive: true, force: true });
    },
    { scope: "worker" },
  ],
  watched: async ({ page }, give) => {
    const watched = await watch(page);
    await give(watched);
    // The browser warns of features it does not know yet; denying them all the same is meant.
    expect(watched.problems.filter((problem) => !problem.includes("Permissions-Policy"))).toEqual([]);
  },
  open: async ({ fakeOrigin, watched }, give) => {
    await give(async (query = "", route = "/triage") => {
      await watched.page.goto(`${fakeOrigin}/?${query}#${route}`);
      return watched.page;
    });
  },
});

export { expect };
