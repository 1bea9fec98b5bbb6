import { z } from "zod";
import { contentId } from "../../../electron/engine/hash.ts";
import { AnomalyBody } from "../../../electron/engine/scoring/anomaly-body.ts";
import { listRuns, type NewAnomaly, storeRun } from "../../../electron/engine/scoring/runs.ts";
import { execute, inTransaction, query } from "../../../electron/engine/sqlite/statement.ts";
import { openWorkspace } from "../../../electron/engine/workspace/workspace.ts";

const Row = z.object({
  id: z.string(),
  subject_key: z.string(),
  from_us: z.number(),
  to_us: z.number(),
  score: z.number(),
  p_value: z.number(),
  q_value: z.number(),
  body: z.string(),
});

const contextSql = `INSERT INTO context_graph (anomaly_id, body)
SELECT $id, json_set(body, '$.anomalyId', $id) FROM context_graph WHERE anomaly_id = $from`;
const entitySql = `INSERT OR IGNORE INTO anomaly_entity (entity, anomaly_id)
SELECT entity || $suffix, $id FROM anomaly_entity WHERE anomaly_id = $from`;

/** So many of the last copies have no context, as after a run that was interrupted before its contexts were made. */
export const withoutContext = 60;

/**
 * Stores `count` copies of what the newest run surfaced, with their contexts, each of a subject of its own and twenty about the same entities, as
 * a run of the same version. Returns the ids of those without a context. Throws when the run surfaced nothing.
 */
export function copyAnomalies(workspaceDir: string, count: number): readonly string[] {
  const workspace = openWorkspace(workspaceDir, { readOnly: false });
  const { db } = workspace;
  const [run] = listRuns(db);
  if (run === undefined) throw new Error("there is no run");
  const found = query(db, "SELECT id, subject_key, from_us, to_us, score, p_value, q_value, body FROM anomaly ORDER BY rank", Row)
    .all()
    .map((row) => ({ ...row, body: AnomalyBody.parse(JSON.parse(row.body)) }));
  if (found.length === 0) throw new Error("the run surfaced nothing to copy");
  const copies = Array.from({ length: count }, (_, i): (NewAnomaly & { readonly from: string; readonly suffix: string })[] => {
    const row = found[i % found.length];
    if (row === undefined) return [];
    const suffix = `-${Math.floor(i / 20)}`;
    return [
      {
        from: row.id,
        suffix,
        id: `a${contentId({ copy: i }).slice(0, 24)}`,
        rank: i + 1,
        place: i + 1,
        blind: undefined,
        subjectKey: `${row.subject_key} ${i}`,
        windowFromUs: row.from_us,
        windowToUs: row.to_us,
        score: row.score,
        pValue: row.p_value,
        qValue: row.q_value,
        body: { ...row.body, entities: row.body.entities.map((entity) => `${entity}${suffix}`) },
      },
    ];
  }).flat();
  storeRun(db, { ...run, id: `${run.id}-copied`, surfaced: count, createdAt: run.createdAt + 1 }, copies);
  const prepared = copies.slice(0, Math.max(0, count - withoutContext));
  inTransaction(db, () => {
    for (const { id, from, suffix } of prepared) {
      execute(db, contextSql, { id, from });
      execute(db, entitySql, { id, from, suffix });
    }
  });
  workspace.close();
  return copies.slice(prepared.length).map(({ id }) => id);
}
