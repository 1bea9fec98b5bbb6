import { createHash } from "node:crypto";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { type Database, openDatabase } from "../../electron/engine/sqlite/database.ts";
import { createDecisionLog, type DecisionLog } from "../../electron/engine/sqlite/decision-log.ts";
import { putSetting } from "../../electron/engine/sqlite/settings.ts";
import { inTransaction } from "../../electron/engine/sqlite/statement.ts";
import { tempDir } from "./temp-dir.ts";

function openLog(entries = 0): { db: Database; log: DecisionLog } {
  const db = openDatabase(join(tempDir(), "quarry.sqlite"));
  const log = createDecisionLog(db);
  for (let i = 1; i <= entries; i += 1) log.append({ actor: "ana", kind: i % 2 === 0 ? "note" : "verdict", body: { i } });
  return { db, log };
}

/** What someone with a database tool could do. */
function tamper(db: Database, sql: string): void {
  db.exec("DROP TRIGGER decision_is_append_only_update; DROP TRIGGER decision_is_append_only_delete;");
  db.exec(sql);
}

describe("the decision log", () => {
  test("chains each entry to the one before by the documented hash", () => {
    const { log } = openLog();
    const one = log.append({ actor: "ana", kind: "verdict", body: { b: 1, a: "é" } });
    const two = log.append({ actor: "bo", kind: "note", body: null });
    expect(one).toMatchObject({ seq: 1, prevHash: "0".repeat(64), id: `d${one.hash.slice(0, 16)}` });
    expect(two).toMatchObject({ seq: 2, prevHash: one.hash });
    const text = `${"0".repeat(64)}\n{"actor":"ana","at":${one.at},"body":{"a":"é","b":1},"kind":"verdict","seq":1}`;
    expect(one.hash).toBe(createHash("sha256").update(text).digest("hex"));
    expect(log.head()).toEqual({ seq: 2, hash: two.hash });
    expect(log.verify()).toEqual({ ok: true, entries: 2, head: two.hash, problems: [] });
  });

  test("an entry that is not readable is told as damage, with the entry and what to do", () => {
    const { db, log } = openLog(2);
    tamper(db, "UPDATE decision SET body = x'ff' || 'not JSON' WHERE seq = 2");
    const told = { code: "workspace-damaged", message: expect.stringMatching(/Entry 2 .*quarry doctor/) as string };
    expect(() => log.page({ limit: 10 })).toThrow(expect.objectContaining(told) as Error);
    expect(log.verify().problems).toEqual([{ seq: 2, problem: "its content is not readable" }]);
  });

  test("an empty log verifies", () => {
    expect(openLog().log.verify()).toEqual({ ok: true, entries: 0, head: "0".repeat(64), problems: [] });
  });

  test("an entry and what it changes are one transaction: both stay or both go", () => {
    const { db, log } = openLog(1);
    expect(() =>
      inTransaction(db, () => {
        log.append({ actor: "ana", kind: "verdict", body: {} });
        putSetting(db, "analyst", "bo");
        throw new Error("projection failed");
      }),
    ).toThrow("projection failed");
    expect(log.head().seq).toBe(1);
    expect(log.verify().ok).toBe(true);
    inTransaction(db, () => log.append({ actor: "ana", kind: "verdict", body: {} }));
    expect(log.verify()).toMatchObject({ ok: true, entries: 2 });
  });

  test("pages run from newest to oldest, by kind, with the total of the kind", () => {
    const { log } = openLog(5);
    expect(log.page({ limit: 2 })).toMatchObject({ decisions: [{ seq: 5 }, { seq: 4 }], total: 5 });
    expect(log.page({ limit: 2, before: 4 }).decisions.map((d) => d.seq)).toEqual([3, 2]);
    expect(log.page({ limit: 9, kind: "note" })).toMatchObject({ decisions: [{ seq: 4, body: { i: 4 } }, { seq: 2 }], total: 2 });
    expect([...log.entries()].map((d) => d.seq)).toEqual([1, 2, 3, 4, 5]);
  });

  test("an entry is found by its id", () => {
    const { log } = openLog();
    const decision = log.append({ actor: "ana", kind: "note", body: { text: "seen" } });
    expect(log.find(decision.id)).toEqual(decision);
    expect(log.find("d0000000000000000")).toBeUndefined();
  });

  test("rows cannot be changed or deleted through SQL", () => {
    const { db } = openLog(1);
    expect(() => db.exec("UPDATE decision SET actor = 'eve'")).toThrow("append-only");
    expect(() => db.exec("DELETE FROM decision")).toThrow("append-only");
  });

  test.each([
    ["body", `UPDATE decision SET body = '{"i":99}' WHERE seq = 3`],
    ["spelling of the body", `UPDATE decision SET body = '{ "i":3}' WHERE seq = 3`],
    ["unreadable body", `UPDATE decision SET body = '{' WHERE seq = 3`],
    ["actor", "UPDATE decision SET actor = 'eve' WHERE seq = 3"],
    ["kind", "UPDATE decision SET kind = 'other' WHERE seq = 3"],
    ["time", "UPDATE decision SET at_us = at_us + 1 WHERE seq = 3"],
    ["id", "UPDATE decision SET id = 'd1' WHERE seq = 3"],
    ["hash", "UPDATE decision SET hash = 'ff' WHERE seq = 3"],
  ])("verification names an entry whose %s was changed", (_what, sql) => {
    const { db, log } = openLog(5);
    tamper(db, sql);
    const report = log.verify();
    expect(report.ok).toBe(false);
    expect(report.problems.map((p) => p.seq)).toContain(3);
  });

  test("verification finds removed entries in the middle, at the start and at the end", () => {
    for (const [range, pattern] of [
      ["seq IN (2, 3)", /entries 2 to 3 are missing/],
      ["seq = 1", /entry 1 is missing/],
      ["seq >= 4", /ends at entry 3: what followed was removed/],
      ["seq > 0", /ends at entry 0/],
    ] as const) {
      const { db, log } = openLog(5);
      tamper(db, `DELETE FROM decision WHERE ${range}`);
      const report = log.verify();
      expect(report.ok).toBe(false);
      expect(report.problems.map((p) => p.problem).join("; ")).toMatch(pattern);
    }
  });

  test("verification finds entries that changed places", () => {
    const { db, log } = openLog(5);
    tamper(
      db,
      "UPDATE decision SET seq = 99 WHERE seq = 2; UPDATE decision SET seq = 2 WHERE seq = 3; UPDATE decision SET seq = 3 WHERE seq = 99;",
    );
    expect(new Set(log.verify().problems.map((p) => p.seq))).toEqual(new Set([2, 3, 4]));
  });

  test("a log whose end was cut off takes no further entry, so that the cut stays visible", () => {
    const { db, log } = openLog(5);
    tamper(db, "DELETE FROM decision WHERE seq = 5");
    expect(() => log.append({ actor: "ana", kind: "note", body: {} })).toThrow("ends at entry 4, but entry 5");
    expect(log.verify().ok).toBe(false);
  });

  test("a body that JSON cannot carry is refused and nothing is written", () => {
    const { log } = openLog(1);
    expect(() => log.append({ actor: "ana", kind: "note", body: { score: Number.NaN } })).toThrow(TypeError);
    expect(log.verify()).toMatchObject({ ok: true, entries: 1 });
  });
});
