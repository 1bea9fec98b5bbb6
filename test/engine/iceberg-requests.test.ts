import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { createEngine } from "../../electron/engine/engine.ts";
import type { Engine } from "../../electron/engine/engine-interface.ts";
import { createInProcessClient } from "../../electron/hosts/in-process/in-process-client.ts";
import type { Client } from "../../shared/contract/client.ts";
import { craftTable, location, long, positions, text } from "./iceberg-writer.ts";
import { tempDir } from "./temp-dir.ts";

const open: Engine[] = [];
afterEach(async () => {
  for (const engine of open.splice(0)) await engine.close();
});

const before = "9007199254740993";
const after = "9007199254740995";
const mapping = JSON.stringify({
  class: "api_activity",
  time: { column: "at", format: "epoch_s" },
  columns: { "api.operation": { from: "call" } },
});

async function deskWithTable(): Promise<{ client: Client; table: string }> {
  const dir = tempDir();
  const data = {
    path: "data/a.parquet",
    sequence: 1,
    columns: [text(1, "call", ["a", "b", "c"]), long(2, "at", [1_772_438_400n, 1_772_438_401n, 1_772_438_402n])],
  };
  const gone = { path: "data/d.parquet", sequence: 2, content: 1 as const, columns: positions(`${location}/data/a.parquet`, [1]) };
  const table = await craftTable(join(dir, "calls"), {
    schemas: [
      [
        { id: 1, name: "call", type: "string" },
        { id: 2, name: "at", type: "long" },
      ],
    ],
    snapshots: [
      { id: before, timeMs: 1_772_438_500_000, files: [data] },
      { id: after, timeMs: 1_772_438_600_000, files: [data, gone] },
    ],
  });
  const engine = await createEngine({ workspaceDir: join(dir, "workspace"), create: true, log: () => undefined });
  open.push(engine);
  return { client: createInProcessClient(engine, { trust: "local", host: "test" }), table };
}

describe("an Iceberg table in a workspace", () => {
  it("tells its snapshots, and each event's row", async () => {
    const { client, table } = await deskWithTable();
    const info = await client.call("telemetry.icebergSnapshots", { paths: [table] });
    expect(info).toMatchObject({ table: "calls", currentSnapshotId: after, snapshots: [{ id: before }, { id: after, parentId: before }] });
    const { snapshotId, mapped, files } = await client.call("telemetry.import", { paths: [table], mapping });
    expect([mapped, files[0]?.name]).toEqual([2, "calls/data/a.parquet"]);
    const [snapshot] = await client.call("telemetry.snapshots", {});
    expect(snapshot?.manifest.iceberg).toMatchObject({ snapshotId: after, parentSnapshotId: before, deletedRows: 1 });
    expect(await client.call("triage.record", { eventId: `${snapshotId.slice(0, 16)}-1` })).toMatchObject({
      file: "calls/data/a.parquet",
      record: 3,
      raw: '{"at":1772438402,"call":"c"}',
    });
  });

  it("is there at one state at a time, unless the analyst wants its rows twice", async () => {
    const { client, table } = await deskWithTable();
    const read = (snapshotId: string, duplicates: "skip" | "allow" | "replace" = "skip") =>
      client.call("telemetry.import", { paths: [table], source: "calls", mapping, iceberg: { snapshotId }, duplicates });
    const first = await read(before);
    expect(await read(before)).toMatchObject({ snapshotId: first.snapshotId, duplicate: true });
    await expect(read(after)).rejects.toMatchObject({ code: "conflict" });
    expect((await read(after, "replace")).datasetVersion.events).toBe(2);
    expect((await read(before, "allow")).datasetVersion.events).toBe(5);
  });

  it("is refused when no state is that old, and a state of what is no table", async () => {
    const { client, table } = await deskWithTable();
    await expect(client.call("telemetry.import", { paths: [table], mapping, iceberg: { asOf: 1 } })).rejects.toMatchObject({
      code: "not-found",
    });
    await expect(client.call("telemetry.icebergSnapshots", { paths: [join(table, "data")] })).rejects.toMatchObject({
      code: "unsupported-format",
    });
    await expect(client.call("telemetry.import", { paths: [join(table, "data")], iceberg: { asOf: 1 } })).rejects.toMatchObject({
      code: "bad-input",
    });
  });
});
