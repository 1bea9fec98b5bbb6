import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createEngine } from "../../electron/engine/engine.ts";
import type { Engine } from "../../electron/engine/engine-interface.ts";
import { createInProcessClient } from "../../electron/hosts/in-process/in-process-client.ts";
import type { Client } from "../../shared/contract/client.ts";
import * as estate from "./health-estate.ts";

const dir = mkdtempSync(join(tmpdir(), "quarry-entity-page-"));
const dayMs = 86_400_000;
/** Two weeks; on the last day one host makes no call before noon and calls somebody new. */
const calls = estate.calls.filter((call) => estate.dayOf(call.h) < 14 && call.host < 5);
const lastDay = Math.floor(Math.max(...calls.map((call) => call.ms)) / dayMs);
const isQuiet = (call: estate.Call): boolean => call.host === 3 && Math.floor(call.ms / dayMs) === lastDay && call.ms % dayMs < dayMs / 2;
const kept = calls.filter((call) => !isQuiet(call));
const address = "10.1.1.13";
const stranger = "203.0.113.7";

let engine: Engine;
let client: Client;

beforeAll(async () => {
  engine = await createEngine({ workspaceDir: join(dir, "workspace"), create: true });
  client = createInProcessClient(engine, { trust: "local", host: "test" });
  const last = kept.findLastIndex((call) => call.host === 3);
  const log = estate.zeek(kept, (text, i) => (i === last ? text.replace("10.1.9.9", stranger) : text));
  await client.call("telemetry.import", { paths: [estate.write(dir, "conn.log", log)], source: "zeek" });
});

afterAll(async () => {
  await engine.close();
  rmSync(dir, { recursive: true, force: true });
});

describe("the page of a thing that only telemetry names", () => {
  it("counts its newest day and compares it with the days before", async () => {
    const page = await client.call("entity.show", { id: `ip:${address}` });
    const mine = kept.filter((call) => call.host === 3);
    const [activity] = page.activity;
    expect(page).toMatchObject({ entity: null, type: "ip", day: { from: lastDay * dayMs * 1000 }, anomalies: [], newsTotal: 1 });
    expect(activity).toMatchObject({ way: "out", relation: "CONNECTED", n: 12, others: 2, newOthers: 1, percentile: 0 });
    expect(activity?.usual).toEqual({ days: 13, p05: 24, median: 24, p95: 24 });
    expect(activity?.days.map((day) => day.n)).toEqual(
      Array.from({ length: 14 }, (_, i) => mine.filter((call) => Math.floor(call.ms / dayMs) === lastDay - 13 + i).length),
    );
  });

  it("names whom it met for the first time, and that one's page leads back", async () => {
    const { news } = await client.call("entity.show", { id: `ip:${address}` });
    expect(news.map((one) => one.key)).toEqual([`ip:${stranger}`]);
    const back = await client.call("entity.show", { id: `ip:${stranger}` });
    expect(back.activity.map((one) => [one.way, one.n, one.newOthers])).toEqual([["in", 1, 1]]);
  });

  it("looks at any day asked for, and says when there are too few before it", async () => {
    const second = await client.call("entity.show", { id: `ip:${address}`, at: (lastDay - 12) * dayMs * 1000 + 1 });
    expect(second.day?.from).toBe((lastDay - 12) * dayMs * 1000);
    expect(second.activity[0]).toMatchObject({ n: 24, usual: null, percentile: null });
  });

  it("tells of a thing nobody knows that nobody knows it", async () => {
    await expect(client.call("entity.show", { id: "ip:192.0.2.99" })).rejects.toMatchObject({ code: "not-found" });
  });
});
