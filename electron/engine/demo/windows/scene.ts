import type { NetworkDay } from "../network/sessions.ts";
import { openStream } from "../random-stream.ts";
import { hourUs, type DayWindow } from "../world/calendar.ts";
import type { Host } from "../world/hosts.ts";
import type { Presence } from "../world/presence.ts";
import type { World } from "../world/world.ts";
import type { Machine } from "./machine.ts";
import type { Recorder } from "./sysmon.ts";
import type { WindowsDay } from "./windows-day.ts";

/** One day, for whatever is rare and harmless on Windows computers. */
export interface Scene {
  readonly world: World;
  readonly day: DayWindow;
  readonly net: NetworkDay;
  readonly out: WindowsDay;
  readonly machineOf: (host: Host) => Machine;
}

export const recorder = (s: Scene, host: Host, what: string): Recorder => ({
  seed: s.world.seed,
  day: s.day.index,
  out: s.out,
  machine: s.machineOf(host),
  random: openStream(s.world.seed, `odd/${what}/${host.name}/${s.day.index}`),
});

/** Who sits at a Windows computer for some hours of the day. */
export const atDesk = (s: Scene, department: string): Presence[] =>
  (s.world.presence[s.day.index] ?? []).filter(
    (p) => p.host.os === "windows" && p.person?.department === department && p.activeToUs - p.activeFromUs > 3 * hourUs,
  );
