import type { HealthFix, HealthReport, HealthResult, HealthRow } from "../../shared/contract/health.ts";
import { healthMetrics, type HealthState } from "../../shared/domain/health.ts";

const dayUs = 86_400_000_000;
const sources = ["sysmon", "zeek-core"] as const;

/** What is wrong in the sample estate; everything else is in order. */
const troubles: Readonly<
  Record<string, { state: HealthState; value: number | null; k?: number; n?: number; reason: string; fix: string }>
> = {
  "sysmon skew": {
    state: "FAIL",
    value: 420,
    n: 18,
    reason: "420 seconds; OK is at most 60 seconds, FAIL above 300 seconds; ws-117.corp.example",
    fix: "Correct the clock of the hosts listed for sysmon, or import them with a clock rule (--clock).",
  },
  "zeek-core gap": {
    state: "WARN",
    value: 1,
    n: 24,
    reason: "1 hour; OK is at most 0 hours, FAIL above 2 hours; 24 hours compared",
    fix: "Find the files of zeek-core for the missing hours and import them.",
  },
  "zeek-core res_src_ip": {
    state: "WARN",
    value: 0.812,
    k: 8120,
    n: 10_000,
    reason: "81.2 % (8,120 of 10,000); OK is at least 90 %, FAIL below 75 %",
    fix: "Add the DHCP logs that cover the addresses listed for zeek-core.",
  },
  "zeek-core lag_p95": { state: "NOT_APPLICABLE", value: null, reason: "its records do not say when they were received", fix: "" },
  " owner_cov": {
    state: "FAIL",
    value: 0.6,
    k: 27,
    n: 45,
    reason: "60 % (27 of 45); OK is at least 90 %, FAIL below 70 %",
    fix: "Fill in the owner or support group of the devices listed, and import cmdb.csv again.",
  },
  " er_precision_audit": {
    state: "INSUFFICIENT",
    value: null,
    reason: "no automatic link has been checked by a person",
    fix: "Have a person check 50 automatic links a month.",
  },
};

function result(name: string, source: string | null, day: number | null, atUs: number): HealthResult {
  const spec = healthMetrics.find((metric) => metric.name === name);
  const isShare = spec?.unit === "share" && name !== "giant" && name !== "er_precision_audit";
  const trouble = troubles[`${source ?? ""} ${name}`];
  const isBad = trouble !== undefined && (day === null || trouble.state === "NOT_APPLICABLE" || day === atUs - 2 * dayUs);
  const fine = isShare
    ? { value: spec.good === "high" ? 0.99 : 0, k: spec.good === "high" ? 990 : 0, n: 1000 }
    : { value: spec?.ok ?? 0, k: null, n: 24 };
  const seen = isBad ? { value: trouble.value, k: trouble.k ?? null, n: trouble.n ?? null } : fine;
  return {
    metric: name,
    source,
    day,
    ...seen,
    interval: seen.k === null || seen.value === null ? null : { low: Math.max(0, seen.value - 0.01), high: Math.min(1, seen.value + 0.01) },
    state: isBad ? trouble.state : "OK",
    reason: isBad ? trouble.reason : "as it should be",
    fix: isBad ? trouble.fix : "",
    window: { from: day ?? atUs - 7 * dayUs, to: day === null ? atUs : day + dayUs },
  };
}

/** A week of two sources, with an owner column half empty, a clock seven minutes off and an hour that is missing. */
export function sampleHealth(atUs: number, isEmpty: boolean): HealthReport {
  const today = Math.floor(atUs / dayUs) * dayUs;
  const days = isEmpty ? [] : Array.from({ length: 7 }, (_, i) => today - (6 - i) * dayUs);
  const results = healthMetrics.flatMap((metric) => {
    if (isEmpty) return [];
    if (metric.scope === "estate") return [result(metric.name, null, null, today)];
    const dated = metric.name === "parse_fail" || metric.name === "baseline_days" ? [] : days;
    return sources.flatMap((source) => [...dated, null].map((day) => result(metric.name, source, day, today)));
  });
  return {
    id: "4".repeat(64),
    dataset: "d".repeat(64),
    asOf: { at: atUs, because: "the newest event of the dataset" },
    inventories: [{ kind: "cmdb", source: "cmdb", id: "c".repeat(64), asOf: atUs - 2 * dayUs, basis: "content" }],
    sources: isEmpty ? [] : [...sources],
    days,
    results,
  };
}

export const sampleHealthRows = (atUs: number): HealthRow[] =>
  ["ws-117.corp.example", "ws-204.corp.example", "lab-01.corp.example"].map((what, i) => ({
    source: null,
    day: atUs - i * dayUs,
    what,
    n: 300 - i * 90,
    eventId: i === 0 ? "0123456789abcdef-17" : null,
  }));

export const sampleFixes: readonly HealthFix[] = [
  {
    metric: "owner_cov",
    source: null,
    state: "FAIL",
    fix: "Fill in the owner or support group of the devices listed, and import cmdb.csv again.",
    unlocks: 12,
    touches: 13,
  },
  {
    metric: "skew",
    source: "sysmon",
    state: "FAIL",
    fix: "Correct the clock of the hosts listed for sysmon, or import them with a clock rule (--clock).",
    unlocks: 3,
    touches: 3,
  },
  {
    metric: "gap",
    source: "zeek-core",
    state: "WARN",
    fix: "Find the files of zeek-core for the missing hours and import them.",
    unlocks: 0,
    touches: 0,
  },
];
