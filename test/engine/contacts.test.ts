import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { snapshotPrefix } from "../../shared/domain/ids.ts";
import { createRandom } from "../../shared/lib/random.ts";
import type { InputTable } from "../../electron/engine/duckdb/query-engine.ts";
import { openEngine, t0, type TestEngine } from "./duckdb-setup.ts";
import { type Event, writeSnapshot } from "./snapshot-fixture.ts";

const statement = (name: string): string => readFileSync(join(import.meta.dirname, "../../electron/engine/context", name), "utf8");
const dayUs = 86_400_000_000;

interface Talk {
  readonly time: number;
  readonly source: string | null;
  readonly device: string | null;
  readonly address: string | null;
  readonly name: string | null;
  readonly uid: string | null;
  readonly isHttp: boolean;
}

/** Few values of everything, so that they meet: addresses as names, records with and without a name of one pair, and of one connection. */
function madeRecords(count: number): Talk[] {
  const random = createRandom(7);
  const one = <T>(values: readonly T[]): T | null => values[random.below(values.length)] ?? null;
  return Array.from({ length: count }, () => ({
    time: t0 + random.below(5 * 24) * 3_600_000_000,
    source: one(["10.0.0.1", "10.0.0.2", "198.51.100.9", null]),
    device: one(["ws-1", "ws-2", null, null]),
    address: one(["192.0.2.1", "192.0.2.2", "192.0.2.3", "192.0.2.4", null]),
    name: one(["a.test", "B.test", "Deep.x.b.test", "192.0.2.1", null, null, null]),
    uid: one(["C1", "C2", "C3", null, null]),
    isHttp: random.below(4) === 0,
  }));
}

const toEvent = ({ time, source, device, address, name, uid, isHttp }: Talk): Event => ({
  time,
  src_endpoint_ip: source,
  device_hostname: device,
  dst_endpoint_ip: address,
  connection_info_uid: uid,
  [isHttp ? "http_request_url_hostname" : "tls_sni"]: name,
});

interface Contact extends Talk {
  readonly destination: string;
}

/** One for each connection and destination, at its first record; nameless records of a pair that also has a name are the same contact. */
function contactsOf(records: readonly Talk[]): Contact[] {
  const named = new Set(records.filter((r) => r.name !== null && r.address !== null).map((r) => `${r.source} ${r.address}`));
  const found = new Map<string, Contact>();
  for (const [i, record] of records.entries()) {
    const destination =
      record.name?.toLowerCase() ?? (record.source !== null && named.has(`${record.source} ${record.address}`) ? null : record.address);
    if (destination === null) continue;
    const key = JSON.stringify([
      record.source,
      record.device,
      record.address,
      record.uid ?? i,
      record.name?.toLowerCase() ?? null,
      destination,
    ]);
    const known = found.get(key);
    if (known === undefined || record.time < known.time) found.set(key, { ...record, destination });
  }
  return [...found.values()];
}

const daysOf = (contacts: readonly Contact[]): number => new Set(contacts.map(({ time }) => Math.floor(time / dayUs))).size;
const earliest = (contacts: readonly Contact[]): number => Math.min(...contacts.map(({ time }) => time));

function expected(all: readonly Contact[], windows: readonly { source: string; from: number; to: number }[]) {
  return windows.flatMap(({ source, from, to }, window_no) => {
    const own = Map.groupBy(
      all.filter((c) => c.source === source || c.device === source),
      (c) => c.destination,
    );
    return [...own]
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .flatMap(([destination, mine]) => {
        const within = mine.filter(({ time }) => time >= from && time < to);
        if (within.length === 0) return [];
        const everyone = all.filter((c) => c.destination === destination);
        const sources = new Set(everyone.flatMap((c) => c.source ?? c.device ?? []));
        return [
          {
            window_no,
            destination,
            n: within.length,
            n_before: mine.filter(({ time }) => time < from).length,
            first_seen: earliest(mine),
            last_seen: Math.max(...mine.filter(({ time }) => time < to).map(({ time }) => time)),
            days: daysOf(mine),
            destination_sources: sources.size,
            internal_sources: [...sources].filter((one) => one.startsWith("10.")).length,
            destination_days: daysOf(everyone),
            destination_first: earliest(everyone),
            destination_address: everyone.flatMap(({ address }) => address ?? []).toSorted()[0] ?? null,
          },
        ];
      });
  });
}

describe("contacts", () => {
  const root = mkdtempSync(join(tmpdir(), "quarry-contacts-"));
  const records = madeRecords(120).toSorted((a, b) => Number(a.isHttp) - Number(b.isHttp));
  let opened: TestEngine;
  /** Connections have records in both. */
  const halves = [0, 1].map((half) => records.filter((_, i) => i % 2 === half));
  let snapshots: string[];
  beforeAll(() => {
    opened = openEngine(root);
    snapshots = halves.map((half, i) => {
      const of = (isHttp: boolean): Event[] => half.filter((r) => r.isHttp === isHttp).map(toEvent);
      const segments = [
        { class: "network_activity", events: of(false) },
        { class: "http_activity", events: of(true) },
      ] as const;
      return writeSnapshot(opened.snapshotsDir, segments, `half ${i}`).id;
    });
  });
  afterAll(async () => {
    await opened.engine.close();
    rmSync(root, { recursive: true, force: true });
  });

  const askOf = (name: string, tables: readonly InputTable[]) =>
    opened.engine.rows({ scope: { snapshots }, sql: statement(name), tables, isRepeated: true });
  const ask = (name: string, table: string, columns: InputTable["columns"]) => askOf(name, [{ name: table, columns }]);
  const texts = (name: string, values: readonly (string | null)[]) => ({ name, type: "string", values }) as const;
  const numbers = (name: string, values: readonly number[]) => ({ name, type: "int64", values }) as const;
  const times = (name: string, values: readonly number[]) => ({ name, type: "timestamp", values }) as const;

  it.each([[["10.0.0.1"]], [["ws-2"]], [["198.51.100.9", "ws-1", "10.0.0.2"]], [["10.9.9.9"]]])(
    "of %j in its window are those that counting through all records gives",
    async (sources) => {
      const windows = sources.map((source, i) => ({ source, from: t0 + (1 + i) * dayUs, to: t0 + (3 + i) * dayUs }));
      const own = await ask("contacts.sql", "windows", [
        numbers(
          "window_no",
          windows.map((_, i) => i),
        ),
        texts("source", sources),
        times(
          "from_time",
          windows.map(({ from }) => from),
        ),
        times(
          "to_time",
          windows.map(({ to }) => to),
        ),
      ]);
      const destinations = [...new Set(own.map(({ destination }) => String(destination)))];
      const everyone = await ask("spread.sql", "destinations", [texts("value", destinations)]);
      const spread = new Map(everyone.map((row) => [String(row["destination"]), row]));
      expect([...spread.keys()].toSorted()).toEqual(destinations.toSorted());
      expect(own.map((row) => ({ ...row, ...spread.get(String(row["destination"])) }))).toEqual(expected(contactsOf(records), windows));
      expect(own.length > 0).toBe(sources[0] !== "10.9.9.9");
    },
  );

  /** A record's name, or its address where it has none. */
  const nameOf = ({ name, address }: Talk): string | null => name?.toLowerCase() ?? address;
  const keyed = records.map((record, i) => ({ ...record, connection: record.uid ?? `${i}` }));
  const sorted = <T extends object>(rows: readonly T[]): T[] => rows.toSorted((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));

  it.each([
    [[["192.0.2.1", 0]]],
    [
      [
        ["a.test", 0],
        ["192.0.2.2", 0],
      ],
    ],
    [[["a.test", 1]]],
    [
      [
        ["b.test", 1],
        ["192.0.2.3", 0],
        ["x.b.test", 1],
      ],
    ],
  ] as const)("who else reached %j is what counting through all records gives", async (wanted) => {
    const rows = await ask("reached-by.sql", "destinations", [
      texts(
        "value",
        wanted.map(([value]) => value),
      ),
      numbers(
        "suffix",
        wanted.map(([, suffix]) => suffix),
      ),
    ]);
    const counted = wanted.flatMap(([destination, suffix]) => {
      const isBelow = (name: string | null): boolean =>
        suffix === 1 && [2, 3].some((labels) => name?.split(".").slice(-labels).join(".") === destination);
      const matched = keyed.filter((record) => [nameOf(record), record.address].includes(destination) || isBelow(nameOf(record)));
      const related = matched.flatMap((record) => {
        const { source, device, address } = record;
        const others = { source: source ?? device, address, name: nameOf(record) };
        return Object.entries(others).flatMap(([relation, other]) =>
          other === null || (relation !== "source" && other === destination) ? [] : [{ relation, other, record }],
        );
      });
      return [...Map.groupBy(related, ({ relation, other }) => `${relation} ${other}`).values()].map((group) => {
        const of = group.map(({ record }) => record);
        const at = of.map(({ time }) => time);
        return {
          destination,
          relation: group[0]?.relation,
          other: group[0]?.other,
          n: new Set(of.map(({ connection }) => connection)).size,
          first_seen: Math.min(...at),
          last_seen: Math.max(...at),
          days: new Set(at.map((time) => Math.floor(time / dayUs))).size,
        };
      });
    });
    expect(sorted(rows)).toEqual(sorted(counted));
    expect(rows.length).toBeGreaterThan(2);
  });

  it.each([
    ["contact", "10.0.0.1", "192.0.2.1"],
    ["contact", "ws-1", "a.test"],
    ["contact", "10.0.0.2", null],
  ])("how often there was a %s of %s with %s is what counting through all records gives", async (kind, one, other) => {
    const until = t0 + 4 * dayUs;
    const rows = await ask("activity.sql", "series", [
      numbers("anomaly_no", [0]),
      texts("kind", [kind]),
      texts("one", [one]),
      texts("other", [other]),
      times("to_time", [until]),
    ]);
    const matched = keyed.filter(({ source, device, name, address, isHttp, time }) => {
      const isOne = source === one || device === one;
      return isOne && time < until && (other === null || name?.toLowerCase() === other || (!isHttp && address === other));
    });
    const byBucket = Map.groupBy(matched, ({ time }) => Math.floor((until - time) / dayUs));
    const counted = [...byBucket].map(([bucket, of]) => ({
      anomaly_no: 0,
      bucket,
      n: new Set(of.map(({ connection }) => connection)).size,
    }));
    expect(sorted(rows)).toEqual(sorted(counted));
    expect(rows.length).toBeGreaterThan(0);
  });

  it("are among what happened around an event, and evidence is found by its number in its own snapshot", async () => {
    const source = "10.0.0.1";
    const anchor = t0 + 100 * 3_600_000_000;
    const [from, to] = [t0, anchor + 20 * 3_600_000_000];
    const halfHourUs = 1_800_000_000;
    const buckets = Array.from({ length: (to - from) / halfHourUs + 1 }, (_, i) => Math.floor(from / halfHourUs) + i);
    const evidence = snapshots.flatMap((id) => [0, 7].map((no) => ({ snapshot: snapshotPrefix(id), no })));
    const all = (value: number): number[] => buckets.map(() => value);
    const rows = await askOf("moments.sql", [
      {
        name: "wanted",
        columns: [
          numbers(
            "anomaly_no",
            evidence.map(() => 0),
          ),
          texts(
            "snapshot",
            evidence.map((one) => one.snapshot),
          ),
          numbers(
            "event_no",
            evidence.map((one) => one.no),
          ),
        ],
      },
      {
        name: "spans",
        columns: [
          numbers("anomaly_no", all(0)),
          texts(
            "value",
            buckets.map(() => source),
          ),
          numbers("bucket", buckets),
          numbers("priority", all(1)),
          times("from_time", all(from)),
          times("to_time", all(to)),
          times("anchor", all(anchor)),
        ],
      },
    ]);
    const events = halves.flatMap((half, i) =>
      half.map((record, no) => ({ ...record, snapshot: snapshotPrefix(snapshots[i] ?? ""), event_no: no })),
    );
    const near = events
      .filter((event) => event.source === source && event.time >= from && event.time < to)
      .toSorted(
        (a, b) =>
          Math.abs(a.time - anchor) - Math.abs(b.time - anchor) ||
          (a.snapshot < b.snapshot ? -1 : a.snapshot > b.snapshot ? 1 : a.event_no - b.event_no),
      );
    const nearest = [true, false].flatMap((before) => near.filter(({ time }) => time < anchor === before).slice(0, 20));
    const behind = events.filter((event) => evidence.some((one) => one.snapshot === event.snapshot && one.no === event.event_no));
    const told = (isEvidence: 0 | 1) => (event: (typeof events)[number]) => ({
      evidence: isEvidence,
      class: event.isHttp ? "http_activity" : "network_activity",
      snapshot: event.snapshot,
      event_no: event.event_no,
      time: event.time,
      device: event.device,
      src_ip: event.source,
      dst_ip: event.address,
      dst_name: event.name?.toLowerCase() ?? null,
      connection: event.uid,
    });
    const expectedRows = [...behind.map(told(1)), ...nearest.map(told(0))];
    const shown = rows.map((row) => Object.fromEntries(Object.keys(expectedRows[0] ?? {}).map((key) => [key, row[key]])));
    expect(sorted(shown)).toEqual(sorted(expectedRows));
    expect([behind.length, near.length > nearest.length]).toEqual([4, true]);
  });

  it("and all other telemetry are counted by class, a start that Sysmon tells of in any snapshot once", async () => {
    const start = (device_hostname: string, product: string, hour: number): Event => ({
      time: t0 + hour * 3_600_000_000,
      device_hostname,
      activity_id: 1,
      metadata_product_name: product,
    });
    const starts = [
      [start("ws-1", "Sysmon", 1), start("ws-1", "Sysmon", 30), { ...start("ws-1", "Sysmon", 2), activity_id: 2 }],
      [start("ws-1", "Security", 90), start("ws-2", "Security", 31), start("ws-2", "Security", 32)],
    ].map((events, i) => writeSnapshot(opened.snapshotsDir, [{ class: "process_activity", events }], `starts ${i}`).id);
    const covered = await opened.engine.rows({ scope: { snapshots: [...snapshots, ...starts] }, sql: statement("coverage.sql") });
    const told = (of: readonly Talk[]) => {
      const sources = [...new Set(of.flatMap(({ source, device }) => source ?? device ?? []))];
      const at = of.map(({ time }) => time);
      return {
        n: of.length,
        first_seen: Math.min(...at),
        last_seen: Math.max(...at),
        days: new Set(at.map((time) => Math.floor(time / dayUs))).size,
        sources: sources.length,
        internal_sources: sources.filter((one) => one.startsWith("10.")).length,
      };
    };
    expect(covered).toEqual([
      { class: "http_activity", ...told(records.filter(({ isHttp }) => isHttp)) },
      { class: "network_activity", ...told(records.filter(({ isHttp, address }) => !isHttp && address !== null)) },
      {
        class: "process_activity",
        n: 4,
        first_seen: t0 + 3_600_000_000,
        last_seen: t0 + 32 * 3_600_000_000,
        days: 2,
        sources: 2,
        internal_sources: 0,
      },
    ]);
  });
});
