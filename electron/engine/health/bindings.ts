import { z } from "zod";
import { loadText } from "../runtime.ts";
import type { Database } from "../sqlite/database.ts";
import { query } from "../sqlite/statement.ts";
import type { Binding } from "./telemetry-rows.ts";

const leasesSql = loadText(import.meta.url, "lease-spans.sql");

const LeaseRow = z.object({
  ip: z.string(),
  from_us: z.number(),
  to_us: z.number(),
  device: z.string(),
  host_name: z.string().nullable(),
});

export interface LeaseSpan {
  readonly fromUs: number;
  /** Exclusive. */
  readonly toUs: number;
  /** Canonical key of the holder. */
  readonly device: string;
  readonly hostName: string | undefined;
}

/** Who held which address when, by address; times ascend. */
export type Leases = ReadonlyMap<string, readonly LeaseSpan[]>;

export function readLeases(db: Database): Leases {
  const byAddress = new Map<string, LeaseSpan[]>();
  for (const row of query(db, leasesSql, LeaseRow).all()) {
    const span = { fromUs: row.from_us, toUs: row.to_us, device: row.device, hostName: row.host_name ?? undefined };
    const spans = byAddress.get(row.ip);
    if (spans === undefined) byAddress.set(row.ip, [span]);
    else spans.push(span);
  }
  return byAddress;
}

/** Cuts overlapping leases into stretches without overlap and joins a device's renewals, so that an event falls into one stretch at most. */
export function toBindings(leases: Leases): Binding[] {
  return [...leases].flatMap(([address, spans]) => flatten(address, spans));
}

function flatten(address: string, spans: readonly LeaseSpan[]): Binding[] {
  const cuts = [...new Set(spans.flatMap((span) => [span.fromUs, span.toUs]))].toSorted((a, b) => a - b);
  const found: (Binding & { readonly who: string })[] = [];
  let next = 0;
  let running: LeaseSpan[] = [];
  for (const [i, fromUs] of cuts.entries()) {
    const toUs = cuts[i + 1];
    if (toUs === undefined) break;
    running = running.filter((span) => span.toUs > fromUs);
    for (let span = spans[next]; span !== undefined && span.fromUs <= fromUs; span = spans[++next])
      if (span.toUs > fromUs) running.push(span);
    const who = [...new Set(running.map((span) => span.device))].toSorted();
    if (who.length === 0) continue;
    const last = found.at(-1);
    const name = who.join(" ");
    if (last?.toUs === fromUs && last.who === name) found[found.length - 1] = { ...last, toUs };
    else found.push({ address, holders: who.length, fromUs, toUs, who: name });
  }
  return found.map(({ holders, fromUs, toUs }) => ({ address, holders, fromUs, toUs }));
}

/** Length of a lease that half of them reach, microseconds; undefined without leases. */
export function medianLeaseUs(leases: Leases): number | undefined {
  const lengths = [...leases.values()].flatMap((spans) => spans.map((span) => span.toUs - span.fromUs)).toSorted((a, b) => a - b);
  return lengths[Math.floor(lengths.length / 2)];
}

/** Whether an IPv4 address lies between the lowest and the highest leased address of its /24, or any address was itself leased. */
export function createLeasedRange(leases: Leases): (address: string) => boolean {
  const ranges = new Map<string, { low: number; high: number }>();
  for (const address of leases.keys()) {
    const { net, host } = split(address);
    if (net === undefined) continue;
    const range = ranges.get(net);
    ranges.set(net, { low: Math.min(range?.low ?? host, host), high: Math.max(range?.high ?? host, host) });
  }
  return (address) => {
    if (leases.has(address)) return true;
    const { net, host } = split(address);
    const range = net === undefined ? undefined : ranges.get(net);
    return range !== undefined && host >= range.low && host <= range.high;
  };
}

function split(address: string): { readonly net: string | undefined; readonly host: number } {
  const at = address.lastIndexOf(".");
  return at < 0 ? { net: undefined, host: 0 } : { net: address.slice(0, at), host: Number(address.slice(at + 1)) };
}
