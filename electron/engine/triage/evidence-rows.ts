import { AppError } from "../../../shared/contract/errors.ts";
import type { EvidenceRef, EvidenceRow } from "../../../shared/contract/triage.ts";
import { parseEventId, snapshotPrefix, toEventId } from "../../../shared/domain/ids.ts";
import { type ClassName, classNames } from "../../../shared/domain/ocsf.ts";
import type { DatasetScope, QueryEngine } from "../duckdb/query-engine.ts";
import { loadText } from "../runtime.ts";

const eventsSql = loadText(import.meta.url, "events-of-class.sql");
const bookkeeping = new Set(["snapshot", "event_no", "file_no", "record_no"]);

/** The events behind `refs` with every column that has a value, in the order of `refs`. Throws `evidence-unreadable` when one is gone. */
export async function readEvidenceRows(
  queryEngine: QueryEngine,
  snapshots: readonly string[],
  refs: readonly EvidenceRef[],
  signal: AbortSignal,
): Promise<EvidenceRow[]> {
  const found = new Map<string, EvidenceRow["columns"]>();
  for (const className of classNames) {
    const ofClass = refs.filter((r) => r.class === className);
    if (ofClass.length === 0) continue;
    const scope = scopeOf(snapshots, ofClass);
    for (const row of await readClass(queryEngine, scope, className, ofClass, signal)) {
      const columns = Object.entries(row).filter(([name, value]) => value !== null && !bookkeeping.has(name));
      found.set(toEventId(String(row["snapshot"]), Number(row["event_no"])), Object.fromEntries(columns));
    }
  }
  return refs.map((ref) => {
    const columns = found.get(ref.eventId);
    if (columns === undefined)
      throw new AppError("evidence-unreadable", `event ${ref.eventId} is no longer in its snapshot`, { file: ref.file, line: ref.record });
    return { ref, columns };
  });
}

function readClass(queryEngine: QueryEngine, scope: DatasetScope, className: ClassName, refs: readonly EvidenceRef[], signal: AbortSignal) {
  const ids = refs.map((r) => {
    const id = parseEventId(r.eventId);
    if (id === undefined) throw new Error(`malformed event id ${r.eventId}`);
    return id;
  });
  return queryEngine.rows(
    {
      scope,
      sql: eventsSql.replaceAll("{{class}}", className),
      tables: [
        {
          name: "wanted",
          columns: [
            { name: "snapshot", type: "string", values: ids.map((i) => i.snapshot) },
            { name: "event_no", type: "int64", values: ids.map((i) => i.eventNo) },
          ],
        },
      ],
    },
    signal,
  );
}

/** Only the snapshots and the time span the wanted events lie in: an evidence page must not scan the whole dataset. */
function scopeOf(snapshots: readonly string[], refs: readonly EvidenceRef[]): DatasetScope {
  const prefixes = new Set(refs.map((r) => parseEventId(r.eventId)?.snapshot));
  const times = refs.map((r) => r.time);
  return {
    snapshots: snapshots.filter((id) => prefixes.has(snapshotPrefix(id))),
    fromUs: Math.min(...times),
    toUs: Math.max(...times) + 1,
  };
}
