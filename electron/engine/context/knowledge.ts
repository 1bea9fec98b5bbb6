import type { z } from "zod";
import type { ContextMeasure, CrownPath, PeerGroup } from "../../../shared/contract/context-graph.ts";
import type { Reader } from "../duckdb/read-rows.ts";
import { invariant } from "../../../shared/lib/invariant.ts";
import { accountThing, hostOrAddress } from "../entities/things.ts";
import {
  type ComparedSpan,
  type Coverage,
  type Degree,
  dayOf,
  type DaySpan,
  type EdgeStatistics,
  readCoverage,
  readDegrees,
  readHistories,
  type RelationKey,
} from "../relations/relations.ts";
import { readAddressesHeld } from "../inventory/read-rows-at.ts";
import type { Database } from "../sqlite/database.ts";
import type { Case } from "./case-facts.ts";
import { type Crowns, readCrowns } from "./crowns.ts";
import { readThingDays } from "./days-of-things.ts";
import type { Draft } from "./draft.ts";
import { type Estate, estateAt } from "./estate.ts";
import { dayUs } from "./focus.ts";
import { readHistory } from "./history.ts";
import { isKnown } from "./known.ts";
import { toMeasures } from "./measures.ts";
import { type Peers, peersOf, readPeersHaving } from "./peers.ts";

export interface Drawn {
  readonly one: Case;
  readonly draft: Draft;
}

/** What relation days, inventories and verdicts know of one drawing. */
export interface Knowledge {
  readonly days: ComparedSpan;
  readonly coverage: Coverage;
  readonly degrees: ReadonlyMap<string, readonly Degree[]>;
  readonly crowns: Crowns;
  readonly crown: z.infer<typeof CrownPath> | undefined;
  readonly peers: z.infer<typeof PeerGroup>;
  /** Of the peers who did what was scored, the one most alike, by place in `peers.members`. */
  readonly nearest: number | undefined;
  /** By entity, in bits. */
  readonly history: ReadonlyMap<string, number>;
  readonly measures: readonly ContextMeasure[];
  statisticsOf(relation: RelationKey): EdgeStatistics | undefined;
  /** Of the peer group; undefined without one, or for what somebody else did. */
  peersHaving(relation: RelationKey): { readonly having: number; readonly of: number } | undefined;
}

const baselineDays = 30;

export const spanOf = ({ focus }: Case): ComparedSpan => {
  const fromDay = dayOf(focus.recentFromUs);
  return { fromDay, toDay: Math.max(fromDay, dayOf(focus.anomaly.toUs - 1)), baselineDay: fromDay - baselineDays };
};

/** Under which keys the subject acts: the account first, then its address and its device. */
export function subjectKeys({ focus, identity }: Case): string[] {
  const device = isKnown(identity.device) ? identity.device.value.name : undefined;
  return [
    ...(isKnown(identity.account) ? [accountThing(identity.account.value.name, identity.account.value.domain, device).id] : []),
    ...(focus.source === undefined ? [] : [hostOrAddress(focus.source).id]),
    ...(device === undefined ? [] : [hostOrAddress(device).id]),
  ];
}

/** The keys whose day is told, with the days they mean the subject: the account's when it was scored, else those of the source. */
function measuredKeys(db: Database, one: Case, estate: Estate, span: ComparedSpan): { readonly key: string; readonly meant: DaySpan }[] {
  const { focus, identity } = one;
  const always = { fromDay: 0, toDay: span.toDay };
  const [first] = subjectKeys(one);
  if (focus.account !== undefined) return first === undefined ? [] : [{ key: first, meant: always }];
  const host = isKnown(identity.device) ? hostOrAddress(identity.device.value.name).id : undefined;
  const hostKeys = host === undefined ? [] : [{ key: host, meant: always }];
  if (focus.source === undefined || !focus.isSourceAddress) return hostKeys;
  // Leases hand one address to many devices: only the days on which this one held it are its own.
  const identifiers = host === undefined ? [] : (estate.rowOf(host)?.identifiers ?? [host]);
  const held = readAddressesHeld(db, identifiers, (span.toDay - baselineDays) * dayUs, focus.anomaly.toUs).map((lease) => ({
    key: `ip:${lease.ip}`,
    meant: { fromDay: dayOf(lease.from_us), toDay: Math.min(span.toDay, dayOf(lease.to_us)) },
  }));
  const leases = [...new Map(held.map((lease) => [JSON.stringify(lease), lease])).values()];
  return leases.length > 0 ? [...leases, ...hostKeys] : [{ key: hostOrAddress(focus.source).id, meant: always }];
}

const keyText = ({ src, dst, type }: RelationKey): string => JSON.stringify([src, dst, type]);

const relationsOf = (draft: Draft): RelationKey[] => [
  ...new Map(
    [...draft.edges.values()].flatMap(({ counted }) => (counted === undefined ? [] : [[keyText(counted), counted] as const])),
  ).values(),
];

/** Asks for everything the drawings of a run need, with one statement of each kind for all of them. */
export async function readKnowledge(db: Database, reader: Reader, drawn: readonly Drawn[]): Promise<Knowledge[]> {
  const places = drawn.map(({ one }, no) => ({ no, one, span: spanOf(one), estate: estateAt(db, one.focus.anchorUs) }));
  const asked = drawn.flatMap(({ draft }, no) => relationsOf(draft).map((relation) => ({ no, relation })));
  const groups = new Map(places.map(({ no, one, span, estate }) => [no, peersOf(db, one, estate, daysBack(span))]));
  const mine = asked.filter(({ no, relation }) => drawn[no] !== undefined && subjectKeys(drawn[no].one).includes(relation.src));
  const things = places.flatMap(({ no, one, span, estate }) =>
    measuredKeys(db, one, estate, span).map((each) => ({ no, ...each, fromDay: span.toDay - baselineDays })),
  );
  const [having, degrees, statistics, days, coverage, crowns] = await Promise.all([
    readPeersHaving(
      reader,
      groups,
      mine.map(({ no, relation }) => ({ groupNo: no, relation })),
    ),
    readDegrees(reader, [...new Set(asked.map(({ relation }) => relation.dst))].toSorted()),
    readHistories(
      reader,
      asked.flatMap(({ no, relation }) => (places[no] === undefined ? [] : [{ ...relation, days: places[no].span }])),
    ),
    readThingDays(reader, things),
    readCoverage(reader),
    readCrownsOf(reader, places),
  ]);
  const keyOf = new Map(things.toReversed().map(({ no, key }) => [no, key]));
  const ownOf = Map.groupBy(
    asked.map((each, i) => ({ ...each, found: statistics.get(i) })),
    ({ no }) => no,
  );
  const sharedOf = Map.groupBy(
    mine.map((each, i) => ({ ...each, sharers: having.get(i)?.sharers ?? 0, nearest: having.get(i)?.nearest })),
    ({ no }) => no,
  );
  return drawn.map(({ one, draft }, no) => {
    const span = spanOf(one);
    const peers = groups.get(no);
    const own = new Map((ownOf.get(no) ?? []).map(({ relation, found }) => [keyText(relation), found]));
    const shared = new Map((sharedOf.get(no) ?? []).map(({ relation, sharers }) => [keyText(relation), sharers]));
    const scored = scoredRelation(one, draft);
    const covered = coverage.daysWith(kindOf(keyOf.get(no) ?? ""), { fromDay: span.toDay - baselineDays, toDay: span.toDay - 1 });
    return {
      days: span,
      coverage,
      degrees,
      crowns: crowns(no),
      crown: crowns(no).pathOf(subjectKeys(one)),
      peers: withHaving(peers, scored, shared),
      nearest: (sharedOf.get(no) ?? []).find(({ relation }) => scored !== undefined && keyText(relation) === keyText(scored))?.nearest,
      history: readHistory(db, one.focus.anomaly, [...draft.nodes.keys()]),
      measures: keyOf.has(no) ? toMeasures(days.get(no) ?? [], span.toDay, covered) : [],
      statisticsOf: (relation) => own.get(keyText(relation)),
      peersHaving: (relation) => {
        const n = shared.get(keyText(relation));
        return n === undefined || peers === undefined || peers.group.noneBecause !== null
          ? undefined
          : { having: n, of: peers.group.members.length };
      },
    };
  });
}

interface Place {
  readonly no: number;
  readonly one: Case;
  readonly span: ComparedSpan;
  readonly estate: Estate;
}

/** By number: of each case over its own days, so that it is the same whichever others are built with it. */
async function readCrownsOf(reader: Reader, places: readonly Place[]): Promise<(no: number) => Crowns> {
  const estates = [...new Set(places.map(({ estate }) => estate))];
  const keyOf = ({ estate, span }: Place): string => `${estates.indexOf(estate)} ${span.baselineDay} ${span.toDay}`;
  const read = await Promise.all(
    [...Map.groupBy(places, keyOf).values()].flatMap((alike) => {
      const [first] = alike;
      const starts = alike.flatMap(({ one }) => subjectKeys(one));
      return first === undefined
        ? []
        : [readCrowns(reader, first.estate, daysBack(first.span), starts).then((crowns) => alike.map(({ no }) => [no, crowns] as const))];
    }),
  );
  const crowns = new Map(read.flat());
  return (no) => {
    const found = crowns.get(no);
    invariant(found !== undefined, "every case has its days");
    return found;
  };
}

const daysBack = (span: ComparedSpan) => ({ fromDay: span.baselineDay, toDay: span.toDay });

/** The kind telemetry counts a key's things under. */
export const kindOf = (key: string): string => {
  const prefix = key.slice(0, key.indexOf(":"));
  return prefix === "proc" ? "process" : prefix;
};

/** What the subject did to what was scored with it. */
function scoredRelation(one: Case, draft: Draft): RelationKey | undefined {
  const keys = subjectKeys(one);
  return [...draft.edges.values()].find(
    ({ counted, dst, state }) =>
      state === "evidence" && counted !== undefined && keys.includes(counted.src) && draft.nodes.get(dst)?.role === "subject",
  )?.counted;
}

function withHaving(
  peers: Peers | undefined,
  scored: RelationKey | undefined,
  shared: ReadonlyMap<string, number>,
): z.infer<typeof PeerGroup> {
  if (peers === undefined) return { by: "", noneBecause: "nothing to compare it with", members: [], having: null };
  const isComparable = peers.group.noneBecause === null && scored !== undefined;
  return { ...peers.group, having: isComparable ? (shared.get(keyText(scored)) ?? 0) : null };
}
