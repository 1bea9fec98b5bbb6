import { mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { sha256 } from "../hash.ts";
import { type CacheStore, createCacheStore } from "./cache-store.ts";

const id = "ab".repeat(32);

function createStamped(): { store: CacheStore; stampPath: string } {
  const dir = mkdtempSync(join(tmpdir(), "quarry-store-"));
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }));
  const store = createCacheStore(dir, { holds: "events", schema: "of-this-version" });
  writeFileSync(store.path(id), "a database");
  store.stamp(id, [{ bytes: 10, sha256: sha256("a database") }]);
  return { store, stampPath: join(dir, `${id}.json`) };
}

test("a file with its stamp is fresh and intact", async () => {
  const { store } = createStamped();
  expect(store.isFresh(id)).toBe(true);
  expect(await store.isIntact(id)).toBe(true);
  expect(store.isFresh("cd".repeat(32))).toBe(false);
});

test.each<[string, (at: { store: CacheStore; stampPath: string }) => void]>([
  ["is missing", ({ store }) => rmSync(store.path(id))],
  ["was cut short", ({ store }) => truncateSync(store.path(id), 9)],
  ["has no stamp", ({ stampPath }) => rmSync(stampPath)],
  ["has an unreadable stamp", ({ stampPath }) => writeFileSync(stampPath, '{"cacheSchema":')],
  ["has a stamp of another shape", ({ stampPath }) => writeFileSync(stampPath, "[]")],
  [
    "was built for other columns",
    ({ stampPath }) => writeFileSync(stampPath, readFileSync(stampPath, "utf8").replace(/"cacheSchema":"./, '"cacheSchema":"x')),
  ],
  [
    "belongs to another snapshot",
    ({ stampPath }) => writeFileSync(stampPath, readFileSync(stampPath, "utf8").replace(id, "cd".repeat(32))),
  ],
  ["was discarded", ({ store }) => store.discard(id)],
])("a file that %s is neither", async (_what, damage) => {
  const stamped = createStamped();
  damage(stamped);
  expect(stamped.store.isFresh(id)).toBe(false);
  expect(await stamped.store.isIntact(id)).toBe(false);
});

test("a file changed in place looks fresh but is not intact", async () => {
  const { store } = createStamped();
  writeFileSync(store.path(id), "a databasf");
  expect(store.isFresh(id)).toBe(true);
  expect(await store.isIntact(id)).toBe(false);
});

test("a snapshot of several files is fresh with all of them, and discarded with all of them", async () => {
  const { store } = createStamped();
  writeFileSync(store.path(id, 1), "another");
  store.stamp(id, [
    { bytes: 10, sha256: sha256("a database") },
    { bytes: 7, sha256: sha256("another") },
  ]);
  expect(store.paths(id)).toEqual([store.path(id), store.path(id, 1)]);
  expect([store.isFresh(id), await store.isIntact(id)]).toEqual([true, true]);
  writeFileSync(store.path(id, 1), "anothex");
  expect([store.isFresh(id), await store.isIntact(id)]).toEqual([true, false]);
  rmSync(store.path(id, 1));
  expect([store.isFresh(id), store.exists(id)]).toEqual([false, true]);
  store.discard(id);
  expect([store.exists(id), store.paths(id)]).toEqual([false, []]);
});
