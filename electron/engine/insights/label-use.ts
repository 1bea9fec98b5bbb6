import type { FigureItem, InsightReport } from "../../../shared/contract/insights.ts";
import type { Receipt } from "../../../shared/contract/training.ts";
import { verdictKinds } from "../../../shared/domain/verdict.ts";
import { toRate } from "./figure-items.ts";
import { isWithin, type Span } from "./judged-cases.ts";

const usedPart = "used";
const waitingPart = "waiting";

/** In a training set, waiting for one, or left out for a reason. */
const partOf = ({ versions, leftOutBecause }: Receipt): string => (versions.length > 0 ? usedPart : (leftOutBecause ?? waitingPart));

export const labelItems = (receipts: readonly Receipt[], span: Span, showsAnalyst: boolean): FigureItem[] =>
  receipts
    .filter(({ at }) => isWithin(span, at))
    .map((receipt) => ({
      anomalyId: receipt.anomalyId,
      model: receipt.model,
      label: receipt.subject,
      decision: null,
      at: receipt.at,
      verdict: verdictKinds.some(({ key }) => key === receipt.verdict) ? receipt.verdict : null,
      reason: "",
      isHit: receipt.versions.length > 0,
      seconds: null,
      part: partOf(receipt),
      analyst: showsAnalyst ? receipt.analyst : null,
    }));

export function labelUseOf(items: readonly FigureItem[]): InsightReport["labelUse"] {
  const byPart = Map.groupBy(items, ({ part }) => part);
  const used = byPart.get(usedPart)?.length ?? 0;
  return {
    used: toRate(used, items.length),
    waiting: byPart.get(waitingPart)?.length ?? 0,
    excluded: [...byPart]
      .flatMap(([because, of]) => (because === usedPart || because === waitingPart ? [] : [{ because, n: of.length, part: because }]))
      .toSorted((a, b) => b.n - a.n || (a.because < b.because ? -1 : 1)),
  };
}
