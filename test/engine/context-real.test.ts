import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { buildContexts, type Context } from "../../electron/engine/context/build-contexts.ts";
import type { Grain } from "../../electron/engine/context/focus.ts";
import type { QueryEngine } from "../../electron/engine/duckdb/query-engine.ts";
import { importInventory } from "../../electron/engine/inventory/import-inventory.ts";
import { type Database, openDatabase } from "../../electron/engine/sqlite/database.ts";
import { execute } from "../../electron/engine/sqlite/statement.ts";
import { runImport } from "../../electron/engine/telemetry/run-import.ts";
import { noTestData, testData } from "../unit-support/test-data.ts";
import { openEngine } from "./duckdb-setup.ts";
import { anomalyBody } from "./labels-fixture.ts";

const hooks = { checkCancelled: () => undefined, progress: () => undefined, building: () => undefined };
const endpoint = (column: string): Grain[number] => ({ column, entity: "endpoint", title: column });

/** Imports real telemetry into a workspace of its own and builds the context of one subject, with every event of `evidenceSql` behind it. */
function openWorld(...parts: string[]) {
  const path = testData(...parts) ?? "";
  const root = mkdtempSync(join(tmpdir(), "quarry-real-"));
  let engine: QueryEngine;
  let snapshot: string;
  const db: Database = openDatabase(join(root, "quarry.sqlite"));
  return {
    db,
    path,
    open: async () => {
      const request = { paths: [{ path, displayName: parts.at(-1) ?? "" }], source: "real", format: "auto" as const, clock: "declared" };
      snapshot = (await runImport(root, request, hooks)).snapshotId;
      engine = openEngine(root).engine;
      await engine.prepare([snapshot], () => undefined);
    },
    close: async () => {
      await engine.close();
      db.close();
      rmSync(root, { recursive: true, force: true });
    },
    contextOf: async (keys: Record<string, string>, grain: Grain, klass: string, evidenceSql: string): Promise<Context> => {
      const rows = await engine.rows({ scope: { snapshots: [snapshot] }, sql: evidenceSql });
      const evidence = rows.map((row) => ({
        eventId: `${row["snapshot"]}-${row["event_no"]}`,
        time: Number(row["time"]),
        class: klass,
        file: "f",
        record: 1,
        ids: {},
      }));
      const fromUs = Math.min(...evidence.map((ref) => ref.time));
      const body = anomalyBody({ keys, evidence: evidence.slice(0, 50), evidenceCount: evidence.length });
      execute(db, "INSERT OR IGNORE INTO dataset_version (id, number, snapshots, events, created_at_us) VALUES ('d1', 1, '[]', 0, 0)");
      execute(db, "INSERT OR IGNORE INTO model_version VALUES ('v1', 'm', '{}', 'd1', 0)");
      execute(db, "INSERT OR IGNORE INTO run VALUES ('r1', 'm', 'v1', 'd1', '{}', 0)");
      execute(db, "INSERT INTO anomaly VALUES ('a1', 'r1', 1, 'm', 's', 's', $from, $to, 0.5, 0.1, 0.1, '{}')", {
        from: fromUs,
        to: fromUs + 1,
      });
      const anomalies = [{ id: "a1", model: "m", fromUs, toUs: fromUs + 86_400_000_000, body }];
      const [context] = await buildContexts({
        db,
        queryEngine: engine,
        scope: { snapshots: [snapshot] },
        run: { datasetVersion: "d1" },
        grain,
        anomalies,
      });
      if (context === undefined) throw new Error("no context");
      return context;
    },
  };
}

const labels = (context: Context): string[] => context.nodes.map((n) => n.label);
const answer = (context: Context, id: string) => context.answers.find((a) => a.id === id);

describe.skipIf(noTestData("telemetry", "zeek", "rita_proxy"))("a beacon through a proxy", () => {
  const world = openWorld("telemetry", "zeek", "rita_proxy");
  beforeAll(() => world.open());
  afterAll(() => world.close());

  it("is shown as the name it called, reached at the proxy, by nobody else", async () => {
    importInventory(world.db, "dhcp", join(world.path, "dhcp.log"), "dhcp.log");
    const sql =
      "SELECT snapshot, event_no, time FROM http_activity WHERE src_endpoint_ip = '10.136.0.18' AND http_request_url_hostname = 'www.honestimnotevil.com' ORDER BY time";
    const context = await world.contextOf(
      { src: "10.136.0.18", dst: "www.honestimnotevil.com" },
      [endpoint("src"), endpoint("dst")],
      "http_activity",
      sql,
    );
    expect(labels(context)).toEqual(expect.arrayContaining(["10.136.0.18", "www.honestimnotevil.com", "www.google.com", "10.136.0.16"]));
    expect(answer(context, "who")?.unknownBecause).toMatch(/^no lease, agent or inventory names a holder of 10\.136\.0\.18/);
    expect(answer(context, "affected")?.unknownBecause).toBe("the telemetry covers one host only");
    expect(answer(context, "new")?.unknownBecause).toMatch(/^baseline is 0 days/);
  });
});

describe.skipIf(noTestData("telemetry", "windows", "lsass_campaign_01"))("a process on a lone host", () => {
  const world = openWorld("telemetry", "windows", "lsass_campaign_01", "metasploit_logonpasswords_lsass_memory_dump.zip");
  beforeAll(() => world.open());
  afterAll(() => world.close());

  it("is shown with its user, parent, children, injection and connections, each start counted once", async () => {
    const uid = "81056205-5686-64dc-3b04-000000000800";
    const grain: Grain = [
      { column: "process_uid", entity: "process", title: "Process" },
      { column: "device_hostname", entity: "host", title: "Host" },
    ];
    const sql = `SELECT snapshot, event_no, time FROM process_activity WHERE activity_id = 1 AND process_uid = '${uid}'`;
    const context = await world.contextOf({ process_uid: uid, device_hostname: "mkt01.pandalab.com" }, grain, "process_activity", sql);
    expect(labels(context)).toEqual(
      expect.arrayContaining([
        "winx64_payload.exe",
        "mkt01",
        "PANDALAB\\pedro.gustavo",
        "explorer.exe",
        "2 × cmd.exe",
        "svchost.exe",
        "10.0.5.13",
        "rtcpef.dll",
      ]),
    );
    expect(context.nodes.find((n) => n.label === "winx64_payload.exe" && n.role === "subject")?.why).toMatch(
      /^winx64_payload\.exe: 1 launch on 1 host/,
    );
    expect(context.edges.find((e) => e.relation === "injected into")).toMatchObject({ state: "rare" });
    expect(answer(context, "affected")?.unknownBecause).toBe("the telemetry covers one host only");
    expect(context.nodes.length).toBeLessThanOrEqual(40);
  });
});
