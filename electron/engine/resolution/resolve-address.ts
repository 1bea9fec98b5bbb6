import { z } from "zod";
import type { EntityRef } from "../../../shared/contract/entities.ts";
import { canonicalIp, isInternalIp } from "../entities/address.ts";
import { findListed } from "../inventory/find-inventory.ts";
import { zoneOf } from "../inventory/lookup.ts";
import { readTimeUs } from "../inventory/read-time.ts";
import { loadText } from "../runtime.ts";
import type { Database } from "../sqlite/database.ts";
import { query } from "../sqlite/statement.ts";
import { asCandidates, type BearerIndex } from "./bearers.ts";
import {
  after,
  type CandidateEntity,
  confidence,
  generic,
  hold,
  impliedEntity,
  type MentionScope,
  none,
  type Resolution,
  resolved,
} from "./resolution.ts";
import { entityOfRow } from "./find-entity.ts";
import { resolveHostName } from "./resolve-host.ts";
import { always, type TimeSpan } from "./time-span.ts";

const leasesSql = loadText(import.meta.url, "leases-of-address.sql");

const LeaseRow = z.object({
  zone: z.string(),
  from_us: z.number(),
  to_us: z.number(),
  device: z.string(),
  mac: z.string().nullable(),
  host_name: z.string().nullable(),
});
type Lease = z.infer<typeof LeaseRow>;

interface FixedHost {
  readonly entity: EntityRef;
  readonly updatedUs: number | undefined;
}

/** The host whose own agent speaks from an address around a moment, by its name, with how that is known. */
export type ObservedHost = (
  address: string,
  atUs: number,
) => { readonly host: string; readonly text: string; readonly span: TimeSpan } | undefined;

const monthUs = 30 * 86_400_000_000;

const clock = (us: number): string => `${new Date(us / 1000).toISOString().slice(0, 16).replace("T", " ")} UTC`;
const leaseText = ({ from_us: from, to_us: to }: Lease): string =>
  clock(from).slice(0, 10) === clock(to).slice(0, 10)
    ? `DHCP lease ${clock(from).slice(0, 16)}–${clock(to).slice(11)}`
    : `DHCP lease ${clock(from)} – ${clock(to)}`;
const deviceName = (lease: Lease): string => lease.host_name ?? lease.mac ?? "a device without a name";

/** Who held an address, from leases first, then what agents report, then what the CMDB says. Never a guess between two. */
export class AddressBook {
  readonly #db: Database;
  readonly #index: BearerIndex;
  readonly #observed: ObservedHost | undefined;
  readonly #leases = new Map<string, readonly Lease[]>();
  readonly #shared = new Map<string, boolean>();
  readonly #fixed = new Map<string, readonly FixedHost[]>();
  readonly #devices = new Map<Lease, Map<number, Resolution>>();

  constructor(db: Database, index: BearerIndex, observed: ObservedHost | undefined) {
    this.#db = db;
    this.#index = index;
    this.#observed = observed;
  }

  resolve(text: string, scope: MentionScope, atUs: number): Resolution {
    const ip = canonicalIp(text, scope.host === undefined ? {} : { host: scope.host });
    if (ip === undefined) return generic(`${text === "" ? "an empty text" : text} is no address of anybody`);
    if (ip.key.startsWith("self:")) return resolveHostName(this.#index, scope.host ?? "", scope.domain, atUs);
    const address = ip.key.slice("ip:".length).split("|").at(-1) ?? "";
    if (ip.strength === "never") return generic(`${address} is ${ip.flags[0] ?? "special"}: nobody in particular`);
    if (this.#index.isGateway(address, atUs)) return none(`${address} is a gateway: others speak through it`);
    if (this.#isShared(address, atUs)) return none(`${address} is shared: it lies in a NAT, VPN or proxy range`);
    return this.#byLease(address, scope.zone, atUs) ?? this.#byAgent(address, atUs) ?? this.#byCmdb(address, scope.zone, atUs);
  }

  #isShared(address: string, atUs: number): boolean {
    const name = `${this.#index.epochOf(atUs)} ${address}`;
    const known = this.#shared.get(name) ?? zoneOf(this.#db, address, atUs)?.isShared ?? false;
    this.#shared.set(name, known);
    return known;
  }

  #leasesOf(address: string, zone: string | undefined): readonly Lease[] {
    const known = this.#leases.get(address) ?? query(this.#db, leasesSql, LeaseRow).all({ ip: address });
    this.#leases.set(address, known);
    return zone === undefined ? known : known.filter((lease) => lease.zone === zone);
  }

  #byLease(address: string, zone: string | undefined, atUs: number): Resolution | undefined {
    const running = this.#leasesOf(address, zone).filter((lease) => lease.from_us <= atUs && atUs < lease.to_us);
    const holders = new Map(running.map((lease) => [`${lease.zone} ${lease.device}`, lease]));
    const [lease] = holders.values();
    if (lease === undefined) return undefined;
    if (holders.size > 1)
      return hold(
        `${holders.size} leases of ${address} cover ${clock(atUs)}`,
        [...holders.values()].map((one) => this.#candidate(one, atUs)),
      );
    return this.#deviceOf(lease, atUs);
  }

  #candidate(lease: Lease, atUs: number): CandidateEntity {
    const device = this.#deviceOf(lease, atUs);
    return { entity: device.outcome === "RESOLVED" ? device.entity : undefined, label: deviceName(lease), because: leaseText(lease) };
  }

  #deviceOf(lease: Lease, atUs: number): Resolution {
    const epoch = this.#index.epochOf(atUs);
    const byEpoch = this.#devices.get(lease) ?? new Map<number, Resolution>();
    const device = byEpoch.get(epoch) ?? this.#findDevice(lease, atUs);
    this.#devices.set(lease, byEpoch.set(epoch, device));
    return device;
  }

  /** The device of a lease: by its MAC, which only one device has, or by the name it gave, where the MAC says nothing. */
  #findDevice(lease: Lease, atUs: number): Resolution {
    const step = { text: leaseText(lease), confidence: confidence.lease, span: { from: lease.from_us, to: lease.to_us } };
    const bearers = lease.mac === null ? [] : this.#index.of([`mac:${lease.mac}`], ["host"], atUs);
    const shared = bearers.find((one) => one.generic !== undefined)?.generic;
    const named = lease.host_name === null ? undefined : resolveHostName(this.#index, lease.host_name, undefined, atUs);
    if (bearers.length > 1) {
      const picked = named?.outcome === "RESOLVED" ? bearers.find((one) => one.entity.id === named.entity.id) : undefined;
      const why = `${lease.mac}: ${shared ?? `${bearers.length} hosts have it`}`;
      if (picked === undefined) return hold(why, asCandidates(bearers, `has ${lease.mac}`));
      const agreed = {
        text: `${why}; the lease's name picks ${picked.entity.label} among them`,
        confidence: confidence.agreed,
        span: picked.span,
      };
      return resolved(picked.entity, [step, agreed]);
    }
    const [only] = bearers;
    if (only !== undefined) {
      if (named?.outcome === "RESOLVED" && named.entity.id !== only.entity.id)
        return hold(`the lease's MAC is ${only.entity.label}'s, its name ${named.entity.label}'s`, [
          ...asCandidates(bearers, `has ${lease.mac}`),
          { entity: named.entity, label: named.entity.label, because: `called ${lease.host_name}` },
        ]);
      return resolved(only.entity, [
        step,
        { text: `only ${only.entity.label} has ${lease.mac}`, confidence: confidence.lease, span: only.span },
      ]);
    }
    if (named?.outcome === "RESOLVED" || named?.outcome === "HOLD") return after([step], named);
    const label = deviceName(lease);
    const key = lease.mac === null ? `host:name:${label.toLowerCase()}` : `mac:${lease.mac}`;
    const known = { text: `no inventory describes ${label}`, confidence: confidence.lease, span: always };
    return resolved(impliedEntity("host", key, label), [step, known], false);
  }

  #byAgent(address: string, atUs: number): Resolution | undefined {
    const seen = this.#observed?.(address, atUs);
    if (seen === undefined) return undefined;
    const step = { text: seen.text, confidence: confidence.agent, span: seen.span };
    const host = resolveHostName(this.#index, seen.host, undefined, atUs);
    return host.outcome === "NONE"
      ? resolved(impliedEntity("host", `host:name:${seen.host.toLowerCase()}`, seen.host), [step], false)
      : after([step], host);
  }

  #byCmdb(address: string, zone: string | undefined, atUs: number): Resolution {
    const entities = this.#fixedHosts(address, atUs);
    const distinct = [...new Map(entities.map((one) => [one.entity.id, one])).values()];
    const [only] = distinct;
    if (only === undefined) return this.#nobody(address, zone, atUs);
    if (distinct.length > 1)
      return hold(
        `the CMDB gives ${address} to ${distinct.length} devices`,
        distinct.map(({ entity }) => ({ entity, label: entity.label, because: "static address in the CMDB" })),
      );
    const ageUs = only.updatedUs === undefined ? 0 : Math.max(0, atUs - only.updatedUs);
    const trust = confidence.staticAddress * 0.5 ** (ageUs / monthUs);
    return resolved(only.entity, [{ text: "static address in the CMDB", confidence: trust, span: always }]);
  }

  #fixedHosts(address: string, atUs: number): readonly FixedHost[] {
    const name = `${this.#index.epochOf(atUs)} ${address}`;
    const known = this.#fixed.get(name) ?? this.#readFixed(address, atUs);
    this.#fixed.set(name, known);
    return known;
  }

  #readFixed(address: string, atUs: number): FixedHost[] {
    const hits = findListed(this.#db, `ip:${address}`, atUs).filter((hit) => hit.kind === "cmdb");
    const rows = hits.filter((hit) => hit.inventory === hits[0]?.inventory);
    return rows.flatMap((hit) => {
      const entity = entityOfRow(this.#db, hit, "host");
      const updatedUs = readTimeUs(hit.fields.get("updated") ?? "");
      return entity === undefined ? [] : [{ entity, updatedUs }];
    });
  }

  #nobody(address: string, zone: string | undefined, atUs: number): Resolution {
    if (!isInternalIp(address)) return none(`${address} is outside the estate`);
    const last = this.#leasesOf(address, zone)
      .filter((lease) => lease.to_us <= atUs)
      .toSorted((a, b) => b.to_us - a.to_us)[0];
    if (last === undefined) return none(`no lease, agent or inventory names a holder of ${address} at ${clock(atUs)}`);
    const because = `no lease of ${address} covers ${clock(atUs)}; ${deviceName(last)} held it until ${clock(last.to_us)}`;
    return none(because, this.#candidate(last, last.to_us - 1));
  }
}
