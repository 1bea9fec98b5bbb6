import { z } from "zod";
import type { Stage } from "../../../shared/contract/models.ts";
import type { Decision } from "../../../shared/contract/workspace.ts";
import { loadText } from "../runtime.ts";
import type { Database } from "../sqlite/database.ts";
import { query } from "../sqlite/statement.ts";
import { isStageDecision, toStageEvent } from "./stage-events.ts";
import { movesOf, refusalOf } from "./stage-rules.ts";

const stagesSql = loadText(import.meta.url, "stages.sql");
const StageRow = z.object({ model_version: z.string(), stage: z.string(), decision_id: z.string().nullable() });

interface Problem {
  readonly seq: number;
  readonly problem: string;
}

interface Standing {
  readonly stage: Stage;
  readonly decision: string;
  readonly seq: number;
}

/** Where the log leaves every version it speaks of, and entries that no rule of ours would have let in. */
function replay(decisions: readonly Decision[]): { standing: ReadonlyMap<string, Standing>; problems: Problem[] } {
  const standing = new Map<string, Standing>();
  const problems: Problem[] = [];
  for (const decision of decisions) {
    if (!isStageDecision(decision)) continue;
    const event = toStageEvent(decision);
    const { seq } = event;
    const refusal = refusalOf(event);
    if (refusal !== undefined) problems.push({ seq, problem: refusal });
    for (const { version, from, to } of movesOf(event)) {
      const before = standing.get(version)?.stage ?? "registered";
      if (before !== from)
        problems.push({ seq, problem: `version ${version.slice(0, 12)} is said to have been ${from}, but was ${before}` });
      standing.set(version, { stage: to, decision: event.decision, seq });
    }
  }
  return { standing, problems };
}

/** Compares every version's stage with what the log says; a version nobody decided about is registered. */
export function verifyStages(db: Database, decisions: readonly Decision[]): Problem[] {
  const { standing, problems } = replay(decisions);
  const differing = query(db, stagesSql, StageRow)
    .all()
    .flatMap((row) => {
      const wanted = standing.get(row.model_version);
      const isSame = row.stage === (wanted?.stage ?? "registered") && row.decision_id === (wanted?.decision ?? null);
      const says = wanted === undefined ? "nobody has decided about it" : `the log says ${wanted.stage}`;
      return isSame
        ? []
        : [{ seq: wanted?.seq ?? decisions.length, problem: `version ${row.model_version.slice(0, 12)} is ${row.stage}, but ${says}` }];
    });
  return [...problems, ...differing];
}
