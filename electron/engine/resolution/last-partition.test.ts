import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { openDatabase } from "../sqlite/database.ts";
import { execute } from "../sqlite/statement.ts";
import { ofPartition } from "./last-partition.ts";

const dir = mkdtempSync(join(tmpdir(), "quarry-partition-"));
const db = openDatabase(join(dir, "a.sqlite"));
afterAll(() => {
  db.close();
  rmSync(dir, { recursive: true });
});

const begin = (number: number, id: string): number =>
  execute(db, "INSERT INTO entity_partition (number, id, rules, made_at_us) VALUES ($number, $id, 1, 0)", { number, id });

test("what changes with the partition alone is read once for each, and anew where a transaction may be rolled back", () => {
  let reads = 0;
  const read = ofPartition(() => (reads += 1));
  expect([read(db), read(db)]).toEqual([1, 1]);
  begin(1, "a");
  expect([read(db), read(db)]).toEqual([2, 2]);
  db.exec("BEGIN");
  begin(2, "b");
  expect([read(db), read(db)]).toEqual([3, 4]);
  db.exec("ROLLBACK");
  expect(read(db)).toBe(2);
  begin(2, "c");
  expect(read(db)).toBe(5);
});
