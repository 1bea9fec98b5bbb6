import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { Table as ArrowTable, tableToIPC, TimestampMicrosecond, vectorFromArray } from "apache-arrow";
import { Table, writeParquet } from "parquet-wasm/node";
import { describe, expect, it } from "vitest";
import { parseCsvMapping } from "../../electron/engine/telemetry/csv/csv-mapping.ts";
import { listMappings, readMapping, saveMapping } from "../../electron/engine/telemetry/mapping/mapping-store.ts";
import { runTableTask } from "../../electron/engine/telemetry/mapping/table-task.ts";
import type { MappingFile, MappingPreview, MappingProposal } from "../../shared/contract/mappings.ts";
import { noTestData, testData } from "../unit-support/test-data.ts";
import { importHere, storedRows, tempFolder } from "./telemetry-support.ts";

const given = (path: string) => [{ path, displayName: path.split("/").at(-1) ?? path }];

async function propose(path: string, options: { class?: MappingFile["class"]; file?: string } = {}): Promise<MappingProposal> {
  const task = { t: "propose", paths: given(path), file: options.file, class: options.class, layout: {} } as const;
  const outcome = await runTableTask(task, () => undefined);
  if (outcome.t !== "proposal") throw new Error(outcome.t);
  return outcome.proposal;
}

async function preview(path: string, mapping: unknown, rows = 25): Promise<MappingPreview> {
  const task = { t: "preview", paths: given(path), file: undefined, mapping: JSON.stringify(mapping), rows, clock: "declared" } as const;
  const outcome = await runTableTask(task, () => undefined);
  if (outcome.t !== "preview") throw new Error(outcome.t);
  return outcome.preview;
}

const flows = [
  "# exported by a sensor",
  "StartTime;Dur;Proto;SrcAddr;Sport;DstAddr;Dport;Dir",
  "22.03.2026 08:42:07.25;0.5;6;10.20.1.15;50111;203.0.113.9;443;out",
  "22.03.2026 08:42:08;1.25;17;10.20.1.16;-;203.0.113.10;53;out",
  "22.03.2026 08:42:09;2;41;00:00:5e:00:53:af;99999;203.0.113.10;53;sideways",
  "31.02.2026 08:42:09;2;6;10.20.1.17;1;203.0.113.10;53;in",
  "",
].join("\n");

const flowMapping = {
  class: "network_activity",
  delimiter: ";",
  skipRows: 1,
  nullTokens: ["-"],
  time: { column: "StartTime", format: "pattern", pattern: "dd.MM.yyyy HH:mm:ss", zone: "Europe/Berlin" },
  columns: {
    activity_id: { value: 6 },
    src_endpoint_ip: { from: "SrcAddr" },
    src_endpoint_port: { from: "Sport" },
    connection_info_protocol_name: { from: "Proto", values: { "6": "tcp", "17": "udp" }, otherwise: "other" },
    connection_info_direction_id: { from: "Dir", values: { in: 1, out: 2 } },
    duration: { from: "Dur", scale: 1000 },
  },
} as const;

describe("a mapping", () => {
  it("skips lines, reads a pattern in a zone, translates values, scales numbers and leaves nulls empty", async () => {
    using temp = tempFolder();
    const path = temp.file("flows.txt", flows);
    const outcome = await importHere(temp.path, [path], { mapping: JSON.stringify(flowMapping) });
    const rows = (await storedRows(temp.path, outcome))["network_activity"] ?? [];
    expect(rows).toHaveLength(3);
    expect(rows[0]).toMatchObject({
      record_no: 3,
      time: "2026-03-22T07:42:07.250000Z",
      activity_id: 6,
      src_endpoint_ip: "10.20.1.15",
      src_endpoint_port: 50_111,
      connection_info_protocol_name: "tcp",
      connection_info_direction_id: 2,
      duration: 500,
    });
    expect(rows[1]).not.toHaveProperty("src_endpoint_port");
    expect(rows[2]).toMatchObject({ connection_info_protocol_name: "other" });
    expect(rows[2]?.["raw_data"]).toContain("00:00:5e:00:53:af");
  });

  it("counts the cells that fit no column, by column, and keeps the event", async () => {
    using temp = tempFolder();
    const { manifest } = await importHere(temp.path, [temp.file("flows.txt", flows)], { mapping: JSON.stringify(flowMapping) });
    expect(manifest.files[0]).toMatchObject({
      records: 4,
      mapped: 3,
      rejected: 1,
      misfits: { src_endpoint_ip: 1, src_endpoint_port: 1, connection_info_direction_id: 1 },
    });
    expect(manifest.tableMapping).toMatch(/^[0-9a-f]{64}$/);
  });

  it("reads a table without a header by the numbers of its columns", async () => {
    using temp = tempFolder();
    const path = temp.file("q.csv", "1772438400,a.example\n1772438401,b.example\n");
    const mapping = {
      class: "dns_activity",
      header: false,
      time: { column: "column 1", format: "epoch_s" },
      columns: { query_hostname: { from: "column 2" } },
    };
    const rows = await storedRows(temp.path, await importHere(temp.path, [path], { mapping: JSON.stringify(mapping) }));
    expect(rows["dns_activity"]?.map((r) => [r["record_no"], r["query_hostname"]])).toEqual([
      [1, "a.example"],
      [2, "b.example"],
    ]);
  });

  it.each([
    [{ ...flowMapping, time: { ...flowMapping.time, zone: "Middle/Earth" } }, /time\.zone/],
    [{ ...flowMapping, time: { ...flowMapping.time, pattern: "dd.MM.yyyy" } }, /time\.pattern: it has no hour/],
    [{ ...flowMapping, time: { column: "StartTime", format: "pattern" } }, /needs one/],
    [{ ...flowMapping, columns: { "src_endpoint.ip": { value: "a" }, src_endpoint_ip: { value: "b" } } }, /mapped twice/],
  ])("that cannot work is refused with the place that is wrong", (mapping, reason) => {
    expect(() => parseCsvMapping(JSON.stringify(mapping))).toThrow(reason);
  });
});

describe("a preview", () => {
  it("is what the import makes of the first rows, with what is wrong row by row and column by column", async () => {
    using temp = tempFolder();
    const shown = await preview(temp.file("flows.txt", flows), flowMapping);
    expect(shown).toMatchObject({ read: 4, mapped: 3, rejected: 1 });
    expect(shown.rows.map((r) => [r.line, r.rejected, r.misfits])).toEqual([
      [3, undefined, {}],
      [4, undefined, {}],
      [5, undefined, { src_endpoint_ip: "00:00:5e:00:53:af", src_endpoint_port: "99999", connection_info_direction_id: "sideways" }],
      [6, "no readable time", {}],
    ]);
    expect(shown.rows[0]?.event).toMatchObject({ time: Date.parse("2026-03-22T07:42:07.25Z") * 1000, duration: 500, activity_id: 6 });
  });

  it("ends after the rows asked for, also of a file far longer", async () => {
    using temp = tempFolder();
    const line = "1772438400,a.example\n";
    const path = temp.file("q.csv.gz", gzipSync(`t,q\n${line.repeat(200_000)}`));
    const mapping = { class: "dns_activity", time: { column: "t", format: "epoch_s" }, columns: { query_hostname: { from: "q" } } };
    expect(await preview(path, mapping, 7)).toMatchObject({ read: 7, mapped: 7 });
  });

  it("says why the file as a whole cannot be read", async () => {
    using temp = tempFolder();
    const shown = await preview(temp.file("flows.txt", flows), { ...flowMapping, columns: { src_endpoint_ip: { from: "Source" } } });
    expect(shown).toMatchObject({ rows: [], error: 'flows.txt has no column "Source", which the mapping names' });
  });
});

describe("a proposal", () => {
  it("finds layout, time, class and columns, and says why", async () => {
    using temp = tempFolder();
    const found = await propose(temp.file("flows.txt", flows.replace("31.02", "21.02")));
    expect(found.mapping).toMatchObject({
      class: "network_activity",
      delimiter: ";",
      skipRows: 1,
      nullTokens: ["-"],
      time: { column: "StartTime", format: "pattern", pattern: "dd.MM.yyyy HH:mm:ss" },
      columns: {
        src_endpoint_ip: { from: "SrcAddr" },
        dst_endpoint_port: { from: "Dport" },
        duration: { from: "Dur", scale: 1000 },
        connection_info_protocol_name: { from: "Proto", values: { "6": "tcp", "17": "udp" } },
        connection_info_direction_id: { from: "Dir", values: { in: 1, out: 2 } },
        activity_id: { value: 6 },
      },
    });
    expect(found.layoutReason).toBe("5 of 6 sampled rows have 8 columns between semicolons, after 1 other lines, the first names them");
    expect(found.suggestions.find((s) => s.column === "src_endpoint_ip")?.reason).toBe(
      '"SrcAddr" is a usual name of src_endpoint.ip; 3 of 4 values fit',
    );
  });

  it("warns when it cannot tell the day from the month", async () => {
    using temp = tempFolder();
    const found = await propose(temp.file("a.csv", "time,ip\n01/02/2026 10:00:00,10.0.0.1\n03/04/2026 10:00:00,10.0.0.2\n"));
    expect(found.timeReason).toMatch(/are dd\/MM\/yyyy HH:mm:ss; MM\/dd\/yyyy HH:mm:ss fits as well/);
  });

  it("is made for the class the analyst chose", async () => {
    using temp = tempFolder();
    const path = temp.file("a.csv", "time,username,host\n2026-03-01T00:00:00Z,ann,ws1\n");
    expect((await propose(path, { class: "authentication" })).mapping).toMatchObject({
      class: "authentication",
      columns: { user_name: { from: "username" }, device_hostname: { from: "host" } },
    });
  });

  it("names no time where there is none, and refuses what is no table", async () => {
    using temp = tempFolder();
    expect(await propose(temp.file("a.csv", "a,b\n1,2\n3,4\n"))).toMatchObject({ mapping: null });
    await expect(propose(temp.file("b.txt", "one line\nand another one, longer\nx\n"))).rejects.toMatchObject({
      code: "unsupported-format",
    });
    await expect(propose(temp.file("c.csv", "a,b\n1,2\n"), { file: "d.csv" })).rejects.toMatchObject({ code: "not-found" });
  });

  it("of hostile headers pollutes nothing", async () => {
    using temp = tempFolder();
    const path = temp.file("a.csv", "time,__proto__,constructor\n2026-03-01T00:00:00Z,x,y\n");
    const { columns } = await propose(path);
    expect(columns.map((c) => c.name)).toEqual(["time", "__proto__", "constructor"]);
    const mapping = {
      class: "dns_activity",
      time: { column: "time", format: "iso" },
      columns: { query_hostname: { from: "__proto__", values: { constructor: "z" } } },
    };
    expect((await preview(path, mapping)).rows[0]?.event).toMatchObject({ query_hostname: "x" });
    expect(Object.hasOwn(Object.prototype, "polluted")).toBe(false);
  });
});

describe("Parquet with a mapping", () => {
  const moments = [1_772_438_400_250_001n, 1_772_438_401_000_002n];
  const parquet = (): Uint8Array => {
    const when = vectorFromArray(
      moments.map((us) => Number(us) / 1000),
      new TimestampMicrosecond(),
    );
    const table = new ArrowTable({ client: vectorFromArray(["10.20.1.15", "10.20.1.16"]), bytes: vectorFromArray([1n, 2n]), when });
    return writeParquet(Table.fromIPCStream(tableToIPC(table, "stream")));
  };
  const mapping = {
    class: "network_activity",
    time: { column: "when", format: "iso" },
    columns: { src_endpoint_ip: { from: "client" }, traffic_bytes_out: { from: "bytes" } },
  };

  it("becomes events whose record is the row", async () => {
    using temp = tempFolder();
    const path = temp.file("flows.parquet", parquet());
    const outcome = await importHere(temp.path, [path], { mapping: JSON.stringify(mapping) });
    expect(outcome.manifest.files[0]).toMatchObject({ format: "parquet", mapped: 2, logType: "network_activity" });
    const rows = (await storedRows(temp.path, outcome))["network_activity"] ?? [];
    expect(rows.map((r) => [r["record_no"], r["src_endpoint_ip"], r["traffic_bytes_out"]])).toEqual([
      [1, "10.20.1.15", 1],
      [2, "10.20.1.16", 2],
    ]);
    expect(String(rows[0]?.["time"])).toMatch(/^2026-03-02T08:00:00\.25/);
    expect(JSON.parse(String(rows[0]?.["raw_data"]))).toMatchObject({ client: "10.20.1.15", bytes: 1 });
  });

  it("is proposed and previewed like text", async () => {
    using temp = tempFolder();
    const path = temp.file("flows.parquet", parquet());
    const found = await propose(path);
    expect(found).toMatchObject({ kind: "parquet", mapping: { time: { column: "when", format: "iso" } } });
    expect(await preview(path, mapping)).toMatchObject({ read: 2, mapped: 2 });
  });
});

describe("the workspace's mappings", () => {
  const text = JSON.stringify(flowMapping);

  it("are versions by name, named by their content, and the same content is no new version", () => {
    using temp = tempFolder();
    const first = saveMapping(temp.path, "argus-flows", text);
    expect(saveMapping(temp.path, "argus-flows", JSON.stringify(JSON.parse(text), undefined, 4))).toEqual(first);
    const second = saveMapping(temp.path, "argus-flows", JSON.stringify({ ...flowMapping, nullTokens: ["-", "?"] }));
    expect([first.version, second.version]).toEqual([1, 2]);
    expect(second.id).not.toBe(first.id);
    expect(listMappings(temp.path, () => undefined).map((m) => `${m.name}@${m.version}`)).toEqual(["argus-flows@2", "argus-flows@1"]);
    expect(readMapping(temp.path, "argus-flows", 1).saved).toEqual(first);
    expect(parseCsvMapping(readFileSync(join(temp.path, "argus-flows/2.json"), "utf8")).nullTokens).toEqual(["-", "?"]);
  });

  it("that are damaged are told and left out", () => {
    using temp = tempFolder();
    saveMapping(temp.path, "a", text);
    saveMapping(temp.path, "b", text);
    writeFileSync(join(temp.path, "a/1.json"), "{");
    const told: string[] = [];
    expect(listMappings(temp.path, (file) => told.push(file)).map((m) => m.name)).toEqual(["b"]);
    expect(told).toEqual(["mappings/a/1.json"]);
    expect(() => readMapping(temp.path, "b", 9)).toThrow(/no mapping b version 9/);
  });
});

describe.skipIf(noTestData("telemetry", "flows"))("Argus flows", () => {
  const at = (name: string): string => testData("telemetry", "flows", "argus_binetflow", name) ?? "";

  it.each([
    ["test2-malicious.binetflow.gz", 6751, 0],
    ["test3-mixed.binetflow.gz", 89, 0],
    ["test11-portscan.binetflow.gz", 66, 0],
  ])("of %s become events with the mapping that is proposed", async (name, records, rejected) => {
    using temp = tempFolder();
    const { mapping } = await propose(at(name));
    const { manifest } = await importHere(temp.path, [at(name)], { mapping: JSON.stringify(mapping) });
    expect(manifest.files[0]).toMatchObject({ records, rejected, mapped: records - rejected });
  });

  it("between tabs with times in 1970 are rejected for that reason, the rest is kept", async () => {
    using temp = tempFolder();
    const { mapping } = await propose(at("test5-mixed.binetflow.gz"));
    const { manifest } = await importHere(temp.path, [at("test5-mixed.binetflow.gz")], { mapping: JSON.stringify(mapping) });
    const [file] = manifest.files;
    expect(Object.keys(file?.rejectReasons ?? {})).toEqual(["time before 1990"]);
    expect((file?.mapped ?? 0) + (file?.rejected ?? 0)).toBe(file?.records);
  });
});
