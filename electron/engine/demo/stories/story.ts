import { invariant } from "../../../../shared/lib/invariant.ts";
import type { NetworkDay } from "../network/sessions.ts";
import { openStream, type Stream } from "../random-stream.ts";
import { hourUs, type DayWindow } from "../world/calendar.ts";
import type { Host } from "../world/hosts.ts";
import type { Presence } from "../world/presence.ts";
import type { World } from "../world/world.ts";
import type { Machine, Process } from "../windows/machine.ts";
import type { Recorder } from "../windows/sysmon.ts";
import type { WindowsDay } from "../windows/windows-day.ts";

/** Where a story writes during one day. */
export interface Stage {
  readonly world: World;
  readonly day: DayWindow;
  readonly net: NetworkDay;
  readonly windows: WindowsDay;
  machineOf(host: Host): Machine;
}

/** What happened, for whoever checks a result against it. Times are microseconds UTC, true time. */
export interface StoryTruth {
  readonly id: string;
  readonly title: string;
  readonly narrative: string;
  readonly techniques: readonly { readonly id: string; readonly name: string }[];
  readonly hosts: readonly { readonly name: string; readonly fqdn: string; readonly ips: readonly string[] }[];
  readonly accounts: readonly string[];
  readonly firstUs: number;
  readonly lastUs: number;
  /** Source and destination per day, where the regularity is the point. */
  readonly beaconing: readonly TrafficSubject[];
  /** Source and destination per day, where the volume is. */
  readonly transfers: readonly TrafficSubject[];
  readonly processes: readonly ProcessSubject[];
  readonly dnsTunnel: readonly { readonly src: string; readonly domain: string; readonly date: string }[];
  readonly logons: readonly { readonly account: string; readonly host: string; readonly src: string; readonly date: string }[];
}

interface TrafficSubject {
  readonly src: string;
  readonly dst: string;
  readonly date: string;
  readonly connections: number;
}

interface ProcessSubject {
  readonly host: string;
  /** Lower-case without braces. */
  readonly processGuid: string;
  readonly image: string;
  readonly note: string;
}

export interface Story {
  enact(stage: Stage): void;
  truth(): StoryTruth;
}

/** Collects the truth of a story while it is enacted. */
export class Diary {
  private firstUs = Number.POSITIVE_INFINITY;
  private lastUs = Number.NEGATIVE_INFINITY;
  private readonly beacons = new Map<string, TrafficSubject>();
  private readonly uploads = new Map<string, TrafficSubject>();
  private readonly processes: ProcessSubject[] = [];
  private readonly places = new Map<Host, Set<string>>();
  private readonly accounts = new Set<string>();
  readonly dnsTunnel: StoryTruth["dnsTunnel"][number][] = [];
  readonly logons: StoryTruth["logons"][number][] = [];

  at(tsUs: number): void {
    this.firstUs = Math.min(this.firstUs, tsUs);
    this.lastUs = Math.max(this.lastUs, tsUs);
  }

  place(host: Host, ip: string): void {
    const ips = this.places.get(host) ?? new Set();
    ips.add(ip);
    this.places.set(host, ips);
  }

  account(name: string): void {
    this.accounts.add(name);
  }

  beacon(src: string, dst: string, date: string, tsUs: number): void {
    this.count(this.beacons, src, dst, date);
    this.at(tsUs);
  }

  transfer(src: string, dst: string, date: string, tsUs: number): void {
    this.count(this.uploads, src, dst, date);
    this.at(tsUs);
  }

  private count(into: Map<string, TrafficSubject>, src: string, dst: string, date: string): void {
    const key = `${src} ${dst} ${date}`;
    into.set(key, { src, dst, date, connections: (into.get(key)?.connections ?? 0) + 1 });
  }

  process(host: Host, p: Process, note: string): Process {
    this.processes.push({ host: host.fqdn, processGuid: p.guid, image: p.image, note });
    this.at(p.startUs);
    return p;
  }

  close(about: Pick<StoryTruth, "id" | "title" | "narrative" | "techniques">): StoryTruth {
    invariant(this.firstUs <= this.lastUs, `story ${about.id} never happened`);
    return {
      ...about,
      hosts: [...this.places].map(([host, ips]) => ({ name: host.name, fqdn: host.fqdn, ips: [...ips] })),
      accounts: [...this.accounts],
      firstUs: this.firstUs,
      lastUs: this.lastUs,
      beaconing: [...this.beacons.values()],
      transfers: [...this.uploads.values()],
      processes: this.processes,
      dnsTunnel: this.dnsTunnel,
      logons: this.logons,
    };
  }
}

export function recorderFor(stage: Stage, host: Host, story: string): Recorder {
  const random: Stream = openStream(stage.world.seed, `story/${story}/${host.name}/${stage.day.index}`);
  return { seed: stage.world.seed, day: stage.day.index, out: stage.windows, machine: stage.machineOf(host), random };
}

/**
 * The Windows workstation for a story: its person must be in the office for hours on the first of the days, and better on all;
 * then the department counts, then whether it stays on. Ties go to the earlier host.
 */
export function castWorkstation(world: World, department: string, onDays: readonly number[]): Host {
  const first = onDays[0] ?? 0;
  const suits = (h: Host): boolean =>
    h.os === "windows" && h.owner !== undefined && h.owner.leavesOn === undefined && h.clockOffsetUs === 0;
  const worth = (h: Host): number =>
    onDays.filter((d) => present(world, h, d) !== undefined).length * 2 +
    (h.owner?.department === department ? 3 : 0) +
    (h.alwaysOn ? 1 : 0);
  const candidates = world.hosts.filter((h) => suits(h) && present(world, h, first) !== undefined);
  const best = candidates.reduce<Host | undefined>((a, b) => (a === undefined || worth(b) > worth(a) ? b : a), undefined);
  invariant(best !== undefined, "no workstation for the story");
  return best;
}

/** The stretch of a day in which someone sits at a host in the office for at least four hours. */
export const present = (world: World, host: Host, day: number): Presence | undefined =>
  world.presence[day]?.find((p) => p.host === host && !p.remote && p.activeToUs - p.activeFromUs > 4 * hourUs);
