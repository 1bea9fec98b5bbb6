import { z } from "zod";
import { contentId, sha256 } from "../hash.ts";
import { loadText } from "../runtime.ts";
import type { Database } from "../sqlite/database.ts";
import { execute, query } from "../sqlite/statement.ts";
import { facetsOf } from "./facets.ts";
import type { Facet, RecordKind } from "./resolution-record.ts";
import { recordKinds } from "./resolution-record.ts";
import type { StoredRecord } from "./stored-record.ts";
import { joinSpans, type TimeSpan, toBounds, toSpan } from "./time-span.ts";

const isReadSql = loadText(import.meta.url, "version-is-read.sql");
const carryOverSql = loadText(import.meta.url, "rows-carry-over.sql");
const unreadSql = loadText(import.meta.url, "rows-unread.sql");
const rowPutSql = loadText(import.meta.url, "row-put.sql");
const rowsSql = loadText(import.meta.url, "rows-of-version.sql");
const noSql = loadText(import.meta.url, "record-no.sql");
const putSql = loadText(import.meta.url, "record-put.sql");
const identifierSql = loadText(import.meta.url, "record-identifier-put.sql");
const placeSql = loadText(import.meta.url, "record-place.sql");
const ofSourceSql = loadText(import.meta.url, "records-of-source.sql");

const NoRow = z.object({ no: z.number() });
const UnreadRow = z.object({ row_no: z.number(), record_key: z.string(), body: z.string() });
const RowRow = z.object({ record_no: z.number(), row_no: z.number() });
const PlaceRow = z.object({ no: z.number(), spans: z.string(), inventory_id: z.string(), row_no: z.number() });
const Fields = z.record(z.string(), z.string());

export const VersionRow = z.object({
  id: z.string(),
  kind: z.enum(recordKinds),
  source: z.string(),
  from_us: z.number().nullable(),
  to_us: z.number().nullable(),
});
export type UsedVersion = z.infer<typeof VersionRow>;

export interface Source {
  readonly kind: RecordKind;
  readonly source: string;
}

/** What changed among the records of a source. */
export interface SourceChange {
  /** Records that were not there before, as read. */
  readonly added: ReadonlyMap<number, StoredRecord>;
  /** Numbers of records that hold at other times than before. */
  readonly moved: readonly number[];
  /** Numbers of records that no version in use speaks of. */
  readonly gone: readonly number[];
}

const rowId = (kind: RecordKind, source: string, type: string, key: string): string =>
  sha256(`${kind}\n${source}\n${type}\n${key}`).slice(0, 32);

/** Keeps the identifiers of records that were not there before, in the order of the table: at random places of a large one each would read a page. */
export function keepIdentifiers(db: Database, records: Iterable<StoredRecord>): void {
  const all = [...records].flatMap(({ no, identifiers }) => identifiers.map((one) => ({ no, ...one })));
  all.sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : a.no - b.no));
  for (const { no, key, family, weight, exclusive } of all)
    execute(db, identifierSql, { identifier: key, record: no, family, weight, exclusive });
}

/** Reads the versions of one source that were not read yet, all but identifiers, and finds when each record of the source holds. */
export function readSource(db: Database, of: Source, versions: readonly UsedVersion[]): SourceChange {
  const added = new Map<number, StoredRecord>();
  let like: string | undefined = versions.find((version) => isRead(db, version.id))?.id;
  for (const version of versions) {
    if (isRead(db, version.id)) {
      like = version.id;
      continue;
    }
    if (like !== undefined) execute(db, carryOverSql, { inventory: version.id, like });
    readRows(db, version, added);
    like = version.id;
  }
  return { added, ...placeRecords(db, of, versions, added) };
}

const isRead = (db: Database, inventory: string): boolean => query(db, isReadSql, z.object({ n: z.number() })).get({ inventory })?.n === 1;

function readRows(db: Database, version: UsedVersion, added: Map<number, StoredRecord>): void {
  const rows = query(db, unreadSql, UnreadRow).all({ inventory: version.id });
  for (const { row_no: rowNo, record_key: key, body } of rows) {
    const fields = new Map(Object.entries(Fields.parse(JSON.parse(body))));
    for (const facet of facetsOf(version.kind, { rowNo, fields })) {
      const record = keepRecord(db, version, key, facet);
      if (record.isNew) added.set(record.no, record.record);
      execute(db, rowPutSql, { inventory: version.id, row: rowNo, record: record.no });
    }
  }
}

function keepRecord(
  db: Database,
  { kind, source }: UsedVersion,
  key: string,
  facet: Facet,
): { readonly no: number; readonly isNew: boolean; readonly record: StoredRecord } {
  const row = rowId(kind, source, facet.type, key);
  const id = contentId({ row, identifiers: facet.identifiers.map((one) => one.key) }).slice(0, 32);
  const known = query(db, noSql, NoRow).get({ id });
  const { type, label, detail } = facet;
  const inserted = known ?? query(db, putSql, NoRow).get({ id, row, type, kind, source, key, label, detail });
  const no = inserted?.no ?? 0;
  return { no, isNew: known === undefined, record: { ...facet, no, id, row, kind, source, key, spans: [], entity: "" } };
}

/** Sets when and where each record of the source holds, from the versions that speak of it. */
function placeRecords(
  db: Database,
  { kind, source }: Source,
  versions: readonly UsedVersion[],
  added: Map<number, StoredRecord>,
): { readonly moved: number[]; readonly gone: number[] } {
  const found = new Map<number, { spans: TimeSpan[]; inventory: string; row: number }>();
  for (const version of versions) {
    const span = toSpan(version.from_us, version.to_us);
    for (const { record_no: no, row_no: row } of query(db, rowsSql, RowRow).iterate({ inventory: version.id })) {
      const known = found.get(no);
      if (known === undefined) found.set(no, { spans: [span], inventory: version.id, row });
      else {
        if (known.spans.at(-1) !== span) known.spans.push(span);
        found.set(no, { spans: known.spans, inventory: version.id, row });
      }
    }
  }
  const moved: number[] = [];
  const gone: number[] = [];
  for (const before of query(db, ofSourceSql, PlaceRow).all({ kind, source })) {
    const now = found.get(before.no);
    if (now === undefined) {
      gone.push(before.no);
      continue;
    }
    const spans = joinSpans(now.spans);
    const text = spansText(spans);
    if (text !== before.spans && !added.has(before.no)) moved.push(before.no);
    if (text !== before.spans || now.inventory !== before.inventory_id || now.row !== before.row_no)
      execute(db, placeSql, { no: before.no, spans: text, inventory: now.inventory, row: now.row });
    const fresh = added.get(before.no);
    if (fresh !== undefined) added.set(before.no, { ...fresh, spans });
  }
  return { moved, gone };
}

export const spansText = (spans: readonly TimeSpan[]): string =>
  JSON.stringify(spans.map((span) => [toBounds(span).from, toBounds(span).to]));
