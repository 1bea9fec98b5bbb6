import { canonicalJson } from "../../../shared/lib/canonical-json.ts";
import { loadText } from "../runtime.ts";
import type { Database } from "../sqlite/database.ts";
import { execute } from "../sqlite/statement.ts";
import { toLeaseEvent } from "./lease-events.ts";
import { recordFacts } from "./record-facts.ts";
import { identifiersOf } from "./record-identifiers.ts";
import type { InventoryRecord } from "./record.ts";
import { scopeOf, windowOf } from "./scope.ts";
import { rederiveLeases, storeLeaseEvents } from "./store-leases.ts";
import type { Version } from "./version.ts";

const inventorySql = loadText(import.meta.url, "inventory-insert.sql");
const recordSql = loadText(import.meta.url, "record-insert.sql");
const identifierSql = loadText(import.meta.url, "identifier-insert.sql");
const windowSql = loadText(import.meta.url, "change-window-insert.sql");
const rangeSql = loadText(import.meta.url, "range-insert.sql");
const rejectSql = loadText(import.meta.url, "inventory-reject-insert.sql");
const rechainSql = loadText(import.meta.url, "rechain.sql");

/** Sets again which version of a source is read when. */
export const rechain = (db: Database, kind: string, source: string): number => execute(db, rechainSql, { kind, source });

/** Writes a version and everything derived from it, in the caller's transaction. */
export function storeVersion(db: Database, version: Version): void {
  const { parsed, id, file, source, asOf } = version;
  execute(db, inventorySql, {
    id,
    kind: parsed.kind,
    file,
    rows: parsed.records.length,
    rejected: parsed.rejected,
    columns: JSON.stringify(parsed.columns),
    dropped: JSON.stringify(parsed.details.dropped.filter((one) => one.cells === null).map((one) => one.column)),
    now: version.importedAt,
    source,
    asOf: asOf.us,
    basis: asOf.basis,
    zone: version.reading.zone,
    details: canonicalJson(parsed.details),
  });
  for (const record of parsed.records) storeRecord(db, version, record);
  for (const [no, { line, reason, excerpt }] of parsed.rejects.entries())
    execute(db, rejectSql, { inventory: id, no, line, reason, excerpt });
  rechain(db, parsed.kind, source);
  if (parsed.kind === "dhcp") rederiveLeases(db, id);
}

function storeRecord(db: Database, version: Version, record: InventoryRecord): void {
  const { id, parsed } = version;
  const facts = recordFacts(parsed.kind, record);
  const at = { inventory: id, row: record.rowNo };
  execute(db, recordSql, {
    ...at,
    body: canonicalJson(Object.fromEntries(record.fields)),
    key: facts.key,
    updated: facts.updatedUs ?? null,
    owner: facts.owner ?? null,
    support: facts.supportGroup ?? null,
    criticality: facts.criticality ?? null,
  });
  const scope = scopeOf(parsed.kind, record);
  const window = parsed.kind === "changes" ? windowOf(record) : undefined;
  const keys = new Set([...identifiersOf(parsed.kind, record), ...scope.keys]);
  for (const identifier of keys) execute(db, identifierSql, { identifier, ...at });
  for (const { lo, hi, prefix } of scope.ranges) execute(db, rangeSql, { ...at, lo, hi, prefix });
  if (window !== undefined) execute(db, windowSql, { ...at, from: window.fromUs, to: window.toUs });
  if (parsed.kind !== "dhcp") return;
  const event = toLeaseEvent(id, record, version.reading);
  if (event !== undefined) storeLeaseEvents(db, [event]);
}
