import { z } from "zod";
import { type EntityReviewItem, EntityType } from "../../../shared/contract/entities.ts";
import { loadText } from "../runtime.ts";
import type { Database } from "../sqlite/database.ts";
import { query } from "../sqlite/statement.ts";
import { entityRef } from "./find-entity.ts";

const reviewSql = loadText(import.meta.url, "review.sql");
const joinsSql = loadText(import.meta.url, "linkage-joins.sql");

const text = z.string();
const ReviewRow = z.object({
  type: EntityType,
  p: z.number(),
  parts: text,
  prior_bits: z.number(),
  margin_bits: z.number().nullable(),
  doubt: text,
  total: z.number(),
  a_id: text,
  a_label: text,
  a_detail: text,
  a_kind: text,
  a_source: text,
  a_entity: text,
  a_body: text,
  b_id: text,
  b_label: text,
  b_detail: text,
  b_kind: text,
  b_source: text,
  b_entity: text,
  b_body: text,
});
const Parts = z.array(z.object({ name: text, bits: z.number(), text }));
const Fields = z.record(text, text);

interface Side {
  readonly id: string;
  readonly label: string;
  readonly detail: string;
  readonly kind: string;
  readonly source: string;
  readonly entity: string;
  readonly body: string;
}

const toSide = (db: Database, { id, label, detail, kind, source, entity, body }: Side): EntityReviewItem["a"] => ({
  record: id,
  entity: entityRef(db, entity) ?? null,
  label,
  detail,
  kind,
  source,
  fields: Fields.parse(JSON.parse(body)),
});

/** What waits for a person: pairs of records that comparing them left open, the likeliest first. */
export function listReview(
  db: Database,
  input: { readonly type?: EntityType | undefined; readonly limit: number; readonly offset: number },
): { readonly items: EntityReviewItem[]; readonly total: number } {
  const rows = query(db, reviewSql, ReviewRow).all({ type: input.type ?? null, limit: input.limit, offset: input.offset });
  const items = rows.map((row): EntityReviewItem => ({
    type: row.type,
    a: toSide(db, {
      id: row.a_id,
      label: row.a_label,
      detail: row.a_detail,
      kind: row.a_kind,
      source: row.a_source,
      entity: row.a_entity,
      body: row.a_body,
    }),
    b: toSide(db, {
      id: row.b_id,
      label: row.b_label,
      detail: row.b_detail,
      kind: row.b_kind,
      source: row.b_source,
      entity: row.b_entity,
      body: row.b_body,
    }),
    p: row.p,
    priorBits: row.prior_bits,
    parts: Parts.parse(JSON.parse(row.parts)),
    marginBits: row.margin_bits,
    doubt: row.doubt,
  }));
  return { items, total: rows[0]?.total ?? 0 };
}

/** How many joins rest on comparison alone. */
export const linkageJoins = (db: Database): number => query(db, joinsSql, z.object({ n: z.number() })).get()?.n ?? 0;
