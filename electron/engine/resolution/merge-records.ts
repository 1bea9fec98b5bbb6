import { candidateEdges, type CandidateEdge, type WeighedEdge } from "./candidate-edges.ts";
import { rowCap } from "./generic-values.ts";
import type { MergeInput } from "./merge-input.ts";
import { replacements } from "./replacements.ts";
import type { Exclusive, Family, ResolutionRecord } from "./resolution-record.ts";
import { lastOverlap, type TimeSpan } from "./time-span.ts";

export interface Merged {
  /** Each sorted by id, in order of their first ids. */
  readonly clusters: readonly (readonly ResolutionRecord[])[];
  readonly edges: readonly WeighedEdge[];
}

interface Held {
  readonly exclusive: Exclusive;
  readonly spans: TimeSpan[];
}

interface Cluster {
  readonly members: ResolutionRecord[];
  readonly rows: Set<string>;
  /** Values that a thing has one of, by family and authority. */
  readonly exclusive: Map<string, Map<string, Held>>;
  readonly joins: MutableEdge[];
}
type MutableEdge = { -readonly [K in keyof WeighedEdge]: WeighedEdge[K] };

/** Families whose values one authority hands out: two of another source's ids are no contradiction. */
const bySource = new Set<Family>(["cloud", "device", "agent"]);
const familyTitles: Partial<Record<Family, string>> = {
  sid: "SID",
  guid: "directory object id",
  cloud: "cloud id",
  device: "device id",
  agent: "agent id",
  serial: "serial number",
  employee: "employee number",
};

function clusterOf(record: ResolutionRecord): Cluster {
  const exclusive: Cluster["exclusive"] = new Map();
  for (const one of record.identifiers) {
    if (one.exclusive === "no") continue;
    const authority = bySource.has(one.family) ? `${one.family} ${record.source}` : one.family;
    const values = exclusive.get(authority) ?? new Map<string, Held>();
    exclusive.set(authority, values.set(one.key, { exclusive: one.exclusive, spans: [...record.spans] }));
  }
  return { members: [record], rows: new Set([record.row]), exclusive, joins: [] };
}

/** In words, the exclusive values in which two clusters contradict each other; undefined when they do not. */
function contradiction(a: Cluster, b: Cluster): string | undefined {
  for (const [authority, ours] of a.exclusive) {
    const theirs = b.exclusive.get(authority);
    if (theirs === undefined) continue;
    for (const [key, mine] of ours)
      for (const [other, its] of theirs) {
        if (key === other || ours.has(other) || theirs.has(key)) continue;
        if (mine.exclusive === "ever" || lastOverlap(mine.spans, its.spans) !== undefined) {
          const [family = ""] = authority.split(" ");
          const title = Object.entries(familyTitles).find(([name]) => name === family)?.[1] ?? family;
          return `each has a ${title} of its own (${plain(key)} and ${plain(other)})`;
        }
      }
  }
  return undefined;
}

const plain = (key: string): string => key.replace(/^(?:account:|person:|host:)?[a-z0-9]+:/, "");

function absorb(into: Cluster, from: Cluster): void {
  into.members.push(...from.members);
  for (const row of from.rows) into.rows.add(row);
  into.joins.push(...from.joins);
  for (const [authority, values] of from.exclusive) {
    const known = into.exclusive.get(authority) ?? new Map<string, Held>();
    for (const [key, { exclusive, spans }] of values) known.set(key, { exclusive, spans: [...(known.get(key)?.spans ?? []), ...spans] });
    into.exclusive.set(authority, known);
  }
}

/** As `contradiction`, of the records of two things. */
export function contradictionOf(a: readonly ResolutionRecord[], b: readonly ResolutionRecord[]): string | undefined {
  const clusters = [a, b].map((records) => records.map(clusterOf));
  const [one, other] = clusters.map(([first, ...rest]) => {
    if (first !== undefined) for (const cluster of rest) absorb(first, cluster);
    return first;
  });
  return one === undefined || other === undefined ? undefined : contradiction(one, other);
}

class Merger {
  readonly #clusters: Map<string, Cluster>;
  readonly #apart = new Map<string, Map<string, string>>();

  constructor({ records, rulings }: MergeInput) {
    this.#clusters = new Map(records.map((record) => [record.id, clusterOf(record)]));
    for (const { a, b, decision } of rulings.apart) {
      this.#forbid(a, b, decision);
      this.#forbid(b, a, decision);
    }
  }

  #forbid(a: string, b: string, decision: string): void {
    this.#apart.set(a, (this.#apart.get(a) ?? new Map<string, string>()).set(b, decision));
  }

  #ruledApart(a: Cluster, b: Cluster): boolean {
    const [few, many] = a.rows.size < b.rows.size ? [a, b] : [b, a];
    return [...few.rows].some((row) => [...(this.#apart.get(row)?.keys() ?? [])].some((other) => many.rows.has(other)));
  }

  weigh(edge: CandidateEdge): WeighedEdge | undefined {
    const [a, b] = [this.#clusters.get(edge.a), this.#clusters.get(edge.b)];
    if (a === undefined || b === undefined) return undefined;
    const verdict = (state: WeighedEdge["state"], against?: string): WeighedEdge => ({ ...edge, state, order: undefined, against });
    if (a === b) return verdict("support");
    if (a.members[0]?.type !== b.members[0]?.type)
      return verdict("vetoed", `one is a ${a.members[0]?.type}, the other a ${b.members[0]?.type}`);
    if (this.#ruledApart(a, b)) return verdict("blocked", "a decision keeps them apart");
    const isRuled = edge.rule === "must-link";
    if (edge.isReview) return verdict("review", "not sure enough to join them without a person");
    const against = isRuled ? undefined : contradiction(a, b);
    if (against !== undefined) return verdict("vetoed", against);
    const type = a.members[0]?.type ?? "account";
    if (!isRuled && a.rows.size + b.rows.size > rowCap[type])
      return verdict("vetoed", `together they would be ${a.rows.size + b.rows.size} entries, more than one ${type} can have`);
    const joined: MutableEdge = { ...edge, state: "joined", order: undefined, against: undefined };
    const [into, from] = a.members.length >= b.members.length ? [a, b] : [b, a];
    absorb(into, from);
    into.joins.push(joined);
    for (const member of from.members) this.#clusters.set(member.id, into);
    return joined;
  }

  finish(): ResolutionRecord[][] {
    const clusters = [...new Set(this.#clusters.values())];
    for (const { joins } of clusters) for (const [i, join] of joins.toSorted((x, y) => x.place - y.place).entries()) join.order = i + 1;
    return clusters.map(({ members }) => members.toSorted((a, b) => (a.id < b.id ? -1 : 1)));
  }
}

/**
 * Joins records that are about one thing. Edges are weighed from the most to the least trusted, each against everything joined so far, so a wrong
 * name can never join what serial numbers, SIDs or a decision keep apart; what is refused is kept with its reason. The result depends on the set of
 * records alone, not on their order, and parts that no edge connects do not influence each other.
 */
export function mergeRecords(input: MergeInput): Merged {
  const merger = new Merger(input);
  const edges = candidateEdges(input).flatMap((edge) => merger.weigh(edge) ?? []);
  const clusters = merger.finish().toSorted((a, b) => ((a[0]?.id ?? "") < (b[0]?.id ?? "") ? -1 : 1));
  return { clusters, edges: [...edges, ...replacements(clusters, input.isGeneric, edges.length)] };
}
