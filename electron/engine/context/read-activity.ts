import { loadText } from "../runtime.ts";
import { Bucket, type Relative } from "./fact-rows.ts";
import type { Focus } from "./focus.ts";
import { integers, readRows, texts, times, type Reader } from "../duckdb/read-rows.ts";

const activitySql = loadText(import.meta.url, "activity.sql");

interface Series {
  readonly no: number;
  readonly kind: string;
  readonly one: string;
  readonly other: string | null;
  readonly toUs: number;
}

function seriesOf(focus: Focus, images: ReadonlyMap<string, string>): Series | undefined {
  const base = { no: focus.no, toUs: focus.anomaly.toUs };
  const image = focus.process === undefined ? undefined : images.get(focus.process);
  if (focus.process !== undefined)
    return image === undefined || focus.source === undefined ? undefined : { ...base, kind: "launch", one: focus.source, other: image };
  if (focus.account !== undefined)
    return { ...base, kind: "logon", one: focus.account.toLowerCase().split("\\").at(-1) ?? "", other: focus.source ?? null };
  if (focus.source === undefined) return undefined;
  return { ...base, kind: focus.isDomain ? "lookup" : "contact", one: focus.source, other: focus.destination ?? null };
}

/** How often each subject did what it did, by 24 h back from its window's end. */
export async function readActivity(reader: Reader, focuses: readonly Focus[], lineage: readonly Relative[]): Promise<Bucket[]> {
  const images = new Map(lineage.filter((r) => r.relation === "self").map((r) => [r.subject, (r.path ?? r.name ?? "").toLowerCase()]));
  const series = focuses.map((focus) => seriesOf(focus, images)).filter((one) => one !== undefined);
  if (series.length === 0) return [];
  const columns = [
    integers(
      "anomaly_no",
      series.map((s) => s.no),
    ),
    texts(
      "kind",
      series.map((s) => s.kind),
    ),
    texts(
      "one",
      series.map((s) => s.one),
    ),
    texts(
      "other",
      series.map((s) => s.other),
    ),
    times(
      "to_time",
      series.map((s) => s.toUs),
    ),
  ];
  return readRows(reader, "activity.sql", activitySql, [{ name: "series", columns }], Bucket);
}
