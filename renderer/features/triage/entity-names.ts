import type { ContextGraph, ContextNode } from "../../../shared/contract/context-graph.ts";

const mostKeyCharacters = 500;

/** Whether there can be a page about it: not about several things at once, nor about a group that an inventory gives only by name. */
export const hasPage = ({ role, type, id }: Pick<ContextNode, "role" | "type" | "id">): boolean =>
  role !== "aggregate" && type !== "group" && id.length <= mostKeyCharacters;

/** Keys of the things in a graph by what they are called there. A name that several go by leads nowhere. */
export function namesIn({ nodes }: Pick<ContextGraph, "nodes">): ReadonlyMap<string, string> {
  const names = new Map<string, string>();
  for (const [label, called] of Map.groupBy(nodes, (node) => node.label)) {
    const [only, ...others] = called;
    if (only !== undefined && others.length === 0 && label !== "" && hasPage(only)) names.set(label, only.id);
  }
  return names;
}

/** The longest of the names that a text begins with, as a word of its own. */
export function leadingName(names: ReadonlyMap<string, string>, text: string): string | undefined {
  const found = [...names.keys()].filter((name) => text.startsWith(name) && /^(?:$|[\s,;:(])/u.test(text.slice(name.length)));
  return found.toSorted((a, b) => b.length - a.length)[0];
}

/** What a case is about first of all: who or where from, rather than what was touched. */
export const mainSubject = ({ nodes }: Pick<ContextGraph, "nodes">): ContextNode | undefined =>
  nodes.filter((node) => node.role === "subject" && hasPage(node)).toSorted((a, b) => a.layer - b.layer)[0];
