import { cpSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync, truncateSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { connections, openEngine, t0, type TestEngine } from "./duckdb-setup.ts";
import { containing } from "./matchers.ts";
import { writeSnapshot } from "./snapshot-fixture.ts";

let root = "";
let opened: TestEngine;
let id = "";
const sql =
  "SELECT count(*) AS n, sum(traffic_bytes_out) AS b, sum(duration) AS d, max(app_name) AS a, max(time) AS t FROM network_activity";
const totals = async (): Promise<unknown> => (await opened.engine.rows({ scope: { snapshots: [id] }, sql }))[0];
const cacheFile = (): string => join(opened.cacheDir, `${id}.duckdb`);
const expected = { n: 3000, b: 13_495_500_000_000_000, d: 421_875, a: "größe 漢字", t: t0 + 2_999_000_001 };

const template = mkdtempSync(join(tmpdir(), "quarry-cache-"));
beforeAll(async () => {
  opened = openEngine(template);
  id = writeSnapshot(opened.snapshotsDir, [{ class: "network_activity", events: connections(3000), rowGroupRows: 1000 }]).id;
  await opened.engine.prepare([id], () => undefined);
  await opened.engine.close();
});
afterAll(() => rmSync(template, { recursive: true, force: true }));

/** A workspace whose cache has been built by an earlier process. */
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "quarry-cache-"));
  cpSync(template, root, { recursive: true });
  opened = openEngine(root);
});
afterEach(async () => {
  await opened.engine.close();
  rmSync(root, { recursive: true, force: true });
});

/** As after the program was closed and started again. */
async function reopen(): Promise<void> {
  await opened.engine.close();
  opened = openEngine(root);
}

describe("the query cache", () => {
  test("is built with progress in events, and once only", async () => {
    rmSync(opened.cacheDir, { recursive: true });
    await reopen();
    const seen: [number, number][] = [];
    await opened.engine.prepare([id], (done, total) => seen.push([done, total]));
    expect(seen.map(([done]) => done)).toEqual([1000, 2000, 3000, 3000]);
    expect(seen.every(([, total]) => total === 3000)).toBe(true);
    expect(readdirSync(opened.cacheDir).toSorted()).toEqual([`${id}.duckdb`, `${id}.json`, "tmp"]);
    utimesSync(cacheFile(), 1, 1);
    await opened.engine.prepare([id], () => expect.unreachable("built again"));
    await reopen();
    await opened.engine.prepare([id], () => expect.unreachable("built again"));
    expect(await totals()).toEqual(expected);
    expect(statSync(cacheFile()).mtimeMs).toBe(1000);
    expect(opened.logged).toEqual([]);
  });

  test("is built when a query finds it missing, and by one build for queries at the same time", async () => {
    rmSync(cacheFile());
    expect(await Promise.all([totals(), totals()])).toEqual([expected, expected]);
  });

  test.each([
    ["cut short", () => truncateSync(cacheFile(), Math.floor(statSync(cacheFile()).size / 2))],
    ["garbled in its header", () => garble(0, 12_288)],
    ["garbled throughout", () => garble(4096, statSync(cacheFile()).size)],
    ["another database altogether", () => writeFileSync(cacheFile(), "SQLite format 3\0".padEnd(statSync(cacheFile()).size, "x"))],
  ])("that is %s is built again without bothering anyone, with one line in the log", async (_what, damage) => {
    const good = readFileSync(cacheFile());
    damage();
    expect(await totals()).toEqual(expected);
    expect(opened.logged).toEqual([containing(id)]);
    expect(readFileSync(cacheFile()).length).toBe(good.length);
  });

  test("that is cut short while a worker has it open is built again as well", async () => {
    expect(await totals()).toEqual(expected);
    truncateSync(cacheFile(), 20_000);
    expect(await totals()).toEqual(expected);
    expect(opened.logged).toHaveLength(1);
  });

  test("garbled at any one place never gives a wrong answer", { timeout: 60_000 }, async () => {
    const good = readFileSync(cacheFile());
    for (let at = 20_000; at < good.length; at += Math.floor(good.length / 4)) {
      await reopen();
      writeFileSync(cacheFile(), Buffer.from(good).fill(0xa5, at, at + 64));
      expect(await totals()).toEqual(expected);
    }
  });

  test("ignores a write-ahead log that does not belong to it", async () => {
    writeFileSync(`${cacheFile()}.wal`, "left by something else");
    expect(await totals()).toEqual(expected);
  });

  test("reads segments written when the class had fewer columns, which are then empty", async () => {
    const older = writeSnapshot(
      opened.snapshotsDir,
      [{ class: "network_activity", events: connections(10), without: ["app_name", "tls_sni"] }],
      "older",
    );
    const [row] = await opened.engine.rows({
      scope: { snapshots: [older.id] },
      sql: "SELECT count(*) AS n, count(app_name) AS apps, sum(traffic_bytes_out) AS b, min(time) AS t FROM network_activity",
    });
    expect(row).toEqual({ n: 10, apps: 0, b: 135_000_000_000, t: t0 + 1 });
  });
});

describe("a snapshot too large for one file", () => {
  const three = [0, 1000, 2000].map((first) => ({ class: "network_activity" as const, events: connections(1000, first) }));

  test("is spread over several that a query reads as one", async () => {
    await opened.engine.close();
    opened = openEngine(root, { partLimits: { rows: 2000, bytes: 1e9 } });
    const { id: large } = writeSnapshot(opened.snapshotsDir, three);
    const seen: [number, number][] = [];
    await opened.engine.prepare([large], (done, total) => seen.push([done, total]));
    expect(seen.at(-1)).toEqual([3000, 3000]);
    expect(
      readdirSync(opened.cacheDir)
        .filter((name) => name.startsWith(large))
        .toSorted(),
    ).toEqual([`${large}-1.duckdb`, `${large}.duckdb`, `${large}.json`]);
    const count = "SELECT snapshot, count(*) AS n, max(time) AS t FROM network_activity GROUP BY 1";
    const whole = { snapshot: large.slice(0, 16), n: 3000, t: t0 + 2_999_000_001 };
    expect(await opened.engine.rows({ scope: { snapshots: [large] }, sql: count })).toEqual([whole]);
    const [both] = await opened.engine.rows({ scope: { snapshots: [id, large] }, sql: "SELECT count(*) AS n FROM network_activity" });
    expect(both).toEqual({ n: 6000 });
    const bounded = { snapshots: [large], fromUs: t0 + 1_900_000_000, toUs: t0 + 2_100_000_000 };
    expect(await opened.engine.rows({ scope: bounded, sql: "SELECT count(*) AS n FROM network_activity" })).toEqual([{ n: 200 }]);
  });

  test("is not half there when its build ends early", async () => {
    await opened.engine.close();
    opened = openEngine(root, { partLimits: { rows: 1000, bytes: 1e9 } });
    const { id: large } = writeSnapshot(opened.snapshotsDir, three);
    const abort = new AbortController();
    const ended = opened.engine.prepare([large], (done) => (done >= 2000 ? abort.abort() : undefined), abort.signal);
    await expect(ended).rejects.toThrow("cancelled");
    await expect.poll(() => readdirSync(opened.cacheDir).filter((name) => name.startsWith(large))).toEqual([]);
    expect(await opened.engine.rows({ scope: { snapshots: [large] }, sql: "SELECT count(*) AS n FROM network_activity" })).toEqual([
      { n: 3000 },
    ]);
    expect(opened.logged).toEqual([]);
  });
});

describe("evidence that is not what the manifest names", () => {
  const segment = (): string => join(opened.snapshotsDir, id, "segments", "network_activity-00000.parquet");
  test.each([
    ["a missing segment", () => rmSync(segment()), "is missing"],
    ["a changed segment", () => writeFileSync(segment(), readFileSync(segment()).fill(1, 100, 110)), "changed or damaged"],
    ["a missing manifest", () => rmSync(join(opened.snapshotsDir, id, "manifest.json")), "manifest.json is missing"],
    ["a changed manifest", () => rewriteManifest((text) => text.replace('"rows":3000', '"rows":2999')), "was changed"],
    ["an unreadable manifest", () => rewriteManifest(() => "{"), "not a readable manifest"],
  ])("stops the query with the file's name: %s", async (_what, damage, message) => {
    rmSync(cacheFile());
    damage();
    await expect(totals()).rejects.toMatchObject({
      code: "evidence-unreadable",
      message: containing(message),
      detail: { file: containing(id) },
    });
    expect(readdirSync(opened.cacheDir).filter((name) => name.endsWith(".duckdb"))).toEqual([]);
  });
});

function garble(from: number, to: number): void {
  const bytes = readFileSync(cacheFile());
  for (let i = from; i < to; i += 1) bytes[i] = ((bytes[i] ?? 0) * 31 + i) & 255;
  writeFileSync(cacheFile(), bytes);
}

function rewriteManifest(change: (text: string) => string): void {
  const path = join(opened.snapshotsDir, id, "manifest.json");
  writeFileSync(path, change(readFileSync(path, "utf8")));
}
