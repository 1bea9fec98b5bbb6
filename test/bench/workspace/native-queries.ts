import { DuckDBInstance } from "@duckdb/node-api";
import type { QueryEngine } from "../../../electron/engine/duckdb/query-engine.ts";
import { type Figures, timed } from "./figures.ts";

/** What hunting asks of flows, in words that both understand. */
const queries: Readonly<Record<string, string>> = {
  count: "SELECT count(*) AS n FROM network_activity",
  "group by state": "SELECT status_code, count(*) AS n, sum(traffic_bytes_out) AS b FROM network_activity GROUP BY status_code ORDER BY 1",
  "group by pair":
    "SELECT src_endpoint_ip, dst_endpoint_ip, count(*) AS n, sum(traffic_bytes_out) AS b FROM network_activity GROUP BY 1, 2 ORDER BY n DESC, 1, 2 LIMIT 1000",
  "gaps per source":
    "SELECT src_endpoint_ip, avg(gap) AS g FROM (SELECT src_endpoint_ip, epoch(time) - epoch(lag(time) OVER (PARTITION BY src_endpoint_ip ORDER BY time)) AS gap FROM network_activity) AS t GROUP BY 1 ORDER BY 2, 1 LIMIT 1000",
  "one source's events":
    "SELECT time, dst_endpoint_ip, traffic_bytes_out FROM network_activity WHERE src_endpoint_ip = '10.0.0.7' ORDER BY time",
};

/** Best of three, each over what the one before left in memory. */
async function best(work: () => Promise<unknown>): Promise<number> {
  const times: number[] = [];
  for (let i = 0; i < 3; i++) times.push((await timed(work)).ms);
  return Math.min(...times);
}

/** Times each query in the engine and in native DuckDB, over a table that it made of the same files. */
export async function compareWithNative(
  figures: Figures,
  engine: QueryEngine,
  snapshot: string,
  segments: string,
  database: string,
): Promise<void> {
  const instance = await DuckDBInstance.create(database);
  const connection = await instance.connect();
  try {
    await connection.run(`CREATE TABLE network_activity AS SELECT * FROM read_parquet('${segments.replaceAll("'", "''")}')`);
    for (const [name, sql] of Object.entries(queries)) {
      const ours = await best(() => engine.columns({ scope: { snapshots: [snapshot] }, sql }));
      const nativeMs = async (threads: string): Promise<number> => {
        await connection.run(threads);
        return best(() => connection.runAndReadAll(sql));
      };
      const [ownChoice, oneThread] = [await nativeMs("RESET threads"), await nativeMs("SET threads = 1")];
      figures.add(`query: ${name}`, "ms", ours, { n: 3, native: { oneThread: oneThread / ours, ownChoice: ownChoice / ours } });
    }
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}
