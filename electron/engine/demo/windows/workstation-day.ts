import { openClient, type NetworkDay } from "../network/sessions.ts";
import { openStream } from "../random-stream.ts";
import { localHour, minuteUs, officeIntensity } from "../world/calendar.ts";
import type { Presence } from "../world/presence.ts";
import type { World } from "../world/world.ts";
import { beginDesk } from "./logons.ts";
import type { Machine } from "./machine.ts";
import { perform, type Routine, type Setting } from "./routine.ts";
import { serverRoutines } from "./server-routines.ts";
import { opened, traceThrough, type Recorder } from "./sysmon.ts";
import type { WindowsDay } from "./windows-day.ts";
import { systemRoutines } from "./system-routines.ts";
import { userRoutines } from "./user-routines.ts";

/** One machine's ordinary process activity during one stretch of a day. */
export function simulateMachine(world: World, out: WindowsDay, net: NetworkDay, machine: Machine, at: Presence): void {
  const random = openStream(world.seed, `windows/${at.host.name}/${at.fromUs}`);
  const recorder: Recorder = { seed: world.seed, day: at.day, out, machine, random };
  const person = at.person !== undefined && at.activeToUs - at.activeFromUs > 10 * minuteUs ? at.person : undefined;
  const desk = person === undefined ? undefined : beginDesk(world, recorder, at, person);
  const client = openClient(world, at.host, at.ip, openStream(world.seed, `windows-net/${at.host.name}/${at.fromUs}`));
  const setting: Setting = {
    world,
    recorder,
    person,
    user: desk?.account,
    explorer: desk?.explorer,
    net,
    client,
    remote: at.remote,
    stopUs: at.toUs,
  };
  const routines = at.host.staticIp === undefined ? [...systemRoutines, ...(person === undefined ? [] : userRoutines)] : serverRoutines;
  const runs = routines.flatMap((r) => whenToRun(r, setting, at).map((tsUs) => ({ r, tsUs })));
  runs.sort((a, b) => a.tsUs - b.tsUs);
  for (const { r, tsUs } of runs) perform(setting, r, tsUs);
  memoryReads(recorder, at);
}

/** Instants in the stretch; habits that need a person follow the office rhythm. */
function whenToRun(r: Routine, s: Setting, at: Presence): number[] {
  const { random } = s.recorder;
  if (r.forWhom !== undefined && !r.forWhom(at.host, s.person)) return [];
  const needsPerson = r.whileActive === true || r.parent === "explorer" || r.as === undefined;
  if (needsPerson && s.person === undefined) return [];
  const [fromUs, toUs] = needsPerson ? [at.activeFromUs + minuteUs, at.activeToUs] : [at.fromUs, at.toUs];
  const share = needsPerson ? 1 : Math.min(1, Math.max(0.5, (toUs - fromUs) / (12 * 60 * minuteUs)));
  const out: number[] = [];
  const wanted = random.poisson(r.perDay * share);
  for (let tries = 0; out.length < wanted && tries < wanted * 30; tries++) {
    const tsUs = Math.round(random.uniform(fromUs, toUs));
    if (!needsPerson || random.chance(officeIntensity(localHour(at.host.site, tsUs)))) out.push(tsUs);
  }
  return out;
}

/** The agent, WMI and task hosts look into lsass every day with modest rights; so does nearly every estate. */
function memoryReads(to: Recorder, at: Presence): void {
  const { machine, random } = to;
  const readers = [
    ["edr", "0x1410", 1.1],
    ["winmgmt", "0x1400", 0.5],
    ["wininit", "0x1000", 0.3],
    ["dkagent", "0x1400", 0.25],
  ] as const;
  for (const [name, access, perDay] of readers) {
    const count = random.poisson(perDay);
    for (let n = 0; n < count; n++) {
      const source = machine.standing(name);
      const tsUs = Math.round(random.uniform(at.fromUs, at.toUs));
      opened(
        to,
        source,
        machine.standing("lsass"),
        tsUs,
        access,
        traceThrough(source.image, `${random.int(0x1000, 0x9ffff).toString(16)}`),
      );
    }
  }
}
