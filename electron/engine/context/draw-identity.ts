import { toPersonKey } from "./entity-keys.ts";
import type { Case } from "./case-facts.ts";
import { assetCriticality } from "./case-facts.ts";
import type { Draft, EdgeSpec } from "./draft.ts";
import { isKnown, personName } from "./identity.ts";
import { accountThing, hostOrAddress } from "./things.ts";
import { criticalityTitles } from "../inventory/criticality.ts";

const steady = (confidence: number, criticality = 0): EdgeSpec["evidence"] => ({
  prior: 2,
  days: 1,
  coverageDays: 1,
  isFirstSeen: false,
  baselineDays: 0,
  distanceUs: 0,
  isEvidence: false,
  degree: 1,
  confidence,
  criticality,
});

/** The chain from the address to who is behind it, left of the subject; each link says how it is known. */
export function drawIdentity(draft: Draft, one: Case, sourceId: string | undefined): void {
  const { identity } = one;
  const hostId = drawDevice(draft, one, sourceId) ?? sourceId;
  const accountId = drawAccount(draft, one, hostId);
  if (isKnown(identity.person)) {
    const person = identity.person.value;
    const id = draft.node({
      id: toPersonKey(person),
      type: "person",
      label: personName(person),
      sublabel: [person.fields.get("title"), person.fields.get("department")].filter((t) => t !== undefined).join(", "),
      role: "owner",
      layer: 0,
      slot: "identity",
      badges: identity.person.confidence < 0.95 ? ["probable"] : [],
      why: `directory ${person.file}: ${identity.person.how}`,
    });
    const to = accountId ?? hostId;
    if (to !== undefined)
      draft.edge({
        src: id,
        dst: to,
        relation: "is",
        n: 1,
        state: "usual",
        why: identity.person.how,
        evidence: steady(identity.person.confidence),
      });
  }
  drawOwner(draft, one, hostId);
}

function drawDevice(draft: Draft, one: Case, sourceId: string | undefined): string | undefined {
  const { focus, identity } = one;
  if (!isKnown(identity.device)) {
    if (focus.isSourceAddress && sourceId !== undefined && /^\d+ leases/.test(identity.device.unknownBecause)) {
      const id = draft.node({
        id: `hold:${sourceId}`,
        type: "host",
        label: "?",
        sublabel: "held",
        role: "asset",
        layer: 0,
        slot: "identity",
        badges: ["HOLD"],
        why: identity.device.unknownBecause,
      });
      draft.edge({
        src: id,
        dst: sourceId,
        relation: "may hold",
        n: 1,
        state: "usual",
        why: identity.device.unknownBecause,
        evidence: steady(0.5),
      });
    }
    return undefined;
  }
  const { name, lease } = identity.device.value;
  const thing = hostOrAddress(name);
  if (thing.id === sourceId) return undefined;
  const level = assetCriticality(identity) ?? 0;
  const isSubjectHost = focus.source === undefined;
  const id = draft.node({
    ...thing,
    sublabel: assetLine(one),
    role: "asset",
    layer: 0,
    slot: "identity",
    badges: [...(level >= 3 ? [`critical: ${criticalityTitles[level]}`] : []), ...(identity.device.confidence < 0.95 ? ["probable"] : [])],
    why: identity.device.how,
  });
  if (sourceId !== undefined && !isSubjectHost)
    draft.edge({
      src: id,
      dst: sourceId,
      relation: "held",
      n: 1,
      from: lease?.fromUs,
      to: lease?.toUs,
      state: "usual",
      why: identity.device.how,
      evidence: steady(identity.device.confidence, level),
    });
  return id;
}

/** Role and operating system of the asset, for the line under its name. */
export function assetLine(one: Case): string {
  if (!isKnown(one.identity.asset)) return "";
  const { fields } = one.identity.asset.value;
  return [fields.get("role") ?? fields.get("class"), fields.get("os")].filter((text) => text !== undefined).join(", ");
}

function drawAccount(draft: Draft, one: Case, hostId: string | undefined): string | undefined {
  const { focus, identity } = one;
  if (!isKnown(identity.account)) return undefined;
  const { name, domain } = identity.account.value;
  const host = isKnown(identity.device) ? identity.device.value.name : undefined;
  const thing = accountThing(name, domain, host);
  const isSubject = focus.account !== undefined;
  const id = draft.node({
    ...thing,
    role: isSubject ? "subject" : "owner",
    layer: isSubject ? 1 : 0,
    slot: isSubject ? "subject" : "identity",
    why: identity.account.how,
  });
  if (hostId !== undefined && !isSubject)
    draft.edge({
      src: id,
      dst: hostId,
      relation: "uses",
      n: 1,
      state: "usual",
      why: identity.account.how,
      evidence: steady(identity.account.confidence),
    });
  return id;
}

function drawOwner(draft: Draft, one: Case, hostId: string | undefined): void {
  const { owner, person, asset } = one.identity;
  if (isKnown(owner) && hostId !== undefined) {
    const { text, hit } = owner.value;
    const isSame = hit !== undefined && isKnown(person) && hit.inventory === person.value.inventory && hit.rowNo === person.value.rowNo;
    const id = draft.node({
      id: hit === undefined ? `person:named:${text.toLowerCase()}` : toPersonKey(hit),
      type: "person",
      label: hit === undefined ? text : personName(hit),
      sublabel: "owner",
      role: "owner",
      layer: 0,
      slot: "ownership",
      badges: ["owner"],
      why: `${owner.how} names ${text} as owner${isSame ? "" : "; not the account seen"}`,
    });
    draft.edge({ src: id, dst: hostId, relation: "owns", n: 1, state: "usual", why: owner.how, evidence: steady(owner.confidence) });
  }
  const group = isKnown(asset) ? asset.value.fields.get("supportGroup") : undefined;
  if (group === undefined || hostId === undefined || !isKnown(asset)) return;
  const id = draft.node({
    id: `group:${group.toLowerCase()}`,
    type: "group",
    label: group,
    sublabel: "support",
    role: "owner",
    layer: 0,
    slot: "ownership",
    why: asset.how,
  });
  draft.edge({ src: id, dst: hostId, relation: "supports", n: 1, state: "usual", why: asset.how, evidence: steady(asset.confidence) });
}
