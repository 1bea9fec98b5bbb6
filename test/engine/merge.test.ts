import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createHash } from "node:crypto";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import type { Client } from "../../shared/contract/client.ts";
import { Stage } from "../../shared/contract/models.ts";
import { createEngine } from "../../electron/engine/engine.ts";
import type { Engine } from "../../electron/engine/engine-interface.ts";
import { logContentId } from "../../electron/engine/merge/merge-logs.ts";
import { type Database, openDatabase } from "../../electron/engine/sqlite/database.ts";
import { readRows } from "../../electron/engine/sqlite/decision-rows.ts";
import { verifyStages } from "../../electron/engine/lifecycle/verify-stages.ts";
import { championOf, changeStage } from "../../electron/engine/lifecycle/stage-events.ts";
import { readJudged } from "../../electron/engine/labels/label-rows.ts";
import { execute, query } from "../../electron/engine/sqlite/statement.ts";
import { openWorkspace, type Workspace } from "../../electron/engine/workspace/workspace.ts";
import { createInProcessClient } from "../../electron/hosts/in-process/in-process-client.ts";
import { zeekConnLog } from "../unit-support/zeek-conn.ts";
import { estate, idIn, surface } from "./hunts-fixture.ts";

const dir = mkdtempSync(join(tmpdir(), "quarry-merge-"));
const at = (name: string): string => join(dir, name);

interface Open {
  readonly engine: Engine;
  readonly client: Client;
}
async function open(name: string): Promise<Open> {
  const engine = await createEngine({ workspaceDir: at(name) });
  return { engine, client: createInProcessClient(engine, { trust: "local", host: "test" }) };
}
async function inCopy<T>(name: string, work: (client: Client) => Promise<T>): Promise<T> {
  const { engine, client } = await open(name);
  try {
    return await work(client);
  } finally {
    await engine.close();
  }
}

const judge = (client: Client, name: string, verdict: string, analyst: string) =>
  client.call("triage.judge", { anomalyIds: [idIn(1, name)], verdict, analyst });
/** The model's bundle, which the audit asks for too, is none. */
const problems = async (client: Client) =>
  (await client.call("audit.verify", {})).problems.filter(({ problem }) => !/^[a-z-]+@version-of/.test(problem));

const saidBy = (verdicts: readonly { readonly analyst: string; readonly verdict: string }[]): Record<string, string> =>
  Object.fromEntries(verdicts.map(({ analyst, verdict }) => [analyst, verdict]));

/** All that derives from the log and may not depend on which copy was merged into which. */
function stateOf(name: string): unknown {
  const db = openDatabase(join(at(name), "quarry.sqlite"), { readOnly: true });
  try {
    const rows = (sql: string) => query(db, sql, z.record(z.string(), z.unknown())).all();
    return {
      log: logContentId(readRows(db)),
      current: rows("SELECT * FROM verdict_current ORDER BY anomaly_id"),
      targets: rows("SELECT * FROM decision_target ORDER BY anomaly_id, seq"),
      apart: rows("SELECT * FROM verdict_apart ORDER BY anomaly_id, earlier_id, later_id"),
      disputes: rows("SELECT * FROM verdict_dispute ORDER BY anomaly_id"),
      anomalies: rows("SELECT id, run_id, rank, score, p_value, body FROM anomaly ORDER BY id"),
      runs: rows("SELECT id, rowid FROM run ORDER BY rowid"),
      stages: rows("SELECT * FROM stage_current ORDER BY model_version"),
    };
  } finally {
    db.close();
  }
}

const digestOf = (folder: string): string => {
  const hash = createHash("sha256");
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true }).toSorted((a, b) =>
    `${a.parentPath}/${a.name}` < `${b.parentPath}/${b.name}` ? -1 : 1,
  ))
    if (entry.isFile()) hash.update(entry.name).update(readFileSync(join(entry.parentPath, entry.name)));
  return hash.digest("hex");
};

beforeAll(async () => {
  surface(at("base"), 1, estate);
  await inCopy("base", async (client) => {
    await client.call("workspace.sign", { analyst: "ana" });
    await client.call("review.share", { share: 0 });
    await judge(client, "beacon-1", "suspicious", "ana");
    await judge(client, "logon-8", "benign", "ana");
  });
  cpSync(at("base"), at("a"), { recursive: true });
  cpSync(at("base"), at("b"), { recursive: true });
  await inCopy("a", async (client) => {
    await judge(client, "beacon-1", "malicious", "ana");
    await judge(client, "logon-0", "benign", "ana");
    await judge(client, "logon-1", "benign", "ana");
    await client.call("triage.note", { anomalyId: idIn(1, "logon-1"), text: "asked the owner", analyst: "ana" });
    await judge(client, "logon-2", "test", "ana");
    await client.call("decisions.undo", { analyst: "ana" });
    await client.call("hunts.open", { anomalyIds: [idIn(1, "beacon-1")], record: { topic: "Beacon" }, analyst: "ana" });
  });
  surface(at("b"), 2, [{ name: "new-one", model: "beaconing", entities: ["host:fqdn:ws-9.corp"], atHour: 300 }]);
  await inCopy("b", async (client) => {
    await client.call("workspace.sign", { analyst: "ben" });
    await judge(client, "beacon-1", "benign", "ben");
    await judge(client, "logon-0", "benign", "ben");
    await judge(client, "logon-3", "malicious", "ben");
    await client.call("triage.judge", { anomalyIds: [idIn(2, "new-one")], verdict: "malicious", analyst: "ben" });
  });
  for (const copy of ["a", "b"]) cpSync(at(copy), at(`${copy}-before`), { recursive: true });
}, 60_000);
afterAll(() => rmSync(dir, { recursive: true, force: true }));

/** Changes a copy below its engine, as one with models of its own would be left. */
function inDatabase(name: string, work: (workspace: Workspace) => void): void {
  const workspace = openWorkspace(at(name), { readOnly: false });
  work(workspace);
  workspace.close();
}

const stageIn = (db: Database, version: string): Stage =>
  query(db, "SELECT stage FROM stage_current WHERE model_version = $version", z.object({ stage: Stage })).get({ version })?.stage ??
  "registered";

/** What the audit finds in log and stages; without the bundles, of which these versions have none. */
function broken(name: string): unknown[] {
  const found: unknown[] = [];
  inDatabase(name, ({ db, log }) => found.push(...log.verify().problems, ...verifyStages(db, [...log.entries()])));
  return found;
}

/** Why a case of the model teaches nothing; undefined where it does. */
function leftOutOfTraining(name: string, model: string, anomalyId: string): string | undefined {
  const db = openDatabase(join(at(name), "quarry.sqlite"), { readOnly: true });
  try {
    const found = readJudged(db, model).filter(({ row }) => row.anomaly === anomalyId);
    expect(found.length).toBeGreaterThan(0);
    return found[0]?.excludedBecause;
  } finally {
    db.close();
  }
}

describe("merging two copies", () => {
  it("says first what it would bring, what differs and what is missing, and changes nothing", async () => {
    const before = stateOf("a");
    const other = digestOf(at("b"));
    await inCopy("a", async (client) => {
      const preview = await client.call("merge.preview", { path: at("b") });
      expect(preview).toMatchObject({
        decisions: 5,
        shared: 4,
        analysts: ["ben"],
        judgedByBoth: 2,
        runs: 1,
        anomalies: 1,
        missing: [],
        hasChanges: true,
      });
      expect(preview.onlyHere).toBeGreaterThan(5);
      expect(preview.conflicts).toMatchObject([{ anomalyId: idIn(1, "beacon-1"), label: "beacon-1" }]);
      expect(saidBy(preview.conflicts[0]?.verdicts ?? [])).toEqual({ ana: "malicious", ben: "benign" });
    });
    expect(stateOf("a")).toEqual(before);
    expect(digestOf(at("b"))).toBe(other);
  });

  it("comes to the same either way round, keeps every decision and verifies", async () => {
    const [into, from] = [stateOf("a"), stateOf("b")];
    const head = await inCopy("a", async (client) => {
      const merged = await client.call("merge.apply", { path: at("b-before"), analyst: "ana" });
      expect(merged.backup).toMatch(/before-merge/);
      expect(await problems(client)).toEqual([]);
      return merged.head;
    });
    await inCopy("b", async (client) => {
      await client.call("merge.apply", { path: at("a-before"), analyst: "ben" });
      expect(await problems(client)).toEqual([]);
      const { decisions } = await client.call("audit.page", { limit: 1 });
      expect(decisions[0]).toMatchObject({ actor: "ben", kind: "log.merge" });
    });
    expect(stateOf("a")).toEqual(stateOf("b"));
    expect(stateOf("a")).not.toEqual(into);
    expect(stateOf("b")).not.toEqual(from);
    const rows = openDatabase(join(at("a"), "quarry.sqlite"), { readOnly: true });
    const hashes = new Set(readRows(rows).map(({ hash }) => hash));
    rows.close();
    expect(hashes).toContain(head);
    for (const copy of ["a-before", "b-before"]) {
      const db = openDatabase(join(at(copy), "quarry.sqlite"), { readOnly: true });
      for (const { hash } of readRows(db)) expect(hashes).toContain(hash);
      db.close();
    }
  });

  it("puts a case that both judged differently to be settled, and counts both as given without sight of each other", async () => {
    await inCopy("a", async (client) => {
      const row = await client.call("triage.row", { anomalyId: idIn(1, "beacon-1") });
      expect(row).toMatchObject({ review: "disputed", state: null });
      const { items } = await client.call("review.disagreements", {});
      expect(items.map(({ label, sides }) => [label, saidBy(sides)])).toEqual([["beacon-1", { ana: "malicious", ben: "benign" }]]);
      expect((await client.call("review.agreement", {})).verdict).toMatchObject({ n: 2, agreed: 1 });
      expect(leftOutOfTraining("a", "beaconing", idIn(1, "beacon-1"))).toMatch(/nobody has settled it/);
      expect(leftOutOfTraining("a", "logon", idIn(1, "logon-1"))).toBeUndefined();
      const verdicts = Object.fromEntries(
        (await client.call("triage.queue", { show: "all", held: "show", limit: 1000 })).rows.map(({ anomalyId, state }) => [
          anomalyId,
          state?.verdict ?? null,
        ]),
      );
      expect(verdicts).toMatchObject({ [idIn(1, "logon-1")]: "benign", [idIn(1, "logon-3")]: "malicious", [idIn(1, "logon-2")]: null });
      expect((await client.call("hunts.list", {})).map((hunt) => hunt.topic)).toEqual(["Beacon"]);
      await client.call("review.settle", {
        anomalyId: idIn(1, "beacon-1"),
        adopt: items[0]?.sides[0]?.decision,
        reason: "both looked again",
      });
      expect((await client.call("review.disagreements", {})).total).toBe(0);
      await client.call("decisions.undo", {});
      expect((await client.call("review.disagreements", {})).total).toBe(1);
      expect(await problems(client)).toEqual([]);
    });
  });

  it("has nothing to merge again, and brings over what the other copy decided since", async () => {
    await inCopy("a", async (client) => {
      expect(await client.call("merge.apply", { path: at("b-before") })).toMatchObject({ hasChanges: false, backup: null });
    });
    await inCopy("b", (client) => judge(client, "logon-5", "benign", "ben"));
    await inCopy("a", async (client) => {
      expect(await client.call("merge.apply", { path: at("b") })).toMatchObject({ decisions: 1, conflicts: [] });
      expect((await client.call("triage.row", { anomalyId: idIn(1, "logon-5") })).state).toMatchObject({
        verdict: "benign",
        analyst: "ben",
      });
      expect(await problems(client)).toEqual([]);
      // Decided before the merge, on the other side: whose undo it is stays theirs.
      expect((await client.call("decisions.undo", { analyst: "ben" })).anomalyIds).toEqual([idIn(1, "logon-5")]);
    });
  });

  it("refuses a copy in which anything was changed, and names it", async () => {
    const forged = async (name: string, change: string): Promise<string> => {
      cpSync(at("b-before"), at(name), { recursive: true });
      const db = openDatabase(join(at(name), "quarry.sqlite"));
      db.exec(change);
      db.close();
      return inCopy("a-before", async (client) =>
        client.call("merge.preview", { path: at(name) }).then(
          () => "merged",
          (error: unknown) => (error instanceof Error ? error.message : String(error)),
        ),
      );
    };
    const trigger = "DROP TRIGGER decision_is_append_only_update; ";
    const restore =
      " CREATE TRIGGER decision_is_append_only_update BEFORE UPDATE OF id, at_us, actor, kind, body, prev_hash, hash ON decision\nBEGIN\n  SELECT RAISE(ABORT, 'decisions are append-only');\nEND;";
    expect(await forged("forged-log", `${trigger}UPDATE decision SET actor = 'eve' WHERE seq = 5;${restore}`)).toMatch(
      /entry 5 .*was changed after it was written/,
    );
    expect(await forged("forged-verdict", "UPDATE verdict_current SET verdict = 'benign', analyst = 'eve'")).toMatch(
      /the log says otherwise/,
    );
    expect(await forged("forged-score", "UPDATE anomaly SET p_value = 0.5 WHERE id = 'a1-logon-3'")).toMatch(/is not what ben saw/);
    expect(await forged("forged-view", "DROP VIEW viewer; CREATE VIEW viewer AS SELECT 'eve' AS name")).toMatch(
      /other tables, views or triggers/,
    );
    expect(await forged("forged-other", "UPDATE anomaly SET p_value = 0.5 WHERE id = 'a1-scan-7'")).toMatch(
      /a1-scan-7 is another there than here/,
    );
    writeFileSync(join(at("forged-view"), "quarry.sqlite"), "not a database");
    await inCopy("a-before", async (client) => {
      await expect(client.call("merge.preview", { path: at("forged-view") })).rejects.toMatchObject({ code: "workspace-damaged" });
      await expect(client.call("merge.preview", { path: at("nowhere") })).rejects.toMatchObject({ code: "not-found" });
      await expect(client.call("merge.preview", { path: at("a-before") })).rejects.toThrow("the workspace itself");
      expect(await problems(client)).toEqual([]);
    });
    surface(at("stranger"), 1, estate.slice(0, 1));
    await inCopy("stranger", (client) => judge(client, "beacon-1", "benign", "eve"));
    await inCopy("a-before", (client) =>
      expect(client.call("merge.preview", { path: at("stranger") })).rejects.toThrow("not copies of one workspace"),
    );
  });

  it("leaves a model that both promoted differently without a champion, says so first, and lets a person promote one", async () => {
    cpSync(at("a-before"), at("two"), { recursive: true });
    inDatabase("two", ({ db }) => {
      for (const id of ["version-of-two", "version-of-three"]) {
        execute(db, "INSERT INTO model_version VALUES ($id, 'beaconing', '{}', 'd1', 0)", { id });
        execute(db, "INSERT INTO stage_current VALUES ($id, 'beaconing', 'registered', NULL)", { id });
      }
      execute(db, "INSERT OR IGNORE INTO stage_current VALUES ('version-of-beaconing', 'beaconing', 'registered', NULL)");
    });
    const promote = (name: string, version: string, actor: string): void =>
      inDatabase(name, ({ db, log }) => {
        const model = "beaconing";
        const [before, from] = [championOf(db, model), stageIn(db, version)];
        const also = before === undefined ? [] : [{ version: before, from: "champion" as const, to: "retired" as const }];
        changeStage(db, log, {
          kind: "model.promote",
          actor,
          model,
          version,
          from,
          to: "champion",
          reason: "better",
          evidence: null,
          also,
        });
      });
    promote("two", "version-of-beaconing", "ana");
    cpSync(at("two"), at("three"), { recursive: true });
    promote("two", "version-of-two", "ana");
    promote("three", "version-of-three", "ben");
    cpSync(at("three"), at("three-before"), { recursive: true });
    cpSync(at("two"), at("two-before"), { recursive: true });
    await inCopy("three", (client) => client.call("merge.apply", { path: at("two-before"), analyst: "ben" }));
    await inCopy("two", async (client) => {
      const { champions } = await client.call("merge.preview", { path: at("three-before") });
      const claims = [
        { version: "version-of-two", analyst: "ana" },
        { version: "version-of-three", analyst: "ben" },
      ];
      expect(champions).toEqual([{ model: "beaconing", champion: null, claims }]);
      await client.call("merge.apply", { path: at("three-before"), analyst: "ana" });
      expect((await client.call("models.championAt", { model: "beaconing", at: Date.now() * 1000 })).version).toBeNull();
    });
    expect(stateOf("two")).toEqual(stateOf("three"));
    expect(broken("two")).toEqual([]);
    promote("two", "version-of-three", "ana");
    await inCopy("two", async (client) => {
      expect((await client.call("models.championAt", { model: "beaconing", at: Date.now() * 1000 })).version).toBe("version-of-three");
    });
    expect(broken("two")).toEqual([]);
  });

  it("brings telemetry with its files, and takes out of use, but leaves on disk, what the other copy let go", async () => {
    const telemetry = join(dir, "conn.log");
    writeFileSync(telemetry, zeekConnLog({ rows: 20, seed: 1, beacon: false }));
    cpSync(at("a-before"), at("keeps"), { recursive: true });
    const snapshot = await inCopy("keeps", async (client) => {
      const { snapshotId } = await client.call("telemetry.import", { paths: [telemetry], source: "sensor" });
      return snapshotId;
    });
    cpSync(at("keeps"), at("lets-go"), { recursive: true });
    await inCopy("lets-go", (client) => client.call("snapshots.retire", { id: snapshot, reason: "not ours", analyst: "ben" }));
    await inCopy("a-before", async (client) => {
      expect(await client.call("merge.preview", { path: at("keeps") })).toMatchObject({ decisions: 0, snapshots: 1, hasChanges: true });
      await client.call("merge.apply", { path: at("keeps") });
      expect(await problems(client)).toEqual([]);
      const [newest] = await client.call("datasets.history", {});
      expect(newest).toMatchObject({ snapshots: [snapshot], isCurrent: true });
    });
    const segments = () => readdirSync(join(at("keeps"), "snapshots", snapshot, "segments"));
    const held = segments();
    await inCopy("keeps", async (client) => {
      const { missing } = await client.call("merge.preview", { path: at("lets-go") });
      expect(missing.join()).toMatch(/ben let it go there \(not ours\); its events stay on this disk, out of use/);
      await client.call("merge.apply", { path: at("lets-go"), analyst: "ana" });
    });
    await inCopy("keeps", async (client) => {
      expect(await problems(client)).toEqual([]);
      expect((await client.call("audit.page", { limit: 10 })).decisions.map(({ kind }) => kind)).not.toContain("snapshot.restore");
    });
    expect(held.length).toBeGreaterThan(0);
    expect(segments()).toEqual(held);
  });
});
