import { z } from "zod";
import type { PeerGroup } from "../../../shared/contract/context-graph.ts";
import { displayText } from "../../../shared/lib/display-text.ts";
import { integers, readRows, texts, type Reader } from "../duckdb/read-rows.ts";
import { accountThing, hostOrAddress } from "../entities/things.ts";
import { readAddressesHeld } from "../inventory/read-rows-at.ts";
import { nodeId } from "../relations/node-id.ts";
import { dayOf, type DaySpan, type RelationKey } from "../relations/relations.ts";
import { loadText } from "../runtime.ts";
import type { Database } from "../sqlite/database.ts";
import type { Case } from "./case-facts.ts";
import type { Estate, EstateRow } from "./estate.ts";
import { dayUs } from "./focus.ts";
import { isKnown } from "./known.ts";
import { leastPeers } from "./peer-group.ts";

const havingSql = loadText(import.meta.url, "peers-having.sql");
const Having = z.object({ edge_no: z.number(), sharers: z.number(), member_no: z.number() });

interface MemberId {
  readonly memberNo: number;
  readonly id: string;
  readonly days: DaySpan;
}

/** Whom a subject is compared with, and under which ids telemetry knows them. */
export interface Peers {
  readonly group: PeerGroup;
  readonly ids: readonly MemberId[];
}

const none = (because: string): Peers => ({ group: { by: "", noneBecause: because, members: [], having: null }, ids: [] });

/** The subject's row: of the account it is about, else of its device. */
function rowOf(one: Case, estate: Estate): EstateRow | undefined {
  const { focus, identity } = one;
  const device = isKnown(identity.device) ? identity.device.value.name : undefined;
  if (focus.account !== undefined && isKnown(identity.account))
    return estate.rowOf(accountThing(identity.account.value.name, identity.account.value.domain, device).id);
  const key = device === undefined ? undefined : hostOrAddress(device).id;
  return key === undefined ? undefined : (estate.rowOf(key) ?? estate.rowOf(`host:name:${device?.split(".")[0]?.toLowerCase() ?? ""}`));
}

/** The subject's peers as of its time. Hosts are looked for under their names and the addresses leases gave them on each day. */
export function peersOf(db: Database, one: Case, estate: Estate, days: DaySpan): Peers {
  const row = rowOf(one, estate);
  if (row === undefined) return none(one.focus.account === undefined ? "its device is in no inventory" : "the account is in no directory");
  const found = estate.peersOf(row);
  if (found.length < leastPeers)
    return none(found.length === 0 ? "nobody is like it" : `only ${found.length === 1 ? "one is" : `${found.length} are`} like it`);
  const rows = found.map((peer) => ({ peer, row: estate.rowOf(peer.key) }));
  const ids = rows.flatMap(({ row: member }, memberNo) =>
    (member?.identifiers ?? [])
      .filter((identifier) => identifier.startsWith(`${row.kind}:`) || (row.kind === "host" && identifier.startsWith("ip:")))
      .map((key) => ({ memberNo, id: nodeId(key), days })),
  );
  const members = rows.map(({ peer, row: member }) => ({
    key: peer.key,
    label: displayText(member?.label ?? peer.key),
    alike: peer.alike,
  }));
  const group = { by: displayText(row.by), noneBecause: null, members, having: null };
  return {
    group,
    ids:
      row.kind === "host"
        ? [
            ...ids,
            ...leased(
              db,
              rows.map((one) => one.row),
              days,
            ),
          ]
        : ids,
  };
}

function leased(db: Database, rows: readonly (EstateRow | undefined)[], days: DaySpan): MemberId[] {
  const memberOf = new Map(
    rows.flatMap((row, memberNo) =>
      (row?.identifiers ?? []).filter((key) => /^(?:host|mac):/.test(key)).map((key) => [key, memberNo] as const),
    ),
  );
  return readAddressesHeld(db, [...memberOf.keys()].toSorted(), days.fromDay * dayUs, (days.toDay + 1) * dayUs).map((held) => ({
    memberNo: memberOf.get(held.identifier) ?? 0,
    id: nodeId(`ip:${held.ip}`),
    days: { fromDay: dayOf(held.from_us), toDay: dayOf(held.to_us) },
  }));
}

export interface PeerQuestion {
  readonly groupNo: number;
  readonly relation: RelationKey;
}

/** For each question, how many of its group had the relation and who of them is most alike; by its place. One query for all. */
export async function readPeersHaving(
  reader: Reader,
  groups: ReadonlyMap<number, Peers>,
  questions: readonly PeerQuestion[],
): Promise<ReadonlyMap<number, { readonly sharers: number; readonly nearest: number }>> {
  const members = [...groups].flatMap(([groupNo, { ids }]) => ids.map((id) => ({ groupNo, ...id })));
  if (members.length === 0 || questions.length === 0) return new Map();
  const tables = [
    {
      name: "members",
      columns: [
        integers(
          "group_no",
          members.map((m) => m.groupNo),
        ),
        integers(
          "member_no",
          members.map((m) => m.memberNo),
        ),
        texts(
          "id",
          members.map((m) => m.id),
        ),
        integers(
          "from_day",
          members.map((m) => m.days.fromDay),
        ),
        integers(
          "to_day",
          members.map((m) => m.days.toDay),
        ),
      ],
    },
    {
      name: "wanted",
      columns: [
        integers(
          "edge_no",
          questions.map((_, i) => i),
        ),
        integers(
          "group_no",
          questions.map((q) => q.groupNo),
        ),
        texts(
          "dst",
          questions.map((q) => nodeId(q.relation.dst)),
        ),
        texts(
          "type",
          questions.map((q) => q.relation.type),
        ),
      ],
    },
  ];
  const rows = await readRows(reader, "peers-having.sql", havingSql, tables, Having);
  return new Map(rows.map((row) => [row.edge_no, { sharers: row.sharers, nearest: row.member_no }]));
}
