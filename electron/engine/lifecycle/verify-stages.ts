import { z } from "zod";
import type { Decision } from "../../../shared/contract/workspace.ts";
import { loadText } from "../runtime.ts";
import type { Database } from "../sqlite/database.ts";
import { execute, query } from "../sqlite/statement.ts";
import { stagesOf } from "./stage-fold.ts";

const stagesSql = loadText(import.meta.url, "stages.sql");
const stageSql = loadText(import.meta.url, "stage-set.sql");
const StageRow = z.object({ model_version: z.string(), stage: z.string(), decision_id: z.string().nullable() });

interface Problem {
  readonly seq: number;
  readonly problem: string;
}

/** Compares every version's stage with what the log says; a version nobody decided about is registered. */
export function verifyStages(db: Database, decisions: readonly Decision[]): Problem[] {
  const { of, problems } = stagesOf(decisions);
  const differing = query(db, stagesSql, StageRow)
    .all()
    .flatMap((row) => {
      const wanted = of.get(row.model_version);
      const isSame = row.stage === (wanted?.stage ?? "registered") && row.decision_id === (wanted?.decision ?? null);
      const says = wanted === undefined ? "nobody has decided about it" : `the log says ${wanted.stage}`;
      return isSame
        ? []
        : [{ seq: wanted?.seq ?? decisions.length, problem: `version ${row.model_version.slice(0, 12)} is ${row.stage}, but ${says}` }];
    });
  return [...problems, ...differing];
}

/** Sets every version's stage anew as the whole log says; in the caller's transaction. */
export function restoreStages(db: Database, decisions: readonly Decision[]): void {
  const { of } = stagesOf(decisions);
  const known = query(db, stagesSql, StageRow).all();
  // First none is champion: of each model there may be one at a time only.
  for (const { model_version: version } of known) execute(db, stageSql, { version, stage: "registered", decision: null });
  for (const { model_version: version } of known) {
    const wanted = of.get(version);
    if (wanted !== undefined) execute(db, stageSql, { version, stage: wanted.stage, decision: wanted.decision });
  }
}
