/** A field of a record or a stretch of it. Without text there, nothing about it can agree or differ. */
export interface Part {
  readonly field: string;
  /** Only its first characters. */
  readonly first?: number;
  /** All but its last characters. */
  readonly butLast?: number;
}

/** What must hold between the left and the right record. `similar` is Jaro-Winkler in 0…1; `edits` is Damerau-Levenshtein in characters. */
export type Agreement =
  | { readonly is: "equal"; readonly part: Part }
  | { readonly is: "similar"; readonly field: string; readonly atLeast: number }
  | { readonly is: "edits"; readonly field: string; readonly atMost: number }
  | { readonly is: "crossed"; readonly fields: readonly [string, string] }
  /** Fields that hold several values, separated by spaces. */
  | { readonly is: "sharing"; readonly field: string }
  | { readonly is: "all" | "any"; readonly of: readonly Agreement[] };

interface Level {
  /** What follows the comparison's title in a sentence: "is equal". */
  readonly title: string;
  readonly when: Agreement;
  /** Agreement on rare values of these fields, taken as independent, says more than on common ones. */
  readonly rarityOf?: readonly string[];
}

/** Fields that depend on each other, compared as one; what is counted twice would be believed twice. */
export interface Comparison {
  readonly name: string;
  readonly title: string;
  /** Best first; the level below all of them is "differs". */
  readonly levels: readonly Level[];
  /** Shares of the levels among matches, best first and "differs" last, as they usually are: what is believed until enough records say otherwise. */
  readonly usual?: readonly number[];
  /** Nothing is said unless both records have all, or any, of these. */
  readonly needs: { readonly all: readonly string[] } | { readonly any: readonly string[] };
}

/** Two records are candidates when these parts are equal. */
export interface BlockingRule {
  readonly parts: readonly Part[];
  /** The parts of the right record, where they are other ones: swapped names. */
  readonly against?: readonly Part[];
  /** A block above the cap is divided by these; what then still is above it is left out, and reported. */
  readonly divideBy?: readonly Part[];
  readonly when?: Agreement;
}

/** How records of one kind are compared. Data: another kind of record needs another set and no other code. */
export interface ComparisonSet {
  readonly name: string;
  readonly fields: readonly string[];
  /** `across`: only records of different sources can be the same; `within`: any two. */
  readonly links: "across" | "within";
  /** A source has at most one record for a thing, so that two records of one source show what records of different things have in common. */
  readonly isOnePerSource?: boolean;
  readonly comparisons: readonly Comparison[];
  /** A pair that any of them proposes is compared. */
  readonly blocking: readonly BlockingRule[];
  /** Rules that are almost surely right, and the share of all matches that they are assumed to find. They set the prior. */
  readonly sure: { readonly rules: readonly BlockingRule[]; readonly assumedRecall: number };
  /** Candidates among which m is learned. A comparison learns nothing from a rule about its own fields, nor from one that names it in `besides`. */
  readonly training: readonly (BlockingRule & { readonly besides?: readonly string[] })[];
}

export interface LinkageRecord {
  /** Unique among the records compared. */
  readonly id: string;
  readonly source: string;
  readonly fields: Readonly<Record<string, string | undefined>>;
}

const fieldsOf = (agreement: Agreement): readonly string[] => {
  switch (agreement.is) {
    case "equal":
      return [agreement.part.field];
    case "crossed":
      return agreement.fields;
    case "all":
    case "any":
      return agreement.of.flatMap(fieldsOf);
    case "similar":
    case "edits":
    case "sharing":
      return [agreement.field];
  }
};

/** Whether a rule about some fields already decides part of what a comparison looks at. */
export function touches(rule: BlockingRule, comparison: Comparison): boolean {
  const held = new Set([...rule.parts, ...(rule.against ?? [])].map((part) => part.field));
  for (const field of rule.when === undefined ? [] : fieldsOf(rule.when)) held.add(field);
  return comparison.levels.some((level) => fieldsOf(level.when).some((field) => held.has(field)));
}
