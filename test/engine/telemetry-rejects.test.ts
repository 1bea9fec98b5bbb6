import { describe, expect, it } from "vitest";
import { encodeRejects, filterRejects, pageRejects, readRejects } from "../../electron/engine/telemetry/rejects.ts";
import { summariseSources } from "../../electron/engine/telemetry/sources.ts";
import type { Snapshot } from "../../shared/contract/telemetry.ts";
import { csvLine } from "../../shared/lib/csv.ts";
import { importHere, tempFolder } from "./telemetry-support.ts";

const mapping = JSON.stringify({
  class: "dns_activity",
  time: { column: "t", format: "epoch_s" },
  columns: { query_hostname: { from: "q" } },
});
const good = (n: number): string => Array.from({ length: n }, (_, i) => `${1_772_438_400 + i},a.example\n`).join("");

describe("the rejects of a snapshot", () => {
  it("are counted by file and reason, filtered and given page by page", async () => {
    using temp = tempFolder();
    const a = temp.file("a.csv", `t,q\n${good(3)}never,=cmd()\n5,old.example\n6,older.example\nlater,x\n`);
    const b = temp.file("b.csv", `t,q\n${good(2)}soon,Y\n`);
    const { snapshotId, manifest } = await importHere(temp.path, [a, b], { mapping });
    const samples = readRejects(temp.path, snapshotId);
    const all = { limit: 100, offset: 0 };
    expect(pageRejects(samples, manifest, all)).toMatchObject({
      total: 5,
      kept: 5,
      matching: 5,
      groups: [
        { file: "a.csv", reason: "no readable time", rejected: 2, kept: 2 },
        { file: "a.csv", reason: "time before 1990", rejected: 2, kept: 2 },
        { file: "b.csv", reason: "no readable time", rejected: 1, kept: 1 },
      ],
    });
    const lines = (filter: object): unknown[] => pageRejects(samples, manifest, { ...all, ...filter }).samples.map((s) => [s.file, s.line]);
    expect(lines({ reason: "time before 1990" })).toEqual([
      ["a.csv", 6],
      ["a.csv", 7],
    ]);
    expect(lines({ file: "b.csv" })).toEqual([["b.csv", 4]]);
    expect(lines({ text: "OLDER" })).toEqual([["a.csv", 7]]);
    expect(pageRejects(samples, manifest, { limit: 2, offset: 3 })).toMatchObject({
      matching: 5,
      samples: [{ line: 8 }, { file: "b.csv" }],
    });
  });

  it("keep a thousand of a kind of each file, and say how many there were", async () => {
    using temp = tempFolder();
    const noisy = temp.file("a.csv", `t,q\n${good(1)}${"x,y\n".repeat(1500)}`);
    const other = temp.file("b.csv", `t,q\n${good(1)}x,y\n`);
    const { snapshotId, manifest } = await importHere(temp.path, [noisy, other], { mapping });
    const page = pageRejects(readRejects(temp.path, snapshotId), manifest, { limit: 1, offset: 0 });
    expect(page).toMatchObject({ total: 1501, kept: 1001 });
    expect(page.groups.map((g) => [g.rejected, g.kept])).toEqual([
      [1500, 1000],
      [1, 1],
    ]);
  });

  it("are written as NDJSON as they are kept, and as CSV that runs nothing", async () => {
    using temp = tempFolder();
    const { snapshotId } = await importHere(temp.path, [temp.file("a.csv", `t,q\n${good(1)}=1+1,"a,b"\n`)], { mapping });
    const samples = filterRejects(readRejects(temp.path, snapshotId), {});
    expect(JSON.parse(Buffer.from(encodeRejects(samples, "ndjson")).toString())).toEqual(samples[0]);
    expect(Buffer.from(encodeRejects(samples, "csv")).toString()).toBe(
      `file,line,category,reason,excerpt\r\na.csv,3,no readable time,no readable time,"'=1+1,""a,b"""\r\n`,
    );
    expect(csvLine(["-x", -1, null, "a"])).toBe("'-x,-1,,a\r\n");
  });
});

describe("sources", () => {
  const snapshot = async (root: string, path: string, source: string, importedAt: number): Promise<Snapshot> => {
    const { snapshotId, manifest } = await importHere(root, [path], { mapping, source });
    return { id: snapshotId, importedAt, manifest };
  };

  it("add up their snapshots, a file that came twice once, and give the share of rejects with its interval", async () => {
    using temp = tempFolder();
    const first = temp.file("a.csv", `t,q\n${good(9)}x,y\n`);
    const later = temp.file("b.csv", `t,q\n${good(20)}`);
    const all = [
      await snapshot(temp.path, first, "resolver", 1),
      await snapshot(temp.path, later, "resolver", 3),
      await snapshot(temp.path, first, "resolver", 2),
      await snapshot(temp.path, later, "another", 4),
    ];
    const [another, resolver] = summariseSources(all);
    expect(another).toMatchObject({ name: "another", rejected: { k: 0, n: 20, rate: 0, low: 0 } });
    expect(resolver).toMatchObject({
      name: "resolver",
      snapshots: 3,
      files: 2,
      records: 30,
      events: 29,
      formats: [{ format: "csv", files: 2 }],
      firstEvent: 1_772_438_400_000_000,
      lastEvent: 1_772_438_419_000_000,
      lastImport: 3,
    });
    expect(resolver?.rejected.rate).toBeCloseTo(1 / 30);
    expect(resolver?.rejected.low).toBeCloseTo(0.0059, 3);
    expect(resolver?.rejected.high).toBeCloseTo(0.1667, 3);
  });

  it("without records have no share", () => {
    expect(summariseSources([])).toEqual([]);
  });
});
