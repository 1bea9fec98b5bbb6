import type { HuntCandidate, Priority } from "../../../shared/contract/hunts.ts";
import type { ArrangedFindings } from "./arranged.ts";
import type { CriticalityLookup } from "./entity-criticality.ts";
import { kindOf, labelOf, shareable } from "./entity-words.ts";
import type { Finding } from "./finding.ts";
import type { SharedEntity } from "./links.ts";
import type { ModelFacts } from "./model-facts.ts";
import { toPriority } from "./priority.ts";

export interface Candidate extends Omit<HuntCandidate, "anomalyIds"> {
  /** In the order of their windows. */
  readonly members: readonly Finding[];
}

interface Grounds {
  readonly shared: ReadonlyMap<string, SharedEntity>;
  readonly facts: ModelFacts;
  readonly criticality: CriticalityLookup;
}

/** What members name and may share, most named first; on a tie the kinds in the order people ask for them. */
export function entitiesOf(members: readonly Finding[]): { readonly key: string; readonly members: number }[] {
  const counts = new Map<string, number>();
  for (const member of members)
    for (const key of new Set(member.entities.flatMap((entity) => shareable(entity) ?? []))) counts.set(key, (counts.get(key) ?? 0) + 1);
  // A destination is a host and a domain of one name; as a domain it says more.
  for (const key of counts.keys()) if (kindOf(key) === "domain") counts.delete(`host:fqdn:${key.slice("domain:".length)}`);
  return Array.from(counts, ([key, n]) => ({ key, members: n })).toSorted(
    (a, b) => b.members - a.members || kindOrder(a.key) - kindOrder(b.key) || (a.key < b.key ? -1 : 1),
  );
}

const kinds = ["host", "account", "domain", "ip", "path", "person"];
const kindOrder = (key: string): number => (kinds.indexOf(kindOf(key)) + kinds.length + 1) % (kinds.length + 1);

/** The priority of some members: through what joins them, not through what everybody shares. */
export function priorityOf(members: readonly Finding[], { shared, facts, criticality }: Grounds): Priority {
  const atUs = Math.max(0, ...members.map((member) => member.toUs));
  const rated = entitiesOf(members)
    .filter(({ key }) => shared.get(key)?.isFollowed !== false)
    .map(({ key }) => ({ level: criticality.of(key, atUs), name: labelOf(key) }))
    .reduce<{ level: 0 | 1 | 2 | 3 | 4; name: string } | undefined>(
      (most, one) => (one.level > (most?.level ?? 0) ? one : most),
      undefined,
    );
  const versions = new Map(members.map((member) => [member.model, member.modelVersion]));
  return toPriority({
    members,
    criticality: rated,
    techniquesOf: (model) => facts({ model, modelVersion: versions.get(model) ?? "" })?.attack.map((a) => a.technique) ?? [],
  });
}

const namesInTitle = 2;

/** The names most members share, without saying one thing twice. */
function namesOf(members: readonly Finding[], shared: Grounds["shared"]): string[] {
  const followed = entitiesOf(members).filter(({ key, members: n }) => n > 1 && shared.get(key)?.isFollowed === true);
  const named = followed.filter(({ key }) => kindOf(key) !== "person" && kindOf(key) !== "ip");
  return [...new Set((named.length > 0 ? named : followed).map(({ key }) => labelOf(key)))];
}

/** Groups as candidates, highest priority first. */
export function toCandidates(
  groups: readonly { readonly id: string; readonly members: readonly Finding[] }[],
  grounds: Grounds & { readonly arranged: ArrangedFindings },
): Candidate[] {
  return groups
    .map(({ id, members }) => {
      const names = namesOf(members, grounds.shared);
      return {
        id,
        members,
        title: names.length === 0 ? (members[0]?.label ?? id) : names.slice(0, namesInTitle).join(", "),
        priority: priorityOf(members, grounds),
        window: { from: Math.min(...members.map((m) => m.fromUs)), to: Math.max(...members.map((m) => m.toUs)) },
        models: [...new Set(members.map((member) => member.model))].toSorted(),
        entities: names.slice(0, 6),
        isArranged: members.some((member) => grounds.arranged.touched.has(member.key)),
      };
    })
    .toSorted((a, b) => b.priority.bits - a.priority.bits || (a.id < b.id ? -1 : 1))
    .map((candidate, i) => ({ ...candidate, rank: i + 1 }));
}
