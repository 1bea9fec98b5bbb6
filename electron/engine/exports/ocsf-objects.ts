import packageJson from "../../../package.json" with { type: "json" };
import { attackVersion, tacticsOf, tacticTitles } from "../../../shared/domain/attack.ts";
import { ocsfVersion } from "../../../shared/domain/ocsf.ts";
import { hostNameOf, kindOf, labelOf } from "../hunts/entity-words.ts";

export const toMs = (us: number): number => Math.floor(us / 1000);

export const metadataOf = (uid: string, profile: string, labels: readonly string[] = []) => ({
  product: { name: "Quarry", vendor_name: "Quarry", version: packageJson.version },
  profiles: [profile],
  uid,
  version: ocsfVersion,
  ...(labels.length === 0 ? {} : { labels: [...labels] }),
});

/** An OCSF `attack` of a technique id such as `T1071.004`; `name` where it is known. */
export function toAttack(id: string, name?: string) {
  const [technique = id, sub] = id.split(".");
  const named = name === undefined ? {} : { name };
  return {
    version: attackVersion,
    ...(sub === undefined
      ? { technique: { uid: technique, ...named } }
      : { technique: { uid: technique }, sub_technique: { uid: id, ...named } }),
    tactics: tacticsOf(id).map((tactic) => ({ name: tacticTitles[tactic] })),
  };
}

/** OCSF `observable` types by kind of entity; what has none is a resource. */
const observables: Readonly<Record<string, { readonly id: number; readonly caption: string }>> = {
  host: { id: 1, caption: "Hostname" },
  domain: { id: 1, caption: "Hostname" },
  ip: { id: 2, caption: "IP Address" },
  account: { id: 4, caption: "User Name" },
  file: { id: 45, caption: "File Path" },
};
const resource = { id: 10, caption: "Resource UID" };

/** Entities of a finding as OCSF observables, for whoever joins on a value. */
export const toObservables = (entities: readonly string[]) =>
  entities.map((entity) => {
    const { id, caption } = observables[kindOf(entity)] ?? resource;
    return { name: "resources.uid", type_id: id, type: caption, value: observableValue(entity) };
  });

function observableValue(entity: string): string {
  const kind = kindOf(entity);
  const rest = entity.slice(kind.length + 1);
  if (kind === "host") return hostNameOf(entity) ?? rest;
  if (kind === "account") return labelOf(entity);
  if (kind === "file") return rest.slice(rest.indexOf("|") + 1);
  return kind in observables ? rest : entity;
}

/** Entities of a finding as OCSF resources: the canonical key, how people say it, and its kind. */
export const toResources = (entities: readonly string[]) =>
  entities.map((entity) => ({ uid: entity, name: labelOf(entity), type: kindOf(entity) || "entity" }));
