import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { connections, openEngine, type TestEngine } from "./duckdb-setup.ts";
import { containing, matching } from "./matchers.ts";
import { writeSnapshot } from "./snapshot-fixture.ts";

/** Yields to the worker every few milliseconds. */
const yielding = "SELECT count(*) AS n FROM range(200000000) AS a(i), range(1000) AS b(j) WHERE i * j % 7 = 3";
/** One value takes minutes to compute and nothing interrupts it: only ending its thread does. */
const stuck = "SELECT levenshtein(repeat('ab', 200000), repeat('ba', 200000 + i::INTEGER)) AS d FROM range(1) AS r(i)";

let root = "";
let opened: TestEngine;
const scope = { snapshots: [] };
const one = () => opened.engine.rows({ scope, sql: "SELECT 1 AS a" });

beforeEach(async () => {
  root = mkdtempSync(join(tmpdir(), "quarry-cancel-"));
  opened = openEngine(root);
  await one();
});
afterEach(async () => {
  await opened.engine.close();
  expect(readdirSync(join(opened.cacheDir, "tmp"))).toEqual([]);
  rmSync(root, { recursive: true, force: true });
});

/** By itself neither statement would end before the test gives up. */
async function cancel(sql: string, afterMs: number): Promise<void> {
  const controller = new AbortController();
  const result = opened.engine.rows({ scope, sql }, controller.signal);
  const outcome = expect(result).rejects.toMatchObject({ name: "CancelledError" });
  await sleep(afterMs);
  controller.abort();
  await outcome;
}

describe("cancelling", () => {
  test("ends a query, and its worker is free again", async () => {
    await cancel(yielding, 300);
    expect(await one()).toEqual([{ a: 1 }]);
  });

  test("is acknowledged when the query cannot be interrupted; its worker is ended and replaced", async () => {
    await cancel(stuck, 300);
    expect(await one()).toEqual([{ a: 1 }]);
  });

  test("before it begins runs nothing", async () => {
    const controller = new AbortController();
    controller.abort();
    await expect(opened.engine.rows({ scope, sql: yielding }, controller.signal)).rejects.toMatchObject({ name: "CancelledError" });
  });

  test("takes a waiting query out of the line", async () => {
    const running = cancel(yielding, 400);
    const waiting = new AbortController();
    const second = expect(opened.engine.rows({ scope, sql: "SELECT 2 AS a" }, waiting.signal)).rejects.toMatchObject({
      name: "CancelledError",
    });
    const third = one();
    waiting.abort();
    await second;
    await running;
    expect(await third).toEqual([{ a: 1 }]);
  });

  test("is not needed for a short query to pass a long one: there is a second worker", async () => {
    const wide = openEngine(join(root, "wide"), { workers: 2 });
    const controller = new AbortController();
    const long = expect(wide.engine.rows({ scope, sql: yielding }, controller.signal)).rejects.toMatchObject({ name: "CancelledError" });
    expect(await wide.engine.rows({ scope, sql: "SELECT 1 AS a" })).toEqual([{ a: 1 }]);
    controller.abort();
    await long;
    await wide.engine.close();
  });

  test("closing the engine cancels what runs and what waits", async () => {
    const outcomes = [yielding, "SELECT 2 AS a"].map((sql) =>
      expect(opened.engine.rows({ scope, sql })).rejects.toMatchObject({ name: "CancelledError" }),
    );
    await sleep(100);
    await opened.engine.close();
    await Promise.all(outcomes);
  });
});

describe("a time limit", () => {
  test.each([
    ["is interrupted", yielding],
    ["cannot be interrupted", stuck],
  ])("ends a query that %s, says so, and the next one runs", async (_what, sql) => {
    await expect(opened.engine.rows({ scope, sql, timeoutMs: 500 })).rejects.toMatchObject({
      name: "AppError",
      code: "limit-exceeded",
      message: containing("0.5 s"),
    });
    expect(await one()).toEqual([{ a: 1 }]);
  });
});

describe("a query that takes too much memory", () => {
  test("fails alone, and the next one runs", async () => {
    const sql = "SELECT length(string_agg(repeat('x', 1000000), '')) AS n FROM range(6000) AS r(i)";
    await expect(opened.engine.rows({ scope, sql })).rejects.toMatchObject({
      name: "AppError",
      code: matching(/out-of-memory|query-failed/),
    });
    expect(await one()).toEqual([{ a: 1 }]);
  });
});

describe("building the cache", () => {
  test("is cancelled at once, leaves no file, and can be done again", async () => {
    const { id } = writeSnapshot(opened.snapshotsDir, [{ class: "network_activity", events: connections(20_000), rowGroupRows: 1000 }]);
    const controller = new AbortController();
    const begun = Promise.withResolvers<void>();
    const outcome = expect(opened.engine.prepare([id], () => begun.resolve(), controller.signal)).rejects.toMatchObject({
      name: "CancelledError",
    });
    await begun.promise;
    controller.abort();
    await outcome;
    expect(readdirSync(opened.cacheDir).filter((name) => name !== "tmp")).toEqual([]);
    await opened.engine.prepare([id], () => undefined);
    expect(await opened.engine.rows({ scope: { snapshots: [id] }, sql: "SELECT count(*) AS n FROM network_activity" })).toEqual([
      { n: 20_000 },
    ]);
  });

  test("goes on for a second caller when the first one cancels", async () => {
    const { id } = writeSnapshot(opened.snapshotsDir, [{ class: "network_activity", events: connections(2000) }]);
    const controller = new AbortController();
    const first = expect(opened.engine.prepare([id], () => undefined, controller.signal)).rejects.toMatchObject({ name: "CancelledError" });
    const second = opened.engine.rows({ scope: { snapshots: [id] }, sql: "SELECT count(*) AS n FROM network_activity" });
    controller.abort();
    await first;
    expect(await second).toEqual([{ n: 2000 }]);
  });
});
