import { existsSync } from "node:fs";
import { join } from "node:path";
import { probabilityOf } from "../../../electron/engine/entities/linkage/model.ts";
import {
  fakePeople,
  febrlDedupe,
  febrlLink,
  historicalPeople,
  readFakePeople,
  readFebrl,
  readHistoricalPeople,
} from "../../unit-support/linkage-sets.ts";
import { bitsOf, byHandOf, costOf, type LinkageRun, runLinkage, withQueries } from "./linkage-run.ts";
import { calibrationError, chanceError, clusterQuality, pairQuality, type PairQuality } from "./pair-quality.ts";
import { atLeast, atMost, type Figure, reported, type ResolutionSet } from "./resolution-set.ts";

/** Where a file lies, in its usual sub-folder or beside the others. */
const fileIn = (dir: string, folder: string, ...names: readonly string[]): string | undefined =>
  names.flatMap((name) => [join(dir, folder, name), join(dir, name)]).find((path) => existsSync(path));

const febrlFile = (dir: string, name: string): string | undefined => fileIn(dir, "febrl", `dataset${name}.csv`, `clean_dataset${name}.csv`);

const needed = (path: string | undefined): string => {
  if (path === undefined) throw new Error("a file of the set is gone");
  return path;
};

const edgesFrom = (run: LinkageRun, probability: number): LinkageRun["pairs"] =>
  run.pairs.filter(({ weight }) => weight >= bitsOf(probability));

const qualityFigures = (
  set: string,
  what: string,
  { f1, precision, recall, said, truly }: PairQuality,
  bars: { readonly f1: number; readonly precision: number },
): Figure[] => [
  atLeast(set, `${what}: F1`, f1, bars.f1),
  atLeast(set, `${what}: precision`, precision, bars.precision, said),
  reported(set, `${what}: recall`, recall, truly),
];

/**
 * How far stated probabilities are from the truth. Held to a bar: every candidate kept, and that doubtful ones are not thought surer than they are, which is
 * what would join two people in one. The error among the doubtful is told beside what chance leaves of a faultless model and has no bar: on febrl3 they are
 * 83 pairs, of which chance alone leaves 0.10, and with m and the prior counted from the labels it is 0.18 still. Matches that differ in three or four fields
 * are half as many again as fields that err independently would make; the model takes them for less likely than they are, so that they wait for a person.
 */
function calibrationFigures(set: string, run: LinkageRun): Figure[] {
  const predictions = run.pairs.map(({ a, b, weight }) => ({ p: probabilityOf(weight), isRight: run.truth[a] === run.truth[b] }));
  const doubtful = predictions.filter(({ p }) => p >= 0.05 && p <= 0.95);
  const between = calibrationError(predictions, 0.05, 0.95);
  const everywhere = calibrationError(predictions, 0, 1);
  const expected = doubtful.reduce((sum, { p }) => sum + p, 0);
  const right = doubtful.filter(({ isRight }) => isRight).length;
  return [
    atMost(set, "calibration error, every candidate kept", everywhere.error, 0.05, everywhere.n),
    atMost(set, "doubtful pairs (p 0.05 to 0.95) thought surer by", (expected - right) / Math.max(1, doubtful.length), 0.05, between.n),
    reported(set, "doubtful pairs that are right", right, between.n),
    reported(set, "of which that many were expected", expected, between.n),
    reported(set, "calibration error among the doubtful", between.error, between.n),
    reported(set, "what chance leaves of a faultless model there", chanceError(doubtful, 0.05, 0.95), between.n),
  ];
}

const febrl4: ResolutionSet = {
  name: "febrl4",
  byHand: [byHandOf(febrlLink), "threshold p 0.5"],
  isIn: (dir) => febrlFile(dir, "4a") !== undefined && febrlFile(dir, "4b") !== undefined,
  measure: (dir) =>
    withQueries(async (queries) => {
      const records = [...readFebrl(needed(febrlFile(dir, "4a")), "a"), ...readFebrl(needed(febrlFile(dir, "4b")), "b")];
      const run = await runLinkage(queries, febrlLink, records);
      const found = pairQuality(edgesFrom(run, 0.5), run.truth);
      return [...qualityFigures("febrl4", "pairs at p 0.5", found, { f1: 0.998, precision: 0.999 }), ...costOf("febrl4", run)];
    }),
};

const febrl3: ResolutionSet = {
  name: "febrl3",
  byHand: [byHandOf(febrlDedupe), "threshold p 0.5"],
  isIn: (dir) => febrlFile(dir, "3") !== undefined,
  measure: (dir) =>
    withQueries(async (queries) => {
      const run = await runLinkage(queries, febrlDedupe, readFebrl(needed(febrlFile(dir, "3")), "a"));
      const found = clusterQuality(edgesFrom(run, 0.5), run.truth);
      return [
        ...qualityFigures("febrl3", "clusters at p 0.5", found, { f1: 0.995, precision: 0.997 }),
        reported("febrl3", "pairs at p 0.5: F1", pairQuality(edgesFrom(run, 0.5), run.truth).f1),
        ...calibrationFigures("febrl3", run),
        ...costOf("febrl3", run),
      ];
    }),
};

const fake: ResolutionSet = {
  name: "fake-1000",
  byHand: [byHandOf(fakePeople), "threshold p 0.5"],
  isIn: (dir) => fileIn(dir, "splink", "fake_1000.csv") !== undefined,
  measure: (dir) =>
    withQueries(async (queries) => {
      const run = await runLinkage(queries, fakePeople, readFakePeople(needed(fileIn(dir, "splink", "fake_1000.csv"))));
      const found = clusterQuality(edgesFrom(run, 0.5), run.truth);
      return [...qualityFigures("fake-1000", "clusters at p 0.5", found, { f1: 0.915, precision: 0.96 }), ...costOf("fake-1000", run)];
    }),
};

const historical: ResolutionSet = {
  name: "historical-50k",
  byHand: [byHandOf(historicalPeople), "threshold p 0.95"],
  isIn: (dir) => fileIn(dir, "splink", "historical_50k.csv") !== undefined,
  measure: (dir) =>
    withQueries(async (queries) => {
      const run = await runLinkage(queries, historicalPeople, readHistoricalPeople(needed(fileIn(dir, "splink", "historical_50k.csv"))));
      const found = clusterQuality(edgesFrom(run, 0.95), run.truth);
      return [
        ...qualityFigures("historical-50k", "clusters at p 0.95", found, { f1: 0.81, precision: 0.92 }),
        atMost("historical-50k", "records of the largest cluster", found.largest, 70),
        reported("historical-50k", "pairs at p 0.5: F1", pairQuality(edgesFrom(run, 0.5), run.truth).f1),
        ...costOf("historical-50k", run),
      ];
    }),
};

/** Sets of people whose true clusters are known, each at a threshold fixed beforehand. Labels are read to measure and for nothing else. */
export const linkageSets: readonly ResolutionSet[] = [febrl4, febrl3, fake, historical];
