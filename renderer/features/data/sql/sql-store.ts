import { create } from "zustand";
import type { SqlPlan, SqlResult } from "../../../../shared/contract/sql.ts";

export type Outcome =
  | { readonly kind: "none" }
  | { readonly kind: "running"; readonly what: "rows" | "plan"; readonly since: number; readonly stop: () => void }
  | { readonly kind: "rows"; readonly result: SqlResult; readonly sql: string }
  | { readonly kind: "plan"; readonly plan: SqlPlan }
  | { readonly kind: "failed"; readonly error: Error }
  | { readonly kind: "cancelled"; readonly afterMs: number };

interface SqlState {
  readonly text: string;
  /** Raised when `text` was set from outside the editor. */
  readonly revision: number;
  /** Undefined is the latest version, whatever it is by then. */
  readonly dataset: string | undefined;
  readonly limit: number;
  readonly outcome: Outcome;
}

/** The console as it is while one looks elsewhere. */
export const useSql = create<SqlState>()(() => ({
  text: "SELECT snapshot, event_no, time, src_endpoint_ip, dst_endpoint_ip, dst_endpoint_port\nFROM network_activity\nORDER BY time DESC\nLIMIT 100\n",
  revision: 0,
  dataset: undefined,
  limit: 1000,
  outcome: { kind: "none" },
}));

export const setTyped = (text: string): void => useSql.setState({ text });
export const setText = (text: string): void => useSql.setState(({ revision }) => ({ text, revision: revision + 1 }));
export const setOutcome = (outcome: Outcome): void => useSql.setState({ outcome });
