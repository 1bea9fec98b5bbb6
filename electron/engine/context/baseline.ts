import type { Coverage } from "./fact-rows.ts";
import { dayUs, type Focus } from "./focus.ts";

/** What "usual" can rest on for one anomaly. */
export interface Baseline {
  /** Whole and part days of telemetry of this kind before the recent period. */
  readonly days: number;
  /** Days with events in all. */
  readonly coverageDays: number;
  /** Addresses that the site hands out itself, where there are any: the internet's scanners are nobody's peers. */
  readonly sources: number;
  readonly isInternalOnly: boolean;
  readonly firstSeen: number | undefined;
  readonly lastSeen: number | undefined;
}

/** Below this a first sighting says nothing: everything is new when a source has just begun. */
export const leastBaselineDays = 2;

const kinds = (focus: Focus): readonly string[] => {
  if (focus.process !== undefined) return ["process_activity"];
  if (focus.isPrincipal) return ["api_activity"];
  if (focus.account !== undefined || focus.isFolded) return ["authentication", "process_activity"];
  return focus.isDomain ? ["dns_activity", "network_activity", "http_activity"] : ["network_activity", "http_activity"];
};

export function toBaseline(focus: Focus, coverage: readonly Coverage[]): Baseline {
  const mine = coverage.filter((one) => kinds(focus).includes(one.class));
  const firstSeen = mine.length === 0 ? undefined : Math.min(...mine.map((one) => one.first_seen));
  const lastSeen = mine.length === 0 ? undefined : Math.max(...mine.map((one) => one.last_seen));
  const internal = mine.reduce((most, one) => Math.max(most, one.internal_sources), 0);
  return {
    isInternalOnly: internal > 0,
    days: firstSeen === undefined ? 0 : Math.max(0, Math.round(((focus.anomaly.fromUs - firstSeen) / dayUs) * 10) / 10),
    coverageDays: mine.reduce((most, one) => Math.max(most, one.days), 0),
    sources: internal > 0 ? internal : mine.reduce((most, one) => Math.max(most, one.sources), 0),
    firstSeen,
    lastSeen,
  };
}

export const baselineText = (baseline: Baseline): string => `baseline ${baseline.days < 10 ? baseline.days : Math.round(baseline.days)} d`;

interface Frequency {
  readonly firstUs: number;
  readonly days: number;
  /** Sources (or actors) sharing it, of all. */
  readonly sharers: number;
  readonly of: number;
}

/** new: first seen in the recent period, with a baseline to tell; rare: few days or few sharers; usual otherwise. */
export function stateOf(frequency: Frequency, focus: Focus, baseline: Baseline): "new" | "rare" | "usual" {
  if (frequency.firstUs >= focus.recentFromUs && baseline.days >= leastBaselineDays) return "new";
  const isRareForMany = frequency.of >= 10 && frequency.sharers <= Math.max(1, frequency.of * 0.02);
  const isRareInTime =
    baseline.coverageDays >= 5 && frequency.days <= Math.max(1, baseline.coverageDays * 0.15) && frequency.sharers <= frequency.of * 0.2;
  return isRareForMany || isRareInTime ? "rare" : "usual";
}
