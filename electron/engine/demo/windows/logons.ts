import type { Stream } from "../random-stream.ts";
import { minuteUs, secondUs } from "../world/calendar.ts";
import type { Person } from "../world/people.ts";
import type { Presence } from "../world/presence.ts";
import { controllerOf, fileServerOf, type World } from "../world/world.ts";
import { domainAccount, type Account, type Process } from "./machine.ts";
import { program } from "./programs.ts";
import { loggedOff, loggedOn, logonFailed, serviceTicket, ticketAsked } from "./security.ts";
import { exit, launch, type Recorder } from "./sysmon.ts";

/** Logs a person on at the start of the working stretch, or unlocks yesterday's session. Returns the desktop. */
export function beginDesk(world: World, to: Recorder, at: Presence, person: Person): { account: Account; explorer: Process } {
  const { machine, random, out } = to;
  const tsUs = at.activeFromUs;
  domainChecks(world, to, at, person, tsUs);
  const open = machine.desktop;
  if (open !== undefined && open.sam === person.sam && random.chance(0.55)) {
    loggedOn(out, random, machine.host, tsUs, {
      type: 7,
      account: open.account,
      sourceIp: "127.0.0.1",
      sourceName: machine.host.name,
      package: "Negotiate",
    });
    return open;
  }
  const account = domainAccount(random, person.sam, person.sid, 1);
  const type = at.remote ? 11 : 2;
  loggedOn(out, random, machine.host, tsUs, { type, account, sourceIp: "127.0.0.1", sourceName: machine.host.name, package: "Negotiate" });
  const userinit = launch(to, {
    program: program("userinit"),
    parent: machine.standing("winlogon"),
    command: "C:\\Windows\\system32\\userinit.exe",
    account,
    tsUs: tsUs + 2 * secondUs,
  });
  const explorer = launch(to, {
    program: program("explorer"),
    parent: userinit,
    command: "C:\\Windows\\Explorer.EXE",
    account,
    tsUs: tsUs + 3 * secondUs,
  });
  exit(to, userinit, tsUs + 30 * secondUs);
  if (!at.remote) logonScript(to, account, tsUs + 5 * secondUs);
  machine.desktop = { sam: person.sam, explorer, account };
  return machine.desktop;
}

function logonScript(to: Recorder, account: Account, tsUs: number): void {
  const share = to.machine.host.site.code.toLowerCase();
  const gpscript = launch(to, {
    program: program("gpscript"),
    parent: to.machine.standing("gpsvc"),
    command: "gpscript.exe /Logon",
    account,
    tsUs,
  });
  const cmd = launch(to, {
    program: program("cmd"),
    parent: gpscript,
    command: 'C:\\Windows\\system32\\cmd.exe /c "\\\\corp.tamarindholt.example\\netlogon\\logon.cmd"',
    account,
    tsUs: tsUs + 400_000,
  });
  launch(to, {
    program: program("net"),
    parent: cmd,
    command: `net  use H: \\\\${share}-fs01\\home$\\${account.sam} /persistent:no`,
    account,
    tsUs: tsUs + 900_000,
  });
}

/** What the domain controller and the file server note when someone arrives. */
function domainChecks(world: World, to: Recorder, at: Presence, person: Person, tsUs: number): void {
  const { random, out } = to;
  const dc = controllerOf(world, at.host);
  if (random.chance(0.07)) {
    const failed = {
      type: 2 as const,
      sam: person.sam,
      reason: "0xc000006a",
      sourceIp: "127.0.0.1",
      sourceName: at.host.name,
      package: "Negotiate" as const,
    };
    logonFailed(out, random, at.host, tsUs - 9 * secondUs, failed);
    ticketAsked(out, random, dc, tsUs - 9 * secondUs, { sam: person.sam, sid: person.sid, ip: at.ip, failed: "0x18" });
  }
  ticketAsked(out, random, dc, tsUs - 400_000, { sam: person.sam, sid: person.sid, ip: at.ip });
  const server = fileServerOf(world, at.host);
  const remote = domainAccount(random, person.sam, person.sid, 0);
  serviceTicket(out, random, dc, tsUs + 6 * secondUs, { sam: person.sam, service: `${server.name}$`, ip: at.ip, guid: remote.logonGuid });
  shareSession(out, random, at, server, remote, tsUs + 7 * secondUs);
}

function shareSession(out: Recorder["out"], random: Stream, at: Presence, server: Presence["host"], account: Account, tsUs: number): void {
  loggedOn(out, random, server, tsUs, { type: 3, account, sourceIp: at.ip, sourceName: at.host.name, package: "Kerberos" });
  const endUs = tsUs + random.int(5, 220) * minuteUs;
  if (endUs < at.toUs) loggedOff(out, server, endUs, account, 3);
}
