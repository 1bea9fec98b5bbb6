type EntityType = "account" | "person" | "host" | "ip" | "mac" | "domain" | "url" | "file" | "hash" | "process" | "session" | "hardware";

/** strong may merge two records; medium needs a second; weak only proposes; never is an address that says nothing about who. */
type Strength = "strong" | "medium" | "weak" | "never";

/** A canonical key and what it may be used for. Two mentions with the same key and a strength above weak mean the same thing. */
export interface Identifier {
  readonly type: EntityType;
  /** For example `host:fqdn:ws-117.corp.example`. Feeding a key back to its canonicaliser gives the key again. */
  readonly key: string;
  readonly strength: Strength;
  readonly flags: readonly string[];
  /** Weaker keys the same text also implies. */
  readonly aliases: readonly Identifier[];
}

/** What is known about where a mention was seen. Every field is optional; without it some identifiers are dropped, never guessed. */
export interface Scope {
  /** Canonical name or id of the host the event came from. */
  readonly host?: string;
  /** Network, VPC or site in which a non-global address is unique. */
  readonly zone?: string;
  /** NetBIOS domain of a short host name. */
  readonly domain?: string;
  /** NetBIOS domain (lower case) to DNS domain, as the directory tells. */
  readonly netbiosDomains?: ReadonlyMap<string, string>;
  /** What the directory says a `name$` account is. */
  readonly accountClass?: "computer" | "service";
  readonly os?: "windows" | "posix";
  /** Start of the host's current boot; logon ids are unique only until the next one. */
  readonly boot?: string;
}

export const identifier = (
  type: EntityType,
  key: string,
  strength: Strength,
  flags: readonly string[] = [],
  aliases: readonly Identifier[] = [],
): Identifier => ({ type, key, strength, flags, aliases });

const placeholders = new Set(["", "-", "n/a", "none", "null", "unknown", "(null)", "0"]);

export const isPlaceholder = (text: string): boolean => placeholders.has(text.trim().toLowerCase());

/** NFC, not NFKC, then lower case without a locale; composing again keeps it idempotent. */
export const foldCase = (text: string): string => text.trim().normalize("NFC").toLowerCase().normalize("NFC").trim();

/** The part of a key after `prefix`, or undefined when the text is not such a key. */
export const afterPrefix = (text: string, prefix: string): string | undefined =>
  text.startsWith(prefix) ? text.slice(prefix.length) : undefined;
