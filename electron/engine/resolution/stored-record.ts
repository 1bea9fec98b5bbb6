import { z } from "zod";
import { EntityType } from "../../../shared/contract/entities.ts";
import { loadText } from "../runtime.ts";
import type { Database } from "../sqlite/database.ts";
import { query } from "../sqlite/statement.ts";
import { mediumFamilies, recordKinds, type ResolutionRecord, strongFamilies, weakFamilies } from "./resolution-record.ts";
import { type TimeSpan, toSpan } from "./time-span.ts";

const byNoSql = loadText(import.meta.url, "record-by-no.sql");
const identifiersSql = loadText(import.meta.url, "identifiers-of-record.sql");

const RecordRow = z.object({
  no: z.number(),
  id: z.string(),
  row_id: z.string(),
  type: EntityType,
  kind: z.enum(recordKinds),
  source: z.string(),
  record_key: z.string(),
  label: z.string(),
  detail: z.string(),
  spans: z.string(),
  inventory_id: z.string(),
  row_no: z.number(),
  entity_id: z.string(),
});
const IdentifierRow = z.object({
  identifier: z.string(),
  family: z.enum([...strongFamilies, ...mediumFamilies, ...weakFamilies]),
  weight: z.enum(["strong", "medium", "weak"]),
  exclusive: z.enum(["ever", "at once", "no"]),
});
const Spans = z.array(z.tuple([z.number().nullable(), z.number().nullable()]));

/** A record as it is kept: `entity` is empty until it was resolved. */
export interface StoredRecord extends ResolutionRecord {
  readonly no: number;
  readonly entity: string;
}

export const parseSpans = (text: string): TimeSpan[] =>
  text === "" ? [] : Spans.parse(JSON.parse(text)).map(([from, to]) => toSpan(from, to));

export function readRecord(db: Database, no: number): StoredRecord | undefined {
  const row = query(db, byNoSql, RecordRow).get({ no });
  if (row === undefined) return undefined;
  const identifiers = query(db, identifiersSql, IdentifierRow)
    .all({ no })
    .map(({ identifier, ...rest }) => ({ key: identifier, ...rest }));
  const { type, label, detail, kind, source, id } = row;
  const spans = parseSpans(row.spans);
  return { type, label, detail, kind, source, id, no, identifiers, row: row.row_id, key: row.record_key, spans, entity: row.entity_id };
}
