import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { z } from "zod";
import type { Client } from "../../shared/contract/client.ts";
import type { OverrideInput } from "../../shared/contract/entities.ts";
import { AppError } from "../../shared/contract/errors.ts";
import { createRandom, type Random } from "../../shared/lib/random.ts";
import { createEngine } from "../../electron/engine/engine.ts";
import type { Engine } from "../../electron/engine/engine-interface.ts";
import { sha256 } from "../../electron/engine/hash.ts";
import { openDatabase } from "../../electron/engine/sqlite/database.ts";
import { query } from "../../electron/engine/sqlite/statement.ts";
import { createInProcessClient } from "../../electron/hosts/in-process/in-process-client.ts";
import { estate, idIn, surface } from "./hunts-fixture.ts";

const dir = mkdtempSync(join(tmpdir(), "quarry-undo-"));
const workspaceDir = join(dir, "workspace");
const analysts = ["ana", "ben"];
const anomalies = estate.map(({ name }) => idIn(1, name));
let engine: Engine;
let client: Client;
let inventory = "";

async function reopen(): Promise<void> {
  engine = await createEngine({ workspaceDir });
  client = createInProcessClient(engine, { trust: "local", host: "test" });
}

const computers = Array.from({ length: 8 }, (_, i) => `c${i},pc-${i},pc-${i}.corp.example,SN${i}`);

beforeAll(async () => {
  surface(workspaceDir, 1, estate);
  await reopen();
  for (const [name, rows] of [
    ["cmdb.csv", computers],
    ["asset.csv", computers.slice(0, 4).map((row) => row.replace("c", "a"))],
  ] as const) {
    const path = join(dir, name);
    writeFileSync(path, `sys_id,name,fqdn,serial_number\n${rows.join("\n")}\n`);
    const [kept] = await client.call("inventory.import", { paths: [path], kind: "cmdb", source: name });
    inventory = kept?.id ?? "";
  }
});

afterAll(async () => {
  await engine.close();
  rmSync(dir, { recursive: true, force: true });
});

const lines = `
  SELECT 'verdict ' || anomaly_id || ' ' || decision_id || ' ' || verdict || ' ' || reason || ' ' || note || ' ' || analyst AS line FROM verdict_current
  UNION ALL SELECT 'dispute ' || anomaly_id FROM verdict_dispute
  UNION ALL SELECT 'second look ' || anomaly_id || ' ' || decision_id FROM second_look
  UNION ALL SELECT 'about ' || anomaly_id || ' ' || decision_id FROM decision_target WHERE undone = 0
  UNION ALL SELECT 'override ' || decision_id || ' ' || body FROM entity_override WHERE is_undone = 0
  UNION ALL SELECT 'record ' || entity_id || ' ' || id || ' ' || spans FROM entity_record
  UNION ALL SELECT 'entity ' || id || ' ' || label || ' ' || records FROM entity
  UNION ALL SELECT 'generic ' || identifier || ' ' || reason FROM entity_generic
  UNION ALL SELECT 'inventory ' || id || ' ' || coalesce(retired_by, 'in use') || ' ' || coalesce(valid_from_us, '') || ' ' || coalesce(valid_to_us, '') FROM inventory
  UNION ALL SELECT 'setting ' || key || ' ' || value FROM setting WHERE key IN ('audit.share', 'review.share', 'retention.days')
  ORDER BY 1`;

/** Digest of everything that derives from decisions, as stored and as the engine tells it. */
async function stateHash(): Promise<string> {
  await client.call("entities.status", {});
  const db = openDatabase(join(workspaceDir, "quarry.sqlite"), { readOnly: true });
  const stored = query(db, lines, z.object({ line: z.string() })).all();
  db.close();
  const views = [await client.call("views.list", { analyst: "ana" }), await client.call("views.list", { analyst: "ben" })];
  const hunts = [await client.call("hunts.list", {}), await client.call("hunts.candidates", {}), await client.call("hunts.places", {})];
  const suppressions = (await client.call("suppressions.list", {})).filter(({ state }) => state !== "undone");
  const held = [suppressions, await client.call("triage.queue", { show: "all", held: "show", limit: 1000 })];
  return sha256(JSON.stringify([stored, hunts, views, held]));
}

const noFinding = { outcome: "hypothesis-not-confirmed" as const, byproducts: [], knownBenign: [], handOff: "none" as const };

/** What there is to decide about, as somebody saw it a few decisions ago. */
async function look() {
  const [hunts, { candidates }, { entities }] = await Promise.all([
    client.call("hunts.list", {}),
    client.call("hunts.candidates", {}),
    client.call("entities.search", { limit: 20 }),
  ]);
  return { hunts, candidates, entities: entities.map(({ id }) => id) };
}
type Seen = Awaited<ReturnType<typeof look>>;

/** Microseconds UTC: a time that does not come while this runs. */
const farAhead = 4_000_000_000_000_000;

/** One random decision of any kind, or a step back or forth. Gives which it was. */
async function act(random: Random, analyst: string, seen: Seen): Promise<string> {
  const pick = <T>(items: readonly T[]): T | undefined => items[random.below(Math.max(1, items.length))];
  const some = (n: number): string[] => Array.from({ length: 1 + random.below(n) }, () => pick(anomalies) ?? "");
  const override = (make: (a: string, b: string) => OverrideInput): Promise<unknown> =>
    client.call("entities.override", { change: make(pick(seen.entities) ?? "", pick(seen.entities) ?? ""), analyst });
  const why = "asked around";
  const hunt = pick(seen.hunts)?.id ?? "h0";
  const candidate = pick(seen.candidates);
  const verdicts = ["malicious", "benign", "suspicious", "false-positive-model"] as const;
  const actions: Readonly<Record<string, () => Promise<unknown>>> = {
    verdict: () => client.call("triage.judge", { anomalyIds: some(4), verdict: pick(verdicts) ?? "benign", analyst }),
    "bulk verdict": async () => {
      const set = { like: some(1)[0] ?? "", same: "pattern" as const, verdict: pick(verdicts) ?? "benign", includeJudged: true };
      const { setId } = await client.call("bulk.preview", set);
      return client.call("bulk.judge", { ...set, setId, analyst });
    },
    "second look": async () => {
      const { rows } = await client.call("review.queue", { analyst });
      return client.call("review.judge", { anomalyIds: [pick(rows)?.anomalyId ?? ""], verdict: pick(verdicts) ?? "benign", analyst });
    },
    settlement: async () => {
      const disputed = pick((await client.call("review.disagreements", {})).items);
      const adopt = disputed?.sides[0]?.decision ?? "";
      return client.call("review.settle", { anomalyId: disputed?.anomalyId ?? "", adopt, reason: why, analyst });
    },
    suppression: () =>
      client.call("suppressions.create", { scope: { model: pick(["beaconing", "logon"]) }, reason: why, override: why, analyst }),
    "suppression changed": async () => {
      const { id = "" } = pick(await client.call("suppressions.list", {})) ?? {};
      return client.call("suppressions.change", { id, days: 1 + random.below(60), reason: why, analyst });
    },
    snooze: () => client.call("snoozes.set", { anomalyIds: some(2), until: pick([null, farAhead]) ?? null, note: why, analyst }),
    "review share": () => client.call("review.share", { share: random.below(5) / 4, analyst }),
    note: () => client.call("triage.note", { anomalyId: some(1)[0] ?? "", text: `note ${random.below(9)}`, analyst }),
    "hunt.open": () => client.call("hunts.open", { anomalyIds: some(3), analyst }),
    "hunt.open from candidate": () => client.call("hunts.open", { candidate: candidate?.id ?? "c0", analyst }),
    "hunt.edit": () => client.call("hunts.edit", { id: hunt, changes: { notes: `${random.below(99)}` }, analyst }),
    "hunt.add": () => client.call("hunts.members", { id: hunt, add: some(2), analyst }),
    "hunt.remove": async () => {
      const id = hunt;
      const members = (await client.call("hunts.show", { id })).anomalies.map((one) => one.anomalyId);
      return client.call("hunts.members", { id, remove: [pick(members) ?? ""], analyst });
    },
    "hunt.move": () => client.call("hunts.move", { id: hunt, stage: pick(["active", "backlog"]) ?? "active", analyst }),
    "hunt.close": () => client.call("hunts.close", { id: hunt, ...noFinding, analyst }),
    "hunt.split": () =>
      client.call("hunts.arrange", {
        how: "split",
        candidate: candidate?.id ?? "c0",
        anomalyIds: candidate?.anomalyIds.slice(0, 1) ?? some(1),
        analyst,
      }),
    "hunt.drop": () => client.call("hunts.arrange", { how: "drop", anomalyIds: some(1), analyst }),
    "entity.link": () => override((a, b) => ({ op: "must-link", a, b, why })),
    "entity.criticality": () => override((entity) => ({ op: "criticality", entity, level: random.below(5), why })),
    "entity.generic": () => override(() => ({ op: "generic", key: `serial:sn${random.below(8)}`, why })),
    "entity.split": async () => {
      const entity = await client.call("entities.get", { id: pick(seen.entities) ?? "" });
      const record = pick(entity.entityRecords)?.id ?? "";
      return client.call("entities.override", { change: { op: "split", entity: entity.id, records: [record], why }, analyst });
    },
    "audit share": () => client.call("workspace.auditShare", { share: random.below(5) / 10, analyst }),
    view: () => client.call("views.save", { name: pick(["a", "b", "c"]) ?? "a", filter: { text: `${random.below(9)}` }, analyst }),
    "view removed": () => client.call("views.remove", { name: pick(["a", "b"]) ?? "a", analyst }),
    "default view": () => client.call("views.setDefault", { name: pick(["a", "b"]) ?? "a", analyst }),
    retention: () => client.call("snapshots.keep", { keepDays: 30 + random.below(9), analyst }),
    inventory: () => client.call("inventory.retire", { id: inventory, reason: why, restore: random.below(2) === 0, analyst }),
    undo: () => client.call("decisions.undo", { analyst }),
    redo: () => client.call("decisions.redo", { analyst }),
    "change any": async () => {
      const entry = pick((await client.call("decisions.history", { limit: 20 })).decisions);
      return client.call(entry?.isInForce === false ? "decisions.redo" : "decisions.undo", { decision: entry?.decision ?? "", analyst });
    },
  };
  const name = pick(Object.keys(actions)) ?? "";
  try {
    await actions[name]?.();
    return name;
  } catch (error) {
    if (error instanceof AppError && ["conflict", "bad-input", "not-found"].includes(error.code)) return `refused ${error.code}`;
    throw error;
  }
}

describe("undo of everything", () => {
  it("comes back to the first state from a thousand random decisions of every kind, and again from the log alone", async () => {
    const before = await stateHash();
    const random = createRandom(31);
    const done = new Map<string, number>();
    let seen = await look();
    for (let i = 0; i < 1000; i += 1) {
      if (i % 10 === 9) seen = await look();
      const name = await act(random, analysts[random.below(2)] ?? "ana", seen);
      done.set(name, (done.get(name) ?? 0) + 1);
    }
    const everyKind = ["verdict", "note", "hunt.open", "hunt.edit", "hunt.add", "hunt.move", "hunt.close", "hunt.drop", "entity.link"];
    everyKind.push(
      "entity.split",
      "entity.criticality",
      "entity.generic",
      "audit share",
      "retention",
      "view",
      "default view",
      "bulk verdict",
      "second look",
      "settlement",
      "suppression",
      "suppression changed",
      "snooze",
      "review share",
      "inventory",
      "undo",
      "change any",
    );
    expect([...done.keys()], [...done].join(" ")).toEqual(expect.arrayContaining(everyKind));
    const midway = await stateHash();
    expect(midway).not.toBe(before);
    await client.call("decisions.rebuild", {});
    expect(await stateHash(), "derived from the log again").toBe(midway);
    await engine.close();
    await reopen();
    expect(await stateHash(), "opened again").toBe(midway);
    expect((await client.call("audit.verify", {})).problems).toEqual([]);
    const { decisions, total } = await client.call("decisions.history", { limit: 1000 });
    expect(total).toBe(decisions.length);
    for (const { decision, isInForce, analyst } of decisions) if (isInForce) await client.call("decisions.undo", { decision, analyst });
    expect(await stateHash()).toBe(before);
    await client.call("decisions.rebuild", {});
    expect(await stateHash(), "derived from a log in which all is taken back").toBe(before);
    await expect(client.call("decisions.undo", { analyst: "ana" })).rejects.toMatchObject({ code: "not-found" });
  }, 300_000);

  it("refuses what another decision rests on, names that, and lets go when it is gone", async () => {
    const { hunt, decision } = await client.call("hunts.open", {
      anomalyIds: [anomalies[0] ?? ""],
      record: { topic: "Relay" },
      analyst: "ana",
    });
    const moved = await client.call("hunts.move", { id: hunt.id, stage: "active", analyst: "ben" });
    const refusal = client.call("decisions.undo", { analyst: "ana" });
    await expect(refusal).rejects.toMatchObject({ code: "conflict", detail: { hint: moved.decision } });
    await expect(refusal).rejects.toThrow(/“Relay: opened with 1 anomaly” cannot be taken back while “Relay: made active” by ben/);
    const { decisions } = await client.call("decisions.history", { limit: 2 });
    expect(decisions.map((entry) => entry.restingOnIt.map((one) => one.decision))).toEqual([[], [moved.decision]]);
    await client.call("decisions.undo", { analyst: "ben" });
    const undone = await client.call("decisions.undo", { analyst: "ana" });
    expect(undone).toMatchObject({ undone: decision, kind: "hunt.open", place: { screen: "hunts", hunt: null } });
    await expect(client.call("decisions.redo", { analyst: "ben" }), "its hunt is not there").rejects.toThrow(/taken back since/);
    await client.call("hunts.open", { anomalyIds: [anomalies[0] ?? ""], record: { topic: "Other" }, analyst: "ben" });
    await expect(client.call("decisions.redo", { analyst: "ana" }), "its anomaly is elsewhere").rejects.toThrow(/decided without it/);
    await client.call("decisions.undo", { analyst: "ben" });
    expect((await client.call("decisions.redo", { analyst: "ana" })).place).toEqual({
      screen: "hunts",
      hunt: { id: hunt.id, stage: "backlog" },
    });
    await client.call("decisions.undo", { analyst: "ana" });
  });

  it("steps through kinds in one line, newest first, and says where each is seen", async () => {
    const anomalyId = anomalies[1] ?? "";
    const { auditShare } = await client.call("workspace.info", {});
    await client.call("triage.judge", { anomalyIds: [anomalyId], verdict: "benign", analyst: "ana" });
    await client.call("workspace.auditShare", { share: 0.2, analyst: "ana" });
    await client.call("triage.note", { anomalyId, text: "seen before", analyst: "ana" });
    const steps = [];
    for (let i = 0; i < 3; i += 1) steps.push(await client.call("decisions.undo", { analyst: "ana" }));
    expect(steps.map(({ what, place }) => [what, place.screen])).toEqual([
      ["Note on beacon-2", "triage"],
      ["audit share 20 %", "settings"],
      ["Benign on beacon-2", "triage"],
    ]);
    expect((await client.call("workspace.info", {})).auditShare).toBe(auditShare);
  });
});
