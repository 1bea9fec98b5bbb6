import { canonicalAccount, canonicalMail, canonicalUpn } from "./account.ts";
import { canonicalIp, canonicalMac } from "./address.ts";
import { canonicalDomain, canonicalUrl } from "./domain.ts";
import { canonicalFile, canonicalHash } from "./file.ts";
import { canonicalHost } from "./host.ts";
import type { Identifier, Scope } from "./identifier.ts";
import { canonicalLogon, canonicalProcess, canonicalSerial } from "./process.ts";
import { canonicalSid } from "./sid.ts";

export const identifierKinds = [
  "account",
  "upn",
  "sid",
  "mail",
  "host",
  "ip",
  "mac",
  "serial",
  "domain",
  "url",
  "path",
  "hash",
  "process",
  "logon",
] as const;
export type IdentifierKind = (typeof identifierKinds)[number];

const canonicalisers: { readonly [K in IdentifierKind]: (text: string, scope: Scope) => Identifier | undefined } = {
  account: canonicalAccount,
  upn: canonicalUpn,
  sid: canonicalSid,
  mail: canonicalMail,
  host: canonicalHost,
  ip: canonicalIp,
  mac: canonicalMac,
  serial: canonicalSerial,
  domain: canonicalDomain,
  url: canonicalUrl,
  path: canonicalFile,
  hash: canonicalHash,
  process: canonicalProcess,
  logon: canonicalLogon,
};

/** The canonical identifier of a mention, or undefined when the text identifies nothing. Never throws. */
export const canonicalise = (kind: IdentifierKind, text: string, scope: Scope = {}): Identifier | undefined =>
  canonicalisers[kind](text, scope);
