import { z } from "zod";
import { loadText } from "../runtime.ts";
import type { Database } from "../sqlite/database.ts";
import { query } from "../sqlite/statement.ts";
import type { Rulings } from "./merge-input.ts";

const overridesSql = loadText(import.meta.url, "overrides.sql");

const Text = z.string();
/** What a decision about entities holds: rows and identifiers, which outlive entities. */
export const OverrideBody = z.object({
  op: z.enum(["must-link", "cannot-link", "split", "generic", "not-generic", "owner", "criticality"]),
  why: Text,
  /** In one sentence, with the names things had. */
  text: Text,
  /** Rows on either side; for an owner or a criticality the rows of the entity. */
  a: z.array(Text),
  b: z.array(Text),
  key: Text.nullable(),
  owner: Text.nullable(),
  level: z.number().int().nullable(),
});
export type OverrideBody = z.infer<typeof OverrideBody>;

const OverrideRow = z.object({
  decision_id: z.string(),
  op: z.string(),
  body: z.string(),
  is_undone: z.number(),
  is_applied: z.number(),
  actor: z.string(),
  at_us: z.number(),
});

export interface Override {
  readonly decision: string;
  readonly body: OverrideBody;
  readonly actor: string;
  readonly atUs: number;
  readonly isUndone: boolean;
  readonly isApplied: boolean;
}

/** Every decision about entities, those taken back included, oldest first. */
export const readOverrides = (db: Database): Override[] =>
  query(db, overridesSql, OverrideRow)
    .all()
    .map((row) => ({
      decision: row.decision_id,
      body: OverrideBody.parse(JSON.parse(row.body)),
      actor: row.actor,
      atUs: row.at_us,
      isUndone: row.is_undone === 1,
      isApplied: row.is_applied === 1,
    }));

/** What is in force, for merging: the later of two decisions about the same pair or identifier holds. */
export function toRulings(overrides: readonly Override[]): Rulings & { readonly generic: ReadonlyMap<string, boolean> } {
  const pairs = new Map<string, { decision: string; a: string; b: string; isTogether: boolean }>();
  const generic = new Map<string, boolean>();
  for (const { decision, body, isUndone } of overrides) {
    if (isUndone) continue;
    if (body.key !== null) generic.set(body.key, body.op === "generic");
    if (body.op !== "must-link" && body.op !== "cannot-link" && body.op !== "split") continue;
    for (const a of body.a)
      for (const b of body.b) if (a !== b) pairs.set([a, b].toSorted().join(" "), { decision, a, b, isTogether: body.op === "must-link" });
  }
  const all = [...pairs.values()];
  return { together: all.filter((one) => one.isTogether), apart: all.filter((one) => !one.isTogether), generic };
}
