import { z } from "zod";
import { contentId } from "../../../electron/engine/hash.ts";
import { AnomalyBody } from "../../../electron/engine/scoring/anomaly-body.ts";
import { listRuns, type NewAnomaly, storeRun } from "../../../electron/engine/scoring/runs.ts";
import { query } from "../../../electron/engine/sqlite/statement.ts";
import { openWorkspace } from "../../../electron/engine/workspace/workspace.ts";

const Row = z.object({
  subject_key: z.string(),
  from_us: z.number(),
  to_us: z.number(),
  score: z.number(),
  p_value: z.number(),
  q_value: z.number(),
  body: z.string(),
});

/** Stores `count` copies of what the newest run surfaced, each of a subject of its own and twenty about the same entities, as a run of the same version. Throws when it surfaced nothing. */
export function copyAnomalies(workspaceDir: string, count: number): void {
  const workspace = openWorkspace(workspaceDir, { readOnly: false });
  const { db } = workspace;
  const [run] = listRuns(db);
  if (run === undefined) throw new Error("there is no run");
  const found = query(db, "SELECT subject_key, from_us, to_us, score, p_value, q_value, body FROM anomaly ORDER BY rank", Row)
    .all()
    .map((row) => ({ ...row, body: AnomalyBody.parse(JSON.parse(row.body)) }));
  if (found.length === 0) throw new Error("the run surfaced nothing to copy");
  const copies = Array.from({ length: count }, (_, i): NewAnomaly[] => {
    const row = found[i % found.length];
    if (row === undefined) return [];
    return [
      {
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
        body: { ...row.body, entities: row.body.entities.map((entity) => `${entity}-${Math.floor(i / 20)}`) },
      },
    ];
  }).flat();
  storeRun(db, { ...run, id: `${run.id}-copied`, surfaced: count, createdAt: run.createdAt + 1 }, copies);
  workspace.close();
}
