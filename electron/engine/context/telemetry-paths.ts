import type { z } from "zod";
import type { contextRequests } from "../../../shared/contract/context.ts";
import type { ContextEdge, ContextGraph, ContextNode } from "../../../shared/contract/context-graph.ts";
import { type FoundPath, findPaths, type PathEdge, type PathNode, type PathQuestion } from "../../../shared/domain/graph-paths.ts";
import type { Reader } from "../duckdb/read-rows.ts";
import { nodeId } from "../relations/node-id.ts";
import type { DaySpan } from "../relations/relations.ts";
import { readNeighbourCounts, readStep, readThings, type RelationRow, type ThingRow } from "../relations/steps.ts";
import { relationWord, typesOfWord } from "../relations/relation-words.ts";
import { thingOf } from "./split-shared.ts";
import { type CaseDays, sharedFrom, toWidenedEdge, toWidenedNode } from "./widened.ts";

type Answer = z.infer<(typeof contextRequests)["context.paths"]["output"]>;

/** From each end half of the most hops. */
const reach = 3;
/** Relations read in one step, and things gone on from: bounds of time and memory, said when they were met. */
const mostRelations = 20_000;
const mostFrontier = 1500;

interface Search {
  readonly relations: Map<string, RelationRow>;
  readonly degrees: Map<string, number>;
  isCut: boolean;
}

interface PathsInput {
  readonly question: Omit<PathQuestion, "relations">;
  readonly words: readonly string[] | undefined;
  readonly span: DaySpan;
  /** The case's own graph: owners and leases that only inventories know are steps, too. */
  readonly graph: Pick<ContextGraph, "nodes" | "edges">;
}

/** What is drawn several times is one thing here. */
const idOf = (drawn: string): string => nodeId(thingOf(drawn));
const keyOf = ({ src, type, dst }: RelationRow): string => `${src} ${type} ${dst}`;

async function learnDegrees(reader: Reader, search: Search, ids: readonly string[]): Promise<void> {
  const missing = ids.filter((id) => !search.degrees.has(id));
  for (const id of missing) search.degrees.set(id, 0);
  for (const [id, n] of await readNeighbourCounts(reader, missing)) search.degrees.set(id, n);
}

/** Reads what lies within three steps of one end, not going on from shared things unless that is allowed. */
async function searchFrom(
  reader: Reader,
  search: Search,
  start: readonly string[],
  input: PathsInput,
  types: readonly string[],
): Promise<void> {
  const seen = new Set(start);
  let frontier = start;
  for (let step = 0; step < reach && frontier.length > 0; step += 1) {
    const rows = await readStep(reader, frontier, { ...input.span, types, take: mostRelations + 1 });
    if (rows.length > mostRelations) search.isCut = true;
    for (const row of rows.slice(0, mostRelations)) search.relations.set(keyOf(row), row);
    const found = [...new Set(rows.flatMap((row) => [row.src, row.dst]))].filter((id) => !seen.has(id));
    for (const id of found) seen.add(id);
    await learnDegrees(reader, search, found);
    const degree = (id: string): number => search.degrees.get(id) ?? 0;
    const open = found.filter((id) => input.question.passesShared || degree(id) < sharedFrom);
    if (open.length > mostFrontier && step + 1 < reach) search.isCut = true;
    frontier = open.toSorted((a, b) => degree(a) - degree(b) || (a < b ? -1 : 1)).slice(0, mostFrontier);
  }
}

const doubt = (node: ContextNode | undefined): number => {
  const badges = node?.badges.map((badge) => badge.toLowerCase()) ?? [];
  if (badges.includes("hold")) return 0.5;
  if (badges.includes("probable")) return 0.85;
  return badges.includes("lease") ? 0.97 : 1;
};

/**
 * The cheapest paths between two things in the telemetry of a span of days and the case's own graph: both ends are followed for three
 * steps, then searched as one graph. Says when something had to be left out.
 */
export async function findTelemetryPaths(reader: Reader, input: PathsInput, days: CaseDays): Promise<Answer> {
  const { graph, words, question } = input;
  const types = words === undefined ? [] : words.flatMap(typesOfWord);
  const search: Search = { relations: new Map(), degrees: new Map(), isCut: false };
  const beside = (key: string): string[] =>
    graph.edges.flatMap((edge) => (edge.src === key ? [idOf(edge.dst)] : edge.dst === key ? [idOf(edge.src)] : []));
  const starts = [question.a, question.b].map((key) => [...new Set([idOf(key), ...beside(key)])].toSorted());
  await learnDegrees(reader, search, starts.flat());
  for (const start of starts) await searchFrom(reader, search, start, input, types);
  const isEnd = ({ id }: ContextNode): boolean => id === question.a || id === question.b;
  const own = new Map([...graph.nodes, ...graph.nodes.filter(isEnd)].map((node) => [idOf(node.id), node]));
  const rows = [...search.relations.values()];
  const ids = [...new Set([...rows.flatMap((row) => [row.src, row.dst]), ...own.keys()])];
  await learnDegrees(reader, search, [...own.keys()]);
  const isShared = (id: string): boolean => (search.degrees.get(id) ?? 0) >= sharedFrom || own.get(id)?.role === "aggregate";
  const nodes = ids.map((id): PathNode => ({ id, neighbours: search.degrees.get(id) ?? 0, isShared: isShared(id) }));
  const certainties = graph.edges.map((edge) => Math.min(doubt(own.get(idOf(edge.src))), doubt(own.get(idOf(edge.dst)))));
  const relationKeys = rows.map(keyOf);
  const steps: PathEdge[] = [
    ...graph.edges.map(({ id, src, dst, relation, from, to }, i) => ({
      id,
      relation,
      from,
      to,
      src: idOf(src),
      dst: idOf(dst),
      confidence: certainties[i] ?? 1,
    })),
    ...rows.map(({ src, dst, type, first_seen: from, last_seen: to }, i) => ({
      src,
      dst,
      from,
      to,
      relation: relationWord(type),
      confidence: 1,
      id: relationKeys[i] ?? "",
    })),
  ];
  const [a, b] = [idOf(question.a), idOf(question.b)];
  const answer = findPaths(nodes, steps, { ...question, a, b, relations: words === undefined ? undefined : new Set(words) });
  const refused = question.passesShared ? [] : nodes.filter((node) => node.isShared && node.id !== a && node.id !== b);
  const looked = { nodes: nodes.length, relations: steps.length, sharedRefused: refused.length };
  const unknown = [question.a, question.b].filter((key) => !ids.includes(idOf(key)));
  const unknownBecause = unknown.length === 0 ? null : `No event of these days names ${unknown.join(" or ")}.`;
  const named = await toNamed(reader, answer.paths, { own, search, graph }, days);
  return { ...named, looked, isCut: answer.isCut || search.isCut, unknownBecause };
}

interface Known {
  readonly own: ReadonlyMap<string, ContextNode>;
  readonly search: Search;
  readonly graph: Pick<ContextGraph, "edges">;
}

/** The paths with their things by name and their relations as edges. */
async function toNamed(
  reader: Reader,
  paths: readonly FoundPath[],
  known: Known,
  days: CaseDays,
): Promise<Pick<Answer, "paths" | "nodes" | "edges">> {
  const { own, search, graph } = known;
  const ids = [...new Set(paths.flatMap((path) => path.nodes))];
  const things = await readThings(
    reader,
    ids.filter((id) => !own.has(id)),
  );
  const keyFor = (id: string): string => own.get(id)?.id ?? things.get(id)?.key ?? id;
  const drawn = new Map(graph.edges.map((edge) => [edge.id, edge]));
  const edgeFor = (id: string): ContextEdge | undefined => {
    const row = search.relations.get(id);
    if (row === undefined) return drawn.get(id);
    const { type, n, days: seenDays, first_seen: firstSeen, last_seen: lastSeen } = row;
    return toWidenedEdge({ src: keyFor(row.src), dst: keyFor(row.dst), type, n, days: seenDays, firstSeen, lastSeen }, days);
  };
  const edges = new Map([...new Set(paths.flatMap((path) => path.edges))].flatMap((id) => [[id, edgeFor(id)] as const]));
  const toNode = (thing: ThingRow): ContextNode => {
    const neighbours = search.degrees.get(thing.id) ?? 0;
    const edge = [...edges.values()].find((one) => one?.dst === thing.key || one?.src === thing.key);
    return toWidenedNode({ key: thing.key, kind: thing.kind, label: thing.label, neighbours }, edge, days);
  };
  return {
    paths: paths.map(({ nodes, edges: steps, cost, confidence }) => ({
      nodes: nodes.map(keyFor),
      edges: steps.map((id) => edges.get(id)?.id ?? id),
      cost,
      confidence,
    })),
    nodes: [...ids.flatMap((id) => own.get(id) ?? []), ...[...things.values()].map(toNode)],
    edges: [...edges.values()].filter((edge) => edge !== undefined),
  };
}
