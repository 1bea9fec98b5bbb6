import { z } from "zod";
import type { Decision } from "../../../shared/contract/workspace.ts";
import { loadText } from "../runtime.ts";
import type { Database } from "../sqlite/database.ts";
import { query } from "../sqlite/statement.ts";

const stagesSql = loadText(import.meta.url, "stages.sql");
const StageRow = z.object({ model_version: z.string(), stage: z.string(), decision_id: z.string().nullable() });

const PromoteBody = z.object({
  model: z.string(),
  version: z.string(),
  from: z.string(),
  replaces: z.string().nullable(),
  reason: z.string(),
});

/** Compares every version's stage with what the log says; a version nobody decided about is registered. */
export function verifyStages(db: Database, decisions: readonly Decision[]): { seq: number; problem: string }[] {
  const expected = new Map<string, { stage: string; decision: string; seq: number }>();
  for (const d of decisions) {
    if (d.kind !== "model.promote") continue;
    const { version, replaces } = PromoteBody.parse(d.body);
    if (replaces !== null) expected.set(replaces, { stage: "retired", decision: d.id, seq: d.seq });
    expected.set(version, { stage: "champion", decision: d.id, seq: d.seq });
  }
  return query(db, stagesSql, StageRow)
    .all()
    .flatMap((row) => {
      const wanted = expected.get(row.model_version);
      const isSame = row.stage === (wanted?.stage ?? "registered") && row.decision_id === (wanted?.decision ?? null);
      const says = wanted === undefined ? "nobody has decided about it" : `the log says ${wanted.stage}`;
      return isSame
        ? []
        : [{ seq: wanted?.seq ?? decisions.length, problem: `version ${row.model_version.slice(0, 12)} is ${row.stage}, but ${says}` }];
    });
}
