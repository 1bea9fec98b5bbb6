import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "@playwright/test";
import { findChromium } from "../../electron/build/chromium.ts";
import { runOffNetwork, whyNoOwnNetwork } from "../../test/unit-support/off-the-network.ts";

const why = whyNoOwnNetwork();
if (why !== undefined) console.log(`what leaves the machine is not counted: ${why}`);

test("from a log to the first verdict nobody else is reached for: not by the engine, its native parts, the host or the page", async () => {
  test.skip(why !== undefined, why ?? "");
  test.slow();
  const home = mkdtempSync(join(tmpdir(), "quarry-home-"));
  // Without CI in it: there is native code that is silent where it sees that.
  const env = { PATH: process.env["PATH"] ?? "", HOME: home, TMPDIR: home, CHROMIUM_PATH: findChromium() ?? "" };
  try {
    const script = join(import.meta.dirname, "../fixtures/offline-desk.ts");
    const { stdout, v4 } = await runOffNetwork([process.execPath, script], env);
    const seen: unknown = JSON.parse(stdout.split("\n")[0] ?? "");
    expect(seen).toEqual({ before: expect.any(Number), after: expect.any(Number), withoutBrowser: { v4: 0, v6: 0 }, foreign: [] });
    expect(v4).toBe(0);
  } finally {
    rmSync(home, { recursive: true, force: true });
  }
});
