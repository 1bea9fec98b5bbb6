import { verdictKind } from "../../../shared/domain/verdict.ts";
import { isWithin, type Span } from "./judged-cases.ts";
import type { EntryOnCase, VerdictEntry, VerdictHistory } from "./verdict-log.ts";

interface SecondLook extends EntryOnCase {
  /** Whether both say malicious, both benign, or both neither. */
  readonly isSame: boolean;
}

const teaches = ({ body }: VerdictEntry): string => verdictKind(body.verdict).trainingUse;

/** The pairs that agreement is counted over, each by its second verdict, newest first. */
export function secondLooks(history: VerdictHistory, span: Span, model: string | undefined): SecondLook[] {
  const { verdicts, undone } = history;
  const byId = new Map(verdicts.map((entry) => [entry.id, entry]));
  const looks: SecondLook[] = [];
  for (const entry of verdicts.toReversed()) {
    if (undone.has(entry.id) || !isWithin(span, entry.at)) continue;
    for (const [anomalyId, firstId] of Object.entries(entry.body.secondLooks ?? {})) {
      const first = byId.get(firstId);
      if (first === undefined || undone.has(firstId) || first.actor === entry.actor) continue;
      if (model === undefined || history.factsOf(anomalyId)?.model === model)
        looks.push({ anomalyId, entry, isSame: teaches(first) === teaches(entry) });
    }
  }
  return looks;
}
