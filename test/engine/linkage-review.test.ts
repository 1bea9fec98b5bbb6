import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { EntityReviewItem } from "../../shared/contract/entities.ts";
import { decideOverride } from "../../electron/engine/operations/entity-overrides.ts";
import { retireInventory } from "../../electron/engine/operations/retire-inventory.ts";
import { resolutionStatus } from "../../electron/engine/resolution/describe-entity.ts";
import { explainPair } from "../../electron/engine/resolution/explain.ts";
import { comparedAt, linkRecords } from "../../electron/engine/resolution/link-records.ts";
import { linkageJoins, listReview } from "../../electron/engine/resolution/review-queue.ts";
import { openEngine, type TestEngine } from "./duckdb-setup.ts";
import { EntityEstate, type Sheet } from "./entity-support.ts";

let root = "";
let opened: TestEngine;
/** Starting DuckDB and comparing takes seconds, and minutes where the machine has other work. */
const patienceMs = 180_000;
beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), "quarry-review-"));
  opened = openEngine(root);
  await opened.engine.columns({ scope: { snapshots: [] }, sql: "SELECT 1 AS one" });
}, patienceMs);
afterAll(async () => {
  await opened.engine.close();
  rmSync(root, { recursive: true, force: true });
});

const march = "2026-03-01T00:00:00Z";
const [first, second] = [
  ["al", "be", "chi", "do", "el", "fa", "gu", "hi", "in", "jo"],
  ["nard", "sen", "rique", "vid", "mond", "bian", "stav", "roko", "grid", "achim"],
];
/** Names of a hundred people, no two alike. */
const nameOf = (i: number): readonly [string, string] => {
  const [ten, one] = [Math.floor(i / 10) % 10, i % 10];
  return [`${first[one] ?? ""}${second[ten] ?? ""}`, `${second[one] ?? ""}${first[ten] ?? ""}sson`];
};
const guid = (n: number): string => `00000000-0000-4000-8000-${String(n).padStart(12, "0")}`;

/** Everybody is in both sources, the first `numbered` with their employee number and the first `phoned` with their telephone. */
const people = 90;
const numbered = 60;
const phoned = 80;
const directory: Sheet = {
  kind: "directory",
  source: "ad",
  asOf: march,
  lines: [
    "objectGUID|sAMAccountName|mail|givenName|sn|employeeID|telephoneNumber|objectClass|distinguishedName",
    ...Array.from({ length: people }, (_, i) => {
      const [given, surname] = nameOf(i);
      const phone = i < phoned ? `+61 400 000 ${100 + i}` : "";
      return `${guid(i)}|u${i}|${given}.${surname}@corp.example|${given}|${surname}|E${i}|${phone}|user|CN=u${i},DC=corp,DC=example`;
    }),
  ],
};
const idp = (more: readonly string[] = []): Sheet => ({
  kind: "idp",
  source: "okta",
  asOf: march,
  lines: [
    "id|login|email|firstName|lastName|employeeNumber|mobilePhone",
    ...Array.from({ length: people }, (_, i) => {
      const [given, surname] = nameOf(i);
      const login = `${surname}${i}@cloud.example`;
      return `00u${i}|${login}|${login}|${given}|${surname}|${i < numbered ? `E${i}` : ""}|${i < phoned ? `0400 000 ${100 + i}` : ""}`;
    }),
    ...more,
  ],
});

const link = (estate: EntityEstate): Promise<void> => {
  estate.resolve();
  return linkRecords(estate.db, opened.engine, { signal: new AbortController().signal, progress: () => {} });
};
const review = (estate: EntityEstate): EntityReviewItem[] => {
  estate.resolve();
  return listReview(estate.db, { limit: 1000, offset: 0 }).items;
};
const names = (items: readonly EntityReviewItem[]): string[] => items.map(({ a, b }) => [a.label, b.label].toSorted().join(" = "));
const peopleIn = (estate: EntityEstate): number | undefined =>
  resolutionStatus(estate.db, estate.resolve()).byType.find(({ type }) => type === "person")?.entities;

describe("records of people that share no identifier", { timeout: patienceMs }, () => {
  it("are joined when two comparisons make it almost certain, wait for a person when the name alone does, and say why", async () => {
    const estate = new EntityEstate([directory, idp()]);
    expect(comparedAt(estate.db)).toBeUndefined();
    await link(estate);
    const open = review(estate);
    expect(comparedAt(estate.db)).toBeGreaterThan(0);
    expect(linkageJoins(estate.db)).toBe(phoned - numbered);
    expect(peopleIn(estate)).toBe(people + open.length);
    expect(open).toHaveLength(people - phoned);
    const [first] = open;
    expect(first).toMatchObject({ type: "person", marginBits: null });
    expect(first?.doubt).toContain("fewer than two comparisons agree");
    const bits = first?.parts.reduce((sum, part) => sum + part.bits, first.priorBits) ?? 0;
    expect(1 / (1 + 2 ** -bits)).toBeCloseTo(first?.p ?? 0, 9);
    expect(new Set([first?.a.kind, first?.b.kind])).toEqual(new Set(["directory", "idp"]));
    expect(first?.a.fields["surname"]).toBe(first?.b.fields["surname"]);
    estate.close();
  });

  it("are decided about by a person, which can be taken back and survives being derived from the log again", async () => {
    const estate = new EntityEstate([directory, idp()]);
    await link(estate);
    const before = { open: names(review(estate)), people: peopleIn(estate), stored: estate.stored() };
    const [same, apart] = review(estate);
    if (same === undefined || apart === undefined) throw new Error("there are pairs to review");
    const decided = decideOverride(
      estate.db,
      estate.book,
      { op: "must-link", a: same.a.record, b: same.b.record, why: "asked her" },
      "ana",
    );
    decideOverride(estate.db, estate.book, { op: "cannot-link", a: apart.a.record, b: apart.b.record, why: "another branch" }, "ana");
    expect(names(review(estate))).toEqual(before.open.slice(2));
    expect(peopleIn(estate)).toBe((before.people ?? 0) - 1);
    expect(comparedAt(estate.db), "what records say is the same whatever is decided").toBeDefined();
    estate.book.rebuild();
    expect(names(review(estate))).toEqual(before.open.slice(2));
    estate.book.undo("ana", decided.decision);
    const [, ...others] = before.open;
    expect(names(review(estate))).toEqual([before.open[0], ...others.slice(1)]);
    expect(peopleIn(estate)).toBe(before.people);
    estate.close();
  });

  it("wait where two fit equally well, and none is joined against an employee number", async () => {
    const [given, surname] = nameOf(70);
    const twin = `00utwin|twin@cloud.example|twin@cloud.example|${given}|${surname}||0400 000 170`;
    const [taken, name] = nameOf(75);
    const other = `00uother|other@cloud.example|other@cloud.example|${taken}|${name}|E999|0400 000 175`;
    const estate = new EntityEstate([directory, idp([twin, other])]);
    await link(estate);
    const about = review(estate).filter(({ doubt }) => doubt === "another candidate is as likely");
    expect(about).toHaveLength(2);
    expect(
      about.every(({ a, b, marginBits }) => a.fields["surname"] === surname && b.fields["surname"] === surname && marginBits === 0),
    ).toBe(true);
    expect(linkageJoins(estate.db)).toBe(phoned - numbered - 1);
    expect(review(estate).some(({ a, b }) => [a, b].some((side) => side.fields["employeeId"] === "E999"))).toBe(false);
    estate.close();
  });

  it("come out the same in whatever order the inventories came, and are compared anew only when those change", async () => {
    const one = new EntityEstate([directory, idp()]);
    const other = new EntityEstate([idp(), directory]);
    await link(one);
    await link(other);
    expect(other.partition()).toEqual(one.partition());
    expect(names(review(other))).toEqual(names(review(one)));
    const version = one.resolve().number;
    const at = comparedAt(one.db);
    await link(one);
    expect([one.resolve().number, comparedAt(one.db)]).toEqual([version, at]);
    const retired = resolutionStatus(one.db, one.resolve()).inventories.find(({ kind }) => kind === "idp")?.id ?? "";
    retireInventory(one.db, one.book, { id: retired, reason: "wrong tenant", restore: false, analyst: "ana" });
    expect(review(one)).toEqual([]);
    expect(comparedAt(one.db)).toBeUndefined();
    await link(one);
    expect([review(one), linkageJoins(one.db), peopleIn(one)]).toEqual([[], 0, people]);
    one.close();
    other.close();
  });
});

describe("records of hosts that share no identifier", { timeout: patienceMs }, () => {
  it("are joined by name, system, owner and site together, with each comparison's bits among the reasons", async () => {
    const computers: Sheet = {
      kind: "directory",
      source: "computers",
      asOf: march,
      lines: [
        "objectGUID|sAMAccountName|objectClass|operatingSystem|manager|physicalDeliveryOfficeName|distinguishedName",
        ...Array.from(
          { length: 80 },
          (_, i) => `${guid(1000 + i)}|WS-${1000 + i * 7}$|computer|Windows ${10 + (i % 2)}|Owner ${i}|Site ${i % 20}|CN=x`,
        ),
      ],
    };
    const cmdb: Sheet = {
      kind: "cmdb",
      source: "cmdb",
      asOf: march,
      lines: [
        "sys_id|name|serial_number|os|assigned_to|location",
        ...Array.from({ length: 80 }, (_, i) => `c${i}|ws-${1000 + i * 7}|SN${9000 + i}|Windows ${10 + (i % 2)}|Owner ${i}|Site ${i % 20}`),
      ],
    };
    const estate = new EntityEstate([computers, cmdb]);
    estate.resolve();
    const apart = estate.partition().length;
    await link(estate);
    estate.resolve();
    const joined = linkageJoins(estate.db);
    expect(joined).toBeGreaterThan(70);
    expect(estate.partition().length).toBe(apart - joined);
    const found = estate.mention("host", "ws-1007");
    if (found.outcome !== "RESOLVED") throw new Error("one host has that name");
    const why = explainPair(estate.db, { entity: found.entity, records: new Set() }, { entity: found.entity, records: new Set() });
    expect(why.tree).toMatchObject([{ rule: "linkage", state: "joined" }]);
    expect(why.tree[0]?.parts.map(({ name }) => name).toSorted()).toEqual(["names", "owner", "site", "system"]);
    estate.close();
  });
});
