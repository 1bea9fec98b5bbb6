/**
 * What a suppression hides. Everything that a scope names must hold at once. Names of domains and hosts may be followed downward:
 * `domain:example.com` is that name alone, `domain:*.example.com` every name under it and not itself, `domain:.example.com` both.
 */
export interface SuppressionScope {
  readonly model?: string | undefined;
  /** OCSF classes: all of its evidence is of one of them, and there is some. */
  readonly classes: readonly string[];
  /** Each names something that it is about. */
  readonly entities: readonly string[];
  readonly bounds: readonly FeatureBound[];
}

export const boundKinds = ["at-most", "at-least"] as const;
/** Both include the value. A feature without a value is within no bound. */
export interface FeatureBound {
  readonly feature: string;
  readonly kind: (typeof boundKinds)[number];
  readonly value: number;
}

/** What a scope looks at. */
export interface SuppressibleFacts {
  readonly model: string;
  readonly classes: readonly string[];
  readonly entities: readonly string[];
  readonly features: Readonly<Record<string, number | null>>;
}

export const suppressionDays = { byDefault: 30, most: 180 } as const;
/** How far back a dry run looks. */
export const dryRunDays = 30;
/** Of what suppressions hide, this share stays in the queue, so that what they hide goes on being judged. */
export const auditedShare = 0.02;

const named = /^(?<prefix>(?:domain|host:fqdn):)(?<reach>\*\.|\.)?(?<name>[^*]+)$/;

/** `alone`, `under` or `both`; undefined for what is no pattern: a star stands at the beginning of a domain's or host's name only. */
export function reachOf(pattern: string): "alone" | "under" | "both" | undefined {
  const groups = named.exec(pattern)?.groups;
  if (groups === undefined) return /^[a-z]+:[^*]+$/.test(pattern) ? "alone" : undefined;
  if (groups["reach"] === undefined) return "alone";
  return groups["reach"] === "." ? "both" : "under";
}

/** Whole labels are compared: `domain:*.example.com` does not reach `notexample.com`. */
export function matchesEntity(pattern: string, entity: string): boolean {
  const reach = reachOf(pattern);
  if (reach === "alone") return entity === pattern;
  const { prefix = "", name = "" } = named.exec(pattern)?.groups ?? {};
  if (reach === undefined || !entity.startsWith(prefix)) return false;
  const own = entity.slice(prefix.length);
  return own.endsWith(`.${name}`) || (reach === "both" && own === name);
}

const isWithin = (value: number | null | undefined, { kind, value: bound }: FeatureBound): boolean =>
  typeof value === "number" && (kind === "at-most" ? value <= bound : value >= bound);

/** Each of the patterns names one of them. */
export const isAboutAll = (patterns: readonly string[], entities: readonly string[]): boolean =>
  patterns.every((pattern) => entities.some((entity) => matchesEntity(pattern, entity)));

export function matchesScope(scope: SuppressionScope, facts: SuppressibleFacts): boolean {
  return (
    (scope.model === undefined || scope.model === facts.model) &&
    (scope.classes.length === 0 || (facts.classes.length > 0 && facts.classes.every((one) => scope.classes.includes(one)))) &&
    isAboutAll(scope.entities, facts.entities) &&
    scope.bounds.every((bound) => isWithin(facts.features[bound.feature], bound))
  );
}

export const isEmptyScope = ({ model, classes, entities, bounds }: SuppressionScope): boolean =>
  model === undefined && classes.length + entities.length + bounds.length === 0;

function entityWords(pattern: string): string {
  const { prefix = "", name = "" } = named.exec(pattern)?.groups ?? {};
  const reach = reachOf(pattern);
  if (reach === "under") return `${prefix}${name}'s subdomains, not itself`;
  return reach === "both" ? `${prefix}${name} and its subdomains` : pattern;
}

/** The scope as a sentence's part: "beaconing about domain:example.com, regularity at most 0.9". */
export function scopeWords({ model, classes, entities, bounds }: SuppressionScope): string {
  const parts = [
    ...(entities.length === 0 ? [] : [`about ${entities.map(entityWords).join(" and ")}`]),
    ...(classes.length === 0 ? [] : [`in ${classes.join(" or ")} alone`]),
    ...bounds.map(({ feature, kind, value }) => `${feature} ${kind === "at-most" ? "at most" : "at least"} ${value}`),
  ];
  return [model ?? "any model", parts.join(", ")].filter((part) => part !== "").join(" ");
}
