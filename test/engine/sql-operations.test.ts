import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { consoleClasses } from "../../renderer/features/data/sql/column-words.ts";
import { examplesFor } from "../../renderer/features/data/sql/example-queries.ts";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createEngine } from "../../electron/engine/engine.ts";
import type { Engine } from "../../electron/engine/engine-interface.ts";
import { createInProcessClient } from "../../electron/hosts/in-process/in-process-client.ts";
import type { FrameClient } from "../../shared/contract/frame-client.ts";

let root = "";
let engine: Engine;
let client: FrameClient;
let page: FrameClient;

beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), "quarry-sql-ops-"));
  engine = await createEngine({ workspaceDir: join(root, "workspace"), create: true });
  client = createInProcessClient(engine, { trust: "local", host: "test" });
  page = createInProcessClient(engine, { trust: "page", host: "test" });
  await client.call("telemetry.import", { paths: [join(import.meta.dirname, "../fixtures/telemetry/conn.log")] });
  await client.call("telemetry.import", { paths: [join(import.meta.dirname, "../fixtures/telemetry/dns.log")] });
}, 60_000);
afterAll(async () => {
  client.close();
  page.close();
  await engine.close();
  rmSync(root, { recursive: true, force: true });
});

const forget = async (): Promise<void> => {
  for (const { id } of await client.call("sql.history", {})) await client.call("sql.forget", { id });
};

describe("a statement in the console", () => {
  test("reads the latest version, or an older one, and says which", async () => {
    const sql = "SELECT count(*) FROM dns_activity";
    const now = await page.call("sql.run", { sql });
    expect(now).toMatchObject({ datasetVersion: { number: 2 }, more: false, columns: [{ name: "count_star()", type: "BIGINT" }] });
    expect(Number(now.rows[0]?.[0])).toBeGreaterThan(0);
    const before = await page.call("sql.run", { sql, dataset: "v1" });
    expect(before).toMatchObject({ datasetVersion: { number: 1 }, rows: [["0"]] });
    expect(before.snapshots).toEqual(now.snapshots.slice(0, 1));
    await expect(page.call("sql.run", { sql, dataset: "v9" })).rejects.toMatchObject({ code: "not-found" });
  });

  test("is cut at its limit, which is said, and not when it fits exactly", async () => {
    const sql = "SELECT i FROM range(5) AS r(i)";
    expect(await page.call("sql.run", { sql, limit: 4 })).toMatchObject({ more: true, rows: [["0"], ["1"], ["2"], ["3"]] });
    expect(await page.call("sql.run", { sql, limit: 5 })).toMatchObject({ more: false });
  });

  test("names events that lead to their original record", async () => {
    const { rows } = await page.call("sql.run", {
      sql: "SELECT snapshot || '-' || event_no FROM network_activity ORDER BY event_no",
      limit: 1,
    });
    const eventId = rows[0]?.[0] ?? "";
    expect(await page.call("triage.record", { eventId })).toMatchObject({ eventId, file: "conn.log" });
  });

  test("that fails carries line and column to the page", async () => {
    await expect(page.call("sql.run", { sql: "SELECT 1,\n  nosuch" })).rejects.toMatchObject({
      code: "query-failed",
      detail: { line: 2, column: 3 },
    });
  });

  test("may be any of the examples beside the editor", async () => {
    for (const { name } of consoleClasses)
      for (const { title, sql } of examplesFor(name)) {
        const ran = await page.call("sql.run", { sql }).catch((error: unknown) => error);
        expect(ran, `${name}, ${title}`).not.toBeInstanceOf(Error);
      }
  });

  test("finds in every view the columns the schema lists, with their types", async () => {
    for (const { name, columns } of consoleClasses) {
      const { rows } = await page.call("sql.run", { sql: `SELECT column_name, column_type FROM (DESCRIBE ${name})` });
      expect(rows).toEqual(columns.map((column) => [column.name, column.type]));
    }
  });

  test("shows its plan, measured or not", async () => {
    const sql = "SELECT count(*) FROM network_activity";
    expect((await page.call("sql.explain", { sql })).text).toContain("──");
    expect((await page.call("sql.explain", { sql, analyze: true })).text).toContain("Total Time");
  });
});

describe("the history", () => {
  test("keeps each statement once, newest first, with what became of it", async () => {
    await forget();
    await page.call("sql.run", { sql: "SELECT 1" });
    await page.call("sql.run", { sql: "SELECT nosuch" }).catch(() => undefined);
    await page.call("sql.run", { sql: "SELECT 1" });
    const history = await page.call("sql.history", {});
    expect(history.map(({ sql, runs, outcome, rows }) => ({ sql, runs, outcome, rows }))).toEqual([
      { sql: "SELECT 1", runs: 2, outcome: "done", rows: 1 },
      { sql: "SELECT nosuch", runs: 1, outcome: "failed", rows: null },
    ]);
    expect(history[1]?.message).toContain("nosuch");
  });

  test("holds what is pinned and named, and forgets the oldest of the rest", async () => {
    await forget();
    await page.call("sql.run", { sql: "SELECT 'old'" });
    const [old] = await page.call("sql.history", {});
    await page.call("sql.keep", { id: old?.id ?? "", name: "the old one", isPinned: true });
    for (let i = 0; i < 205; i += 1) await page.call("sql.run", { sql: `SELECT ${i}` });
    const history = await page.call("sql.history", {});
    expect(history).toHaveLength(201);
    expect(history[0]).toMatchObject({ sql: "SELECT 'old'", name: "the old one", isPinned: true });
    expect(history[1]?.sql).toBe("SELECT 204");
    expect(await page.call("sql.forget", { id: old?.id ?? "" })).toEqual({ forgotten: true });
    await expect(page.call("sql.keep", { id: old?.id ?? "", name: null, isPinned: false })).rejects.toMatchObject({ code: "not-found" });
  }, 30_000);
});

describe("an export", () => {
  const sql = "SELECT time, src_endpoint_ip FROM network_activity ORDER BY event_no";

  test.each(["csv", "ndjson", "parquet"] as const)("as %s is whole, described, signed for and traced", async (format) => {
    const manifest = await page.call("sql.export", { sql, format });
    const total = await page.call("sql.run", { sql: "SELECT count(*) FROM network_activity" });
    expect(manifest.rows).toBe(Number(total.rows[0]?.[0]));
    const folder = join(root, "workspace", "exports");
    expect(readFileSync(join(folder, manifest.file)).length).toBe(manifest.bytes);
    expect(JSON.parse(readFileSync(join(folder, `${manifest.file}.manifest.json`), "utf8"))).toEqual(manifest);
    const { decisions } = await client.call("audit.page", { kind: "sql.export", limit: 1 });
    expect(decisions[0]?.body).toMatchObject({ sql, format, dataset: manifest.datasetVersion, file: manifest.file });
    const again = await page.call("sql.export", { sql, format });
    expect([again.file, again.sha256]).toEqual([manifest.file, manifest.sha256]);
  });

  test("that cannot be is neither signed for nor leaves a file", async () => {
    const before = await client.call("audit.page", { kind: "sql.export" });
    const files = readdirSync(join(root, "workspace", "exports"));
    await expect(page.call("sql.export", { sql: "SELECT nosuch", format: "csv" })).rejects.toMatchObject({ code: "query-failed" });
    await expect(page.call("sql.export", { sql: "SELECT * FROM read_csv('x')", format: "csv" })).rejects.toMatchObject({
      code: "forbidden",
    });
    await expect(page.call("sql.export", { sql, format: "csv", out: join(root, "x.csv") })).rejects.toMatchObject({ code: "forbidden" });
    await expect(client.call("sql.export", { sql, format: "csv", out: join(root, "no", "x.csv") })).rejects.toMatchObject({ code: "io" });
    expect((await client.call("audit.page", { kind: "sql.export" })).total).toBe(before.total);
    expect(readdirSync(join(root, "workspace", "exports"))).toEqual(files);
  });

  test("that is cancelled leaves no file", async () => {
    const controller = new AbortController();
    const endless = "SELECT i, repeat('x', 100) FROM range(100000000) AS r(i)";
    const running = expect(page.call("sql.export", { sql: endless, format: "csv" }, controller.signal)).rejects.toMatchObject({
      name: "CancelledError",
    });
    const files = (): string[] => readdirSync(join(root, "workspace", "exports"));
    while (!files().some((name) => name.endsWith(".partial"))) await new Promise((done) => setTimeout(done, 20));
    controller.abort();
    await running;
    await page.call("sql.run", { sql: "SELECT 1" });
    expect(files().filter((name) => name.includes("partial"))).toEqual([]);
  });
});
