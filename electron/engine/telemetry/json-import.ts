import type { SourceKind } from "./detect/record-kind.ts";
import type { RecordSink, RecordSplitter } from "./readers/record-splitter.ts";
import type { Bytes } from "./readers/limits.ts";
import { JsonSplitter } from "./readers/json-splitter.ts";
import { LineSplitter } from "./readers/record-splitter.ts";
import { readWindowsEvent } from "./map/windows-shapes.ts";
import { parseJsonRecord } from "./records/json-record.ts";
import { JsonReader } from "./records/json-records.ts";
import type { ReadContext } from "./records/record-reader.ts";
import { type Correction, WindowsClock } from "./windows-clock.ts";

/** How much of a file is held in memory to learn its hosts' clocks before the first event is written. */
const surveyBytes = 32 * 1024 * 1024;

/** A field that Sysmon writes for process creations alone: what makes the first pass cheap. */
const onlyInProcessCreate = "ParentProcessGuid";

export interface JsonImport {
  readonly layout: "json-lines" | "json-values";
  readonly among: readonly SourceKind[];
  readonly hasWindows: boolean;
  /** The records are an array inside an object; see JsonSplitter. */
  readonly isWrapped: boolean;
}

function surveyor(clock: WindowsClock): RecordSink {
  return {
    record: (buffer, start, end) => {
      if (!buffer.subarray(start, end).includes(onlyInProcessCreate)) return;
      const record = parseJsonRecord(buffer, start, end);
      const event = typeof record === "string" ? undefined : readWindowsEvent(record);
      if (event !== undefined) clock.survey(event);
    },
    tooLong: () => undefined,
    broken: () => undefined,
  };
}

/**
 * Reads JSON records in two passes over the head of the file: the first learns how far each host's event log is from
 * Sysmon's UTC, the second and everything after it makes events. Returns the
 * clock corrections that were applied.
 */
export async function importJson(source: Bytes, options: JsonImport, context: ReadContext): Promise<readonly Correction[]> {
  const clock = new WindowsClock(context.clock);
  const splitterFor = (sink: RecordSink): RecordSplitter =>
    options.layout === "json-lines"
      ? new LineSplitter(sink, context.maxRecordBytes)
      : new JsonSplitter(sink, context.maxRecordBytes, options.isWrapped);
  const survey = splitterFor(surveyor(clock));
  const reader = splitterFor(new JsonReader(context, clock, options.among));
  const held: Buffer[] = [];
  let heldBytes = 0;
  let isSurveying = options.hasWindows;
  const endSurvey = (): void => {
    isSurveying = false;
    survey.end();
    clock.endSurvey();
    for (const chunk of held.splice(0)) reader.push(chunk);
  };
  for await (const chunk of source) {
    context.checkCancelled();
    if (!isSurveying) {
      reader.push(chunk);
      continue;
    }
    survey.push(chunk);
    held.push(chunk);
    heldBytes += chunk.length;
    if (heldBytes >= surveyBytes) endSurvey();
  }
  if (isSurveying) endSurvey();
  reader.end();
  if (options.hasWindows) context.clocks.windows = clock.evidence();
  return clock.corrections;
}
