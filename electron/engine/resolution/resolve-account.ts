import { canonicalAccount } from "../entities/account.ts";
import { foldCase, type Identifier } from "../entities/identifier.ts";
import { canonicalSid } from "../entities/sid.ts";
import { asCandidates, type Bearer, type BearerIndex } from "./bearers.ts";
import { cloudKey } from "./facets.ts";
import { after, confidence, generic, hold, impliedEntity, type MentionScope, none, type Resolution, resolved } from "./resolution.ts";
import { resolveHostName } from "./resolve-host.ts";
import { always } from "./time-span.ts";

/** An identity provider repeats logins of the directory: where both bear one, the directory's account is meant. */
const ofDirectory = (bearers: readonly Bearer[]): readonly Bearer[] => {
  const own = bearers.filter((one) => one.kinds.has("directory"));
  return own.length > 0 ? own : bearers;
};

function pick(bearers: readonly Bearer[], text: string, trust: number, how: string): Resolution {
  const [only] = bearers;
  if (only === undefined) return none(`${text} is not in the directory`);
  if (bearers.length > 1)
    return hold(`${bearers.length} directory entries fit ${text}`, asCandidates(bearers, bearers[0]?.generic ?? `fits ${text}`));
  return resolved(only.entity, [{ text: how, confidence: trust, span: only.span }]);
}

/** The account every host has under that name, or that only this host has. */
function onHost(index: BearerIndex, identifier: Identifier, hostText: string, atUs: number): Resolution {
  const host = resolveHostName(index, hostText, undefined, atUs);
  const isKnown = host.outcome === "RESOLVED";
  const name = foldCase(hostText);
  const rest = identifier.key.startsWith("account:sid:")
    ? identifier.key.slice("account:sid:".length).replace(/@.*$/s, "")
    : identifier.key.slice(identifier.key.lastIndexOf("\\") + 1);
  const label = `${rest} on ${isKnown ? host.entity.label : name}`;
  const own = {
    text: `${rest} is an account of ${isKnown ? host.entity.label : name} itself`,
    confidence: confidence.strong,
    span: always,
  };
  return resolved(impliedEntity("account", `${isKnown ? host.entity.id : name}\\${rest}`, label), [own], false);
}

const cut = (text: string): { readonly domain: string | undefined; readonly name: string } => {
  const at = text.indexOf("\\");
  return at < 0 ? { domain: undefined, name: text } : { domain: foldCase(text.slice(0, at)), name: text.slice(at + 1) };
};

/** `NAME$` is the host of that name, unless the directory has a service account called so. */
function machineAccount(index: BearerIndex, text: string, atUs: number): Resolution {
  const { domain, name } = cut(text);
  const map = index.netbiosDomains;
  const asService = canonicalAccount(text, { accountClass: "service", netbiosDomains: map });
  const service = asService === undefined ? [] : ofDirectory(index.of([asService.key], ["account"], atUs));
  const host = resolveHostName(index, domain === undefined ? name.slice(0, -1) : `${domain}\\${name.slice(0, -1)}`, undefined, atUs);
  if (service.length === 0) return after([{ text: `${text} is a machine account`, confidence: confidence.strong, span: always }], host);
  if (host.outcome === "NONE") return pick(service, text, confidence.strong, `${text} is a service account of the directory`);
  return hold(`${text} is a service account and may be a host's`, [
    ...asCandidates(service, "service account of the directory"),
    ...(host.outcome === "RESOLVED" ? [{ entity: host.entity, label: host.entity.label, because: "host of that name" }] : host.candidates),
  ]);
}

/** A login with a domain that no directory is known to have: a host's own, or the only one of that name. */
function ofUnknownDomain(index: BearerIndex, text: string, atUs: number): Resolution {
  const { domain = "", name } = cut(text);
  const map = index.netbiosDomains;
  const isElsewhere = map.has(domain) || index.domains.includes(domain);
  const host = isElsewhere ? undefined : resolveHostName(index, domain, undefined, atUs);
  if (host !== undefined && host.outcome !== "NONE")
    return host.outcome === "RESOLVED"
      ? resolved(
          impliedEntity("account", `${host.entity.id}\\${foldCase(name)}`, `${foldCase(name)} on ${host.entity.label}`),
          [{ text: `${text} is an account of ${host.entity.label} itself`, confidence: confidence.strong, span: always }],
          false,
        )
      : host;
  if (isElsewhere) return none(`${text} is not in the directory`);
  const named = ofDirectory(index.of([`account:sam:${foldCase(name)}`], ["account"], atUs));
  if (named.length === 0) return none(`${text} is not in the directory`);
  // With one domain in the directory there is no other that the event's NetBIOS name could mean.
  const trust = index.domains.length <= 1 ? confidence.onlyOne : confidence.probable;
  return pick(named, text, trust, `only one directory entry has the login ${foldCase(name)}`);
}

function byAddress(index: BearerIndex, upn: string, atUs: number): Resolution {
  const text = upn.slice("account:upn:".length);
  const exact = index.of([upn], ["account"], atUs);
  if (exact.length > 0) return pick(exact, text, confidence.strong, `it has the user principal name ${text}`);
  const name = text.slice(0, text.lastIndexOf("@"));
  const realm = text.slice(text.lastIndexOf("@") + 1);
  const login = index.of([`account:nt:${realm}\\${name}`], ["account"], atUs);
  if (login.length > 0) return pick(login, text, confidence.twoMediums, `${name} is its login in ${realm}`);
  const mailed = ofDirectory(index.of([`mail:${text}`], ["account"], atUs));
  return pick(mailed, text, confidence.twoMediums, `only one account has the address ${text}`);
}

function byKey(index: BearerIndex, identifier: Identifier, text: string, atUs: number): Resolution {
  const { key } = identifier;
  if (key.startsWith("account:upn:")) return byAddress(index, key, atUs);
  if (key.startsWith("account:sid:")) {
    const known = index.of([key], ["account", "host", "group"], atUs);
    return pick(known, text, confidence.strong, `it has the SID ${key.slice("account:sid:".length)}`);
  }
  if (key.startsWith("account:sam:")) {
    const named = ofDirectory(index.of([key], ["account"], atUs));
    const trust = index.domains.length <= 1 ? confidence.onlyOne : confidence.probable;
    return pick(named, text, trust, `only one directory entry has the login ${key.slice("account:sam:".length)}`);
  }
  const known = ofDirectory(index.of([key], ["account"], atUs));
  if (known.length === 0)
    return key.startsWith("account:nt:") ? ofUnknownDomain(index, text, atUs) : none(`${text} is not in the directory`);
  const isShort = key.startsWith("account:nt:~");
  return pick(
    known,
    text,
    isShort ? confidence.twoMediums : confidence.strong,
    `it has the login ${key.replace(/^account:[a-z]+:~?/, "")}`,
  );
}

/** Cloud principals are their own records: a unique id is certain, a name can be given again to another. */
function cloudPrincipal(identifier: Identifier): Resolution {
  const id = identifier.key.slice("account:aws:".length);
  const session = identifier.aliases.find((alias) => alias.type === "session");
  const instance = identifier.aliases.find((alias) => alias.key.startsWith("aws:instance:"));
  const isUnique = identifier.strength === "strong";
  const steps = [
    {
      text: isUnique ? `${id} is unique to one principal` : `${id} is a name that can be made again for another principal`,
      confidence: isUnique ? confidence.strong : confidence.twoMediums,
      span: always,
    },
    ...(session === undefined ? [] : [{ text: `the session name is the caller's choice: ${session.key}`, confidence: 1, span: always }]),
    ...(instance === undefined
      ? []
      : [{ text: `used by instance ${instance.key.slice("aws:instance:".length)}`, confidence: 1, span: always }]),
  ];
  return resolved(impliedEntity("account", identifier.key, id), steps, false);
}

/** An account in any form that events give it: SID, `DOMAIN\name`, UPN, mail, `NAME$`, cloud principal or bare login. */
export function resolveAccount(index: BearerIndex, text: string, scope: MentionScope, atUs: number): Resolution {
  const trimmed = text.trim();
  const host = scope.host === undefined || scope.host.trim() === "" ? {} : { host: foldCase(scope.host) };
  const { name } = cut(trimmed);
  const identifier = canonicalAccount(trimmed, { ...host, netbiosDomains: index.netbiosDomains, accountClass: "service" });
  if (identifier === undefined) {
    const cloud = cloudKey(trimmed);
    const known = cloud === undefined ? [] : index.of([cloud], ["account", "group", "host"], atUs);
    if (known.length > 0) return pick(known, trimmed, confidence.strong, `it has the id ${trimmed}`);
    if (canonicalSid(trimmed, { host: "x" }) !== undefined) return generic(`every host has ${trimmed}; without the host it names nobody`);
    return generic(`${trimmed === "" ? "an empty name" : trimmed} names nobody in particular`);
  }
  if (identifier.flags.includes("host-scoped")) return onHost(index, identifier, scope.host ?? "", atUs);
  if (identifier.key.startsWith("account:aws:")) return cloudPrincipal(identifier);
  if (name.endsWith("$")) return machineAccount(index, trimmed, atUs);
  return byKey(index, identifier, trimmed, atUs);
}
