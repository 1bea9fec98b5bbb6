import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { writeDemo, type DemoManifest } from "../../electron/engine/demo/write-demo.ts";
import { importFiles } from "../../electron/engine/telemetry/import-files.ts";

const root = mkdtempSync(join(tmpdir(), "quarry-demo-import-"));
const raw = join(root, "raw");
const workspace = join(root, "workspace");
let manifest: DemoManifest;

beforeAll(async () => {
  mkdirSync(raw);
  mkdirSync(join(workspace, "snapshots"), { recursive: true });
  manifest = await writeDemo(raw, { scale: 0.1, seed: 1 });
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

const importFolder = (name: string) =>
  importFiles(workspace, { paths: [{ path: join(raw, name), displayName: name }], source: name, format: "auto", clock: "declared" });

describe("the importer reads the demo's raw files", () => {
  it("takes every Zeek row", async () => {
    const { manifest: snapshot } = await importFolder("zeek");
    expect(snapshot.files.reduce((sum, f) => sum + f.rejected, 0)).toBe(0);
    const { conn = 0, ssl = 0, http, dns } = manifest.rows;
    expect(snapshot.classes).toMatchObject({ network_activity: conn + ssl, http_activity: http, dns_activity: dns });
  });

  it("takes every Windows event and corrects the host whose log writes local time", async () => {
    const { manifest: snapshot } = await importFolder("windows");
    expect(snapshot.files.reduce((sum, f) => sum + f.rejected, 0)).toBe(0);
    expect(snapshot.files.reduce((sum, f) => sum + f.records, 0)).toBe(manifest.rows["windows"]);
    expect(snapshot.classes).toHaveProperty("process_activity");
    expect(snapshot.classes).toHaveProperty("authentication");
    expect(snapshot.clock).toContain("cdf-fs01.corp.tamarindholt.example +04:00:00");
  });
});
