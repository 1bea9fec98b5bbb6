import { compareText } from "../../../shared/lib/compare-text.ts";
import { kindOf, shareable } from "./entity-words.ts";
import type { Finding } from "./finding.ts";

const hourUs = 3_600_000_000;

/**
 * How near and how shared. The limits were chosen on a simulated enterprise, where gathering is the same from 4 to 6 parties and from
 * 6 to 24 hours; a domain controller, proxy or scanner is far beyond them.
 */
export const gatheringLimits = {
  /** Windows may lie this far apart. */
  apartUs: 12 * hourUs,
  /** Of people, accounts or sources that something joins, or of places where an account or a person was. */
  parties: 5,
  /** Something that more than this many, and more than this share, of all anomalies name joins everything. */
  anomalies: 30,
  share: 1 / 8,
} as const;

export const gatheringRules: readonly string[] = [
  `Anomalies are gathered when they share an entity and at most ${gatheringLimits.apartUs / hourUs} hours lie between their windows.`,
  `Nothing is gathered through what more than ${gatheringLimits.parties} people, accounts or sources share, through accounts seen in more than ${gatheringLimits.parties} places, or through what more than ${gatheringLimits.anomalies} and an eighth of all anomalies name.`,
  "Programs are shared between hosts by their path, those in system and program folders not at all.",
];

export interface SharedEntity {
  readonly key: string;
  /** Finding keys, in the order of their windows. */
  readonly findings: readonly string[];
  /** People, accounts or sources it joins; of accounts and people the places. */
  readonly parties: number;
  readonly isFollowed: boolean;
}

/** Every entity of the findings that another finding could share, by key. Which are followed depends on all findings, not on their order. */
export function sharedEntities(findings: readonly Finding[]): ReadonlyMap<string, SharedEntity> {
  const naming = new Map<string, Finding[]>();
  for (const finding of inOrder(findings))
    for (const key of new Set(finding.entities.flatMap((entity) => shareable(entity) ?? []))) {
      const found = naming.get(key);
      if (found === undefined) naming.set(key, [finding]);
      else found.push(finding);
    }
  const shared = new Map<string, SharedEntity>();
  for (const key of [...naming.keys()].toSorted()) {
    const by = naming.get(key) ?? [];
    const isSomebody = kindOf(key) === "account" || kindOf(key) === "person";
    const parties = new Set(by.map((finding) => (isSomebody ? finding.place : finding.actor))).size;
    const isCrowded = by.length > gatheringLimits.anomalies && by.length > findings.length * gatheringLimits.share;
    shared.set(key, {
      key,
      findings: by.map((finding) => finding.key),
      parties,
      isFollowed: parties <= gatheringLimits.parties && !isCrowded,
    });
  }
  return shared;
}

/** Two findings that belong together, and how strongly: entities they share, then how near they are. */
export interface Link {
  readonly a: string;
  readonly b: string;
  readonly shared: number;
  readonly apartUs: number;
}

/** Links enough to connect whatever is connected: along each entity, each finding with the one before it that lasted longest. Strongest first. */
export function findLinks(findings: readonly Finding[], shared: ReadonlyMap<string, SharedEntity>): Link[] {
  const byKey = new Map(findings.map((finding) => [finding.key, finding]));
  const links = new Map<string, Link>();
  for (const { findings: along, isFollowed } of shared.values()) {
    if (!isFollowed) continue;
    let longest: Finding | undefined;
    for (const key of along) {
      const finding = byKey.get(key);
      if (finding === undefined) continue;
      const apartUs = longest === undefined ? Number.POSITIVE_INFINITY : Math.max(0, finding.fromUs - longest.toUs);
      if (longest !== undefined && apartUs <= gatheringLimits.apartUs) {
        const [a, b] = longest.key < finding.key ? [longest.key, finding.key] : [finding.key, longest.key];
        const before = links.get(`${a} ${b}`);
        links.set(`${a} ${b}`, { a, b, apartUs, shared: (before?.shared ?? 0) + 1 });
      }
      if (longest === undefined || finding.toUs > longest.toUs) longest = finding;
    }
  }
  return [...links.values()].toSorted(
    (x, y) => y.shared - x.shared || x.apartUs - y.apartUs || compareText(x.a, y.a) || compareText(x.b, y.b),
  );
}

/** By window, then key: the order that nothing else depends on. */
export const inOrder = (findings: readonly Finding[]): Finding[] =>
  findings.toSorted((a, b) => a.fromUs - b.fromUs || a.toUs - b.toUs || compareText(a.key, b.key));
