import { domainToASCII } from "node:url";
import { canonicalIp, isAddress } from "./address.ts";
import { afterPrefix, foldCase, identifier, isPlaceholder, type Identifier, type Scope } from "./identifier.ts";

const genericNames = /^(?:localhost(?:\.localdomain)?|localhost[46]?|android(?:-[0-9a-f]+|-dhcp)?|iphone|ipad|mac|unknown|desktop|laptop)$/;
const fromAddress = /^(?:ip|host)-(\d{1,3})-(\d{1,3})-(\d{1,3})-(\d{1,3})(?:\.|$)/;

/** Windows cuts NetBIOS names to this many bytes, so two hosts may share one. */
const netbiosLength = 15;

/** Lower-case A-label form without a trailing dot, or undefined when it cannot be a host or domain name. */
export function dnsName(text: string): string | undefined {
  const folded = foldCase(text).replace(/\.$/, "");
  // eslint-disable-next-line no-control-regex -- plain ASCII needs no IDNA, whose IPv4 parsing would rewrite numbers
  const ascii = /^[\x00-\x7f]*$/.test(folded) ? folded : domainToASCII(folded).toLowerCase();
  if (ascii === "" || ascii.length > 253 || /[\s\\/|@:"<>%]/.test(ascii)) return undefined;
  return ascii.split(".").some((label) => label === "" || label.length > 63) ? undefined : ascii;
}

function netbiosHost(form: "nb" | "nb15", text: string): Identifier | undefined {
  const cut = text.indexOf("\\");
  const domain = cut < 0 ? undefined : foldCase(text.slice(0, cut));
  const name = dnsName(cut < 0 ? text : text.slice(cut + 1));
  if (name === undefined || domain === "") return undefined;
  const key = domain === undefined ? name : `${domain}\\${name}`;
  return identifier("host", `host:${form}:${key}`, form === "nb" ? "medium" : domain === undefined ? "weak" : "medium");
}

/** The host a machine account (`DOMAIN\NAME$`) belongs to. */
export const machineAccountHost = (domain: string | undefined, name: string): Identifier | undefined =>
  netbiosHost("nb15", domain === undefined ? name : `${domain}\\${name}`);

/**
 * `host:fqdn:…` (strong), `host:nb:DOMAIN\name` (medium), `host:nb15:…` (15 characters: perhaps cut) or `host:name:…` (weak). A name made
 * from an address is the address; generic names and localhost are nothing.
 */
export function canonicalHost(text: string, scope: Scope = {}): Identifier | undefined {
  const nb15 = afterPrefix(text, "host:nb15:");
  if (nb15 !== undefined) return netbiosHost("nb15", nb15);
  const nb = afterPrefix(text, "host:nb:");
  if (nb !== undefined) return netbiosHost("nb", nb);
  const named = afterPrefix(text, "host:name:");
  const body = (named ?? afterPrefix(text, "host:fqdn:") ?? text).trim();
  if (isPlaceholder(body)) return undefined;
  if (/^(?:ip|self):/.test(body) || isAddress(body)) return canonicalIp(body, scope);
  if (body.includes("\\")) return netbiosHost("nb", body);
  const name = dnsName(body);
  if (name === undefined || isPlaceholder(name) || genericNames.test(name)) return undefined;
  const derived = fromAddress.exec(name);
  if (derived !== null) return canonicalIp(derived.slice(1, 5).join("."), scope);
  if (isAddress(name)) return canonicalIp(name, scope);
  if (name.includes(".")) return identifier("host", `host:fqdn:${name}`, "strong", [], shortAlias(name));
  if (named !== undefined) return identifier("host", `host:name:${name}`, "weak");
  if (scope.domain !== undefined) return netbiosHost("nb", `${scope.domain}\\${name}`);
  return name.length === netbiosLength ? identifier("host", `host:nb15:${name}`, "weak") : identifier("host", `host:name:${name}`, "weak");
}

function shortAlias(fqdn: string): Identifier[] {
  const short = shortHostName(fqdn);
  return isPlaceholder(short) || genericNames.test(short) ? [] : [identifier("host", `host:name:${short}`, "weak")];
}

/** First label of a host name, folded; the whole text for an address. */
export function shortHostName(text: string): string {
  const folded = foldCase(text);
  return isAddress(folded) ? folded : (folded.split(".")[0] ?? folded);
}
