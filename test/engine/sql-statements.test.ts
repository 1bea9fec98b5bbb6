import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { allowedTableFunctions, refusedFunctions } from "../../electron/engine/duckdb/statement-guard.ts";
import { connections, openEngine, type TestEngine } from "./duckdb-setup.ts";
import { matching } from "./matchers.ts";
import { writeSnapshot } from "./snapshot-fixture.ts";

let root = "";
let opened: TestEngine;
let snapshots: string[] = [];

beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), "quarry-sql-"));
  opened = openEngine(root, { memoryLimitMb: 512 });
  snapshots = [0, 1].map(
    (i) => writeSnapshot(opened.snapshotsDir, [{ class: "network_activity", events: connections(50, i * 50) }], `s${i}`).id,
  );
  mkdirSync(opened.cacheDir, { recursive: true });
  writeFileSync(join(opened.cacheDir, "secret.csv"), "word\nopen sesame\n");
  writeFileSync(join(root, "secret.csv"), "word\nopen sesame\n");
});
afterAll(async () => {
  await opened.engine.close();
  rmSync(root, { recursive: true, force: true });
});

const run = (sql: string, limit = 1000, timeoutMs = 20_000, of = snapshots) =>
  opened.engine.statement({ snapshots: of, sql, want: { as: "rows", limit }, timeoutMs }, () => undefined);
const write = (sql: string, format: "csv" | "ndjson" | "parquet", name: string) =>
  opened.engine.statement({ snapshots, sql, want: { as: "file", format, path: join(root, name) }, timeoutMs: 20_000 }, () => undefined);

describe("a statement", () => {
  test("sees the views of the dataset version, with the names and types DuckDB gives", async () => {
    const { columns, rows } = await run("SELECT snapshot, count(*) AS n, max(time) AS last FROM network_activity GROUP BY 1 ORDER BY 3;");
    expect(columns).toEqual([
      { name: "snapshot", type: "VARCHAR" },
      { name: "n", type: "BIGINT" },
      { name: "last", type: "TIMESTAMP" },
    ]);
    expect(rows.map((row) => row.slice(1))).toEqual([
      ["50", "2026-01-01 00:00:49.000001"],
      ["50", "2026-01-01 00:01:39.000001"],
    ]);
  });

  test("sees an older version without what came later", async () => {
    const { rows } = await run("SELECT count(*) FROM network_activity", 10, 20_000, snapshots.slice(0, 1));
    expect(rows).toEqual([["50"]]);
  });

  test("gives values exactly, NULL apart from the empty text, and columns of one name apart", async () => {
    const { columns, rows } = await run(`SELECT 9223372036854775807 AS a, 170141183460469231731687303715884105727::HUGEINT AS a,
      123456789012345678.123456789012345678::DECIMAL(38,18) AS d, '' AS e, NULL AS n, 0.1::FLOAT AS f, 'nan'::DOUBLE AS x,
      [1, NULL] AS l, {'k': 'v'} AS s, '\\xAA'::BLOB AS b, TIMESTAMPTZ '2020-01-01 00:00:00+02' AS z`);
    expect(columns.map(({ name }) => name).slice(0, 2)).toEqual(["a", "a_1"]);
    expect(rows).toEqual([
      [
        "9223372036854775807",
        "170141183460469231731687303715884105727",
        "123456789012345678.123456789012345678",
        "",
        null,
        "0.1",
        "nan",
        "[1, NULL]",
        "{'k': v}",
        "\\xAA",
        "2019-12-31 22:00:00+00",
      ],
    ]);
  });

  test.each([
    "VALUES (1), (2)",
    "FROM network_activity SELECT time LIMIT 2",
    "(SELECT 1)",
    "WITH x AS (SELECT 1 AS a) SELECT * FROM x -- and a remark",
    "SHOW TABLES",
    "DESCRIBE network_activity",
    "SUMMARIZE SELECT duration FROM network_activity",
    "PIVOT (SELECT app_name, dst_endpoint_ip FROM network_activity) ON dst_endpoint_ip USING count(*)",
    "TABLE network_activity",
    "EXPLAIN SELECT 1",
    "EXPLAIN ANALYZE SELECT count(*) FROM network_activity",
    'SELECT \'a;b\', $$ ; DROP $$, "a" FROM (SELECT 1 AS "a") /* ; */ ;',
    "SELECT * FROM range(3) AS r(load), (VALUES ('x.csv')) AS v(\"set\")",
  ])("may be %s", async (sql) => {
    const { rows } = await run(sql);
    expect(rows.length).toBeGreaterThan(0);
  });

  test("keeps its order and is cut at the limit", async () => {
    const { rows } = await run("SELECT i FROM range(100000) AS r(i) ORDER BY i DESC", 3);
    expect(rows).toEqual([["99999"], ["99998"], ["99997"]]);
  });

  test.each([
    ["SELECT *\nFROM network_activity\nWHER x = 1", "query-failed", 3, 6],
    ["SELECT nosuch\nFROM network_activity", "query-failed", 1, 8],
    ["SELECT 1 +", "query-failed", 1, 11],
    ["SELECT\n  nosuch(1)", "query-failed", 2, 3],
    ["SELECT 'x'::INTEGER", "query-failed", undefined, undefined],
    [`SELECT ${"time, ".repeat(60)}nosuch FROM network_activity`, "query-failed", 1, 368],
    ["SELECT 1;\nSELECT 2", "bad-input", 2, 1],
    ["SELECT 1) AS q, (SELECT 2", "bad-input", 1, 9],
    [" -- nothing", "bad-input", 1, undefined],
    ["SELECT 1,\n  read_csv('x')", "forbidden", 2, 3],
  ])("that fails says where: %s", async (sql, code, line, column) => {
    const detail = { ...(line === undefined ? {} : { line }), ...(column === undefined ? {} : { column }) };
    await expect(run(sql)).rejects.toMatchObject({ name: "AppError", code, detail });
  });

  test.each(["SELECT current_date", "SELECT date_trunc('day', now())", "SELECT now() AT TIME ZONE 'UTC'", "SELECT '{}'::JSON"])(
    "that needs what DuckDB's WASM build lacks fails at once and names it: %s",
    async (sql) => {
      await expect(run(sql, 10, 3000)).rejects.toMatchObject({ code: "query-failed", message: matching(/needs DuckDB's \w+ extension/) });
    },
  );
});

/** One value takes minutes to compute and nothing interrupts it. */
const stuck = "SELECT levenshtein(repeat('ab', 200000), repeat('ba', 200000 + i::INTEGER)) AS d FROM range(1) AS r(i)";

const cache = (): string => opened.cacheDir;
const hostile = [
  "INSTALL icu",
  "LOAD icu",
  "ATTACH ':memory:' AS m",
  "COPY network_activity TO '{dir}/o.csv'",
  "COPY (SELECT 1) TO '{cache}/o.csv'",
  "EXPORT DATABASE '{cache}/o'",
  "PRAGMA enable_profiling",
  "SET memory_limit='8GB'",
  "RESET lock_configuration",
  "CALL pragma_version()",
  "CREATE TABLE t AS SELECT 1",
  "DROP VIEW network_activity",
  "DELETE FROM no_network_activity",
  "UPDATE no_network_activity SET duration = 1",
  "INSERT INTO no_network_activity SELECT * FROM no_network_activity",
  "WITH x AS (SELECT 1) DELETE FROM no_network_activity",
  "WITH x AS (SELECT 1) INSERT INTO no_network_activity (event_no) SELECT 1",
  "EXPLAIN ANALYZE DELETE FROM no_network_activity",
  "EXPLAIN ANALYZE COPY (SELECT 1) TO '{cache}/o.csv'",
  "EXPLAIN EXPLAIN SELECT 1",
  "BEGIN",
  "VACUUM",
  "CHECKPOINT",
  "USE main",
  "SELECT 1; COPY (SELECT 1) TO '{cache}/o.csv'",
  "SELECT 1) TO '{cache}/o.csv' --",
  "SELECT * FROM '{cache}/secret.csv'",
  "SELECT * FROM network_activity, '{cache}/secret.csv'",
  "SELECT * FROM network_activity JOIN '{cache}/secret.csv' ON true",
  'SELECT * FROM "{cache}/secret.csv"',
  'SELECT * FROM network_activity, "{cache}/secret.csv"',
  "FROM '{cache}/secret.csv'",
  "DESCRIBE '{cache}/secret.csv'",
  "SUMMARIZE '{cache}/secret.csv'",
  "TABLE '{cache}/secret.csv'",
  "PIVOT '{cache}/secret.csv' ON word",
  "SELECT * FROM (FROM '{cache}/secret.csv')",
  "SELECT (SELECT word FROM '{cache}/secret.csv')",
  "SELECT * FROM read_csv('{cache}/secret.csv')",
  "SELECT * FROM \"READ_CSV\" ('{cache}/secret.csv')",
  "SELECT * FROM main.read_csv/**/('{cache}/secret.csv')",
  "SELECT * FROM system.main.read_csv_auto('{cache}/secret.csv')",
  "SELECT * FROM read_text('{cache}/secret.csv')",
  "SELECT * FROM read_blob('{cache}/secret.csv')",
  "SELECT * FROM glob('{cache}/*')",
  "SELECT * FROM sniff_csv('{cache}/secret.csv')",
  "SELECT * FROM query('FROM read_csv(''{cache}/secret.csv'')')",
  "SELECT * FROM query_table('{cache}/secret.csv')",
  "SELECT * FROM '{dir}/secret.csv'",
  "SELECT * FROM read_csv('{dir}/secret.csv')",
  "SELECT * FROM read_text('/etc/passwd')",
  "SELECT * FROM secret.csv",
  "SELECT * FROM 'https://example.invalid/x.csv'",
  "SELECT * FROM arrow_scan(1, 2, 3)",
  "SELECT * FROM duckdb_databases()",
  "SELECT * FROM duckdb_settings()",
  "SELECT * FROM pragma_database_list",
  "SELECT * FROM checkpoint()",
  "SELECT current_setting('temp_directory')",
  "SELECT getenv('HOME')",
  "SELECT * FROM s_{prefix}.network_activity",
  'SELECT * FROM "S_{prefix}".main.network_activity',
  "SELECT write_log('x')",
  "SELECT nextval('s')",
];

const filled = (sql: string): string =>
  sql
    .replaceAll("{cache}", cache())
    .replaceAll("{dir}", root)
    .replaceAll("{prefix}", (snapshots[1] ?? "").slice(0, 16));

const listing = (): string[] =>
  readdirSync(root, { recursive: true, encoding: "utf8" })
    .filter((name) => !name.includes("tmp"))
    .toSorted();

describe("containment", () => {
  test("nothing of a hostile corpus runs, reads a file or leaves one", async () => {
    await run("SELECT count(*) FROM network_activity");
    const before = listing();
    for (const sql of hostile) {
      const outcome = await run(filled(sql)).then(
        ({ rows }) => ({ rows, error: undefined }),
        (error: unknown) => ({ rows: [], error }),
      );
      expect(outcome, sql).toMatchObject({
        rows: [],
        error: { name: "AppError", code: matching(/^(?:forbidden|bad-input|query-failed)$/) },
      });
      expect(JSON.stringify(outcome.error), sql).not.toContain("sesame");
    }
    expect(listing()).toEqual(before);
    expect(await run("SELECT count(*) FROM network_activity")).toMatchObject({ rows: [["100"]] });
  });

  test("a zero byte is refused, since nobody would look at what stands behind it", async () => {
    for (const sql of ["SELECT 1\0; COPY (SELECT 1) TO 'left.csv'", "SELECT 1 \0"])
      await expect(run(sql)).rejects.toMatchObject({
        code: "bad-input",
        message: matching(/zero byte/),
        detail: { line: 1, column: sql.indexOf("\0") + 1 },
      });
  });

  test("holds when hostile pieces are put together at random", async () => {
    const pieces = [
      "SELECT 1",
      ";",
      ")",
      "(",
      "--\n",
      "/*",
      "*/",
      "'",
      '"',
      "$$",
      "COPY (SELECT 1) TO",
      `'${cache()}/o.csv'`,
      "FROM",
      ",",
      "read_csv(",
      ")",
      "UNION",
      "e'\\",
      "WITH x AS",
      "AS",
      "q",
    ];
    let state = 41;
    const next = (): number => (state = (state * 1103515245 + 12345) % 2147483648);
    const before = listing();
    for (let i = 0; i < 300; i += 1) {
      const sql = Array.from({ length: 2 + (next() % 9) }, () => pieces[next() % pieces.length]).join(" ");
      const outcome = await run(sql).then(
        ({ rows }) => JSON.stringify(rows),
        (error: unknown) => (error instanceof Error && error.name === "AppError" ? "" : `${sql}: ${String(error)}`),
      );
      expect(outcome).not.toMatch(/sesame|Error/);
    }
    expect(listing()).toEqual(before);
  });

  test("takes a stand on every table function DuckDB has", async () => {
    const { rows } = await run(
      "SELECT DISTINCT function_name FROM duckdb_functions() WHERE function_type IN ('table', 'pragma', 'table_macro')",
    );
    const undecided = rows
      .map(([name]) => name ?? "")
      .filter((name) => !allowedTableFunctions.has(name) && !refusedFunctions.has(name) && !/^(?:duckdb|pragma)_|^version$/.test(name));
    expect(undecided).toEqual([]);
  });
});

describe("too much", () => {
  test.each([
    ["cannot be interrupted", stuck],
    ["is interrupted", "SELECT count(*) FROM range(200000000) AS a(i), range(1000) AS b(j) WHERE i * j % 7 = 3"],
  ])("time, where the statement %s, ends it, and the next one runs", async (_what, sql) => {
    await expect(run(sql, 10, 500)).rejects.toMatchObject({ code: "limit-exceeded" });
    expect(await run("SELECT 1")).toMatchObject({ rows: [["1"]] });
  });

  test.each([
    "SELECT length(string_agg(repeat('x', 1000000), '')) FROM range(6000) AS r(i)",
    "SELECT length(repeat('x', 4000000000))",
    "SELECT i, repeat('x', 100000) FROM range(900) AS r(i)",
  ])("memory ends it with a clear error, and the next one runs: %s", async (sql) => {
    await expect(run(sql)).rejects.toMatchObject({ name: "AppError", code: matching(/^(?:out-of-memory|limit-exceeded|query-failed)$/) });
    expect(await run("SELECT 1")).toMatchObject({ rows: [["1"]] });
  });

  test("patience: cancelling is acknowledged though nothing interrupts the statement", async () => {
    const controller = new AbortController();
    const request = { snapshots, sql: stuck, want: { as: "rows" as const, limit: 10 }, timeoutMs: 20_000 };
    const outcome = expect(opened.engine.statement(request, () => undefined, controller.signal)).rejects.toMatchObject({
      name: "CancelledError",
    });
    await sleep(200);
    controller.abort();
    await outcome;
    expect(await run("SELECT 1")).toMatchObject({ rows: [["1"]] });
  });
});

describe("a result written to a file", () => {
  const sql = `SELECT i, i::HUGEINT * 1000000000000000000000 AS h, CASE WHEN i % 2 = 0 THEN '=cmd()' END AS t, -i AS neg, [i] AS l, 'é"' AS q
    FROM range(10000) AS r(i) ORDER BY i`;

  test("as CSV is whole, guards formulas and leaves numbers alone", async () => {
    const { written } = await write(sql, "csv", "a.csv");
    const lines = readFileSync(join(root, "a.csv"), "utf8").split("\r\n");
    expect(written).toMatchObject({ rows: 10_000 });
    expect(lines).toHaveLength(10_002);
    expect(lines.slice(0, 3)).toEqual(["i,h,t,neg,l,q", `0,0,'=cmd(),0,[0],"é"""`, `1,1000000000000000000000,,-1,[1],"é"""`]);
  });

  test("as NDJSON keeps every digit", async () => {
    await write(sql, "ndjson", "a.ndjson");
    const line = readFileSync(join(root, "a.ndjson"), "utf8").split("\n")[1];
    expect(line).toBe(`{"i":1,"h":1000000000000000000000,"t":null,"neg":-1,"l":"[1]","q":"é\\""}`);
  });

  test("as Parquet keeps types, and the same result gives the same bytes", async () => {
    const first = await write(sql, "parquet", "a.parquet");
    const second = await write(sql, "parquet", "b.parquet");
    expect(first.written).toMatchObject({ rows: 10_000 });
    expect(second.written?.sha256).toBe(first.written?.sha256);
    expect(readFileSync(join(root, "a.parquet")).subarray(0, 4).toString()).toBe("PAR1");
  });

  test("that fails midway leaves no file", async () => {
    await expect(
      write("SELECT CASE WHEN i = 9999 THEN error('no') ELSE i::VARCHAR END AS x FROM range(10000) AS r(i)", "csv", "c.csv"),
    ).rejects.toMatchObject({
      code: "query-failed",
    });
    expect(readdirSync(root)).not.toContain("c.csv");
  });
});
