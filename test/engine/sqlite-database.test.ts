import { existsSync, readdirSync, readFileSync, statSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import BetterSqlite3 from "better-sqlite3";
import { describe, expect, test } from "vitest";
import { openDatabase } from "../../electron/engine/sqlite/database.ts";
import { type Migration, migrations } from "../../electron/engine/sqlite/migrations.ts";
import { createDecisionLog } from "../../electron/engine/sqlite/decision-log.ts";
import { AppError, type ErrorCode } from "../../shared/contract/errors.ts";
import { tempDir } from "./temp-dir.ts";

const failsWith = (code: ErrorCode): unknown => expect.objectContaining({ name: "AppError", code });
const first: Migration = { name: "0001-one", sql: "CREATE TABLE one (a INTEGER PRIMARY KEY, b TEXT NOT NULL) STRICT;" };
const second: Migration = { name: "0002-two", sql: "ALTER TABLE one ADD COLUMN c TEXT NOT NULL DEFAULT 'new';" };

function caught(work: () => unknown): unknown {
  try {
    work();
  } catch (error) {
    return error;
  }
  return undefined;
}

describe("opening the operational store", () => {
  test("a new file has every migration, strict tables, WAL, full sync and enforced references", () => {
    const db = openDatabase(join(tempDir(), "quarry.sqlite"));
    expect(db.pragma("user_version", { simple: true })).toBe(migrations.length);
    expect(db.pragma("journal_mode", { simple: true })).toBe("wal");
    expect(db.pragma("synchronous", { simple: true })).toBe(2);
    expect(db.pragma("foreign_keys", { simple: true })).toBe(1);
    const tables = db.prepare(
      "SELECT name FROM pragma_table_list WHERE type = 'table' AND schema = 'main' AND name NOT LIKE 'sqlite_%' AND strict = ?",
    );
    expect(tables.all(1).length).toBeGreaterThan(10);
    expect(tables.all(0)).toEqual([]);
    db.close();
  });

  test("an older file is copied to the backups before it is migrated, and keeps its rows", () => {
    const dir = tempDir();
    const path = join(dir, "quarry.sqlite");
    const old = openDatabase(path, { migrations: [first] });
    old.exec("INSERT INTO one VALUES (1, 'x')");
    old.close();
    expect(existsSync(join(dir, "backups"))).toBe(false);
    const db = openDatabase(path, { migrations: [first, second] });
    expect(db.prepare("SELECT * FROM one").all()).toEqual([{ a: 1, b: "x", c: "new" }]);
    db.close();
    expect(readdirSync(join(dir, "backups"))).toEqual(["quarry-v1.sqlite", "quarry-v1.sqlite.json"]);
    const backup = new BetterSqlite3(join(dir, "backups", "quarry-v1.sqlite"), { readonly: true });
    expect(backup.pragma("user_version", { simple: true })).toBe(1);
    expect(backup.prepare("SELECT * FROM one").all()).toEqual([{ a: 1, b: "x" }]);
    backup.close();
  });

  test("a migration that fails leaves the file at its old version", () => {
    const path = join(tempDir(), "quarry.sqlite");
    openDatabase(path, { migrations: [first] }).close();
    const broken: Migration = { name: "0002-broken", sql: "CREATE TABLE two (a INTEGER) STRICT; CREATE TABLE one (a INTEGER) STRICT;" };
    expect(() => openDatabase(path, { migrations: [first, broken] })).toThrow("already exists");
    const db = openDatabase(path, { migrations: [first] });
    expect(db.prepare("SELECT name FROM sqlite_schema WHERE name = 'two'").all()).toEqual([]);
    db.close();
  });

  test("a second backup of the same version does not overwrite the first", () => {
    const dir = tempDir();
    const path = join(dir, "quarry.sqlite");
    openDatabase(path, { migrations: [first] }).close();
    openDatabase(path, { migrations: [first, second] }).close();
    const reset = new BetterSqlite3(path);
    reset.exec("ALTER TABLE one DROP COLUMN c; PRAGMA user_version = 1");
    reset.close();
    openDatabase(path, { migrations: [first, second] }).close();
    expect(readdirSync(join(dir, "backups")).toSorted()).toEqual(
      ["quarry-v1-2.sqlite", "quarry-v1.sqlite"].flatMap((name) => [name, `${name}.json`]),
    );
  });

  test("a file of a newer version is refused and not touched", () => {
    const path = join(tempDir(), "quarry.sqlite");
    openDatabase(path, { migrations: [first, second] }).close();
    const before = readFileSync(path);
    expect(caught(() => openDatabase(path, { migrations: [first] }))).toEqual(failsWith("workspace-newer"));
    expect(readFileSync(path).equals(before)).toBe(true);
  });

  test("an older file opened read-only is refused instead of migrated", () => {
    const path = join(tempDir(), "quarry.sqlite");
    openDatabase(path, { migrations: [first] }).close();
    expect(caught(() => openDatabase(path, { readOnly: true, migrations: [first, second] }))).toEqual(failsWith("conflict"));
  });

  test("a file that is not SQLite is reported as damaged, with what to do", () => {
    const path = join(tempDir(), "quarry.sqlite");
    writeFileSync(path, "ts\tuid\tid.orig_h\n".repeat(1000));
    const error = caught(() => openDatabase(path));
    expect(error).toEqual(failsWith("workspace-damaged"));
    expect(error instanceof AppError ? error.message : "").toContain("backups/");
  });

  test("somebody else's SQLite file is refused", () => {
    const path = join(tempDir(), "quarry.sqlite");
    const other = new BetterSqlite3(path);
    other.exec("CREATE TABLE moz_places (id INTEGER)");
    other.close();
    expect(caught(() => openDatabase(path))).toEqual(failsWith("workspace-damaged"));
  });

  test.each(["truncated", "garbled"])("a %s file is reported as damaged", (how) => {
    const path = join(tempDir(), "quarry.sqlite");
    const db = openDatabase(path);
    const log = createDecisionLog(db);
    for (let i = 0; i < 200; i += 1) log.append({ actor: "ana", kind: "note", body: { text: "x".repeat(200), i } });
    db.close();
    const size = statSync(path).size;
    if (how === "truncated") truncateSync(path, Math.floor(size / 2));
    else {
      const bytes = readFileSync(path);
      bytes.fill(0x5a, 4096, size - 4096);
      writeFileSync(path, bytes);
    }
    expect(caught(() => openDatabase(path))).toEqual(failsWith("workspace-damaged"));
  });
});
