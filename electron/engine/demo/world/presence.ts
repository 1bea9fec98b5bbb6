import { openStream, type Stream } from "../random-stream.ts";
import { days, dayUs, firstDayUs, hourUs, isWorkday, localTime, minuteUs, type DayWindow } from "./calendar.ts";
import type { Host } from "./hosts.ts";
import type { Person } from "./people.ts";

/** A stretch of one UTC day in which a machine is on, and who sits at it. */
export interface Presence {
  readonly host: Host;
  readonly day: number;
  readonly fromUs: number;
  readonly toUs: number;
  readonly ip: string;
  readonly person: Person | undefined;
  /** When the person is at work; empty (from = to) on an idle machine. */
  readonly activeFromUs: number;
  readonly activeToUs: number;
  /** Works from home: only traffic to the company passes the sensor. */
  readonly remote: boolean;
}

export interface Lease {
  readonly host: Host;
  readonly ip: string;
  readonly fromUs: number;
  readonly toUs: number;
}

type Span = Omit<Presence, "ip">;

/** Where everyone is on each day, and the leases that follow; index by day number. */
export function createPresence(seed: number, hosts: readonly Host[], people: readonly Person[]): { byDay: Presence[][]; leases: Lease[] } {
  const pools = openPools(hosts);
  const leases: Lease[] = [];
  const byDay = days.map((day) => {
    const spans = hosts.flatMap((host) => hostSpans(seed, host, day, people));
    spans.sort((a, b) => a.fromUs - b.fromUs || a.host.index - b.host.index);
    return spans.map((span): Presence => {
      const ip = span.host.staticIp ?? pools.lease(span, openStream(seed, `lease/${span.host.name}/${day.index}`), leases);
      return { ...span, ip };
    });
  });
  for (const list of byDay) list.sort((a, b) => a.host.index - b.host.index || a.fromUs - b.fromUs);
  return { byDay, leases };
}

function hostSpans(seed: number, host: Host, day: DayWindow, people: readonly Person[]): Span[] {
  const whole = { host, day: day.index, fromUs: day.startUs, toUs: day.endUs, remote: false };
  if (host.staticIp !== undefined) return [{ ...whole, person: undefined, activeFromUs: day.startUs, activeToUs: day.startUs }];
  const random = openStream(seed, `presence/${host.name}/${day.index}`);
  if (host.kind === "shared") return sharedSpans(host, day, people, random);
  const person = host.owner;
  if (person === undefined || day.index < person.startsDay) return [];
  const work = workHours(person, day, random);
  if (host.alwaysOn) return [{ ...whole, person, activeFromUs: work?.fromUs ?? day.startUs, activeToUs: work?.toUs ?? day.startUs }];
  const late = lateEvening(host, person, day);
  if (work === undefined) return late;
  const fromUs = Math.max(day.startUs, work.fromUs - random.int(1, 6) * minuteUs);
  const toUs = Math.min(day.endUs, late[0]?.fromUs ?? day.endUs, work.toUs + random.int(2, 25) * minuteUs);
  const remote = host.kind === "laptop" && random.chance(0.16);
  return [{ host, day: day.index, fromUs, toUs, person, activeFromUs: work.fromUs, activeToUs: work.toUs, remote }, ...late];
}

export const lateEveningDay = 11;
export const lateEveningHours = { from: 22.2, to: 23.9 } as const;

/** Whoever has given notice comes back to the office on the second Friday evening. */
function lateEvening(host: Host, person: Person, day: DayWindow): Span[] {
  const fromUs = localTime(person.site, lateEveningDay, lateEveningHours.from);
  if (person.leavesOn === undefined || fromUs < day.startUs || fromUs >= day.endUs) return [];
  const toUs = localTime(person.site, lateEveningDay, lateEveningHours.to);
  return [{ host, day: day.index, fromUs, toUs, person, activeFromUs: fromUs + 4 * minuteUs, activeToUs: toUs, remote: false }];
}

function workHours(person: Person, day: DayWindow, random: Stream): { fromUs: number; toUs: number } | undefined {
  const working = isWorkday(person.site, day);
  const attends = random.chance(working ? (person.pattern === "part-time" ? 0.6 : 0.93) : 0.025);
  if (!attends) return undefined;
  const start = { office: 8.9, early: 7.2, late: 10.6, "part-time": 9.2, shift: 6 }[person.pattern];
  const length = !working ? 2.2 : person.pattern === "part-time" ? 5 : 8.4;
  const fromUs = localTime(person.site, day.index, random.normal(start, 0.35));
  const toUs = fromUs + Math.max(1, random.normal(length, 0.6)) * hourUs;
  return { fromUs: Math.round(Math.max(day.startUs, fromUs)), toUs: Math.round(Math.min(day.endUs, toUs)) };
}

/** Shop-floor terminals run round the clock in three shifts; who is on follows the weekday. */
function sharedSpans(host: Host, day: DayWindow, people: readonly Person[], random: Stream): Span[] {
  const crew = people.filter((p) => p.pattern === "shift" && p.site === host.site);
  const weekendShift = day.weekend ? 1 : 3;
  return [0, 1, 2].map((n) => {
    const fromUs = firstDayUs + day.index * dayUs + n * 8 * hourUs;
    const person = crew.length > 0 && n < weekendShift ? crew[(host.index * 3 + n + Math.floor(day.index / 7)) % crew.length] : undefined;
    const activeFromUs = person === undefined ? fromUs : fromUs + random.int(1, 20) * minuteUs;
    const activeToUs = person === undefined ? fromUs : fromUs + 8 * hourUs - random.int(1, 20) * minuteUs;
    return { host, day: day.index, fromUs, toUs: fromUs + 8 * hourUs, person, activeFromUs, activeToUs, remote: false };
  });
}

interface Pools {
  lease(span: Span, random: Stream, leases: Lease[]): string;
}

/** Laptops come and go, so pools are smaller than the fleet and addresses pass from one machine to another. */
function openPools(hosts: readonly Host[]): Pools {
  const dynamic = hosts.filter((h) => h.staticIp === undefined);
  const sizeOf = (code: string): number => Math.ceil(dynamic.filter((h) => h.site.code === code).length * 0.94) + 4;
  const bases: Record<string, readonly [number, number]> = {
    LRN: [20, sizeOf("LRN")],
    CDF: [40, sizeOf("CDF")],
    VPN: [60, dynamic.length + 4],
  };
  const heldUntil = new Map<string, { untilUs: number; host: Host }>();
  const last = new Map<string, string>();
  const isFree = (ip: string, host: Host, atUs: number): boolean => {
    const holder = heldUntil.get(ip);
    return holder === undefined || holder.host === host || holder.untilUs <= atUs;
  };
  const choose = (span: Span, zone: string, random: Stream): string => {
    const previous = last.get(`${zone}/${span.host.name}`);
    if (previous !== undefined && isFree(previous, span.host, span.fromUs)) return previous;
    const [octet, size] = bases[zone] ?? [60, dynamic.length];
    for (let tries = 0; ; tries++) {
      const n = tries < 50 ? random.below(size) : tries - 50 + size;
      const ip = `10.${octet}.${64 + Math.floor(n / 250)}.${1 + (n % 250)}`;
      if (isFree(ip, span.host, span.fromUs)) return ip;
    }
  };
  return {
    lease(span, random, leases) {
      const zone = span.remote ? "VPN" : span.host.site.code;
      const ip = choose(span, zone, random);
      heldUntil.set(ip, { untilUs: span.toUs + 10 * minuteUs, host: span.host });
      last.set(`${zone}/${span.host.name}`, ip);
      leases.push({ host: span.host, ip, fromUs: span.fromUs, toUs: span.toUs });
      return ip;
    },
  };
}
