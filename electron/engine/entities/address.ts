import ipaddr from "ipaddr.js";
import { afterPrefix, foldCase, identifier, isPlaceholder, type Identifier, type Scope } from "./identifier.ts";

const neverRanges = new Set(["unspecified", "broadcast", "multicast", "linkLocal", "loopback", "reserved"]);

type Address = ipaddr.IPv4 | ipaddr.IPv6;

/** Strict: four decimal parts without leading zeros, or RFC 4291 text. Octal, short and hexadecimal IPv4 forms are refused as ambiguous. */
function parseAddress(text: string): Address | undefined {
  // Most texts asked about are names, which ipaddr.js refuses by throwing: slow.
  if (!/^[\d.]+$/.test(text) && !text.includes(":")) return undefined;
  if (ipaddr.IPv4.isValidFourPartDecimal(text)) return /(?:^|\.)0\d/.test(text) ? undefined : ipaddr.IPv4.parse(text);
  if (!text.includes(":") || !ipaddr.IPv6.isValid(text)) return undefined;
  const parsed = ipaddr.IPv6.parse(text);
  return parsed.isIPv4MappedAddress() ? parsed.toIPv4Address() : parsed;
}

const addressText = (address: Address): string => (address instanceof ipaddr.IPv4 ? address.toString() : address.toRFC5952String());

function embedded(address: Address): Identifier[] {
  if (address instanceof ipaddr.IPv4 || address.range() !== "rfc6052") return [];
  const [high = 0, low = 0] = address.parts.slice(6);
  const v4 = new ipaddr.IPv4([high >> 8, high & 255, low >> 8, low & 255]);
  return [identifier("ip", `ip:${v4.toString()}`, "weak", ["embedded"])];
}

/**
 * `ip:ZONE|ADDRESS`, or `ip:ADDRESS` for a global address or when no zone is known. An address is never an identity: it is bound to
 * whoever held it at the time. Loopback becomes `self:HOST`, or nothing without a host.
 */
export function canonicalIp(text: string, scope: Scope = {}): Identifier | undefined {
  const self = afterPrefix(text, "self:");
  if (self !== undefined) return self.trim() === "" ? undefined : identifier("host", `self:${self.trim()}`, "weak");
  const body = afterPrefix(text.trim(), "ip:") ?? text;
  const bar = body.lastIndexOf("|");
  const zone = bar > 0 ? body.slice(0, bar) : scope.zone;
  const folded = foldCase(bar > 0 ? body.slice(bar + 1) : body);
  if (isPlaceholder(folded)) return undefined;
  const percent = folded.indexOf("%");
  const address = parseAddress(percent > 0 ? folded.slice(0, percent) : folded);
  if (address === undefined) return undefined;
  const range: string = address.range();
  if (range === "loopback") return scope.host === undefined ? undefined : identifier("host", `self:${scope.host}`, "weak");
  const name = addressText(address);
  if (range === "linkLocal" && percent > 0 && scope.host !== undefined)
    return identifier("ip", `ip:${scope.host}%${folded.slice(percent + 1)}|${name}`, "weak");
  if (neverRanges.has(range)) return identifier("ip", zone === undefined ? `ip:${name}` : `ip:${zone}|${name}`, "never", [range]);
  const zoned = zone !== undefined && range !== "unicast" && range !== "rfc6052";
  return identifier("ip", zoned ? `ip:${zone}|${name}` : `ip:${name}`, "weak", [], embedded(address));
}

/** True for addresses that a site hands out itself: RFC 1918, RFC 6598, unique local, link local, loopback. */
export function isInternalIp(text: string): boolean {
  const address = parseAddress(foldCase(text));
  if (address === undefined) return false;
  return ["private", "carrierGradeNat", "uniqueLocal", "linkLocal", "loopback"].includes(address.range());
}

/** True for multicast and broadcast destinations: nobody in particular. */
export function isGroupAddress(text: string): boolean {
  const address = parseAddress(foldCase(text));
  if (address === undefined) return false;
  return ["multicast", "broadcast", "unspecified"].includes(address.range()) || /^\d+\.\d+\.\d+\.255$/.test(addressText(address));
}

export const isAddress = (text: string): boolean => parseAddress(foldCase(text)) !== undefined;

/** `mac:xx:xx:xx:xx:xx:xx`. Group addresses are dropped; locally administered ones are weak, since anyone can choose them. */
export function canonicalMac(text: string): Identifier | undefined {
  const folded = foldCase(afterPrefix(text, "mac:") ?? text);
  if (!/^[0-9a-f]{2}([:-]?)(?:[0-9a-f]{2}\1){4}[0-9a-f]{2}$/.test(folded) && !/^[0-9a-f]{4}([.:-])[0-9a-f]{4}\1[0-9a-f]{4}$/.test(folded))
    return undefined;
  const digits = folded.replaceAll(/[^0-9a-f]/g, "");
  if (digits === "000000000000") return undefined;
  const first = Number.parseInt(digits.slice(0, 2), 16);
  if ((first & 1) === 1) return undefined;
  const key = `mac:${(digits.match(/../g) ?? []).join(":")}`;
  return (first & 2) === 2 ? identifier("mac", key, "weak", ["locally-administered"]) : identifier("mac", key, "medium");
}

/** Both ends of a network, or an address as the range of itself: 32 hexadecimal digits that sort as the addresses do, IPv4 mapped into IPv6. */
export interface AddressRange {
  readonly lo: string;
  readonly hi: string;
  /** Of 128 bits, so that prefixes of both families compare. */
  readonly prefix: number;
}

const hex = (bytes: readonly number[]): string => bytes.map((byte) => byte.toString(16).padStart(2, "0")).join("");
const mappedPrefix = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 255, 255];
const bytesOf = (address: Address): number[] => [...(address instanceof ipaddr.IPv4 ? mappedPrefix : []), ...address.toByteArray()];

/** Reads `10.20.0.0/16`, `2001:db8::/32`, `10.0.0.1-10.0.0.9` or a single address; undefined when it is none of them. */
export function addressRange(text: string): AddressRange | undefined {
  const folded = foldCase(text);
  const [first = "", last] = folded.split("-").map((part) => part.trim());
  if (last !== undefined) return spanOf(parseAddress(first), parseAddress(last));
  const slash = /^([^/]+)\/(\d{1,3})$/.exec(folded);
  const address = parseAddress(slash?.[1] ?? folded);
  if (address === undefined) return undefined;
  const width = address instanceof ipaddr.IPv4 ? 32 : 128;
  const length = slash === null ? width : Number(slash[2]);
  if (length > width) return undefined;
  const prefix = 128 - width + length;
  const mask =
    (fill: number) =>
    (byte: number, i: number): number => {
      const kept = Math.min(8, Math.max(0, prefix - i * 8));
      const low = 255 >> kept;
      return (byte & ~low) | (fill & low);
    };
  const bytes = bytesOf(address);
  return { lo: hex(bytes.map(mask(0))), hi: hex(bytes.map(mask(255))), prefix };
}

function spanOf(first: Address | undefined, last: Address | undefined): AddressRange | undefined {
  if (first === undefined || last === undefined || first.kind() !== last.kind()) return undefined;
  const [lo, hi] = [hex(bytesOf(first)), hex(bytesOf(last))];
  if (lo > hi) return undefined;
  const same = Array.from({ length: 32 }, (_, i) => i).findIndex((i) => lo[i] !== hi[i]);
  return { lo, hi, prefix: same < 0 ? 128 : same * 4 };
}
