import { z } from "zod";
import type { Scope } from "../../../shared/contract/suppressions.ts";
import { auditedShare, matchesScope } from "../../../shared/domain/suppression.ts";
import { contentId } from "../hash.ts";
import { loadText } from "../runtime.ts";
import type { Database } from "../sqlite/database.ts";
import { query } from "../sqlite/statement.ts";

const factsSql = loadText(import.meta.url, "suppressible.sql");

const Row = z.object({
  id: z.string(),
  model: z.string(),
  subject_key: z.string(),
  from_us: z.number(),
  to_us: z.number(),
  entities: z.string(),
  features: z.string(),
  classes: z.string(),
});
const Texts = z.array(z.string());
const Features = z.record(z.string(), z.number().nullable());

/** Of an anomaly that a scope matches. The same subject and window in another run has the same `key`. */
export interface Matched {
  readonly anomalyId: string;
  readonly key: string;
  /** Drawn to stay in the queue. The draw rests on the key alone, so that no suppression and no run can dodge it. */
  readonly isAudited: boolean;
}

const keyOf = (row: z.infer<typeof Row>): string =>
  contentId({ model: row.model, subject: row.subject_key, from: row.from_us, to: row.to_us });

const isDrawn = (key: string): boolean =>
  Number.parseInt(contentId({ key, draw: "kept in sight" }).slice(0, 8), 16) / 2 ** 32 < auditedShare;

/** What a scope matches of what a run surfaced, by rank, and how many that is out of. What a run surfaced never changes. */
export function matchRun(db: Database, run: string, scope: Scope): readonly Matched[] {
  const matched: Matched[] = [];
  for (const row of query(db, factsSql, Row).iterate({ run })) {
    const facts = {
      model: row.model,
      classes: Texts.parse(JSON.parse(row.classes)),
      entities: Texts.parse(JSON.parse(row.entities)),
      features: Features.parse(JSON.parse(row.features)),
    };
    if (!matchesScope(scope, facts)) continue;
    const key = keyOf(row);
    matched.push({ anomalyId: row.id, key, isAudited: isDrawn(key) });
  }
  return matched;
}
