import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Client } from "../../shared/contract/client.ts";
import { ocsfClasses } from "../../shared/domain/ocsf.ts";
import { type PivotQuestion, pivotSql } from "../../shared/domain/pivot-sql.ts";
import { columnsOf, type PivotThing } from "../../shared/domain/pivot-things.ts";
import { createEngine } from "../../electron/engine/engine.ts";
import type { Engine } from "../../electron/engine/engine-interface.ts";
import { createInProcessClient } from "../../electron/hosts/in-process/in-process-client.ts";

const dir = mkdtempSync(join(tmpdir(), "quarry-pivot-"));
let engine: Engine;
let client: Client;
const day = 86_400_000_000;

beforeAll(async () => {
  engine = await createEngine({ workspaceDir: join(dir, "workspace"), create: true });
  client = createInProcessClient(engine, { trust: "local", host: "test" });
  for (const name of ["conn.log", "dns.log"])
    await client.call("telemetry.import", { paths: [join(import.meta.dirname, "../fixtures/telemetry", name)] });
}, 60_000);
afterAll(async () => {
  await engine.close();
  rmSync(dir, { recursive: true, force: true });
});

const rowsOf = async (sql: string): Promise<readonly Record<string, string | null>[]> => {
  const { columns, rows } = await client.call("sql.run", { sql, limit: 10_000 });
  return rows.map((row) => Object.fromEntries(columns.map(({ name }, i) => [name, row[i] ?? null])));
};
const ask = async (question: Partial<PivotQuestion>) =>
  rowsOf(pivotSql({ things: [], span: undefined, near: 0, most: 1000, ...question }) ?? "SELECT 'none'");
const count = async (sql: string): Promise<number> => Number((await rowsOf(`SELECT count(*) AS n FROM ${sql}`))[0]?.["n"]);

describe("the statement for events around something", () => {
  it("is one that the console runs for every kind of thing, over every class", async () => {
    for (const kind of Object.keys(columnsOf) as PivotThing["kind"][]) {
      const found = await ask({ things: [{ kind, text: "x'y\\z\u202e" }], span: { from: 0, to: day } });
      expect(found, kind).toEqual([]);
    }
  });

  it("finds exactly the events that mention an address or a name under a domain, of all classes together", async () => {
    const [first] = await rowsOf("SELECT src_endpoint_ip AS ip FROM network_activity ORDER BY event_no LIMIT 1");
    const ip = first?.["ip"] ?? "";
    const either = `src_endpoint_ip = '${ip}' OR dst_endpoint_ip = '${ip}'`;
    const expected = (await count(`network_activity WHERE ${either}`)) + (await count(`dns_activity WHERE ${either}`));
    const found = await ask({ things: [{ kind: "ip", text: ip }] });
    expect(expected).toBeGreaterThan(0);
    expect(found).toHaveLength(expected);
    expect(found.every(({ total }) => Number(total) === expected)).toBe(true);
    const [asked] = await rowsOf("SELECT lower(query_hostname) AS name FROM dns_activity WHERE query_hostname LIKE '%.%.%' LIMIT 1");
    const parent = (asked?.["name"] ?? "").split(".").slice(1).join(".");
    const under = await ask({ things: [{ kind: "domain", text: parent }] });
    expect(under.map(({ destination }) => destination?.toLowerCase())).toContain(asked?.["name"]);
    expect(under.every(({ destination }) => `.${destination ?? ""}`.toLowerCase().endsWith(`.${parent}`))).toBe(true);
  });

  it("asks for all things at once, and only of classes that could mention them all", async () => {
    const [pair] = await rowsOf("SELECT src_endpoint_ip AS a, dst_endpoint_ip AS b FROM network_activity ORDER BY event_no LIMIT 1");
    const things: PivotThing[] = [pair?.["a"], pair?.["b"]].map((text) => ({ kind: "ip", text: text ?? "" }));
    const found = await ask({ things });
    expect(found.length).toBeGreaterThan(0);
    expect(new Set(found.map(({ source }) => source)).size).toBeLessThanOrEqual(2);
    const mixed =
      pivotSql({
        things: [
          { kind: "ip", text: "1" },
          { kind: "file", text: "a" },
        ],
        span: undefined,
        near: 0,
        most: 1,
      }) ?? "";
    const named = ocsfClasses.filter(({ name }) => mixed.includes(`FROM ${name}\n`)).map(({ columns }) => columns.map(({ name }) => name));
    for (const columns of named)
      expect([columnsOf.ip, columnsOf.file].every((some) => some.some((one) => columns.includes(one)))).toBe(true);
    expect(pivotSql({ things, span: undefined, near: 0, most: 1, classes: new Set() })).toBeUndefined();
  });

  it("keeps to the span to the microsecond, and gives those nearest to a time when there are more, in order of time", async () => {
    const all = await ask({});
    expect(all.length).toBeGreaterThan(4);
    const times = all.map(({ time }) => Date.parse(`${(time ?? "").replace(" ", "T")}Z`) * 1000);
    const middle = times[Math.floor(times.length / 2)] ?? 0;
    const near = await ask({ near: middle, most: 3 });
    expect(near).toHaveLength(3);
    expect(near.map(({ total }) => Number(total))).toEqual([all.length, all.length, all.length]);
    const apart = times.map((time) => Math.abs(time - middle)).toSorted((a, b) => a - b);
    const farthest = Math.max(...near.map(({ time }) => Math.abs(Date.parse(`${(time ?? "").replace(" ", "T")}Z`) * 1000 - middle)));
    expect(farthest).toBeLessThanOrEqual((apart[2] ?? 0) + 1000);
    const given = near.map(({ time }) => time ?? "");
    expect(given).toEqual(given.toSorted((a, b) => (a < b ? -1 : 1)));
    const [at] = await rowsOf("SELECT epoch_us(min(time)) AS us FROM network_activity");
    const us = Number(at?.["us"]);
    expect((await ask({ span: { from: us, to: us + 1 } })).length).toBeGreaterThan(0);
    expect((await ask({ span: { from: us - 10, to: us }, classes: new Set(["network_activity"]) })).length).toBe(0);
  });

  it("gives rows of two thousand characters at most, whatever the events hold", async () => {
    expect(Math.max(...(await ask({})).map((row) => JSON.stringify(row).length))).toBeLessThan(2000);
  });
});
