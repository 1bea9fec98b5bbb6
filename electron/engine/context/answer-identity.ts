import { criticalityTitles } from "../inventory/criticality.ts";
import type { InventoryHit } from "../inventory/find-inventory.ts";
import type { CrownPath } from "../../../shared/contract/context-graph.ts";
import { inferRole, type InferredRole } from "./asset-role.ts";
import { answered, maxValue, unanswered, type Answer } from "./answer.ts";
import type { Case } from "./case-facts.ts";
import { personName } from "./identity.ts";
import { isKnown, type Known } from "./known.ts";
import { momentsBehind } from "./draw-behind.ts";
import { usageKey } from "./usage.ts";
import { baseName, fitted, listed, plural, shortHost, stamp } from "./words.ts";

const field = (known: Known<InventoryHit>, name: string): string | undefined => (isKnown(known) ? known.value.fields.get(name) : undefined);

const accountText = (one: Case): string | undefined => {
  if (!isKnown(one.identity.account)) return undefined;
  const { name, domain } = one.identity.account.value;
  return domain === undefined || domain === "" ? name : `${domain}\\${name}`;
};

const deviceText = (one: Case): string =>
  isKnown(one.identity.device) ? shortHost(one.identity.device.value.name) : `unknown: ${one.identity.device.unknownBecause}`;

/** The owner by the directory's name where it has one, or as the CMDB spells it. */
const ownerName = (owner: Case["identity"]["owner"]): string | undefined =>
  !isKnown(owner) ? undefined : owner.value.hit === undefined ? owner.value.text : personName(owner.value.hit);

export function answerWho(one: Case): Answer {
  const { person, account, owner, device, atUs } = one.identity;
  const chain = [
    ["address", one.focus.isSourceAddress ? one.focus.source : undefined],
    ["device", isKnown(device) ? shortHost(device.value.name) : `unknown: ${device.unknownBecause}`],
    ["account", isKnown(account) ? accountText(one) : `unknown: ${account.unknownBecause}`],
    ["device known by", isKnown(device) ? device.how : undefined],
    ["account known by", isKnown(account) ? account.how : undefined],
    ["process", listed([...new Set(momentsBehind(one).map((moment) => baseName(moment.actor_name ?? "unnamed")))])],
    ["as of", stamp(atUs)],
  ] as const;
  if (isKnown(person)) {
    const hit = person.value;
    const isHabit = isKnown(account) && account.value.basis === "habit";
    const sure = isHabit ? "likely user " : person.confidence >= 0.95 ? "" : "probably ";
    const place = [hit.fields.get("title"), hit.fields.get("department")].filter((text) => text !== undefined);
    return answered("who", fitted([`${sure}${personName(hit)}`, ...place], maxValue).replace(/ and \d+ more$/, ""), [
      ...chain,
      ["how sure", person.confidence.toFixed(2)],
      ["manager", hit.fields.get("manager")],
      ["phone", hit.fields.get("phone")],
      ["directory", hit.file],
    ]);
  }
  return unanswered("who", person.unknownBecause, [...chain, ["owner in the CMDB", ownerName(owner)]]);
}

/** The role that telemetry speaks for, where the device is known by name. */
function inferredRole({ focus, facts, identity }: Case): InferredRole | undefined {
  if (!isKnown(identity.device)) return undefined;
  const { name } = identity.device.value;
  const signs = facts.signs.get(usageKey(focus.no, name)) ?? facts.signs.get(usageKey(focus.no, shortHost(name))) ?? [];
  return inferRole(name, signs);
}

const inferredRows = (inferred: InferredRole | undefined): (readonly [string, string])[] =>
  inferred === undefined
    ? []
    : [
        ["inferred role", `${inferred.role}, how sure ${inferred.confidence.toFixed(2)}`],
        ...inferred.evidence.map((text) => ["inferred from", text] as const),
      ];

/** Without a record of the asset its role may still be guessed, and is marked as a guess. */
function inferredAsset(one: Case, because: string, inferred: InferredRole | undefined): Answer {
  // Where entries contradict each other a guess would only take a side.
  if (inferred === undefined || /^\d+ CMDB entries/.test(because)) return unanswered("asset", because, [["device", deviceText(one)]]);
  return answered("asset", `${deviceText(one)}: ${inferred.role}, inferred; ${because}`, [
    ...inferredRows(inferred),
    ["record", `unknown: ${because}`],
  ]);
}

export function answerAsset(one: Case): Answer {
  const { asset, device, owner } = one.identity;
  const recorded = field(asset, "role") ?? field(asset, "class");
  const inferred = recorded === undefined ? inferredRole(one) : undefined;
  if (!isKnown(asset)) return inferredAsset(one, asset.unknownBecause, inferred);
  const kind = [
    recorded ?? (inferred === undefined ? undefined : `${inferred.role} (inferred)`),
    field(asset, "os"),
    field(asset, "department"),
  ].filter((text) => text !== undefined);
  const full = isKnown(device) ? device.value.name : (field(asset, "name") ?? "");
  const name = shortHost(full);
  return answered("asset", kind.length === 0 ? name : `${name}: ${fitted(kind, maxValue - name.length - 2)}`, [
    ["full name", full === name ? undefined : full],
    ["system", field(asset, "os")],
    ["owner", ownerName(owner)],
    ["support group", field(asset, "supportGroup")],
    ["environment", field(asset, "environment")],
    ["location", field(asset, "location")],
    ["status", field(asset, "status") === "6" ? "retired, yet active" : undefined],
    ["last updated", field(asset, "updated")],
    ...inferredRows(inferred),
    ["CMDB", asset.value.file],
  ]);
}

/** `hvoss logged on to dc-1`, step by step. */
const wayOf = ({ steps }: CrownPath): string => steps.map(({ label, relation }) => `${shortHost(label)} ${relation}`.trim()).join(" ");

export function answerImportance(one: Case): Answer {
  const level = one.criticality;
  const contacted = (one.facts.contacts.get(one.focus.no) ?? []).map((contact) => ({ contact, asset: one.assetAt(contact.destination) }));
  const critical = contacted
    .filter(({ asset }) => (asset?.criticality ?? 0) >= 3)
    .map(({ contact, asset }) => asset?.name ?? contact.destination);
  const { crown } = one;
  const jewel = crown?.steps.at(-1)?.label ?? "";
  const far = crown === undefined ? undefined : crown.hops === 0 ? undefined : `${plural(crown.hops, "step")} from ${shortHost(jewel)}`;
  const way = crown === undefined || crown.hops === 0 ? "no way of access to anything critical is known" : wayOf(crown);
  const touched = critical.length === 0 ? "none contacted in the recent period" : listed(critical, 12);
  const detail = [
    ["critical assets", touched],
    ["way of access", way],
  ] as const;
  if (level !== undefined)
    return answered(
      "importance",
      `${criticalityTitles[level]} criticality${far === undefined ? "" : `, ${far}`}${critical.length === 0 ? "" : `; contacted ${critical.length === 1 ? shortHost(critical[0] ?? "") : plural(critical.length, "critical asset")}`}`,
      detail,
    );
  if (far !== undefined) return answered("importance", `no criticality of its own; ${far}`, detail);
  const { asset } = one.identity;
  return unanswered("importance", isKnown(asset) ? "the CMDB gives it no criticality" : asset.unknownBecause, detail);
}

/** Whom to call matters more than what to look at first: the check gives way where both do not fit. */
const withStep = (step: string, call: string): string =>
  step.length + call.length + 2 <= maxValue ? `${step}; ${call}` : `${call.charAt(0).toUpperCase()}${call.slice(1)}`;

export function answerNext(one: Case): Answer {
  const { person, owner, asset } = one.identity;
  const support = field(asset, "supportGroup");
  const hit = isKnown(owner) && owner.value.hit !== undefined ? owner.value.hit : isKnown(person) ? person.value : undefined;
  const name = ownerName(owner) ?? (hit === undefined ? undefined : personName(hit));
  const reach = [hit?.fields.get("phone"), hit?.fields.get("mail") ?? hit?.fields.get("upn")]
    .filter((text) => text !== undefined)
    .join(", ");
  const [step, check] =
    one.focus.process !== undefined
      ? (["Read the tree", "Read the process tree and its command line"] as const)
      : one.focus.account !== undefined
        ? (["Compare logons", "Compare the logons with the person's working pattern"] as const)
        : (["Check the site", "Look up the destination and the process behind the traffic"] as const);
  const call = [`ask ${name ?? ""}`, hit?.fields.get("phone")].filter((text) => text !== undefined).join(", ");
  const rows = [
    ["check", check],
    ["ask", name],
    ["contact", reach],
    ["support group", support],
    ["manager", hit?.fields.get("manager")],
  ] as const;
  if (name !== undefined) return answered("next", withStep(step, call), rows);
  if (support !== undefined) return answered("next", withStep(step, `ask ${support}`), rows);
  return unanswered("next", isKnown(owner) ? "no contact known" : `no one to call: ${owner.unknownBecause}`, rows);
}
