import { AppError } from "../../shared/contract/errors.ts";
import type { Output, Parsed, RequestName } from "../../shared/contract/requests.ts";
import type { DatasetVersion } from "../../shared/contract/telemetry.ts";

type SqlNames = Extract<RequestName, `sql.${string}`>;
type SqlHandlers = { readonly [K in SqlNames]: (input: Parsed<K>) => Output<K> | Promise<Output<K>> };

interface SqlOptions {
  readonly dataset: DatasetVersion | null;
  readonly runJob: (name: string, title: string, stages: readonly string[]) => Promise<void>;
}

const columns = [
  { name: "snapshot", type: "VARCHAR" },
  { name: "event_no", type: "BIGINT" },
  { name: "time", type: "TIMESTAMP" },
  { name: "src_endpoint_ip", type: "VARCHAR" },
  { name: "dst_endpoint_hostname", type: "VARCHAR" },
  { name: "traffic_bytes_out", type: "HUGEINT" },
  { name: "app_name", type: "VARCHAR" },
];

const rowAt = (i: number): (string | null)[] => [
  "7f3a9c00aa7f3a9c",
  String(i),
  `2026-03-22 10:${String(Math.floor(i / 60) % 60).padStart(2, "0")}:${String(i % 60).padStart(2, "0")}.123456`,
  `10.20.4.${i % 250}`,
  i % 7 === 3 ? "a\u202egnp.exe\u0007<img src=x onerror=alert(1)>" : `host-${i % 40}.example.test`,
  String(170141183460469231731687303715884105n + BigInt(i)),
  i % 3 === 0 ? null : i % 3 === 1 ? "" : "ssl",
];

/** Answers that depend on the words of a statement: `nosuch` is refused with its place, `slow` takes seconds. */
export function fakeSql({ dataset, runJob }: SqlOptions): SqlHandlers {
  const scope = {
    datasetVersion: dataset === null ? null : { id: dataset.id, number: dataset.number },
    snapshots: dataset?.snapshots ?? [],
    elapsedMs: 42,
  };
  return {
    "sql.run": async ({ sql, limit }) => {
      const lines = sql.split("\n");
      const line = lines.findIndex((text) => text.includes("nosuch"));
      if (line >= 0)
        throw new AppError("query-failed", 'Binder Error: Referenced column "nosuch" not found in FROM clause!', {
          field: "sql",
          line: line + 1,
          column: (lines[line] ?? "").indexOf("nosuch") + 1,
        });
      if (sql.includes("slow")) await runJob("sql.run", "Query slow", ["running"]);
      const total = sql.includes("none") ? 0 : 5000;
      const rows = Array.from({ length: Math.min(limit, total) }, (_, i) => rowAt(i));
      return { ...scope, columns, rows, more: total > limit };
    },
    "sql.explain": () => ({ ...scope, text: "┌───────────┐\n│ HASH_JOIN │\n└───────────┘" }),
  };
}
