import type { MentionKind } from "../../../shared/contract/entities.ts";
import { canonicalMail } from "../entities/account.ts";
import { canonicalMac } from "../entities/address.ts";
import { personNameKey } from "../inventory/record-identifiers.ts";
import type { Database } from "../sqlite/database.ts";
import { asCandidates, type Bearer, BearerIndex } from "./bearers.ts";
import { agentKey, employeeKey } from "./facets.ts";
import { confidence, generic, hold, type MentionScope, none, type Resolution, resolved } from "./resolution.ts";
import { resolveAccount } from "./resolve-account.ts";
import { AddressBook, type ObservedHost } from "./resolve-address.ts";
import { resolveHostName } from "./resolve-host.ts";

/** What a text means as of a moment (microseconds UTC). Never throws; the same question gives the same answer for as long as the partition is. */
export type ResolveMention = (kind: MentionKind, text: string, scope: MentionScope, atUs: number) => Resolution;

const longestText = 1000;

function only(bearers: readonly Bearer[], text: string, trust: number, how: string): Resolution {
  const [one] = bearers;
  if (one === undefined) return none(`no inventory describes ${text}`);
  if (bearers.length > 1) return hold(one.generic ?? `${bearers.length} fit ${text}`, asCandidates(bearers, `fits ${text}`));
  return resolved(one.entity, [{ text: how, confidence: trust, span: one.span }]);
}

function resolveMac(index: BearerIndex, text: string, atUs: number): Resolution {
  const mac = canonicalMac(text);
  if (mac === undefined) return generic(`${text} is no device's MAC`);
  const how = `only it has ${mac.key.slice("mac:".length)}`;
  return only(index.of([mac.key], ["host"], atUs), text, mac.strength === "medium" ? confidence.lease : confidence.probable, how);
}

function resolvePerson(index: BearerIndex, text: string, atUs: number): Resolution {
  const mail = canonicalMail(text)?.key;
  const tries = [
    [employeeKey(text), confidence.strong, `the employee number is ${text}`],
    [mail, confidence.twoMediums, `only one person has the address ${text}`],
    [personNameKey(text), confidence.probable, `only one person is called ${text}`],
  ] as const;
  for (const [key, trust, how] of tries) {
    const bearers = key === undefined ? [] : index.of([key], ["person"], atUs);
    if (bearers.length > 0) return only(bearers, text, trust, how);
  }
  return none(`no inventory describes a person ${text}`);
}

/** Resolves against the present partition. `observedHost` tells what agents report of addresses; without it that way of knowing is left out. */
export function createMentionResolver(db: Database, observedHost?: ObservedHost): ResolveMention {
  const index = new BearerIndex(db);
  const addresses = new AddressBook(db, index, observedHost);
  const known = new Map<string, Resolution>();
  const look = (kind: Exclude<MentionKind, "ip">, text: string, scope: MentionScope, atUs: number): Resolution => {
    if (kind === "account") return resolveAccount(index, text, scope, atUs);
    if (kind === "mac") return resolveMac(index, text, atUs);
    if (kind === "person") return resolvePerson(index, text, atUs);
    if (kind === "agent") return only(index.of([agentKey(text) ?? ""], ["host"], atUs), text, confidence.strong, `its agent is ${text}`);
    return resolveHostName(index, text, scope.domain, atUs);
  };
  return (kind, text, scope, atUs) => {
    if (text.length > longestText) return generic(`a text of ${text.length} characters names nobody`);
    if (kind === "ip") return addresses.resolve(text, scope, atUs);
    const question = `${index.epochOf(atUs)} ${kind} ${scope.host ?? ""} ${scope.domain ?? ""} ${text}`;
    const before = known.get(question);
    if (before !== undefined) return before;
    const found = look(kind, text, scope, atUs);
    known.set(question, found);
    return found;
  };
}
