import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { runOffNetwork, whyNoOwnNetwork } from "../unit-support/off-the-network.ts";

const why = whyNoOwnNetwork();
if (why !== undefined) console.log(`what leaves the machine is not counted: ${why}`);

let home: string;
beforeAll(() => {
  home = mkdtempSync(join(tmpdir(), "quarry-home-"));
});
afterAll(() => rmSync(home, { recursive: true, force: true }));

// Without CI, which would silence ONNX Runtime by itself.
const env = (): Record<string, string> => ({ PATH: process.env["PATH"] ?? "", HOME: home, TMPDIR: home });

describe.skipIf(why !== undefined)("opening models, with no network to be had", () => {
  it("tries to reach nobody and leaves nothing in the home folder", async () => {
    const script = join(import.meta.dirname, "open-models.ts");
    const { stdout, v4, v6 } = await runOffNetwork([process.execPath, script], env());
    expect(stdout).toContain("scored 500; ORT_DISABLE_TELEMETRY=1 ORT_DISABLE_TELEMETRY=1\n");
    expect({ v4, v6 }).toEqual({ v4: 0, v6: 0 });
    expect(readdirSync(home)).toEqual([]);
  });

  it("would be counted if it did", async () => {
    const look = 'require("node:dgram").createSocket("udp4").send("x", 9, "192.0.2.1", () => process.exit())';
    expect((await runOffNetwork([process.execPath, "-e", look], env())).v4).toBeGreaterThan(0);
  });
});
