import { z } from "zod";
import type { Scope } from "../../../shared/contract/suppressions.ts";
import { auditedShare, isAboutAll, matchesScope, reachOf } from "../../../shared/domain/suppression.ts";
import { contentId } from "../hash.ts";
import { loadText } from "../runtime.ts";
import type { Database } from "../sqlite/database.ts";
import { query } from "../sqlite/statement.ts";

const factsSql = loadText(import.meta.url, "suppressible.sql");
const candidatesSql = loadText(import.meta.url, "suppressible-candidates.sql");

const Texts = z.array(z.string());
const Features = z.record(z.string(), z.number().nullable());
const json = <T>(schema: z.ZodType<T>) =>
  z
    .string()
    .transform((text): unknown => JSON.parse(text))
    .pipe(schema);

const Row = z.object({
  id: z.string(),
  model: z.string(),
  subject_key: z.string(),
  from_us: z.number(),
  to_us: z.number(),
  features: json(Features).nullable(),
  classes: json(Texts).nullable(),
});
const Candidate = z.object({ id: z.string(), entities: json(Texts) });

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

const pageSize = 500;

/** What of a run is about all that a scope names, by id and in order of rank. */
function candidatesOf(db: Database, run: string, { model, entities: patterns }: Scope): ReadonlyMap<string, readonly string[]> {
  const names = patterns.every((pattern) => reachOf(pattern) === "alone") ? JSON.stringify(patterns) : null;
  const rows = query(db, candidatesSql, Candidate).all({ run, model: model ?? null, names });
  return new Map(rows.flatMap(({ id, entities }) => (isAboutAll(patterns, entities) ? [[id, entities] as const] : [])));
}

/** What a scope matches of what a run surfaced, by rank, some at a time. What a run surfaced never changes. */
export function* matchRun(db: Database, run: string, scope: Scope): Generator<readonly Matched[]> {
  const candidates = candidatesOf(db, run, scope);
  const ids = [...candidates.keys()];
  const asked = { features: scope.bounds.length > 0 ? 1 : 0, classes: scope.classes.length > 0 ? 1 : 0 };
  for (let from = 0; from < ids.length; from += pageSize) {
    const rows = query(db, factsSql, Row).all({ ...asked, anomalies: JSON.stringify(ids.slice(from, from + pageSize)) });
    yield rows.flatMap((row) => {
      const facts = { model: row.model, classes: row.classes ?? [], entities: candidates.get(row.id) ?? [], features: row.features ?? {} };
      if (!matchesScope(scope, facts)) return [];
      const key = keyOf(row);
      return [{ anomalyId: row.id, key, isAudited: isDrawn(key) }];
    });
  }
}
