import type { InsightReport } from "../../../shared/contract/insights.ts";
import { toRate } from "./figure-items.ts";
import { isWithin, type Span } from "./judged-cases.ts";
import type { EntryOnCase, VerdictEntry, VerdictHistory } from "./verdict-log.ts";

const dayUs = 86_400_000_000;
const maxDays = 120;
const dayOf = (at: number): number => Math.floor(at / dayUs) * dayUs;

interface Work {
  readonly entry: VerdictEntry;
  /** Of the model asked for. */
  readonly anomalyIds: readonly string[];
}

/** Verdicts that stand, each with the anomalies of one model, or with all. */
function workIn(history: VerdictHistory, span: Span, model: string | undefined): Work[] {
  return history.verdicts.flatMap((entry) => {
    if (!isWithin(span, entry.at) || history.undone.has(entry.id)) return [];
    const anomalyIds = entry.body.anomalyIds.filter((id) => model === undefined || history.factsOf(id)?.model === model);
    return anomalyIds.length === 0 ? [] : [{ entry, anomalyIds }];
  });
}

/** The day in which a decision was made, as a part of the workload. */
export const dayPart = (at: number): string => String(dayOf(at));

/** Cases judged on each day: a case counts on every day on which a verdict on it was given that stands. */
export function workloadOf(history: VerdictHistory, span: Span, model: string | undefined, perDay: number): InsightReport["workload"] {
  const work = workIn(history, span, model);
  const byDay = Map.groupBy(work, ({ entry }) => dayOf(entry.at));
  const worked = [...byDay].map(([from, of]) => ({
    from,
    part: dayPart(from),
    cases: new Set(of.flatMap(({ anomalyIds }) => anomalyIds)).size,
    activeSeconds: of.reduce(
      (total, { entry, anomalyIds }) => total + ((entry.body.activeSeconds ?? 0) * anomalyIds.length) / entry.body.anomalyIds.length,
      0,
    ),
  }));
  return {
    perDay,
    days: withoutGaps(worked, span),
    within: toRate(worked.filter(({ cases }) => cases <= perDay).length, worked.length),
  };
}

type Day = InsightReport["workload"]["days"][number];

/** From the first day with work, or of the span where that is later, to its end. */
function withoutGaps(worked: readonly Day[], { to }: Span): Day[] {
  if (worked.length === 0) return [];
  const known = new Map(worked.map((day) => [day.from, day]));
  const last = dayOf(to - 1);
  const first = Math.max(Math.min(...known.keys()), last - (maxDays - 1) * dayUs);
  return Array.from({ length: (last - first) / dayUs + 1 }, (_, i) => first + i * dayUs).map(
    (from) => known.get(from) ?? { from, part: dayPart(from), cases: 0, activeSeconds: 0 },
  );
}

/** One for each case and day of the workload, newest first. */
export const workItems = (history: VerdictHistory, span: Span, model: string | undefined): EntryOnCase[] => {
  const newest = new Map<string, EntryOnCase>();
  for (const { entry, anomalyIds } of workIn(history, span, model))
    for (const anomalyId of anomalyIds) newest.set(`${dayOf(entry.at)} ${anomalyId}`, { anomalyId, entry });
  return [...newest.values()].toSorted((a, b) => b.entry.seq - a.entry.seq || (a.anomalyId < b.anomalyId ? -1 : 1));
};
