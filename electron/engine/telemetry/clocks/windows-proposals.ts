import type { ClockRule } from "../clock.ts";
import { type Drift, type HostClock, showOffset, type WindowsClockEvidence } from "../windows-clock.ts";
import type { Finding } from "./finding.ts";
import { counted, isZone, minuteUs, offsetRule, shareOf, zoneOf } from "./say.ts";

const nearUs = 5 * minuteUs;
const exactUs = 1_000_000;

/** What Sysmon's own UTC says of the event log's clock, host by host, and of itself. */
export function proposeForWindows({ hosts, drifts }: WindowsClockEvidence, rule: ClockRule): readonly Finding[] {
  return [...hosts.flatMap((host) => (host.us === 0 ? [] : [ofHost(host, rule)])), ...drifts.map((drift) => ofDrift(drift, rule))];
}

function ofHost({ host, differences, us, isZoned }: HostClock, rule: ClockRule): Finding {
  const n = differences.length;
  const near = differences.filter((d) => Math.abs(d - us) <= nearUs).length;
  const exact = differences.filter((d) => Math.abs(d - us) <= exactUs).length;
  const isShifted = rule.kind === "declared" || rule.kind === "sysmon-utctime";
  const text = offsetRule(-us);
  const label = isZoned ? "says that it is UTC or names another zone" : "names no zone";
  return {
    kind: isZone(us) ? (isZoned ? "mislabelled-zone" : "zoneless-local") : "twelve-hour",
    rule: text,
    applied: isShifted || rule.text === text,
    evidence: `${counted(near, n)} process creations of ${host || "events without a host"} have a UtcTime ${showOffset(us)} from the log's time (${counted(exact, n)} within a second), which ${label}${zoneOf(us)}`,
    k: near,
    n,
    confidence: shareOf(near, n) >= 0.9 && n >= 5 ? "strong" : "weak",
    otherwise: `the host's events other than process creations lie ${showOffset(Math.abs(us)).slice(1)} too ${us > 0 ? "early" : "late"}${isZone(us) ? "" : "; across noon or midnight the shift changes by 12 hours"}`,
  };
}

function ofDrift({ eventId, k, n, least, most }: Drift, rule: ClockRule): Finding {
  return {
    kind: "own-clock-drift",
    rule: null,
    applied: rule.kind !== "sysmon-utctime",
    evidence: `${counted(k, n)} Sysmon events ${eventId} have a UtcTime ${showOffset(least)} to ${showOffset(most)} from the log's time as it is understood`,
    k,
    n,
    confidence: "likely",
    otherwise:
      rule.kind === "sysmon-utctime"
        ? "they are dated by their own UtcTime, as the rule asks, away from the process creations around them"
        : "they are dated by the log; --clock sysmon-utctime would date them by their own UtcTime",
  };
}
