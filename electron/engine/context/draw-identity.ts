import { toPersonKey } from "./entity-keys.ts";
import { readTimeUs } from "../inventory/read-time.ts";
import type { Case } from "./case-facts.ts";
import { dayUs } from "./focus.ts";
import { maxSublabel, type Draft, type EdgeSpec } from "./draft.ts";
import { personName } from "./identity.ts";
import { isKnown } from "./known.ts";
import { accountThing, hostOrAddress, isMachineAccount, processThing } from "../entities/things.ts";
import { cutAtWord, shortHost } from "./words.ts";
import { selfOf } from "./process-facts.ts";
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

/** Who is behind the subject and on which device, left of it and each tied to it alone; each link says how it is known. */
export function drawIdentity(draft: Draft, one: Case, sourceId: string | undefined): void {
  const hostId = drawDevice(draft, one, sourceId) ?? sourceId;
  drawWho(draft, one, subjectId(one) ?? sourceId);
  drawOwner(draft, one, hostId);
}

/** What the model scored, where that is a process. */
const subjectId = (one: Case): string | undefined => {
  const { process } = one.focus;
  return process === undefined ? undefined : processThing(selfOf(one)?.host ?? one.focus.source, process, undefined).id;
};

const linesOf = (parts: readonly (string | undefined)[]): string => parts.filter((text) => text !== undefined && text !== "").join(" · ");

/** The account, drawn as the person it belongs to where the directory knows: one human, one node. An account that was scored stays itself. */
function drawWho(draft: Draft, one: Case, subject: string | undefined): void {
  const { identity, focus } = one;
  const account = isKnown(identity.account) ? drawAccount(draft, one, subject) : undefined;
  if (!isKnown(identity.person)) return;
  const person = identity.person.value;
  const id = draft.node({
    id: toPersonKey(person),
    type: "person",
    label: personName(person),
    sublabel: linesOf([person.fields.get("title"), person.fields.get("department")]),
    role: "owner",
    layer: 0,
    slot: "identity",
    badges: identity.person.confidence < 0.95 ? ["probable"] : [],
    why: `directory ${person.file}: ${identity.person.how}`,
    conf: identity.person.confidence,
  });
  const to = focus.account === undefined ? subject : account;
  if (to !== undefined) draft.edge({ ...tie(id, to, focus.account === undefined ? usedBy(one) : "is"), ...steadily(identity.person) });
}

const usedBy = (one: Case): string => (one.focus.process === undefined ? "uses" : "ran");

const tie = (src: string, dst: string, relation: string) => ({ src, dst, relation, n: 1, state: "usual" as const });

const steadily = ({ how, confidence }: { readonly how: string; readonly confidence: number }) => ({
  why: how,
  evidence: steady(confidence),
});

const staleAfterUs = 90 * dayUs;

/** An entry that nobody touched for so long may name who had it last. */
function ageOf(one: Case): Partial<EdgeSpec> {
  const { asset } = one.identity;
  if (!isKnown(asset)) return {};
  const updated = readTimeUs(asset.value.fields.get("updated") ?? "");
  const age = updated === undefined ? 0 : one.focus.anchorUs - updated;
  return age <= staleAfterUs ? {} : { state: "stale", why: `${asset.how}, last changed ${Math.round(age / dayUs)} days before` };
}

function drawDevice(draft: Draft, one: Case, sourceId: string | undefined): string | undefined {
  const { focus, identity } = one;
  if (!isKnown(identity.device)) {
    if (sourceId !== undefined && identity.mayBe.length > 0) {
      const id = draft.node({
        id: `hold:${sourceId}`,
        type: "host",
        label: `one of ${identity.mayBe.length}`,
        sublabel: identity.mayBe.map(shortHost).join(", "),
        count: identity.mayBe.length,
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
  const { name, held } = identity.device.value;
  const thing = hostOrAddress(name);
  if (thing.id === sourceId) return undefined;
  const level = one.criticality ?? 0;
  const isSubjectHost = focus.source === undefined;
  const id = draft.node({
    ...thing,
    sublabel: assetLine(one),
    role: "asset",
    layer: 0,
    slot: "identity",
    badges: [...(level >= 3 ? [`critical: ${criticalityTitles[level]}`] : []), ...(identity.device.confidence < 0.95 ? ["probable"] : [])],
    why: identity.device.how,
    criticality: level,
    conf: identity.device.confidence,
  });
  if (sourceId !== undefined && !isSubjectHost)
    draft.edge({
      src: id,
      dst: sourceId,
      relation: "held",
      n: 1,
      from: held?.fromUs,
      to: held?.toUs,
      state: "usual",
      why: identity.device.how,
      evidence: steady(identity.device.confidence, level),
    });
  return id;
}

/** Role and operating system of the asset, for the line under its name; the edition of the system goes when there is no room. */
export function assetLine(one: Case): string {
  if (!isKnown(one.identity.asset)) return "";
  const { fields } = one.identity.asset.value;
  return cutAtWord(linesOf([fields.get("role") ?? fields.get("class"), fields.get("os")]), maxSublabel).replace(/\u2026$/, "");
}

function drawAccount(draft: Draft, one: Case, subject: string | undefined): string | undefined {
  const { focus, identity } = one;
  if (!isKnown(identity.account)) return undefined;
  const { name, domain } = identity.account.value;
  const host = isKnown(identity.device) ? identity.device.value.name : undefined;
  const thing = accountThing(name, domain, host);
  const isSubject = focus.account !== undefined;
  if (!isSubject && isKnown(identity.person)) {
    draft.alias(thing.id, toPersonKey(identity.person.value));
    return undefined;
  }
  const id = draft.node({
    ...thing,
    sublabel: isMachineAccount(name) ? "built-in account" : "account",
    role: isSubject ? "subject" : "owner",
    layer: isSubject ? 1 : 0,
    slot: isSubject ? "subject" : "identity",
    why: identity.account.how,
  });
  if (subject !== undefined && !isSubject) draft.edge({ ...tie(id, subject, usedBy(one)), ...steadily(identity.account) });
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
      sublabel: linesOf(["owner", hit?.fields.get("title")]),
      role: "owner",
      layer: 0,
      slot: "ownership",
      badges: ["owner"],
      why: `${owner.how} names ${text} as owner${isSame ? "" : "; not the account seen"}`,
    });
    // Who uses it and owns it too says so on the node.
    if (!isSame) draft.edge({ ...tie(id, hostId, "owns"), ...steadily(owner), ...ageOf(one) });
  }
  const group = isKnown(asset) ? asset.value.fields.get("supportGroup") : undefined;
  if (group === undefined || hostId === undefined || !isKnown(asset)) return;
  const id = draft.node({
    id: `group:${group.toLowerCase()}`,
    type: "group",
    label: group,
    sublabel: "support group",
    role: "owner",
    layer: 0,
    slot: "ownership",
    why: asset.how,
  });
  draft.edge({ ...tie(id, hostId, "supports"), ...steadily(asset), ...ageOf(one) });
}
