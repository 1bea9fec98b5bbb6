import { isGroupAddress, isInternalIp } from "../entities/address.ts";
import { answered, maxValue, unanswered, type Answer } from "./answer.ts";
import { baselineText, leastBaselineDays } from "./baseline.ts";
import type { Case } from "./case-facts.ts";
import { isHub, otherSources, sourcesOf } from "./draw-peers.ts";
import { selfOf } from "./process-facts.ts";
import { presenceKey } from "./facts.ts";
import { dayUs } from "./focus.ts";
import { isKnown } from "./identity.ts";
import { baseName, dayClock, displayText, fitted, listed, plural, shortHost, stamp } from "./words.ts";

export function answerNew(one: Case): Answer {
  const { baseline, focus } = one;
  const self = selfOf(one);
  const sources = sourcesOf(one);
  const mine = sources.find((row) => row.other === focus.source);
  const everyone = sources.length > 0 ? Math.min(...sources.map((row) => row.first_seen)) : self?.image_first;
  const detail = [
    ["for this one", mine === undefined ? undefined : stamp(mine.first_seen)],
    ["for everyone", everyone === undefined ? undefined : stamp(everyone)],
    [
      "image",
      self === undefined ? undefined : `${plural(self.image_launches, "launch", "launches")} on ${plural(self.image_hosts, "host")}`,
    ],
    [
      "under this parent",
      self?.pair_launches === null || self === undefined ? undefined : plural(self.pair_launches, "launch", "launches"),
    ],
    ["telemetry since", baseline.firstSeen === undefined ? undefined : stamp(baseline.firstSeen)],
  ] as const;
  if (baseline.days < leastBaselineDays)
    return unanswered("new", `baseline is ${baseline.days === 1 ? "1 day" : `${baseline.days} days`}: everything is new to it`, detail);
  const first = mine?.first_seen ?? self?.image_first;
  if (first === undefined) return unanswered("new", "its first event is not in this telemetry", detail);
  const isNew = first >= focus.recentFromUs;
  const forAll = everyone !== undefined && everyone >= focus.recentFromUs ? "for everyone" : "for this one";
  return answered("new", `${isNew ? `Yes, ${forAll}` : "No"}: since ${dayClock(first)} (${baselineText(baseline)})`, detail);
}

export function answerAffected(one: Case): Answer {
  const { focus, baseline } = one;
  const self = selfOf(one);
  if (baseline.sources <= 1 && focus.account === undefined) return unanswered("affected", "the telemetry covers one host only");
  if (focus.destination !== undefined) {
    const others = otherSources(one);
    const detail = others.slice(0, 8).map((row) => [row.other, `${plural(row.n, "event")}, first ${stamp(row.first_seen)}`] as const);
    if (others.length === 0)
      return answered("affected", `Nobody else: none of ${plural(Math.max(0, baseline.sources - 1), "other source")}`, detail);
    return answered(
      "affected",
      `${others.length} of ${plural(baseline.sources - 1, "other source")}: ${fitted(
        others.map((row) => nameAt(one, row.other)),
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
  if (focus.account !== undefined) {
    const hosts = one.facts.presence.get(presenceKey("host-of-account", focus.account.toLowerCase().split("\\").at(-1) ?? "")) ?? [];
    return hosts.length === 0
      ? unanswered("affected", "no successful logons of this account in the telemetry")
      : answered(
          "affected",
          `${plural(hosts.length, "host")}: ${fitted(
            hosts.map((row) => shortHost(row.other)),
            maxValue - 12,
          )}`,
        );
  }
  return unanswered("affected", "the start of this process is not in the telemetry");
}

const nameAt = (one: Case, place: string): string => shortHost(one.assetAt(place)?.name ?? place);

/** What was announced, and what the data itself can say in its favour; lists nobody imported are named as missing. */
export function answerBenign(one: Case): Answer {
  const { focus, baseline, identity, sanctioned } = one;
  const found: string[] = [...sanctioned.reasons];
  const sources = sourcesOf(one);
  const self = selfOf(one);
  if (sources.length > 1 && isHub(sources.length, baseline.sources))
    found.push(`${sources.length} of ${baseline.sources} sources reach ${focus.destination ?? "it"}`);
  if (self !== undefined && self.image_hosts >= 5 && self.image_hosts >= baseline.sources / 4)
    found.push(`${plural(self.image_hosts, "host")} run the same image`);
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

export function answerReach(one: Case): Answer {
  const { focus, identity, facts } = one;
  const groups = isKnown(identity.person) ? identity.person.value.fields.get("groups") : undefined;
  const isAdmin = groups !== undefined && /admin/i.test(groups);
  const contacted = focus.process === undefined ? (facts.contacts.get(focus.no) ?? []) : contactedBy(one, focus.process);
  const internal = contacted.filter(
    (row) => !isGroupAddress(row.destination) && (isInternalIp(row.destination) || one.assetAt(row.destination) !== undefined),
  );
  const logons =
    focus.account === undefined
      ? []
      : (facts.presence.get(presenceKey("host-of-account", focus.account.toLowerCase().split("\\").at(-1) ?? "")) ?? []);
  const detail = [
    ["groups", groups],
    [
      "internal hosts contacted",
      internal.length === 0
        ? undefined
        : listed(
            internal.map((row) => row.destination),
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
  const parts = [
    ...(isAdmin ? [adminGroups(groups)] : []),
    ...(internal.length > 0 ? [`${plural(internal.length, "internal host")} contacted`] : []),
    ...(logons.length > 0 ? [`logons on ${plural(logons.length, "host")}`] : []),
  ];
  if (parts.length > 0) return answered("reach", fitted(parts, maxValue, "; "), detail);
  return unanswered(
    "reach",
    groups === undefined ? "no groups imported; no internal contact or logon" : "no admin group, internal contact or logon",
    detail,
  );
}
