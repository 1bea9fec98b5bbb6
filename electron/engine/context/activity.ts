import type { z } from "zod";
import type { ContextGraph } from "../../../shared/contract/context-graph.ts";
import { quantile } from "../../../shared/lib/quantile.ts";
import type { Case } from "./case-facts.ts";
import { selfOf } from "./process-facts.ts";
import { dayUs } from "./focus.ts";
import { baseName, cutAtWord, displayText } from "./words.ts";

type Activity = NonNullable<z.infer<typeof ContextGraph>["activity"]>;

const shownDays = 30;
/** Fewer days give no band. */
const leastForBand = 3;

const maxTitle = 34;

/** What is counted: the card stands beside the case, which says on which host. */
function titleOf(one: Case): { title: string; one: string; many: string } {
  const { focus } = one;
  const self = selfOf(one);
  if (focus.process !== undefined)
    return { title: `launches of ${baseName(self?.path ?? self?.name ?? "this image")}`, one: "launch", many: "launches" };
  if (focus.account !== undefined)
    return { title: `logons of ${focus.account.split("\\").at(-1) ?? focus.account}`, one: "logon", many: "logons" };
  if (focus.isDomain) return { title: `lookups of ${focus.destination ?? "it"}`, one: "lookup", many: "lookups" };
  return { title: focus.destination === undefined ? "contacts" : `contacts with ${focus.destination}`, one: "contact", many: "contacts" };
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
  const { title, one: unit, many } = titleOf(one);
  const current = counts.get(0) ?? 0;
  const bucket = (i: number): { from: number; n: number } => ({ from: focus.anomaly.toUs - (i + 1) * dayUs, n: counts.get(i) ?? 0 });
  return {
    title: cutAtWord(displayText(title), maxTitle),
    unit: current === 1 ? unit : many,
    buckets: Array.from({ length: before + 1 }, (_, i) => bucket(before - i)),
    current,
    usualLow: hasBand ? quantile(sorted, 0.05) : null,
    usualHigh: hasBand ? quantile(sorted, 0.95) : null,
    baselineDays: before,
  };
}
