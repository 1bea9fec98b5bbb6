import { AppError } from "../../../../shared/contract/errors.ts";
import { loadText } from "../../runtime.ts";
import type { Agreement, BlockingRule, Comparison, ComparisonSet, Part } from "./comparison-set.ts";
import { type LinkageModel, levelBits, type ModelComparison } from "./model.ts";

const blockKeysSql = loadText(import.meta.url, "block-keys.sql");
const fittingKeysSql = loadText(import.meta.url, "fitting-keys.sql");
const skippedBlocks = loadText(import.meta.url, "skipped-blocks.sql");
const termSharesSql = loadText(import.meta.url, "term-shares.sql");
const blockedPairs = loadText(import.meta.url, "blocked-pairs.sql");
const conditionedPairs = loadText(import.meta.url, "conditioned-pairs.sql");
const agreementPatterns = loadText(import.meta.url, "agreement-patterns.sql");
const scoredPairs = loadText(import.meta.url, "scored-pairs.sql");

/** Parts of a key are kept apart by a character that no text has. */
const separator = "chr(31)";

/** The names of a set's fields are ours; this keeps them so. */
function checked(field: string): string {
  if (!/^[a-z][a-z0-9_]*$/.test(field)) throw new AppError("bad-input", `"${field}" cannot be the name of a field.`);
  return field;
}

type Side = "l" | "r" | "t";
const column = (side: Side, field: string): string => `${side}."${checked(field)}"`;

const whole = (value: number): string => {
  if (!Number.isInteger(value) || value < 0) throw new RangeError(`${value} is not a count`);
  return String(value);
};

/** DuckDB reads 0.5 as a decimal and 5e-1 as a double. */
const doubleLiteral = (value: number): string => {
  if (!Number.isFinite(value)) throw new RangeError(`${value} is not a finite number`);
  return value.toExponential();
};

function partSql(side: Side, part: Part): string {
  const text = column(side, part.field);
  const kept = part.butLast === undefined ? text : `left(${text}, greatest(length(${text}) - ${whole(part.butLast)}, 0))`;
  return part.first === undefined ? kept : `left(${kept}, ${whole(part.first)})`;
}

/** Distances are measured once for a pair; `near_x` and `apart_x` are their columns. */
const near = (field: string): string => `"near_${checked(field)}"`;
const apart = (field: string): string => `"apart_${checked(field)}"`;

function agreementSql(agreement: Agreement): string {
  switch (agreement.is) {
    case "equal":
      return `${partSql("l", agreement.part)} = ${partSql("r", agreement.part)}`;
    case "similar":
      return `${near(agreement.field)} >= ${doubleLiteral(agreement.atLeast)}`;
    case "edits":
      return `${apart(agreement.field)} <= ${whole(agreement.atMost)}`;
    case "crossed": {
      const [one, other] = agreement.fields;
      return `${column("l", one)} = ${column("r", other)} AND ${column("l", other)} = ${column("r", one)}`;
    }
    case "sharing":
      return `list_has_any(string_split(${column("l", agreement.field)}, ' '), string_split(${column("r", agreement.field)}, ' '))`;
    case "all":
      return agreement.of.map((one) => `(${agreementSql(one)})`).join(" AND ");
    case "any":
      return agreement.of.map((one) => `coalesce(${agreementSql(one)}, false)`).join(" OR ");
  }
}

const leaves = (agreement: Agreement): readonly Agreement[] => ("of" in agreement ? agreement.of.flatMap(leaves) : [agreement]);

/**
 * The distance columns that some agreements speak of, each ending in a comma. Damerau-Levenshtein takes DuckDB-WASM ten times as long as Jaro-Winkler, so
 * texts whose lengths alone are too far apart are not measured.
 */
function measuresSql(agreements: readonly Agreement[]): string {
  const found = agreements.flatMap(leaves);
  const similar = new Set(found.flatMap((one) => (one.is === "similar" ? [one.field] : [])));
  const limits = new Map<string, number>();
  for (const one of found) if (one.is === "edits") limits.set(one.field, Math.max(one.atMost, limits.get(one.field) ?? 0));
  const pairOf = (field: string): string => `${column("l", field)}, ${column("r", field)}`;
  const isEqual = (field: string): string => `${column("l", field)} = ${column("r", field)}`;
  return [
    ...[...similar].map(
      (field) => `CASE WHEN ${isEqual(field)} THEN 1e0 ELSE jaro_winkler_similarity(${pairOf(field)}) END AS ${near(field)}, `,
    ),
    ...[...limits].map(
      ([field, most]) =>
        `CASE WHEN ${isEqual(field)} THEN 0 WHEN abs(length(${column("l", field)}) - length(${column("r", field)})) > ${whole(most)} THEN ${whole(most + 1)} ELSE damerau_levenshtein(${pairOf(field)}) END AS ${apart(field)}, `,
    ),
  ].join("");
}

const agreementsOf = (comparisons: readonly Comparison[]): Agreement[] => comparisons.flatMap((c) => c.levels.map((level) => level.when));

const bothHave = (field: string): string => `${column("l", field)} IS NOT NULL AND ${column("r", field)} IS NOT NULL`;

function comparableSql({ needs }: Comparison): string {
  return "all" in needs ? needs.all.map(bothHave).join(" AND ") : needs.any.map((field) => `(${bothHave(field)})`).join(" OR ");
}

/** Level columns `c0`, `c1`, … of `l` and `r`: the number of levels for the best, down to 0 for none, and -1 where nothing can be said. */
function levelsSql(comparisons: readonly Comparison[]): string {
  return comparisons
    .map((comparison, i) => {
      const { levels } = comparison;
      const cases = levels.map((level, n) => `WHEN ${agreementSql(level.when)} THEN ${levels.length - n}`);
      return `CASE WHEN NOT (${comparableSql(comparison)}) THEN -1 ${cases.join(" ")} ELSE 0 END AS c${i}`;
    })
    .join(",\n  ");
}

const keySql = (parts: readonly Part[]): string => parts.map((part) => `nullif(${partSql("t", part)}, '')`).join(` || ${separator} || `);

/** The statement without its header and with every `{{name}}` replaced. */
function filled(statement: string, values: Readonly<Record<string, string>>): string {
  const body = statement.replaceAll(/^--.*\n/gm, "").trim();
  return body.replaceAll(/\{\{([a-z]+)\}\}/g, (_, name: string) => {
    const value = values[name];
    if (value === undefined) throw new Error(`nothing to replace {{${name}}} with`);
    return value;
  });
}

function keysSql(rules: readonly BlockingRule[], cap: number): string {
  const keys = rules
    .map((rule, i) =>
      filled(blockKeysSql, {
        rule: whole(i),
        key: keySql(rule.parts),
        seek: keySql(rule.against ?? rule.parts),
        divide: rule.divideBy === undefined ? "NULL::VARCHAR" : keySql(rule.divideBy),
      }),
    )
    .join("\nUNION ALL\n");
  return filled(fittingKeysSql, { keys, cap: whole(cap) });
}

/** Pairs (`a`, `b`, `rule`) that any of the rules proposes. */
export function blockedPairsSql(set: ComparisonSet, rules: readonly BlockingRule[], cap: number): string {
  return filled(blockedPairs, {
    keys: keysSql(rules, cap),
    eligible: set.links === "across" ? "l.source < r.source" : "l.record < r.record",
    proposed: proposedSql(rules),
  });
}

function proposedSql(rules: readonly BlockingRule[]): string {
  const agreements = rules.flatMap((rule) => (rule.when === undefined ? [] : [rule.when]));
  if (agreements.length === 0) return "SELECT rule, a, b FROM laid";
  const conditions = rules.flatMap((rule, i) =>
    rule.when === undefined ? [] : [`(rule <> ${whole(i)} OR coalesce(${agreementSql(rule.when)}, false))`],
  );
  return filled(conditionedPairs, { measures: measuresSql(agreements), when: conditions.join(" AND ") });
}

export const skippedSql = (set: ComparisonSet, cap: number): string => filled(skippedBlocks, { keys: keysSql(set.blocking, cap) });

/** The pairs of an input table. */
export const givenPairsSql = "SELECT a, b FROM pairs";

export const patternsSql = ({ comparisons }: ComparisonSet, pairs: string): string =>
  filled(agreementPatterns, { pairs, measures: measuresSql(agreementsOf(comparisons)), levels: levelsSql(comparisons) });

/** The fields in whose rare values a set is interested, in a fixed order. */
const rarityFields = (comparisons: readonly Comparison[]): string[] => [
  ...new Set(comparisons.flatMap((c) => c.levels.flatMap((level) => level.rarityOf ?? []))),
];

/** The product of the shares of the values agreed on, none believed below the floor. */
function shareSql(comparison: Comparison, i: number, fields: readonly string[], floor: number): string {
  const share = (field: string): string => `greatest(t${fields.indexOf(field)}.share, ${doubleLiteral(floor)})`;
  const { levels } = comparison;
  const cases = levels.flatMap(({ rarityOf }, n) =>
    rarityOf === undefined ? [] : [`WHEN ${levels.length - n} THEN ${rarityOf.map(share).join(" * ")}`],
  );
  return cases.length === 0 ? `NULL::DOUBLE AS s${i}` : `CASE c${i} ${cases.join(" ")} END AS s${i}`;
}

/** The weight of one comparison in bits, from its level `ci` and share `si`. */
function bitsSql(comparison: ModelComparison, i: number): string {
  const cases = comparison.levels.map((level) => {
    const bits = doubleLiteral(levelBits(level));
    return level.rarity
      ? `WHEN ${level.level} THEN ${bits} + coalesce(log2(${doubleLiteral(level.u)} / s${i}), 0e0)`
      : `WHEN ${level.level} THEN ${bits}`;
  });
  return `CASE c${i} ${cases.join(" ")} ELSE 0e0 END`;
}

/** Pairs with their levels, shares and weight, those of at least `floorBits`. */
export function scoredPairsSql(set: ComparisonSet, model: LinkageModel, pairs: string, floorBits: number): string {
  const fields = rarityFields(set.comparisons);
  const terms = fields.map((field, no) => filled(termSharesSql, { no: whole(no), field: column("t", field) }));
  return filled(scoredPairs, {
    pairs,
    measures: measuresSql(agreementsOf(set.comparisons)),
    levels: levelsSql(set.comparisons),
    terms: terms.join("\nUNION ALL\n") || "SELECT 0 AS field, '' AS value, 1e0 AS share",
    joins: fields
      .map((field, no) => `LEFT JOIN terms AS t${no} ON t${no}.field = ${no} AND t${no}.value = ${column("l", field)}`)
      .join("\n  "),
    shares: set.comparisons.map((comparison, i) => shareSql(comparison, i, fields, model.shareFloor)).join(", "),
    weight: [doubleLiteral(model.priorBits), ...model.comparisons.map((c, i) => bitsSql(c, i))].join(" + "),
    floor: doubleLiteral(floorBits),
  });
}
