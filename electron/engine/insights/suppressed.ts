import type { FigureItem, InsightReport } from "../../../shared/contract/insights.ts";
import { latestRuns } from "../scoring/runs.ts";
import type { Database } from "../sqlite/database.ts";
import { isActive } from "../triage/fold-holds.ts";
import type { Holds } from "../triage/holds.ts";
import { backlogItems } from "./backlog.ts";
import { toRate } from "./figure-items.ts";
import { isWithin, type Span } from "./judged-cases.ts";

export type HoldReader = Pick<Holds, "suppressions" | "now">;

const heldNow = (db: Database, holds: HoldReader, model: string | undefined) => holds.now(latestRuns(db, model).map(({ id }) => id));

/** The open cases that suppressions hide now, the longest waiting first. */
export function suppressedItems(db: Database, holds: HoldReader, model: string | undefined, toUs: number): FigureItem[] {
  const hidden = new Set(heldNow(db, holds, model).suppressed);
  return backlogItems(db, model, toUs).filter(({ anomalyId }) => hidden.has(anomalyId));
}

interface SuppressedInput {
  readonly db: Database;
  readonly holds: HoldReader;
  readonly model: string | undefined;
  readonly span: Span;
  readonly open: readonly FigureItem[];
}

export function suppressedOf({ db, holds, model, span, open }: SuppressedInput): InsightReport["suppressed"] {
  const made = holds.suppressions().filter(({ isUndone, scope }) => !isUndone && (model === undefined || (scope.model ?? model) === model));
  const { suppressed, audited } = heldNow(db, holds, model);
  const hidden = new Set(suppressed);
  const kept = new Set(audited);
  return {
    active: made.filter((one) => isActive(one, span.to)).length,
    made: made.filter(({ createdAt }) => isWithin(span, createdAt)).length,
    hidden: toRate(open.filter(({ anomalyId }) => hidden.has(anomalyId)).length, open.length),
    audited: open.filter(({ anomalyId }) => kept.has(anomalyId)).length,
  };
}
