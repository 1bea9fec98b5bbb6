import { cpSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { describeTable, openTable } from "../../electron/engine/telemetry/iceberg/iceberg-table.ts";
import { noTestData, testData } from "../unit-support/test-data.ts";
import { readState } from "./iceberg-support.ts";
import { containing, matching } from "./matchers.ts";
import { importHere, storedRows, tempFolder } from "./telemetry-support.ts";

const table = (...parts: string[]): string => testData("iceberg", ...parts) ?? "";
const asInfo = (path: string) => describeTable(openTable({ path, displayName: "t" }));

/** Rows of no security event, told as some: what a mapping does to a table is the same. */
const mapping = JSON.stringify({
  class: "api_activity",
  time: { column: "Lifespan", format: "epoch_s" },
  columns: { "api.operation": { from: "Breed Name" } },
});

describe.skipIf(noTestData("iceberg"))("tables that Spark, Java and Athena wrote", () => {
  it("list their snapshots with every digit of their ids", () => {
    const info = asInfo(table("spark", "bunnies"));
    expect(info.snapshots.map((s) => [s.id, s.parentId, s.operation, s.schemaId, s.records])).toEqual([
      ["7505300640432048841", null, "append", 0, 21],
      ["469881615898633426", "7505300640432048841", "overwrite", 0, 21],
      ["2701171901096418979", "469881615898633426", "overwrite", 1, 20],
    ]);
    expect(info).toMatchObject({ currentSnapshotId: "2701171901096418979", metadataFile: "metadata/v5.metadata.json" });
  });

  it("give the rows of each snapshot: before a delete, after it, and after a column was added", async () => {
    const path = table("spark", "bunnies");
    const first = await readState(path, { snapshotId: "7505300640432048841" });
    const second = await readState(path, { snapshotId: "469881615898633426" });
    const third = await readState(path, { snapshotId: "2701171901096418979" });
    expect([first.length, second.length, third.length]).toEqual([21, 20, 20]);
    const names = second.map((row) => row["Breed Name"]);
    expect(first.map((row) => row["Breed Name"]).filter((name) => !names.includes(name))).toEqual(["Holland Lop"]);
    expect(second.every((row) => !Object.hasOwn(row, "breed_name_length"))).toBe(true);
    expect(third.map((row) => row["breed_name_length"])).toEqual(third.map((row) => z.string().parse(row["Breed Name"]).length));
    expect(await readState(path)).toEqual(third);
  });

  it("give what was current at a time, to the millisecond", async () => {
    const path = table("spark", "bunnies");
    const at = async (ms: number): Promise<number> => (await readState(path, { asOf: ms * 1000 })).length;
    expect([await at(1_743_310_454_186), await at(1_743_310_500_791), await at(1_743_310_500_792)]).toEqual([21, 21, 20]);
    await expect(at(1_743_310_454_185)).rejects.toThrow(
      /had no snapshot at 2025-03-30T04:54:14\.185Z; its history begins at 2025-03-30T04:54:14\.186Z/,
    );
  });

  it("are read up to the snapshot that deletes by value, which is refused", async () => {
    const path = table("java", "bunnies");
    const rows = async (snapshotId: string): Promise<number> => (await readState(path, { snapshotId })).length;
    expect([await rows("4951213507629824583"), await rows("6458828015811002920")]).toEqual([21, 15]);
    await expect(rows("9158179788527662767")).rejects.toMatchObject({
      code: "unsupported-format",
      message: matching(/bunnies-eq-delete-new-zealand\.parquet \(equality deletes\)/),
    });
  });

  it("keep the values of a renamed column, under the name of the chosen state's schema", async () => {
    const path = table("spark", "rename_column");
    const now = await readState(path);
    const then = await readState(path, { snapshotId: "5276958600260276572" });
    expect(now.map((row) => row["event_date"] ?? null)).toEqual(["2022-01-01", "2022-01-01", "2022-01-02", null]);
    expect(then.map((row) => row["date"] ?? null)).toEqual(now.map((row) => row["event_date"] ?? null));
    expect(now.map((row) => row["price"]).slice(0, 2)).toEqual(["9.99", "-5.00"]);
    expect(await readState(table("athena", "example"))).toEqual([
      { id: 1, name: "Alice" },
      { id: 2, name: "Bob" },
    ]);
  });

  it("become events by a mapping, each with its row as its original record", async () => {
    using temp = tempFolder();
    const outcome = await importHere(temp.path, [table("spark", "bunnies")], {
      mapping,
      clock: "start:2026-01-01T00:00:00Z",
      icebergState: { snapshotId: "469881615898633426" },
    });
    const rows = (await storedRows(temp.path, outcome))["api_activity"] ?? [];
    expect(outcome.manifest.files).toMatchObject([
      { records: 20, mapped: 20, format: "iceberg", formatReason: containing("1 of 21 rows deleted") },
    ]);
    expect(rows.slice(0, 2).map((r) => [r["record_no"], r["api_operation"]])).toEqual([
      [2, "Netherland Dwarf"],
      [3, "Flemish Giant"],
    ]);
    expect(JSON.parse(String(rows[0]?.["raw_data"]))).toMatchObject({ "Breed Name": "Netherland Dwarf", Lifespan: 10 });
    expect(outcome.manifest.iceberg).toMatchObject({
      tableUuid: "50d305b7-f929-4857-869f-68d7e9b570e5",
      snapshotId: "469881615898633426",
      parentSnapshotId: "7505300640432048841",
      schemaId: 0,
      partitionSpecIds: [0],
      sequenceNumber: "2",
      dataFiles: 1,
      deletedRows: 1,
      deleteFiles: [{ sha256: matching(/^[0-9a-f]{64}$/) }],
    });
  });

  it("give the same snapshot from the same state, read by id, by time or through older metadata", async () => {
    using temp = tempFolder();
    const id = async (name: string, options: object): Promise<string> =>
      (await importHere(temp.path, [table("spark", "bunnies", name)], { mapping, clock: "start:2026-01-01T00:00:00Z", ...options }))
        .snapshotId;
    const byId = await id("", { icebergState: { snapshotId: "7505300640432048841" } });
    expect(await id("", { icebergState: { asOf: 1_743_310_480_000_000 } })).toBe(byId);
    expect(await id("metadata/v2.metadata.json", {})).toBe(byId);
    expect(await id("", { icebergState: { snapshotId: "469881615898633426" } })).not.toBe(byId);
  });

  it("whose data file changed are refused", async () => {
    using temp = tempFolder();
    const copy = join(temp.path, "bunnies");
    cpSync(table("spark", "bunnies"), copy, { recursive: true });
    const file = join(copy, "data/00000-1-9acc37f2-90ae-42f5-915c-a21c3cb99690-00001.parquet");
    writeFileSync(file, Buffer.concat([readFileSync(file), Buffer.from("x")]));
    await expect(
      Promise.all(["7505300640432048841", "2701171901096418979"].map((snapshotId) => readState(copy, { snapshotId }))),
    ).rejects.toThrow(/where its manifest says/);
  });
});
