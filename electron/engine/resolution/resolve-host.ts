import { canonicalHost, shortHostName } from "../entities/host.ts";
import { foldCase } from "../entities/identifier.ts";
import { asCandidates, type Bearer, type BearerIndex } from "./bearers.ts";
import { confidence, generic, hold, none, type Resolution, resolved } from "./resolution.ts";

/** Windows cuts NetBIOS names to this many characters, so that several hosts may share one. */
const cutLength = 15;

const domainOfKey = (key: string): string =>
  key.startsWith("host:fqdn:") ? key.slice(key.indexOf(".") + 1) : (/^host:nb(?:15)?:([^\\]+)\\/.exec(key)?.[1] ?? "");

/** Whether a host may live in a domain, given by its NetBIOS or its DNS name: one whose domain nobody tells may. */
function mayBeIn(index: BearerIndex, bearer: Bearer, domain: string, atUs: number): boolean {
  const domains = index
    .namesOf(bearer.entity.id, atUs)
    .map(domainOfKey)
    .filter((one) => one !== "");
  return domains.length === 0 || domains.some((one) => one === domain || one.split(".")[0] === domain);
}

/** Whether a record gives a host a full name other than this one. */
function hasOtherName(index: BearerIndex, bearer: Bearer, fqdn: string, atUs: number): boolean {
  const names = index.namesOf(bearer.entity.id, atUs).filter((key) => key.startsWith("host:fqdn:"));
  return names.length > 0 && !names.includes(fqdn);
}

/**
 * The CMDB's host where the CMDB and a directory have one host of a name each: a name alone joins no records, but it is not a question either which
 * host is meant.
 */
function oneOfEachKind(bearers: readonly Bearer[]): Bearer | undefined {
  const kinds = bearers.flatMap((one) => [...one.kinds]);
  return new Set(kinds).size === kinds.length ? bearers.find((one) => one.kinds.has("cmdb")) : undefined;
}

function pick(bearers: readonly Bearer[], text: string, trust: number, how: string): Resolution {
  const [only] = bearers;
  if (only === undefined) return none(`no inventory describes ${text}`);
  const asset = bearers.length > 1 ? oneOfEachKind(bearers) : undefined;
  if (asset !== undefined) {
    const each = `the CMDB and ${bearers.length - 1} other ${bearers.length === 2 ? "source" : "sources"} have one host called ${text} each`;
    return resolved(asset.entity, [{ text: each, confidence: Math.min(trust, confidence.probable), span: asset.span }]);
  }
  const shared = bearers.find((one) => one.generic !== undefined)?.generic;
  if (bearers.length > 1) return hold(shared ?? `${bearers.length} hosts are called ${text}`, asCandidates(bearers, `called ${text}`));
  return resolved(only.entity, [{ text: how, confidence: trust, span: only.span }]);
}

function byFullName(index: BearerIndex, key: string, atUs: number): Resolution {
  const name = key.slice("host:fqdn:".length);
  const exact = index.of([key], ["host"], atUs);
  if (exact.length > 0) return pick(exact, name, confidence.strong, `it has the full name ${name}`);
  const short = shortHostName(name);
  const named = index.of([`host:name:${short}`], ["host"], atUs).filter((one) => !hasOtherName(index, one, key, atUs));
  return named.length === 0
    ? none(`no inventory describes ${name}`)
    : pick(named, short, confidence.onlyOne, `only one host is called ${short}, and no source gives it another domain`);
}

function byShortName(index: BearerIndex, name: string, domain: string | undefined, atUs: number): Resolution {
  const fits = (one: Bearer): boolean => domain === undefined || mayBeIn(index, one, domain, atUs);
  const exact = index.of([`host:name:${name}`], ["host"], atUs).filter(fits);
  const where = domain === undefined ? "" : ` in ${domain}`;
  if (name.length !== cutLength) return pick(exact, `${name}${where}`, confidence.onlyOne, `only one host${where} is called ${name}`);
  const longer = index.of(
    index.keysFrom(`host:name:${name}`).filter((key) => key.length > "host:name:".length + cutLength),
    ["host"],
    atUs,
  );
  const all = [...exact, ...longer.filter((one) => fits(one) && exact.every((other) => other.entity.id !== one.entity.id))];
  if (all.length > 1)
    return hold(
      `${all.length} hosts have names that begin with these ${cutLength} characters, where Windows cuts them`,
      asCandidates(all, `may be ${name}`),
    );
  return exact.length === 1
    ? pick(exact, name, confidence.onlyOne, `only one host${where} is called ${name}`)
    : pick(all, name, confidence.probable, `only one known host${where} has a name that Windows cuts to ${name}`);
}

/** A host by the name an event gives it. Names of no host in particular are NONE and generic. */
export function resolveHostName(index: BearerIndex, text: string, domain: string | undefined, atUs: number): Resolution {
  const host = canonicalHost(text);
  if (host === undefined || host.strength === "never")
    return generic(`${text === "" ? "an empty name" : text} names no host in particular`);
  if (host.key.startsWith("host:fqdn:")) return byFullName(index, host.key, atUs);
  const bare = host.key.replace(/^host:[a-z0-9]+:/, "");
  const cut = bare.indexOf("\\");
  const own = cut < 0 ? domain : bare.slice(0, cut);
  const where = own === undefined || own === "" ? undefined : foldCase(own).replace(/^~/, "");
  if (where === "workgroup" || where === ".") return byShortName(index, bare.slice(cut + 1), undefined, atUs);
  return byShortName(index, bare.slice(cut + 1), where, atUs);
}
