import { isGroupAddress, isInternalIp } from "../entities/address.ts";
import { answered, maxValue, unanswered, type Answer } from "./answer.ts";
import { baselineText, leastBaselineDays } from "./baseline.ts";
import type { Case } from "./case-facts.ts";
import { isHub, otherSources, sourcesOf } from "./draw-peers.ts";
import { selfOf } from "./process-facts.ts";
import type { Contact, Presence } from "./fact-rows.ts";
import { presenceKey } from "./facts.ts";
import { dayUs } from "./focus.ts";
import { isKnown } from "./known.ts";
import { isMachineAccount } from "../entities/things.ts";
import { baseName, dayClock, displayText, fitted, fittedOf, listed, plural, shortHost, stamp } from "./words.ts";

/** When the subject's act was first seen: here, and by anyone. */
interface FirstSeen {
  readonly here: number | undefined;
  readonly anywhere: number | undefined;
  /** What "here" is, in words. */
  readonly place: string;
}

function firstSeen(one: Case): FirstSeen {
  const { focus } = one;
  const self = selfOf(one);
  if (self !== undefined) return { here: self.image_host_first ?? self.image_first, anywhere: self.image_first, place: "for this one" };
  if (focus.account !== undefined) {
    const places = logonPlaces(one);
    const host = focus.source?.toLowerCase();
    const all = places.map((row) => row.first_seen);
    const anywhere = all.length === 0 ? undefined : Math.min(...all);
    const here =
      host === undefined ? anywhere : places.find((row) => row.other === host || shortHost(row.other) === shortHost(host))?.first_seen;
    return { here, anywhere, place: "on this host" };
  }
  const sources = sourcesOf(one);
  const anywhere = sources.length > 0 ? Math.min(...sources.map((row) => row.first_seen)) : undefined;
  return { here: sources.find((row) => row.other === focus.source)?.first_seen ?? anywhere, anywhere, place: "for this one" };
}

/** `3 of 20 peers did this in 30 d`; never a percentage, and never of fewer than five. */
function peersLine({ peers }: Case): string | undefined {
  if (peers === undefined) return undefined;
  if (peers.noneBecause !== null) return `no peer group: ${peers.noneBecause}`;
  return peers.having === null ? undefined : `${peers.having} of ${plural(peers.members.length, "peer")} did this in 30 d (${peers.by})`;
}

export function answerNew(one: Case): Answer {
  const { baseline, focus } = one;
  const self = selfOf(one);
  const { here, anywhere, place } = firstSeen(one);
  const detail = [
    [place, here === undefined ? undefined : stamp(here)],
    [focus.account === undefined ? "for everyone" : "the account anywhere", anywhere === undefined ? undefined : stamp(anywhere)],
    [
      "image",
      self === undefined ? undefined : `${plural(self.image_launches, "launch", "launches")} on ${plural(self.image_hosts, "host")}`,
    ],
    [
      "under this parent",
      self?.pair_launches === null || self === undefined ? undefined : plural(self.pair_launches, "launch", "launches"),
    ],
    ["for its peers", peersLine(one)],
    ["telemetry since", baseline.firstSeen === undefined ? undefined : stamp(baseline.firstSeen)],
  ] as const;
  if (baseline.days < leastBaselineDays)
    return unanswered("new", `baseline is ${baseline.days === 1 ? "1 day" : `${baseline.days} days`}: everything is new to it`, detail);
  if (focus.isFolded) return unanswered("new", "the accounts are taken together; each has a first time of its own", detail);
  if (here === undefined)
    return unanswered(
      "new",
      focus.account === undefined ? "its first event is not in this telemetry" : "no logon of it here succeeded",
      detail,
    );
  const isNew = here >= focus.recentFromUs;
  const isNewToAll = anywhere !== undefined && anywhere >= focus.recentFromUs;
  const forWhom = focus.account === undefined && isNewToAll ? "for everyone" : place;
  return answered("new", `${isNew ? `Yes, ${forWhom}` : "No"}: since ${dayClock(here)} (${baselineText(baseline)})`, detail);
}

/** Hosts on which the account behind the anomaly logged on or started programs. */
function logonPlaces(one: Case): readonly Presence[] {
  const { account } = one.identity;
  const name = one.focus.account ?? (isKnown(account) ? account.value.name : undefined);
  if (name === undefined || (one.focus.account === undefined && isMachineAccount(name))) return [];
  return one.facts.presence.get(presenceKey("host-of-account", name.toLowerCase().split("\\").at(-1) ?? "")) ?? [];
}

export function answerAffected(one: Case): Answer {
  const { focus, baseline } = one;
  const self = selfOf(one);
  if (baseline.sources <= 1 && focus.account === undefined && !focus.isFolded)
    return unanswered("affected", "the telemetry covers one host only");
  if (focus.destination !== undefined) {
    const others = otherSources(one);
    const detail = others.slice(0, 8).map((row) => [row.other, `${plural(row.n, "event")}, first ${stamp(row.first_seen)}`] as const);
    if (others.length === 0)
      return answered("affected", `Nobody else: none of ${plural(Math.max(0, baseline.sources - 1), "other source")}`, detail);
    return answered(
      "affected",
      `${others.length} of ${plural(baseline.sources - 1, "other source")}: ${fittedOf(
        others.length,
        (i) => (others[i] === undefined ? "" : nameAt(one, others[i].other, others[i].last_seen)),
        maxValue - 26,
      )}`,
      detail,
    );
  }
  if (self !== undefined) {
    const name = displayText(baseName(self.path ?? self.name ?? "this image"), 28);
    const others = self.image_hosts - 1;
    return answered(
      "affected",
      others === 0
        ? `No other host of ${baseline.sources} ran ${name}`
        : `${plural(others, "other host")} of ${baseline.sources - 1} ran ${name}`,
      [
        ["launches", String(self.image_launches)],
        ["hosts under this parent", self.pair_hosts === null ? undefined : String(self.pair_hosts)],
      ],
    );
  }
  if (focus.isFolded) return answered("affected", ...triedAccounts(one));
  if (focus.account !== undefined) return affectedHosts(one);
  return unanswered("affected", "the start of this process is not in the telemetry");
}

function triedAccounts(one: Case): [string, (readonly [string, string])[]] {
  const names = [...new Set(one.evidence.flatMap((moment) => moment.user_name?.toLowerCase() ?? []))].toSorted();
  return [
    `${plural(names.length, "account")}: ${fitted(names, maxValue - 14)}`,
    names.slice(0, 12).map((name) => ["tried", name] as const),
  ];
}

/** Where else the account is seen. */
function affectedHosts(one: Case): Answer {
  const hosts = logonPlaces(one);
  if (hosts.length === 0) return unanswered("affected", "no successful logons of this account in the telemetry");
  const here = shortHost(one.focus.source?.toLowerCase() ?? "");
  const others = hosts.filter((row) => shortHost(row.other) !== here);
  const detail = others
    .slice(0, 8)
    .map((row) => [shortHost(row.other), `${plural(row.n, "event")}, first ${stamp(row.first_seen)}`] as const);
  if (others.length === 0) return answered("affected", "No other host: the account is seen on this one alone", detail);
  const names = others.map((row) => shortHost(row.other)).toSorted();
  return answered("affected", `${plural(others.length, "other host")}: ${fitted(names, maxValue - 18)}`, detail);
}

/** A place by its device's name: as the CMDB has its fixed address, or by whoever held it then. */
const nameAt = (one: Case, place: string, atUs = one.focus.anchorUs): string =>
  shortHost(one.assetAt(place)?.name ?? one.deviceAt(place, atUs) ?? place);

/** What was announced, and what the data itself can say in its favour; lists nobody imported are named as missing. */
export function answerBenign(one: Case): Answer {
  const { focus, baseline, identity, sanctioned } = one;
  const found: string[] = [...sanctioned.reasons];
  const sources = sourcesOf(one);
  const self = selfOf(one);
  if (sources.length > 1 && isHub(sources.length, baseline.sources))
    found.push(`${sources.length} of ${baseline.sources} sources reach ${focus.destination ?? "it"}`);
  // A shell that everybody has says nothing for one that a web server started.
  const alike = self?.pair_hosts ?? 0;
  if (alike >= 5 && alike >= baseline.sources / 4) found.push(`${plural(alike, "host")} run the same image under the same parent`);
  const role = isKnown(identity.asset) ? identity.asset.value.fields.get("role") : undefined;
  if (role !== undefined && /scan|monitor|backup|deploy|patch|management|jump/i.test(role)) found.push(`the asset's role is ${role}`);
  if (isKnown(identity.person)) {
    const created = Date.parse(identity.person.value.fields.get("created") ?? "");
    if (!Number.isNaN(created) && focus.anchorUs - created * 1000 >= 0 && focus.anchorUs - created * 1000 < 30 * dayUs)
      found.push("the person started within the last 30 days");
  }
  const { missing } = sanctioned;
  const looked = [
    ["looked at", "how many share it, the asset's role, new starters, announced changes and scans"],
    ["not available", missing.length === 0 ? undefined : `${missing.join(", ")}: none imported`],
  ] as const;
  return found.length > 0
    ? answered("benign", `Perhaps: ${fitted(found, maxValue - 9, "; ")}`, [
        ...found.map((reason) => ["for it", reason] as const),
        ...looked,
      ])
    : unanswered(
        "benign",
        missing.includes("change windows") ? "nothing seen speaks for it; no change calendar" : "nothing seen or announced speaks for it",
        looked,
      );
}

/** Whom the process and its children talked to. */
function contactedBy(one: Case, process: string): { readonly destination: string }[] {
  const children = (one.facts.lineage.get(process) ?? []).filter((row) => row.relation === "child").map((row) => row.uid);
  const names = [process, ...children].flatMap((uid) => one.facts.acts.get(uid) ?? []).filter((act) => act.relation === "contacted");
  return [...new Set(names.map((act) => act.object))].map((destination) => ({ destination }));
}

/** The groups that give rights over others' machines. */
function adminGroups(groups: string): string {
  const admin = groups.split(/[;|,]/).filter((group) => /admin/i.test(group));
  return `in ${fitted(
    admin.map((group) => group.trim()),
    maxValue / 2,
  )}`;
}

/** What a process may do that runs as the machine itself rather than as somebody. */
function machineRights({ focus, identity }: Case): string | undefined {
  if (focus.process === undefined || !isKnown(identity.account) || !isMachineAccount(identity.account.value.name)) return undefined;
  const { name } = identity.account.value;
  const host = isKnown(identity.device) ? shortHost(identity.device.value.name) : "its host";
  return /^(?:system|localsystem)$/i.test(name) ? `all of ${host}: it runs as ${name}` : `runs as ${name} on ${host}`;
}

type Talked = Pick<Contact, "destination"> & Partial<Pick<Contact, "destination_address">>;

/** Where contacts inside the estate ended: names behind one internal address, as at a proxy, are one host. */
function internalPlaces(one: Case, contacts: readonly Talked[]): string[] {
  const placeOf = ({ destination, destination_address: address = null }: Talked): string | undefined => {
    if (isInternalIp(destination)) return destination;
    if (address !== null && isInternalIp(address)) return address;
    return one.assetAt(destination) === undefined ? undefined : destination;
  };
  const inside = Map.groupBy(
    contacts.filter(({ destination }) => !isGroupAddress(destination)),
    placeOf,
  );
  return [...inside].flatMap(([place, same]) =>
    place === undefined ? [] : same.length === 1 ? same.map((row) => row.destination) : [place],
  );
}

export function answerReach(one: Case): Answer {
  const { focus, identity, facts } = one;
  const groups = isKnown(identity.person) ? identity.person.value.fields.get("groups") : undefined;
  const isAdmin = groups !== undefined && /admin/i.test(groups);
  const contacted = focus.process === undefined ? (facts.contacts.get(focus.no) ?? []) : contactedBy(one, focus.process);
  const internal = internalPlaces(one, contacted);
  const logons = logonPlaces(one);
  const detail = [
    ["groups", groups],
    [
      "internal hosts contacted",
      internal.length === 0
        ? undefined
        : listed(
            internal.map((place) => nameAt(one, place)),
            6,
          ),
    ],
    [
      "hosts with logons",
      logons.length === 0
        ? undefined
        : listed(
            logons.map((row) => row.other),
            6,
          ),
    ],
  ] as const;
  const machine = machineRights(one);
  const parts = [
    ...(machine === undefined ? [] : [machine]),
    ...(isAdmin ? [adminGroups(groups)] : []),
    ...(internal.length > 0 ? [`${plural(internal.length, "internal host")} contacted`] : []),
    ...(logons.length > 0 ? [`logons on ${plural(logons.length, "host")}`] : []),
  ];
  if (focus.isFolded) return unanswered("reach", "no logon succeeded among the accounts taken together here", detail);
  if (parts.length > 0) return answered("reach", fitted(parts, maxValue, "; "), detail);
  return unanswered(
    "reach",
    groups === undefined ? "no groups imported; no internal contact or logon" : "no admin group, internal contact or logon",
    detail,
  );
}
