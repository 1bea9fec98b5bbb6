import { closeSync, openSync, writeSync } from "node:fs";
import { createRandom, type Random } from "../../shared/lib/random.ts";

const firstSecond = 1_767_225_600;

function writeLines(path: string, header: string, rows: number, line: (row: number) => string): void {
  const fd = openSync(path, "w");
  writeSync(fd, header);
  for (let row = 0; row < rows;) {
    const end = Math.min(rows, row + 10_000);
    const block: string[] = [];
    for (; row < end; row++) block.push(line(row));
    writeSync(fd, `${block.join("\n")}\n`);
  }
  closeSync(fd);
}

/** Names of the columns of Zeek's conn log. */
export const connFields =
  "ts uid id.orig_h id.orig_p id.resp_h id.resp_p proto service duration orig_bytes resp_bytes conn_state local_orig local_resp missed_bytes history orig_pkts orig_ip_bytes resp_pkts resp_ip_bytes tunnel_parents".split(
    " ",
  );

const connHeader = [
  "#separator \\x09",
  "#set_separator\t,",
  "#empty_field\t(empty)",
  "#unset_field\t-",
  "#path\tconn",
  `#fields\t${connFields.join("\t")}`,
  "",
].join("\n");

const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
const pick = (random: Random, from: readonly string[]): string => from[random.below(from.length)] ?? "";
const word = (random: Random, length: number): string => Array.from({ length }, () => letters[random.below(letters.length)]).join("");
const hex = (random: Random, length: number): string =>
  Array.from({ length: Math.ceil(length / 8) }, () => random.uint32().toString(16).padStart(8, "0"))
    .join("")
    .slice(0, length);

/** A source by its number, of at most 200,000. */
const sourceOf = (i: number): string => `10.${Math.floor(i / 50_000)}.${Math.floor(i / 250) % 200}.${i % 250}`;

/** Whom the sources of a log talk to. */
export interface Estate {
  /** At most 200,000. */
  readonly sources: number;
  /** Without it no two connections go to the same address, as a scan would. */
  readonly destinations?: number;
}

const ports = ["443", "80", "22", "8443"];

/** Of five connections four go to what a source always talks to, one to anybody, the popular ones far more often. */
function destinationOf(random: Random, source: number, { destinations }: Estate): { readonly ip: string; readonly port: string } {
  if (destinations === undefined)
    return { ip: `${1 + random.below(220)}.${random.below(250)}.${random.below(250)}.${random.below(250)}`, port: pick(random, ports) };
  const popular = Math.floor(destinations * (random.below(1_000_000) / 1e6) ** 3);
  const i = random.below(5) === 0 ? popular : (source * 7919 + random.below(20) * 104_729) % destinations;
  const ip = `${20 + Math.floor(i / 15_625_000)}.${Math.floor(i / 62_500) % 250}.${Math.floor(i / 250) % 250}.${1 + (i % 250)}`;
  return { ip, port: ports[i % ports.length] ?? "" };
}

function connLine(random: Random, row: number, estate: Estate): string {
  const isDns = random.below(3) === 0;
  const source = random.below(estate.sources);
  const { ip, port } = isDns ? { ip: "10.0.0.53", port: "53" } : destinationOf(random, source, estate);
  const bytes = [random.below(100_000), random.below(1_000_000)];
  const micros = String(random.below(1_000_000)).padStart(6, "0");
  return [
    `${firstSecond + Math.floor(row / 23)}.${micros}`,
    `C${word(random, 17)}`,
    sourceOf(source),
    1024 + random.below(60_000),
    ip,
    port,
    isDns ? "udp" : "tcp",
    isDns ? "dns" : pick(random, ["ssl", "http", "-"]),
    `${random.below(300)}.${micros}`,
    ...bytes,
    pick(random, ["SF", "SF", "SF", "S0", "REJ", "RSTO", "OTH"]),
    "T",
    "F",
    0,
    "ShADadFf",
    random.below(500),
    bytes[0],
    random.below(900),
    bytes[1],
    "-",
  ].join("\t");
}

const images = ["svchost.exe", "chrome.exe", "explorer.exe", "powershell.exe", "cmd.exe", "Teams.exe", "MsMpEng.exe", "lsass.exe"];

function sysmonData(random: Random, eventId: number, image: string): Record<string, string> {
  const guid = (): string => `{${hex(random, 8)}-${hex(random, 4)}-${hex(random, 4)}-${hex(random, 4)}-${hex(random, 12)}}`;
  const path = `C:\\Windows\\System32\\${image}`;
  const hashes = `SHA1=${hex(random, 40)},MD5=${hex(random, 32)},SHA256=${hex(random, 64)},IMPHASH=${hex(random, 32)}`;
  const own = { ProcessGuid: guid(), ProcessId: String(random.below(20_000)), Image: path, User: `EXAMPLE\\user${random.below(300)}` };
  if (eventId === 1)
    return {
      ...own,
      CommandLine: `"${path}" -session ${word(random, 24)}`,
      CurrentDirectory: "C:\\Windows\\System32\\",
      Company: "Example Corporation",
      Hashes: hashes,
      IntegrityLevel: "Medium",
      ParentProcessGuid: guid(),
      ParentProcessId: "712",
      ParentImage: "C:\\Windows\\System32\\services.exe",
      ParentCommandLine: "C:\\Windows\\System32\\services.exe",
    };
  if (eventId === 7)
    return {
      ...own,
      ImageLoaded: `C:\\Windows\\System32\\${word(random, 8)}.dll`,
      Signed: "true",
      SignatureStatus: "Valid",
      Hashes: hashes,
    };
  if (eventId === 10)
    return {
      SourceProcessGUID: guid(),
      SourceProcessId: "1044",
      SourceImage: path,
      TargetProcessGUID: guid(),
      TargetProcessId: "660",
      TargetImage: "C:\\Windows\\System32\\lsass.exe",
      GrantedAccess: "0x1000",
      CallTrace: Array.from({ length: 12 }, () => `C:\\Windows\\SYSTEM32\\${word(random, 8)}.dll+${hex(random, 5)}`).join("|"),
    };
  return { ...own, TargetObject: `HKLM\\System\\CurrentControlSet\\Services\\${word(random, 20)}`, Details: "Binary Data" };
}

function windowsLine(random: Random, row: number): string {
  const eventId = [10, 10, 10, 7, 12, 13, 1, 10][random.below(8)] ?? 10;
  const time = new Date((firstSecond + Math.floor(row / 50)) * 1000 + random.below(1000)).toISOString();
  const data = { UtcTime: time.replace("T", " ").slice(0, 23), ...sysmonData(random, eventId, pick(random, images)) };
  const message = Object.entries(data).map(([name, value]) => `${name}: ${value}`);
  return JSON.stringify({
    SourceName: "Microsoft-Windows-Sysmon",
    ProviderGuid: "{5770385f-c22a-43e0-bf4c-06f5698ffbd9}",
    Channel: "Microsoft-Windows-Sysmon/Operational",
    Hostname: `WS${String(random.below(150)).padStart(3, "0")}.corp.example`,
    TimeCreated: time,
    EventID: eventId,
    RecordNumber: row + 1,
    Message: `Event ${eventId}:\r\n${message.join("\r\n")}`,
    ...data,
  });
}

/** `rows` connections of a Zeek sensor, 23 a second, the same on every run. */
export function writeConnLog(path: string, rows: number, estate: Estate = { sources: 200_000 }): void {
  const random = createRandom(1);
  writeLines(path, connHeader, rows, (row) => connLine(random, row, estate));
}

/** `events` Sysmon records as one JSON object per line, the same on every run; about 1.6 kB each. */
export function writeWindowsEvents(path: string, events: number): void {
  const random = createRandom(2);
  writeLines(path, "", events, (row) => windowsLine(random, row));
}
