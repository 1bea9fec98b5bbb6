import { canonicalJson } from "../../../shared/lib/canonical-json.ts";
import { isAddress } from "../entities/address.ts";
import { hostNameOf, kindOf } from "../hunts/entity-words.ts";
import { uuid5 } from "./uuid5.ts";

export type StixObject = Readonly<Record<string, unknown>> & { readonly type: string; readonly id: string };

/** The namespace that STIX 2.1, section 2.9, gives for observables. */
const observableNamespace = "00abedb4-aa42-466c-9c01-fed23315a9b7";
/** Ours for everything else; that section forbids the one above. */
const ownNamespace = uuid5("6ba7b810-9dad-11d1-80b4-00c04fd430c8", "stix.quarry.invalid");

/** The id of an object of ours, by what makes it the same object when it is exported again. */
export const stixId = (type: string, identity: unknown): string => `${type}--${uuid5(ownNamespace, canonicalJson({ type, identity }))}`;

/** An observable: `contributing` are the properties its id is made of, `more` those it is not. */
const observable = (type: string, contributing: Readonly<Record<string, unknown>>): StixObject => ({
  type,
  spec_version: "2.1",
  id: `${type}--${uuid5(observableNamespace, canonicalJson(contributing))}`,
  ...contributing,
});

const hostName =
  /^(?=.{1,253}$)(?:[\p{L}\p{N}_](?:[\p{L}\p{N}_-]{0,61}[\p{L}\p{N}])?\.)+[\p{L}\p{N}](?:[\p{L}\p{N}-]{0,61}[\p{L}\p{N}])?$/u;

/** What STIX can say of an entity; nothing of a process, whose id it makes of no property, nor of a name that is no domain name. */
export function toObservables(entity: string): StixObject[] {
  const kind = kindOf(entity);
  const rest = entity.slice(kind.length + 1);
  switch (kind) {
    case "ip":
      return isAddress(rest) ? [observable(rest.includes(":") ? "ipv6-addr" : "ipv4-addr", { value: rest })] : [];
    case "domain":
      return hostName.test(rest) ? [observable("domain-name", { value: rest })] : [];
    case "host": {
      const name = hostNameOf(entity) ?? "";
      return hostName.test(name) ? [observable("domain-name", { value: name })] : [];
    }
    case "account":
      return rest === "" ? [] : [observable("user-account", { user_id: rest.slice(rest.indexOf(":") + 1).replace(/^~/, "") })];
    case "file":
      return toFile(rest.slice(rest.indexOf("|") + 1));
    default:
      return [];
  }
}

function toFile(path: string): StixObject[] {
  const cut = Math.max(path.lastIndexOf("\\"), path.lastIndexOf("/"));
  const name = path.slice(cut + 1);
  if (name === "") return [];
  if (cut <= 0) return [observable("file", { name })];
  const directory = observable("directory", { path: path.slice(0, cut) });
  return [directory, observable("file", { name, parent_directory_ref: directory.id })];
}

export const stixTime = (us: number): string => new Date(Math.floor(us / 1000)).toISOString();

/** The release day of ATT&CK v17, which dates its patterns: they are nobody's decision here. */
const attackReleased = "2025-04-22T00:00:00.000Z";

export const attackPattern = (technique: string, name: string | undefined): StixObject => ({
  type: "attack-pattern",
  spec_version: "2.1",
  id: stixId("attack-pattern", { technique }),
  created: attackReleased,
  modified: attackReleased,
  name: name ?? technique,
  external_references: [
    { source_name: "mitre-attack", external_id: technique, url: `https://attack.mitre.org/techniques/${technique.replace(".", "/")}` },
  ],
});
