import type { ModelSummary } from "../../../shared/contract/models.ts";
import type { LoadedPackage } from "../features/packages.ts";
import { nowUs } from "../runtime.ts";
import type { Database } from "../sqlite/database.ts";
import { championChangeAt, stageEvents } from "./stage-events.ts";
import { championAt } from "./stage-history.ts";
import { championAfter } from "./stage-rules.ts";

const promotedApart = "copies of the workspace that were merged had promoted different versions; promote one of them";

/**
 * How a model stands that lost its champion and got no other: its naive query is all there is to go by. Undefined for a model with a champion, and for
 * one that never had any.
 */
export function rulesOnly(db: Database, { spec }: LoadedPackage): ModelSummary["rulesOnly"] {
  const last = championChangeAt(stageEvents(db, spec.name), Number.MAX_SAFE_INTEGER);
  if (last === undefined) return undefined;
  const isEnded = championAfter(last) === null;
  if (!isEnded && championAt(db, spec.name, nowUs()).version !== null) return undefined;
  return { since: last.at, because: isEnded ? last.reason : promotedApart, rule: spec.naiveFoil };
}
