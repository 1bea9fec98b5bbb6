import { connect } from "../network/sessions.ts";
import { openStream, type Stream } from "../random-stream.ts";
import { localTime, minuteUs, secondUs, sites } from "../world/calendar.ts";
import { company } from "../world/names.ts";
import type { Host } from "../world/hosts.ts";
import { serviceAccounts } from "../world/service-accounts.ts";
import { hostWithRole, staticIp, type World } from "../world/world.ts";
import { domainAccount, systemAccount, type Account, type Process } from "../windows/machine.ts";
import { oneOff, program } from "../windows/programs.ts";
import { loggedOff, loggedOn, logonFailed, ntlmChecked, privileged, serviceInstalled } from "../windows/security.ts";
import { connected, exit, launch, opened, wrote, type Recorder } from "../windows/sysmon.ts";
import { Diary, recorderFor, type Stage, type Story } from "./story.ts";

const sprayDay = 4;
const moveDay = 5;
/** An unmanaged laptop behind the VPN, with a contractor's credentials. */
const intruderIp = "10.60.201.19";
const intruderName = "DESKTOP-7QK2H1B";
const payload = oneOff("C:\\Windows\\kbqvxrtd.exe", { key: "story/service-payload" });

/** Few guesses for many accounts at night; one service account answers; a night later, services appear on three servers. */
export function sprayAndServices(world: World): Story {
  const diary = new Diary();
  const victim = serviceAccounts.find((a) => a.sam === "svc-labelprint") ?? serviceAccounts[0];
  const targets = [hostWithRole(world, "print-server"), hostWithRole(world, "application", 1), hostWithRole(world, "file-server", 1)];
  const enact = (stage: Stage): void => {
    if (stage.day.index === sprayDay) spray(stage, victim.sam, diary);
    if (stage.day.index === moveDay) targets.forEach((host, n) => move(stage, host, n, victim, diary));
  };
  return { enact, truth: () => diary.close(about) };
}

function spray(stage: Stage, victim: string, diary: Diary): void {
  const { world } = stage;
  const random = openStream(world.seed, "story/spray");
  const dc = hostWithRole(world, "domain-controller");
  const names = random.shuffled([...world.people.map((p) => p.sam), ...serviceAccounts.map((a) => a.sam)]).slice(0, 96);
  if (!names.includes(victim)) names.push(victim);
  let tsUs = localTime(sites.larnmouth, sprayDay, 1.15);
  diary.place(dc, staticIp(dc));
  for (let round = 0; round < 3; round++)
    for (const sam of names) {
      tsUs += random.int(3_000, 16_000) * 1000 + random.int(0, 999);
      const hit = round === 2 && sam === victim;
      attempt(stage, random, dc, sam, tsUs, hit);
      diary.at(tsUs);
    }
  diary.account(`${company.netbios}\\${victim}`);
  diary.logons.push({ account: victim, host: dc.fqdn, src: intruderIp, date: stage.day.date });
}

function attempt(stage: Stage, random: Stream, dc: Host, sam: string, tsUs: number, hit: boolean): void {
  connect(stage.net, random, intruderIp, staticIp(dc), tsUs, {
    port: 445,
    proto: "tcp",
    service: "gssapi,smb,ntlm",
    out: random.int(1_900, 2_300),
    back: random.int(1_500, 1_900),
    durationUs: random.int(30, 120) * 1000,
  });
  ntlmChecked(stage.windows, dc, tsUs + 20_000, sam, intruderName, hit ? "0x0" : "0xc000006a");
  const from = { type: 3 as const, sourceIp: intruderIp, sourceName: intruderName, package: "NTLM" as const };
  if (hit)
    loggedOn(stage.windows, random, dc, tsUs + 30_000, { ...from, account: domainAccount(random, sam, `${company.domainSid}-1611`, 0) });
  else logonFailed(stage.windows, random, dc, tsUs + 30_000, { ...from, sam, reason: "0xc000006a" });
}

function move(stage: Stage, host: Host, n: number, victim: { sam: string; sid: string }, diary: Diary): void {
  const to = recorderFor(stage, host, "services");
  const startUs = localTime(sites.larnmouth, moveDay, 0.7) + n * 23 * minuteUs + to.random.int(0, 59_999_999);
  const account = domainAccount(to.random, victim.sam, victim.sid, 0, "High");
  connect(stage.net, to.random, intruderIp, staticIp(host), startUs - secondUs, {
    port: 445,
    proto: "tcp",
    service: "gssapi,smb,ntlm,dce_rpc",
    out: 214_000,
    back: 9_800,
    durationUs: 6 * minuteUs,
  });
  loggedOn(stage.windows, to.random, host, startUs, { type: 3, account, sourceIp: intruderIp, sourceName: intruderName, package: "NTLM" });
  privileged(stage.windows, host, startUs + 1_000, account);
  diary.place(host, staticIp(host));
  diary.logons.push({ account: victim.sam, host: host.fqdn, src: intruderIp, date: stage.day.date });
  const service = to.random.text(8, "bcdfghklmnpqrstvwxz");
  serviceInstalled(stage.windows, host, startUs + 3 * secondUs, account, service, `%SystemRoot%\\${payload.image.slice(11)}`);
  const made = launch(to, {
    program: payload,
    parent: to.machine.standing("services"),
    command: payload.image,
    account: systemAccount,
    tsUs: startUs + 4 * secondUs,
  });
  diary.process(host, made, "service payload, unsigned, in the Windows folder");
  callBack(stage, to, host, made);
  const deeds =
    [
      ["whoami", "net localgroup administrators"],
      ["tasklist /v", "net use"],
      ["vssadmin list shadows", "whoami /priv"],
    ][n] ?? [];
  for (const [i, deed] of deeds.entries()) shell(to, host, made, deed, startUs + (20 + i * 34) * secondUs, diary);
  if (n === 0) hives(to, host, made, startUs + 2 * minuteUs, diary);
  if (n === 1) memory(to, host, made, startUs + 3 * minuteUs, diary);
  exit(to, made, startUs + 6 * minuteUs);
  loggedOff(stage.windows, host, startUs + 6 * minuteUs + secondUs, account, 3);
}

/** The payload opens a channel back to the intruder. */
function callBack(stage: Stage, to: Recorder, host: Host, made: Process): void {
  const tsUs = made.startUs + to.random.int(600, 1_900) * 1000;
  const channel = { port: 8443, proto: "tcp" as const, service: "ssl", out: 61_400, back: 18_900, durationUs: 5 * minuteUs };
  connected(to, made, connect(stage.net, to.random, staticIp(host), intruderIp, tsUs, channel));
}

function shell(to: Recorder, host: Host, from: Process, command: string, tsUs: number, diary: Diary): Process {
  const cmd = diary.process(
    host,
    launch(to, {
      program: program("cmd"),
      parent: from,
      command: `cmd.exe /Q /c ${command} 1> \\\\127.0.0.1\\ADMIN$\\__${to.random.int(1_000_000, 9_999_999)} 2>&1`,
      account: systemAccount,
      tsUs,
    }),
    "remote shell",
  );
  return diary.process(
    host,
    launch(to, { program: program(command.split(" ")[0] ?? "whoami"), parent: cmd, command, account: systemAccount, tsUs: tsUs + 150_000 }),
    "discovery",
  );
}

function hives(to: Recorder, host: Host, from: Process, tsUs: number, diary: Diary): void {
  const made = shell(to, host, from, "reg save HKLM\\SAM C:\\Windows\\Temp\\a1.tmp", tsUs, diary);
  wrote(to, made, tsUs + 400_000, "C:\\Windows\\Temp\\a1.tmp");
}

function memory(to: Recorder, host: Host, from: Process, tsUs: number, diary: Diary): void {
  const lsass = to.machine.standing("lsass");
  const account: Account = systemAccount;
  const made = launch(to, {
    program: program("rundll32"),
    parent: from,
    command: `rundll32.exe C:\\Windows\\System32\\comsvcs.dll, MiniDump ${lsass.pid} C:\\Windows\\Temp\\b2.tmp full`,
    account,
    tsUs,
  });
  diary.process(host, made, "wrote lsass memory to a file");
  opened(
    to,
    made,
    lsass,
    tsUs + 300_000,
    "0x1fffff",
    `C:\\Windows\\SYSTEM32\\ntdll.dll+9d8a4|C:\\Windows\\System32\\KERNELBASE.dll+2c9ce|C:\\Windows\\System32\\comsvcs.dll+259c1|C:\\Windows\\System32\\rundll32.exe+3a1f`,
  );
  wrote(to, made, tsUs + 700_000, "C:\\Windows\\Temp\\b2.tmp");
}

const about = {
  id: "spray-and-services",
  title: "Three guesses each",
  narrative:
    "In the night to Friday 13 March someone with a contractor's VPN access tries three passwords for each of about a hundred accounts; svc-labelprint has one of them. " +
    "A night later that account installs a service on the print server, an application server and a file server. Its payload runs a shell, saves a registry hive and writes the memory of lsass to a file.",
  techniques: [
    { id: "T1110.003", name: "Password Spraying" },
    { id: "T1078.002", name: "Domain Accounts" },
    { id: "T1021.002", name: "SMB/Windows Admin Shares" },
    { id: "T1569.002", name: "Service Execution" },
    { id: "T1003.002", name: "Security Account Manager" },
    { id: "T1003.001", name: "LSASS Memory" },
  ],
} as const;
