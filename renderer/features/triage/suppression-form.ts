import type { Scope, ScopeOffer } from "../../../shared/contract/suppressions.ts";

export type Reach = "alone" | "under" | "both";
/** Of an entity of the case: whether the scope names it, and how far a name is followed. */
export interface EntityChoice {
  readonly entity: string;
  readonly isNamed: boolean;
  readonly reach: Reach;
}
export interface BoundChoice {
  readonly feature: string;
  readonly title: string;
  readonly kind: "none" | "at-most" | "at-least";
  readonly value: number;
}
export interface ScopeDraft {
  readonly ofModel: boolean;
  readonly ofClasses: boolean;
  readonly entities: readonly EntityChoice[];
  readonly bounds: readonly BoundChoice[];
}

/** Names of these can be followed downward. */
export const isName = (entity: string): boolean => /^(?:domain|host:fqdn):/.test(entity);
const mostBounds = 3;

/** As narrow as the case gives it: its model, and all that it is about. */
export const draftOf = ({ entities, features }: ScopeOffer): ScopeDraft => ({
  ofModel: true,
  ofClasses: false,
  entities: entities.map((entity) => ({ entity, isNamed: true, reach: "alone" })),
  bounds: features.slice(0, mostBounds).map(({ feature, title, value }) => ({ feature, title, value, kind: "none" })),
});

const marks: Readonly<Record<Reach, string>> = { alone: "", under: "*.", both: "." };
/** The entity as a scope writes it. */
export const patternOf = ({ entity, reach }: Pick<EntityChoice, "entity" | "reach">): string =>
  isName(entity) ? entity.replace(/^(domain:|host:fqdn:)/, `$1${marks[reach]}`) : entity;

export const toScope = ({ model, classes }: ScopeOffer, draft: ScopeDraft): Scope => ({
  ...(draft.ofModel ? { model } : {}),
  classes: draft.ofClasses ? [...classes] : [],
  entities: draft.entities.filter(({ isNamed }) => isNamed).map(patternOf),
  bounds: draft.bounds.flatMap(({ feature, kind, value }) => (kind === "none" ? [] : [{ feature, kind, value }])),
});

export const isSaying = ({ model, classes, entities, bounds }: Scope): boolean =>
  model !== undefined || classes.length + entities.length + bounds.length > 0;
