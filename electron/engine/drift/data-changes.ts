import type { DataChange } from "../../../shared/contract/drift.ts";
import { countOf } from "../../../shared/lib/unit-word.ts";
import { classTotals } from "./check-schema.ts";
import type { ColumnFill, DataFacts } from "./envelope.ts";
import { newcombe } from "./intervals.ts";
import { count, percent, shown } from "./raw-check.ts";
import { dayUs } from "./time-blocks.ts";

const perDay = (events: number, { spanUs }: DataFacts): number => events / Math.max(1, spanUs / dayUs);

function sourceChanges(trained: DataFacts, now: DataFacts): DataChange[] {
  const before = new Map(trained.sources.map((s) => [s.source, s]));
  const after = new Map(now.sources.map((s) => [s.source, s]));
  const changes: DataChange[] = [];
  for (const [source, { events }] of after)
    if (!before.has(source))
      changes.push({ kind: "source-new", source, text: `${source} is new: ${countOf(events, "events")} that training had nothing of.` });
  for (const [source, had] of before) {
    const has = after.get(source);
    if (has === undefined) {
      changes.push({ kind: "source-gone", source, text: `${source} is gone: training had ${countOf(had.events, "events")} of it.` });
      continue;
    }
    const [was, is] = [perDay(had.events, trained), perDay(has.events, now)];
    if (is > 2 * was || is < was / 2)
      changes.push({
        kind: "source-volume",
        source,
        text: `${source} sends ${shown(is)} events per day (n ${count(has.events)}); in training ${shown(was)} (n ${count(had.events)}).`,
      });
    const mappings = has.mappings.filter((mapping) => !had.mappings.includes(mapping));
    if (mappings.length > 0) changes.push({ kind: "mapping", source, text: `${source} is read by another mapping than in training.` });
  }
  return changes;
}

function classChanges(trained: DataFacts, now: DataFacts): DataChange[] {
  const [before, after] = [classTotals(trained), classTotals(now)];
  const gone = [...before].filter(([name, n]) => n > 0 && (after.get(name) ?? 0) === 0);
  const added = [...after].filter(([name, n]) => n > 0 && (before.get(name) ?? 0) === 0);
  return [
    ...gone.map(([name, n]): DataChange => ({ kind: "class-gone", source: null, text: `No events of ${name}; training had ${count(n)}.` })),
    ...added.map(([name, n]): DataChange => ({
      kind: "class-new",
      source: null,
      text: `${countOf(n, "events")} of ${name}, of which training had none.`,
    })),
  ];
}

/** A change of a tenth that is no chance. */
const leastChange = 0.1;

function fillChanges(trained: readonly ColumnFill[], now: readonly ColumnFill[]): DataChange[] {
  const before = new Map(trained.map((fill) => [`${fill.source} ${fill.class} ${fill.column}`, fill]));
  return now.flatMap((is): DataChange[] => {
    const was = before.get(`${is.source} ${is.class} ${is.column}`);
    if (was === undefined || was.events === 0 || is.events === 0) return [];
    const { low, high } = newcombe(is.filled, is.events, was.filled, was.events);
    const change = is.filled / is.events - was.filled / was.events;
    if (Math.abs(change) < leastChange || (low <= 0 && high >= 0)) return [];
    const text = `${is.source} fills ${is.class}.${is.column} in ${percent(is.filled / is.events)} of events (${count(is.filled)} of ${count(is.events)}); in training in ${percent(was.filled / was.events)} (${count(was.filled)} of ${count(was.events)}).`;
    return [{ kind: "column-fill", source: is.source, text }];
  });
}

/** What differs between the data of training and those of a run, by source, class and column: where to look for why something moved. */
export function dataChanges(trained: DataFacts, now: DataFacts): DataChange[] {
  const version: DataChange[] =
    trained.ocsfVersion === now.ocsfVersion
      ? []
      : [{ kind: "ocsf-version", source: null, text: `OCSF ${now.ocsfVersion}; training had ${trained.ocsfVersion}.` }];
  return [...version, ...sourceChanges(trained, now), ...classChanges(trained, now), ...fillChanges(trained.columns, now.columns)];
}
