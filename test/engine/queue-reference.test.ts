import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import type { Client } from "../../shared/contract/client.ts";
import type { Input } from "../../shared/contract/requests.ts";
import { createEngine } from "../../electron/engine/engine.ts";
import type { Engine } from "../../electron/engine/engine-interface.ts";
import type { JudgedAnomaly } from "../../electron/engine/health/gates.ts";
import { storeAnomalyHealth } from "../../electron/engine/health/store-anomaly-health.ts";
import { type Database, openDatabase } from "../../electron/engine/sqlite/database.ts";
import { query } from "../../electron/engine/sqlite/statement.ts";
import { createInProcessClient } from "../../electron/hosts/in-process/in-process-client.ts";
import { type QueuedAnomaly, surfaceQueue } from "./queue-fixture.ts";

const referenceSql = readFileSync(join(import.meta.dirname, "queue-reference.sql"), "utf8");
const Flag = z.number().transform((value) => value === 1);
const Reference = z.object({
  id: z.string(),
  open: Flag,
  "second-look": Flag,
  disputed: Flag,
  is_suppressed: Flag,
  is_snoozed: Flag,
  is_audited: Flag,
  health: z.string(),
  text: z.string(),
});
type Reference = z.infer<typeof Reference>;

const anomalies = Array.from({ length: 90 }, (_, i): QueuedAnomaly => ({
  id: `a${String((i * 37) % 90).padStart(2, "0")}`,
  model: i % 3 === 0 ? "dns-tunnel" : "beaconing",
  subject: i % 5 === 0 ? `Printer-${i % 10}` : `host-${i}`,
  entities: [i % 4 === 0 ? "domain:cdn.example" : `domain:site${i}.test`],
  atHour: i % 20,
  isBlind: i % 13 === 4,
}));

const dir = mkdtempSync(join(tmpdir(), "quarry-reference-"));
const workspaceDir = join(dir, "workspace");
let engine: Engine;
let client: Client;
let db: Database;

function storeHealth(store: Database, states: readonly ["actionable" | "context-limited" | "suppressed", number][]): void {
  const judged = new Map<string, JudgedAnomaly>();
  for (const [i, { id }] of anomalies.entries()) {
    const [state, weight] = states[i % (states.length + 1)] ?? [];
    if (state !== undefined && weight !== undefined) judged.set(id, { health: { state, weight, failing: [], warnings: [] }, gates: [] });
  }
  storeAnomalyHealth(store, judged, "report");
}

beforeAll(async () => {
  surfaceQueue(workspaceDir, 1, anomalies);
  surfaceQueue(
    workspaceDir,
    2,
    anomalies.filter(({ model }) => model === "beaconing").map((one) => ({ ...one, id: `b${one.id}` })),
  );
  engine = await createEngine({ workspaceDir });
  client = createInProcessClient(engine, { trust: "local", host: "test" });
  db = openDatabase(join(workspaceDir, "quarry.sqlite"));
  storeHealth(db, [
    ["actionable", 1],
    ["suppressed", 1],
    ["context-limited", 0.5],
  ]);
  await client.call("workspace.sign", { analyst: "ada" });
  await client.call("suppressions.create", { scope: { entities: ["domain:cdn.example"] }, reason: "our own", owner: "ada", days: 30 });
});
afterAll(async () => {
  db.close();
  await engine.close();
  rmSync(dir, { recursive: true, force: true });
});

const shows = ["open", "second-look", "disputed", "all"] as const;
const holds = ["hide", "show", "only"] as const;
const healths = ["any", "suppressed"] as const;
const texts = ["", "PRINTER", "dns-tunnel", "host-1", "nothing of the kind"];
const filters = shows.flatMap((show) =>
  holds.flatMap((held) => healths.flatMap((health) => texts.map((text) => ({ show, held, health, text })))),
);

async function reference(): Promise<Reference[]> {
  const { rows } = await client.call("triage.queue", { show: "all", held: "show", limit: 1000 });
  const ids = (found: typeof rows): string => JSON.stringify(found.map(({ anomalyId }) => anomalyId));
  const suppressed = rows.filter(({ hold }) => (hold?.suppressions.length ?? 0) > 0);
  return query(db, referenceSql, Reference).all({
    runs: JSON.stringify([...new Set(rows.map(({ run }) => run))]),
    suppressed: ids(suppressed.filter(({ hold }) => hold?.isAudited === false)),
    audited: ids(suppressed.filter(({ hold }) => hold?.isAudited === true)),
    snoozed: ids(rows.filter(({ hold }) => hold !== null && hold.snooze !== null)),
  });
}

function expected(all: readonly Reference[], { show, held, health, text }: (typeof filters)[number]) {
  const isHidden = (one: Reference): boolean => one.is_suppressed || one.is_snoozed;
  const count = (rows: readonly Reference[], is: (one: Reference) => boolean): number => rows.filter(is).length;
  const found = all.filter(
    (one) => (show === "all" || one[show]) && one.text.includes(text.toLowerCase()) && (health === "any" || one.health === health),
  );
  const kept = found.filter((one) => held === "show" || (held === "only") === isHidden(one));
  return {
    ranks: kept.map(({ id }) => [id, all.findIndex((one) => one.id === id) + 1]),
    total: kept.length,
    suppressed: count(kept, (one) => one.health === "suppressed"),
    held: {
      suppressed: count(found, (one) => one.is_suppressed && !one.is_snoozed),
      snoozed: count(found, (one) => one.is_snoozed),
      audited: count(found, (one) => one.is_audited && !one.is_snoozed),
    },
    open: count(all, (one) => one.open && !isHidden(one)),
    secondLooks: count(all, (one) => one["second-look"]),
    disputed: count(all, (one) => one.disputed),
  };
}

async function told(filter: Input<"triage.queue">) {
  const { rows, total, suppressed, held, open, secondLooks, disputed } = await client.call("triage.queue", { limit: 1000, ...filter });
  const { nextReturn: _, ...counts } = held;
  return { ranks: rows.map(({ anomalyId, rank }) => [anomalyId, rank]), total, suppressed, held: counts, open, secondLooks, disputed };
}

async function agrees(): Promise<void> {
  const all = await reference();
  for (const [i, filter] of filters.entries()) {
    const shown = expected(all, filter);
    expect(await told(filter), JSON.stringify(filter)).toEqual(shown);
    const place = all[(i * 7) % all.length]?.id;
    const index = shown.ranks.findIndex(([id]) => id === place);
    expect((await client.call("triage.queue", { ...filter, limit: 1, place })).place).toBe(index < 0 ? null : index);
  }
  const { rows } = await client.call("triage.queue", { show: "all", held: "show", limit: 1000 });
  for (const { anomalyId, rank } of rows.slice(0, 20)) expect((await client.call("triage.row", { anomalyId })).rank).toBe(rank);
}
const judge = (anomalyIds: string[], verdict: string, analyst: string) =>
  client.call("triage.judge", { anomalyIds, verdict, analyst, reason: verdict === "benign" ? "scheduled" : "" });

describe("the queue kept in memory", () => {
  it("lists and counts under every filter what the view itself says, before anything was judged", agrees);

  it("goes on doing so after verdicts, a snooze, second looks, analysts who differ and what was taken back", async () => {
    const { rows } = await client.call("triage.queue", { show: "all", held: "show", limit: 1000 });
    const ids = rows.map(({ anomalyId }) => anomalyId);
    await judge(ids.slice(0, 12), "benign", "ada");
    await judge(ids.slice(20, 24), "malicious", "ada");
    await client.call("snoozes.set", { anomalyIds: ids.slice(30, 34), until: (Date.now() + 86_400_000) * 1000, note: "later" });
    await client.call("review.share", { share: 0.5, analyst: "lead" });
    await agrees();
    await client.call("workspace.sign", { analyst: "ben" });
    const looks = (await client.call("triage.queue", { show: "second-look", limit: 1000 })).rows.map(({ anomalyId }) => anomalyId);
    expect(looks.length).toBeGreaterThan(1);
    await judge(looks.slice(0, -1), "suspicious", "ben");
    expect((await client.call("triage.queue", { show: "disputed" })).total).toBeGreaterThan(0);
    await agrees();
    await client.call("decisions.undo", {});
    await agrees();
  });

  it("sees health that another process wrote", async () => {
    const before = await told({ show: "all", held: "show" });
    storeHealth(db, [
      ["suppressed", 1],
      ["context-limited", 0.25],
      ["actionable", 1],
    ]);
    expect((await told({ show: "all", held: "show" })).ranks).not.toEqual(before.ranks);
    await agrees();
  });
});
