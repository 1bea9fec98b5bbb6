import { hourUs, localTime, minuteUs, secondUs, sites } from "../world/calendar.ts";
import { connect } from "../network/sessions.ts";
import { serviceAccounts } from "../world/service-accounts.ts";
import { hostWithRole, staticIp } from "../world/world.ts";
import { domainAccount, systemAccount } from "./machine.ts";
import { oneOff, program } from "./programs.ts";
import { atDesk, recorder, type Scene } from "./scene.ts";
import { loggedOn, privileged, serviceInstalled } from "./security.ts";
import { connected, exit, launch, opened, traceThrough, wrote } from "./sysmon.ts";

/** Programs that are rare because few people look after computers. */
export function oddAdministration(scene: Scene): void {
  adminTools(scene);
  remoteSupport(scene);
  vendorUpdate(scene);
  authenticatedScan(scene);
}

/** One administrator is fond of a portable process viewer, which reads every process, lsass among them. */
function adminTools(s: Scene): void {
  if (![1, 4, 8, 10].includes(s.day.index)) return;
  const at = atDesk(s, "IT")[0];
  if (at === undefined) return;
  const to = recorder(s, at.host, "admin");
  const desk = to.machine.desktop;
  if (desk === undefined) return;
  const viewer = oneOff("C:\\Tools\\sysview\\sysview64.exe", {
    key: "portabletool",
    company: "Harrow Utilities",
    product: "SysView",
    description: "SysView process explorer",
    originalName: "sysview64.exe",
    versions: ["4.3.0.0"],
    signed: true,
  });
  const tsUs = Math.round(to.random.uniform(at.activeFromUs + hourUs, at.activeToUs - hourUs));
  const run = launch(to, {
    program: viewer,
    parent: desk.explorer,
    command: '"C:\\Tools\\sysview\\sysview64.exe" /e',
    account: desk.account,
    tsUs,
    integrity: "High",
  });
  opened(to, run, to.machine.standing("lsass"), tsUs + 3 * secondUs, "0x1410", traceThrough(run.image, "4b1f2"));
  opened(to, run, to.machine.standing("edr"), tsUs + 3 * secondUs, "0x1000", traceThrough(run.image, "4b1f2"));
}

/** The service desk's remote-control tool installs a service for each session and takes it away again. */
function remoteSupport(s: Scene): void {
  if (![0, 2, 4, 7, 9, 11].includes(s.day.index)) return;
  const clients = atDesk(s, "Sales").concat(atDesk(s, "Support"));
  const at = clients[(s.day.index * 5) % Math.max(1, clients.length)];
  const helper = atDesk(s, "IT").at(-1);
  if (at === undefined || helper?.person === undefined) return;
  const to = recorder(s, at.host, "support");
  const tsUs = Math.round(to.random.uniform(at.activeFromUs + hourUs, at.activeToUs - hourUs));
  const account = domainAccount(to.random, helper.person.sam, helper.person.sid, 0, "High");
  const number = to.random.int(1000, 9999);
  const agent = oneOff(`C:\\Windows\\Temp\\hs_${number}\\hsagent.exe`, {
    key: "hsagent",
    company: "Harrow Support Ltd",
    product: "Harrow Assist",
    description: "Harrow Assist session agent",
    originalName: "hsagent.exe",
    versions: ["7.0.3.0"],
    signed: true,
  });
  loggedOn(s.out, to.random, at.host, tsUs, { type: 3, account, sourceIp: helper.ip, sourceName: helper.host.name, package: "Kerberos" });
  privileged(s.out, at.host, tsUs + 2_000, account);
  serviceInstalled(s.out, at.host, tsUs + secondUs, account, `HarrowAssist_${number}`, agent.image);
  const run = launch(to, {
    program: agent,
    parent: to.machine.standing("services"),
    command: `"${agent.image}" -session ${number}`,
    account: systemAccount,
    tsUs: tsUs + 2 * secondUs,
  });
  const screen = { port: 5938, proto: "tcp" as const, service: "ssl", out: 4.1e7, back: 1.2e6, durationUs: 24 * minuteUs };
  connected(to, run, connect(s.net, to.random, at.ip, helper.ip, tsUs + 4 * secondUs, screen));
  exit(to, run, tsUs + 25 * minuteUs);
}

/** The machine builder's engineer updates an instrument from a stick. */
function vendorUpdate(s: Scene): void {
  if (s.day.index !== 3 && s.day.index !== 8) return;
  const host = hostWithRole(s.world, "lab");
  const to = recorder(s, host, "vendor");
  const tsUs = localTime(sites.larnmouth, s.day.index, 14.3) + to.random.int(0, 300_000_000);
  const account = { ...domainAccount(to.random, "ext-ostrava", "S-1-5-21-3184427719-901264455-2650118733-1702", 2, "High") };
  loggedOn(s.out, to.random, host, tsUs, { type: 10, account, sourceIp: "10.60.200.14", sourceName: "OSTRAVA-SVC3", package: "Negotiate" });
  const explorer = launch(to, {
    program: program("explorer"),
    parent: to.machine.standing("winlogon"),
    command: "C:\\Windows\\Explorer.EXE",
    account,
    tsUs: tsUs + 5 * secondUs,
  });
  const update = oneOff(`E:\\service\\spectra_fw_2_${s.day.index}.exe`, {
    key: `vendor/${s.day.index}`,
    company: "-",
    product: "SpectraSuite",
    description: "Firmware updater",
  });
  const run = launch(to, {
    program: update,
    parent: explorer,
    command: `"E:\\service\\spectra_fw_2_${s.day.index}.exe"`,
    account,
    tsUs: tsUs + 6 * minuteUs,
    directory: "E:\\service\\",
  });
  launch(to, { program: program("regedit"), parent: explorer, command: '"C:\\Windows\\regedit.exe"', account, tsUs: tsUs + 11 * minuteUs });
  wrote(to, run, tsUs + 7 * minuteUs, "C:\\SpectraSuite\\bin\\acquire.exe");
  exit(to, run, tsUs + 9 * minuteUs);
}

/** The vulnerability scanner signs in to servers and asks them about themselves. */
function authenticatedScan(s: Scene): void {
  if (s.day.index % 7 !== 2) return;
  const scanner = serviceAccounts.find((a) => a.sam === "svc-scanner");
  const src = hostWithRole(s.world, "scanner");
  if (scanner === undefined) return;
  const servers = s.world.hosts.filter((h) => h.os === "windows" && h.kind === "server");
  for (const [n, host] of servers.entries()) {
    const to = recorder(s, host, "scan");
    const tsUs = localTime(sites.larnmouth, s.day.index, 1.5) + n * 3 * minuteUs + to.random.int(0, 50_000_000);
    const account = domainAccount(to.random, scanner.sam, scanner.sid, 0, "High");
    loggedOn(s.out, to.random, host, tsUs, { type: 3, account, sourceIp: staticIp(src), sourceName: src.name, package: "NTLM" });
    privileged(s.out, host, tsUs + 1_000, account);
    const wmi = launch(to, {
      program: program("wmiprvse"),
      parent: to.machine.standing("dcom"),
      command: "C:\\Windows\\system32\\wbem\\wmiprvse.exe -secured -Embedding",
      account: systemAccount,
      tsUs: tsUs + secondUs,
    });
    const shell = launch(to, {
      program: program("cmd"),
      parent: wmi,
      command: `cmd.exe /c "systeminfo & net localgroup administrators" > C:\\Windows\\Temp\\nv_${to.random.int(100_000, 999_999)}.txt`,
      account,
      tsUs: tsUs + 3 * secondUs,
    });
    launch(to, { program: program("systeminfo"), parent: shell, command: "systeminfo", account, tsUs: tsUs + 3 * secondUs + 90_000 });
    launch(to, { program: program("net"), parent: shell, command: "net  localgroup administrators", account, tsUs: tsUs + 6 * secondUs });
  }
}
