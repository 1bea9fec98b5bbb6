import type { HealthResult } from "../../../shared/contract/health.ts";
import { healthMetric, type MetricSpec } from "../../../shared/domain/health.ts";
import type { Database } from "../sqlite/database.ts";
import { isInternalIp } from "../entities/address.ts";
import { describeDevice, type DeviceFacts, type ResolvedAddress, type ResolvedMention, resolveHolder } from "./entity-metrics.ts";
import type { Measured } from "./judge.ts";
import type { Health } from "./report.ts";
import type { Resolution } from "./resolve-mention.ts";
import { medianOffset } from "./source-metrics.ts";
import { dayOf, dayUs } from "./time-metrics.ts";

/** What an anomaly is about, as far as its health goes. */
export interface HealthSubject {
  readonly id: string;
  readonly fromUs: number;
  /** Exclusive. */
  readonly toUs: number;
  /** Sources of its evidence. */
  readonly sources: readonly string[];
  /** Host name or address the activity comes from. */
  readonly device: string | undefined;
  readonly isAddress: boolean;
  readonly account: string | undefined;
  readonly destination: string | undefined;
}

/** A measure over the part of the data an anomaly rests on, with the words for that part. */
export interface Sliced {
  readonly measured: Measured | { readonly result: HealthResult };
  readonly slice: string;
}

interface KnownDevice {
  readonly label: string;
  readonly resolution: Resolution;
}

/** The rows of one subject, found by index. */
export interface Slice {
  readonly subject: HealthSubject;
  readonly days: readonly number[];
  readonly devices: readonly ResolvedMention[];
  readonly actors: readonly ResolvedMention[];
  readonly sources: readonly ResolvedAddress[];
  readonly destinations: readonly ResolvedAddress[];
  readonly known: readonly KnownDevice[];
}

const nothing = (because: string): Measured => ({ lacking: "NOT_APPLICABLE", because });

export class Slices {
  readonly #db: Database;
  readonly #health: Health;
  readonly #byHost = new Map<string, ResolvedMention[]>();
  readonly #byAccount = new Map<string, ResolvedMention[]>();
  readonly #byAddress = new Map<string, ResolvedAddress[]>();
  readonly #results = new Map<string, HealthResult>();

  constructor(db: Database, health: Health) {
    this.#db = db;
    this.#health = health;
    for (const row of health.resolved.mentions) {
      if (row.host !== null) push(this.#byHost, row.host, row);
      if (row.role === "actor" && row.name !== null) push(this.#byAccount, row.name.toLowerCase(), row);
    }
    for (const row of health.resolved.addresses) push(this.#byAddress, row.address, row);
    for (const result of health.report.results) this.#results.set(resultKey(result.metric, result.source, result.day), result);
  }

  of(subject: HealthSubject): Slice {
    const days = daysBetween(subject.fromUs, subject.toUs);
    const inWindow = (row: { readonly day: number }): boolean => days.includes(row.day);
    const onHost =
      subject.device === undefined || subject.isAddress ? [] : (this.#byHost.get(subject.device.toLowerCase()) ?? []).filter(inWindow);
    const bare = subject.account?.toLowerCase().split("\\").at(-1);
    const ofAccount = bare === undefined ? [] : (this.#byAccount.get(bare) ?? []).filter(inWindow);
    const at = (address: string | undefined): ResolvedAddress[] =>
      address === undefined ? [] : (this.#byAddress.get(address) ?? []).filter(inWindow);
    const sources = subject.isAddress ? at(subject.device).filter((row) => row.role === "src") : [];
    return {
      subject,
      days,
      devices: onHost.filter((row) => row.role === "device"),
      actors: subject.account === undefined ? onHost.filter((row) => row.role === "actor") : ofAccount,
      sources,
      destinations: at(subject.destination).filter((row) => row.role === "dst"),
      known: this.#devicesOf(subject, sources),
    };
  }

  #devicesOf({ device, isAddress, fromUs }: HealthSubject, sources: readonly ResolvedAddress[]): KnownDevice[] {
    if (device === undefined) return [];
    const { resolveMention } = this.#health;
    if (!isAddress) return [{ label: device, resolution: resolveMention({ role: "device", name: device }, dayOf(fromUs)) }];
    const holders = sources.flatMap((row) => row.holders.map((holder) => ({ holder, day: row.day })));
    if (holders.length > 0)
      return holders.map(({ holder, day }) => ({
        label: holder.hostName ?? holder.device,
        resolution: resolveHolder(this.#health.sources, holder, day),
      }));
    const fixed = resolveMention({ role: "address", address: device }, dayOf(fromUs));
    const named =
      sources.find((row) => row.agent !== undefined)?.agent ?? this.#byAddress.get(device)?.find((row) => row.agent !== undefined)?.agent;
    if (named === undefined) return [{ label: device, resolution: fixed }];
    const agent = resolveMention({ role: "device", name: named }, dayOf(fromUs));
    const isToday = sources.some((row) => row.agent !== undefined);
    // On another day an agent may have had the address by chance, unless the CMDB gives it the same one.
    if (isToday || (agent.entity !== undefined && agent.entity === fixed.entity))
      return [{ label: named, resolution: agent.outcome === "RESOLVED" ? { ...agent, confidence: 0.95 } : agent }];
    return [{ label: device, resolution: fixed }];
  }

  /** A metric over the slice: of its own entities where they can be told apart, else of its sources and days, else of everything. */
  measure(metric: MetricSpec, slice: Slice): Sliced {
    const own = this.#ownMeasure(metric.name, slice);
    if (own !== undefined) return { measured: own, slice: slice.subject.device ?? slice.subject.account ?? "its subject" };
    if (metric.scope === "estate") return { measured: { result: this.#result(metric.name, null, null) }, slice: "everything known" };
    const results = slice.subject.sources.flatMap((source) => {
      const ofDays = slice.days.flatMap((day) => this.#results.get(resultKey(metric.name, source, day)) ?? []);
      return ofDays.length > 0 ? ofDays : [this.#result(metric.name, source, null)];
    });
    const worst = results.toSorted((a, b) => severity(b) - severity(a) || Math.abs(b.value ?? 0) - Math.abs(a.value ?? 0))[0];
    if (worst === undefined) return { measured: nothing("its evidence names no source"), slice: "its sources" };
    const day = worst.day === null ? "" : `, ${new Date(worst.day / 1000).toISOString().slice(0, 10)}`;
    return { measured: { result: worst }, slice: `${worst.source ?? ""}${day}` };
  }

  #result(metric: string, source: string | null, day: number | null): HealthResult {
    const found = this.#results.get(resultKey(metric, source, day));
    if (found !== undefined) return found;
    const lacking = {
      value: null,
      k: null,
      n: null,
      interval: null,
      state: "NOT_APPLICABLE",
      reason: "nothing of the kind was measured",
    } as const;
    return { metric: healthMetric(metric).name, source, day, ...lacking, fix: "", window: null };
  }

  #ownMeasure(metric: string, slice: Slice): Measured | undefined {
    const { subject } = slice;
    const facts = (): DeviceFacts[] =>
      slice.known.map(({ label, resolution }) => describeDevice(this.#db, label, resolution, subject.fromUs));
    switch (metric) {
      case "res_device":
        return subject.device === undefined || subject.isAddress ? nothing("its subject names no host") : outcomes(slice.devices);
      case "res_actor":
        return outcomes(slice.actors);
      case "res_src_ip":
        return subject.isAddress && isInternalIp(subject.device ?? "")
          ? shares(slice.sources)
          : nothing("its subject has no internal address");
      case "res_dst_ip":
        return isInternalIp(subject.destination ?? "") ? shares(slice.destinations) : nothing("its destination is no internal address");
      case "hold_rate":
        return countOf(slice, "HOLD");
      case "generic_share":
        return countOf(slice, "GENERIC");
      case "owner_cov":
        return count(facts(), (one) => one.hasOwner, "its device is not known");
      case "crit_cov":
        return count(facts(), (one) => one.hasCriticality, "its device is not known");
      case "cmdb_absent":
        return this.#health.report.inventories.some((one) => one.kind === "cmdb")
          ? count(slice.known, (one) => one.resolution.outcome === "NONE", "its device is not known")
          : nothing("no CMDB imported");
      case "cmdb_retired":
        return { amount: facts().filter((one) => one.isRetired).length, n: slice.known.length };
      case "dir_cov": {
        const accounts = slice.actors.filter((row) => row.resolution.isDomainAccount);
        return count(accounts, (row) => row.resolution.outcome !== "NONE", "no domain account acted in it");
      }
      case "dhcp_gap":
        return this.#leaseGap(slice);
      case "skew":
        return this.#offset(slice);
      case "baseline_days":
        return this.#history(slice);
      default:
        return undefined;
    }
  }

  #leaseGap({ sources, subject }: Slice): Measured | undefined {
    if (!subject.isAddress) return nothing("its subject has no address");
    if (!this.#health.report.inventories.some((one) => one.kind === "dhcp")) return undefined;
    const leased = sources.filter((row) => row.isLeased);
    const n = leased.reduce((sum, row) => sum + row.n, 0);
    return n === 0
      ? nothing("its address is not leased out")
      : { k: leased.reduce((sum, row) => sum + row.n - row.held - row.contested, 0), n };
  }

  /** The host's own clock; on its day where enough connections tell, else over all days. */
  #offset({ subject, days }: Slice): Measured | undefined {
    if (subject.device === undefined || subject.isAddress) return undefined;
    const name = subject.device.toLowerCase();
    const own = this.#health.telemetry.offsets.filter((row) => row.host === name);
    const seconds = medianOffset(own.filter((row) => days.includes(row.day))) ?? medianOffset(own);
    return seconds === undefined
      ? { lacking: "INSUFFICIENT", because: "host and sensor recorded too few of the same connections" }
      : { amount: Math.abs(seconds), n: own.reduce((sum, row) => sum + row.n, 0) };
  }

  #history({ subject }: Slice): Measured | undefined {
    if (subject.device === undefined) return undefined;
    const rows = subject.isAddress ? this.#byAddress.get(subject.device) : this.#byHost.get(subject.device.toLowerCase());
    const days = new Set((rows ?? []).map((row) => row.day).filter((day) => day < subject.toUs));
    return days.size === 0 ? undefined : { amount: days.size, n: days.size };
  }
}

const resultKey = (metric: string, source: string | null, day: number | null): string => `${metric} ${day ?? "all"} ${source ?? ""}`;

function push<Row>(into: Map<string, Row[]>, key: string, row: Row): void {
  const rows = into.get(key);
  if (rows === undefined) into.set(key, [row]);
  else rows.push(row);
}

const mostDays = 60;

function daysBetween(fromUs: number, toUs: number): number[] {
  const days: number[] = [];
  for (let day = dayOf(fromUs); (day < toUs || days.length === 0) && days.length < mostDays; day += dayUs) days.push(day);
  return days;
}

const order = { NOT_APPLICABLE: 0, OK: 1, WARN: 2, INSUFFICIENT: 3, FAIL: 4 } as const;
const severity = (result: HealthResult): number => order[result.state];

function outcomes(rows: readonly ResolvedMention[]): Measured {
  const meant = rows.filter((row) => row.resolution.outcome !== "GENERIC");
  const n = meant.reduce((sum, row) => sum + row.n, 0);
  return { k: meant.reduce((sum, row) => sum + (row.resolution.outcome === "RESOLVED" ? row.n : 0), 0), n };
}

function shares(rows: readonly ResolvedAddress[]): Measured {
  return { k: rows.reduce((sum, row) => sum + row.resolved, 0), n: rows.reduce((sum, row) => sum + row.n, 0) };
}

function countOf({ devices, actors, sources }: Slice, outcome: "HOLD" | "GENERIC"): Measured {
  const mentions = [...devices, ...actors];
  const addresses = outcome === "HOLD" ? sources : [];
  const k =
    mentions.reduce((sum, row) => sum + (row.resolution.outcome === outcome ? row.n : 0), 0) +
    addresses.reduce((sum, row) => sum + row.hold, 0);
  return { k, n: mentions.reduce((sum, row) => sum + row.n, 0) + addresses.reduce((sum, row) => sum + row.n, 0) };
}

function count<Row>(rows: readonly Row[], has: (row: Row) => boolean, because: string): Measured {
  return rows.length === 0 ? nothing(because) : { k: rows.filter(has).length, n: rows.length };
}
