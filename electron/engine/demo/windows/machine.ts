import { openStream, type Stream } from "../random-stream.ts";
import { firstDayUs, hourUs, secondUs } from "../world/calendar.ts";
import type { Host } from "../world/hosts.ts";
import { company } from "../world/names.ts";
import { program, type Program } from "./programs.ts";

/** Who a process runs as. */
export interface Account {
  readonly name: string;
  readonly sam: string;
  readonly domain: string;
  readonly sid: string;
  readonly logonId: string;
  readonly logonGuid: string;
  readonly session: number;
  readonly integrity: "System" | "High" | "Medium" | "Low";
}

export interface Process {
  readonly guid: string;
  readonly pid: number;
  readonly image: string;
  readonly command: string;
  readonly program: Program;
  readonly account: Account;
  readonly startUs: number;
}

const builtIn = (name: string, sid: string, logonId: string): Account => ({
  name: `NT AUTHORITY\\${name}`,
  sam: name,
  domain: "NT AUTHORITY",
  sid,
  logonId,
  logonGuid: "00000000-0000-0000-0000-000000000000",
  session: 0,
  integrity: "System",
});

export const systemAccount = builtIn("SYSTEM", "S-1-5-18", "0x3e7");
export const networkService = builtIn("NETWORK SERVICE", "S-1-5-20", "0x3e4");
export const localService = builtIn("LOCAL SERVICE", "S-1-5-19", "0x3e5");

export function domainAccount(
  random: Stream,
  sam: string,
  sid: string,
  session: number,
  integrity: Account["integrity"] = "Medium",
): Account {
  return {
    name: `${company.netbios}\\${sam}`,
    sam,
    domain: company.netbios,
    sid,
    logonId: `0x${random.int(0x20000, 0xffffff).toString(16)}`,
    logonGuid: random.guid(),
    session,
    integrity,
  };
}

/** Processes that were up before the first event, by what they do. */
const standing = {
  wininit: ["wininit", "wininit.exe", systemAccount],
  services: ["services", "C:\\Windows\\system32\\services.exe", systemAccount],
  lsass: ["lsass", "C:\\Windows\\system32\\lsass.exe", systemAccount],
  winlogon: ["winlogon", "winlogon.exe", systemAccount],
  schedule: ["svchost", "C:\\Windows\\system32\\svchost.exe -k netsvcs -p -s Schedule", systemAccount],
  dcom: ["svchost", "C:\\Windows\\system32\\svchost.exe -k DcomLaunch -p", systemAccount],
  wuauserv: ["svchost", "C:\\Windows\\system32\\svchost.exe -k netsvcs -p -s wuauserv", systemAccount],
  winmgmt: ["svchost", "C:\\Windows\\system32\\svchost.exe -k netsvcs -p -s Winmgmt", systemAccount],
  dnscache: ["svchost", "C:\\Windows\\system32\\svchost.exe -k NetworkService -p -s Dnscache", networkService],
  gpsvc: ["svchost", "C:\\Windows\\system32\\svchost.exe -k GPSvcGroup -s gpsvc", systemAccount],
  search: ["svchost", "C:\\Windows\\system32\\SearchIndexer.exe /Embedding", systemAccount],
  spooler: ["spoolsv", "C:\\Windows\\System32\\spoolsv.exe", systemAccount],
  edr: ["edr", '"C:\\Program Files\\Sentrel\\Agent\\SentrelAgent.exe" -service', systemAccount],
  dkagent: ["dkagent", '"C:\\Program Files\\Deploykeeper\\dkagent.exe"', systemAccount],
  w3wp: [
    "w3wp",
    'c:\\windows\\system32\\inetsrv\\w3wp.exe -ap "MeridianPortal" -v "v4.0" -l "webengine4.dll" -a \\\\.\\pipe\\iisipm -h "C:\\inetpub\\temp\\apppools\\MeridianPortal.config" -w "" -m 0',
    networkService,
  ],
  sqlservr: ["sqlservr", '"C:\\Program Files\\Microsoft SQL Server\\MSSQL16.ERP\\MSSQL\\Binn\\sqlservr.exe" -sERP', networkService],
  sqlagent: ["sqlagent", '"C:\\Program Files\\Microsoft SQL Server\\MSSQL16.ERP\\MSSQL\\Binn\\SQLAGENT.EXE" -i ERP', networkService],
  holdfast: ["holdfast", '"C:\\Program Files\\Holdfast\\holdfastd.exe"', systemAccount],
} as const satisfies Record<string, readonly [string, string, Account]>;

export type StandingName = keyof typeof standing;

/** One Windows computer over the fortnight: its standing processes, its sessions, its numbering. */
export class Machine {
  readonly host: Host;
  readonly random: Stream;
  /** The desktop of whoever is logged on. */
  desktop: { sam: string; explorer: Process; account: Account } | undefined;
  private readonly bootUs: number;
  private readonly bootToken: string;
  private readonly up = new Map<StandingName, Process>();
  private sequence: number;

  constructor(seed: number, host: Host) {
    this.host = host;
    this.random = openStream(seed, `machine/${host.name}`);
    this.bootUs = firstDayUs - this.random.int(3, 200) * hourUs + this.random.int(0, 3_599) * secondUs;
    this.bootToken = this.random.int(2, 90).toString(16).padStart(2, "0");
    this.sequence = this.random.int(300, 4_000);
  }

  standing(name: StandingName): Process {
    const known = this.up.get(name);
    if (known !== undefined) return known;
    const [key, command, account] = standing[name];
    const about = program(key);
    const order = Object.keys(standing).indexOf(name);
    const startUs = this.bootUs + (4 + order * 3) * secondUs;
    const image = name === "search" ? "C:\\Windows\\System32\\SearchIndexer.exe" : about.image;
    const made: Process = {
      guid: this.guidFor(startUs, 12 + order * 5),
      pid: 480 + order * 148 + (this.host.index % 30) * 4,
      image,
      command,
      program: about,
      account,
      startUs,
    };
    this.up.set(name, made);
    return made;
  }

  create(about: Program, image: string, command: string, account: Account, startUs: number): Process {
    this.sequence += this.random.int(1, 9);
    const pid = this.random.int(300, 5_900) * 4;
    return { guid: this.guidFor(startUs, this.sequence), pid, image, command, program: about, account, startUs };
  }

  /** Sysmon's form: machine, start second, sequence, boot. */
  private guidFor(startUs: number, sequence: number): string {
    const seconds = Math.floor((startUs + this.host.clockOffsetUs) / secondUs)
      .toString(16)
      .padStart(8, "0");
    const order = (sequence & 0xffff).toString(16).padStart(4, "0");
    return `${this.host.machineId}-${seconds.slice(4)}-${seconds.slice(0, 4)}-${order.slice(2)}${order.slice(0, 2)}-0000000${(sequence >>> 16).toString(16)}${this.bootToken}00`.slice(
      0,
      36,
    );
  }
}
