import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { InputTable } from "../../electron/engine/duckdb/query-engine.ts";
import { classNames, ocsfClasses } from "../../shared/domain/ocsf.ts";
import { snapshotPrefix } from "../../shared/domain/ids.ts";
import { connections, openEngine, t0, type TestEngine } from "./duckdb-setup.ts";
import { matching } from "./matchers.ts";
import { writeSnapshot } from "./snapshot-fixture.ts";

const root = mkdtempSync(join(tmpdir(), "quarry-duckdb-"));
let opened: TestEngine;
let first = "";
let second = "";

beforeAll(() => {
  opened = openEngine(root);
  first = writeSnapshot(opened.snapshotsDir, [
    { class: "network_activity", events: connections(1000), rowGroupRows: 300 },
    {
      class: "http_activity",
      events: [
        { time: t0, is_proxied: true },
        { time: null, is_proxied: null },
        { time: t0, is_proxied: false },
      ],
    },
  ]).id;
  second = writeSnapshot(opened.snapshotsDir, [{ class: "network_activity", events: connections(500, 1000) }], "second").id;
});
afterAll(async () => {
  await opened.engine.close();
  rmSync(root, { recursive: true, force: true });
});

const rows = (
  sql: string,
  scope: { snapshots: string[]; fromUs?: number; toUs?: number } = { snapshots: [first] },
  tables: InputTable[] = [],
) => opened.engine.rows({ scope, sql, tables });

describe("queries over a dataset version", () => {
  test("see every event of the class with its values and numbers exactly", async () => {
    const result = await opened.engine.columns({ scope: { snapshots: [first] }, sql: "SELECT * FROM network_activity ORDER BY event_no" });
    expect(result.rowCount).toBe(1000);
    const names = ocsfClasses.find((c) => c.name === "network_activity")?.columns.map((c) => c.name) ?? [];
    expect(result.names).toEqual([...names, "snapshot"]);
    const column = (name: string): ArrayLike<unknown> => result.columns[result.names.indexOf(name)] ?? [];
    const source = connections(1000);
    for (const i of [0, 1, 3, 299, 300, 999]) {
      expect(column("event_no")[i]).toBe(i);
      expect(column("time")[i]).toBe(source[i]?.["time"]);
      expect(column("traffic_bytes_out")[i]).toBe(source[i]?.["traffic_bytes_out"]);
      expect(column("duration")[i]).toBe(source[i]?.["duration"] ?? Number.NaN);
      expect(column("app_name")[i]).toBe(source[i]?.["app_name"]);
      expect(column("snapshot")[i]).toBe(snapshotPrefix(first));
    }
    expect(column("time")).toBeInstanceOf(Float64Array);
  });

  test("find all classes as tables, empty where the snapshot has none, and without raw_data", async () => {
    for (const name of classNames) {
      const [row] = await rows(`SELECT count(*) AS n FROM ${name}`);
      expect(row).toEqual({ n: name === "network_activity" ? 1000 : name === "http_activity" ? 3 : 0 });
    }
    await expect(rows("SELECT raw_data FROM network_activity")).rejects.toThrow("raw_data");
  });

  test("are the union of the snapshots of the scope", async () => {
    const sql = "SELECT snapshot, count(*) AS n, min(event_no) AS low FROM network_activity GROUP BY snapshot ORDER BY min(time)";
    expect(await rows(sql, { snapshots: [first, second] })).toEqual([
      { snapshot: snapshotPrefix(first), n: 1000, low: 0 },
      { snapshot: snapshotPrefix(second), n: 500, low: 0 },
    ]);
    expect(await rows(sql, { snapshots: [second] })).toHaveLength(1);
  });

  test("find NULL in a column that a snapshot has no value of, beside another's values of it, the empty text among them", async () => {
    const named = [null, "", "a.test"].map((tls_sni, i) => ({ time: t0 + i, tls_sni }));
    const third = writeSnapshot(opened.snapshotsDir, [{ class: "network_activity", events: named }], "named").id;
    const empty = writeSnapshot(opened.snapshotsDir, [{ class: "network_activity", events: [{ time: t0, tls_sni: "" }] }], "empty").id;
    const counted = `SELECT snapshot, COUNT(*) AS n, COUNT(tls_sni) AS named, COUNT(app_name) AS apps, COUNT(device_hostname) AS devices
      FROM network_activity WHERE COALESCE(tls_sni, '') <> 'b.test' GROUP BY snapshot ORDER BY n DESC, named DESC`;
    expect(await rows(counted, { snapshots: [first, third, empty] })).toEqual([
      { snapshot: snapshotPrefix(first), n: 1000, named: 0, apps: 666, devices: 0 },
      { snapshot: snapshotPrefix(third), n: 3, named: 2, apps: 0, devices: 0 },
      { snapshot: snapshotPrefix(empty), n: 1, named: 1, apps: 0, devices: 0 },
    ]);
    const found = "SELECT COUNT(*) AS n, MAX(tls_sni) AS name FROM network_activity WHERE device_hostname IS NULL AND tls_sni <> ''";
    expect(await rows(found, { snapshots: [first, third] })).toEqual([{ n: 1, name: "a.test" }]);
  });

  test("find records again by the rows they lie in, which begin anew in each snapshot and are told where they are named alone", async () => {
    const placed = (snapshot: string) =>
      `SELECT event_no FROM network_activity WHERE row_no IN (SELECT row_no FROM network_activity WHERE event_no IN (3, 480) AND snapshot = '${snapshotPrefix(snapshot)}') ORDER BY event_no`;
    expect((await rows(placed(first), { snapshots: [first, second] })).map((row) => row["event_no"])).toEqual([3, 3, 480, 480]);
    expect((await rows(placed(first), { snapshots: [first] })).map((row) => row["event_no"])).toEqual([3, 480]);
    expect(Object.keys((await rows("SELECT * FROM network_activity LIMIT 1"))[0] ?? {})).not.toContain("row_no");
  });

  test("know texts by the numbers that files of relations are in order of: where DuckDB counts otherwise, relationFormat is to be raised", async () => {
    const texts = ["10.0.0.1", "a name that is longer than is kept in place.example", ""];
    const sql = texts.map((text, no) => `SELECT ${no} AS no, CAST(hash('${text}') AS VARCHAR) AS key`).join(" UNION ALL ");
    expect((await rows(`${sql} ORDER BY no`)).map((row) => row["key"])).toEqual([
      "4781076152632159224",
      "7851872377471959409",
      "5104928228550385088",
    ]);
  });

  test("see events from the start of the range up to but without its end", async () => {
    const sql = "SELECT count(*) AS n, min(time) AS low, max(time) AS high FROM network_activity";
    const at = (second: number): number => t0 + second * 1_000_000 + 1;
    expect(await rows(sql, { snapshots: [first], fromUs: at(10), toUs: at(20) })).toEqual([{ n: 10, low: at(10), high: at(19) }]);
    expect(await rows(sql, { snapshots: [first, second], fromUs: at(990), toUs: at(1010) })).toEqual([
      { n: 20, low: at(990), high: at(1009) },
    ]);
    expect(await rows(sql, { snapshots: [first], fromUs: at(5000) })).toEqual([{ n: 0, low: null, high: null }]);
  });

  test("may name a class in any case and list the views there are", async () => {
    expect(await rows('SELECT count(*) AS n FROM "NETWORK_ACTIVITY" AS n JOIN Http_Activity AS h ON false')).toEqual([{ n: 0 }]);
    const listed = await rows("SHOW TABLES");
    expect(listed.map((row) => row["name"])).toEqual(expect.arrayContaining(["authentication", "network_activity"]));
  });

  test("work over a dataset without snapshots", async () => {
    expect(await rows("SELECT count(*) AS n FROM authentication", { snapshots: [] })).toEqual([{ n: 0 }]);
    const result = await opened.engine.columns({ scope: { snapshots: [] }, sql: "SELECT time, device_hostname FROM process_activity" });
    expect(result).toMatchObject({ rowCount: 0, names: ["time", "device_hostname"] });
  });

  test("give every plain SQL type as number, string or boolean, and null for NULL", async () => {
    const [row] =
      await rows(`SELECT 9007199254740991 AS whole, -5::TINYINT AS tiny, 3::UBIGINT AS unsigned, sum(x) AS huge, -1.25::DECIMAL(10, 2) AS fixed,
      1.5::FLOAT AS single, true AS yes, NULL::BOOLEAN AS maybe, DATE '2026-01-01' AS day, TIMESTAMP '2026-01-01 00:00:00.000001' AS at,
      NULL::VARCHAR AS nothing, NULL AS untyped, 'nan'::DOUBLE AS nan, uuid() IS NOT NULL AS id
      FROM (VALUES (-9007199254740991), (0)) AS t(x)`);
    expect(row).toEqual({
      whole: 9007199254740991,
      tiny: -5,
      unsigned: 3,
      huge: -9007199254740991,
      fixed: -1.25,
      single: 1.5,
      yes: true,
      maybe: null,
      day: t0,
      at: t0 + 1,
      nothing: null,
      untyped: null,
      nan: null,
      id: true,
    });
    expect(await rows("SELECT is_proxied FROM http_activity ORDER BY event_no")).toEqual([
      { is_proxied: true },
      { is_proxied: null },
      { is_proxied: false },
    ]);
  });

  test("refuse to round an integer a double cannot hold, and a value without a plain form", async () => {
    await expect(rows("SELECT 9007199254740993 AS big")).rejects.toThrow("Column big holds integers beyond 2^53");
    await expect(rows("SELECT [1, 2] AS list")).rejects.toThrow("Column list is of type");
    await expect(rows("SELECT 'a'::ENUM('a', 'b') AS word")).rejects.toThrow("Cast it to VARCHAR");
    expect(await rows("SELECT 1 AS still_fine")).toEqual([{ still_fine: 1 }]);
  });

  test("join temporary tables, which are gone afterwards", async () => {
    const subjects: InputTable = {
      name: "subjects",
      columns: [
        { name: "subject_no", type: "int64", values: [0, 1, 2] },
        { name: "ip", type: "string", values: ["10.0.0.1", "ü", null] },
        { name: "window_from", type: "timestamp", values: [t0 + 1, t0, null] },
        { name: "weight", type: "double", values: [0.5, null, -0] },
      ],
    };
    const sql = `SELECT s.subject_no, s.ip, s.window_from, s.weight, count(n.event_no) AS n FROM subjects AS s
      LEFT JOIN network_activity AS n ON n.src_endpoint_ip = s.ip AND n.time >= s.window_from GROUP BY ALL ORDER BY s.subject_no`;
    const expected = [
      { subject_no: 0, ip: "10.0.0.1", window_from: t0 + 1, weight: 0.5, n: 200 },
      { subject_no: 1, ip: "ü", window_from: t0, weight: null, n: 0 },
      { subject_no: 2, ip: null, window_from: null, weight: -0, n: 0 },
    ];
    expect(await rows(sql, { snapshots: [first] }, [subjects])).toEqual(expected);
    expect(await rows(sql, { snapshots: [first] }, [subjects])).toEqual(expected);
    await expect(rows("SELECT * FROM subjects")).rejects.toThrow("subjects does not exist");
    await expect(rows("SELECT 1 AS a", { snapshots: [] }, [{ ...subjects, name: "network_activity" }])).rejects.toThrow(
      "cannot be the name",
    );
    expect(
      await rows("SELECT count(*) AS n FROM none", { snapshots: [] }, [
        { name: "none", columns: [{ name: "a", type: "string", values: [] }] },
      ]),
    ).toEqual([{ n: 0 }]);
  });

  test("tell neighbouring texts apart that differ in length or script only", async () => {
    const texts = ["éab", "éa", "éa", "", "漢", "é", "ab", "ab", "\u{1f600}", "aé", "aé"];
    const table = {
      name: "texts",
      columns: [
        { name: "n", type: "int64" as const, values: texts.map((_, i) => i) },
        { name: "s", type: "string" as const, values: texts },
      ],
    };
    expect((await rows("SELECT s FROM texts ORDER BY n", { snapshots: [] }, [table])).map((row) => row["s"])).toEqual(texts);
  });

  test("carry results of many batches in order", async () => {
    const result = await opened.engine.columns({
      scope: { snapshots: [] },
      sql: "SELECT i AS n, 'row ' || i AS s FROM range(300000) AS r(i) ORDER BY i",
    });
    expect(result.rowCount).toBe(300_000);
    const [numbers, strings] = result.columns;
    expect([0, 2047, 2048, 299_999].map((i) => [numbers?.[i], strings?.[i]])).toEqual([
      [0, "row 0"],
      [2047, "row 2047"],
      [2048, "row 2048"],
      [299_999, "row 299999"],
    ]);
  });

  test("spill to disk when they need more memory than they may use, and clear up after themselves", async () => {
    const small = openEngine(join(root, "small"), { memoryLimitMb: 200 });
    const tmp = join(small.cacheDir, "tmp");
    let hasSpilled = false;
    const watch = setInterval(
      () => (hasSpilled ||= readdirSync(tmp, { recursive: true }).some((file) => String(file).includes("duckdb_temp_storage"))),
      10,
    );
    const sql =
      "SELECT count(*) AS n, sum(nth) AS s FROM (SELECT row_number() OVER (ORDER BY i * 7919 % 4000003) AS nth FROM range(6000000) AS r(i)) AS t";
    expect(await small.engine.rows({ scope: { snapshots: [] }, sql })).toEqual([{ n: 6_000_000, s: 18_000_003_000_000 }]);
    clearInterval(watch);
    expect(hasSpilled).toBe(true);
    await small.engine.close();
    expect(readdirSync(tmp)).toEqual([]);
  });
});

describe("a worker that has needed more memory than it may keep", () => {
  test("answers, and the next query is another's", async () => {
    const workersOf = async (largestHeap: number): Promise<string[]> => {
      const own = openEngine(mkdtempSync(join(root, "worn-")), { largestHeap });
      for (const n of [1, 2, 3]) expect(await own.engine.rows({ scope: { snapshots: [] }, sql: `SELECT ${n} AS n` })).toEqual([{ n }]);
      const tmp = join(own.cacheDir, "tmp", String(process.pid));
      const names = readdirSync(tmp).toSorted();
      await own.engine.close();
      return names;
    };
    expect(await workersOf(2 ** 31)).toEqual(["query-1"]);
    expect((await workersOf(1)).at(-1)).toBe("query-3");
  });

  test("is another's after a query that failed as well", async () => {
    const own = openEngine(mkdtempSync(join(root, "worn-")), { largestHeap: 1 });
    const scope = { snapshots: [] };
    await expect(own.engine.rows({ scope, sql: "SELECT error('no') AS n" })).rejects.toThrow("no");
    expect(await own.engine.rows({ scope, sql: "SELECT 1 AS n" })).toEqual([{ n: 1 }]);
    expect(readdirSync(join(own.cacheDir, "tmp", String(process.pid)))).toContain("query-2");
    await own.engine.close();
  });
});

describe("a query", () => {
  test.each([
    ["names a column that is not there", "SELECT nope FROM network_activity", /"nope" not found/],
    ["is not SQL", "SELECT FROM WHERE", /syntax error/],
    ["is empty", " -- nothing\n", /begin it with SELECT/],
    ["is two statements", "SELECT 1; SELECT 2", /one statement/],
    ["hides a second statement behind a comment", "SELECT 1 /* ; */; -- x\n DROP TABLE no_authentication", /one statement/],
    ["writes a file", "COPY (SELECT 1) TO 'out.csv'", /begin it with SELECT/],
    ["changes settings", "SET memory_limit='8GB'", /begin it with SELECT/],
    ["reads a file of the machine", "SELECT * FROM read_csv('/etc/passwd')", /Cannot access file/],
    ["lists the machine's files", "SELECT * FROM glob('/etc/*')", /Cannot access file/],
    ["installs an extension", "INSTALL httpfs", /begin it with SELECT/],
    ["needs an extension for time zones", "SELECT timezone('Europe/Berlin', TIMESTAMPTZ '2026-01-01 00:00:00+00') AS a", /icu/],
    ["truncates times with a zone", "SELECT date_trunc('day', time::TIMESTAMPTZ) AS a FROM network_activity", /icu/],
  ])("that %s is refused as a failed query", async (_what, sql, message) => {
    await expect(rows(sql)).rejects.toMatchObject({
      name: "AppError",
      code: matching(/query-failed/),
      message: matching(message),
    });
  });

  test("may end in a semicolon, begin with a comment and hold semicolons in text", async () => {
    expect(await rows("-- purpose: one; row\n(WITH x AS (SELECT ';' AS a) SELECT a FROM x);\n")).toEqual([{ a: ";" }]);
  });

  test("look up many keys at once in the groups of rows that may hold them, whichever connection they run on", async () => {
    const sql = "SELECT CAST(current_setting('dynamic_or_filter_threshold') AS BIGINT) AS keys";
    expect(await rows(sql)).toEqual([{ keys: 2000 }]);
  });

  test("over a snapshot that is not there says so", async () => {
    await expect(rows("SELECT 1 AS a", { snapshots: ["f".repeat(64)] })).rejects.toMatchObject({ code: "evidence-unreadable" });
  });
});

describe("a statement that is asked again and again", () => {
  const ports = (values: (number | null)[]): InputTable[] => [{ name: "wanted", columns: [{ name: "port", type: "int64", values }] }];
  const again = (sql: string, tables: InputTable[], snapshots = [first]) =>
    opened.engine.rows({ scope: { snapshots }, sql, tables, isRepeated: true });
  const perPort =
    "SELECT w.port, count(n.event_no) AS n FROM wanted AS w LEFT JOIN network_activity AS n ON n.dst_endpoint_port = w.port GROUP BY w.port ORDER BY 1";

  test("answers for the rows it is given then, whatever it was given before", async () => {
    expect(await again(perPort, ports([]))).toEqual([]);
    expect(await again(perPort, ports([443]))).toEqual([{ port: 443, n: 1000 }]);
    expect(await again(perPort, ports([-1, 443, 70_000, null]))).toEqual([
      { port: -1, n: 0 },
      { port: 443, n: 1000 },
      { port: 70_000, n: 0 },
      { port: null, n: 0 },
    ]);
    expect(await again(perPort, ports([]))).toEqual([]);
    expect(await again(perPort, ports([7]))).toEqual([{ port: 7, n: 0 }]);
  });

  test("answers as it does when it is asked once, over each scope", async () => {
    for (const snapshots of [[first], [first, second], [second], []])
      for (const values of [[1, 443], [443]])
        expect(await again(perPort, ports(values), snapshots)).toEqual(await rows(perPort, { snapshots }, ports(values)));
  });

  test("has its tables to itself, and more of them than are kept can come in turn", async () => {
    const summed = (i: number): string => `SELECT sum(port) + ${i} AS n FROM wanted`;
    for (const round of [1, 2])
      for (let i = 0; i < 34; i += 1) expect(await again(summed(i), ports([round, 10]))).toEqual([{ n: 10 + round + i }]);
    const text = [{ name: "wanted", columns: [{ name: "port", type: "string" as const, values: ["a", "b"] }] }];
    expect(await again("SELECT max(port) AS n FROM wanted", text)).toEqual([{ n: "b" }]);
    expect(await again("SELECT max(port) AS n FROM wanted", ports([3]))).toEqual([{ n: 3 }]);
  });

  test("gives back what it gathered where that is much, and keeps what little others did", async () => {
    const held = async (): Promise<number> => {
      const [row] = await rows("SELECT CAST(sum(memory_usage_bytes) AS DOUBLE) AS bytes FROM duckdb_memory() WHERE tag = 'COLUMN_DATA'");
      return Number(row?.["bytes"]);
    };
    const gathered = (n: number): string =>
      `WITH many AS MATERIALIZED (SELECT i, concat('a rather long text ', i) AS text FROM range(${n}) AS r(i))
       SELECT (SELECT count(*) FROM many AS m JOIN wanted AS w ON w.port = m.i) AS found, (SELECT max(text) FROM many) AS text`;
    expect(await again(gathered(100_000), ports([443]))).toMatchObject([{ found: 1 }]);
    const little = await held();
    expect(little).toBeGreaterThan(2_000_000);
    expect(await again(gathered(2_000_000), ports([443]))).toMatchObject([{ found: 1 }]);
    expect(Math.abs((await held()) - little)).toBeLessThan(1_000_000);
    expect(await again(gathered(2_000_000), ports([443, 70_000]))).toMatchObject([{ found: 2 }]);
  });

  test("runs again after it failed", async () => {
    const texts = [{ name: "given", columns: [{ name: "value", type: "string" as const, values: ["12"] }] }];
    const parsed = "SELECT CAST(value AS BIGINT) AS n FROM given";
    expect(await again(parsed, texts)).toEqual([{ n: 12 }]);
    await expect(again(parsed, [{ name: "given", columns: [{ name: "value", type: "string", values: ["twelve"] }] }])).rejects.toThrow(
      "twelve",
    );
    expect(await again(parsed, texts)).toEqual([{ n: 12 }]);
    await expect(again("DELETE FROM wanted", ports([1]))).rejects.toThrow("reads");
  });
});
