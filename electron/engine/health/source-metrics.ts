import type { HealthResult, HealthRow } from "../../../shared/contract/health.ts";
import type { Snapshot } from "../../../shared/contract/telemetry.ts";
import { countOf } from "../../../shared/lib/unit-word.ts";
import { type FixOf, type Measured, toResult } from "./judge.ts";
import type { LagRow, OffsetRow, TelemetryRows } from "./telemetry-rows.ts";
import { dayOf, dayShapes, dayUs, quantile } from "./time-metrics.ts";

/** Collects results and what counted against them. */
export class Findings {
  readonly results: HealthResult[] = [];
  readonly #rows = new Map<string, HealthRow[]>();
  readonly #fixOf: FixOf;
  readonly #window: { readonly from: number; readonly to: number } | null;

  constructor(fixOf: FixOf, window: { readonly from: number; readonly to: number } | null) {
    this.#fixOf = fixOf;
    this.#window = window;
  }

  add(metric: string, source: string | null, day: number | null, measured: Measured): void {
    const window = day === null ? this.#window : { from: day, to: day + dayUs };
    this.results.push(toResult(metric, { source, dayUs: day, window }, measured, this.#fixOf));
  }

  offend(metric: string, row: HealthRow): void {
    const rows = this.#rows.get(metric);
    if (rows === undefined) this.#rows.set(metric, [row]);
    else rows.push(row);
  }

  /** By metric, most events first. */
  rows(): Readonly<Record<string, readonly HealthRow[]>> {
    const order = (a: HealthRow, b: HealthRow): number =>
      b.n - a.n || (a.day ?? 0) - (b.day ?? 0) || (a.what < b.what ? -1 : a.what > b.what ? 1 : 0);
    return Object.fromEntries([...this.#rows].map(([metric, rows]) => [metric, rows.toSorted(order).slice(0, keptRows)]));
  }
}

/** Enough to see what is wrong; the counts are complete. */
const keptRows = 500;

/** Adds per-day shares of a metric and their sum over all days. */
export function addShares(
  findings: Findings,
  metric: string,
  source: string,
  byDay: ReadonlyMap<number, { readonly k: number; readonly n: number }>,
): void {
  let [k, n] = [0, 0];
  for (const [day, one] of [...byDay].toSorted((a, b) => a[0] - b[0])) {
    findings.add(metric, source, day, one);
    [k, n] = [k + one.k, n + one.n];
  }
  findings.add(metric, source, null, { k, n });
}

/** Clocks of import and event may differ by this much. */
export const toleranceUs = 300_000_000;

export class DayCounts {
  readonly days = new Map<number, { k: number; n: number }>();

  count(day: number, k: number, n: number): void {
    const known = this.days.get(day);
    if (known === undefined) this.days.set(day, { k, n });
    else {
      known.k += k;
      known.n += n;
    }
  }
}

/** What can be told of a source without knowing who is who: whether it was read, is whole, timely and of its usual size. */
export function measureSource(findings: Findings, source: string, rows: TelemetryRows, snapshots: readonly Snapshot[]): void {
  // An event dated years ahead would make everything until then a gap; it is counted as one of the future, and as nothing else.
  const latestUs = Math.max(...snapshots.map((snapshot) => snapshot.importedAt + toleranceUs));
  const profile = rows.profile.filter((row) => row.source === source && row.hour <= latestUs);
  const total = new DayCounts();
  const broken = new DayCounts();
  const hours = new Map<number, number>();
  for (const row of profile) {
    const day = dayOf(row.hour);
    hours.set(row.hour, (hours.get(row.hour) ?? 0) + row.n);
    total.count(day, 0, row.n);
    broken.count(day, row.n - row.broken, row.n);
    if (row.broken > 0)
      findings.offend("schema_ok", {
        source,
        day,
        what: `${row.class} without what it requires`,
        n: row.broken,
        eventId: row.broken_event,
      });
  }
  measureParsing(findings, source, snapshots);
  addShares(findings, "schema_ok", source, broken.days);
  measureShape(findings, source, hours);
  measureCopies(findings, source, rows, total);
  measureFuture(findings, source, rows, total, snapshots);
  measureLag(
    findings,
    source,
    rows.lags.filter((row) => row.source === source),
  );
  const names = rows.mentions.some((row) => row.source === source && row.role === "device");
  measureOffsets(
    findings,
    source,
    rows.offsets.filter((row) => row.source === source),
    names,
  );
  findings.add("baseline_days", source, null, { amount: total.days.size, n: total.days.size });
}

function measureParsing(findings: Findings, source: string, snapshots: readonly Snapshot[]): void {
  const files = snapshots.flatMap((snapshot) => snapshot.manifest.files);
  const unread = files.filter((file) => file.error !== undefined);
  let [k, n] = [unread.length, unread.length];
  for (const file of files) {
    [k, n] = [k + file.rejected, n + file.records];
    for (const [reason, count] of Object.entries(file.rejectReasons))
      findings.offend("parse_fail", { source, day: null, what: `${file.name}: ${reason}`, n: count, eventId: null });
    if (file.error !== undefined)
      findings.offend("parse_fail", { source, day: null, what: `${file.name}: ${file.error}`, n: 1, eventId: null });
  }
  findings.add("parse_fail", source, null, {
    k,
    n,
    rest: unread.length === 0 ? undefined : `${countOf(unread.length, "files")} could not be read at all`,
  });
}

function measureShape(findings: Findings, source: string, hours: ReadonlyMap<number, number>): void {
  const shapes = [...dayShapes(hours)];
  for (const [day, shape] of shapes) {
    findings.add("gap", source, day, shape.gap);
    findings.add("volume_drift", source, day, shape.drift);
    for (const { hour, usual } of shape.missing)
      findings.offend("gap", {
        source,
        day,
        what: `no event from ${clock(hour)} to ${clock(hour + 3_600_000_000)} UTC`,
        n: Math.round(usual),
        eventId: null,
      });
    if ("amount" in shape.drift && Math.abs(shape.drift.amount) > 0.7)
      findings.offend("volume_drift", { source, day, what: shape.drift.rest ?? "", n: shape.drift.n ?? 0, eventId: null });
  }
  findings.add("gap", source, null, worst(shapes.map(([, shape]) => shape.gap)));
  findings.add("volume_drift", source, null, worst(shapes.map(([, shape]) => shape.drift)));
}

const clock = (us: number): string => `${String(Math.floor((us % dayUs) / 3_600_000_000)).padStart(2, "0")}:00`;

/** The day furthest from what is usual; where no day could be judged, why. */
function worst(measured: readonly Measured[]): Measured {
  let found: Measured | undefined;
  for (const one of measured)
    if ("amount" in one && (found === undefined || !("amount" in found) || Math.abs(one.amount) > Math.abs(found.amount))) found = one;
  return found ?? measured[0] ?? { lacking: "NOT_APPLICABLE", because: "there are no events" };
}

function measureCopies(findings: Findings, source: string, rows: TelemetryRows, total: DayCounts): void {
  const copies = new DayCounts();
  for (const [day, { n }] of total.days) copies.count(day, 0, n);
  for (const row of rows.duplicates.filter((one) => one.source === source)) {
    copies.count(row.day, row.extra, 0);
    findings.offend("dup", {
      source,
      day: row.day,
      what: `${row.class}: ${row.twin} repeats ${row.event}`,
      n: row.extra,
      eventId: row.event,
    });
  }
  addShares(findings, "dup", source, copies.days);
}

function measureFuture(findings: Findings, source: string, rows: TelemetryRows, total: DayCounts, snapshots: readonly Snapshot[]): void {
  const wrong = snapshots.find(({ importedAt, manifest }) => manifest.timeRange !== undefined && manifest.timeRange.from > importedAt);
  if (wrong !== undefined)
    return findings.add("future", source, null, {
      lacking: "INSUFFICIENT",
      because: "this machine's clock was before the first event when it was imported",
    });
  const future = new DayCounts();
  for (const [day, { n }] of total.days) future.count(day, 0, n);
  for (const row of rows.future.filter((one) => one.source === source)) {
    future.count(row.day, row.n, 0);
    findings.offend("future", { source, day: row.day, what: "events later than their import", n: row.n, eventId: row.event });
  }
  addShares(findings, "future", source, future.days);
}

/** A 95th percentile of fewer is their largest. */
const leastReceived = 20;
const tooFewReceived: Measured = { lacking: "INSUFFICIENT", because: `fewer than ${leastReceived} records say when they were received` };

function measureLag(findings: Findings, source: string, lags: readonly LagRow[]): void {
  const p95 = (rows: readonly LagRow[]): number | undefined =>
    quantile(
      rows.map((row) => ({ value: row.seconds, n: row.n })),
      0.95,
    );
  const all = p95(lags);
  if (all === undefined)
    return findings.add("lag_p95", source, null, { lacking: "NOT_APPLICABLE", because: "its records do not say when they were received" });
  for (const day of [...new Set(lags.map((row) => row.day))].toSorted((a, b) => a - b)) {
    const ofDay = lags.filter((row) => row.day === day);
    const seconds = p95(ofDay) ?? 0;
    const n = ofDay.reduce((sum, row) => sum + row.n, 0);
    findings.add("lag_p95", source, day, n < leastReceived ? tooFewReceived : { amount: seconds / 60, n });
    if (seconds > 900)
      findings.offend("lag_p95", { source, day, what: `95 % received within ${Math.round(seconds / 60)} minutes`, n, eventId: null });
  }
  findings.add("lag_p95", source, null, { amount: all / 60, n: lags.reduce((sum, row) => sum + row.n, 0) });
}

/** Fewer common connections say nothing of a clock. */
export const leastPairs = 3;

export function medianOffset(rows: readonly OffsetRow[]): number | undefined {
  const n = rows.reduce((sum, row) => sum + row.n, 0);
  return n < leastPairs
    ? undefined
    : quantile(
        rows.map((row) => ({ value: row.seconds, n: row.n })),
        0.5,
      );
}

function measureOffsets(findings: Findings, source: string, offsets: readonly OffsetRow[], hasHosts: boolean): void {
  const because = hasHosts
    ? "no host and sensor recorded enough of the same connections"
    : "its events name no hosts whose clocks could differ";
  let largest: { readonly seconds: number; readonly host: string; readonly n: number } | undefined;
  for (const day of [...new Set(offsets.map((row) => row.day))].toSorted((a, b) => a - b)) {
    const ofDay = offsets.filter((row) => row.day === day);
    let worstOfDay: typeof largest;
    for (const host of [...new Set(ofDay.map((row) => row.host))].toSorted()) {
      const own = ofDay.filter((row) => row.host === host);
      const offset = medianOffset(own);
      if (offset === undefined) continue;
      const one = { seconds: Math.abs(offset), host, n: own.reduce((sum, row) => sum + row.n, 0) };
      if (worstOfDay === undefined || one.seconds > worstOfDay.seconds) worstOfDay = one;
      if (one.seconds > 60)
        findings.offend("skew", { source, day, what: `${host} is ${offset} s off the sensor's clock`, n: one.n, eventId: null });
    }
    if (worstOfDay === undefined) continue;
    findings.add("skew", source, day, { amount: worstOfDay.seconds, n: worstOfDay.n, rest: worstOfDay.host });
    if (largest === undefined || worstOfDay.seconds > largest.seconds) largest = worstOfDay;
  }
  if (largest === undefined) findings.add("skew", source, null, { lacking: hasHosts ? "INSUFFICIENT" : "NOT_APPLICABLE", because });
  else findings.add("skew", source, null, { amount: largest.seconds, n: largest.n, rest: largest.host });
}
