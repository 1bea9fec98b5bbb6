import ipaddr from "ipaddr.js";
import type { Fields } from "./windows-event.ts";

/** A named value as text; Windows writes "-" for none. */
export function textOf(data: Fields, name: string): string | undefined {
  const value = data[name];
  if (typeof value === "string") return value === "" || value === "-" ? undefined : value;
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
  const mapped = /^::ffff:(\d{1,3}(?:\.\d{1,3}){3})$/i.exec(text)?.[1];
  if (mapped !== undefined) return mapped;
  return ipaddr.isValid(text) ? ipaddr.parse(text).toString() : text;
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
