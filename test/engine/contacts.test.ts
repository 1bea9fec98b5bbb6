import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createRandom } from "../../shared/lib/random.ts";
import { openEngine, t0, type TestEngine } from "./duckdb-setup.ts";
import { type Event, writeSnapshot } from "./snapshot-fixture.ts";

const contactsSql = readFileSync(join(import.meta.dirname, "../../electron/engine/context/contacts.sql"), "utf8");
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
    name: one(["a.test", "B.test", "192.0.2.1", null, null, null]),
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

describe("the contacts of a source in its window", () => {
  const root = mkdtempSync(join(tmpdir(), "quarry-contacts-"));
  const records = madeRecords(120).toSorted((a, b) => Number(a.isHttp) - Number(b.isHttp));
  let opened: TestEngine;
  let snapshot: string;
  beforeAll(() => {
    opened = openEngine(root);
    const of = (isHttp: boolean): Event[] => records.filter((r) => r.isHttp === isHttp).map(toEvent);
    const segments = [
      { class: "network_activity", events: of(false) },
      { class: "http_activity", events: of(true) },
    ] as const;
    snapshot = writeSnapshot(opened.snapshotsDir, segments).id;
  });
  afterAll(async () => {
    await opened.engine.close();
    rmSync(root, { recursive: true, force: true });
  });

  it.each([[["10.0.0.1"]], [["ws-2"]], [["198.51.100.9", "ws-1", "10.0.0.2"]], [["10.9.9.9"]]])(
    "of %j are those that counting through all records gives",
    async (sources) => {
      const windows = sources.map((source, i) => ({ source, from: t0 + (1 + i) * dayUs, to: t0 + (3 + i) * dayUs }));
      const columns = [
        { name: "window_no", type: "int64", values: windows.map((_, i) => i) },
        { name: "source", type: "string", values: sources },
        { name: "from_time", type: "timestamp", values: windows.map(({ from }) => from) },
        { name: "to_time", type: "timestamp", values: windows.map(({ to }) => to) },
      ] as const;
      const rows = await opened.engine.rows({ scope: { snapshots: [snapshot] }, sql: contactsSql, tables: [{ name: "windows", columns }] });
      expect(rows).toEqual(expected(contactsOf(records), windows));
      expect(rows.length > 0).toBe(sources[0] !== "10.9.9.9");
    },
  );
});
