import { gzipSync } from "node:zlib";
import { tableFromJSON, tableToIPC } from "apache-arrow";
import { Compression, Table, WriterPropertiesBuilder, writeParquet } from "parquet-wasm/node";
import { describe, expect, it } from "vitest";
import { importHere, type Row, storedRows, tempFolder } from "./telemetry-support.ts";

/** One row group per two events, so that row numbers have to go on from group to group. */
function parquetOf(rows: readonly Record<string, unknown>[]): Uint8Array {
  const properties = new WriterPropertiesBuilder().setCompression(Compression.ZSTD).setMaxRowGroupSize(2).build();
  return writeParquet(Table.fromIPCStream(tableToIPC(tableFromJSON([...rows]), "stream")), properties);
}

const network = [0, 1, 2].map((i) => ({
  class_uid: 4001,
  category_uid: 4,
  activity_id: 6,
  time: 1_772_438_400_250 + i,
  metadata: { version: "1.3.0", uid: `n-${i}` },
  src_endpoint: { ip: "10.20.1.15", port: 50_111 },
  dst_endpoint: { ip: "203.0.113.9", port: 443 },
  traffic: { bytes_in: 5400, bytes_out: 1200 },
}));

const withoutRaw = (rows: Record<string, Row[]>): unknown =>
  Object.fromEntries(Object.entries(rows).map(([name, list]) => [name, list.map(({ raw_data: _raw, ...rest }) => rest)]));

describe("OCSF in Parquet", () => {
  it("gives the same events as the same records in NDJSON", async () => {
    using temp = tempFolder();
    const lines = temp.file("events.ndjson", network.map((e) => JSON.stringify(e)).join("\n"));
    const parquet = temp.file("events.parquet", parquetOf(network));
    const fromLines = await importHere(temp.path, [lines]);
    const fromParquet = await importHere(temp.path, [parquet]);
    expect(fromParquet.manifest.files[0]).toMatchObject({ format: "ocsf-parquet", records: 3, mapped: 3, rejected: 0 });
    expect(fromParquet.manifest.files[0]?.formatReason).toBe("Parquet with a class_uid column, 2 row groups");
    const rows = await storedRows(temp.path, fromParquet);
    expect(withoutRaw(rows)).toEqual(withoutRaw(await storedRows(temp.path, fromLines)));
    expect(JSON.parse(String(rows["network_activity"]?.[2]?.["raw_data"]))).toEqual(network[2]);
  });

  it("is read from inside an archive too", async () => {
    using temp = tempFolder();
    const outcome = await importHere(temp.path, [temp.file("events.parquet.gz", gzipSync(parquetOf(network)))]);
    expect(outcome.manifest.files[0]).toMatchObject({ format: "ocsf-parquet", mapped: 3 });
  });

  it("counts classes without a table, and keeps what it knows of the rest", async () => {
    using temp = tempFolder();
    const mixed = [...network, { ...network[0], class_uid: 2002 }];
    const { manifest } = await importHere(temp.path, [temp.file("events.parquet", parquetOf(mixed))]);
    expect(manifest.files[0]).toMatchObject({ records: 4, mapped: 3, unmapped: { "OCSF 2002": 1 } });
  });

  it("of something else is refused with its columns, damaged with the reason", async () => {
    using temp = tempFolder();
    const other = temp.file("other.parquet", parquetOf([{ a: 1, b: "x" }]));
    await expect(importHere(temp.path, [other])).rejects.toThrow(/holds no OCSF events: it has no class_uid column \(columns: a, b\)/);
    const whole = parquetOf(network);
    const cut = temp.file("cut.parquet", whole.subarray(0, whole.length - 20));
    await expect(importHere(temp.path, [cut])).rejects.toMatchObject({ code: "evidence-unreadable" });
    const holed = Buffer.from(whole);
    holed.fill(0, 4, 200);
    const outcome = await importHere(temp.path, [temp.file("holed.parquet", holed)]).catch((error: unknown) => error);
    expect(outcome).toMatchObject({ code: "evidence-unreadable" });
  });
});
