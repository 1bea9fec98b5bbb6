import { mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { checkStatement } from "../../../electron/engine/duckdb/statement-guard.ts";
import { compileDuckDb, startDuckDb } from "../../../electron/engine/duckdb/instance.ts";
import { AppError } from "../../../shared/contract/errors.ts";
import { connections, openEngine } from "../../engine/duckdb-setup.ts";
import { writeSnapshot } from "../../engine/snapshot-fixture.ts";
import { fuzzTarget, type FuzzTarget } from "../fuzz-target.ts";
import { mutatedText } from "../mutate.ts";

const seeds: readonly string[] = [
  "SELECT snapshot, count(*) AS n FROM network_activity GROUP BY 1 ORDER BY n DESC LIMIT 5;",
  "WITH a AS (SELECT 1 AS x) SELECT * FROM a, range(3) AS r(i) WHERE x = i OR 'it''s' <> \"x\"",
  "EXPLAIN ANALYZE SELECT 1 -- comment\n",
  "PIVOT (SELECT 1 AS a, 'x' AS b) ON b USING sum(a)",
  "DESCRIBE network_activity",
  "FROM network_activity SELECT src_endpoint_ip /* x */",
  "VALUES (1, 'a'), (2, $$b$$), (3, e'\\x41')",
];

const pieces: readonly string[] = [
  ..."SELECT|1|;|)|(|--\n|/*|*/|'|\"|$$|$a$|COPY (SELECT 1) TO 'o.csv'|COPY|TO|FROM|,|UNION ALL|e'\\|WITH x AS|AS|q|JOIN|LATERAL|USING".split(
    "|",
  ),
  ..."'secret.csv'|\"secret.csv\"|secret.csv|read_csv('secret.csv')|read_text(|glob('*')|ATTACH 'x.db'|INSTALL httpfs|LOAD json|PRAGMA database_list".split(
    "|",
  ),
  ..."SET memory_limit='1TB'|getenv('HOME')|current_setting('temp_directory')|query('SELECT 1')|query_table(['x'])|duckdb_settings()|EXPORT DATABASE 'd'".split(
    "|",
  ),
  ..."CREATE TABLE t(i)|INSERT INTO t|DROP VIEW network_activity|EXECUTE p|PREPARE p AS|CALL checkpoint()|VACUUM|\0|\u00a0|\u2028|ﬀ|\ud83d".split(
    "|",
  ),
];

const texts = fc.oneof(
  mutatedText(seeds, pieces),
  fc.array(fc.constantFrom(...pieces), { minLength: 1, maxLength: 12 }).map((list) => list.join(" ")),
);

/** The guard alone, on DuckDB's own tokens. What it lets through is one statement that DuckDB reads inside brackets. */
const guard = fuzzTarget<string>({
  name: "sql-guard",
  quickCases: 150,
  boundMs: 10_000,
  says: "field",
  open: async () => {
    const db = await startDuckDb(await compileDuckDb());
    const connection = db.connect();
    return {
      inputs: texts,
      take: (sql) => {
        const { text } = checkStatement(sql, db.tokenize(sql));
        try {
          connection.prepare(`SELECT * FROM (\n${text}\n)`).close();
        } catch (error) {
          // DuckDB makes several statements of some PIVOTs itself.
          if (error instanceof Error && /multiple statements/i.test(error.message) && !/pivot/i.test(text))
            throw new Error("two statements were let through");
        }
      },
      close: () => connection.close(),
    };
  },
});

/** Whole statements against the engine: nothing is read or left beside the dataset, and the next statement runs. */
const statements = fuzzTarget<string>({
  name: "sql-statements",
  quickCases: 30,
  boundMs: 30_000,
  says: "why",
  open: async (root) => {
    const { engine, snapshotsDir, cacheDir } = openEngine(root, { memoryLimitMb: 256 });
    const { id } = writeSnapshot(snapshotsDir, [{ class: "network_activity", events: connections(20) }], "s");
    mkdirSync(cacheDir, { recursive: true });
    for (const folder of [root, cacheDir]) writeFileSync(join(folder, "secret.csv"), "word\nopen sesame\n");
    const run = (sql: string, timeoutMs = 5000) =>
      engine.statement({ snapshots: [id], sql, want: { as: "rows", limit: 20 }, timeoutMs }, () => undefined);
    // The first one waits for the worker to start.
    await run("SELECT count(*) FROM network_activity", 120_000);
    const listing = (): string =>
      readdirSync(root, { recursive: true, encoding: "utf8" })
        .filter((name) => !name.includes("tmp"))
        .toSorted()
        .join();
    const before = listing();
    return {
      inputs: texts,
      take: async (sql) => {
        const outcome = await run(sql).catch((error: unknown) => {
          if (error instanceof AppError) return error;
          throw error;
        });
        if (JSON.stringify(outcome instanceof AppError ? outcome.message : outcome.rows).includes("sesame"))
          throw new Error("a file was read");
        if (listing() !== before) throw new Error("a file was left");
        if (outcome instanceof AppError) throw outcome;
      },
      close: () => engine.close(),
    };
  },
});

export const statementTargets: readonly FuzzTarget[] = [guard, statements];
