import type { EntityIdentifier, EntityLink, Span } from "../../../../shared/contract/entities.ts";
import type { EntityActivity } from "../../../../shared/contract/entity-pages.ts";

const relations: Readonly<Record<string, readonly [out: string, back: string]>> = {
  CONNECTED: ["connected to", "reached from"],
  RESOLVED_TO: ["looked up", "looked up by"],
  LOGGED_ON: ["logged on to", "logged on by"],
  AUTHENTICATED_TO: ["tried to log on to", "log-on tried by"],
  ORIGIN_OF: ["came with", "came from"],
  SPAWNED: ["started", "started by"],
  RAN: ["ran", "ran as"],
  USED: ["used", "used by"],
  OPENED: ["opened", "opened by"],
  INJECTED_INTO: ["injected into", "injected by"],
  LOADED: ["loaded", "loaded by"],
  WROTE: ["wrote", "written by"],
  API_CALLED: ["called", "called by"],
  ACTED_ON: ["acted on", "acted on by"],
  ASSUMED: ["assumed", "assumed by"],
};

const linkWords: Readonly<Record<EntityLink["type"], readonly [out: string, back: string]>> = {
  OWNED_BY: ["Owner", "Owns"],
  MANAGED_BY: ["Managed by", "Manages"],
  SUPPORTED_BY: ["Support group", "Supports"],
  SAME_PERSON: ["Same person", "Same person"],
  HAS_ACCOUNT: ["Account", "Person"],
  REPORTS_TO: ["Reports to", "Has the report"],
  MEMBER_OF: ["Member of", "Member"],
  HAS_IP: ["Address", "Held by"],
  REPLACES: ["Replaces", "Replaced by"],
};

/** A relation as people say it: `connected to domains`. */
export function relationText({ way, relation, kind }: Pick<EntityActivity, "way" | "relation" | "kind">): string {
  const words = relations[relation];
  const verb =
    words === undefined ? `${relation.toLowerCase().replaceAll("_", " ")}${way === "in" ? " by" : ""}` : words[way === "out" ? 0 : 1];
  return `${verb} ${kindWord(kind)}`;
}

const plurals: Readonly<Record<string, string>> = { ip: "addresses", process: "processes", image: "programs" };
const kindWord = (kind: string): string => plurals[kind] ?? `${kind}s`;

export const linkTitle = ({ type, direction }: Pick<EntityLink, "type" | "direction">): string =>
  linkWords[type][direction === "out" ? 0 : 1];

/** Links in the order an analyst asks for them. */
const linkOrder: readonly EntityLink["type"][] = [
  "OWNED_BY",
  "SUPPORTED_BY",
  "MANAGED_BY",
  "HAS_ACCOUNT",
  "SAME_PERSON",
  "REPORTS_TO",
  "HAS_IP",
  "REPLACES",
  "MEMBER_OF",
];
export const inOrder = (links: readonly EntityLink[]): readonly EntityLink[] =>
  links.toSorted((a, b) => linkOrder.indexOf(a.type) - linkOrder.indexOf(b.type) || b.confidence - a.confidence);

const strengthWords: Readonly<Record<EntityIdentifier["strength"], string>> = {
  strong: "strong: joins records",
  medium: "medium: needs a second",
  weak: "weak: only proposes",
};
export const strengthText = ({ strength, generic }: Pick<EntityIdentifier, "strength" | "generic">): string =>
  generic === null ? strengthWords[strength] : `says nothing of who it is: ${generic}`;

/** `from 2 Mar until 9 Mar`; empty when it always holds. */
export function spanText({ from, to }: Span, time: (us: number) => string): string {
  const parts = [from === null ? "" : `from ${time(from)}`, to === null ? "" : `until ${time(to)}`];
  return parts.filter((part) => part !== "").join(" ");
}

const levels = ["0, none", "1, low", "2, medium", "3, high", "4, extreme"];
export const criticalityText = (level: number | null): string => (level === null ? "not rated" : (levels[level] ?? String(level)));
