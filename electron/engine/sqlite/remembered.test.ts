import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import BetterSqlite3 from "better-sqlite3";
import { afterEach, beforeEach, expect, test } from "vitest";
import { remembered } from "./remembered.ts";

let dir = "";
let db: BetterSqlite3.Database;
let reads = 0;
const nameOf = remembered(
  (_, id: number) => String(id),
  (of, id: number) => {
    reads += 1;
    return of.prepare("SELECT name FROM thing WHERE id = ?").pluck().get(id);
  },
);
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), "quarry-remembered-"));
  db = new BetterSqlite3(join(dir, "a.sqlite"));
  db.pragma("journal_mode = WAL");
  db.exec("CREATE TABLE thing (id INTEGER, name TEXT); INSERT INTO thing VALUES (1, 'one'), (2, 'two')");
  reads = 0;
});
afterEach(() => {
  db.close();
  rmSync(dir, { recursive: true });
});

test("what was found is not looked up again, also where nothing was", () => {
  expect([nameOf(db, 1), nameOf(db, 1), nameOf(db, 2), nameOf(db, 3), nameOf(db, 3)]).toEqual(["one", "one", "two", undefined, undefined]);
  expect(reads).toBe(3);
});

test("a write is seen at once, whichever connection makes it", () => {
  nameOf(db, 1);
  db.exec("UPDATE thing SET name = 'uno' WHERE id = 1");
  expect(nameOf(db, 1)).toBe("uno");
  const other = new BetterSqlite3(join(dir, "a.sqlite"));
  other.exec("UPDATE thing SET name = 'eins' WHERE id = 1");
  other.close();
  expect(nameOf(db, 1)).toBe("eins");
});

test("what a transaction saw is forgotten with it", () => {
  db.exec("BEGIN; UPDATE thing SET name = 'uno' WHERE id = 1");
  expect(nameOf(db, 1)).toBe("uno");
  db.exec("ROLLBACK");
  expect(nameOf(db, 1)).toBe("one");
});

test("each database has its own answers", () => {
  const other = new BetterSqlite3(":memory:");
  other.exec("CREATE TABLE thing (id INTEGER, name TEXT); INSERT INTO thing VALUES (1, 'other')");
  expect([nameOf(db, 1), nameOf(other, 1), nameOf(db, 1)]).toEqual(["one", "other", "one"]);
  other.close();
});
