import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { LinkageRecord } from "../../electron/engine/entities/linkage/comparison-set.ts";
import { toHostRecord, toPersonRecord } from "../../electron/engine/entities/linkage/inventory-records.ts";
import { hostSet } from "../../electron/engine/entities/linkage/host-set.ts";
import { faultOf, LinkageModel, withId } from "../../electron/engine/entities/linkage/model.ts";
import { personSet } from "../../electron/engine/entities/linkage/person-set.ts";
import { proposeLinks } from "../../electron/engine/entities/linkage/propose-links.ts";
import { scorePairs } from "../../electron/engine/entities/linkage/score.ts";
import { trainModel } from "../../electron/engine/entities/linkage/train.ts";
import { waterfallOf } from "../../electron/engine/entities/linkage/waterfall.ts";
import { clusterQuality } from "../bench/entity-resolution/pair-quality.ts";
import { fakePeople, readFakePeople } from "../unit-support/linkage-sets.ts";
import { noTestData, testData } from "../unit-support/test-data.ts";
import { openEngine, type TestEngine } from "./duckdb-setup.ts";

let root = "";
let opened: TestEngine;
let model: LinkageModel;
beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), "quarry-linkage-"));
  opened = openEngine(root);
  model = await trainModel(opened.engine, personSet, people(100));
});
afterAll(async () => {
  await opened.engine.close();
  rmSync(root, { recursive: true, force: true });
});

const given = ["Alice", "Robert", "Chandra", "Dmitri", "Esther", "Farouk", "Grace", "Hiroko", "Ingrid", "Jamal", "Keiko", "Lorenzo"];
const surnames = [
  "Nguyen",
  "Okafor",
  "Petrov",
  "Quinn",
  "Rossi",
  "Schmidt",
  "Tanaka",
  "Umarov",
  "Valdez",
  "Weber",
  "Xu",
  "Yamada",
  "Zeller",
];

/** People with a record in the directory and one in the identity provider; 0 to 155 have names of their own. */
function person(i: number, source: "ad" | "okta", changed: Readonly<Record<string, string>> = {}): LinkageRecord {
  const [first, last] = [given[i % given.length] ?? "", surnames[i % surnames.length] ?? ""];
  const fields = {
    givenName: first,
    surname: last,
    mail: `${first}.${last}@example.com`,
    employeeId: `E${1000 + i}`,
    phone: `+61 400 000 ${100 + i}`,
    department: `D${i % 5}`,
  };
  return toPersonRecord({
    id: `${source}:${String(i).padStart(4, "0")}`,
    source,
    fields: new Map(Object.entries({ ...fields, ...changed })),
  });
}
const people = (count: number): LinkageRecord[] => Array.from({ length: count }, (_, i) => [person(i, "ad"), person(i, "okta")]).flat();

describe("links between a directory and an identity provider", () => {
  const link = (records: readonly LinkageRecord[], options: Parameters<typeof proposeLinks>[4] = {}) =>
    proposeLinks(opened.engine, personSet, model, records, options);

  it("are active for people whose name and employee number agree, with the reasons in bits", async () => {
    const { links } = await link(people(100));
    expect(links.filter(({ state }) => state === "active").map(({ a, b }) => [a.slice(3), b.slice(5)])).toEqual(
      Array.from({ length: 100 }, (_, i) => [String(i).padStart(4, "0"), String(i).padStart(4, "0")]),
    );
    const [first] = links;
    const sum = first?.parts.reduce((total, { bits }) => total + bits, model.priorBits);
    expect(first?.weight).toBeCloseTo(sum ?? Number.NaN, 9);
    expect(first?.text).toMatch(/^Because .*employee number is equal \(\+\d+\.\d.*Prior -\d+\.\d\. Probability .*candidate/);
  });

  it("are the same bytes whatever the order of the records, and so is what is learned from them", async () => {
    const records = people(100);
    const shuffled = records.toSorted((one, other) => (one.id.slice(-2) + one.id < other.id.slice(-2) + other.id ? 1 : -1));
    expect(shuffled.map(({ id }) => id)).not.toEqual(records.map(({ id }) => id));
    expect(JSON.stringify(await link(shuffled))).toBe(JSON.stringify(await link(records)));
    expect(await trainModel(opened.engine, personSet, shuffled)).toEqual(model);
  });

  it("wait for a person where two candidates are equally good", async () => {
    const twin = { id: "okta:twin", source: "okta" };
    const alone = { employeeId: "", department: "" };
    const records = [...people(100).filter(({ id }) => !id.endsWith("0007")), person(7, "ad", alone), person(7, "okta", alone)];
    const { links } = await link([...records, { ...person(7, "okta", alone), ...twin }]);
    const about = links.filter(({ a }) => a === "ad:0007");
    expect(about.map(({ b, state, margin }) => [b, state, margin])).toEqual([
      ["okta:0007", "review", 0],
      ["okta:twin", "review", 0],
    ]);
  });

  it("are not made against a veto, and not active where they alone would join two groups", async () => {
    const records = people(60);
    const isVetoed = (a: string, b: string): boolean => [a, b].some((id) => id.endsWith("0003"));
    const known = ["1", "2"].flatMap((n) => [
      { a: "ad:0005", b: `ad:000${n === "1" ? "8" : "9"}` },
      { a: "okta:0005", b: `okta:000${n === "1" ? "6" : "7"}` },
    ]);
    const { links } = await link(records, { isVetoed, known });
    expect(links.some(({ a, b }) => isVetoed(a, b))).toBe(false);
    const bridge = links.find(({ a }) => a === "ad:0005");
    expect(bridge?.state).toBe("review");
    expect(bridge?.doubt).toBe("it alone would join two groups of records");
  });

  it("say which blocks were too crowded to compare", async () => {
    const records = people(100);
    const scored = await scorePairs(opened.engine, personSet, model, records, { floorBits: 0, cap: 12 });
    expect(scored.skipped.length).toBeGreaterThan(0);
    expect(scored.skipped.every(({ records: size }) => size > 12)).toBe(true);
  });
});

describe("links between a configuration database and a directory's computers", () => {
  it("follow the serial number and the name, not the name of 15 characters alone", async () => {
    const host = (i: number, source: "cmdb" | "ad", name: string, serial: string) =>
      toHostRecord({
        id: `${source}:${String(i).padStart(3, "0")}`,
        source,
        fields: new Map([
          ["name", name],
          ["serial", serial],
          ["os", `Windows ${10 + (i % 3)}`],
          ["model", `M${i % 4}`],
        ]),
      });
    const usual = Array.from({ length: 80 }, (_, i) =>
      ["cmdb", "ad"].map((source) => host(i, source === "ad" ? "ad" : "cmdb", `syd-lt0${1000 + i * 7}`, `SN48${i * 37}A`)),
    ).flat();
    const records = [
      ...usual,
      host(900, "cmdb", "syd-payments-db-0001", "SN99990001"),
      host(901, "ad", "syd-payments-db-0002", "SN99990002"),
    ];
    const learned = await trainModel(opened.engine, hostSet, records);
    const { links } = await proposeLinks(opened.engine, hostSet, learned, records);
    expect(links.filter(({ state }) => state === "active").length).toBe(80);
    expect(links.some(({ a, b }) => a === "ad:901" || b === "cmdb:900")).toBe(false);
  });
});

describe("a linkage model", () => {
  it("that gives worse agreement more weight is refused, one that was trained is not, and it survives being written down", async () => {
    expect(faultOf(model)).toBeUndefined();
    expect(LinkageModel.parse(JSON.parse(JSON.stringify(model)))).toEqual(model);
    const [names, ...rest] = model.comparisons;
    const turned =
      names?.levels.map((level) => ({ ...level, m: level.level === 0 ? 0.9 : level.m, u: level.level === 0 ? 1e-6 : level.u })) ?? [];
    const { id: _, ...content } = model;
    const wrong = withId({ ...content, comparisons: [...(names === undefined ? [] : [{ ...names, levels: turned }]), ...rest] });
    expect(wrong.id).not.toBe(model.id);
    expect(faultOf(wrong)).toMatch(/^in names, .* less than "differs"/);
    await expect(scorePairs(opened.engine, hostSet, model, [], { floorBits: 0 })).rejects.toMatchObject({ code: "model-mismatch" });
  });
});

describe.skipIf(noTestData("entity-resolution"))("people whose true records are known", () => {
  it("are found again in a list full of gaps, each pair for the reasons that its waterfall gives", async () => {
    const records = readFakePeople(testData("entity-resolution", "splink", "fake_1000.csv") ?? "");
    const learned = await trainModel(opened.engine, fakePeople, records);
    const { ids, pairs } = await scorePairs(opened.engine, fakePeople, learned, records, { floorBits: 0 });
    const clusters = new Map(records.map(({ id, cluster }) => [id, cluster]));
    const { f1, precision } = clusterQuality(
      pairs,
      ids.map((id) => clusters.get(id) ?? ""),
    );
    expect(f1).toBeGreaterThanOrEqual(0.915);
    expect(precision).toBeGreaterThanOrEqual(0.96);
    expect(pairs.filter((pair) => Math.abs(waterfallOf(learned, pair).weight - pair.weight) > 1e-9)).toEqual([]);
  });
});
