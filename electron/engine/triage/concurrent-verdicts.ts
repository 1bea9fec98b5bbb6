import type { Decision } from "../../../shared/contract/workspace.ts";
import type { Apart } from "../../../shared/domain/decision-fold.ts";
import { canonicalJson } from "../../../shared/lib/canonical-json.ts";
import type { Database } from "../sqlite/database.ts";
import { toDecision } from "../sqlite/decision-chain.ts";
import { ancestry, mergeKind } from "../sqlite/decision-graph.ts";
import { lastMerge, readRows } from "../sqlite/decision-rows.ts";
import { VerdictBody } from "./verdict-projection.ts";

/**
 * Verdicts on the same anomaly given in copies of the workspace that were apart, so that neither was given in sight of the other. `decisions` is
 * the whole log in its order; without a merge in it there are none.
 */
export function concurrentVerdicts(decisions: readonly Decision[]): Apart[] {
  if (decisions.every(({ kind }) => kind !== mergeKind)) return [];
  const comesBefore = ancestry(
    decisions.map(({ hash, prevHash, kind, body, at }) => ({
      hash,
      prev_hash: prevHash,
      kind,
      body: kind === mergeKind ? canonicalJson(body) : "",
      at_us: at,
    })),
  );
  const byAnomaly = new Map<string, Decision[]>();
  for (const decision of decisions) {
    if (decision.kind !== "verdict.record") continue;
    for (const anomaly of VerdictBody.parse(decision.body).anomalyIds)
      byAnomaly.set(anomaly, [...(byAnomaly.get(anomaly) ?? []), decision]);
  }
  return [...byAnomaly].flatMap(([anomaly, verdicts]) =>
    verdicts.flatMap((later, i) =>
      verdicts
        .slice(0, i)
        .filter((earlier) => !comesBefore(earlier.hash, later.hash))
        .map((earlier) => ({ anomaly, earlier: earlier.id, later: later.id })),
    ),
  );
}

/** Those of a workspace's log, which is read only where copies were merged. */
export const concurrentIn = (db: Database): Apart[] =>
  lastMerge(db) === undefined ? [] : concurrentVerdicts(readRows(db).map(toDecision));
