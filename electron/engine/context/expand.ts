import type { Expansion, NeighbourKind } from "../../../shared/contract/context.ts";
import type { ContextNode } from "../../../shared/contract/context-graph.ts";
import type { Reader } from "../duckdb/read-rows.ts";
import { countNeighbours, type DaySpan, type NeighbourCount, readDegrees, readNeighbours, type Way } from "../relations/relations.ts";
import { relationWord } from "../relations/relation-words.ts";
import { thingOf } from "./split-shared.ts";
import { type CaseDays, toWidenedEdge, toWidenedNode } from "./widened.ts";

interface ExpandInput {
  readonly node: string;
  /** The node as the case's own graph has it, when it has. */
  readonly drawn: ContextNode | undefined;
  readonly kind: string | undefined;
  readonly offset: number;
  readonly limit: number;
  readonly span: DaySpan;
}

const separator = "|";
const kindOf = ({ way, type, kind }: Pick<NeighbourCount, "way" | "type" | "kind">): string => [way, type, kind].join(separator);

function parseKind(text: string): { way: Way; type: string; kind: string } | undefined {
  const [way, type, kind, ...rest] = text.split(separator);
  return (way === "out" || way === "in") && type !== undefined && kind !== undefined && rest.length === 0 ? { way, type, kind } : undefined;
}

function unknownBecause({ drawn }: ExpandInput): string {
  if (drawn?.role === "aggregate") return "This stands for several things at once; their own neighbours are not counted together.";
  if (drawn?.role === "owner" || drawn?.type === "person")
    return "Only the inventories know this; no event names it. Its accounts and devices have neighbours of their own.";
  return "No event of these days names it.";
}

/** Neighbours by kind, and a page of one kind when it is named: never seen before the window first, then those of the fewest days. */
export async function expandNode(reader: Reader, input: ExpandInput, days: CaseDays): Promise<Expansion> {
  const { node, span } = input;
  const counts = await countNeighbours(reader, thingOf(node), span);
  if (counts.length === 0) return { kinds: [], page: null, unknownBecause: unknownBecause(input) };
  const since = span.fromDay >= days.day ? counts : await countNeighbours(reader, thingOf(node), { fromDay: days.day, toDay: span.toDay });
  const fresh = new Map(since.map((count) => [kindOf(count), count.new_others]));
  const kinds = counts.map((count): NeighbourKind => ({
    kind: kindOf(count),
    way: count.way,
    relation: relationWord(count.type),
    type: count.kind,
    nodes: count.others,
    events: count.n,
    fresh: fresh.get(kindOf(count)) ?? 0,
  }));
  const sorted = kinds.toSorted((a, b) => b.fresh - a.fresh || a.nodes - b.nodes || (a.kind < b.kind ? -1 : 1));
  return { kinds: sorted, page: await readPage(reader, input, days), unknownBecause: null };
}

async function readPage(reader: Reader, input: ExpandInput, days: CaseDays): Promise<Expansion["page"]> {
  const asked = input.kind === undefined ? undefined : parseKind(input.kind);
  if (asked === undefined || input.kind === undefined) return null;
  const { node, span, offset, limit } = input;
  const rows = await readNeighbours(reader, thingOf(node), span, { ...asked, skip: offset, take: limit });
  const degrees = await readDegrees(
    reader,
    rows.map((row) => row.key),
  );
  const edges = rows.map((row) => {
    const [src, dst] = row.way === "out" ? [node, row.key] : [row.key, node];
    return toWidenedEdge({ src, dst, type: row.type, n: row.n, days: row.days, firstSeen: row.first_seen, lastSeen: row.last_seen }, days);
  });
  const nodes = rows.map((row, i) => {
    const neighbours = Math.max(0, ...(degrees.get(row.key) ?? []).map((degree) => degree.n));
    return toWidenedNode({ key: row.key, kind: row.kind, label: row.label, neighbours }, edges[i], days);
  });
  return { kind: input.kind, offset, total: rows[0]?.total ?? 0, nodes, edges };
}
