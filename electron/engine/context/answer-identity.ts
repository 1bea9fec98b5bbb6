import { criticalityTitles } from "../inventory/criticality.ts";
import type { InventoryHit } from "../inventory/find-inventory.ts";
import { answered, unanswered, type Answer } from "./answer.ts";
import { assetCriticality, type Case } from "./case-facts.ts";
import { isKnown, personName, type Known } from "./identity.ts";
import { momentsBehind } from "./draw-behind.ts";
import { baseName, listed, stamp } from "./words.ts";

const field = (known: Known<InventoryHit>, name: string): string | undefined => (isKnown(known) ? known.value.fields.get(name) : undefined);

const accountText = (one: Case): string | undefined => {
  if (!isKnown(one.identity.account)) return undefined;
  const { name, domain } = one.identity.account.value;
  return domain === undefined || domain === "" ? name : `${domain}\\${name}`;
};

const deviceText = (one: Case): string =>
  isKnown(one.identity.device) ? one.identity.device.value.name : `unknown: ${one.identity.device.unknownBecause}`;

export function answerWho(one: Case): Answer {
  const { person, account, owner, device, atUs } = one.identity;
  const chain = [
    ["address", one.focus.isSourceAddress ? one.focus.source : undefined],
    ["device", isKnown(device) ? `${device.value.name} (${device.how})` : `unknown: ${device.unknownBecause}`],
    ["account", isKnown(account) ? `${accountText(one) ?? ""} (${account.how})` : `unknown: ${account.unknownBecause}`],
    ["process", listed([...new Set(momentsBehind(one).map((moment) => baseName(moment.actor_name ?? "unnamed")))])],
    ["as of", stamp(atUs)],
  ] as const;
  if (isKnown(person)) {
    const hit = person.value;
    const sure = person.confidence >= 0.95 ? "" : "probably ";
    const place = [hit.fields.get("title"), hit.fields.get("department")].filter((text) => text !== undefined).join(", ");
    return answered("who", `${sure}${personName(hit)}${place === "" ? "" : `, ${place}`}`, [
      ...chain,
      ["how sure", person.confidence.toFixed(2)],
      ["manager", hit.fields.get("manager")],
      ["phone", hit.fields.get("phone")],
      ["directory", hit.file],
    ]);
  }
  const ownerName = isKnown(owner) ? (owner.value.hit === undefined ? owner.value.text : personName(owner.value.hit)) : undefined;
  return unanswered("who", person.unknownBecause, [...chain, ["owner in the CMDB", ownerName]]);
}

export function answerAsset(one: Case): Answer {
  const { asset, device } = one.identity;
  if (!isKnown(asset)) return unanswered("asset", asset.unknownBecause, [["device", deviceText(one)]]);
  const kind = [field(asset, "role") ?? field(asset, "class"), field(asset, "os"), field(asset, "department")].filter(
    (text) => text !== undefined,
  );
  const name = isKnown(device) ? device.value.name : (field(asset, "name") ?? "");
  return answered("asset", kind.length === 0 ? name : `${name}: ${kind.join(", ")}`, [
    ["owner", field(asset, "owner") ?? field(asset, "ownedBy")],
    ["support group", field(asset, "supportGroup")],
    ["environment", field(asset, "environment")],
    ["location", field(asset, "location")],
    ["status", field(asset, "status") === "6" ? "retired, yet active" : undefined],
    ["last updated", field(asset, "updated")],
    ["CMDB", asset.value.file],
  ]);
}

export function answerImportance(one: Case): Answer {
  const level = assetCriticality(one.identity);
  const contacted = (one.facts.contacts.get(one.focus.no) ?? []).map((contact) => ({ contact, asset: one.assetAt(contact.destination) }));
  const critical = contacted
    .filter(({ asset }) => (asset?.criticality ?? 0) >= 3)
    .map(({ contact, asset }) => asset?.name ?? contact.destination);
  const touched = critical.length === 0 ? "none contacted in the recent period" : listed(critical);
  const detail = [["critical assets", touched]] as const;
  if (level !== undefined)
    return answered(
      "importance",
      `${criticalityTitles[level]} criticality${critical.length === 0 ? "" : `; contacted ${listed(critical)}`}`,
      detail,
    );
  const { asset } = one.identity;
  return unanswered("importance", isKnown(asset) ? "the CMDB gives it no criticality" : asset.unknownBecause, detail);
}

export function answerNext(one: Case): Answer {
  const { person, owner, asset } = one.identity;
  const support = field(asset, "supportGroup");
  const hit = isKnown(owner) && owner.value.hit !== undefined ? owner.value.hit : isKnown(person) ? person.value : undefined;
  const name = hit !== undefined ? personName(hit) : isKnown(owner) ? owner.value.text : undefined;
  const reach = [hit?.fields.get("phone"), hit?.fields.get("mail") ?? hit?.fields.get("upn")]
    .filter((text) => text !== undefined)
    .join(", ");
  const check =
    one.focus.process !== undefined
      ? "Read the process tree and its command line"
      : one.focus.account !== undefined
        ? "Compare the logons with the person's working pattern"
        : "Look up the destination and the process behind the traffic";
  const rows = [
    ["check", check],
    ["contact", reach],
    ["support group", support],
    ["manager", hit?.fields.get("manager")],
  ] as const;
  if (name !== undefined)
    return answered(
      "next",
      `${check}; ask ${name}${reach === "" ? "" : ` (${reach})`}${support === undefined ? "" : `, or ${support}`}`,
      rows,
    );
  if (support !== undefined) return answered("next", `${check}; ask ${support}`, rows);
  return unanswered("next", isKnown(owner) ? "no contact known" : `no one to call: ${owner.unknownBecause}`, rows);
}
