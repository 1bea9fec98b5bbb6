/** `events` as it is said of one: "event"; "queries" is "query", "addresses" is "address". What does not end as a plural does stays. */
export const singularOf = (unit: string): string =>
  /[a-z]{2}s$/.test(unit) && !unit.endsWith("ss")
    ? unit
        .replace(/ies$/, "y")
        .replace(/(?<=ss|sh|ch|x)es$/, "")
        .replace(/(?<!s)s$/, "")
    : unit;

/** The unit as it is said of so many. */
export const unitWord = (n: number, unit: string): string => (n === 1 ? singularOf(unit) : unit);

/** `1,204 events`, `1 event`. */
export const countOf = (n: number, unit: string): string => `${n.toLocaleString("en-US")} ${unitWord(n, unit)}`;
