import { isGroupAddress } from "../entities/address.ts";
import { stateOf, baselineText } from "./baseline.ts";
import { assetLine } from "./draw-identity.ts";
import { isKnown } from "./known.ts";
import { drawPeers, isHub, sourcesOf } from "./draw-peers.ts";
import type { Case } from "./case-facts.ts";
import type { Draft } from "./draft.ts";
import type { Contact, Reached } from "./fact-rows.ts";
import { dayUs } from "./focus.ts";
import { criticalityTitles } from "../inventory/criticality.ts";
import { destinationThing, hostOrAddress, type Thing } from "../entities/things.ts";
import { plural, shortHost, stamp } from "./words.ts";

/** The source the subject names, as the middle of the picture. */
export function drawSource(draft: Draft, one: Case): string | undefined {
  const { focus } = one;
  if (focus.source === undefined) return undefined;
  const thing = hostOrAddress(focus.source);
  const level = thing.type === "host" ? (one.criticality ?? 0) : 0;
  const isScored = focus.process === undefined && focus.account === undefined;
  return draft.node({
    ...thing,
    sublabel: thing.type === "host" ? assetLine(one) : isKnown(one.identity.device) ? shortHost(one.identity.device.value.name) : "",
    role: isScored ? "subject" : "asset",
    layer: isScored ? 1 : 0,
    slot: isScored ? "subject" : "identity",
    badges: level >= 3 ? [`critical: ${criticalityTitles[level]}`] : [],
    why: isScored ? "the source the model scored" : "the host it happened on",
    criticality: level,
  });
}

/** The scored destination: its addresses, and who else reached it. */
export function drawDestination(draft: Draft, one: Case, sourceId: string): void {
  const { focus, facts, baseline } = one;
  if (focus.destination === undefined) return;
  const reached = facts.reached.get(focus.destination) ?? [];
  const sources = sourcesOf(one);
  const mine = sources.find((row) => row.other === focus.source);
  const first = sources.reduce((least, row) => Math.min(least, row.first_seen), mine?.first_seen ?? focus.anomaly.fromUs);
  const frequency = { firstUs: first, days: mine?.days ?? 1, sharers: sources.length, of: baseline.sources };
  const state = stateOf(frequency, focus, baseline);
  const isNew = state === "new";
  const id = draft.node({
    ...destinationThing(focus.destination),
    sublabel: ofSources(sources.length, baseline.sources),
    role: "subject",
    layer: 2,
    slot: "subject",
    isNew,
    firstSeen: first,
    lastSeen: mine?.last_seen,
    count: mine?.n ?? focus.anomaly.body.evidenceCount,
    why: `the destination the model scored; first seen by anyone ${stamp(first)} (${baselineText(baseline)})`,
  });
  draft.edge({
    src: sourceId,
    dst: id,
    relation: focus.isDomain ? "asked for" : "contacted",
    from: mine?.first_seen,
    to: mine?.last_seen,
    n: focus.anomaly.body.evidenceCount,
    state: "evidence",
    why: `${plural(focus.anomaly.body.evidenceCount, "event")} behind the score, on ${plural(mine?.days ?? 1, "day")} of ${baseline.coverageDays}; ${sources.length} of ${baseline.sources} sources ever`,
    events: focus.anomaly.body.evidence.map((ref) => ref.eventId),
    evidence: {
      prior: 3,
      days: mine?.days ?? 1,
      coverageDays: baseline.coverageDays,
      peers: { having: Math.max(0, sources.length - 1), of: Math.max(0, baseline.sources - 1) },
      isFirstSeen: isNew,
      baselineDays: baseline.days,
      distanceUs: 0,
      isEvidence: true,
      degree: sources.length,
      confidence: 1,
      criticality: 0,
    },
  });
  drawAddresses(draft, reached, id);
  drawPeers(draft, one, sources, id);
}

function drawAddresses(draft: Draft, reached: readonly Reached[], destinationId: string): void {
  for (const row of reached.filter((r) => r.relation !== "source")) {
    const thing: Thing = destinationThing(row.other);
    const isAddress = row.relation === "address";
    draft.node({
      ...thing,
      sublabel: isAddress ? `its address · ${plural(row.n, "event")}` : `its name · ${plural(row.n, "event")}`,
      role: "context",
      layer: 3,
      slot: "evidence",
      firstSeen: row.first_seen,
      lastSeen: row.last_seen,
      count: row.n,
      why: isAddress ? "the address it was reached at" : "a name below or for it",
    });
    draft.edge({
      src: destinationId,
      dst: thing.id,
      relation: isAddress ? "reached at" : "as",
      from: row.first_seen,
      to: row.last_seen,
      n: row.n,
      state: "usual",
      why: `${plural(row.n, "event")} on ${plural(row.days, "day")}`,
      evidence: {
        prior: 2,
        days: row.days,
        coverageDays: row.days,
        isFirstSeen: false,
        baselineDays: 0,
        distanceUs: 0,
        isEvidence: false,
        degree: 1,
        confidence: 1,
        criticality: 0,
      },
    });
  }
}

/** Whom else the source talked to in the recent period: new and rare ones by name, the usual ones folded later. */
export function drawContacts(draft: Draft, one: Case, sourceId: string): void {
  const { focus, facts, baseline } = one;
  for (const row of facts.contacts.get(focus.no) ?? []) {
    if (row.destination === focus.destination || row.destination === focus.source || isGroupAddress(row.destination)) continue;
    const thing = destinationThing(row.destination);
    if (draft.nodes.get(thing.id)?.role === "subject") continue;
    const state = stateOf({ firstUs: row.first_seen, days: row.days, sharers: sharersOf(row, one), of: baseline.sources }, focus, baseline);
    const asset = one.assetAt(row.destination);
    const level = asset?.criticality ?? 0;
    draft.node({
      ...thing,
      type: asset === undefined ? thing.type : "host",
      label: asset?.name ?? thing.label,
      sublabel:
        asset === undefined
          ? ofSources(sharersOf(row, one), baseline.sources)
          : [asset.role, thing.label].filter((text) => text !== undefined).join(" · "),
      role: "context",
      layer: 2,
      slot: "activity",
      isNew: state === "new",
      firstSeen: row.first_seen,
      lastSeen: row.last_seen,
      count: row.n,
      badges: [
        ...(level >= 3 ? [`critical: ${criticalityTitles[level]}`] : []),
        ...(isHub(sharersOf(row, one), baseline.sources) ? ["shared"] : []),
      ],
      why: contactWhy(row, one),
      criticality: level,
    });
    draft.edge({
      src: sourceId,
      dst: thing.id,
      relation: "contacted",
      from: Math.max(row.first_seen, focus.recentFromUs),
      to: row.last_seen,
      n: row.n,
      state,
      why: contactWhy(row, one),
      evidence: {
        prior: 1,
        days: row.days,
        coverageDays: baseline.coverageDays,
        peers: { having: Math.max(0, sharersOf(row, one) - 1), of: Math.max(0, baseline.sources - 1) },
        isFirstSeen: state === "new",
        baselineDays: baseline.days,
        distanceUs: state === "new" ? row.first_seen - focus.anchorUs : dayUs / 4,
        isEvidence: false,
        degree: sharersOf(row, one),
        confidence: 1,
        criticality: level,
      },
    });
  }
}

const sharersOf = (row: Contact, one: Case): number => (one.baseline.isInternalOnly ? row.internal_sources : row.destination_sources);

const ofSources = (n: number, of: number): string => `${n.toLocaleString("en-US")} of ${plural(of, "source")}`;

const contactWhy = (row: Contact, one: Case): string =>
  `${plural(row.n, "contact")} in the recent period, ${row.n_before} before; on ${row.days} of ${plural(one.baseline.coverageDays, "day")}; ` +
  `${sharersOf(row, one)} of ${one.baseline.sources} sources; first seen ${stamp(row.first_seen)} (${baselineText(one.baseline)})`;
