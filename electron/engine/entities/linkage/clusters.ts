/** A statement that two records, by position, are the same. */
export interface Edge {
  readonly a: number;
  readonly b: number;
}

/** By record: the least position in its connected component. */
export function clustersOf(count: number, edges: readonly Edge[]): Int32Array {
  const parent = Int32Array.from({ length: count }, (_, i) => i);
  const rootOf = (record: number): number => {
    let at = record;
    for (let up = parent[at] ?? at; up !== at; up = parent[at] ?? at) {
      parent[at] = parent[up] ?? up;
      at = parent[at] ?? at;
    }
    return at;
  };
  for (const { a, b } of edges) {
    const [one, other] = [rootOf(a), rootOf(b)];
    if (one !== other) parent[Math.max(one, other)] = Math.min(one, other);
  }
  return parent.map((_, record) => rootOf(record));
}

interface Visit {
  readonly record: number;
  /** The edge by which it was reached. */
  readonly by: number;
  next: number;
}

/**
 * Positions of the edges on which alone two parts of at least `leastPart` records each hang together (Tarjan's bridges, without recursion). One wrong link
 * of that kind joins two whole clusters. Edges given twice count as support for each other.
 */
export function bridgesOf(count: number, edges: readonly Edge[], leastPart: number): number[] {
  const near: number[][] = Array.from({ length: count }, () => []);
  edges.forEach(({ a, b }, i) => {
    near[a]?.push(i);
    near[b]?.push(i);
  });
  const order = new Int32Array(count).fill(-1);
  const low = new Int32Array(count);
  const below = new Int32Array(count).fill(1);
  const bridges: number[] = [];
  let clock = 0;
  for (let root = 0; root < count; root += 1) {
    if (order[root] !== -1) continue;
    const found: { readonly edge: number; readonly part: number }[] = [];
    const stack: Visit[] = [{ record: root, by: -1, next: 0 }];
    order[root] = low[root] = clock;
    clock += 1;
    for (let top = stack.at(-1); top !== undefined; top = stack.at(-1)) {
      const { record, by } = top;
      const edge = near[record]?.[top.next];
      if (edge !== undefined) {
        top.next += 1;
        const other = otherEnd(edges[edge], record);
        if (edge === by) continue;
        if (order[other] === -1) {
          order[other] = low[other] = clock;
          clock += 1;
          stack.push({ record: other, by: edge, next: 0 });
        } else low[record] = Math.min(low[record] ?? 0, order[other] ?? 0);
        continue;
      }
      stack.pop();
      const up = stack.at(-1)?.record;
      if (up === undefined) continue;
      low[up] = Math.min(low[up] ?? 0, low[record] ?? 0);
      below[up] = (below[up] ?? 0) + (below[record] ?? 0);
      if ((low[record] ?? 0) > (order[up] ?? 0)) found.push({ edge: by, part: below[record] ?? 0 });
    }
    const size = below[root] ?? 0;
    for (const { edge, part } of found) if (part >= leastPart && size - part >= leastPart) bridges.push(edge);
  }
  return bridges.toSorted((one, other) => one - other);
}

function otherEnd(edge: Edge | undefined, record: number): number {
  if (edge === undefined) throw new RangeError("no such edge");
  return edge.a === record ? edge.b : edge.a;
}
