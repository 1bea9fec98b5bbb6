import type { ContextEdge, ContextNode } from "../../../shared/contract/context-graph.ts";
import { type DaySpan, dayOf } from "../relations/relations.ts";
import { relationWord } from "../relations/relation-words.ts";
import type { AssetLookup } from "./asset-lookup.ts";
import { displayText, plural, stamp } from "./words.ts";

/** A first sighting says something only when there was telemetry for so many days before. */
const leastDaysBefore = 2;
const rareDays = 2;
/** With this many neighbours a thing is shared by everyone, and passing through it says nothing. */
export const sharedFrom = 200;
const maxLabel = 200;
const lastDay = 2 ** 31 - 1;

interface Window {
  readonly from?: number | undefined;
  readonly to?: number | undefined;
}

/** The days a window touches; all of them without one. */
export const daysOf = ({ from, to }: Window): DaySpan => ({
  fromDay: from === undefined ? 0 : dayOf(from),
  toDay: to === undefined ? lastDay : dayOf(to),
});

export interface SeenThing {
  readonly key: string;
  readonly kind: string;
  readonly label: string;
  /** Things it has to do with in all of the data, at least. */
  readonly neighbours: number;
}

export interface SeenRelation {
  readonly src: string;
  readonly dst: string;
  readonly type: string;
  readonly n: number;
  readonly days: number;
  /** Ever, and last within the window. */
  readonly firstSeen: number;
  readonly lastSeen: number;
}

export interface CaseDays {
  /** First day of the case's window. */
  readonly day: number;
  /** Days before it with telemetry of the kind; a first sighting needs some. */
  readonly daysBefore: (type: string) => number;
  readonly assetAt: AssetLookup;
}

const stateOf = (seen: SeenRelation, { day, daysBefore }: CaseDays): ContextEdge["state"] => {
  if (dayOf(seen.firstSeen) >= day && daysBefore(seen.type) >= leastDaysBefore) return "new";
  return seen.days <= rareDays ? "rare" : "usual";
};

/** A relation of the telemetry as an edge. It is kept by day, so that it names no single events. */
export function toWidenedEdge(seen: SeenRelation, days: CaseDays): ContextEdge {
  return {
    id: `${seen.src} ${seen.type} ${seen.dst}`,
    src: seen.src,
    dst: seen.dst,
    relation: relationWord(seen.type),
    from: seen.firstSeen,
    to: seen.lastSeen,
    n: seen.n,
    state: stateOf(seen, days),
    why: `${plural(seen.n, "time")} on ${plural(seen.days, "day")}, first ${stamp(seen.firstSeen)}, last ${stamp(seen.lastSeen)}`,
    events: [],
    conf: 1,
    score: 0,
    reasons: [],
    baseline: null,
  };
}

export function toWidenedNode(thing: SeenThing, edge: ContextEdge | undefined, days: CaseDays): ContextNode {
  const asset = thing.kind === "host" || thing.kind === "ip" ? days.assetAt(thing.label) : undefined;
  const level = asset?.criticality ?? 0;
  const isShared = thing.neighbours >= sharedFrom;
  const isOut = edge?.dst === thing.key;
  return {
    id: thing.key,
    type: thing.kind,
    label: displayText(asset?.name ?? (thing.label === "" ? thing.key : thing.label), maxLabel),
    sublabel: displayText(asset?.role ?? "", maxLabel),
    role: "context",
    layer: isOut ? 3 : 0,
    isNew: edge?.state === "new",
    firstSeen: edge?.from ?? null,
    lastSeen: edge?.to ?? null,
    count: 1,
    criticality: level,
    conf: 1,
    score: 0,
    badges: [...(level >= 3 ? [`critical: ${level === 4 ? "extreme" : "high"}`] : []), ...(isShared ? ["shared"] : [])],
    why: `has to do with at least ${plural(thing.neighbours, "thing")} in all of the telemetry`,
  };
}
