import { stateOf } from "./baseline.ts";
import type { Case } from "./case-facts.ts";
import type { Draft } from "./draft.ts";
import type { Presence } from "./fact-rows.ts";
import { presenceKey } from "./facts.ts";
import { isKnown } from "./known.ts";
import { accountThing, hostOrAddress, isMachineAccount } from "../entities/things.ts";
import { plural, stamp } from "./words.ts";

const shortName = (account: string): string => account.toLowerCase().split("\\").at(-1) ?? account;

/** For an account subject: where it logged on and from where. */
export function drawAccountPlaces(draft: Draft, one: Case): void {
  const { focus, facts, identity } = one;
  if (focus.account === undefined || !isKnown(identity.account)) return;
  const device = isKnown(identity.device) ? identity.device.value.name : undefined;
  const account = accountThing(identity.account.value.name, identity.account.value.domain, device).id;
  for (const row of facts.presence.get(presenceKey("host-of-account", shortName(focus.account))) ?? [])
    place(draft, one, row, account, "logged on to", 2);
  for (const row of facts.presence.get(presenceKey("address-of-account", shortName(focus.account))) ?? [])
    place(draft, one, row, account, "came from", 0);
}

function place(draft: Draft, one: Case, row: Presence, account: string, relation: string, layer: 0 | 2): void {
  const { focus, baseline } = one;
  const thing = hostOrAddress(row.other);
  const isSubject = row.other === focus.source;
  const state = stateOf({ firstUs: row.first_seen, days: row.days, sharers: 1, of: 1 }, focus, baseline);
  const why = `${plural(row.n, "event")} on ${plural(row.days, "day")}, first ${stamp(row.first_seen)}`;
  draft.node({
    ...thing,
    sublabel: `seen on ${plural(row.days, "day")}`,
    role: isSubject ? "subject" : "context",
    layer,
    slot: isSubject ? "subject" : "activity",
    isNew: state === "new",
    firstSeen: row.first_seen,
    lastSeen: row.last_seen,
    count: row.n,
    why,
  });
  const isOutward = relation === "logged on to";
  draft.edge({
    src: isOutward ? account : thing.id,
    dst: isOutward ? thing.id : account,
    relation: isOutward ? relation : "origin of",
    from: row.first_seen,
    to: row.last_seen,
    n: row.n,
    state: isSubject ? "evidence" : state,
    why,
    evidence: {
      prior: 2,
      days: row.days,
      coverageDays: baseline.coverageDays,
      isFirstSeen: state === "new",
      baselineDays: baseline.days,
      distanceUs: state === "new" ? row.first_seen - focus.anchorUs : 3_600_000_000,
      isEvidence: isSubject,
      degree: 1,
      confidence: 1,
      criticality: one.assetAt(row.other)?.criticality ?? 0,
    },
  });
}

/** Other people seen on the host, for subjects that are not about one account: shared use is context. */
export function drawOtherAccounts(draft: Draft, one: Case, hostId: string | undefined): void {
  const { identity, facts } = one;
  if (hostId === undefined || one.focus.account !== undefined || !isKnown(identity.device)) return;
  const name = identity.device.value.name.toLowerCase();
  const known = isKnown(identity.account) ? identity.account.value.name.toLowerCase() : undefined;
  for (const row of facts.presence.get(presenceKey("account-on-host", name)) ?? []) {
    if (isMachineAccount(row.other) || row.other.toLowerCase() === known) continue;
    const thing = accountThing(row.other, row.domain ?? undefined, name);
    const state = stateOf({ firstUs: row.first_seen, days: row.days, sharers: 1, of: 1 }, one.focus, one.baseline);
    const why = `${plural(row.n, "event")} on this host, first ${stamp(row.first_seen)}`;
    draft.node({
      ...thing,
      sublabel: `seen on ${plural(row.days, "day")}`,
      role: "context",
      layer: 0,
      slot: "activity",
      isNew: state === "new",
      firstSeen: row.first_seen,
      lastSeen: row.last_seen,
      count: row.n,
      why,
    });
    draft.edge({
      src: thing.id,
      dst: hostId,
      relation: "uses",
      from: row.first_seen,
      to: row.last_seen,
      n: row.n,
      state,
      why,
      evidence: {
        prior: 2,
        days: row.days,
        coverageDays: one.baseline.coverageDays,
        isFirstSeen: state === "new",
        baselineDays: one.baseline.days,
        distanceUs: Math.max(0, one.focus.anchorUs - row.last_seen, row.first_seen - one.focus.anchorUs),
        isEvidence: false,
        degree: 1,
        confidence: 1,
        criticality: 0,
      },
    });
  }
}
