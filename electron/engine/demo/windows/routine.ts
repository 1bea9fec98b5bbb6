import type { Stream } from "../random-stream.ts";
import { secondUs } from "../world/calendar.ts";
import { visitThroughProxy, visitTls, type Client, type NetworkDay } from "../network/sessions.ts";
import { brief } from "../network/timing.ts";
import type { Flow } from "../network/zeek-day.ts";
import type { Destination, ServiceKey } from "../world/destinations.ts";
import type { Host } from "../world/hosts.ts";
import type { Person } from "../world/people.ts";
import type { World } from "../world/world.ts";
import { localService, networkService, systemAccount, type Account, type Process, type StandingName } from "./machine.ts";
import { oneOff, program, type Program } from "./programs.ts";
import { connected, exit, injected, launch, loaded, looked, wrote, type Recorder } from "./sysmon.ts";

/** Something a computer does by habit: a program started by a parent, so many times a day. */
export interface Routine {
  readonly program: string;
  readonly parent: StandingName | "explorer";
  readonly command: string;
  readonly perDay: number;
  readonly as?: "user" | "system" | "local" | "network";
  /** Only while a person is there; otherwise whenever the machine is on. */
  readonly whileActive?: boolean;
  readonly forWhom?: (host: Host, person: Person | undefined) => boolean;
  readonly lifeS?: number;
  readonly service?: ServiceKey;
  readonly modules?: readonly string[];
  readonly writes?: string;
  readonly children?: readonly Child[];
  /** The endpoint agent puts a thread of its own into it at times. */
  readonly watched?: boolean;
}

interface Child {
  readonly program: string;
  readonly command: string;
  readonly chance: number;
  readonly children?: readonly Child[];
}

const documents = [
  "Q1 forecast",
  "Line 4 report",
  "Minutes",
  "Price list",
  "Spec sheet",
  "Travel plan",
  "Budget",
  "Test results",
  "Offer",
  "Shift plan",
  "Checklist",
  "Roadmap",
];
const services = [
  "BITS",
  "wuauserv",
  "DiagTrack",
  "Appinfo",
  "LicenseManager",
  "wlidsvc",
  "UsoSvc",
  "TokenBroker",
  "InstallService",
  "WpnService",
  "lfsvc",
  "NetSetupSvc",
];

/** Fills {guid} {n} {hex} {user} {doc} {svc} {com} in a command line. */
function fill(template: string, random: Stream, user: string): string {
  return template.replaceAll(/\{(guid|n|hex|user|doc|svc|com|pkg)\}/g, (_, name: string) => {
    if (name === "guid") return random.guid();
    if (name === "n") return String(random.int(1, 9_999));
    if (name === "hex") return random.hex(12);
    if (name === "doc") return `${random.pick(documents)} ${random.int(1, 60)}`;
    if (name === "svc") return random.pick(services);
    if (name === "com") return random.pick(comClasses).toUpperCase();
    if (name === "pkg") return `PKG${random.int(118, 131)}`;
    return user;
  });
}

const comClasses = [
  "ab8902b4-09ca-4bb6-b78d-a8f59079a8d5",
  "3eb3c877-1f16-487c-9050-104dbcd66683",
  "973d20d7-562d-44b9-b70b-5a0f49ccdf3f",
  "e10f6c3a-f1ae-4adc-aa9d-2fe65525666e",
  "776dbc8d-7347-478c-8d71-791e12ef49d8",
];

export interface Setting {
  readonly world: World;
  readonly recorder: Recorder;
  readonly person: Person | undefined;
  readonly user: Account | undefined;
  readonly explorer: Process | undefined;
  readonly net: NetworkDay;
  readonly client: Client;
  /** Works from home, where the sensor does not see. */
  readonly remote: boolean;
  readonly stopUs: number;
}

const accountFor = (as: Routine["as"], s: Setting): Account | undefined =>
  as === "user" || as === undefined ? s.user : as === "local" ? localService : as === "network" ? networkService : systemAccount;

/** Runs a routine once. Nothing happens when it needs a person and no one is there. */
export function perform(s: Setting, r: Routine, tsUs: number): Process | undefined {
  const { recorder } = s;
  const account = accountFor(r.as, s);
  const parent = r.parent === "explorer" ? s.explorer : recorder.machine.standing(r.parent);
  if (account === undefined || parent === undefined) return undefined;
  const user = s.user?.sam ?? "Public";
  const command = fill(r.command, recorder.random, user);
  const made = launch(recorder, {
    program: program(r.program),
    parent,
    command,
    account,
    tsUs,
    directory: r.as === "system" ? "C:\\Windows\\system32\\" : `C:\\Users\\${user}\\`,
  });
  effects(s, r, made, tsUs);
  for (const child of r.children ?? []) performChild(s, child, made, tsUs);
  const endUs = tsUs + Math.round((r.lifeS ?? 20) * recorder.random.uniform(0.4, 1.8) * secondUs);
  if (recorder.random.chance(0.3) && endUs < s.stopUs) exit(recorder, made, endUs);
  return made;
}

function effects(s: Setting, r: Routine, made: Process, tsUs: number): void {
  const { recorder, world } = s;
  const { random } = recorder;
  if (r.service !== undefined) {
    const to = world.destinations.service(r.service);
    const atUs = tsUs + random.int(900, 2_500) * 1000;
    if (random.chance(0.35)) looked(recorder, made, atUs - random.int(40, 400) * 1000, to.name, to.ips);
    if (random.chance(0.45)) connected(recorder, made, reach(s, to, atUs));
  }
  if (r.watched === true && random.chance(0.12))
    injected(recorder, recorder.machine.standing("edr"), made, tsUs + random.int(300, 900) * 1000);
  for (const name of r.modules ?? []) if (random.chance(0.4)) loaded(recorder, made, tsUs + random.int(60, 900) * 1000, moduleNamed(name));
  if (r.writes !== undefined && random.chance(0.5))
    wrote(recorder, made, tsUs + random.int(1_000, 20_000) * 1000, fill(r.writes, random, s.user?.sam ?? "Public"));
}

/** The same connection on the wire: direct from the office, through the proxy from a server, unseen from home. */
function reach(s: Setting, to: Destination, tsUs: number): Flow {
  const { random, host } = s.client;
  const transfer = {
    out: Math.round(random.logNormal(1_200, 0.6)),
    back: Math.round(random.logNormal(to.bytes, 0.6)),
    durationUs: brief(random, 800),
    stack: "schannel" as const,
  };
  if (s.remote) return { tsUs, src: "192.168.1.23", srcPort: random.int(49152, 65500), dst: random.pick(to.ips), dstPort: 443 };
  if (host.kind === "server") return visitThroughProxy(s.net, s.client, tsUs, to, transfer, "SystemHttp/10.0");
  return visitTls(s.net, s.client, tsUs, to, transfer);
}

function performChild(s: Setting, child: Child, parent: Process, tsUs: number): void {
  const { recorder } = s;
  if (!recorder.random.chance(child.chance)) return;
  const at = tsUs + recorder.random.int(30, 1_500) * 1000;
  const command = fill(child.command, recorder.random, s.user?.sam ?? "Public");
  const made = launch(recorder, { program: program(child.program), parent, command, account: parent.account, tsUs: at });
  for (const next of child.children ?? []) performChild(s, next, made, at);
}

const moduleCache = new Map<string, Program>();

/** System libraries that a sensible Sysmon configuration keeps an eye on. */
function moduleNamed(name: string): Program {
  const known = moduleCache.get(name);
  if (known !== undefined) return known;
  const made = oneOff(`C:\\Windows\\System32\\${name}`, {
    key: `module/${name}`,
    company: "Microsoft Corporation",
    product: "Microsoft® Windows® Operating System",
    description: `${name.replace(".dll", "")} library`,
    originalName: name,
    versions: ["10.0.22621.3520", "10.0.22621.3447"],
    signed: true,
  });
  moduleCache.set(name, made);
  return made;
}
