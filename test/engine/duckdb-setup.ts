import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { createDuckDbEngine, type DuckDbEngineOptions } from "../../electron/engine/duckdb/duckdb-engine.ts";
import type { StatementEngine } from "../../electron/engine/duckdb/query-engine.ts";
import type { Event } from "./snapshot-fixture.ts";

export interface TestEngine {
  readonly engine: StatementEngine;
  readonly snapshotsDir: string;
  readonly cacheDir: string;
  readonly logged: string[];
}

export function openEngine(root: string, options: Partial<DuckDbEngineOptions> = {}): TestEngine {
  const snapshotsDir = join(root, "snapshots");
  const cacheDir = join(root, "cache");
  mkdirSync(snapshotsDir, { recursive: true });
  const logged: string[] = [];
  const engine = createDuckDbEngine({ snapshotsDir, cacheDir, log: (line) => logged.push(line), workers: 1, ...options });
  return { engine, snapshotsDir, cacheDir, logged };
}

export const t0 = 1_767_225_600_000_000;

/** One connection a second from t0, with a microsecond to spare so that nothing rounds unseen. */
export const connections = (count: number, firstSecond = 0): Event[] =>
  Array.from({ length: count }, (_, i) => ({
    time: t0 + (firstSecond + i) * 1_000_000 + 1,
    src_endpoint_ip: `10.0.0.${i % 5}`,
    dst_endpoint_ip: i % 2 === 0 ? "192.0.2.1" : "192.0.2.2",
    dst_endpoint_port: 443,
    traffic_bytes_out: i * 3_000_000_000,
    duration: i % 4 === 0 ? null : i / 8,
    app_name: i % 3 === 0 ? null : "größe 漢字",
  }));
