import { stateOf } from "./baseline.ts";
import { isAddress, isInternalIp } from "../entities/address.ts";
import type { Case } from "./case-facts.ts";
import type { Draft } from "./draft.ts";
import type { EdgeEvidence } from "./edge-score.ts";
import type { Reached } from "./fact-rows.ts";
import { dayUs } from "./focus.ts";
import { isKnown } from "./known.ts";
import { hostOrAddress } from "../entities/things.ts";
import { plural, stamp } from "./words.ts";

/** Contacted by more sources than this, and by more than an eighth of all, a destination joins unrelated things and is not followed. */
const hubSources = 20;

export const othersId = (destination: string): string => `aggregate:others:${destination}`;

export const isHub = (sources: number, of: number): boolean => sources > hubSources && sources > of / 8;

/** Cases share what they reached, and so many sources of it. */
const outside = new WeakMap<readonly Reached[], ReadonlySet<Reached>>();

function outsideOf(rows: readonly Reached[]): ReadonlySet<Reached> {
  const known = outside.get(rows) ?? new Set(rows.filter((row) => isAddress(row.other) && !isInternalIp(row.other)));
  outside.set(rows, known);
  return known;
}

/** Sources of the scored destination, the estate's own where there are any. */
export function sourcesOf(one: Case): readonly Reached[] {
  const { focus, baseline, facts } = one;
  const rows = focus.destination === undefined ? undefined : facts.reached.get(focus.destination);
  if (rows === undefined) return [];
  const sources = rows.filter((row) => row.relation === "source");
  return baseline.isInternalOnly ? sources.filter((row) => row.other === focus.source || !outsideOf(rows).has(row)) : sources;
}

/** Without the subject itself, under its address or under its device's name. */
export function otherSources(one: Case): readonly Reached[] {
  const device = isKnown(one.identity.device) ? one.identity.device.value.name.toLowerCase() : undefined;
  return sourcesOf(one).filter((row) => row.other !== one.focus.source && row.other.toLowerCase() !== device);
}

/** Who else reached the scored destination: by name, unless everyone does. */
export function drawPeers(draft: Draft, one: Case, sources: readonly Reached[], destinationId: string): void {
  const { focus, baseline } = one;
  const others = otherSources(one);
  if (others.length === 0) return;
  if (isHub(sources.length, baseline.sources)) {
    const id = draft.node({
      id: othersId(destinationId),
      type: "host",
      label: `+${others.length}`,
      sublabel: "other sources",
      role: "aggregate",
      layer: 1,
      slot: "peers",
      count: others.length,
      why: `${others.length} of ${baseline.sources} sources reach it too: not followed`,
    });
    draft.edge({
      src: id,
      dst: destinationId,
      relation: "contacted",
      n: others.reduce((sum, row) => sum + row.n, 0),
      state: "usual",
      why: "shared by many",
      evidence: peerEvidence(one, sources.length, others[0]),
    });
    return;
  }
  for (const row of others) {
    const thing = hostOrAddress(row.other);
    const asset = one.assetAt(row.other);
    const state = stateOf({ firstUs: row.first_seen, days: row.days, sharers: sources.length, of: baseline.sources }, focus, baseline);
    draft.node({
      ...thing,
      type: asset === undefined ? thing.type : "host",
      label: asset?.name ?? thing.label,
      sublabel: `also, on ${plural(row.days, "day")} of ${baseline.coverageDays}`,
      role: "peer",
      layer: 1,
      slot: "peers",
      isNew: state === "new",
      firstSeen: row.first_seen,
      lastSeen: row.last_seen,
      count: row.n,
      why: `${plural(row.n, "contact")} with the same destination on ${plural(row.days, "day")}`,
    });
    draft.edge({
      src: thing.id,
      dst: destinationId,
      relation: "contacted",
      from: row.first_seen,
      to: row.last_seen,
      n: row.n,
      state,
      why: `${plural(row.n, "contact")}, first ${stamp(row.first_seen)}`,
      evidence: peerEvidence(one, sources.length, row),
    });
  }
}

const peerEvidence = (one: Case, degree: number, row: Reached | undefined): EdgeEvidence => ({
  prior: 1,
  days: row?.days ?? 1,
  coverageDays: one.baseline.coverageDays,
  isFirstSeen: (row?.first_seen ?? 0) >= one.focus.recentFromUs,
  baselineDays: one.baseline.days,
  distanceUs: row === undefined ? dayUs : Math.max(0, row.first_seen - one.focus.anomaly.toUs, one.focus.anchorUs - row.last_seen),
  isEvidence: false,
  degree,
  confidence: 1,
  criticality: 0,
});
