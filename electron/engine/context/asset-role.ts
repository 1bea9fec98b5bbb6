import type { Sign } from "./signs.ts";
import { plural } from "./words.ts";

/** A part in the estate guessed from telemetry alone; shown as inferred, never in place of an inventory. */
export interface InferredRole {
  readonly role: string;
  /** 0 to 1: how far the signs go together. */
  readonly confidence: number;
  /** Each sign with its counts. */
  readonly evidence: readonly string[];
}

interface Hint {
  readonly role: string;
  readonly points: number;
  readonly text: string;
}

/** Fewer clients than this may be one scanner and its helper. */
const leastClients = 3;
const leastDays = 3;

const portRoles: readonly (readonly [string, readonly number[]])[] = [
  ["domain controller", [88, 389, 636]],
  ["DNS server", [53]],
  ["proxy", [3128, 8080, 8888]],
  ["database", [1433, 1521, 3306, 5432, 27017]],
  ["file server", [445]],
  ["web server", [80, 443, 8443]],
  ["mail server", [25, 465, 587]],
  ["printer", [515, 631, 9100]],
];
const programRoles: Readonly<Record<string, string>> = {
  "w3wp.exe": "web server",
  "httpd.exe": "web server",
  "nginx.exe": "web server",
  "sqlservr.exe": "database",
  "postgres.exe": "database",
  "mysqld.exe": "database",
  "oracle.exe": "database",
  "dns.exe": "DNS server",
  "squid.exe": "proxy",
};
const deskPrograms = new Set(["outlook.exe", "winword.exe", "excel.exe", "chrome.exe", "firefox.exe", "msedge.exe", "teams.exe"]);
const interactive = new Set(["Interactive", "Unlock", "Cached Interactive", "Cached Unlock"]);
/** Weak: names lie and are reused, so that a name adds to a sign of the same role and is none by itself. */
const nameRoles: readonly (readonly [RegExp, string])[] = [
  [/(?:^|[^a-z])dc\d*(?:[^a-z]|$)/, "domain controller"],
  [/dns|(?:^|-)ns\d/, "DNS server"],
  [/prx|proxy/, "proxy"],
  [/sql|(?:^|-)db/, "database"],
  [/(?:^|-)fs\d|file/, "file server"],
  [/web|www/, "web server"],
  [/(?:^|-)mx\d|mail|smtp/, "mail server"],
  [/(?:^|[^a-z])(?:ws|lt|dt|pc|laptop|desktop|workstation)(?:[^a-z]|$)/, "workstation"],
];

function hintsOfPorts(signs: readonly Sign[]): Hint[] {
  return portRoles.flatMap(([role, ports]) => {
    const served = signs.filter((sign) => sign.kind === "port" && sign.others >= leastClients && ports.includes(Number(sign.what)));
    const [most] = served.toSorted((a, b) => b.others - a.others || Number(a.what) - Number(b.what));
    if (most === undefined) return [];
    return [{ role, points: 2, text: `serves port ${served.map((sign) => sign.what).join(", ")} to ${plural(most.others, "client")}` }];
  });
}

function hintsOfLogons(signs: readonly Sign[]): Hint[] {
  const hints: Hint[] = [];
  const tickets = signs.filter((sign) => sign.kind === "ticket");
  const accounts = Math.max(0, ...tickets.map((sign) => sign.others));
  const n = tickets.reduce((sum, sign) => sum + sign.n, 0);
  if (accounts >= leastClients)
    hints.push({ role: "domain controller", points: 3, text: `issues tickets: ${plural(n, "event")} for ${plural(accounts, "account")}` });
  const desk = signs.filter((sign) => sign.kind === "logon" && interactive.has(sign.what));
  const days = Math.max(0, ...desk.map((sign) => sign.days));
  const logons = desk.reduce((sum, sign) => sum + sign.n, 0);
  if (days >= leastDays)
    hints.push({ role: "workstation", points: 2, text: `${plural(logons, "interactive logon")}, on up to ${plural(days, "day")}` });
  return hints;
}

function hintsOfPrograms(signs: readonly Sign[]): Hint[] {
  const programs = signs.filter((sign) => sign.kind === "program");
  const desk = programs.filter((sign) => deskPrograms.has(sign.what));
  const starts = desk.reduce((sum, sign) => sum + sign.n, 0);
  return [
    ...programs.flatMap((sign) => {
      const role = programRoles[sign.what];
      return role === undefined ? [] : [{ role, points: 2, text: `runs ${sign.what} (${plural(sign.n, "start")})` }];
    }),
    ...(desk.length >= 2
      ? [{ role: "workstation", points: 2, text: `runs ${desk.map((sign) => sign.what).join(", ")} (${plural(starts, "start")})` }]
      : []),
  ];
}

const confidences: readonly (readonly [number, number])[] = [
  [5, 0.85],
  [4, 0.8],
  [3, 0.7],
  [2, 0.6],
];

/** What a host seems to be for, from ports served, logons, programs and, weakly, its name; undefined when signs are few or disagree. */
export function inferRole(host: string, signs: readonly Sign[]): InferredRole | undefined {
  const hints = [...hintsOfPorts(signs), ...hintsOfLogons(signs), ...hintsOfPrograms(signs)];
  const name = host.toLowerCase().split(".")[0] ?? "";
  const called = nameRoles.find(([pattern]) => pattern.test(name))?.[1];
  const isSigned = hints.some((hint) => hint.role === called);
  const all = called !== undefined && isSigned ? [...hints, { role: called, points: 1, text: `is called ${name} (weak)` }] : hints;
  const ranked = [...Map.groupBy(all, (hint) => hint.role)]
    .map(([role, own]) => ({ role, own, points: own.reduce((sum, hint) => sum + hint.points, 0) }))
    .toSorted((a, b) => b.points - a.points || (a.role < b.role ? -1 : 1));
  const [first, second] = ranked;
  const confidence = confidences.find(([points]) => (first?.points ?? 0) >= points)?.[1];
  if (first === undefined || confidence === undefined || second?.points === first.points) return undefined;
  return { role: first.role, confidence, evidence: first.own.map((hint) => hint.text) };
}
