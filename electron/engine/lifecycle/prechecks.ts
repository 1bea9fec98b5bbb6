import { AppError } from "../../../shared/contract/errors.ts";
import type { ModelVersion } from "../../../shared/contract/models.ts";
import type { StageCheck } from "../../../shared/contract/stages.ts";
import type { QueryEngine } from "../duckdb/query-engine.ts";
import type { LoadedPackage } from "../features/packages.ts";
import { checkSchema } from "../features/extract-features.ts";
import type { ModelRuntime } from "../onnx/model-runtime.ts";
import { type Bundle, BundleBreak, loadBundle, verifyBundle } from "../scoring/bundle.ts";
import type { GoldenAnswer } from "../scoring/golden.ts";
import { openScorer } from "../scoring/version-scorer.ts";

/** What checking a version needs. */
export interface CheckWork {
  readonly workspaceRoot: string;
  /** Not the one that runs are made with: a rollback would wait for their end. */
  readonly runtime: ModelRuntime;
  readonly queryEngine: QueryEngine;
  readonly signal?: AbortSignal | undefined;
}

const titles = {
  bundle: "Every file of the bundle is there and has its digest",
  session: "The model file opens in the runtime",
  golden: "Its golden rows score as when it was made",
  schema: "Its features can be read from events as they are stored now",
} as const;
type Id = keyof typeof titles;

const check = (id: Id, state: StageCheck["state"], text: string): StageCheck => ({ id, title: titles[id], state, text });
const skipped = (ids: readonly Id[], text: string): StageCheck[] => ids.map((id) => check(id, "skipped", text));

interface Asked<T> {
  readonly answer: StageCheck;
  readonly value?: T;
  readonly broken?: BundleBreak;
}

/** What was expected to fail is an answer; a bug goes on. */
async function ask<T>(id: Id, work: () => Promise<T> | T, say: (value: T) => string): Promise<Asked<T>> {
  try {
    const value = await work();
    return { answer: check(id, "pass", say(value)), value };
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return { answer: check(id, "fail", error.message), ...(error instanceof BundleBreak ? { broken: error } : {}) };
  }
}

function goldenCheck(answer: GoldenAnswer | undefined): StageCheck {
  if (answer === undefined) return check("golden", "skipped", "None were kept when it was made.");
  const { n, k, flips, largestDifference } = answer;
  const text = `${k} of ${n} rows, largest difference ${largestDifference.toPrecision(2)}${flips === 0 ? "" : `, ${flips} on the other side of the threshold`}`;
  return check("golden", k === n && flips === 0 ? "pass" : "fail", text);
}

/** One subject of zeros: whether the file is a model that answers, not what it answers. */
const tryScore = ({ runtime, signal }: CheckWork, { onnx, manifest }: Bundle): Promise<unknown> =>
  runtime.score(
    onnx,
    { data: new Float32Array(manifest.features.length), rowCount: 1, featureCount: manifest.features.length },
    { signal },
  );

/** Opens the model file and asks it its golden rows. */
async function modelChecks(work: CheckWork, bundle: Bundle): Promise<StageCheck[]> {
  const opened = await ask(
    "session",
    async () => {
      if (bundle.foreign === undefined) await tryScore(work, bundle);
      return openScorer(work, bundle);
    },
    () => `${Math.round(bundle.onnx.length / 1024)} KiB`,
  );
  const { value: scorer } = opened;
  if (scorer === undefined) return [opened.answer, ...skipped(["golden"], "The model file does not open.")];
  try {
    const golden = await ask(
      "golden",
      () => scorer.golden(),
      () => "",
    );
    return [opened.answer, golden.answer.state === "fail" ? golden.answer : goldenCheck(golden.value)];
  } finally {
    scorer.close();
  }
}

const fitting = new WeakMap<QueryEngine, Map<string, number>>();

/** The tables do not change while an engine lives, so what fits them is asked once: not behind the queries of a run that is under way. */
async function schemaColumns({ queryEngine, signal }: CheckWork, pkg: LoadedPackage): Promise<number> {
  const known = fitting.get(queryEngine) ?? new Map<string, number>();
  fitting.set(queryEngine, known);
  const columns = known.get(pkg.digest) ?? (await checkSchema(queryEngine, pkg, signal));
  known.set(pkg.digest, columns);
  return columns;
}

/** `broken` where a digest or the form of a file is not as registered. */
export interface Checked {
  readonly checks: StageCheck[];
  readonly broken?: BundleBreak;
}

/**
 * Whether a version could score today: bundle and digests, model file, golden rows, features over the present tables. Nothing is stored. A check
 * that cannot be made because an earlier one failed is `skipped`, as are golden rows that a bundle does not have; neither is a failure of its own.
 */
export async function checkVersion(work: CheckWork, { model, id }: Pick<ModelVersion, "model" | "id">): Promise<Checked> {
  const { answer, value, broken } = await ask(
    "bundle",
    () => {
      const { files } = verifyBundle(work.workspaceRoot, model, id);
      return { bundle: loadBundle(work.workspaceRoot, model, id), count: Object.keys(files).length + 1 };
    },
    ({ count }) => `${count} files`,
  );
  if (value === undefined)
    return {
      checks: [answer, ...skipped(["session", "golden", "schema"], "The bundle is broken.")],
      ...(broken === undefined ? {} : { broken }),
    };
  const schema = await ask(
    "schema",
    () => schemaColumns(work, value.bundle.pkg),
    (columns) => `${columns} columns`,
  );
  return { checks: [answer, ...(await modelChecks(work, value.bundle)), schema.answer] };
}

export const passes = (checks: readonly StageCheck[]): boolean => checks.every(({ state }) => state !== "fail");

/** What failed, in one sentence. */
export const failuresOf = (checks: readonly StageCheck[]): string =>
  checks
    .filter(({ state }) => state === "fail")
    .map(({ text }) => text)
    .join(" ");
