import { globSync, mkdtempSync, readFileSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createDuckDbEngine } from "../../electron/engine/duckdb/duckdb-engine.ts";
import type { InputTable, QueryEngine } from "../../electron/engine/duckdb/query-engine.ts";
import { type Database, openDatabase } from "../../electron/engine/sqlite/database.ts";
import { withFixedPlan } from "../../electron/engine/sqlite/statement.ts";
import { migrations } from "../../electron/engine/sqlite/migrations.ts";
import { z } from "zod";
import { ModelPackage } from "../../shared/contract/models.ts";

const repository = join(import.meta.dirname, "../..");
const inRepository = (pattern: string): string[] => globSync(pattern, { cwd: repository }).toSorted();
const statements = inRepository("electron/engine/**/*.sql").filter((file) => !file.includes("/migrations/"));
const packages = inRepository("models/*/features.sql").map((file) => dirname(file));

let root = "";
let store: Database;
let engine: QueryEngine;

beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), "quarry-sql-"));
  store = openDatabase(join(root, "quarry.sqlite"));
  engine = createDuckDbEngine({ snapshotsDir: join(root, "snapshots"), cacheDir: join(root, "cache"), log: () => undefined, workers: 1 });
});
afterAll(async () => {
  store.close();
  await engine.close();
  rmSync(root, { recursive: true, force: true });
});

const types = { VARCHAR: "string", BIGINT: "int64", DOUBLE: "double", TIMESTAMP: "timestamp" } as const;
const isTypeName = (word: string | undefined): word is keyof typeof types => word !== undefined && Object.hasOwn(types, word);

/** The input tables a statement's header declares: `Tables: hosts(value VARCHAR), spans(bucket BIGINT, from_time, to_time TIMESTAMP)`. */
function declaredTables(sql: string): InputTable[] {
  const header = sql
    .split("\n")
    .filter((line) => line.startsWith("--"))
    .join("\n");
  const declaration = /\btables?:([\s\S]*?)(?=\n-- \w+:|$)/i.exec(header)?.[1] ?? "";
  return [...declaration.matchAll(/\b([a-z_]+)\(([^)]*)\)/g)].map(([, name = "", columns = ""]) => {
    const words = columns.split(",").map((column) => column.trim().split(/\s+/));
    return {
      name,
      columns: words.flatMap(([column = "", type], i) => {
        const declared = isTypeName(type)
          ? type
          : type === undefined
            ? words
                .slice(i)
                .map((w) => w[1])
                .find(isTypeName)
            : undefined;
        return declared === undefined ? [] : [{ name: column, type: types[declared], values: [] }];
      }),
    };
  });
}

/** A statement with what its header says may stand for each of its placeholders: `Replaced: {{key}} = t.source; {{cap}} = 5`. */
function withStandIns(sql: string): string {
  const standIns = new Map([["{{class}}", "network_activity"]]);
  const declared = /^-- Replaced: (.*)$/m.exec(sql)?.[1]?.split("; ") ?? [];
  for (const [, name = "", text = ""] of declared.map((one) => /^(\{\{[a-z]+\}\}) = (.*)$/.exec(one) ?? [])) standIns.set(name, text);
  const body = sql.replaceAll(/^--.*$/gm, "");
  return body.replaceAll(/\{\{[a-z]+\}\}/g, (name) => standIns.get(name) ?? name);
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** Undefined when SQLite takes the statement, else why not. */
function refusedBySqlite(sql: string): string | undefined {
  try {
    store.prepare(sql);
    return undefined;
  } catch (error) {
    return messageOf(error);
  }
}

describe("every statement beside the engine's code", () => {
  test("is found", () => expect(statements.length).toBeGreaterThan(10));

  test("every migration file is in the list that is applied, in order", () => {
    const files = readdirSync(join(repository, "electron/engine/sqlite/migrations")).toSorted();
    expect(files).toEqual(migrations.map((migration) => `${migration.name}.sql`));
    expect(files.map((file) => Number(file.slice(0, 4)))).toEqual(files.map((_, i) => i + 1));
  });

  test.each(statements)("%s prepares against the empty store or the empty class views", async (file) => {
    const text = readFileSync(join(repository, file), "utf8");
    const sql = withStandIns(text);
    const refusal = refusedBySqlite(sql);
    if (refusal === undefined) return;
    try {
      expect((await engine.columns({ scope: { snapshots: [] }, sql, tables: declaredTables(text) })).rowCount).toBeGreaterThanOrEqual(0);
    } catch (error) {
      expect.unreachable(`SQLite: ${refusal}\nDuckDB: ${messageOf(error)}`);
    }
  });
});

/** How SQLite would go about a statement; nothing of one that is not for SQLite. */
function planOf(sql: string): string[] {
  if (refusedBySqlite(sql) !== undefined) return [];
  const fixed = withFixedPlan(sql);
  const given = Object.fromEntries([...fixed.matchAll(/\$(\w+)/g)].map(([, name = ""]) => [name, "[]"]));
  return z
    .array(z.object({ detail: z.string() }))
    .parse(store.prepare(`EXPLAIN QUERY PLAN ${fixed}`).all(given))
    .map(({ detail }) => detail);
}

describe("every statement over the queue", () => {
  test.each(statements.filter((file) => readFileSync(join(repository, file), "utf8").includes("queue_item")))(
    "%s looks at those it is about, and does not make the whole queue first",
    (file) => {
      const plan = planOf(withStandIns(readFileSync(join(repository, file), "utf8")));
      expect(plan.length).toBeGreaterThan(0);
      expect(plan.filter((step) => step.startsWith("MATERIALIZE queue_item"))).toEqual([]);
    },
  );
});

describe("every statement about one anomaly", () => {
  test.each(statements.filter((file) => readFileSync(join(repository, file), "utf8").includes("$anomaly")))(
    "%s does not go through all anomalies for it",
    (file) => {
      const sql = withStandIns(readFileSync(join(repository, file), "utf8"));
      const names = new Set(["anomaly", ...[...sql.matchAll(/\banomaly AS (\w+)/g)].map(([, name = ""]) => name)]);
      const scanned = planOf(sql).filter((step) => /^SCAN (\w+)/.test(step) && names.has(/^SCAN (\w+)/.exec(step)?.[1] ?? ""));
      expect(scanned).toEqual([]);
    },
  );
});

describe("every model package", () => {
  test("is found", () => expect(packages.length).toBeGreaterThan(0));

  test.each(packages)("%s yields its keys, label, window, event count and every feature", async (dir) => {
    const model = ModelPackage.parse(JSON.parse(readFileSync(join(repository, dir, "model.json"), "utf8")));
    const result = await engine.columns({ scope: { snapshots: [] }, sql: readFileSync(join(repository, dir, "features.sql"), "utf8") });
    const required = [
      ...model.grain.keys.map((key) => key.column),
      "subject_label",
      "window_from",
      "window_to",
      "events",
      ...model.features.map((f) => f.name),
    ];
    expect(result.names).toEqual(expect.arrayContaining(required));
    expect(result.names.filter((name) => !required.includes(name) && !name.startsWith("x_"))).toEqual([]);
    expect(result.rowCount).toBe(0);
  });

  test.each(packages)("%s finds its evidence by subject, with the original identifiers", async (dir) => {
    const model = ModelPackage.parse(JSON.parse(readFileSync(join(repository, dir, "model.json"), "utf8")));
    const subjects: InputTable = {
      name: "subjects",
      columns: [
        { name: "subject_no", type: "int64", values: [] },
        ...model.grain.keys.map((key) => ({ name: key.column, type: "string" as const, values: [] })),
        { name: "window_from", type: "timestamp", values: [] },
        { name: "window_to", type: "timestamp", values: [] },
      ],
    };
    const sql = readFileSync(join(repository, dir, "evidence.sql"), "utf8");
    const result = await engine.columns({ scope: { snapshots: [] }, sql, tables: [subjects] });
    expect(result.names.slice(0, 7)).toEqual(["subject_no", "class", "snapshot", "event_no", "file_no", "record_no", "time"]);
    expect(result.names.slice(7).filter((name) => !name.startsWith("id_"))).toEqual([]);
  });
});
