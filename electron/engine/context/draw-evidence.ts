import { isGroupAddress } from "../entities/address.ts";
import { eventIdOf, type Case } from "./case-facts.ts";
import type { Draft } from "./draft.ts";
import type { Moment } from "./fact-rows.ts";
import { accountThing, destinationThing, hostOrAddress, imageKey, isMachineAccount, processThing, type Thing } from "../entities/things.ts";
import { commandHead } from "./words.ts";

interface Link {
  readonly src: Thing;
  readonly relation: string;
  readonly dst: Thing;
  /** Of the far end, where it is a process. */
  readonly alike?: string | undefined;
  readonly line?: string | undefined;
}

const actorOf = (moment: Moment): Thing | undefined =>
  moment.actor_uid === null ? undefined : processThing(moment.device ?? undefined, moment.actor_uid, moment.actor_name ?? undefined);

const placeOf = (moment: Moment): Thing | undefined => {
  const where = moment.src_ip ?? moment.device;
  return where === null ? undefined : hostOrAddress(where);
};

/** Who did what to whom in one event. Who ran a process is told of the scored one only: all it started ran as the same. */
function linksOf(moment: Moment, scored: string | undefined): Link[] {
  const actor = actorOf(moment) ?? placeOf(moment);
  const user =
    moment.user_name === null || isMachineAccount(moment.user_name)
      ? undefined
      : accountThing(moment.user_name, moment.user_domain ?? undefined, moment.device ?? undefined);
  const target =
    moment.target_uid === null ? undefined : processThing(moment.device ?? undefined, moment.target_uid, moment.target_name ?? undefined);
  const device = moment.device === null ? undefined : hostOrAddress(moment.device);
  const join = (src: Thing | undefined, relation: string, dst: Thing | undefined): Link[] =>
    src === undefined || dst === undefined ? [] : [{ src, relation, dst }];
  const far = moment.dst_name ?? moment.dst_ip;
  switch (moment.class) {
    case "network_activity":
    case "http_activity":
      return far === null || isGroupAddress(far) ? [] : join(actor, "contacted", destinationThing(far));
    case "dns_activity":
      return moment.dst_name === null ? [] : join(actor, "asked for", destinationThing(moment.dst_name));
    case "process_activity": {
      const relation =
        moment.activity_id === 1 ? "started" : moment.activity_id === 3 ? "opened" : moment.activity_id === 4 ? "injected into" : undefined;
      const alike = imageKey(moment.device, moment.target_name);
      const line = moment.activity_id === 1 ? commandHead(moment.detail) : "";
      return [
        ...(relation === undefined ? [] : join(actorOf(moment), relation, target).map((link) => ({ ...link, alike, line }))),
        ...(moment.activity_id === 1 && (scored === undefined || moment.target_uid === scored) ? join(user, "ran", target) : []),
      ];
    }
    case "authentication":
      return [
        ...join(user, "logged on to", device),
        ...(moment.src_ip === null ? [] : join(hostOrAddress(moment.src_ip), "origin of", user)),
      ];
    default:
      return [];
  }
}

/** The things named by the events behind the score, with edges that stay whatever the budget says. */
export function drawEvidence(draft: Draft, one: Case): void {
  const counts = new Map<string, { link: Link; moments: Moment[] }>();
  for (const moment of one.evidence)
    for (const link of linksOf(moment, one.focus.process)) {
      const id = `${link.src.id} ${link.relation} ${link.dst.id}`;
      const known = counts.get(id);
      if (known === undefined) counts.set(id, { link, moments: [moment] });
      else known.moments.push(moment);
    }
  for (const { link, moments } of counts.values()) {
    const times = moments.map((moment) => moment.time);
    const from = Math.min(...times);
    const why = "named by the events behind the score";
    draft.node({ ...link.src, role: "evidence", layer: 1, slot: "evidence", firstSeen: from, why });
    draft.node({
      ...link.dst,
      role: "evidence",
      layer: 2,
      slot: "evidence",
      firstSeen: from,
      why,
      alike: link.alike,
      line: link.line,
      sublabel: link.line ?? "",
    });
    draft.edge({
      src: link.src.id,
      dst: link.dst.id,
      relation: link.relation,
      from,
      to: Math.max(...times),
      n: moments.length,
      state: "evidence",
      why: `${moments.length} of the events behind the score`,
      events: moments.map(eventIdOf),
      evidence: {
        prior: 3,
        days: 1,
        coverageDays: one.baseline.coverageDays,
        isFirstSeen: false,
        baselineDays: one.baseline.days,
        distanceUs: from - one.focus.anchorUs,
        isEvidence: true,
        degree: 1,
        confidence: 1,
        criticality: 0,
      },
    });
  }
}
