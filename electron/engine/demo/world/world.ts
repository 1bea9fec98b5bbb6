import { invariant } from "../../../../shared/lib/invariant.ts";
import { createDestinations, type Destinations } from "./destinations.ts";
import { createHosts, type Host, type HostRole } from "./hosts.ts";
import { createPeople, type Person } from "./people.ts";
import { createPresence, type Lease, type Presence } from "./presence.ts";

/** Everything that is fixed before the first event is written. */
export interface World {
  readonly seed: number;
  readonly scale: number;
  readonly people: readonly Person[];
  readonly hosts: readonly Host[];
  readonly destinations: Destinations;
  readonly presence: readonly (readonly Presence[])[];
  readonly leases: readonly Lease[];
}

export function createWorld(seed: number, scale: number): World {
  const people = createPeople(seed, scale);
  const hosts = createHosts(seed, scale, people);
  const { byDay, leases } = createPresence(seed, hosts, people);
  return { seed, scale, people, hosts, destinations: createDestinations(seed), presence: byDay, leases };
}

export const hostsWithRole = (world: World, role: HostRole): Host[] => world.hosts.filter((h) => h.role === role);

export function hostWithRole(world: World, role: HostRole, n = 0): Host {
  const found = hostsWithRole(world, role)[n];
  invariant(found !== undefined, `no ${role} number ${n}`);
  return found;
}

export function staticIp(host: Host): string {
  invariant(host.staticIp !== undefined, `${host.name} has no fixed address`);
  return host.staticIp;
}

/** The stretch in which a host is on at an instant, if any. */
export function presenceAt(world: World, host: Host, day: number, tsUs: number): Presence | undefined {
  return world.presence[day]?.find((p) => p.host === host && p.fromUs <= tsUs && tsUs < p.toUs);
}

export const controllerOf = (world: World, host: Host): Host =>
  hostsWithRole(world, "domain-controller").find((dc) => dc.site === host.site) ?? hostWithRole(world, "domain-controller");

export const fileServerOf = (world: World, host: Host): Host => {
  const here = hostsWithRole(world, "file-server").filter((h) => h.site === host.site);
  return here[host.index % Math.max(1, here.length)] ?? hostWithRole(world, "file-server");
};
