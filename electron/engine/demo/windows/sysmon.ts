import type { Flow } from "../network/zeek-day.ts";
import type { Stream } from "../random-stream.ts";
import { asWritten } from "./agent-update.ts";
import type { Account, Machine, Process } from "./machine.ts";
import { hashesOf, versionOn, type Program } from "./programs.ts";
import type { WindowsDay } from "./windows-day.ts";

/** Writes Sysmon events of one machine and day. */
export interface Recorder {
  readonly seed: number;
  readonly day: number;
  readonly out: WindowsDay;
  readonly machine: Machine;
  readonly random: Stream;
}

interface Launch {
  readonly program: Program;
  readonly parent: Process;
  readonly command: string;
  readonly account: Account;
  readonly tsUs: number;
  readonly directory?: string;
  readonly integrity?: Account["integrity"];
}

const braces = (guid: string): string => `{${guid}}`;
const orDash = (text: string): string => (text === "" ? "-" : text);

const saidBy = ({ day }: Recorder, of: Program, version: string) =>
  asWritten(day, {
    FileVersion: version,
    Description: of.description,
    Product: of.product,
    Company: of.company,
    OriginalFileName: of.originalName,
  });

/** Sysmon 1. */
export function launch(to: Recorder, l: Launch): Process {
  const image = l.program.image.replaceAll("{user}", l.account.sam);
  const account = l.integrity === undefined ? l.account : { ...l.account, integrity: l.integrity };
  // Nothing starts on the dot; the least gap between a parent and its child is 30 ms.
  const tsUs = l.tsUs + to.random.int(0, 25_000);
  const made = to.machine.create(l.program, image, l.command, account, tsUs);
  const version = versionOn(to.seed, l.program, to.machine.host, to.day);
  to.out.add(tsUs, to.machine.host, "sysmon", 1, {
    ProcessGuid: braces(made.guid),
    ProcessId: String(made.pid),
    Image: image,
    ...saidBy(to, l.program, version),
    CommandLine: l.command,
    CurrentDirectory: l.directory ?? "C:\\Windows\\system32\\",
    User: account.name,
    LogonGuid: braces(account.logonGuid),
    LogonId: account.logonId,
    TerminalSessionId: String(account.session),
    IntegrityLevel: account.integrity,
    Hashes: hashesOf(l.program, version),
    ParentProcessGuid: braces(l.parent.guid),
    ParentProcessId: String(l.parent.pid),
    ParentImage: l.parent.image,
    ParentCommandLine: l.parent.command,
    ParentUser: l.parent.account.name,
  });
  return made;
}

const subject = (p: Process): Record<string, string> => ({
  ProcessGuid: braces(p.guid),
  ProcessId: String(p.pid),
  Image: p.image,
  User: p.account.name,
});

/** Sysmon 5. */
export function exit(to: Recorder, p: Process, tsUs: number): void {
  to.out.add(tsUs, to.machine.host, "sysmon", 5, subject(p));
}

/** Sysmon 3, a moment after the packet the network sensor saw. */
export function connected(to: Recorder, p: Process, flow: Flow): void {
  to.out.add(flow.tsUs + to.random.int(1_000, 9_000), to.machine.host, "sysmon", 3, {
    ...subject(p),
    Protocol: "tcp",
    Initiated: "true",
    SourceIsIpv6: "false",
    SourceIp: flow.src,
    SourceHostname: to.machine.host.fqdn,
    SourcePort: String(flow.srcPort),
    SourcePortName: "-",
    DestinationIsIpv6: "false",
    DestinationIp: flow.dst,
    DestinationHostname: "-",
    DestinationPort: String(flow.dstPort),
    DestinationPortName: flow.dstPort === 443 ? "https" : "-",
  });
}

/** Sysmon 22. */
export function looked(to: Recorder, p: Process, tsUs: number, name: string, answers: readonly string[]): void {
  const results = answers.map((a) => `::ffff:${a};`).join("");
  to.out.add(tsUs, to.machine.host, "sysmon", 22, {
    ...subject(p),
    QueryName: name,
    QueryStatus: answers.length > 0 ? "0" : "9003",
    QueryResults: orDash(results),
  });
}

/** Sysmon 7. */
export function loaded(to: Recorder, p: Process, tsUs: number, module: Program): void {
  const version = versionOn(to.seed, module, to.machine.host, to.day);
  to.out.add(tsUs, to.machine.host, "sysmon", 7, {
    ...subject(p),
    ImageLoaded: module.image.replaceAll("{user}", p.account.sam),
    ...saidBy(to, module, version),
    Hashes: hashesOf(module, version),
    Signed: String(module.signed),
    Signature: module.signed ? (module.company.startsWith("Microsoft") ? "Microsoft Windows" : module.company) : "-",
    SignatureStatus: module.signed ? "Valid" : "Unavailable",
  });
}

/** Sysmon 10. */
export function opened(to: Recorder, source: Process, target: Process, tsUs: number, access: string, trace: string): void {
  to.out.add(tsUs, to.machine.host, "sysmon", 10, {
    SourceProcessGUID: braces(source.guid),
    SourceProcessId: String(source.pid),
    SourceThreadId: String(to.random.int(200, 4_000) * 4),
    SourceImage: source.image,
    TargetProcessGUID: braces(target.guid),
    TargetProcessId: String(target.pid),
    TargetImage: target.image,
    GrantedAccess: access,
    CallTrace: trace,
    SourceUser: source.account.name,
    TargetUser: target.account.name,
  });
}

const ntdll = "C:\\Windows\\SYSTEM32\\ntdll.dll+9d8a4|C:\\Windows\\System32\\KERNELBASE.dll+2c9ce";
export const traceThrough = (image: string, offset: string): string =>
  `${ntdll}|${image}+${offset}|C:\\Windows\\System32\\KERNEL32.DLL+17344|C:\\Windows\\SYSTEM32\\ntdll.dll+526b1`;

/** Sysmon 11. */
export function wrote(to: Recorder, p: Process, tsUs: number, path: string): void {
  const created = new Date((tsUs + to.machine.host.clockOffsetUs) / 1000).toISOString().slice(0, 23).replace("T", " ");
  to.out.add(tsUs, to.machine.host, "sysmon", 11, { ...subject(p), TargetFilename: path, CreationUtcTime: created });
}

/** Sysmon 8. */
export function injected(to: Recorder, source: Process, target: Process, tsUs: number): void {
  to.out.add(tsUs, to.machine.host, "sysmon", 8, {
    SourceProcessGuid: braces(source.guid),
    SourceProcessId: String(source.pid),
    SourceImage: source.image,
    TargetProcessGuid: braces(target.guid),
    TargetProcessId: String(target.pid),
    TargetImage: target.image,
    NewThreadId: String(to.random.int(200, 4_000) * 4),
    StartAddress: `0x${to.random.hex(12).toUpperCase()}`,
    StartModule: "-",
    StartFunction: "-",
    SourceUser: source.account.name,
    TargetUser: target.account.name,
  });
}
