import { mkdtempSync, readdirSync, rmSync, statSync, truncateSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Reader } from "../../electron/engine/duckdb/read-rows.ts";
import {
  countNeighbours,
  dayOf,
  readCoverage,
  readDegrees,
  readEdgeStatistics,
  readNeighbours,
} from "../../electron/engine/relations/relations.ts";
import { openEngine, type TestEngine } from "./duckdb-setup.ts";
import { type Event, writeSnapshot } from "./snapshot-fixture.ts";

const day = 86_400_000_000;
const t0 = Date.UTC(2026, 2, 2, 9) * 1000;
const firstDay = dayOf(t0);
const sysmon = { metadata_product_name: "Sysmon", device_hostname: "WS-1.corp.example" };
const hostile = "\u202Eevil<script>alert(1)</script>\u200B";

const contact = (d: number, src: string, name: string | null, address: string, uid: string): Event => ({
  time: t0 + d * day,
  src_endpoint_ip: src,
  dst_endpoint_ip: address,
  connection_info_uid: uid,
  metadata_product_name: "Zeek",
  ...(name === null ? { traffic_bytes_out: 1000, traffic_bytes_in: 200, status_id: d === 2 ? 2 : 1 } : { tls_sni: name }),
});

/** Each connection as Zeek tells it: once in conn and once in ssl. */
const talk = (d: number, src: string, name: string, address: string, uid: string): Event[] => [
  contact(d, src, null, address, uid),
  contact(d, src, name, address, uid),
];

const network = (from: number, to: number): Event[] =>
  Array.from({ length: to - from }, (_, i) => from + i).flatMap((d) => [
    ...talk(d, "10.0.0.1", "Usual.example", "192.0.2.1", `u${d}`),
    ...talk(d, "10.0.0.1", "usual.example", "192.0.2.1", `v${d}`),
    contact(d, "10.0.0.1", null, "10.0.0.53", `d${d}`),
    ...Array.from({ length: 30 }, (_, i) => contact(d, `10.0.1.${i + 1}`, null, "10.0.0.53", `h${d}-${i}`)),
    ...(d === 5 ? talk(d, "10.0.0.1", "new.example", "203.0.113.9", "n") : []),
  ]);

const processes: Event[] = [
  {
    ...sysmon,
    time: t0 + 5 * day,
    activity_id: 1,
    process_uid: "{B}",
    process_file_path: "C:\\Windows\\System32\\cmd.exe",
    process_parent_process_uid: "{A}",
    process_parent_process_file_path: "C:\\Office\\WINWORD.EXE",
    process_user_name: "alice",
    process_user_domain: "CORP",
  },
  { time: t0 + 5 * day, activity_id: 1, device_hostname: "WS-1.corp.example", process_uid: "pid=4", process_name: "cmd.exe" },
];
const logons: Event[] = [
  { ...sysmon, time: t0, activity_id: 1, status_id: 1, user_name: "alice", user_domain: "CORP", src_endpoint_ip: "10.0.0.1" },
  { ...sysmon, time: t0, activity_id: 1, status_id: 2, user_name: "alice", user_domain: "CORP", src_endpoint_ip: "10.0.0.1" },
];
const lookups: Event[] = [
  {
    time: t0,
    src_endpoint_ip: "10.0.0.1",
    query_hostname: "usual.example",
    answers_rdata: "cdn.example;192.0.2.1;2001:DB8::0:1",
    rcode_id: 0,
    metadata_product_name: "Zeek",
  },
];
const files: Event[] = [
  { ...sysmon, time: t0, actor_process_uid: "{B}", file_path: `C:\\${"x".repeat(1_000_000)}` },
  { ...sysmon, time: t0, actor_process_uid: "{B}", file_path: hostile },
];

let root: string;
let opened: TestEngine;
let snapshots: string[];
let reader: Reader;
const all = { fromDay: firstDay, toDay: firstDay + 5, baselineDay: firstDay };
const recent = { fromDay: firstDay + 5, toDay: firstDay + 5, baselineDay: firstDay };
const anyWay = { skip: 0, take: 100 };

beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), "quarry-relations-"));
  opened = openEngine(root);
  const write = (name: string, from: number, to: number): string =>
    writeSnapshot(
      opened.snapshotsDir,
      [
        { class: "network_activity", events: network(from, to) },
        { class: "process_activity", events: to === 6 ? processes : [] },
        { class: "authentication", events: from === 0 ? logons : [] },
        { class: "dns_activity", events: from === 0 ? lookups : [] },
        { class: "file_activity", events: from === 0 ? files : [] },
      ],
      name,
    ).id;
  snapshots = [write("early", 0, 3), write("late", 3, 6)];
  reader = { queryEngine: opened.engine, scope: { snapshots }, signal: undefined };
  await readDegrees(reader, ["ip:10.0.0.1"]);
}, 180_000);
afterAll(async () => {
  await opened.engine.close();
  rmSync(root, { recursive: true, force: true });
});

describe("the relations of a dataset", () => {
  it("count a thing's neighbours by kind over all snapshots, a connection told twice once", async () => {
    const counts = await countNeighbours(reader, "ip:10.0.0.1", all);
    const of = (type: string, kind: string) => counts.find((row) => row.way === "out" && row.type === type && row.kind === kind);
    expect(of("CONNECTED", "domain")).toMatchObject({ others: 2, n: 13 });
    expect(of("CONNECTED", "ip")).toMatchObject({ others: 1, n: 6 });
    expect(of("ASKED_FOR", "domain")).toMatchObject({ others: 1, n: 1 });
    expect(of("ORIGIN_OF", "account")).toMatchObject({ others: 1, n: 2 });
    expect(
      (await countNeighbours(reader, "ip:10.0.0.1", recent)).find((row) => row.type === "CONNECTED" && row.kind === "domain"),
    ).toMatchObject({
      others: 2,
      new_others: 1,
      n: 3,
    });
  });

  it("give new neighbours first, by page, with what was sent and what failed", async () => {
    const wanted = { type: "CONNECTED", kind: "domain", way: "out" as const };
    const page = await readNeighbours(reader, "ip:10.0.0.1", recent, { ...wanted, ...anyWay });
    expect(page.map(({ key, days, days_before, n, bytes, total }) => ({ key, days, days_before, n, bytes, total }))).toEqual([
      { key: "domain:new.example", days: 1, days_before: 0, n: 1, bytes: 1200, total: 2 },
      { key: "domain:usual.example", days: 1, days_before: 5, n: 2, bytes: 2400, total: 2 },
    ]);
    const second = await readNeighbours(reader, "ip:10.0.0.1", recent, { ...wanted, skip: 1, take: 1 });
    expect(second).toEqual(page.slice(1));
    const [failed] = await readNeighbours(reader, "ip:10.0.0.1", { fromDay: firstDay + 2, toDay: firstDay + 2 }, { ...wanted, ...anyWay });
    expect(failed).toMatchObject({ key: "domain:usual.example", n: 2, failures: 2 });
  });

  it("tell from either end", async () => {
    const callers = await readNeighbours(reader, "ip:10.0.0.53", all, { way: "in", skip: 0, take: 50 });
    expect(callers).toHaveLength(31);
    expect(callers.every((row) => row.kind === "ip" && row.days === 6)).toBe(true);
    expect((await readNeighbours(reader, "ip:10.0.0.53", all, { way: "out", ...anyWay })).length).toBe(0);
  });

  it("give the statistics of many relations in one query, and none of what was never seen", async () => {
    const statistics = await readEdgeStatistics(
      reader,
      [
        { src: "ip:10.0.0.1", dst: "domain:usual.example", type: "CONNECTED" },
        { src: "ip:10.0.0.1", dst: "domain:new.example", type: "CONNECTED" },
        { src: "ip:10.0.0.1", dst: "domain:never.example", type: "CONNECTED" },
      ],
      recent,
    );
    expect([...statistics.keys()]).toEqual([0, 1]);
    expect(statistics.get(0)).toMatchObject({ n: 2, days: 1, baseline_n: 10, baseline_days: 5, first_seen: t0 });
    expect(statistics.get(1)).toMatchObject({ n: 1, baseline_days: 0, first_seen: t0 + 5 * day });
  });

  it("know a hub by its degree, and days of coverage by what could be seen", async () => {
    const degrees = await readDegrees(reader, ["ip:10.0.0.53", "ip:198.51.100.7"]);
    expect(degrees.get("ip:10.0.0.53")).toEqual([{ way: "in", type: "CONNECTED", kind: "ip", n: 31 }]);
    expect(degrees.get("ip:198.51.100.7")).toEqual([]);
    const coverage = await readCoverage(reader);
    const before = { fromDay: firstDay, toDay: firstDay + 4 };
    expect(coverage.daysOf("CONNECTED", "ip", before)).toBe(5);
    expect(coverage.daysOf("SPAWNED", "process", before)).toBe(0);
    expect(coverage.daysWith("process", all)).toEqual([firstDay, firstDay + 5]);
    expect(coverage.firstDay).toBe(firstDay);
  });

  it("join processes, images, accounts and hosts under the keys that contexts draw them with", async () => {
    const host = "host:fqdn:ws-1.corp.example";
    const [spawned] = await readNeighbours(reader, `proc:${host}|a`, all, { type: "SPAWNED", ...anyWay });
    expect(spawned).toMatchObject({ way: "out", key: `proc:${host}|b`, label: "cmd.exe", kind: "process" });
    const images = await readNeighbours(reader, "image:c:\\office\\winword.exe", all, anyWay);
    expect(images.map(({ type, key }) => [type, key])).toEqual([["SPAWNED", "image:c:\\windows\\system32\\cmd.exe"]]);
    const places = await readNeighbours(reader, "account:nt:~corp\\alice", all, { kind: "host", ...anyWay });
    expect(places.map(({ type, key, n, failures }) => ({ type, key, n, failures }))).toEqual(
      expect.arrayContaining([
        { type: "LOGGED_ON", key: host, n: 1, failures: 0 },
        { type: "AUTHENTICATED_TO", key: host, n: 1, failures: 1 },
        { type: "USED", key: host, n: 1, failures: 0 },
      ]),
    );
    const addresses = await readNeighbours(reader, "domain:usual.example", all, { type: "RESOLVED_TO", ...anyWay });
    expect(addresses.map((row) => row.key).toSorted()).toEqual(["ip:192.0.2.1", "ip:2001:db8::1"]);
  });

  it("bound what telemetry names things, and make it inert", async () => {
    const written = await readNeighbours(reader, "proc:host:fqdn:ws-1.corp.example|b", all, { type: "WROTE", ...anyWay });
    expect(written).toHaveLength(2);
    for (const { key, label } of written) {
      expect(key.length).toBeLessThan(500);
      expect(label.length).toBeLessThanOrEqual(200);
      expect(label).not.toMatch(/[\u200B\u202E]/u);
    }
  });

  it("are derived once, and again when they are gone or damaged, to the same rows", async () => {
    const everything = () =>
      opened.engine.rows({
        scope: { snapshots },
        sql: "SELECT md5(string_agg(CAST(r AS VARCHAR), ';' ORDER BY r)) AS digest, COUNT(*) AS n FROM rel_day AS r",
      });
    const before = await everything();
    const names = readdirSync(opened.cacheDir).filter((name) => name.endsWith(".relations.duckdb"));
    expect(names).toHaveLength(2);
    const path = join(opened.cacheDir, names[0] ?? "");
    const { mtimeMs, size } = statSync(path);
    await everything();
    expect(statSync(path).mtimeMs).toBe(mtimeMs);
    truncateSync(path, size / 2);
    expect(await everything()).toEqual(before);
    expect(opened.logged).toEqual([expect.stringContaining("relations of snapshot")]);
    opened.engine.discard(snapshots);
    expect(readdirSync(opened.cacheDir).filter((name) => name.endsWith(".duckdb"))).toEqual([]);
    expect(await everything()).toEqual(before);
  }, 180_000);
});
