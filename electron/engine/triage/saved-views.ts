import { z } from "zod";
import type { DecisionPlace } from "../../../shared/contract/decisions.ts";
import { type SavedView, ViewFilter } from "../../../shared/contract/views.ts";
import type { Decision } from "../../../shared/contract/workspace.ts";
import type { DecisionKind, DecisionsInForce } from "../decisions/decision-kind.ts";

/** `filter` is null when the view is removed. */
export const ViewBody = z.object({ name: z.string(), filter: ViewFilter.nullable() });
export const DefaultViewBody = z.object({ name: z.string().nullable() });

const setKind = "view.set";
const defaultKind = "view.default";

/** What a decision about views was, in words. */
export function describeView({ kind, body }: Pick<Decision, "kind" | "body">): string {
  if (kind === setKind) {
    const { name, filter } = ViewBody.parse(body);
    return filter === null ? `removal of the view “${name}”` : `view “${name}”`;
  }
  const { name } = DefaultViewBody.parse(body);
  return name === null ? "no default view" : `default view “${name}”`;
}

/** Decisions about named views of the queue. Nothing of them is stored besides the log. */
export function viewKinds(tell: (what: string) => void): DecisionKind[] {
  const place: DecisionPlace = { screen: "queue" };
  return [setKind, defaultKind].map((kind) => ({ kind, describe: describeView, place: () => place, tell: () => tell("views") }));
}

/** As they are now, by name: of several decisions about one the last in force holds. */
export function readViews(decisions: DecisionsInForce, analyst: string): readonly SavedView[] {
  const newest = new Map<string, { readonly filter: ViewFilter | null; readonly analyst: string; readonly at: number }>();
  for (const { actor, at, body } of decisions.ofKind(setKind)) {
    const { name, filter } = ViewBody.parse(body);
    if (!newest.has(name)) newest.set(name, { filter, analyst: actor, at });
  }
  const own = decisions.ofKind(defaultKind).find(({ actor }) => actor === analyst);
  const chosen = own === undefined ? null : DefaultViewBody.parse(own.body).name;
  return [...newest]
    .flatMap(([name, { filter, ...rest }]) => (filter === null ? [] : [{ name, filter, ...rest, isDefault: name === chosen }]))
    .toSorted((a, b) => (a.name < b.name ? -1 : 1));
}
