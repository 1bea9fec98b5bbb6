import type { LineageEvent, LineageEventType } from "../../../shared/contract/lineage.ts";
import { listDayFiles, readLines, type StoredLine } from "./lineage-files.ts";
import { parseLine, type StoredEvent } from "./run-event.ts";

export interface EventQuery {
  readonly limit: number;
  readonly before?: number | undefined;
  readonly job?: string | undefined;
  readonly dataset?: string | undefined;
  readonly type?: LineageEventType | undefined;
  readonly whole: boolean;
}

/** A page of events, newest first, read from the newest day file backwards until it is full. Lines that are no events are left to `verifyLineage`. */
export function readEvents(folder: string, query: EventQuery): { events: LineageEvent[]; next: number | null } {
  const events: LineageEvent[] = [];
  for (const file of listDayFiles(folder).toReversed())
    for (const line of readLines(folder, file).toReversed()) {
      const stored = line.isWhole ? parseLine(line.text) : undefined;
      if (stored === undefined || !fits(stored, query)) continue;
      if (events.length === query.limit) return { events, next: events.at(-1)?.seq ?? null };
      events.push(toEvent(stored, file, line, query.whole));
    }
  return { events, next: null };
}

function fits(event: StoredEvent, { before, job, dataset, type }: EventQuery): boolean {
  if (before !== undefined && event.run.facets.quarry_chain.seq >= before) return false;
  if (type !== undefined && event.eventType !== type) return false;
  if (job !== undefined && event.job.name !== job) return false;
  if (dataset === undefined) return true;
  return [...event.inputs, ...event.outputs].some(
    (d) => d.name === dataset || (d.facets?.version?.datasetVersion.startsWith(dataset) ?? false),
  );
}

const named = ({ name, facets }: StoredEvent["inputs"][number]) => ({
  name,
  ...(facets?.version === undefined ? {} : { version: facets.version.datasetVersion }),
});

function toEvent(event: StoredEvent, file: string, { line }: StoredLine, isWhole: boolean): LineageEvent {
  const { parent, errorMessage, quarry_chain: chain } = event.run.facets;
  return {
    seq: chain.seq,
    at: Date.parse(event.eventTime) * 1000,
    type: event.eventType,
    job: event.job.name,
    runId: event.run.runId,
    ...(parent === undefined ? {} : { parentRunId: parent.run.runId }),
    inputs: event.inputs.map(named),
    outputs: event.outputs.map(named),
    ...(errorMessage === undefined ? {} : { error: errorMessage.message }),
    file: `lineage/${file}`,
    line,
    ...(isWhole ? { event } : {}),
  };
}
