import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Client } from "../../shared/contract/client.ts";
import type { Input } from "../../shared/contract/requests.ts";
import { auditedShare } from "../../shared/domain/suppression.ts";
import { createRandom } from "../../shared/lib/random.ts";
import { createEngine } from "../../electron/engine/engine.ts";
import type { Engine } from "../../electron/engine/engine-interface.ts";
import { createInProcessClient } from "../../electron/hosts/in-process/in-process-client.ts";
import { type QueuedAnomaly, surfaceQueue } from "./queue-fixture.ts";

const dayS = 86_400;
const today = Date.UTC(2026, 5, 1) / 1000;
/** Seconds since 1970 that the engine takes for now. */
const setClock = (seconds: number): void => void (process.env["SOURCE_DATE_EPOCH"] = String(seconds));

const crowd = 400;
const domainOf = (i: number): string =>
  i % 4 === 0 ? "domain:cdn.example" : i % 4 === 1 ? "domain:eu.cdn.example" : `domain:site${i}.test`;
const anomalies: readonly QueuedAnomaly[] = [
  ...Array.from({ length: crowd }, (_, i): QueuedAnomaly => ({
    id: `a${String(i).padStart(3, "0")}`,
    model: i % 2 === 0 ? "beaconing" : "dns-tunnel",
    subject: `s${i}`,
    entities: [domainOf(i), `host:fqdn:ws-${i % 10}.corp`],
    features: { regularity: i / crowd, size: i % 5 === 0 ? null : i },
    classes: i % 3 === 0 ? ["network_activity"] : ["network_activity", "dns_activity"],
  })),
  { id: "blind", model: "beaconing", subject: "blind", entities: ["domain:cdn.example"], isBlind: true },
];

const dir = mkdtempSync(join(tmpdir(), "quarry-suppress-"));
const workspaceDir = join(dir, "workspace");
let engine: Engine;
let client: Client;
let head = 0;

beforeAll(async () => {
  setClock(today);
  surfaceQueue(workspaceDir, 1, anomalies, (today - dayS) * 1_000_000);
  engine = await createEngine({ workspaceDir });
  client = createInProcessClient(engine, { trust: "local", host: "test" });
});
afterAll(async () => {
  delete process.env["SOURCE_DATE_EPOCH"];
  await engine.close();
  rmSync(dir, { recursive: true, force: true });
});
beforeEach(async () => {
  setClock(today);
  head = (await client.call("workspace.info", {})).log.entries;
});
/** Takes back all that a test decided. */
afterEach(async () => {
  const undo = (): Promise<boolean> =>
    client.call("decisions.undo", {}).then(
      () => true,
      () => false,
    );
  while (await undo());
});

const queue = (input: Partial<Input<"triage.queue">> = {}) => client.call("triage.queue", { show: "all", limit: 1000, ...input });
const idsOf = async (held: "hide" | "show" | "only") => (await queue({ held })).rows.map((row) => row.anomalyId).toSorted();
const suppress = (given: Partial<Input<"suppressions.create">> = {}) =>
  client.call("suppressions.create", { scope: { entities: ["domain:cdn.example"] }, reason: "our own delivery network", ...given });

describe("a suppression", () => {
  it("hides from the queue what matches all of its scope, says how many, and shows them marked when asked", async () => {
    const { suppression } = await suppress({
      scope: { model: "beaconing", entities: ["domain:.cdn.example"], bounds: [{ feature: "regularity", kind: "at-most", value: 0.5 }] },
    });
    const all = await queue({ held: "show" });
    const matching = all.rows.filter((row) => row.hold !== null);
    expect(matching.every(({ model }) => model === "beaconing")).toBe(true);
    expect(suppression).toMatchObject({ state: "active", reason: "our own delivery network", until: (today + 30 * dayS) * 1_000_000 });
    expect(suppression.hidden).toBeGreaterThan(40);
    const hidden = await queue();
    expect(hidden.held).toMatchObject({ suppressed: suppression.hidden, nextReturn: suppression.until });
    expect(hidden.total).toBe(all.total - suppression.hidden);
    expect(hidden.open).toBe(all.total - suppression.hidden);
    expect((await queue({ held: "only" })).rows.map((row) => row.hold)).toEqual(
      Array.from({ length: suppression.hidden }, () => ({
        suppressions: [{ id: suppression.id, reason: suppression.reason, owner: suppression.owner, until: suppression.until }],
        isAudited: false,
        snooze: null,
        isHidden: true,
      })),
    );
  });

  it("leaves a fixed sample of what it matches in sight, marked, whichever suppression matches it", async () => {
    await suppress({ scope: { model: "beaconing" } });
    await suppress({ scope: { model: "dns-tunnel" } });
    const { rows, held } = await queue();
    const kept = rows.filter((row) => row.anomalyId !== "blind");
    expect(kept.map((row) => row.hold?.isAudited)).toEqual(kept.map(() => true));
    expect(held).toMatchObject({ audited: kept.length, suppressed: crowd - kept.length });
    expect(kept.length).toBeGreaterThan(0);
    expect(kept.length).toBeLessThan(crowd * auditedShare * 3);
    await suppress({ scope: { entities: ["domain:.cdn.example"] } });
    expect((await queue()).rows.map((row) => row.anomalyId)).toEqual(rows.map((row) => row.anomalyId));
  });

  it("never hides a case of the blind sample before it is judged, nor counts it", async () => {
    const { suppression } = await suppress();
    expect(await idsOf("hide")).toContain("blind");
    expect((await queue({ held: "show" })).rows.find((row) => row.anomalyId === "blind")?.hold).toBeNull();
    expect(suppression.dryRun.matching).toBe(crowd / 4);
  });

  it("never hides what has a verdict", async () => {
    await suppress({ scope: { model: "beaconing" } });
    const [hidden = ""] = await idsOf("only");
    await client.call("triage.judge", { anomalyIds: [hidden], verdict: "malicious" });
    expect(await idsOf("hide")).toContain(hidden);
  });

  it("ends by itself on its day, and what it hid returns", async () => {
    const before = await idsOf("hide");
    const { suppression } = await suppress({ days: 10 });
    setClock(today + 10 * dayS - 1);
    expect(await idsOf("hide")).not.toEqual(before);
    setClock(today + 10 * dayS);
    expect(await idsOf("hide")).toEqual(before);
    expect((await client.call("suppressions.list", {}))[0]).toMatchObject({ id: suppression.id, state: "expired", hidden: 0 });
    await client.call("suppressions.change", { id: suppression.id, days: 5 });
    expect(await idsOf("hide")).not.toEqual(before);
    await client.call("suppressions.change", { id: suppression.id, days: 0 });
    expect(await idsOf("hide")).toEqual(before);
    expect((await client.call("suppressions.list", {}))[0]).toMatchObject({ state: "ended" });
  });

  it("always has an end, not too far away, and a scope that says something", async () => {
    await expect(suppress({ days: 181 })).rejects.toMatchObject({ code: "bad-input", detail: { field: "days" } });
    await expect(suppress({ scope: {} })).rejects.toMatchObject({ code: "bad-input", detail: { field: "scope" } });
    await expect(suppress({ scope: { entities: ["ip:10.*"] } })).rejects.toThrow("names no entity");
    expect((await client.call("workspace.info", {})).log.entries).toBe(head);
  });

  it("is refused over what was ever confirmed malicious, unless a reason is given, which stays in sight for ever", async () => {
    const [row] = (await queue({ text: "s0" })).rows.filter(({ anomalyId }) => anomalyId === "a000");
    await client.call("triage.judge", { anomalyIds: [row?.anomalyId ?? ""], verdict: "malicious" });
    setClock(today + 60 * dayS);
    const preview = await client.call("suppressions.preview", { scope: { entities: ["domain:cdn.example"] } });
    expect(preview).toMatchObject({ surfaced: 0, matching: 0, malicious: { total: 1, listed: [{ anomalyId: "a000" }] } });
    await expect(suppress()).rejects.toMatchObject({ code: "conflict", detail: { field: "override" } });
    const { suppression } = await suppress({ override: "the host was rebuilt" });
    await client.call("suppressions.change", { id: suppression.id, days: 0 });
    expect((await client.call("suppressions.list", {}))[0]).toMatchObject({
      state: "ended",
      override: "the host was rebuilt",
      dryRun: { malicious: 1 },
    });
  });

  it("is a decision that is taken back and brought again among the analyst's others", async () => {
    const before = await idsOf("hide");
    const { suppression } = await suppress();
    await client.call("suppressions.change", { id: suppression.id, owner: "net team", days: 90 });
    expect((await client.call("decisions.undo", {})).what).toBe("change of a suppression");
    expect((await client.call("suppressions.list", {}))[0]).toMatchObject({ owner: suppression.owner, until: suppression.until });
    expect((await client.call("decisions.undo", {})).what).toBe("suppression of any model about domain:cdn.example");
    expect(await idsOf("hide")).toEqual(before);
    expect((await client.call("suppressions.list", {}))[0]).toMatchObject({ state: "undone" });
    await client.call("decisions.redo", {});
    expect(await idsOf("hide")).not.toEqual(before);
    expect((await client.call("audit.verify", {})).problems).toEqual([]);
  });

  it("is offered of what the case is made of", async () => {
    expect(await client.call("suppressions.offer", { anomalyId: "a000" })).toMatchObject({
      model: "beaconing",
      classes: ["network_activity"],
      entities: ["domain:cdn.example", "host:fqdn:ws-0.corp"],
    });
    expect((await client.call("suppressions.offer", { anomalyId: "blind" })).features).toEqual([]);
  });
});

describe("a snooze", () => {
  const hour = 3600;
  const snooze = (anomalyIds: string[], hours: number, note = "") =>
    client.call("snoozes.set", { anomalyIds, until: (today + hours * hour) * 1_000_000, note });

  it("leaves a case out until its time, says so, and lets it return by itself", async () => {
    await snooze(["a002", "a007"], 4, "the owner's answer");
    expect(await idsOf("only")).toEqual(["a002", "a007"]);
    const { held, open, total } = await queue();
    expect(held).toEqual({ suppressed: 0, snoozed: 2, audited: 0, nextReturn: (today + 4 * hour) * 1_000_000 });
    expect([open, total]).toEqual([anomalies.length - 2, anomalies.length - 2]);
    const { hold } = await client.call("triage.row", { anomalyId: "a002" });
    expect(hold).toMatchObject({ isHidden: true, snooze: { note: "the owner's answer", until: (today + 4 * hour) * 1_000_000 } });
    setClock(today + 4 * hour);
    expect(await idsOf("only")).toEqual([]);
    expect((await client.call("triage.row", { anomalyId: "a002" })).hold).toBeNull();
  });

  it("has nothing to do with the verdict, before or after", async () => {
    await client.call("triage.judge", { anomalyIds: ["a002"], verdict: "suspicious" });
    await snooze(["a002"], 4);
    expect(await idsOf("hide")).not.toContain("a002");
    const before = (await client.call("triage.row", { anomalyId: "a002" })).state;
    await client.call("triage.judge", { anomalyIds: ["a002"], verdict: "benign" });
    expect(await idsOf("hide")).not.toContain("a002");
    setClock(today + 4 * hour);
    expect(before?.verdict).toBe("suspicious");
    expect((await queue()).rows.find((row) => row.anomalyId === "a002")?.state?.verdict).toBe("benign");
  });

  it("is taken back and brought again with the cases it was about, and may be ended or moved", async () => {
    await snooze(["a002", "a007"], 4);
    await snooze(["a002"], 48);
    expect(await client.call("decisions.undo", {})).toMatchObject({ what: "snooze of 1 case", anomalyIds: ["a002"] });
    expect((await client.call("triage.row", { anomalyId: "a002" })).hold?.snooze?.until).toBe((today + 4 * hour) * 1_000_000);
    await client.call("snoozes.set", { anomalyIds: ["a007"], until: null });
    expect(await idsOf("only")).toEqual(["a002"]);
    for (let i = 0; i < 2; i += 1) await client.call("decisions.undo", {});
    expect(await idsOf("only")).toEqual([]);
    await client.call("decisions.redo", {});
    expect(await idsOf("only")).toEqual(["a002", "a007"]);
    expect((await client.call("audit.verify", {})).problems).toEqual([]);
  });

  it("hides a blind case without telling what suppressions match it, and counts a case that is both once", async () => {
    await suppress();
    await snooze(["blind", "a000"], 4);
    expect((await client.call("triage.row", { anomalyId: "blind" })).hold).toMatchObject({
      suppressions: [],
      isAudited: false,
      isHidden: true,
    });
    const { held, total } = await queue();
    expect(held.snoozed).toBe(2);
    expect(total + held.snoozed + held.suppressed).toBe(anomalies.length);
  });

  it("is refused for a time that has come and for a case there is none of", async () => {
    await expect(snooze(["a002"], 0)).rejects.toMatchObject({ code: "bad-input", detail: { field: "until" } });
    await expect(snooze(["nobody"], 4)).rejects.toMatchObject({ code: "not-found" });
    expect((await client.call("workspace.info", {})).log.entries).toBe(head);
  });
});

describe("whatever is suppressed, snoozed, judged, taken back, ended or let run out", () => {
  it("loses no anomaly: what is shown and what is hidden are all there is, and no one is both", async () => {
    const random = createRandom(11);
    const everything = anomalies.map(({ id }) => id).toSorted();
    const scopes: readonly Input<"suppressions.create">["scope"][] = [
      { entities: ["domain:cdn.example"] },
      { entities: ["domain:*.cdn.example"] },
      { model: "dns-tunnel", classes: ["network_activity"] },
      { entities: ["host:fqdn:ws-3.corp"], bounds: [{ feature: "regularity", kind: "at-least", value: 0.3 }] },
      { bounds: [{ feature: "size", kind: "at-most", value: 100 }] },
    ];
    let seconds = today;
    let decided = 0;
    for (let step = 0; step < 40; step += 1) {
      const turn = random.below(7);
      if (turn < 2) {
        await suppress({ scope: scopes[random.below(scopes.length)] ?? {}, days: 1 + random.below(20), override: "known" });
        decided += 1;
      } else if (turn === 2) {
        await client.call("triage.judge", { anomalyIds: [everything[random.below(everything.length)] ?? ""], verdict: "benign" });
        decided += 1;
      } else if (turn === 3 && decided > 0) {
        await client.call("decisions.undo", {});
        decided -= 1;
      } else if (turn === 6) {
        const anomalyIds = [everything[random.below(everything.length)] ?? "", everything[random.below(everything.length)] ?? ""];
        await client.call("snoozes.set", { anomalyIds, until: (seconds + (1 + random.below(9)) * dayS) * 1_000_000 });
        decided += 1;
      } else if (turn === 4) setClock((seconds += random.below(6) * dayS));
      else {
        const [active] = (await client.call("suppressions.list", {})).filter(({ state }) => state === "active");
        if (active === undefined) continue;
        await client.call("suppressions.change", { id: active.id, days: random.below(2) * 3 });
        decided += 1;
      }
      const [shown, hidden] = [await idsOf("hide"), await idsOf("only")];
      expect([...shown, ...hidden].toSorted()).toEqual(everything);
      const { held, total } = await queue();
      expect([held.suppressed + held.snoozed, total]).toEqual([hidden.length, shown.length]);
    }
  });
});
