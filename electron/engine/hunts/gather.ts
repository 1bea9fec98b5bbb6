import type { Finding } from "./finding.ts";
import { inOrder, type Link } from "./links.ts";

/** What people decided of pairs, by finding key: the newest word on each pair. */
export interface Arranged {
  /** Both keys of each pair in order, newest decision first. */
  readonly together: readonly (readonly [string, string])[];
  readonly apart: ReadonlyMap<string, ReadonlySet<string>>;
}

/**
 * Groups of findings: first whom people put together, then whom links join, and never two whom people set apart. Groups and their
 * members are in the order of their windows; the result does not depend on the order of the findings.
 */
export function gather(findings: readonly Finding[], links: readonly Link[], arranged: Arranged): Finding[][] {
  const groups = new Map<string, Set<string>>(findings.map((finding) => [finding.key, new Set([finding.key])]));
  const mayJoin = (large: ReadonlySet<string>, small: ReadonlySet<string>): boolean => {
    for (const key of small) for (const far of arranged.apart.get(key) ?? []) if (large.has(far)) return false;
    return true;
  };
  const join = (a: string, b: string): void => {
    const [one, other] = [groups.get(a), groups.get(b)];
    if (one === undefined || other === undefined || one === other) return;
    const [large, small] = one.size >= other.size ? [one, other] : [other, one];
    if (!mayJoin(large, small)) return;
    for (const key of small) {
      large.add(key);
      groups.set(key, large);
    }
  };
  for (const [a, b] of arranged.together) join(a, b);
  for (const { a, b } of links) join(a, b);
  const members = new Map<Set<string>, Finding[]>();
  for (const finding of inOrder(findings)) {
    const group = groups.get(finding.key);
    if (group === undefined) continue;
    const found = members.get(group);
    if (found === undefined) members.set(group, [finding]);
    else found.push(finding);
  }
  return [...members.values()];
}
