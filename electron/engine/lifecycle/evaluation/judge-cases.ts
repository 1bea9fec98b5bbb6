import type { Entrant, EvaluatedCase, EvaluationReport } from "../../../../shared/contract/evaluations.ts";
import { averagePrecision } from "../../scoring/average-precision.ts";
import { shareOf } from "../gate/line.ts";
import type { CaseSet, KnownCase, KnownCases } from "./known-cases.ts";
import { topRows, type Trivial } from "./trivial.ts";
import type { Found } from "./version-judge.ts";

/** A case without a score counts against the version: as missed where it is bad, as flagged where it is good. */
const isFlagged = (pValue: number | undefined, expect: KnownCase["expect"], operatingPValue: number): boolean =>
  pValue === undefined || Number.isNaN(pValue) ? expect === "pass" : pValue <= operatingPValue;

export function judgeCases(cases: readonly KnownCase[], operatingPValue: number): EvaluatedCase[] {
  return cases.map(({ set, row, ...facts }) => {
    const by = (found: Found): EvaluatedCase["candidate"] => {
      const pValue = found.pValues[row];
      return {
        pValue: pValue === undefined || Number.isNaN(pValue) ? null : pValue,
        flagged: isFlagged(pValue, facts.expect, operatingPValue),
      };
    };
    return { ...facts, candidate: by(set.candidate), champion: set.champion === null ? null : by(set.champion) };
  });
}

/** Average precision of known-bad among known-good cases; null without one of each. A case without a score comes last. */
export function precisionOver(scores: readonly number[], isBad: readonly boolean[]): number | null {
  if (!isBad.includes(true) || !isBad.includes(false)) return null;
  return averagePrecision(
    scores.map((score) => (Number.isNaN(score) ? -Infinity : score)),
    isBad,
  );
}

type Judged = "candidate" | "champion";

const sharesOf = (all: readonly EvaluatedCase[], by: Judged): Pick<Entrant, "bad" | "good"> => {
  const flags = (expect: EvaluatedCase["expect"]): boolean[] =>
    all.flatMap((c) => (c.expect === expect && c[by] !== null ? [c[by].flagged] : []));
  return { bad: shareOf(flags("flag")), good: shareOf(flags("pass")) };
};

export const candidateShares = (all: readonly EvaluatedCase[]) => ({
  bad: shareOf(all.flatMap((c) => (c.expect === "flag" ? [c.candidate.flagged] : []))),
  good: shareOf(all.flatMap((c) => (c.expect === "pass" ? [c.candidate.flagged] : []))),
});

/** Known-bad cases by what they have in common, with the champion beside where it could judge all of them. */
export function byGroup(all: readonly EvaluatedCase[], keyOf: (c: EvaluatedCase) => string | null) {
  const groups = Map.groupBy(
    all.filter((c) => c.expect === "flag" && keyOf(c) !== null),
    (c) => keyOf(c) ?? "",
  );
  return [...groups]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, of]) => ({
      key,
      candidate: shareOf(of.map((c) => c.candidate.flagged)),
      champion: of.some((c) => c.champion === null) ? null : shareOf(of.map((c) => c.champion?.flagged === true)),
    }));
}

const isBadOf = (cases: readonly KnownCase[]): boolean[] => cases.map(({ expect }) => expect === "flag");

interface Versions {
  readonly candidate: string;
  readonly champion: string | null;
  readonly replay: EvaluationReport["replay"];
}

function versionEntrants(known: KnownCases, judged: readonly EvaluatedCase[], { candidate, champion, replay }: Versions): Entrant[] {
  const scoresBy = (of: Judged): number[] | null =>
    known.cases.some(({ set }) => set[of] === null) ? null : known.cases.map(({ set, row }) => set[of]?.scores[row] ?? Number.NaN);
  const precision = (of: Judged): number | null => {
    const scores = scoresBy(of);
    return scores === null ? null : precisionOver(scores, isBadOf(known.cases));
  };
  const own: Entrant = {
    kind: "candidate",
    title: "This version",
    version: candidate,
    ...sharesOf(judged, "candidate"),
    replay: replay?.flagged ?? null,
    alertsPerDay: replay?.alertsPerDay ?? null,
    averagePrecision: precision("candidate"),
    because: "",
  };
  if (champion === null) return [own];
  const flagged = replay?.champion?.flagged ?? null;
  const isPartial = known.cases.some(({ set }) => set.champion === null);
  return [
    own,
    {
      kind: "champion",
      title: "The champion",
      version: champion,
      ...sharesOf(judged, "champion"),
      replay: flagged,
      alertsPerDay: flagged === null || replay === null ? null : flagged.k / replay.days,
      averagePrecision: precision("champion"),
      because: isPartial ? "it reads other features, so that cases made from verdicts are not comparable" : "",
    },
  ];
}

const asMany = "flags as many rows as this version does";

/** A trivial method raises as many alerts as the candidate over the same rows, so that only its order is compared. */
function flaggedBy(set: CaseSet, scores: Float64Array, operatingPValue: number): boolean[] {
  const most = set.candidate.pValues.filter((p) => p <= operatingPValue).length;
  return topRows(
    scores.map((score) => (Number.isNaN(score) ? -Infinity : score)),
    most,
  );
}

function trivialEntrant(
  { kind, title }: Pick<Entrant, "kind" | "title">,
  known: KnownCases,
  operatingPValue: number,
  scoreOf: (set: CaseSet) => Float64Array | null,
): Entrant {
  const scores = new Map(known.sets.map((set) => [set, scoreOf(set)]));
  const flags = new Map([...scores].map(([set, of]) => [set, of === null ? undefined : flaggedBy(set, of, operatingPValue)]));
  const judged = known.cases.filter(({ set }) => flags.get(set) !== undefined);
  const isAll = judged.length === known.cases.length;
  const of = (expect: KnownCase["expect"]): boolean[] =>
    judged.filter((c) => c.expect === expect).map(({ set, row }) => flags.get(set)?.[row] === true);
  return {
    kind,
    title,
    version: null,
    bad: judged.length === 0 ? null : shareOf(of("flag")),
    good: judged.length === 0 ? null : shareOf(of("pass")),
    replay: null,
    alertsPerDay: null,
    averagePrecision: isAll
      ? precisionOver(
          known.cases.map(({ set, row }) => scores.get(set)?.[row] ?? Number.NaN),
          isBadOf(known.cases),
        )
      : null,
    because: isAll ? asMany : `${asMany}; it can list the cases of the package's events alone`,
  };
}

/** Everybody over the same cases: the version, the champion, the trivial methods and the package's own naive query. */
export function entrantsOf(
  known: KnownCases,
  judged: readonly EvaluatedCase[],
  methods: readonly Trivial[],
  facts: Versions & { readonly operatingPValue: number; readonly foil: string },
): Entrant[] {
  const trivial = methods.map((method) => trivialEntrant(method, known, facts.operatingPValue, ({ matrix }) => method.score(matrix)));
  const foil = trivialEntrant({ kind: "foil", title: facts.foil }, known, facts.operatingPValue, (set) => set.foil);
  return [...versionEntrants(known, judged, facts), ...trivial, foil];
}
