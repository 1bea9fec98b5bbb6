import { mkdirSync, renameSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Field, Struct, Utf8 } from "apache-arrow";
import { describe, expect, it } from "vitest";
import { CancelledError } from "../../shared/contract/errors.ts";
import { runImport } from "../../electron/engine/telemetry/run-import.ts";
import { readState } from "./iceberg-support.ts";
import {
  type Column,
  type CraftedFile,
  type CraftedTable,
  craftTable,
  int,
  location,
  long,
  parquetBytes,
  positions,
  text,
} from "./iceberg-writer.ts";
import { matching } from "./matchers.ts";
import { importHere, snapshotNames, storedRows, tempFolder } from "./telemetry-support.ts";

const first = { id: "9007199254740993", timeMs: 1_767_225_600_000 };
const second = { id: "9007199254740995", timeMs: 1_767_225_660_000 };
const schema = [
  { id: 1, name: "host", type: "string" },
  { id: 2, name: "n", type: "long" },
];
const hosts = (...names: string[]) => [
  text(1, "host", names),
  long(
    2,
    "n",
    names.map((_, i) => BigInt(i)),
  ),
];
const dataFile = (path: string, sequence: number, ...names: string[]): CraftedFile => ({
  path: `data/${path}`,
  sequence,
  columns: hosts(...names),
});
const oneFile = (file: Partial<CraftedFile>): CraftedTable => ({
  schemas: [schema],
  snapshots: [{ ...first, files: [{ ...dataFile("a.parquet", 1, "a", "b"), ...file }] }],
});

async function read(table: CraftedTable, wanted = {}): Promise<unknown[]> {
  using temp = tempFolder();
  return await readState(await craftTable(join(temp.path, "t"), table), wanted);
}

describe("a state of an Iceberg table", () => {
  it("is chosen by ids that no double holds, and between two snapshots by time", async () => {
    const a = dataFile("a.parquet", 1, "a");
    const b = dataFile("b.parquet", 2, "b");
    const table = {
      schemas: [schema],
      snapshots: [
        { ...first, files: [a] },
        { ...second, files: [a, b] },
      ],
    };
    expect(await read(table, { snapshotId: first.id })).toEqual([{ host: "a", n: 0 }]);
    expect(await read(table, { snapshotId: second.id })).toHaveLength(2);
    expect(await read(table, { asOf: (second.timeMs - 1) * 1000 })).toHaveLength(1);
    expect(await read(table, { asOf: second.timeMs * 1000 })).toHaveLength(2);
    await expect(read(table, { snapshotId: "9007199254740992" })).rejects.toMatchObject({ code: "not-found" });
    await expect(read(table, { snapshotId: first.id, asOf: 0 })).rejects.toMatchObject({ code: "bad-input" });
  });

  it("follows columns by field id: renamed, dropped and added again, widened, added later", async () => {
    const old = {
      path: "data/old.parquet",
      sequence: 1,
      columns: [text(1, "machine", ["m"]), int(2, "n", [7]), text(3, "note", ["gone"])],
    };
    const now = {
      path: "data/new.parquet",
      sequence: 2,
      columns: [text(1, "host", ["h"]), long(2, "n", [9_007_199_254_740_993n]), text(4, "note", ["kept"])],
    };
    const schemas = [
      [
        { id: 1, name: "machine", type: "string" },
        { id: 2, name: "n", type: "int" },
        { id: 3, name: "note", type: "string" },
      ],
      [
        { id: 1, name: "host", type: "string" },
        { id: 2, name: "n", type: "long" },
        { id: 4, name: "note", type: "string" },
      ],
    ];
    const table = {
      schemas,
      snapshots: [
        { ...first, schemaId: 0, files: [old] },
        { ...second, schemaId: 1, files: [old, now] },
      ],
    };
    expect(await read(table)).toEqual([
      { host: "h", n: "9007199254740993", note: "kept" },
      { host: "m", n: 7 },
    ]);
    expect(await read(table, { snapshotId: first.id })).toEqual([{ machine: "m", n: 7, note: "gone" }]);
  });

  it("takes the value of an identity partition from the manifest where the file lacks the column", async () => {
    const file = { path: "data/day=x/a.parquet", sequence: 1, columns: [long(2, "n", [1n])], partition: "web-1" };
    const table = { schemas: [schema], snapshots: [{ ...first, files: [file] }], partitionBy: { id: 1, name: "host_part" } };
    expect(await read(table)).toEqual([{ host: "web-1", n: 1 }]);
  });

  it("maps names to ids where a file has none, and refuses it where the table says nothing of them", async () => {
    const table = oneFile({ columns: [{ name: "server", type: new Utf8(), values: ["a"] }] });
    const properties = { "schema.name-mapping.default": JSON.stringify([{ "field-id": 1, names: ["host", "server"] }]) };
    expect(await read({ ...table, properties })).toEqual([{ host: "a" }]);
    await expect(read(table)).rejects.toThrow(/no field ids, and the table has no name mapping/);
  });

  it("lacks the rows that position deletes name, of older or equally old files alone", async () => {
    const path = "data/a.parquet";
    const deletes = (sequence: number): CraftedFile => ({
      path: `data/d${sequence}.parquet`,
      sequence,
      content: 1,
      columns: positions(`s3://lake/events/${path}`, [0, 2]),
    });
    const at = (sequence: number): CraftedTable => ({
      schemas: [schema],
      snapshots: [{ ...first, files: [dataFile("a.parquet", 2, "a", "b", "c"), dataFile("b.parquet", 2, "d"), deletes(sequence)] }],
    });
    expect(await read(at(3))).toEqual([
      { host: "b", n: 1 },
      { host: "d", n: 0 },
    ]);
    expect(await read(at(2))).toHaveLength(2);
    expect(await read(at(1))).toHaveLength(4);
  });

  it("keeps the columns of a row together over more rows than are read at once", async () => {
    const count = 90_000;
    const each = <T>(make: (i: number) => T): T[] => Array.from({ length: count }, (_, i) => make(i));
    const nested: Column = {
      id: 3,
      name: "at",
      type: new Struct([new Field("row", new Utf8(), true, new Map([["PARQUET:field_id", "4"]]))]),
      values: each((i) => (i % 7 === 0 ? null : { row: `r${i}` })),
    };
    const columns = [
      text(
        1,
        "host",
        each((i) => (i % 3 === 0 ? null : `h${i % 50}`)),
      ),
      long(2, "n", each(BigInt)),
      nested,
    ];
    const at = { id: 3, name: "at", type: { type: "struct", fields: [{ id: 4, name: "row", type: "string", required: false }] } };
    const gone = [0, 39_999, 40_000, 89_999];
    const files: CraftedFile[] = [
      { path: "data/a.parquet", sequence: 1, columns },
      { path: "data/d.parquet", sequence: 2, content: 1, columns: positions(`${location}/data/a.parquet`, gone) },
    ];
    const rows = await read({ schemas: [[...schema, at]], snapshots: [{ ...first, files }] });
    const expected = each((i) => ({
      ...(i % 7 === 0 ? {} : { at: { row: `r${i}` } }),
      ...(i % 3 === 0 ? {} : { host: `h${i % 50}` }),
      n: i,
    }));
    const kept = expected.filter(({ n }) => !gone.includes(n)).map((row) => JSON.stringify(row));
    expect(rows).toHaveLength(kept.length);
    expect(rows.findIndex((row, i) => JSON.stringify(row) !== kept[i])).toBe(-1);
  });

  it("is read from gzipped metadata too", async () => {
    expect(await read({ ...oneFile({}), isGzipped: true })).toHaveLength(2);
  });
});

describe("a state that cannot be read exactly is refused with its reason:", () => {
  it.each([
    ["a newer format", { ...oneFile({}), formatVersion: 3 }, /has format version 3; versions 1 and 2 are read/],
    [
      "a type of a newer format",
      { ...oneFile({}), schemas: [[...schema, { id: 3, name: "v", type: "variant" }]] },
      /the type variant is not known/,
    ],
    ["ORC", oneFile({ format: "ORC" }), /which is ORC; only Parquet is read/],
    ["a deletion vector", oneFile({ format: "puffin" }), /a deletion vector \(Puffin\)/],
    ["a column of another type", oneFile({ columns: [int(1, "host", [1])] }), /column host holds INT32 where the table has string/],
    ["a path that climbs out", oneFile({ location: `${location}/../../etc/passwd` }), /lies outside its folder; it was not read/],
    ["a path elsewhere", oneFile({ location: "file:///etc/passwd" }), /lies outside its folder; it was not read/],
    ["a table beside it", oneFile({ location: `${location}2/data/a.parquet` }), /lies outside its folder/],
    ["a manifest list elsewhere", { ...oneFile({}), manifestList: "/etc/passwd" }, /lies outside its folder/],
    ["a file that is missing", oneFile({ location: `${location}/data/none.parquet` }), /none\.parquet does not exist/],
    [
      "a column name of the language",
      { ...oneFile({}), schemas: [[{ id: 1, name: "__proto__", type: "string" }]] },
      /the column name __proto__ cannot be used/,
    ],
  ])("%s", async (_what, table, reason) => {
    await expect(read(table)).rejects.toThrow(reason);
  });

  it("equality deletes, unless nothing is older than they are", async () => {
    const deletes = (sequence: number): CraftedFile => ({
      path: "data/eq.parquet",
      sequence,
      content: 2,
      columns: [text(1, "host", ["a"])],
    });
    const at = (sequence: number): CraftedTable => ({
      schemas: [schema],
      snapshots: [{ ...first, files: [dataFile("a.parquet", 2, "a"), deletes(sequence)] }],
    });
    await expect(read(at(3))).rejects.toMatchObject({ code: "unsupported-format", message: matching(/equality deletes/) });
    expect(await read(at(2))).toHaveLength(1);
  });

  it("a link that leads out of the folder", async () => {
    using temp = tempFolder();
    const folder = await craftTable(join(temp.path, "t"), oneFile({}));
    renameSync(join(folder, "data"), join(temp.path, "elsewhere"));
    symlinkSync(join(temp.path, "elsewhere"), join(folder, "data"));
    await expect(readState(folder)).rejects.toMatchObject({ code: "forbidden" });
  });

  it("manifests that are cut off or are none", async () => {
    using temp = tempFolder();
    const folder = await craftTable(join(temp.path, "t"), oneFile({}));
    const list = join(folder, "metadata/snap-0.avro");
    for (const bytes of [
      Buffer.from("Obj\u0001\u0002"),
      Buffer.from("no Avro"),
      Buffer.alloc(0),
      Buffer.from("Obj\u0001\u00ff\u00ff\u00ff\u00ff\u000f"),
    ]) {
      writeFileSync(list, bytes);
      await expect(readState(folder)).rejects.toMatchObject({ code: "evidence-unreadable" });
    }
    rmSync(list);
    await expect(readState(folder)).rejects.toMatchObject({ code: "not-found" });
  });

  it("two newest metadata files, unless one is named", async () => {
    using temp = tempFolder();
    const folder = await craftTable(join(temp.path, "t"), oneFile({}));
    const names = ["00002-aaa", "00002-bbb"].map((name) => join(folder, `metadata/${name}.metadata.json`));
    const [one = "", two = ""] = names;
    renameSync(join(folder, "metadata/v1.metadata.json"), one);
    expect(await readState(folder)).toHaveLength(2);
    writeFileSync(two, "{}");
    await expect(readState(folder)).rejects.toThrow(/has 2 metadata files of version 2/);
    expect(await readState(one)).toHaveLength(2);
    await expect(readState(two)).rejects.toMatchObject({ code: "evidence-unreadable" });
  });
});

describe("importing an Iceberg table", () => {
  const ocsf = [
    { id: 1, name: "class_uid", type: "int" },
    { id: 2, name: "time", type: "long" },
    { id: 3, name: "metadata", type: { type: "struct", fields: [{ id: 4, name: "version", type: "string", required: false }] } },
    { id: 5, name: "time_dt", type: "timestamptz" },
  ];
  const events = (path: string, count: number): CraftedFile => ({
    path: `data/${path}`,
    sequence: 1,
    columns: [
      int(
        1,
        "class_uid",
        Array.from({ length: count }, () => 4001),
      ),
      long(
        2,
        "time",
        Array.from({ length: count }, (_, i) => 1_772_438_400_000n + BigInt(i)),
      ),
      versions(count),
    ],
  });
  const versions = (count: number): Column => ({
    id: 3,
    name: "metadata",
    type: new Struct([new Field("release", new Utf8(), true, new Map([["PARQUET:field_id", "4"]]))]),
    values: Array.from({ length: count }, () => ({ release: "1.3.0" })),
  });
  const estate: CraftedTable = { schemas: [ocsf], snapshots: [{ ...first, files: [events("a.parquet", 3), events("b.parquet", 2)] }] };

  it("of OCSF events needs no mapping and says which file and row each came from", async () => {
    using temp = tempFolder();
    const outcome = await importHere(temp.path, [await craftTable(join(temp.path, "t"), estate)]);
    const rows = (await storedRows(temp.path, outcome))["network_activity"] ?? [];
    expect(rows.map((r) => [r["file_no"], r["record_no"], r["raw_data"]]).slice(2, 4)).toEqual([
      [0, 3, '{"class_uid":4001,"metadata":{"version":"1.3.0"},"time":1772438400002}'],
      [1, 1, '{"class_uid":4001,"metadata":{"version":"1.3.0"},"time":1772438400000}'],
    ]);
    expect(outcome.manifest.files.map((f) => [f.name, f.format, f.mapped])).toEqual([
      ["t/data/a.parquet", "ocsf-iceberg", 3],
      ["t/data/b.parquet", "ocsf-iceberg", 2],
    ]);
  });

  it("keeps nothing of it when one of its files cannot be read", async () => {
    using temp = tempFolder();
    const folder = await craftTable(join(temp.path, "t"), estate);
    const size = parquetBytes(events("b.parquet", 2).columns).length;
    writeFileSync(join(folder, "data/b.parquet"), Buffer.alloc(size, 1));
    await expect(importHere(temp.path, [folder])).rejects.toMatchObject({
      code: "evidence-unreadable",
      message: matching(/t\/data\/b\.parquet/),
    });
    expect(snapshotNames(temp.path)).toEqual([]);
  });

  it("stops when it is cancelled, and keeps nothing", async () => {
    using temp = tempFolder();
    const path = await craftTable(join(temp.path, "t"), { schemas: [ocsf], snapshots: [{ ...first, files: [events("a.parquet", 5000)] }] });
    let looks = 0;
    const checkCancelled = (): void => {
      looks += 1;
      if (looks > 5) throw new CancelledError();
    };
    const request = { paths: [{ path, displayName: "t" }], source: "test", format: "auto" as const, clock: "declared" };
    await expect(runImport(temp.path, request, { checkCancelled, progress: () => undefined, building: () => undefined })).rejects.toThrow(
      CancelledError,
    );
    expect(snapshotNames(temp.path)).toEqual([]);
  });

  it("without a mapping and without OCSF, of a column that is none, or among other files is refused", async () => {
    using temp = tempFolder();
    const folder = await craftTable(join(temp.path, "t"), oneFile({}));
    await expect(importHere(temp.path, [folder])).rejects.toThrow(
      /it has no class_uid column \(columns: host, n\); import it with a mapping/,
    );
    const mapping = JSON.stringify({ class: "api_activity", time: { column: "when", format: "iso" }, columns: {} });
    await expect(importHere(temp.path, [folder], { mapping })).rejects.toThrow(/has no column "when", which the mapping names/);
    await expect(importHere(temp.path, [folder, folder], { format: "iceberg" })).rejects.toThrow(/imported by itself/);
    mkdirSync(join(temp.path, "lake"));
    renameSync(folder, join(temp.path, "lake/t"));
    await expect(importHere(temp.path, [join(temp.path, "lake")])).rejects.toThrow(/lake\/t is an Iceberg table; import it by itself/);
    await expect(importHere(temp.path, [join(temp.path, "lake")], { format: "iceberg" })).rejects.toThrow(/is no Iceberg table/);
    await expect(importHere(temp.path, [join(temp.path, "lake")], { icebergState: { asOf: 1 } })).rejects.toThrow(
      /of an Iceberg table only/,
    );
  });
});
