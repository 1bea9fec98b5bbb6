import { describe, expect, it } from "vitest";
import { days, isWorkday, sites } from "./calendar.ts";
import { hostsWithRole, createWorld } from "./world.ts";

const world = createWorld(1, 1);

describe("the enterprise at scale 1", () => {
  it("has at least 120 people and 150 hosts at two sites in two time zones", () => {
    expect(world.people.length).toBeGreaterThanOrEqual(120);
    expect(world.hosts.length).toBeGreaterThanOrEqual(150);
    expect(new Set(world.people.map((p) => p.site.utcOffsetHours)).size).toBe(2);
  });

  it("gives every person, host and fixed address its own name", () => {
    const distinct = (values: readonly string[]): boolean => new Set(values).size === values.length;
    expect(distinct(world.people.map((p) => p.sam))).toBe(true);
    expect(distinct(world.people.map((p) => p.sid))).toBe(true);
    expect(distinct(world.hosts.map((h) => h.name.toLowerCase()))).toBe(true);
    expect(distinct(world.hosts.flatMap((h) => (h.staticIp === undefined ? [] : [h.staticIp])))).toBe(true);
    expect(distinct(world.hosts.map((h) => h.machineId))).toBe(true);
    expect(distinct(world.hosts.map((h) => h.mac))).toBe(true);
  });

  it("never leases an address to two machines at once, yet passes addresses on", () => {
    const byIp = Map.groupBy(world.leases, (l) => l.ip);
    for (const leases of byIp.values()) {
      const ordered = leases.toSorted((a, b) => a.fromUs - b.fromUs);
      for (const [i, lease] of ordered.entries()) {
        const next = ordered[i + 1];
        if (next !== undefined && next.host !== lease.host) expect(next.fromUs).toBeGreaterThanOrEqual(lease.toUs);
      }
    }
    const shared = [...byIp.values()].filter((leases) => new Set(leases.map((l) => l.host)).size > 1);
    expect(shared.length).toBeGreaterThan(5);
  });

  it("empties on weekends and on a site's holiday", () => {
    const atWork = (day: number): number =>
      (world.presence[day] ?? []).filter((p) => p.person !== undefined && p.host.kind !== "shared" && p.activeToUs > p.activeFromUs).length;
    expect(atWork(5)).toBeLessThan(atWork(4) / 5);
    expect(atWork(2)).toBeLessThan(atWork(1) * 0.7);
    expect(days.filter((d) => isWorkday(sites.larnmouth, d))).toHaveLength(9);
  });

  it("keeps every stretch inside its day, with people at work while their machine is on", () => {
    for (const [n, list] of world.presence.entries())
      for (const p of list) {
        expect(p.fromUs).toBeLessThan(p.toUs);
        expect(p.fromUs).toBeGreaterThanOrEqual(days[n]?.startUs ?? 0);
        expect(p.toUs).toBeLessThanOrEqual(days[n]?.endUs ?? 0);
        expect(p.activeToUs).toBeLessThanOrEqual(p.toUs);
      }
  });

  it("runs shop-floor terminals through the night", () => {
    const night = (world.presence[1] ?? []).filter(
      (p) => p.host.kind === "shared" && p.person !== undefined && (p.fromUs / 3.6e9) % 24 === 0,
    );
    expect(night.length).toBeGreaterThan(0);
  });
});

describe("an enterprise of another size", () => {
  it("keeps the roles that stories need and grows people and file servers", () => {
    const [small, large] = [createWorld(1, 0.1), createWorld(1, 3)];
    expect(small.people.some((p) => p.leavesOn !== undefined)).toBe(true);
    expect(hostsWithRole(small, "application")).toHaveLength(4);
    expect(large.people).toHaveLength(396);
    expect(hostsWithRole(large, "file-server").length).toBeGreaterThan(hostsWithRole(world, "file-server").length);
  });

  it("has the same first people, whatever its size", () => {
    expect(createWorld(1, 2).people[3]?.displayName).toBe(world.people[3]?.displayName);
    expect(createWorld(2, 1).people.map((p) => p.sam)).not.toEqual(world.people.map((p) => p.sam));
  });
});
