import { rmSync } from "node:fs";
import { DuckDBInstance } from "@duckdb/node-api";

const numbers: Readonly<Record<string, string>> = {
  ts: "DOUBLE",
  "id.orig_p": "INTEGER",
  "id.resp_p": "INTEGER",
  duration: "DOUBLE",
  orig_bytes: "BIGINT",
  resp_bytes: "BIGINT",
  missed_bytes: "BIGINT",
  orig_pkts: "BIGINT",
  orig_ip_bytes: "BIGINT",
  resp_pkts: "BIGINT",
  resp_ip_bytes: "BIGINT",
};

/**
 * Seconds that native DuckDB takes to read a Zeek conn log into a table of a database file, checkpoint included. Every column is named with
 * its type, so that nothing is guessed from a sample. `threads` undefined: as many as it likes.
 */
export async function readNatively(log: string, fields: readonly string[], database: string, threads: number | undefined): Promise<number> {
  const columns = fields.map((name) => `'${name}': '${numbers[name] ?? "VARCHAR"}'`).join(", ");
  const instance = await DuckDBInstance.create(database, threads === undefined ? {} : { threads: String(threads) });
  const connection = await instance.connect();
  try {
    const from = performance.now();
    await connection.run(
      `CREATE TABLE conn AS SELECT * FROM read_csv('${log}', delim='\t', quote='', escape='', header=false, nullstr='-', comment='#', auto_detect=false, columns={${columns}})`,
    );
    await connection.run("CHECKPOINT");
    return (performance.now() - from) / 1000;
  } finally {
    connection.closeSync();
    instance.closeSync();
    rmSync(database, { force: true });
  }
}
