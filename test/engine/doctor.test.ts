import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import BetterSqlite3 from "better-sqlite3";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { diagnose, restore } from "../../electron/engine/care.ts";
import { createEngine } from "../../electron/engine/engine.ts";
import type { Client } from "../../shared/contract/client.ts";
import { readOutput, startScript } from "./child-process.ts";
import { copyScored, withEngine } from "./scored-workspace.ts";

const dir = mkdtempSync(join(tmpdir(), "quarry-doctor-"));
const good = join(dir, "good");

const judge = async (client: Client, verdict: "benign" | "malicious"): Promise<string> => {
  const { rows } = await client.call("triage.queue", { limit: 1, show: "all" });
  return (await client.call("triage.judge", { anomalyIds: rows.map(({ anomalyId }) => anomalyId), verdict })).decision;
};

let copies = 0;
function copyOf(): string {
  const copy = join(dir, `copy-${(copies += 1)}`);
  cpSync(good, copy, { recursive: true });
  return copy;
}

/** Every file with its bytes: what reading must not change. */
const contentOf = (folder: string): Map<string, string> =>
  new Map(
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => [join(entry.parentPath, entry.name), readFileSync(join(entry.parentPath, entry.name), "base64")]),
  );

const wrong = async (workspace: string, repairs = false): Promise<Record<string, string>> => {
  const { findings } = await diagnose(workspace, repairs);
  return Object.fromEntries(
    findings.filter(({ state }) => state === "broken" || state === "mendable").map(({ check, state }) => [check, state]),
  );
};

const database = (workspace: string): string => join(workspace, "quarry.sqlite");

function garble(path: string, from: number, bytes: number): void {
  const content = readFileSync(path);
  content.fill(0x5a, from, from + bytes);
  writeFileSync(path, content);
}

beforeAll(async () => {
  await copyScored(good);
  await withEngine(good, async (client) => {
    await judge(client, "benign");
    await judge(client, "malicious");
    await client.call("backups.make", {});
  });
}, 120_000);

afterAll(() => rmSync(dir, { recursive: true, force: true }));

describe("the doctor", () => {
  it("finds nothing wrong with a sound workspace, and writes nothing in it", async () => {
    const before = contentOf(good);
    const { isSound, findings } = await diagnose(good, false);
    expect(findings.filter(({ state }) => state !== "good")).toEqual([]);
    expect(isSound).toBe(true);
    expect(contentOf(good)).toEqual(before);
  });

  it("names a damaged database by its evidence, offers the backup, and repairs nothing without a person", async () => {
    const faults: readonly (readonly [string, (path: string) => void])[] = [
      ["header", (path) => garble(path, 0, 100)],
      ["pages", (path) => garble(path, 4096, 40 * 4096)],
      ["cut short", (path) => truncateSync(path, Math.floor(statSync(path).size / 2))],
      ["not there", (path) => rmSync(path)],
    ];
    for (const [what, harm] of faults) {
      const workspace = copyOf();
      harm(database(workspace));
      const { isSound, findings, done } = await diagnose(workspace, true);
      const finding = findings.find(({ check }) => check === "database");
      expect(finding, what).toMatchObject({ state: "broken" });
      expect(finding?.evidence.length, what).toBeGreaterThan(0);
      expect(finding?.remedy, what).toMatch(/^quarry restore quarry-by-hand-\S+\.sqlite --reason/);
      expect([isSound, done], what).toEqual([false, []]);
      if (what !== "not there")
        await expect(createEngine({ workspaceDir: workspace }), what).rejects.toMatchObject({ code: "workspace-damaged" });
    }
  });

  it("takes in what a killed process left in the write-ahead log, and its other leftovers", { timeout: 60_000 }, async () => {
    const workspace = copyOf();
    const child = startScript("crash-child.ts", "judge", workspace);
    const out = await readOutput(child, (all) => all.split("judged ").length > 3 && child.kill("SIGKILL"));
    const judged = [...out.matchAll(/^judged (\S+)$/gm)].flatMap(([, id]) => id ?? []);
    writeFileSync(join(workspace, "snapshots", ".tmp-half"), "half");
    writeFileSync(join(workspace, "incoming", "upload"), "half");
    expect(statSync(`${database(workspace)}-wal`).size).toBeGreaterThan(0);
    expect(await wrong(workspace)).toEqual({ lock: "mendable", "write-ahead log": "mendable", leftovers: "mendable" });
    const { done, isSound } = await diagnose(workspace, true);
    expect(isSound).toBe(true);
    expect(done).toEqual(expect.arrayContaining(["removed snapshots/.tmp-half", "removed incoming/upload", "removed lock.json"]));
    expect(existsSync(`${database(workspace)}-wal`)).toBe(false);
    const kept = await withEngine(workspace, async (client) =>
      (await client.call("audit.page", { limit: 1000 })).decisions.map(({ id }) => id),
    );
    expect(kept).toEqual(expect.arrayContaining(judged));
  });

  it("ignores a write-ahead log that is garbage, as SQLite does, and nothing committed before it is lost", async () => {
    const workspace = copyOf();
    writeFileSync(`${database(workspace)}-wal`, Buffer.alloc(50_000, 0x37));
    expect(await wrong(workspace)).toEqual({ "write-ahead log": "mendable" });
    expect((await diagnose(workspace, true)).isSound).toBe(true);
    expect(await withEngine(workspace, async (client) => (await client.call("audit.verify", {})).entries)).toBe(3);
  });

  it("derives again what was changed in tables that derive from the log", async () => {
    const workspace = copyOf();
    const db = new BetterSqlite3(database(workspace));
    db.exec("UPDATE verdict_current SET verdict = 'benign'");
    db.close();
    expect(await wrong(workspace)).toEqual({ "derived tables": "mendable" });
    const { done, isSound } = await diagnose(workspace, true);
    expect([isSound, done]).toEqual([true, ["derived again from the log what differed from it"]]);
  });

  it("does not mend a log that was changed: it says which entry, and offers the backup", async () => {
    const workspace = copyOf();
    const db = new BetterSqlite3(database(workspace));
    db.exec("DROP TRIGGER decision_is_append_only_update; UPDATE decision SET actor = 'somebody' WHERE seq = 1");
    db.close();
    const { findings, done } = await diagnose(workspace, true);
    expect(findings.find(({ check }) => check === "decisions")).toMatchObject({
      state: "broken",
      evidence: ["decision 1: was changed after it was written"],
    });
    expect(done).toEqual([]);
  });

  it("names events and bundles whose bytes changed, and removes damaged caches only", { timeout: 60_000 }, async () => {
    const workspace = copyOf();
    const files = [...contentOf(workspace).keys()];
    const cache = files.find((path) => path.endsWith(".duckdb"));
    const segment = files.find((path) => path.endsWith(".parquet"));
    const bundle = files.find((path) => path.includes("/models/") && path.endsWith("model.onnx"));
    for (const path of [cache, segment, bundle]) garble(path ?? "", 2000, 60);
    expect(await wrong(workspace)).toEqual({ snapshots: "broken", models: "broken", caches: "mendable" });
    const { done } = await diagnose(workspace, true);
    expect(done.filter((line) => line.startsWith("removed cache/"))).toHaveLength(1);
    expect(await wrong(workspace)).toEqual({ snapshots: "broken", models: "broken" });
  });

  it("looks at a workspace that is open, and repairs nothing while it is", { timeout: 60_000 }, async () => {
    const workspace = copyOf();
    writeFileSync(join(workspace, "cache", `${"a".repeat(64)}.json`), "{}");
    await withEngine(workspace, async (client) => {
      await judge(client, "benign");
      const { isInUse, findings } = await diagnose(workspace, false);
      expect(isInUse).toBe(true);
      expect(findings.find(({ check }) => check === "decisions")?.words).toContain("4 decisions");
      await expect(diagnose(workspace, true)).rejects.toMatchObject({ code: "workspace-locked" });
    });
  });
});

describe("backups", () => {
  it("are made on a day with decisions, once, and read back whole", async () => {
    const workspace = copyOf();
    rmSync(join(workspace, "backups"), { recursive: true });
    const list = (): Promise<string[]> =>
      withEngine(
        workspace,
        async (client) => (await client.call("backups.list", {})).backups.map(({ cause, state }) => `${cause} ${state}`),
        { keepsBackups: true },
      );
    await list();
    expect(await list()).toEqual(["day verified"]);
    const [name = ""] = readdirSync(join(workspace, "backups"));
    expect(name).toMatch(/^quarry-\d{4}-\d{2}-\d{2}\.sqlite$/);
    expect(readdirSync(join(workspace, "backups")).filter((one) => !one.endsWith(".sqlite") && !one.endsWith(".sqlite.json"))).toEqual([]);
    await withEngine(workspace, async (client) => {
      await judge(client, "benign");
      expect((await client.call("backups.list", {})).unsaved).toBe(1);
      await client.call("backups.make", {});
      expect((await client.call("backups.list", {})).unsaved).toBe(0);
    });
  });

  it("that were damaged since are said to be, and are not what is offered", async () => {
    const workspace = copyOf();
    const [name = ""] = readdirSync(join(workspace, "backups")).filter((one) => one.endsWith(".sqlite"));
    const path = join(workspace, "backups", name);
    garble(path, 4096, 40 * 4096);
    expect(await wrong(workspace)).toEqual({ backups: "broken" });
    await expect(restore(workspace, name, { reason: "test", analyst: "ana" })).rejects.toMatchObject({ code: "workspace-damaged" });
    truncateSync(path, 5000);
    await withEngine(workspace, async (client) => {
      expect((await client.call("backups.list", {})).backups[0]).toMatchObject({ state: "damaged" });
    });
  });

  it("stay so many: the oldest of a cause goes, the best never", { timeout: 60_000 }, async () => {
    const workspace = copyOf();
    const names = (): string[] => readdirSync(join(workspace, "backups")).filter((one) => one.endsWith(".sqlite"));
    await withEngine(workspace, async (client) => {
      for (let i = 0; i < 12; i += 1) await client.call("backups.make", {});
      const { backups } = await client.call("backups.list", {});
      expect(backups).toHaveLength(10);
      expect(new Set(backups.map(({ state }) => state))).toEqual(new Set(["verified"]));
    });
    expect(names()).toHaveLength(10);
  });

  it("are put back with a reason, after which the log says so and what was there is kept whole", async () => {
    const workspace = copyOf();
    const [name = ""] = readdirSync(join(workspace, "backups")).filter((one) => one.endsWith(".sqlite"));
    const later = await withEngine(workspace, (client) => judge(client, "benign"));
    const planned = await restore(workspace, name, undefined);
    expect(planned.plan).toMatchObject({ without: 1, now: { decisions: 4 }, holds: { decisions: 3 } });
    const { plan, decision } = await restore(workspace, name, { reason: "judged the wrong case", analyst: "ana" });
    await withEngine(workspace, async (client) => {
      const { decisions } = await client.call("audit.page", { limit: 10 });
      expect(decisions.map(({ id }) => id)).not.toContain(later);
      expect(decisions[0]).toMatchObject({ id: decision, actor: "ana", kind: "workspace.restore" });
      expect(decisions[0]?.words).toBe(`${name} put in the database’s place, without 1 later decision: judged the wrong case`);
      expect((await client.call("audit.verify", {})).problems).toEqual([]);
    });
    const kept = await restore(workspace, plan.kept, undefined);
    expect(kept.plan.holds).toMatchObject({ decisions: 4, problems: [] });
  });

  it(
    "put back are taken back by a command, and that is too, without the loss of anything decided meanwhile",
    { timeout: 60_000 },
    async () => {
      const workspace = copyOf();
      await expect(restore(workspace, undefined, undefined)).rejects.toMatchObject({ code: "not-found", message: /nothing to undo/ });
      const [name = ""] = readdirSync(join(workspace, "backups")).filter((one) => one.endsWith(".sqlite"));
      const ids = () =>
        withEngine(workspace, async (client) => (await client.call("audit.page", { limit: 10 })).decisions.map(({ id }) => id));
      const before = await withEngine(workspace, (client) => judge(client, "benign"));
      await restore(workspace, name, { reason: "the wrong one", analyst: "ana" });
      const between = await withEngine(workspace, (client) => judge(client, "malicious"));
      const undone = await restore(workspace, undefined, { reason: "it was right", analyst: "ana" });
      expect(await ids()).toEqual(expect.arrayContaining([before, undone.decision]));
      expect(await ids()).not.toContain(between);
      const redone = await restore(workspace, undefined, { reason: "it was not", analyst: "bo" });
      expect(await ids()).toEqual(expect.arrayContaining([between, redone.decision]));
      expect(await ids()).not.toContain(before);
      const names = [undone, redone].map(({ plan }) => plan.kept);
      expect(new Set(names).size, "within a second they do not take each other's place").toBe(2);
      expect((await withEngine(workspace, (client) => client.call("audit.verify", {}))).problems).toEqual([]);
      expect((await diagnose(workspace, false)).isSound).toBe(true);
    },
  );

  it("mend a workspace whose database is damaged or gone", async () => {
    for (const harm of [(path: string) => garble(path, 0, 8192), (path: string) => rmSync(path)]) {
      const workspace = copyOf();
      harm(database(workspace));
      const [name = ""] = readdirSync(join(workspace, "backups")).filter((one) => one.endsWith(".sqlite"));
      await restore(workspace, name, { reason: "the disk failed", analyst: "ana" });
      expect((await diagnose(workspace, false)).isSound).toBe(true);
      await withEngine(workspace, async (client) => {
        await judge(client, "benign");
        expect((await client.call("audit.verify", {})).entries).toBe(5);
      });
    }
  });

  it("follow the days whichever way the clock goes, and none is made when nothing was decided", async () => {
    const workspace = copyOf();
    const before = process.env["SOURCE_DATE_EPOCH"];
    const onDay = async (iso: string, decides: boolean): Promise<number> => {
      process.env["SOURCE_DATE_EPOCH"] = String(Date.parse(iso) / 1000);
      await withEngine(workspace, async (client) => void (decides ? await judge(client, "benign") : undefined), { keepsBackups: true });
      return withEngine(
        workspace,
        async (client) => (await client.call("backups.list", {})).backups.filter(({ cause }) => cause === "day").length,
      );
    };
    try {
      expect(await onDay("2031-03-01T10:00:00Z", true)).toBe(1);
      expect(await onDay("2031-03-02T10:00:00Z", false)).toBe(1);
      expect(await onDay("2029-01-01T10:00:00Z", true)).toBe(2);
      expect(await withEngine(workspace, async (client) => (await client.call("audit.verify", {})).problems)).toEqual([]);
    } finally {
      if (before === undefined) delete process.env["SOURCE_DATE_EPOCH"];
      else process.env["SOURCE_DATE_EPOCH"] = before;
    }
  });
});
