import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { parseCsvMapping } from "../../electron/engine/telemetry/csv/csv-mapping.ts";
import { fixture, importHere, storedRows, tempFolder } from "./telemetry-support.ts";

const mapping = readFileSync(fixture("flows-mapping.json"), "utf8");
const change = (part: object): string => JSON.stringify({ ...(JSON.parse(mapping) as object), ...part });

describe("a CSV mapping", () => {
  it.each([
    ["{", /it is not JSON/],
    ["[]", /expected object/],
    [change({ class: "flow_activity" }), /class/],
    [change({ time: { column: "when", format: "american" } }), /time\.format/],
    [change({ columns: { "src_endpoint.colour": { from: "client" } } }), /network_activity has no such column/],
    [change({ columns: { event_no: { from: "client" } } }), /the import fills this column itself/],
    [change({ columns: { "src_endpoint.ip": { from: "client", as: "x" } } }), /columns\.src_endpoint\.ip/],
    [change({ extra: 1 }), /extra/],
  ])("%s is refused with the place that is wrong", (text, reason) => {
    expect(() => parseCsvMapping(text)).toThrow(reason);
  });

  it("that names a header the file lacks is a file error", async () => {
    using temp = tempFolder();
    const wrong = change({ columns: { "src_endpoint.ip": { from: "klient" } } });
    await expect(importHere(temp.path, [fixture("flows.csv")], { format: "csv", mapping: wrong })).rejects.toThrow(
      /flows\.csv has no column "klient", which the mapping names/,
    );
  });

  it("that names a missing header says of no record that it was kept", async () => {
    using temp = tempFolder();
    const wrong = change({ columns: { "src_endpoint.ip": { from: "klient" } } });
    const path = temp.file("flows.csv", `${readFileSync(fixture("flows.csv"), "utf8")}\n"x"y;1\n`);
    const { manifest } = await importHere(temp.path, [path, fixture("conn.log")], { mapping: wrong });
    expect(manifest.files[0]?.error).toBe('flows.csv has no column "klient", which the mapping names');
  });

  it("is part of the snapshot's identity", async () => {
    using temp = tempFolder();
    const one = await importHere(temp.path, [fixture("flows.csv")], { format: "csv", mapping });
    const two = await importHere(temp.path, [fixture("flows.csv")], {
      format: "csv",
      mapping: change({ columns: { "src_endpoint.ip": { from: "client" } } }),
    });
    expect(two.manifest.mappingDigest).not.toBe(one.manifest.mappingDigest);
  });
});

describe("CSV", () => {
  it("keeps quoted line ends in one record and its original text", async () => {
    using temp = tempFolder();
    const rows = await storedRows(temp.path, await importHere(temp.path, [fixture("flows.csv")], { mapping }));
    expect(rows["network_activity"]?.map((r) => [r["record_no"], r["raw_data"]])).toEqual([
      [2, '2026-03-02 10:00:00;10.20.1.15;203.0.113.9;50111;443;1200;"plain"'],
      [3, '2026-03-02 10:00:01.5;10.20.1.16;203.0.113.9;70000;443;;"two\nlines; and ""quotes"""'],
    ]);
  });

  it.each([
    ["\n", ""],
    ["\r\n", "\ufeff"],
    ["\r", ""],
  ])("counts lines (%j) over blank lines, quoted line ends and malformed rows", async (lineEnd, mark) => {
    using temp = tempFolder();
    const spec = JSON.stringify({
      class: "dns_activity",
      time: { column: "t", format: "epoch_s" },
      columns: { "query.hostname": { from: "q" } },
    });
    const lines = [
      "",
      "t,q",
      "",
      "",
      "1772438400,a",
      "",
      '1772438401,"b',
      'c"',
      "late,d",
      '"1772438402"x,e',
      '1,"',
      "",
      "1772438403,f",
      "",
    ];
    const outcome = await importHere(temp.path, [temp.file("q.csv", mark + lines.join(lineEnd))], { mapping: spec });
    const rows = await storedRows(temp.path, outcome);
    expect(rows["dns_activity"]?.map((r) => [r["record_no"], r["raw_data"]])).toEqual([
      [5, "1772438400,a"],
      [7, `1772438401,"b${lineEnd}c"`],
      [13, "1772438403,f"],
    ]);
    expect(outcome.rejects.toSorted((a, b) => b.line - a.line).map((r) => [r.line, r.reason])).toEqual([
      [10, "malformed CSV: CSV_INVALID_CLOSING_QUOTE"],
      [9, "no readable time"],
    ]);
  });

  it.each([
    ["epoch_s", "1772438400.25", 1_772_438_400_250_000],
    ["epoch_ms", "1772438400250", 1_772_438_400_250_000],
    ["epoch_us", "1772438400250001", 1_772_438_400_250_001],
  ])("reads %s", async (format, text, expected) => {
    using temp = tempFolder();
    const spec = JSON.stringify({ class: "dns_activity", time: { column: "t", format }, columns: { "query.hostname": { from: "q" } } });
    const { manifest } = await importHere(temp.path, [temp.file("q.csv", `t,q\n${text},a.example\n`)], { mapping: spec });
    expect(manifest.timeRange).toEqual({ from: expected, to: expected });
  });

  it("that breaks off inside quotes names the file and keeps what came before", async () => {
    using temp = tempFolder();
    const path = temp.file("flows.csv", `${readFileSync(fixture("flows.csv"), "utf8")}2026-03-02 10:00:05;"10.20.1.18;x`);
    const { manifest } = await importHere(temp.path, [path], { mapping });
    const file = manifest.files[0];
    expect(file?.mapped).toBe(2);
    expect((file?.rejected ?? 0) + (file?.error === undefined ? 0 : 1)).toBeGreaterThan(2);
  });
});
