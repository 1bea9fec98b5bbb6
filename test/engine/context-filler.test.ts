import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { z } from "zod";
import type { Client } from "../../shared/contract/client.ts";
import { execute, query } from "../../electron/engine/sqlite/statement.ts";
import { openWorkspace } from "../../electron/engine/workspace/workspace.ts";
import { copyScored, withEngine } from "./scored-workspace.ts";

/** The first opening of a worker is most of it. */
vi.setConfig({ testTimeout: 120_000 });

let root = "";
let workspace = "";
const Stored = z.object({ id: z.string(), body: z.string() });

function withStore<T>(work: (db: ReturnType<typeof openWorkspace>["db"]) => T): T {
  const opened = openWorkspace(workspace, { readOnly: false });
  try {
    return work(opened.db);
  } finally {
    opened.close();
  }
}

const storedSql = "SELECT a.id, c.body FROM anomaly AS a JOIN context_graph AS c ON c.anomaly_id = a.id ORDER BY a.rank";
const stored = () => withStore((db) => query(db, storedSql, Stored).all());
const forget = (from: number): number =>
  withStore((db) => execute(db, "DELETE FROM context_graph WHERE anomaly_id IN (SELECT id FROM anomaly WHERE rank >= $from)", { from }));

/** Every job of preparing cases, once none is running and there was one. */
const prepared = (client: Client) =>
  vi.waitUntil(
    async () => {
      const jobs = (await client.call("jobs.list", {})).filter(({ name }) => name === "contexts.prepare");
      return jobs.length > 0 && jobs.every(({ state }) => state !== "running") ? jobs : undefined;
    },
    { timeout: 100_000, interval: 2000 },
  );

beforeEach(async () => {
  root = mkdtempSync(join(tmpdir(), "quarry-filler-"));
  workspace = join(root, "workspace");
  await copyScored(workspace);
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

describe("contexts that an interrupted scoring left out", () => {
  it("are made while nobody asks for anything, the same as it would have made them", async () => {
    const before = stored();
    forget(before.length - 2);
    await withEngine(workspace, async (client) => expect(await prepared(client)).toMatchObject([{ state: "done", done: 3, total: 3 }]), {
      fillsAfterMs: 50,
    });
    expect(stored()).toEqual(before);
  });

  it("are left to who opens the case in a workspace that nobody asked to fill, and none is begun before there was quiet", async () => {
    const before = stored();
    forget(before.length - 2);
    const visit = async (client: Client): Promise<void> => {
      for (let i = 0; i < 20; i += 1) await client.call("triage.queue", {});
      expect((await client.call("jobs.list", {})).map(({ name }) => name)).not.toContain("contexts.prepare");
    };
    await withEngine(workspace, visit);
    await withEngine(workspace, visit, { fillsAfterMs: 600_000 });
    expect(stored()).toEqual(before.slice(0, -3));
  });

  it("are not made between the requests of somebody at work, nor once that is cancelled", async () => {
    const before = stored();
    forget(2);
    const interrupt = async (client: Client): Promise<void> => {
      const job = await vi.waitUntil(async () => (await client.call("jobs.list", {})).find(({ name }) => name === "contexts.prepare"), {
        timeout: 60_000,
        interval: 1500,
      });
      for (let i = 0; i < 40; i += 1) {
        await sleep(5);
        expect((await client.call("jobs.list", {})).find(({ id }) => id === job.id)).toMatchObject({ state: "running", done: job.done });
      }
      expect(await client.call("jobs.cancel", { id: job.id })).toEqual({ cancelled: true });
      await vi.waitUntil(async () => (await client.call("jobs.list", {})).every(({ state }) => state === "cancelled"), { timeout: 30_000 });
    };
    await withEngine(workspace, interrupt, { fillsAfterMs: 400 });
    expect(stored().length).toBeLessThan(before.length);
  });
});
