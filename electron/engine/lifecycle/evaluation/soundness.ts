import type { BundleChecks, EvaluationReport } from "../../../../shared/contract/evaluations.ts";
import { AppError } from "../../../../shared/contract/errors.ts";
import type { FeatureMatrix } from "../../features/feature-matrix.ts";
import { sha256 } from "../../hash.ts";
import { selectSubjects } from "../../scoring/select-subjects.ts";
import type { Database } from "../../sqlite/database.ts";
import { getDatasetVersion } from "../../workspace/dataset-versions.ts";
import { listRetired } from "../../workspace/retirements.ts";
import { findSnapshot } from "../../workspace/snapshots.ts";
import { makingsOf } from "../model-log.ts";
import { findBy, type VersionJudge } from "./version-judge.ts";

type Check = BundleChecks["checks"][number];

const largestBatch = 1024;
const alone = 8;

/** Rows must score the same however many come with them: by one, by seven, by 1024. */
async function checkBatches(judge: VersionJudge, matrix: FeatureMatrix): Promise<Check> {
  const what = "batches";
  const rows = Array.from({ length: Math.min(matrix.rowCount, largestBatch) }, (_, row) => row);
  const together = (await findBy(judge, selectSubjects(matrix, rows))).scores;
  const few = rows.slice(0, alone);
  const batches = [...few.map((row) => [row]), rows.slice(0, 7)];
  for (const batch of batches) {
    const { scores } = await findBy(judge, selectSubjects(matrix, batch));
    const differing = batch.findIndex((row, i) => !Object.is(scores[i], together[row]));
    if (differing >= 0)
      return {
        what,
        state: "fail",
        text: `A row scores ${scores[differing] ?? "nothing"} among ${batch.length} and ${together[batch[differing] ?? 0] ?? "nothing"} among ${rows.length}.`,
      };
  }
  return { what, state: "pass", text: `Rows score the same alone, by seven and by ${rows.length}.` };
}

/** The first row with one value of each feature replaced, one feature at a time. */
function spoilt(matrix: FeatureMatrix, f: number, value: number): FeatureMatrix {
  const one = selectSubjects(matrix, [0]);
  one.observed[f] = value;
  one.model[f] = value;
  return one;
}

/** A value that is no number must be refused or give no score; a constant that the model declares for missing values is one. */
async function checkNumbers(judge: VersionJudge, matrix: FeatureMatrix): Promise<Check> {
  const what = "numbers";
  const { foreign, pkg } = judge.bundle;
  for (const [f, feature] of pkg.spec.features.entries()) {
    const read = foreign?.features.find(({ name }) => name === feature.name);
    if (foreign !== undefined && read === undefined) continue;
    const hasConstant = typeof read?.nullPolicy === "object";
    for (const value of hasConstant ? [Infinity, -Infinity] : [Number.NaN, Infinity, -Infinity])
      if (await givesScore(judge, spoilt(matrix, f, value)))
        return { what, state: "fail", text: `With ${feature.title.toLowerCase()} ${value} a row has a score, as if nothing were wrong.` };
  }
  return { what, state: "pass", text: "Values that are no numbers give no score." };
}

async function givesScore(judge: VersionJudge, matrix: FeatureMatrix): Promise<boolean> {
  try {
    return Number.isFinite((await findBy(judge, matrix)).scores[0]);
  } catch (error) {
    if (error instanceof AppError && error.code === "model-mismatch") return false;
    throw error;
  }
}

/** The contract of a bundle: `loadBundle` has compared every file with the version's id before. */
export async function checkBundle(judge: VersionJudge, matrix: FeatureMatrix | undefined): Promise<Check[]> {
  const { owner, licence } = judge.bundle.pkg.spec;
  const some = matrix === undefined || matrix.rowCount === 0 ? undefined : matrix;
  const unknown = (what: string): Check => ({ what, state: "insufficient", text: "There is no row to try it with." });
  return [
    { what: "files", state: "pass", text: "Every file has the content it was registered with." },
    some === undefined ? unknown("batches") : await checkBatches(judge, some),
    some === undefined ? unknown("numbers") : await checkNumbers(judge, some),
    owner.trim() === ""
      ? { what: "owner", state: "fail", text: "Nobody owns it." }
      : { what: "owner", state: "pass", text: `Owned by ${owner}.` },
    licence === undefined
      ? { what: "licence", state: "fail", text: "Its package names no licence." }
      : { what: "licence", state: "pass", text: `Licence ${licence}; its card is made from these facts.` },
  ];
}

/** Facts of a version's making, and whether each is recorded and, where it is a file, still there. */
export function lineageFacts(db: Database, { id, bundle }: VersionJudge): EvaluationReport["lineage"] {
  const { manifest, pkg } = bundle;
  const retired = listRetired(db);
  const { snapshots } = getDatasetVersion(db, manifest.datasetVersion);
  const gone = snapshots.filter((snapshot) => findSnapshot(db, snapshot) === undefined || retired.has(snapshot));
  const makings = makingsOf(db, manifest.model, id);
  const fact = (what: string, isKnown: boolean) => ({ what, isKnown });
  return [
    fact("dataset version", manifest.datasetVersion !== ""),
    fact(
      gone.length === 0 ? "its snapshots" : `${gone.length} of its ${snapshots.length} snapshots`,
      gone.length === 0 && snapshots.length > 0,
    ),
    fact("OCSF version", manifest.ocsfVersion !== ""),
    fact("mapping", manifest.mappingDigests.length > 0),
    fact("feature SQL", sha256(pkg.featuresSql) === manifest.featureSqlDigest),
    fact("code", manifest.codeDigest !== ""),
    fact("seed", Number.isInteger(manifest.seed)),
    fact("who made it", makings.length > 0),
    fact(
      "the environment it was made in",
      makings.some(({ environment }) => Object.keys(environment).length > 0),
    ),
  ];
}
