import type { FigureItem } from "../../../shared/contract/insights.ts";
import type { BlindKind } from "../../../shared/domain/blind.ts";
import { type BlindVerdict, eachSubjectOnce, isFound } from "../labels/audit-estimate.ts";
import { partOf } from "./figure-items.ts";

/** The cases of one stratum that an estimate from the blind sample is made of, newest verdict first. */
export const blindItems = (rows: readonly BlindVerdict[], kind: BlindKind, showsAnalyst: boolean): FigureItem[] =>
  eachSubjectOnce(rows)
    .filter((row) => row.kind === kind)
    .toSorted((a, b) => b.at_us - a.at_us || (a.id < b.id ? -1 : 1))
    .map((row) => {
      const isHit = isFound(row);
      return {
        anomalyId: row.id,
        model: row.model,
        label: row.label,
        decision: row.decision_id,
        at: row.at_us,
        verdict: row.verdict,
        reason: row.reason,
        isHit,
        seconds: null,
        part: partOf(isHit),
        analyst: showsAnalyst ? row.analyst : null,
      };
    });
