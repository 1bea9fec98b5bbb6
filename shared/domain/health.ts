/**
 * What is measured of telemetry and of the inventories that explain it, with the bounds of each state. The names and bounds are those an
 * analyst sees, a model package declares its gates by, and the desk draws its board from. Bounds are starting values, to be tuned on one's own data.
 */

/** INSUFFICIENT: too little to say. NOT_APPLICABLE: the question does not arise. Neither is OK. */
export const healthStates = ["OK", "WARN", "FAIL", "INSUFFICIENT", "NOT_APPLICABLE"] as const;
export type HealthState = (typeof healthStates)[number];

/** A FAIL of a scoring gate says that the score itself cannot be trusted; of a context gate, that who and what is not known well enough to act. */
type GateKind = "scoring" | "context";

/** What a model package may require. Some are measured in several parts, which all must hold. */
export const gateNames = [
  "res_actor",
  "res_device",
  "res_src_ip",
  "res_dst_ip",
  "hold_rate",
  "owner_cov",
  "crit_cov",
  "dir_cov",
  "dhcp_fresh",
  "dhcp_gap",
  "cmdb_age",
  "dir_age",
  "schema_ok",
  "parse_fail",
  "lag_p95",
  "skew",
  "gap",
  "dup",
  "volume_drift",
  "id_conflict",
  "generic_share",
  "giant",
  "baseline_days",
  "er_precision_audit",
] as const;
export type GateName = (typeof gateNames)[number];

export type HealthUnit = "share" | "days" | "hours" | "minutes" | "seconds" | "log ratio" | "per 1,000" | "leases" | "count";

export interface MetricSpec {
  readonly name: string;
  readonly gate: GateName;
  readonly kind: GateKind;
  readonly title: string;
  readonly description: string;
  readonly unit: HealthUnit;
  /** `high`: OK from `ok` up, WARN from `warn` up. `low`: OK up to `ok`, WARN up to `warn`. */
  readonly good: "high" | "low";
  readonly ok: number;
  readonly warn: number;
  /** Asked of each source of telemetry, or of everything known. */
  readonly scope: "source" | "estate";
}

type Shape = Omit<MetricSpec, "name" | "gate" | "title" | "description" | "kind" | "scope">;
const share = (good: MetricSpec["good"], ok: number, warn: number): Shape => ({ unit: "share", good, ok, warn });
const amount = (unit: HealthUnit, good: MetricSpec["good"], ok: number, warn: number): Shape => ({ unit, good, ok, warn });

const define = (
  name: string,
  gate: GateName,
  kind: GateKind,
  scope: MetricSpec["scope"],
  shape: Shape,
  title: string,
  description: string,
): MetricSpec => ({ name, gate, kind, scope, ...shape, title, description });

const perSource = (gate: GateName, kind: GateKind, shape: Shape, title: string, description: string, name: string = gate): MetricSpec =>
  define(name, gate, kind, "source", shape, title, description);
const ofEstate = (gate: GateName, shape: Shape, title: string, description: string, name: string = gate): MetricSpec =>
  define(name, gate, "context", "estate", shape, title, description);

export const healthMetrics: readonly MetricSpec[] = [
  perSource("parse_fail", "scoring", share("low", 0.001, 0.01), "Records dropped", "Lines that could not be read, of all lines read"),
  perSource("schema_ok", "context", share("high", 0.99, 0.97), "Schema conformance", "Events that hold what OCSF requires of their class"),
  perSource(
    "gap",
    "scoring",
    amount("hours", "low", 0, 2),
    "Missing hours",
    "Hours without any event at a time of the week that always had some",
  ),
  perSource(
    "volume_drift",
    "scoring",
    amount("log ratio", "low", 0.7, 1.5),
    "Volume change",
    "Natural logarithm of the day's events over the median of the same hours of other days within four weeks",
  ),
  perSource("dup", "context", share("low", 0.001, 0.01), "Duplicates", "Copies of an event beyond the first, of all events"),
  perSource("lag_p95", "context", amount("minutes", "low", 15, 120), "Arrival delay", "95th percentile of the time from event to receipt"),
  perSource(
    "skew",
    "scoring",
    share("low", 0.0001, 0.001),
    "Events in the future",
    "Events later than their own import by more than five minutes",
    "future",
  ),
  perSource(
    "skew",
    "scoring",
    amount("seconds", "low", 60, 300),
    "Clock offset",
    "Largest median offset of a host from the network sensor, by connections both recorded",
  ),
  perSource("baseline_days", "scoring", amount("days", "high", 21, 14), "Days of history", "Days with events"),
  perSource("res_device", "context", share("high", 0.95, 0.85), "Devices known", "Events whose device is one in the inventories"),
  perSource(
    "res_actor",
    "context",
    share("high", 0.95, 0.85),
    "Actors known",
    "Events whose actor is one account in the directory, or local to a host",
  ),
  perSource(
    "res_src_ip",
    "context",
    share("high", 0.9, 0.75),
    "Sources known",
    "Events from internal addresses whose holder at that moment is known",
  ),
  perSource(
    "res_dst_ip",
    "context",
    share("high", 0.85, 0.7),
    "Destinations known",
    "Events to internal addresses whose holder at that moment is known",
  ),
  perSource(
    "hold_rate",
    "context",
    share("low", 0.02, 0.05),
    "Ambiguous names",
    "Mentions that fit two or more entities, so that none is picked",
  ),
  perSource(
    "generic_share",
    "context",
    share("low", 0.01, 0.05),
    "Generic names",
    "Mentions that name nobody in particular, such as localhost",
  ),
  perSource(
    "dhcp_gap",
    "context",
    share("low", 0.05, 0.15),
    "Uncovered by leases",
    "Events from addresses that are leased out, at a time no lease covers",
  ),
  ofEstate(
    "owner_cov",
    share("high", 0.9, 0.7),
    "Owners named",
    "Devices active in the last 7 days for which the CMDB names an owner or support group",
  ),
  ofEstate("crit_cov", share("high", 0.9, 0.6), "Criticality rated", "Devices active in the last 7 days with a criticality"),
  ofEstate(
    "dir_cov",
    share("high", 0.98, 0.95),
    "Accounts in the directory",
    "Domain accounts active in the last 7 days that the directory lists",
  ),
  ofEstate(
    "dhcp_fresh",
    amount("leases", "low", 0.5, 1),
    "Lease freshness",
    "Age of the newest lease record, in median leases; up to an hour is fresh in any case",
  ),
  ofEstate("cmdb_age", amount("days", "low", 30, 90), "CMDB age", "Median time since the CMDB's rows were updated"),
  ofEstate(
    "cmdb_age",
    share("low", 0.05, 0.15),
    "Active, not in the CMDB",
    "Devices active in the last 7 days that the CMDB lacks",
    "cmdb_absent",
  ),
  ofEstate(
    "cmdb_age",
    amount("count", "low", 0, Number.POSITIVE_INFINITY),
    "Retired, still active",
    "Devices the CMDB calls retired that were active in the last 7 days",
    "cmdb_retired",
  ),
  ofEstate("dir_age", amount("days", "low", 1, 7), "Directory age", "Age of the directory export"),
  ofEstate(
    "id_conflict",
    amount("per 1,000", "low", 2, 10),
    "Identity conflicts",
    "Identifiers that should belong to one thing and do not, per 1,000 inventory entries",
  ),
  ofEstate(
    "giant",
    amount("share", "low", 0.5, 1),
    "Largest cluster",
    "Inventory entries joined by strong identifiers into one thing, over the cap for its type",
  ),
  ofEstate(
    "er_precision_audit",
    share("high", 0.97, 0.93),
    "Audited links",
    "Automatic links that a person found right, as the lower bound of the Wilson interval",
  ),
];

const byName = new Map(healthMetrics.map((metric) => [metric.name, metric]));

export function healthMetric(name: string): MetricSpec {
  const found = byName.get(name);
  if (found === undefined) throw new Error(`unknown health metric ${name}`);
  return found;
}

const severity: Readonly<Record<HealthState, number>> = { NOT_APPLICABLE: 0, OK: 1, WARN: 2, INSUFFICIENT: 3, FAIL: 4 };

/** The state that matters most: FAIL before INSUFFICIENT before WARN before OK before NOT_APPLICABLE. */
export const worstState = (states: readonly HealthState[]): HealthState =>
  states.reduce<HealthState>((worst, state) => (severity[state] > severity[worst] ? state : worst), "NOT_APPLICABLE");

export const metricsOfGate = (gate: GateName): readonly MetricSpec[] => healthMetrics.filter((metric) => metric.gate === gate);

const number = (value: number): string => String(Number(value.toPrecision(Math.abs(value) < 1 ? 2 : 4))).replace("-", "−");
const asPercent = (value: number): string => `${number(value * 100)} %`;

/** A value as a person reads it: `96.2 %`, `3 hours`; four digits that count, two below one. */
export function formatMeasure(unit: HealthUnit, value: number): string {
  if (unit === "share") return asPercent(value);
  if (unit === "count" || unit === "log ratio" || unit === "per 1,000")
    return unit === "per 1,000" ? `${number(value)} per 1,000` : number(value);
  return `${number(value)} ${value === 1 ? unit.replace(/s$/, "") : unit}`;
}
