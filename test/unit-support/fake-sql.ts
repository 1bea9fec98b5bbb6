import { fakePivot } from "./fake-pivot.ts";
import { AppError } from "../../shared/contract/errors.ts";
import type { Output, Parsed, RequestName } from "../../shared/contract/requests.ts";
import type { EventBody, EventName } from "../../shared/contract/events.ts";
import type { SqlHistoryEntry } from "../../shared/contract/sql.ts";
import type { DatasetVersion } from "../../shared/contract/telemetry.ts";
import { nowUs } from "./fake-cases.ts";

type SqlNames = Extract<RequestName, `sql.${string}`>;
type SqlHandlers = { readonly [K in SqlNames]: (input: Parsed<K>) => Output<K> | Promise<Output<K>> };

interface SqlOptions {
  readonly dataset: DatasetVersion | null;
  readonly emit: <K extends EventName>(name: K, body: EventBody<K>) => void;
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
export function fakeSql({ dataset, runJob, emit }: SqlOptions): SqlHandlers {
  const scope = {
    datasetVersion: dataset === null ? null : { id: dataset.id, number: dataset.number },
    snapshots: dataset?.snapshots ?? [],
    elapsedMs: 42,
  };
  let history: SqlHistoryEntry[] = [];
  const note = (sql: string, change: Pick<SqlHistoryEntry, "outcome" | "rows" | "more" | "message">): void => {
    const known = history.find((entry) => entry.sql === sql);
    const entry: SqlHistoryEntry = {
      id: known?.id ?? `q${String(history.length)}`,
      sql,
      name: known?.name ?? null,
      isPinned: known?.isPinned ?? false,
      runs: (known?.runs ?? 0) + 1,
      lastRun: nowUs,
      elapsedMs: 42,
      datasetNumber: dataset?.number ?? null,
      ...change,
    };
    history = [entry, ...history.filter((one) => one !== known)];
    emit("workspace.changed", { what: "sql" });
  };
  return {
    "sql.run": async ({ sql, limit }) => {
      const lines = sql.split("\n");
      const line = lines.findIndex((text) => text.includes("nosuch"));
      if (line >= 0) note(sql, { outcome: "failed", rows: null, more: false, message: "nosuch not found" });
      if (line >= 0)
        throw new AppError("query-failed", 'Binder Error: Referenced column "nosuch" not found in FROM clause!', {
          field: "sql",
          line: line + 1,
          column: (lines[line] ?? "").indexOf("nosuch") + 1,
        });
      if (sql.includes("slow")) await runJob("sql.run", "Query slow", ["running"]);
      if (sql.includes("AS total")) return { ...scope, ...fakePivot(), more: false };
      const total = sql.includes("none") ? 0 : 5000;
      const rows = Array.from({ length: Math.min(limit, total) }, (_, i) => rowAt(i));
      note(sql, { outcome: "done", rows: rows.length, more: total > limit, message: null });
      return { ...scope, columns, rows, more: total > limit };
    },
    "sql.export": async ({ sql, format }) => {
      await runJob("sql.export", `Export as ${format}`, ["writing"]);
      return {
        schema: 1,
        format,
        file: `query-0c1d.${format}`,
        sha256: "ab12".repeat(16),
        bytes: 512_000,
        rows: 5000,
        columns,
        sql,
        datasetVersion: dataset?.id ?? null,
        snapshots: dataset?.snapshots ?? [],
      };
    },
    "sql.history": () => [...history].toSorted((a, b) => Number(b.isPinned) - Number(a.isPinned)),
    "sql.keep": ({ id, name, isPinned }) => {
      history = history.map((entry) => (entry.id === id ? { ...entry, name, isPinned } : entry));
      emit("workspace.changed", { what: "sql" });
      return {};
    },
    "sql.forget": ({ id }) => {
      history = history.filter((entry) => entry.id !== id);
      emit("workspace.changed", { what: "sql" });
      return { forgotten: true };
    },
    "sql.explain": () => ({ ...scope, text: "┌───────────┐\n│ HASH_JOIN │\n└───────────┘" }),
  };
}
