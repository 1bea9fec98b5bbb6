import { parseEventId } from "../../../shared/domain/ids.ts";
import { loadText } from "../runtime.ts";
import { Moment } from "./fact-rows.ts";
import { aroundUs, type Focus } from "./focus.ts";
import { integers, readRows, texts, times, type Reader } from "../duckdb/read-rows.ts";

const momentsSql = loadText(import.meta.url, "moments.sql");

/** One row for each half hour that the hour around the anchor touches. */
function spansOf(focus: Focus): { focus: Focus; value: string; priority: number; bucket: number }[] {
  const first = Math.floor((focus.anchorUs - aroundUs) / aroundUs);
  const last = Math.floor((focus.anchorUs + aroundUs - 1) / aroundUs);
  const buckets = Array.from({ length: last - first + 1 }, (_, i) => first + i);
  const named = [
    { value: focus.process, priority: 0 },
    { value: focus.source, priority: 1 },
  ];
  return named.flatMap(({ value, priority }) => (value === undefined ? [] : buckets.map((bucket) => ({ focus, value, priority, bucket }))));
}

/** The evidence of each focus and what happened within half an hour of its first event. */
export function readMoments(reader: Reader, focuses: readonly Focus[]): Promise<Moment[]> {
  const wanted = focuses.flatMap((focus) =>
    focus.anomaly.body.evidence.flatMap((ref) => {
      const id = parseEventId(ref.eventId);
      return id === undefined ? [] : [{ no: focus.no, ...id }];
    }),
  );
  const spans = focuses.flatMap(spansOf);
  return readRows(
    reader,
    "moments.sql",
    momentsSql,
    [
      {
        name: "wanted",
        columns: [
          integers(
            "anomaly_no",
            wanted.map((w) => w.no),
          ),
          texts(
            "snapshot",
            wanted.map((w) => w.snapshot),
          ),
          integers(
            "event_no",
            wanted.map((w) => w.eventNo),
          ),
        ],
      },
      {
        name: "spans",
        columns: [
          integers(
            "anomaly_no",
            spans.map((s) => s.focus.no),
          ),
          texts(
            "value",
            spans.map((s) => s.value),
          ),
          integers(
            "bucket",
            spans.map((s) => s.bucket),
          ),
          integers(
            "priority",
            spans.map((s) => s.priority),
          ),
          times(
            "from_time",
            spans.map((s) => s.focus.anchorUs - aroundUs),
          ),
          times(
            "to_time",
            spans.map((s) => s.focus.anchorUs + aroundUs),
          ),
          times(
            "anchor",
            spans.map((s) => s.focus.anchorUs),
          ),
        ],
      },
    ],
    Moment,
  );
}
