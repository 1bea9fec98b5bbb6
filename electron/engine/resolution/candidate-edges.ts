import { lastOverlap, hull, type TimeSpan } from "./time-span.ts";
import type { MergeInput } from "./merge-input.ts";
import { mediumFamilies, type ResolutionRecord, strongFamilies } from "./resolution-record.ts";

/** A pair of records that something speaks for. */
export interface CandidateEdge {
  /** Record ids, the lesser first. */
  readonly a: string;
  readonly b: string;
  readonly rule: "must-link" | "same-row" | "shared-identifier" | "two-mediums" | "linkage" | "replaces";
  /** The identifier they share; undefined where it is none. */
  readonly key: string | undefined;
  readonly confidence: number;
  /** When both said so last. */
  readonly span: TimeSpan;
  /** Only a person can say. */
  readonly isReview: boolean;
  readonly parts: readonly { readonly name: string; readonly bits: number; readonly text: string }[];
  /** The decision behind it. */
  readonly decision: string | undefined;
  /** Position among all, in the order of weighing. */
  readonly place: number;
}

export interface WeighedEdge extends CandidateEdge {
  readonly state: "joined" | "support" | "vetoed" | "review" | "blocked";
  /** Which join it was in its entity, from 1; undefined for the others. */
  readonly order: number | undefined;
  /** What stood against it, in words. */
  readonly against: string | undefined;
}

type Draft = Omit<CandidateEdge, "place"> & { readonly rank: number };

/** Confidence tiers: a decision, a strong identifier, two independent medium ones. */
const certain = 1;
const strong = 0.99;
const twoMediums = 0.95;

const noEvidence = { isReview: false, parts: [], decision: undefined, key: undefined } as const;

function pair(one: ResolutionRecord, other: ResolutionRecord): { readonly a: string; readonly b: string } {
  return one.id < other.id ? { a: one.id, b: other.id } : { a: other.id, b: one.id };
}

function group<T>(items: readonly T[], keyOf: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const key = keyOf(item);
    const known = groups.get(key);
    if (known === undefined) groups.set(key, [item]);
    else known.push(item);
  }
  return groups;
}

function* pairs<T>(items: readonly T[]): Generator<readonly [T, T]> {
  for (let i = 0; i < items.length; i += 1)
    for (let j = i + 1; j < items.length; j += 1) {
      const [one, other] = [items[i], items[j]];
      if (one !== undefined && other !== undefined) yield [one, other];
    }
}

const decided = ({ records, rulings }: MergeInput): Draft[] => {
  const byRow = group(records, (record) => record.row);
  return rulings.together.flatMap(({ a, b, decision }) =>
    (byRow.get(a) ?? []).flatMap((one) =>
      (byRow.get(b) ?? [])
        .filter((other) => other.type === one.type && other.id !== one.id)
        .map((other) => ({
          ...noEvidence,
          ...pair(one, other),
          rule: "must-link" as const,
          decision,
          confidence: certain,
          span: hull([...one.spans, ...other.spans]),
          rank: 0,
        })),
    ),
  );
};

/** A row whose content changed from one version to the next is about the same thing, unless what cannot change did. Two at one time are twins. */
const ofOneRow = (records: readonly ResolutionRecord[]): Draft[] =>
  [...group(records, (record) => record.row).values()].flatMap((bearers) =>
    bearers.length < 2 || /^row \d+$/.test(bearers[0]?.key ?? "")
      ? []
      : [...pairs(bearers)]
          .filter(([one, other]) => lastOverlap(one.spans, other.spans) === undefined)
          .map(([one, other]) => ({
            ...noEvidence,
            ...pair(one, other),
            rule: "same-row" as const,
            confidence: strong,
            span: hull([...one.spans, ...other.spans]),
            rank: 1,
          })),
  );

interface Bearing {
  readonly record: ResolutionRecord;
  readonly key: string;
  readonly family: ResolutionRecord["identifiers"][number]["family"];
}

const bearings = ({ records, isGeneric }: MergeInput, weight: "strong" | "medium"): Map<string, Bearing[]> => {
  const all = records.flatMap((record) =>
    record.identifiers.filter((one) => one.weight === weight).map(({ key, family }) => ({ record, key, family })),
  );
  const groups = group(all, ({ record, key }) => `${record.type} ${key}`);
  for (const [name, bearers] of groups) {
    const [first] = bearers;
    if (first === undefined || bearers.length < 2 || isGeneric(first.record.type, first.key)) groups.delete(name);
  }
  return groups;
};

function sharing(input: MergeInput): Draft[] {
  const found: Draft[] = [];
  for (const bearers of bearings(input, "strong").values())
    for (const [{ record: one, key, family }, { record: other }] of pairs(bearers)) {
      if (one.id === other.id) continue;
      const span = lastOverlap(one.spans, other.spans);
      const place = strongFamilies.findIndex((name) => name === family);
      if (span !== undefined)
        found.push({ ...noEvidence, ...pair(one, other), rule: "shared-identifier", key, confidence: strong, span, rank: 2 + place });
    }
  return found;
}

/** The same SID on an account and a host is an error somewhere: kept to be seen, never a merge. A person shares its identifiers with its accounts. */
function acrossTypes({ records }: MergeInput): Draft[] {
  const all = records
    .filter((record) => record.type !== "person")
    .flatMap((record) => record.identifiers.filter((one) => one.weight === "strong").map(({ key, family }) => ({ record, key, family })));
  return [...group(all, ({ key }) => key).values()].flatMap((bearers) => {
    const [first] = bearers;
    const other = bearers.find(({ record }) => record.type !== first?.record.type);
    const span = first === undefined || other === undefined ? undefined : lastOverlap(first.record.spans, other.record.spans);
    if (first === undefined || other === undefined || span === undefined) return [];
    return [
      {
        ...noEvidence,
        ...pair(first.record, other.record),
        rule: "shared-identifier" as const,
        key: first.key,
        confidence: strong,
        span,
        rank: 19,
      },
    ];
  });
}

const familyPlace = (family: string): number => mediumFamilies.findIndex((name) => name === family);

/** Records that share two medium identifiers of different families; a shared strong one has joined them before. */
function sharingTwo(input: MergeInput): Draft[] {
  const shared = new Map<string, { one: ResolutionRecord; other: ResolutionRecord; keys: Map<string, string>; span: TimeSpan }>();
  for (const bearers of bearings(input, "medium").values())
    for (const [{ record: one, key, family }, { record: other }] of pairs(bearers)) {
      const span = one.id === other.id ? undefined : lastOverlap(one.spans, other.spans);
      if (span === undefined || familyPlace(family) < 0) continue;
      const { a, b } = pair(one, other);
      const known = shared.get(`${a} ${b}`) ?? { one, other, keys: new Map<string, string>(), span };
      if (!known.keys.has(family)) known.keys.set(family, key);
      shared.set(`${a} ${b}`, known);
    }
  return [...shared.values()]
    .filter(({ keys }) => keys.size >= 2)
    .map(({ one, other, keys, span }) => ({
      ...noEvidence,
      ...pair(one, other),
      rule: "two-mediums" as const,
      key: [...keys.values()].toSorted().join(" + "),
      confidence: twoMediums,
      span,
      rank: 20,
    }));
}

function linked({ records, proposed }: MergeInput): Draft[] {
  const byId = new Map(records.map((record) => [record.id, record]));
  return proposed.flatMap(({ a, b, p, state, parts }) => {
    const [one, other] = [byId.get(a), byId.get(b)];
    if (one === undefined || other === undefined || one.type !== other.type) return [];
    const span = lastOverlap(one.spans, other.spans);
    if (span === undefined) return [];
    return [
      { ...noEvidence, ...pair(one, other), rule: "linkage" as const, confidence: p, span, isReview: state === "review", parts, rank: 30 },
    ];
  });
}

/** Everything that speaks for joining two of the records, most trusted first; what holds still or longest comes before what is past. */
export function candidateEdges(input: MergeInput): CandidateEdge[] {
  const drafts = [
    ...decided(input),
    ...ofOneRow(input.records),
    ...sharing(input),
    ...acrossTypes(input),
    ...sharingTwo(input),
    ...linked(input),
  ];
  const text = (draft: Draft): string => `${draft.key ?? ""} ${draft.a} ${draft.b}`;
  return drafts
    .toSorted(
      (x, y) =>
        x.rank - y.rank ||
        Number(x.isReview) - Number(y.isReview) ||
        y.confidence - x.confidence ||
        (x.span.to === y.span.to ? 0 : y.span.to - x.span.to) ||
        (text(x) < text(y) ? -1 : text(x) > text(y) ? 1 : 0),
    )
    .map((draft, place) => ({ ...draft, place }));
}
