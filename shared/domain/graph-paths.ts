import { MinHeap } from "../lib/min-heap.ts";

/** A relation as a step of a path. Times in microseconds UTC, null when the relation has none. */
export interface PathEdge {
  readonly id: string;
  readonly src: string;
  readonly dst: string;
  readonly relation: string;
  readonly from: number | null;
  readonly to: number | null;
  /** 0 to 1. */
  readonly confidence: number;
}

export interface PathNode {
  readonly id: string;
  /** Distinct neighbours in all of the data looked at. */
  readonly neighbours: number;
  /** Used by so many that passing through it says nothing: a domain controller, a resolver, a proxy. */
  readonly isShared: boolean;
}

export type PathDirection = "either" | "along" | "against";

export interface PathQuestion {
  readonly a: string;
  readonly b: string;
  /** Relations that may be walked; all when absent. */
  readonly relations?: ReadonlySet<string> | undefined;
  readonly direction: PathDirection;
  /** Each step no earlier than the one before: how something could have moved from A to B. */
  readonly respectsTime: boolean;
  readonly passesShared: boolean;
}

export interface FoundPath {
  readonly nodes: readonly string[];
  readonly edges: readonly string[];
  readonly cost: number;
  /** Of its least certain step. */
  readonly confidence: number;
}

export interface PathAnswer {
  /** The cheapest, cheapest first; equal ones by their nodes. */
  readonly paths: readonly FoundPath[];
  /** The search was ended before it had looked at everything: fewer or dearer paths than there are. */
  readonly isCut: boolean;
}

export const mostHops = 6;
export const pathsWanted = 3;
/** Partial paths kept before the search gives up: a quarter of a second and some ten megabytes at worst. */
const mostTried = 100_000;
/** With this many neighbours a node costs one step more; the same scale as the relevance of relations. */
const hubScale = 50;

export const hubPenalty = (neighbours: number): number => Math.log2(1 + Math.max(0, neighbours) / hubScale);
const stepCost = (edge: PathEdge): number => 1 + 4 * (1 - Math.min(1, Math.max(0, edge.confidence)));

interface Step {
  readonly edge: PathEdge;
  readonly to: string;
  readonly cost: number;
  /** A source whose clock jumped gives an end before its start; both ends count whatever their order. */
  readonly earliest: number;
  readonly latest: number;
}

interface Partial {
  readonly node: string;
  readonly nodes: readonly string[];
  readonly edges: readonly PathEdge[];
  readonly cost: number;
  /** Earliest moment at which it can have got here. */
  readonly at: number;
  /** Cost so far and the least that the rest can cost. */
  readonly bound: number;
}

type Steps = ReadonlyMap<string, readonly Step[]>;

function stepsOf(nodes: ReadonlyMap<string, PathNode>, edges: readonly PathEdge[], question: PathQuestion): Steps {
  const { direction, relations, b } = question;
  const steps = new Map<string, Step[]>();
  const add = (edge: PathEdge, from: string, to: string): void => {
    const target = nodes.get(to);
    if (target === undefined || !nodes.has(from) || from === to) return;
    if (to !== b && target.isShared && !question.passesShared) return;
    const times = [edge.from, edge.to].filter((at) => at !== null);
    const list = steps.get(from);
    const step = {
      edge,
      to,
      cost: stepCost(edge) + (to === b ? 0 : hubPenalty(target.neighbours)),
      earliest: times.length === 0 ? Number.NEGATIVE_INFINITY : Math.min(...times),
      latest: times.length === 0 ? Number.POSITIVE_INFINITY : Math.max(...times),
    };
    if (list === undefined) steps.set(from, [step]);
    else list.push(step);
  };
  for (const edge of edges) {
    if (relations !== undefined && !relations.has(edge.relation)) continue;
    add(edge, edge.src, edge.dst);
    if (direction === "either") add(edge, edge.dst, edge.src);
  }
  return new Map([...steps].map(([id, list]) => [id, question.respectsTime ? list : cheapestPerTarget(list)]));
}

/** Without regard to time only the cheapest of parallel relations can be on a cheapest path. */
function cheapestPerTarget(list: readonly Step[]): Step[] {
  const best = new Map<string, Step>();
  for (const step of list) {
    const known = best.get(step.to);
    if (known === undefined || step.cost < known.cost || (step.cost === known.cost && step.edge.id < known.edge.id))
      best.set(step.to, step);
  }
  return [...best.values()];
}

interface Rest {
  /** Least that the way to the end can cost. */
  readonly cost: number;
  /** Latest moment at which it can still be begun. */
  readonly latest: number;
}

/** What is left from each node to the end in at most so many hops, repeats disregarded: never more than the truth. */
function restOf(steps: Steps, end: string, respectsTime: boolean): readonly ReadonlyMap<string, Rest>[] {
  const levels: Map<string, Rest>[] = [new Map([[end, { cost: 0, latest: Number.POSITIVE_INFINITY }]])];
  for (let hops = 1; hops <= mostHops; hops += 1) {
    const before = levels[hops - 1] ?? new Map<string, Rest>();
    const level = new Map(before);
    for (const [from, list] of steps)
      for (const step of list) {
        const rest = before.get(step.to);
        if (rest === undefined || (respectsTime && step.earliest > rest.latest)) continue;
        const known = level.get(from);
        const cost = rest.cost + step.cost;
        const latest = Math.min(step.latest, rest.latest);
        level.set(
          from,
          known === undefined ? { cost, latest } : { cost: Math.min(cost, known.cost), latest: Math.max(latest, known.latest) },
        );
      }
    levels.push(level);
  }
  return levels;
}

const isBefore = (a: Partial, b: Partial): boolean => {
  if (a.bound !== b.bound) return a.bound < b.bound;
  if (a.nodes.length !== b.nodes.length) return a.nodes.length > b.nodes.length;
  return a.nodes.join("\u0000") < b.nodes.join("\u0000");
};

/**
 * The cheapest paths without a repeated node from A to B, of at most six hops: Dijkstra's search over partial paths, led by the
 * least that the rest can cost. Each step costs 1 + 4·(1 − confidence), each node passed its hub penalty. The order of the input
 * does not matter.
 */
export function findPaths(nodes: readonly PathNode[], edges: readonly PathEdge[], question: PathQuestion): PathAnswer {
  if (question.direction === "against") {
    const forth = findPaths(nodes, edges, { ...question, a: question.b, b: question.a, direction: "along" });
    const turned = forth.paths.map((path) => ({ ...path, nodes: path.nodes.toReversed(), edges: path.edges.toReversed() }));
    return { paths: turned, isCut: forth.isCut };
  }
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const { a, b } = question;
  if (a === b || !byId.has(a) || !byId.has(b)) return { paths: [], isCut: false };
  const steps = stepsOf(byId, edges, question);
  const rests = restOf(steps, b, question.respectsTime);
  const open = new MinHeap<Partial>(isBefore);
  open.push({ node: a, nodes: [a], edges: [], cost: 0, at: Number.NEGATIVE_INFINITY, bound: 0 });
  const found: FoundPath[] = [];
  const seen = new Set<string>();
  let tried = 0;
  for (let path = open.pop(); path !== undefined && found.length < pathsWanted; path = open.pop()) {
    if (path.node === b) {
      const key = path.nodes.join("\u0000");
      if (!seen.has(key)) found.push(toFound(path));
      seen.add(key);
      continue;
    }
    for (const next of onward(path, steps, rests, question.respectsTime)) {
      if (tried === mostTried) return { paths: found, isCut: true };
      tried += 1;
      open.push(next);
    }
  }
  return { paths: found, isCut: false };
}

function onward(path: Partial, steps: Steps, rests: readonly ReadonlyMap<string, Rest>[], respectsTime: boolean): Partial[] {
  const left = mostHops - path.edges.length - 1;
  return (steps.get(path.node) ?? []).flatMap((step) => {
    const rest = rests[left]?.get(step.to);
    const at = Math.max(path.at, step.earliest);
    if (rest === undefined || path.nodes.includes(step.to)) return [];
    if (respectsTime && (step.latest < path.at || at > rest.latest)) return [];
    const cost = path.cost + step.cost;
    const nodes = [...path.nodes, step.to];
    return [{ node: step.to, nodes, edges: [...path.edges, step.edge], cost, at, bound: cost + rest.cost }];
  });
}

const toFound = ({ nodes, edges, cost }: Partial): FoundPath => ({
  nodes,
  edges: edges.map((edge) => edge.id),
  cost: Math.round(cost * 1000) / 1000,
  confidence: Math.min(...edges.map((edge) => edge.confidence)),
});
