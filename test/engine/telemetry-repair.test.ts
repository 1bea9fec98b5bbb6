import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { CancelledError } from "../../shared/contract/errors.ts";
import { importFiles } from "../../electron/engine/telemetry/import-files.ts";
import { snapshotFolder } from "../../electron/engine/telemetry/snapshot-store.ts";
import { verifySnapshot } from "../../electron/engine/telemetry/verify-snapshot.ts";
import { syncFolder } from "../../electron/engine/sync-folder.ts";
import { clearLeftovers } from "../../electron/engine/workspace/leftovers.ts";
import { workspacePaths } from "../../electron/engine/workspace/layout.ts";
import { fixture, importHere, snapshotNames, tempFolder } from "./telemetry-support.ts";

describe("an import whose thread has to be ended", () => {
  const header = "#separator \\x09\n#path\tconn\n#fields\tts\tuid\tid.orig_h\tid.resp_h\tproto\tconn_state\n";
  const rows = Array.from({ length: 100_000 }, (_, n) => `${1772438400 + n}.0\tC${n}\t10.0.0.1\t192.0.2.1\ttcp\tSF`);
  const request = (path: string) => ({
    paths: [{ path, displayName: "conn.log" }],
    source: "test",
    format: "auto" as const,
    clock: "declared",
  });

  it("before it has begun is cancelled", async () => {
    using temp = tempFolder();
    const abort = new AbortController();
    const ended = importFiles(temp.path, request(fixture("conn.log")), { signal: abort.signal, graceMs: 0 });
    abort.abort();
    await expect(ended).rejects.toBeInstanceOf(CancelledError);
    expect(snapshotNames(temp.path)).toEqual([]);
  });

  it("in the midst of a file is cancelled, and its folder is gone when that is told", async () => {
    using temp = tempFolder();
    const abort = new AbortController();
    const ended = importFiles(temp.path, request(temp.file("conn.log", `${header}${rows.join("\n")}\n`)), {
      signal: abort.signal,
      graceMs: 0,
      progress: () => abort.abort(),
    });
    await expect(ended).rejects.toBeInstanceOf(CancelledError);
    expect(snapshotNames(temp.path)).toEqual([]);
  });
});

describe("a damaged snapshot", () => {
  const segment = "segments/dns_activity-00000.parquet";
  it.each([
    ["a flipped byte", segment, (path: string) => writeFileSync(path, readFileSync(path).fill(7, 100, 101))],
    ["a missing segment", segment, (path: string) => rmSync(path)],
    ["a changed manifest", "manifest.json", (path: string) => writeFileSync(path, "{}")],
    ["missing rejects", "rejects.ndjson", (path: string) => rmSync(path)],
  ])("with %s is whole again after the same import", async (_what, name, damage) => {
    using temp = tempFolder();
    const files = [fixture("conn.log"), fixture("dns.log")];
    const first = await importHere(temp.path, files);
    const damaged = join(snapshotFolder(temp.path, first.snapshotId), name);
    const bytes = readFileSync(damaged);
    damage(damaged);
    const again = await importHere(temp.path, files);
    expect(again).toMatchObject({ snapshotId: first.snapshotId, duplicate: false });
    expect(readFileSync(damaged).equals(bytes)).toBe(true);
    expect(await verifySnapshot(temp.path, first.snapshotId)).toEqual([]);
    expect(snapshotNames(temp.path)).toEqual([first.snapshotId]);
    expect((await importHere(temp.path, files)).duplicate).toBe(true);
  });
});

describe("what a killed export left", () => {
  it("is cleared unless its process still writes", () => {
    using temp = tempFolder();
    const paths = workspacePaths(temp.path);
    const part = (pid: number): string => temp.file(`../exports/labels.ndjson.${pid}.partial`, "half");
    const [dead, own, alive] = [part(2 ** 30), part(process.pid), part(process.ppid)];
    const whole = temp.file("../exports/labels.ndjson", "whole");
    expect(clearLeftovers(paths)).toEqual([dead, own].map((path) => path.slice(temp.path.length + 1)).toSorted());
    expect([dead, own, alive, whole].map((path) => existsSync(path))).toEqual([false, false, true, true]);
  });
});

describe("syncing a folder", () => {
  it("is left out on Windows, which cannot open one", () => {
    using temp = tempFolder();
    const missing = join(temp.path, "missing");
    expect(() => syncFolder(missing)).toThrow(/ENOENT/);
    const platform = Object.getOwnPropertyDescriptor(process, "platform") ?? {};
    Object.defineProperty(process, "platform", { ...platform, value: "win32" });
    try {
      expect(() => syncFolder(missing)).not.toThrow();
    } finally {
      Object.defineProperty(process, "platform", platform);
    }
  });
});
