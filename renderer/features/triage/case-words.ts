import type { CaseDetail, Comparison, Contribution, QueueRow } from "../../../shared/contract/triage.ts";
import { withheldWordsOf } from "../../../shared/domain/blind.ts";
import { singularOf } from "../../../shared/lib/unit-word.ts";
import { defang } from "../../ui/format/text.ts";
import { formatCount, formatPercent, formatProbability, formatValue } from "../../ui/format/number.ts";

/** Fifths of strangeness for the queue's pips, from the q-value. */
export function pipsOf(qValue: number): number {
  if (qValue <= 0.005) return 5;
  if (qValue <= 0.025) return 4;
  if (qValue <= 0.05) return 3;
  return qValue <= 0.1 ? 2 : 1;
}

/** How rare, in the words of the p-value's resolution: 1/(n+1) is the best any subject can get. */
export function rarity(row: QueueRow, calibrationRows: number): string {
  if (row.pValue === null) return `score ${withheldWordsOf(row.review)}`;
  if (calibrationRows === 0) return "not calibrated, n 0";
  const isAtFloor = row.pValue <= 1.0001 / (calibrationRows + 1);
  if (isAtFloor) return `rarer than all, n ${formatCount(calibrationRows)}`;
  return `rarer than ${formatPercent(1 - row.pValue)}, n ${formatCount(calibrationRows)}`;
}

function placeOf({ percentile }: Contribution): string {
  if (percentile === null) return "";
  if (percentile >= 1) return "; none in training is higher";
  if (percentile <= 0) return "; none in training is lower";
  return percentile >= 0.5 ? `; at or above ${formatPercent(percentile)}` : `; below ${formatPercent(1 - percentile)}`;
}

/** `usual 1–4, median 2; higher than 99.97 %`: the expected beside the observed. */
export function expectation(c: Contribution): string {
  const { p05, p95 } = c.baseline;
  const high = formatValue(p95, c.unit);
  if (p05 === p95) return `usual ${high}${placeOf(c)}`;
  const low = formatValue(p05, c.unit);
  const unit = / (\S+)$/.exec(high)?.[1] ?? "";
  const said = [unit, singularOf(unit)].find((word) => word !== "" && low.endsWith(` ${word}`));
  const bare = said === undefined ? low : low.slice(0, -said.length - 1);
  return `usual ${bare}–${high}${placeOf(c)}`;
}

const scopes = ["own", "peers", "estate"] as const;

/** `above 97 % of 13`: how many of the others are lower, or higher where those are more; `unknown` where that cannot be said. */
export function comparedWith(comparison: Comparison): string {
  if (!("of" in comparison)) return "unknown";
  const { lower, higher, n } = comparison;
  if (lower === 0 && higher === 0) return `as all ${formatCount(n)}`;
  return lower >= higher ? `above ${formatPercent(lower)} of ${formatCount(n)}` : `below ${formatPercent(higher)} of ${formatCount(n)}`;
}

/** Whose values those are, or why it is unknown. */
const whose = (comparison: Comparison): string => ("of" in comparison ? comparison.of : comparison.unknownBecause);

/** `own above 97 % of 13 · peers unknown · estate above 99.97 % of 12,345`; undefined of a run that did not compare. */
export const comparisonLine = ({ comparisons }: Contribution): string | undefined =>
  comparisons === undefined ? undefined : scopes.map((scope) => `${scope} ${comparedWith(comparisons[scope])}`).join(" · ");

/** Each of the three in full, for who wants to know. */
export const comparisonTitle = ({ comparisons }: Contribution): string =>
  comparisons === undefined
    ? ""
    : scopes.map((scope) => `${scope}: ${comparedWith(comparisons[scope])}, ${whose(comparisons[scope])}`).join("\n");

/** Of whom the own, the peers and the estate of a case's features are, or why they are unknown; each once, as `peers: hosts with …`. */
export const comparedGroups = (contributions: readonly Contribution[]): string[] => [
  ...new Set(
    scopes.flatMap((scope) =>
      contributions.flatMap(({ comparisons }) => (comparisons === undefined ? [] : [`${scope}: ${groupWords(comparisons[scope])}`])),
    ),
  ),
];

const groupWords = (comparison: Comparison): string =>
  "of" in comparison ? comparison.of : `unknown because ${comparison.unknownBecause}`;

export const stripLabel = (c: Contribution): string =>
  `${c.title}: ${formatValue(c.value, c.unit)}; usual ${formatValue(c.baseline.p05, c.unit)} to ${formatValue(c.baseline.p95, c.unit)}, median ${formatValue(c.baseline.median, c.unit)}, n ${formatCount(c.baseline.n)}`;

/** Features by how much they made the subject stranger. */
export const byWeight = (contributions: readonly Contribution[]): Contribution[] =>
  contributions.toSorted((a, b) => b.contribution - a.contribution || (a.feature < b.feature ? -1 : 1));

/** Base and contributions as shown, with what an occlusion leaves over, must add up to the score as shown. */
export const sumOf = (detail: Pick<CaseDetail, "base" | "contributions" | "occlusion">): number =>
  detail.contributions.reduce((sum, c) => sum + c.contribution, (detail.base ?? 0) + (detail.occlusion?.residual ?? 0));

/** p and q, or that they are withheld. */
export const rated = ({ pValue, qValue, review }: QueueRow): string =>
  pValue === null || qValue === null ? withheldWordsOf(review) : `p ${formatProbability(pValue)}, q ${formatProbability(qValue)}`;

/** The model with the version that scored the case, where that may be told. */
export const modelWords = ({ model, version }: Pick<QueueRow, "model" | "version">): string =>
  version === "" ? model : `${model} ${version.slice(0, 12)}`;

/** The case in plain text, for a ticket or a chat; addresses in it cannot be clicked by mistake. */
export function toCaseText(detail: CaseDetail, window: string): string {
  const { row } = detail;
  return [
    defang(detail.headline),
    `${defang(row.subject.label)} | ${window} | ${modelWords(row)} | ${rated(row)}`,
    ...byWeight(detail.contributions)
      .slice(0, 3)
      .map((c) => `- ${defang(c.sentence)} (${expectation(c)})`),
    ...row.evidence.slice(0, 5).map((e) => `evidence: ${e.file}:${e.record} ${e.eventId}`),
    `anomaly ${row.anomalyId}, run ${row.run}, dataset ${row.dataset}`,
  ].join("\n");
}
