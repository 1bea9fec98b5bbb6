import type { Comparison, Comparisons } from "../../../shared/contract/triage.ts";
import type { ModelPackage } from "../../../shared/contract/models.ts";
import { invariant } from "../../../shared/lib/invariant.ts";
import type { FeatureMatrix } from "../features/feature-matrix.ts";
import type { PeerGroups } from "./peer-groups.ts";

/** Of fewer a share says nothing. */
const enough = 5;

const unknown = (unknownBecause: string): Comparison => ({ unknownBecause });

interface Values {
  readonly ascending: Float64Array;
}

interface Place {
  readonly n: number;
  readonly lower: number;
  readonly higher: number;
}

/** How many of the ascending values are below the value or, `withEqual`, at or below it. */
function countBelow({ ascending }: Values, value: number, withEqual: boolean): number {
  let [low, high] = [0, ascending.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    const other = ascending[middle] ?? Infinity;
    if (other < value || (withEqual && other === value)) low = middle + 1;
    else high = middle;
  }
  return low;
}

const placeIn = (values: Values, value: number): Place => {
  const n = values.ascending.length;
  return { n, lower: countBelow(values, value, false), higher: n - countBelow(values, value, true) };
};

/** Values of a feature in some rows, sorted once. */
function createColumns(matrix: FeatureMatrix, rows: ArrayLike<number>): (f: number) => Values {
  const sorted = new Map<number, Values>();
  return (f) => {
    const found = sorted.get(f) ?? {
      ascending: Float64Array.from(rows, (row) => matrix.observed[f * matrix.rowCount + row] ?? Number.NaN)
        .filter((value) => !Number.isNaN(value))
        .sort(),
    };
    sorted.set(f, found);
    return found;
  };
}

const without = (all: Place, mine: Place): Place => ({
  n: all.n - mine.n,
  lower: all.lower - mine.lower,
  higher: all.higher - mine.higher,
});

const compared = ({ n, lower, higher }: Place, of: string, tooFew: string): Comparison =>
  n < enough ? unknown(tooFew) : { n, lower: lower / n, higher: higher / n, of };

const joined = (matrix: FeatureMatrix, row: number): string => matrix.keys.map(({ values }) => values[row] ?? "").join("\u0000");

interface Peers {
  readonly of: string;
  /** Others in the group. */
  readonly entities: number;
  readonly all: (f: number) => Values;
  readonly mine: (f: number) => Values;
}

interface Group {
  readonly title: string;
  /** Rows of each of its members. */
  readonly rowsOf: ReadonlyMap<string, readonly number[]>;
  readonly all: (f: number) => Values;
}

/** Every group's rows, by the group's title and by its members. */
function groupRows(
  matrix: FeatureMatrix,
  who: readonly (string | null)[],
  titleAt: (row: number) => string | undefined,
): Map<string, Group> {
  const rows = Map.groupBy(matrix.windowFromUs.keys(), titleAt);
  return new Map(
    [...rows].flatMap(([title, of]): [string, Group][] =>
      title === undefined ? [] : [[title, { title, rowsOf: Map.groupBy(of, (row) => who[row] ?? ""), all: createColumns(matrix, of) }]],
    ),
  );
}

/** Rows of the others in the group of a row's entity, with those of the entity itself to be left out. */
function createPeers(matrix: FeatureMatrix, peerGroups: PeerGroups): (row: number) => Peers | { unknownBecause: string } {
  const who = matrix.keys.find(({ column }) => column === peerGroups.column)?.values ?? [];
  const groupAt = (row: number) =>
    peerGroups.groupOf(who[row] ?? "", { fromUs: matrix.windowFromUs[row] ?? 0, toUs: matrix.windowToUs[row] ?? 0 });
  const titleAt = (row: number): string | undefined => {
    const found = groupAt(row);
    return "title" in found ? found.title : undefined;
  };
  let groups: Map<string, Group> | undefined;
  return (row) => {
    const found = groupAt(row);
    if (!("title" in found)) return found;
    groups ??= groupRows(matrix, who, titleAt);
    const group = groups.get(found.title);
    invariant(group !== undefined, "a row is in its own group");
    const entities = group.rowsOf.size - 1;
    const mine = createColumns(matrix, group.rowsOf.get(who[row] ?? "") ?? []);
    return { of: `${entities} other ${group.title}`, entities, all: group.all, mine };
  };
}

/**
 * For surfaced rows of a run, where each feature's value stands among the same subject's other windows, its peers' subjects and all other
 * scored subjects. Values that are not recorded are neither compared nor counted.
 */
export function createComparisons(
  matrix: FeatureMatrix,
  grain: ModelPackage["grain"],
  surfaced: readonly number[],
  groups: PeerGroups,
): (row: number) => Comparisons[] {
  const wanted = new Set(surfaced.map((row) => joined(matrix, row)));
  const bySubject = Map.groupBy(matrix.windowFromUs.keys(), (row) => {
    const key = joined(matrix, row);
    return wanted.has(key) ? key : undefined;
  });
  const estate = createColumns(matrix, [...matrix.windowFromUs.keys()]);
  const peersOf = createPeers(matrix, groups);
  return (row) => {
    const others = (bySubject.get(joined(matrix, row)) ?? []).filter((other) => other !== row);
    const [windows, alone] = [createColumns(matrix, others), createColumns(matrix, [row])];
    const peers = peersOf(row);
    return matrix.featureNames.map((_, f) => {
      const value = matrix.observed[f * matrix.rowCount + row] ?? Number.NaN;
      if (Number.isNaN(value)) {
        const none = unknown("the value is not recorded");
        return { own: none, peers: none, estate: none };
      }
      const own = placeIn(windows(f), value);
      return {
        own:
          grain.window === "instance"
            ? unknown("a subject of this model is seen once, in one window")
            : compared(own, "its own other windows", `only ${own.n} other windows of it in the run`),
        peers: peerComparison(peers, f, value),
        estate: compared(
          without(placeIn(estate(f), value), placeIn(alone(f), value)),
          "other subjects of the run",
          "fewer than five other subjects in the run",
        ),
      };
    });
  };
}

function peerComparison(peers: Peers | { unknownBecause: string }, f: number, value: number): Comparison {
  if (!("of" in peers)) return peers;
  if (peers.entities < enough) return unknown(`no peer group: ${peers.of}`);
  return compared(without(placeIn(peers.all(f), value), placeIn(peers.mine(f), value)), peers.of, `fewer than five values of ${peers.of}`);
}
