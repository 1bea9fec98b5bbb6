import { z } from "zod";
import { AppError } from "../../../shared/contract/errors.ts";
import type { Disagreement, DisagreementsInput } from "../../../shared/contract/review.ts";
import { verdictKind } from "../../../shared/domain/verdict.ts";
import { loadText } from "../runtime.ts";
import type { Database } from "../sqlite/database.ts";
import { query } from "../sqlite/statement.ts";
import { VerdictBody } from "./verdict-projection.ts";

const disagreementsSql = loadText(import.meta.url, "disagreements.sql");

const Row = z.object({
  anomaly_id: z.string(),
  model: z.string(),
  label: z.string(),
  from_us: z.number(),
  to_us: z.number(),
  is_open: z.number(),
  role: z.enum(["side", "settlement"]),
  decision_id: z.string(),
  actor: z.string(),
  at_us: z.number(),
  body: z.string(),
});
type Row = z.infer<typeof Row>;

/** Anomalies that analysts judged differently without sight of each other, open ones first, then by when the last of the verdicts was given. */
export function readDisagreements(db: Database, { state, anomalyId, model }: Partial<z.output<typeof DisagreementsInput>>): Disagreement[] {
  const rows = query(db, disagreementsSql, Row).all({ anomaly: anomalyId ?? null, model: model ?? null });
  return [...Map.groupBy(rows, (row) => row.anomaly_id).values()]
    .flatMap((same) => toDisagreement(same))
    .filter((one) => state === undefined || state === "all" || one.isOpen === (state === "open"))
    .toSorted((a, b) => Number(b.isOpen) - Number(a.isOpen) || lastOf(b) - lastOf(a) || (a.anomalyId < b.anomalyId ? -1 : 1));
}

/** Throws AppError `not-found` when analysts do not differ on the anomaly, or no longer. */
export function getOpenDisagreement(db: Database, anomalyId: string): Disagreement {
  const [found] = readDisagreements(db, { state: "open", anomalyId });
  if (found === undefined) throw new AppError("not-found", `there is no open disagreement about ${anomalyId}`, { field: "anomalyId" });
  return found;
}

const lastOf = ({ sides }: Disagreement): number => Math.max(...sides.map(({ at }) => at));

function toDisagreement(rows: readonly Row[]): Disagreement[] {
  const [row] = rows;
  if (row === undefined) return [];
  const sides = rows.filter(({ role }) => role === "side").map(toSide);
  const settlement = rows.find(({ role }) => role === "settlement");
  return [
    {
      anomalyId: row.anomaly_id,
      model: row.model,
      label: row.label,
      window: { from: row.from_us, to: row.to_us },
      isOpen: row.is_open === 1,
      changesLabel: new Set(sides.map(({ verdict }) => verdictKind(verdict).trainingUse)).size > 1,
      sides,
      settled:
        settlement === undefined ? null : { ...toSide(settlement), adopts: VerdictBody.parse(JSON.parse(settlement.body)).adopts ?? null },
    },
  ];
}

function toSide(row: Row): Disagreement["sides"][number] {
  const body = VerdictBody.parse(JSON.parse(row.body));
  return {
    decision: row.decision_id,
    analyst: row.actor,
    at: row.at_us,
    verdict: body.verdict,
    reason: body.reason,
    note: body.note,
    confidence: body.confidence ?? null,
    techniques: body.techniques,
    isSecondLook: body.secondLooks?.[row.anomaly_id] !== undefined,
  };
}
