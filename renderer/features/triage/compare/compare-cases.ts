import type { ContextGraph } from "../../../../shared/contract/context-graph.ts";
import type { CaseDetail, Contribution, EvidenceRow } from "../../../../shared/contract/triage.ts";
import { formatCount, formatPercent, formatSigned, formatValue } from "../../../ui/format/number.ts";
import { defang } from "../../../ui/format/text.ts";
import { byWeight, modelWords, rated } from "../case-words.ts";

/** One of the two cases, as far as it is read. */
export interface ComparedCase {
  readonly detail: CaseDetail;
  readonly graph: ContextGraph | undefined;
  readonly events: readonly EvidenceRow[] | undefined;
  readonly eventsTotal: number;
  /** In the zone that is shown. */
  readonly window: string;
}

export interface ComparedLine {
  readonly title: string;
  readonly a: string;
  readonly b: string;
  readonly differs: boolean;
}

export interface ComparedPart {
  readonly title: string;
  readonly lines: readonly ComparedLine[];
}

export interface Shared {
  readonly entities: readonly { readonly type: string; readonly label: string }[];
  readonly events: number;
  /** Whether all events of both were looked at. */
  readonly isWhole: boolean;
}

const missing = "not a feature of its model";
const line = (title: string, a: string, b: string): ComparedLine => ({ title, a, b, differs: a !== b });

/** `0.42 s · above 97 % · +0.11`: the value, where it stands in training, and its part in the score. */
function featureText(c: Contribution | undefined): string {
  if (c === undefined) return missing;
  const place = c.percentile === null ? "" : ` · at or above ${formatPercent(c.percentile)}`;
  return `${formatValue(c.value, c.unit)}${place} · ${formatSigned(c.contribution)}`;
}

/** Features of either case; those whose parts lie farthest apart first. */
function featureLines(a: CaseDetail, b: CaseDetail): ComparedLine[] {
  const of = ({ contributions }: CaseDetail): ReadonlyMap<string, Contribution> => new Map(contributions.map((c) => [c.feature, c]));
  const [ofA, ofB] = [of(a), of(b)];
  const apart = (feature: string): number => Math.abs((ofA.get(feature)?.contribution ?? 0) - (ofB.get(feature)?.contribution ?? 0));
  const names = [...new Set([...ofA.keys(), ...ofB.keys()])].toSorted((x, y) => apart(y) - apart(x) || (x < y ? -1 : 1));
  return names.map((feature) => {
    const [inA, inB] = [ofA.get(feature), ofB.get(feature)];
    return { ...line((inA ?? inB)?.title ?? feature, featureText(inA), featureText(inB)), differs: inA?.value !== inB?.value };
  });
}

function headLines(a: ComparedCase, b: ComparedCase): ComparedLine[] {
  const of = (title: string, tell: (one: ComparedCase) => string): ComparedLine => line(title, tell(a), tell(b));
  return [
    of("Headline", ({ detail }) => detail.headline),
    of("Window", ({ window }) => window),
    of("Model", ({ detail: { row } }) => modelWords(row)),
    of("Rarity", ({ detail: { row } }) => rated(row)),
    of("Score", ({ detail: { row } }) => (row.score === null ? "withheld until judged" : row.score.toFixed(4))),
    of("Evidence", ({ detail: { row } }) => `${formatCount(row.evidenceCount)} events`),
    of("Verdict", ({ detail: { row } }) => row.state?.verdict ?? "open"),
  ];
}

const reasonLines = (a: CaseDetail, b: CaseDetail): ComparedLine[] => {
  const [ofA, ofB] = [a, b].map(({ contributions }) => byWeight(contributions).slice(0, 3));
  return [0, 1, 2].flatMap((i) => {
    const [inA, inB] = [ofA?.[i], ofB?.[i]];
    if (inA === undefined && inB === undefined) return [];
    return [{ ...line(`Reason ${i + 1}`, inA?.sentence ?? "none", inB?.sentence ?? "none"), differs: inA?.feature !== inB?.feature }];
  });
};

function answerLines(a: ContextGraph, b: ContextGraph): ComparedLine[] {
  const of = ({ answers }: ContextGraph) => new Map(answers.map((answer) => [answer.id, answer]));
  const [ofA, ofB] = [of(a), of(b)];
  const tell = (answer: ContextGraph["answers"][number] | undefined): string =>
    answer === undefined ? "not asked" : (answer.value ?? `unknown because ${answer.unknownBecause ?? "nothing says"}`);
  return [...new Set([...ofA.keys(), ...ofB.keys()])].map((id) =>
    line((ofA.get(id) ?? ofB.get(id))?.question ?? id, tell(ofA.get(id)), tell(ofB.get(id))),
  );
}

/** Entities in both graphs, and events in the evidence of both. */
export function sharedBy(a: ComparedCase, b: ComparedCase): Shared {
  const inB = new Set(b.graph?.nodes.filter(({ role }) => role !== "aggregate").map(({ id }) => id));
  const eventsOfB = new Set(b.events?.map(({ ref }) => ref.eventId));
  return {
    entities: (a.graph?.nodes ?? []).filter(({ id }) => inB.has(id)).map(({ type, label }) => ({ type, label })),
    events: (a.events ?? []).filter(({ ref }) => eventsOfB.has(ref.eventId)).length,
    isWhole: [a, b].every(({ events, eventsTotal }) => events?.length === eventsTotal),
  };
}

/** What is said of either, side by side. Withheld reasons stay withheld: they are not in the case. */
export function compareCases(a: ComparedCase, b: ComparedCase): readonly ComparedPart[] {
  return [
    { title: "Case", lines: headLines(a, b) },
    { title: "Reasons", lines: reasonLines(a.detail, b.detail) },
    { title: "Features", lines: featureLines(a.detail, b.detail) },
    ...(a.graph === undefined || b.graph === undefined ? [] : [{ title: "Context", lines: answerLines(a.graph, b.graph) }]),
  ].filter((part) => part.lines.length > 0);
}

export const sharedWords = ({ entities, events, isWhole }: Shared): string =>
  `${formatCount(entities.length)} shared ${entities.length === 1 ? "entity" : "entities"}, ${formatCount(events)} shared ${events === 1 ? "event" : "events"}${isWhole ? "" : " among those read"}`;

/** The comparison in plain text; `≠` marks what differs, and nothing in it can be clicked. */
export function comparisonText(a: ComparedCase, b: ComparedCase): string {
  const shared = sharedBy(a, b);
  return [
    `First case: ${defang(a.detail.row.subject.label)} (${a.detail.row.anomalyId})`,
    `Second case: ${defang(b.detail.row.subject.label)} (${b.detail.row.anomalyId})`,
    sharedWords(shared),
    ...shared.entities.map(({ type, label }) => `  ${type} ${defang(label)}`),
    ...compareCases(a, b).flatMap(({ title, lines }) => [
      "",
      title,
      ...lines.map((one) =>
        one.differs
          ? `≠ ${one.title}\n    first: ${defang(one.a)}\n    second: ${defang(one.b)}`
          : `= ${one.title}: ${defang(one.a)}${one.a === one.b ? "" : ` | ${defang(one.b)}`}`,
      ),
    ]),
  ].join("\n");
}
