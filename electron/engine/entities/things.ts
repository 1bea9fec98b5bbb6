import { sha256 } from "../hash.ts";
import { canonicalAccount } from "./account.ts";
import { canonicalIp, isAddress } from "./address.ts";
import { canonicalDomain } from "./domain.ts";
import { canonicalFile } from "./file.ts";
import { canonicalHost } from "./host.ts";
import { foldCase } from "./identifier.ts";
import { canonicalProcess } from "./process.ts";
import { baseName, displayText } from "../../../shared/lib/display-text.ts";

const maxKey = 400;

/** The key itself, or of one that nobody would read, its beginning and a digest of all of it. */
export const boundedKey = (key: string): string => (key.length <= maxKey ? key : `${key.slice(0, maxKey)}#${sha256(key).slice(0, 16)}`);

/** What host-scoped keys are scoped by. */
const hostScope = (host: string): string => canonicalHost(host)?.key ?? foldCase(host);

/** A thing of the telemetry as a node: its canonical key, or the text itself where there is no canonical form (a broken name is still shown). */
export interface Thing {
  readonly id: string;
  readonly type: string;
  /** In full; the drawing shortens it. */
  readonly label: string;
}

/** What makes two processes alike: the program they run and the host they run on. */
export const imageKey = (host: string | null | undefined, image: string | null | undefined): string =>
  `${foldCase(host ?? "")}|${foldCase(image ?? "")}`;

const raw = (type: string, text: string): string => `${type}:${displayText(foldCase(text), 200)}`;

export function hostOrAddress(text: string): Thing {
  if (isAddress(text)) return { id: canonicalIp(text)?.key ?? raw("ip", text), type: "ip", label: text };
  return { id: canonicalHost(text)?.key ?? raw("host", text), type: "host", label: text };
}

export function destinationThing(text: string): Thing {
  if (isAddress(text)) return hostOrAddress(text);
  return { id: canonicalDomain(text)?.key ?? raw("domain", text), type: "domain", label: text };
}

export function processThing(host: string | undefined, uid: string, name: string | undefined): Thing {
  return {
    id: boundedKey(canonicalProcess(uid, { host: hostScope(host ?? "unknown") })?.key ?? raw("proc", uid)),
    type: "process",
    label: baseName(name ?? "process"),
  };
}

/** `name` may carry its domain as `DOMAIN\name`. */
export function accountThing(name: string, domain: string | undefined, host: string | undefined): Thing {
  const text = name.includes("\\") || name.includes("@") || domain === undefined || domain === "" ? name : `${domain}\\${name}`;
  const found = canonicalAccount(text, host === undefined ? {} : { host: hostScope(host) });
  return { id: boundedKey(found?.key ?? raw("account", text)), type: found?.type === "host" ? "host" : "account", label: text };
}

export function fileThing(path: string, host: string | undefined): Thing {
  const key = canonicalFile(path, { host: hostScope(host ?? "unknown") })?.key ?? raw("file", path);
  return { id: boundedKey(key), type: "file", label: baseName(path) };
}

const builtInAccount = /^(?:system|local service|network service|anonymous logon|dwm-\d+|umfd-\d+|-)$/i;

/** Accounts that are the machine itself rather than somebody. */
export const isMachineAccount = (name: string): boolean => name.endsWith("$") || builtInAccount.test(name.split("\\").at(-1) ?? name);
