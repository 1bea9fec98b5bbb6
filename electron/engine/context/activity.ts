import type { z } from "zod";
import type { ContextGraph } from "../../../shared/contract/triage.ts";
import type { Case } from "./case-facts.ts";
import { selfOf } from "./process-facts.ts";
import { dayUs } from "./focus.ts";
import { baseName, displayText } from "./words.ts";

type Activity = NonNullable<z.infer<typeof ContextGraph>["activity"]>;

const shownDays = 30;
/** Fewer days give no band. */
const leastForBand = 3;

function quantile(sorted: readonly number[], q: number): number {
  const position = (sorted.length - 1) * q;
  const low = sorted[Math.floor(position)] ?? 0;
  const high = sorted[Math.ceil(position)] ?? low;
  return low + (high - low) * (position - Math.floor(position));
}

function titleOf(one: Case): { title: string; unit: string } {
  const { focus } = one;
  const self = selfOf(one);
  if (focus.process !== undefined)
    return { title: `${baseName(self?.path ?? self?.name ?? "this image")} on ${focus.source ?? "the host"}`, unit: "launches" };
  if (focus.account !== undefined)
    return { title: `${focus.account}${focus.source === undefined ? "" : ` on ${focus.source}`}`, unit: "logons" };
  const to = focus.destination === undefined ? "" : ` → ${focus.destination}`;
  return { title: `${focus.source ?? ""}${to}`, unit: focus.isDomain ? "lookups" : "contacts" };
}

/** The last 24 h of the subject against each 24 h before, with the 5–95 % band of the days that have telemetry. */
export function toActivity(one: Case): Activity | null {
  const { focus, baseline, facts } = one;
  const counts = new Map((facts.activity.get(focus.no) ?? []).map(({ bucket, n }) => [bucket, n]));
  if (counts.size === 0 || baseline.firstSeen === undefined) return null;
  const before = Math.min(shownDays, Math.max(0, Math.floor((focus.anomaly.toUs - dayUs - baseline.firstSeen) / dayUs)));
  const past = Array.from({ length: before }, (_, i) => counts.get(i + 1) ?? 0);
  const sorted = past.toSorted((a, b) => a - b);
  const hasBand = past.length >= leastForBand;
  const { title, unit } = titleOf(one);
  const bucket = (i: number): { from: number; n: number } => ({ from: focus.anomaly.toUs - (i + 1) * dayUs, n: counts.get(i) ?? 0 });
  return {
    title: displayText(title),
    unit,
    buckets: Array.from({ length: before + 1 }, (_, i) => bucket(before - i)),
    current: counts.get(0) ?? 0,
    usualLow: hasBand ? quantile(sorted, 0.05) : null,
    usualHigh: hasBand ? quantile(sorted, 0.95) : null,
    baselineDays: before,
  };
}
