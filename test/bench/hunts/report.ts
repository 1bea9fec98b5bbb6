import { wilson } from "../../../shared/lib/wilson.ts";
import { budget, type Measured } from "./measure.ts";

const isHit = (rank: number | undefined): boolean => rank !== undefined && rank <= budget;

interface Recall {
  readonly of: string;
  readonly k: number;
  readonly n: number;
  readonly low: number;
  readonly high: number;
  /** What random orders would reach on average; only of a single model. */
  readonly chance?: number;
}

function recallOf(of: string, all: readonly Measured[], isFound: (m: Measured) => boolean): Recall {
  const { k, n, low, high } = wilson(all.filter(isFound).length, all.length);
  return { of, k, n, low, high };
}

const chanceOf = (model: string, all: readonly Measured[]): number =>
  all.reduce((sum, m) => sum + (m.models.find((x) => x.model === model)?.chance ?? 0), 0) / Math.max(1, all.length);

const foundInTurns = (m: Measured): boolean => isHit(m.turns);
const foundByAny = (m: Measured): boolean => m.models.some((x) => isHit(x.best));

/**
 * Share of recordings with a wanted subject among the first ten. Recordings whose metadata name nothing are left out, but for the
 * share of all, in which they are not found.
 */
export function summary(all: readonly Measured[]): Recall[] {
  const sets = [...new Set(all.map((m) => m.set))];
  return sets.flatMap((set) => {
    const of = all.filter((m) => m.set === set);
    const known = of.filter((m) => m.hasTruth);
    const techniques = [...new Set(known.flatMap((m) => m.techniques))].toSorted();
    const models = [...new Set(known.flatMap((m) => m.models.filter((x) => x.wanted > 0).map((x) => x.model)))];
    return [
      recallOf(`${set}: one queue in turns`, known, foundInTurns),
      recallOf(`${set}: one queue in turns, of all recordings`, of, foundInTurns),
      recallOf(`${set}: any model's first ten`, known, foundByAny),
      ...models.flatMap((model) => [
        {
          ...recallOf(`${set}: ${model}`, known, (m) => m.models.some((x) => x.model === model && isHit(x.best))),
          chance: chanceOf(model, known),
        },
        recallOf(`${set}: ${model}'s foil`, known, (m) => m.models.some((x) => x.model === model && isHit(x.foilBest))),
      ]),
      ...techniques.map((t) =>
        recallOf(
          `${set}: ${t}`,
          known.filter((m) => m.techniques.includes(t)),
          foundInTurns,
        ),
      ),
    ];
  });
}

const percent = (x: number): string => `${Math.round(x * 100)} %`;

export function tableOf(all: readonly Measured[]): string {
  const rows = all.map((m) => {
    const models = m.models.map(
      (x) => `${x.model} ${x.best ?? "–"} of ${x.subjects} (wanted ${x.wanted}, foil ${x.foilBest ?? "–"}, chance ${percent(x.chance)})`,
    );
    return `${m.set}  ${m.name}  ${m.techniques.join(",")}  ${m.hasTruth ? `turns ${m.turns ?? "–"}  ${models.join("; ")}` : "nothing named"}`;
  });
  const recalls = summary(all).map(
    (r) =>
      `${r.of}: ${r.k} of ${r.n} (${percent(r.low)} to ${percent(r.high)})${r.chance === undefined ? "" : `, by chance ${percent(r.chance)}`}`,
  );
  const unnamed = all.filter((m) => !m.hasTruth).length;
  return [...rows, "", `recall at ${budget}; ${unnamed} of ${all.length} recordings name nothing`, ...recalls].join("\n");
}
