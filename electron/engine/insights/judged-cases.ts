import { type VerdictKind, verdictKind } from "../../../shared/domain/verdict.ts";
import type { CaseFacts, VerdictEntry, VerdictHistory } from "./verdict-log.ts";

/** Decisions count from `from`, exclusive before `to`; microseconds UTC. */
export interface Span {
  readonly from: number | undefined;
  readonly to: number;
}

export const isWithin = ({ from, to }: Span, at: number): boolean => at < to && (from === undefined || at >= from);

/** A subject and window with the verdict in force on it. */
export interface JudgedCase {
  readonly facts: CaseFacts;
  readonly entry: VerdictEntry;
  readonly kind: VerdictKind;
  /** Over all decisions on it that stand and were about it alone; undefined where none measured it. */
  readonly activeSeconds: number | undefined;
  /** From surfaced to the first time it was opened, or to the first verdict that stands; undefined where the log does not tell. */
  readonly secondsToView: number | undefined;
  readonly secondsToVerdict: number | undefined;
}

interface Times {
  readonly firstAt: number;
  readonly surfacedAt: number | undefined;
  readonly viewedAt: number | undefined;
  readonly activeSeconds: number | undefined;
}

const least = (a: number | undefined, b: number | undefined): number | undefined =>
  a === undefined ? b : b === undefined ? a : Math.min(a, b);

/** What the decisions that stand say about when, for each anomaly. */
function timesOf({ verdicts, undone }: VerdictHistory): Map<string, Times> {
  const times = new Map<string, Times>();
  for (const { id, at, body } of verdicts) {
    if (undone.has(id)) continue;
    const isAlone = body.anomalyIds.length === 1;
    for (const { anomalyId, surfacedAt } of body.seen) {
      const before = times.get(anomalyId);
      const seconds = isAlone ? body.activeSeconds : undefined;
      times.set(anomalyId, {
        firstAt: before?.firstAt ?? at,
        surfacedAt: least(before?.surfacedAt, surfacedAt),
        viewedAt: least(before?.viewedAt, isAlone ? body.viewedAt : undefined),
        activeSeconds:
          seconds === undefined && before?.activeSeconds === undefined ? undefined : (before?.activeSeconds ?? 0) + (seconds ?? 0),
      });
    }
  }
  return times;
}

/** A clock that runs backwards tells nothing. */
const secondsBetween = (fromUs: number | undefined, toUs: number | undefined): number | undefined =>
  fromUs === undefined || toUs === undefined || toUs < fromUs ? undefined : (toUs - fromUs) / 1_000_000;

/** The cases of some models whose verdict in force was given in the span, newest first. A subject judged in several runs is one case: its newest verdict's. */
export function judgedCases(history: VerdictHistory, span: Span, model: string | undefined): JudgedCase[] {
  const newest = new Map<string, { readonly facts: CaseFacts; readonly entry: VerdictEntry }>();
  for (const [anomalyId, entry] of history.current) {
    const facts = history.factsOf(anomalyId);
    if (facts === undefined || (model !== undefined && facts.model !== model)) continue;
    const known = newest.get(facts.subject);
    if (known === undefined || known.entry.seq < entry.seq) newest.set(facts.subject, { facts, entry });
  }
  const times = timesOf(history);
  return [...newest.values()]
    .filter(({ entry }) => isWithin(span, entry.at))
    .toSorted((a, b) => b.entry.seq - a.entry.seq || (a.facts.anomalyId < b.facts.anomalyId ? -1 : 1))
    .map(({ facts, entry }) => {
      const time = times.get(facts.anomalyId);
      return {
        facts,
        entry,
        kind: verdictKind(entry.body.verdict),
        activeSeconds: time?.activeSeconds,
        secondsToView: secondsBetween(time?.surfacedAt, time?.viewedAt),
        secondsToVerdict: secondsBetween(time?.surfacedAt, time?.firstAt),
      };
    });
}
