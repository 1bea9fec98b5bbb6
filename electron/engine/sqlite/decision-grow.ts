import { canonicalJson } from "../../../shared/lib/canonical-json.ts";
import { loadText } from "../runtime.ts";
import type { Database } from "./connection.ts";
import type { DecisionRow } from "./decision-chain.ts";
import { readRows } from "./decision-rows.ts";
import { putSetting } from "./settings.ts";
import { execute, inTransaction } from "./statement.ts";

const appendSql = loadText(import.meta.url, "decision-append.sql");
const moveSql = loadText(import.meta.url, "decision-move.sql");
const settleSql = loadText(import.meta.url, "decision-settle.sql");

/**
 * Puts a merged log in place of the one that is part of it: entries move, none is changed or lost. What derives from the log has to be derived again, in
 * the same transaction.
 */
export function growLog(db: Database, rows: readonly DecisionRow[]): void {
  inTransaction(db, () => {
    const before = new Map(readRows(db).map((row) => [row.id, row]));
    for (const { id, seq, number } of rows) if (before.has(id) && before.get(id)?.seq !== seq) execute(db, moveSql, { id, seq, number });
    execute(db, settleSql);
    for (const { at_us: at, prev_hash: prevHash, ...row } of rows)
      if (!before.has(row.id)) execute(db, appendSql, { ...row, at, prevHash });
    const last = rows.at(-1);
    if (last !== undefined) putSetting(db, "log.head", canonicalJson({ seq: last.seq, hash: last.hash }));
  });
}
