import { openClient, visitTls, type Client } from "../network/sessions.ts";
import { ticks } from "../network/timing.ts";
import { openStream } from "../random-stream.ts";
import { hourUs, localTime, minuteUs, secondUs } from "../world/calendar.ts";
import { issuers, type Destination } from "../world/destinations.ts";
import type { Presence } from "../world/presence.ts";
import type { World } from "../world/world.ts";
import type { Account, Process } from "../windows/machine.ts";
import { oneOff, program } from "../windows/programs.ts";
import { connected, exit, injected, launch, loaded, looked, opened, wrote, type Recorder } from "../windows/sysmon.ts";
import { castWorkstation, Diary, present, recorderFor, type Stage, type Story } from "./story.ts";

const openedOnDay = 8;
const handsOnDay = 10;
const lastDay = 11;
const implantPath = "C:\\Users\\{user}\\AppData\\Roaming\\PrintAssist\\prnassist.exe";
const implant = oneOff(implantPath, { key: "story/implant" });
const dumper = oneOff("C:\\ProgramData\\PrintAssist\\padiag.exe", { key: "story/dumper" });

const outside = (name: string, ip: string): Destination => ({ name, ips: [ip], issuer: issuers[1], ttlS: 3600, bytes: 400, tls: true });
const delivery = outside("files.paperlane-share.example", "198.51.100.211");
const control = outside("sync.harrowgate-metrics.example", "203.0.113.186");

/** A remittance advice that is not one: document, script host, implant with regular control traffic, then credentials. */
export function phishingImplant(world: World): Story {
  const host = castWorkstation(world, "Finance", [openedOnDay, handsOnDay, 9, lastDay]);
  const diary = new Diary();
  let running: Process | undefined;
  const enact = (stage: Stage): void => {
    if (stage.day.index < openedOnDay || stage.day.index > lastDay) return;
    const to = recorderFor(stage, host, "phishing");
    const here = present(world, host, stage.day.index);
    if (here !== undefined) {
      if (stage.day.index === openedOnDay) running = infect(stage, to, here, diary);
      else if (running !== undefined && !host.alwaysOn) running = restart(to, here, diary);
      if (stage.day.index === handsOnDay && running !== undefined) handsOn(to, here, running, diary);
    }
    if (running !== undefined) beacon(stage, running, to, diary);
  };
  return { enact, truth: () => diary.close(about) };
}

function deskOf(to: Recorder, here: Presence): { account: Account; explorer: Process } {
  const desk = to.machine.desktop;
  if (desk === undefined) throw new Error(`nobody is logged on to ${here.host.name}`);
  return desk;
}

function infect(stage: Stage, to: Recorder, here: Presence, diary: Diary): Process {
  const { account, explorer } = deskOf(to, here);
  const user = account.sam;
  const startUs = here.activeFromUs + 97 * minuteUs;
  diary.account(account.name);
  const outlook = launch(to, {
    program: program("outlook"),
    parent: explorer,
    command: '"C:\\Program Files\\Microsoft Office\\root\\Office16\\OUTLOOK.EXE"',
    account,
    tsUs: startUs - 26 * minuteUs,
  });
  const document = `C:\\Users\\${user}\\AppData\\Local\\Microsoft\\Windows\\INetCache\\Content.Outlook\\8KXQ2M1D\\Remittance 48213.docm`;
  const word = launch(to, {
    program: program("winword"),
    parent: outlook,
    command: `"C:\\Program Files\\Microsoft Office\\root\\Office16\\WINWORD.EXE" /n "${document}" /o ""`,
    account,
    tsUs: startUs,
  });
  diary.process(here.host, word, "opened the attachment and started a script host");
  wrote(to, word, startUs + 14 * secondUs, `C:\\Users\\${user}\\AppData\\Local\\Temp\\rm48213.js`);
  const script = launch(to, {
    program: program("wscript"),
    parent: word,
    command: `"C:\\Windows\\System32\\wscript.exe" //B //E:jscript "C:\\Users\\${user}\\AppData\\Local\\Temp\\rm48213.js"`,
    account,
    tsUs: startUs + 15 * secondUs,
  });
  diary.process(here.host, script, "script host started by the document");
  looked(to, script, startUs + 16 * secondUs, delivery.name, delivery.ips);
  const fetched = visitTls(stage.net, clientFor(stage, here), startUs + 16 * secondUs + 300_000, delivery, {
    out: 1_240,
    back: 612_000,
    durationUs: 3 * secondUs,
    stack: "schannel",
  });
  connected(to, script, fetched);
  wrote(to, script, startUs + 21 * secondUs, implantPath.replace("{user}", user));
  const made = launch(to, {
    program: implant,
    parent: script,
    command: `"${implantPath.replace("{user}", user)}" /svc`,
    account,
    tsUs: startUs + 24 * secondUs,
    directory: `C:\\Users\\${user}\\AppData\\Roaming\\PrintAssist\\`,
  });
  diary.process(here.host, made, "implant; regular control traffic");
  persist(to, here, made, account, diary);
  exit(to, script, startUs + 40 * secondUs);
  return made;
}

function persist(to: Recorder, here: Presence, made: Process, account: Account, diary: Diary): void {
  const command = `reg  add HKCU\\Software\\Microsoft\\Windows\\CurrentVersion\\Run /v PrintAssist /t REG_SZ /d "${made.image} /svc" /f`;
  const reg = launch(to, { program: program("reg"), parent: made, command, account, tsUs: made.startUs + 70 * secondUs });
  diary.process(here.host, reg, "run key for the implant");
  looked(to, made, made.startUs + 2 * secondUs, control.name, control.ips);
  loaded(to, made, made.startUs + 1 * secondUs, oneOff(made.image, { key: implant.key }));
}

function restart(to: Recorder, here: Presence, diary: Diary): Process {
  const { account, explorer } = deskOf(to, here);
  const path = implantPath.replace("{user}", account.sam);
  return diary.process(
    here.host,
    launch(to, { program: implant, parent: explorer, command: `"${path}" /svc`, account, tsUs: here.activeFromUs + 50 * secondUs }),
    "implant, started by its run key",
  );
}

function handsOn(to: Recorder, here: Presence, from: Process, diary: Diary): void {
  const { account, explorer } = deskOf(to, here);
  const startUs = Math.min(here.activeFromUs + 5 * hourUs, here.activeToUs - 30 * minuteUs);
  const asked = ["whoami /all", 'net group "Domain Admins" /domain', "nltest /domain_trusts", "systeminfo"];
  for (const [n, what] of asked.entries()) {
    const tsUs = startUs + n * 47 * secondUs;
    const cmd = launch(to, { program: program("cmd"), parent: from, command: `C:\\Windows\\system32\\cmd.exe /C ${what}`, account, tsUs });
    diary.process(here.host, cmd, "operator's shell");
    diary.process(
      here.host,
      launch(to, { program: program(what.split(" ")[0] ?? "whoami"), parent: cmd, command: what, account, tsUs: tsUs + 120_000 }),
      "discovery",
    );
  }
  injected(to, from, explorer, startUs - 90 * secondUs);
  diary.process(here.host, explorer, "the implant put a thread into it on Thursday");
  const dropUs = startUs + 6 * minuteUs;
  wrote(to, from, dropUs, dumper.image);
  const tool = launch(to, {
    program: dumper,
    parent: from,
    command: `${dumper.image} -o C:\\ProgramData\\PrintAssist\\pa.log`,
    account,
    tsUs: dropUs + 9 * secondUs,
    integrity: "High",
  });
  diary.process(here.host, tool, "unsigned tool that read lsass memory");
  const trace = `C:\\Windows\\SYSTEM32\\ntdll.dll+9d8a4|C:\\Windows\\System32\\KERNELBASE.dll+2c9ce|UNKNOWN(00000218${to.random.hex(8).toUpperCase()})`;
  opened(to, tool, to.machine.standing("lsass"), dropUs + 10 * secondUs, "0x1fffff", trace);
  loaded(
    to,
    tool,
    dropUs + 9 * secondUs + 300_000,
    oneOff("C:\\Windows\\System32\\dbgcore.dll", {
      company: "Microsoft Corporation",
      product: "Microsoft® Windows® Operating System",
      originalName: "dbgcore.dll",
      description: "Windows Core Debugging Helpers",
      signed: true,
      versions: ["10.0.22621.3520"],
    }),
  );
  wrote(to, tool, dropUs + 12 * secondUs, "C:\\ProgramData\\PrintAssist\\pa.log");
  exit(to, tool, dropUs + 14 * secondUs);
}

const clientFor = (stage: Stage, here: Presence): Client =>
  openClient(stage.world, here.host, here.ip, openStream(stage.world.seed, `story/phishing-net/${here.day}/${here.fromUs}`));

/** Every 90 seconds, 15 % early or late, from the moment of infection to Friday evening, while the machine is on. */
function beacon(stage: Stage, from: Process, to: Recorder, diary: Diary): void {
  const endUs = localTime(to.machine.host.site, lastDay, 17.4);
  for (const here of stage.world.presence[stage.day.index] ?? []) {
    if (here.host !== to.machine.host || here.remote) continue;
    const client = clientFor(stage, here);
    diary.place(here.host, here.ip);
    const { random } = client;
    let n = 0;
    for (const tsUs of ticks(random, Math.max(here.fromUs, from.startUs), Math.min(here.toUs, endUs), 90 * secondUs, 0.15)) {
      const task = random.chance(0.015);
      const call = visitTls(stage.net, client, tsUs, control, {
        out: task ? random.int(8_000, 90_000) : 612 + random.int(0, 24),
        back: task ? 9_400 : 388 + random.int(0, 16),
        durationUs: random.int(180, 420) * 1000,
        stack: "go",
      });
      diary.beacon(here.ip, control.name, stage.day.date, tsUs);
      if (n++ % 60 === 0) connected(to, from, call);
    }
  }
}

const about = {
  id: "phishing-implant",
  title: "A remittance advice that was not one",
  narrative:
    "On Tuesday 17 March someone opens a remittance advice attached to a mail. Word starts the script host, which fetches an implant from files.paperlane-share.example and sets a run key. " +
    "From then until Friday evening the implant calls sync.harrowgate-metrics.example every ninety seconds, fifteen per cent early or late. " +
    "On Thursday the operator puts a thread into the desktop, looks around, and an unsigned tool opens lsass with full rights.",
  techniques: [
    { id: "T1566.001", name: "Spearphishing Attachment" },
    { id: "T1204.002", name: "Malicious File" },
    { id: "T1059.007", name: "JavaScript" },
    { id: "T1547.001", name: "Registry Run Keys" },
    { id: "T1071.001", name: "Web Protocols" },
    { id: "T1055", name: "Process Injection" },
    { id: "T1003.001", name: "LSASS Memory" },
  ],
} as const;
