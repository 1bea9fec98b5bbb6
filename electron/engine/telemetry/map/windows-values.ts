import ipaddr from "ipaddr.js";
import type { Fields } from "./windows-event.ts";

const nothing: ReadonlySet<string> = new Set(["", "-", "?"]);

/** A named value as text; Windows writes "-" for none, Sysmon "?" for what a file does not say. */
export function textOf(data: Fields, name: string): string | undefined {
  const value = data[name];
  if (typeof value === "string") return nothing.has(value) ? undefined : value;
  return typeof value === "number" || typeof value === "boolean" ? String(value) : undefined;
}

/** Decimal or 0x-hexadecimal. */
export function integerOf(data: Fields, name: string): number | undefined {
  const text = textOf(data, name);
  if (text === undefined || !/^(?:0x[0-9a-fA-F]{1,13}|-?\d{1,15})$/.test(text)) return undefined;
  return Number(text);
}

export function portOf(data: Fields, name: string): number | undefined {
  const port = integerOf(data, name);
  return port !== undefined && port >= 0 && port <= 65_535 ? port : undefined;
}

export function booleanOf(data: Fields, name: string): boolean | undefined {
  const text = textOf(data, name)?.toLowerCase();
  return text === "true" ? true : text === "false" ? false : undefined;
}

const nilGuid = "00000000-0000-0000-0000-000000000000";

/** Lower case without braces. */
export function guidOf(data: Fields, name: string): string | undefined {
  const guid = textOf(data, name)
    ?.replace(/^\{|\}$/g, "")
    .toLowerCase();
  return guid === nilGuid ? undefined : guid;
}

const longestIp = 64;

/** Canonical text of an address; IPv4 in IPv6 becomes IPv4. What is no address stays as it is. */
export function ipOf(data: Fields, name: string): string | undefined {
  const text = textOf(data, name);
  if (text === undefined || !text.includes(":") || text.length > longestIp) return text;
  if (!ipaddr.isValid(text)) return text;
  const address = ipaddr.parse(text);
  return address instanceof ipaddr.IPv6 && address.isIPv4MappedAddress() ? address.toIPv4Address().toString() : address.toString();
}

/** A logon id as Windows shows it, `0x3e7`; Get-WinEvent gives the number. Zero means that there is none. */
export function logonIdOf(data: Fields, name: string): string | undefined {
  const text = textOf(data, name)?.toLowerCase();
  if (text === undefined || text === "0x0" || text === "0") return undefined;
  return /^\d{1,15}$/.test(text) ? `0x${Number(text).toString(16)}` : text;
}

const nullSid = "S-1-0-0";

export function sidOf(data: Fields, name: string): string | undefined {
  const sid = textOf(data, name);
  return sid === nullSid ? undefined : sid;
}

export interface Account {
  readonly name: string | undefined;
  readonly domain: string | undefined;
}

/** `DOMAIN\name` or `name@realm`. */
export function toAccount(text: string | undefined): Account {
  if (text === undefined) return { name: undefined, domain: undefined };
  const slash = text.indexOf("\\");
  if (slash >= 0) return { domain: text.slice(0, slash), name: text.slice(slash + 1) };
  const at = text.lastIndexOf("@");
  return at > 0 ? { name: text.slice(0, at), domain: text.slice(at + 1) } : { name: text, domain: undefined };
}

export function fileName(path: string | undefined): string | undefined {
  return path?.slice(Math.max(path.lastIndexOf("\\"), path.lastIndexOf("/")) + 1);
}

export interface Hashes {
  readonly md5: string | undefined;
  readonly sha1: string | undefined;
  readonly sha256: string | undefined;
  readonly imphash: string | undefined;
}

const hex = /^[0-9A-Fa-f]+$/;

/** `SHA1=…,MD5=…,SHA256=…,IMPHASH=…`; an import hash of zeros means there are no imports. */
export function hashesOf(text: string | undefined): Hashes {
  const parts = (text ?? "").split(",", 8);
  const pick = (name: string, digits: number): string | undefined => {
    const value = parts.find((p) => p.startsWith(name))?.slice(name.length);
    return value?.length === digits && hex.test(value) ? value.toLowerCase() : undefined;
  };
  const imphash = pick("IMPHASH=", 32);
  return {
    md5: pick("MD5=", 32),
    sha1: pick("SHA1=", 40),
    sha256: pick("SHA256=", 64),
    imphash: imphash === "0".repeat(32) ? undefined : imphash,
  };
}
