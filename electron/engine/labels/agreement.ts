import { z } from "zod";
import type { Agreement, AgreementInput, KappaFigure } from "../../../shared/contract/review.ts";
import { type VerdictKind, verdictKinds } from "../../../shared/domain/verdict.ts";
import { cohenKappa } from "../../../shared/lib/cohen-kappa.ts";
import { compareText } from "../../../shared/lib/compare-text.ts";
import { wilson } from "../../../shared/lib/wilson.ts";
import { loadText } from "../runtime.ts";
import type { Database } from "../sqlite/database.ts";
import { query } from "../sqlite/statement.ts";

const pairsSql = loadText(import.meta.url, "independent-pairs.sql");

const PairRow = z.object({ first_analyst: z.string(), first: z.string(), second_analyst: z.string(), second: z.string() });
type PairRow = z.infer<typeof PairRow>;

/** Fewer say nothing; the same bound as for every other rate. */
const minPairs = 30;

const labelNames: Readonly<Record<VerdictKind["trainingUse"], string>> = { positive: "malicious", negative: "benign", none: "excluded" };
const labelOf = (verdict: string): string => labelNames[verdictKinds.find(({ key }) => key === verdict)?.trainingUse ?? "none"];

/**
 * Agreement of two analysts about the same anomaly, over verdicts that neither gave in sight of the other's; those taken back are left out, those
 * settled since are not: what was said blind stays said. With many analysts the raters are "who judged first" and "who judged second".
 * `agreement(db)` is of everything; filter by model and by the time of the second verdict. Only `label` or `verdict` whose state is `measured` is a
 * figure to show by itself; else show `because`, which tells n. Share and kappa have their intervals beside them.
 */
export function agreement(db: Database, filter: Partial<z.output<typeof AgreementInput>> = {}): Agreement {
  const pairs = query(db, pairsSql, PairRow).all({ model: filter.model ?? null, from: filter.from ?? null, to: filter.to ?? null });
  return { ...schemesOf(pairs), analysts: filter.perAnalyst === true ? byAnalysts(pairs) : [] };
}

const schemesOf = (pairs: readonly PairRow[]): Omit<Agreement, "analysts"> => ({
  label: figureOf(pairs.map(({ first, second }) => [labelOf(first), labelOf(second)])),
  verdict: figureOf(pairs.map(({ first, second }) => [first, second])),
});

function byAnalysts(pairs: readonly PairRow[]): Agreement["analysts"] {
  const sorted = (row: PairRow): [string, string] =>
    compareText(row.first_analyst, row.second_analyst) < 0
      ? [row.first_analyst, row.second_analyst]
      : [row.second_analyst, row.first_analyst];
  return [...Map.groupBy(pairs, (row) => JSON.stringify(sorted(row)))]
    .toSorted(([a], [b]) => compareText(a, b))
    .flatMap(([, own]) => {
      const [row] = own;
      if (row === undefined) return [];
      const names = sorted(row);
      const turned = own.map((one) => (one.first_analyst === names[0] ? one : { ...one, first: one.second, second: one.first }));
      return [{ names, ...schemesOf(turned) }];
    });
}

function figureOf(pairs: readonly (readonly [string, string])[]): KappaFigure {
  const { n, agreed, kappa, error, low, high } = cohenKappa(pairs);
  const share = wilson(agreed, n);
  const state = n >= minPairs && kappa !== undefined ? "measured" : "insufficient";
  return {
    state,
    because: because(n, kappa),
    n,
    agreed,
    agreement: { rate: share.rate ?? null, low: share.low, high: share.high },
    kappa: kappa ?? null,
    low,
    high,
    error: error ?? null,
    pairs: countPairs(pairs),
  };
}

const counted = (n: number): string => (n === 1 ? "1 pair" : `${n} pairs`);

function because(n: number, kappa: number | undefined): string {
  if (n < minPairs) return `insufficient: ${counted(n)} of verdicts given without sight of each other, ${minPairs} are needed`;
  if (kappa === undefined) return `insufficient: all ${counted(n)} say the same one thing, so chance alone would agree as often`;
  return `${counted(n)} of verdicts given without sight of each other`;
}

function countPairs(pairs: readonly (readonly [string, string])[]): KappaFigure["pairs"] {
  return [...Map.groupBy(pairs, ([first, second]) => JSON.stringify([first, second])).values()]
    .flatMap((same) => same.slice(0, 1).map(([first, second]) => ({ first, second, n: same.length })))
    .toSorted((a, b) => b.n - a.n || compareText(a.first, b.first) || compareText(a.second, b.second));
}
